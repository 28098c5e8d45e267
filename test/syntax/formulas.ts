import fc from 'fast-check';

/** Pieces of LaTeX that are formulas by themselves. */
const LEAVES = [
  ...[
    'x',
    'y',
    'n',
    '2',
    '12',
    '0.5',
    '\\alpha',
    '\\theta',
    '\\infty',
    '\\sum',
    '\\int',
    '\\sin',
    '\\log',
    '\\max',
    '\\R',
  ],
  ...[
    '\\ldots',
    '\\nabla',
    '\\partial',
    '\\operatorname{softmax}',
    '\\operatorname*{arg\\,max}',
    '\\text{if $x$ holds}',
  ],
  ...[
    '\\mathbf x',
    '\\mathrm{max}',
    '\\mathbb{E}',
    '\\hat y',
    '\\not=',
    '\\quad',
    '\\,',
    '|',
    '\\|',
    '\\bigl(',
    '\\Bigr]',
    '!',
  ],
];
const OPERATORS = ['+', '-', '=', '\\cdot ', '\\le ', '\\in ', ', ', ' ', '\\mid ', '/', '\\to ', ':=', ' \\, '];

const wrap = (before: string, after: string) => (inner: string) => `${before}${inner}${after}`;
const one = (inner: fc.Arbitrary<string>) => inner;

/** Formulas that LaTeX and KaTeX accept, nested a few levels deep. */
export const validFormula: fc.Arbitrary<string> = fc.letrec<{ formula: string; item: string; scripted: string }>(
  (tie) => {
    const formula = tie('formula');
    const item = tie('item');
    return {
      formula: fc
        .array(fc.tuple(fc.constantFrom(...OPERATORS), tie('scripted')), { minLength: 1, maxLength: 3 })
        .map((pairs) => pairs.map(([operator, term], i) => (i === 0 ? term : operator + term)).join(''))
        .map((text) => text.replace(/(\\[a-zA-Z]+)(?=[a-zA-Z])/g, '$1')),
      scripted: fc.oneof(
        { weight: 3, arbitrary: item },
        fc.tuple(item, item).map(([a, b]) => `{${a}}_{${b}}`),
        fc.tuple(item, item).map(([a, b]) => `{${a}}^{${b}}`),
        fc.tuple(item, item, item).map(([a, b, c]) => `{${a}}_{${b}}^{${c}}`),
        item.map((a) => `{${a}}'`),
      ),
      item: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom(...LEAVES).map((leaf) => `${leaf} `),
        fc.tuple(formula, formula).map(([a, b]) => `\\frac{${a}}{${b}}`),
        fc.tuple(formula, formula).map(([a, b]) => `{${a} \\over ${b}}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\binom{${a}}{${b}}`),
        one(formula).map(wrap('\\sqrt[3]{', '}')),
        one(formula).map(wrap('\\left( ', ' \\right]')),
        one(formula).map(wrap('\\mathbf{', '}')),
        one(formula).map(wrap('{\\bf ', '}')),
        one(formula).map(wrap('{\\color{red} ', '}')),
        one(formula).map(wrap('\\overline{', '}')),
        one(formula).map(wrap('\\phantom{', '}')),
        one(formula).map(wrap('\\underbrace{', '}_{k}')),
        one(formula).map(wrap('\\text{as $', '$ says}')),
        fc.tuple(formula, formula).map(([a, b]) => `\\overset{${a}}{${b}}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\xrightarrow[{${a}}]{${b}}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\left\\{ ${a} \\middle| ${b} \\right.`),
        fc.tuple(formula, formula, formula).map(([a, b, c]) => `\\begin{pmatrix} ${a} & ${b} \\\\ ${c} \\end{pmatrix}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\begin{cases} ${a} & ${b} \\\\[2pt] 0 \\end{cases}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\begin{aligned} ${a} &= ${b} \\\\ &\\le 1 \\end{aligned}`),
        fc.tuple(formula, formula).map(([a, b]) => `\\substack{${a} \\\\ ${b}}`),
      ),
    };
  },
).formula;

const PIECES = [
  ...[
    '{',
    '}',
    '^',
    '_',
    '&',
    '\\\\',
    "'",
    '$',
    '(',
    ')',
    '[',
    ']',
    '|',
    ' ',
    '%',
    '#',
    '~',
    '.',
    '1',
    'x',
    '+',
    '-',
    '=',
    ':',
    '\n',
  ],
  ...[
    '\\left',
    '\\right',
    '\\middle',
    '\\big',
    '\\frac',
    '\\over',
    '\\choose',
    '\\sqrt',
    '\\hat',
    '\\bf',
    '\\color',
    '\\mathbf',
  ],
  ...[
    '\\begin{matrix}',
    '\\end{matrix}',
    '\\begin{array}{c}',
    '\\end{array}',
    '\\begin{x}',
    '\\end',
    '\\begin',
    '\\tag{1}',
  ],
  ...[
    '\\text{',
    '\\text',
    '\\operatorname',
    '\\mathop',
    '\\not',
    '\\limits',
    '\\sum',
    '\\sin',
    '\\underbrace',
    '\\overset',
  ],
  ...[
    '\\substack',
    '\\xrightarrow',
    '\\kern',
    '1em',
    '\\char',
    '\\genfrac',
    '\\displaystyle',
    '\\href',
    '\\verb',
    '\\foo',
    '\\(',
  ],
  ...[
    '\\def\\a',
    '\\newcommand',
    '\\let',
    '\\a',
    '#1',
    '\\)',
    '\\phantom',
    '\\prescript',
    '\\sideset',
    '\\intertext',
    '\\hline',
  ],
  ...[
    'é',
    'α',
    '²',
    '₁',
    '√',
    '½',
    '\ud835\udc31',
    '\ud835',
    '\udc00',
    '\0',
    '\u0301',
    '\u200b',
    '&lt;',
    '’',
    '𝒩',
    '中',
  ],
];

/** Pieces in any order: mostly no formula at all. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 25 })
  .map((pieces) => pieces.join(''));
