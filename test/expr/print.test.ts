import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exprKey, toLatex, toMathJSON, toOutline, toText } from '../../src/expr/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

const expr = (latex: string) => read(parse(latex)).expr;

/** Formulas as people write them, put together from small ones. */
const formula = fc.letrec<{ atom: string; factor: string; term: string; sum: string; line: string }>((tie) => ({
  atom: fc.constantFrom(
    'x',
    'y_i',
    '\\alpha',
    '\\mathbf{w}',
    'v_{t-1}',
    '2',
    '0.5',
    'x^{(l)}',
    '\\hat{y}',
    'W_{\\mathrm{in}}',
    'a_{ij}',
    "x'",
    '\\mathcal{L}',
    'z^*',
    '\\mathbf{h}_t',
    'e^{z_i}',
    'n!',
    '\\|x\\|_2',
    '|y|',
    '\\text{input}_i',
    'A^{-1}',
    'w^\\top',
  ),
  factor: fc.oneof(
    { weight: 4, arbitrary: tie('atom') },
    fc.tuple(fc.constantFrom('\\frac', '\\binom'), tie('sum'), tie('sum')).map(([f, a, b]) => `${f}{${a}}{${b}}`),
    tie('sum').map((a) => `\\sqrt{${a}}`),
    tie('sum').map((a) => `(${a})^2`),
    fc
      .tuple(fc.constantFrom('\\exp', '\\log', 'f', '\\operatorname{softmax}', '\\sin', '\\phi', '\\max'), tie('sum'))
      .map(([f, a]) => `${f}(${a})`),
    fc.tuple(tie('atom'), tie('atom')).map(([a, b]) => `p(${a} \\mid ${b})`),
    tie('sum').map((a) => `\\mathbb{E}_{x \\sim p}[${a}]`),
    tie('atom').map((a) => `\\nabla_\\theta J(${a})`),
    tie('atom').map((a) => `\\frac{\\partial ${a}}{\\partial t}`),
  ),
  term: fc.oneof(
    { weight: 3, arbitrary: tie('factor') },
    fc
      .tuple(tie('factor'), fc.constantFrom(' ', ' \\cdot ', ' \\odot '), tie('factor'))
      .map(([a, op, b]) => `${a}${op}${b}`),
    tie('factor').map((a) => `\\sum_{i=1}^n ${a}`),
    tie('factor').map((a) => `\\int_0^1 ${a}\\,dt`),
    tie('factor').map((a) => `\\max_{s \\in S} ${a}`),
  ),
  sum: fc.oneof(
    { weight: 3, arbitrary: tie('term') },
    fc.tuple(tie('term'), fc.constantFrom('+', '-', '\\pm'), tie('term')).map(([a, op, b]) => `${a} ${op} ${b}`),
    tie('term').map((a) => `-${a}`),
  ),
  line: fc.oneof(
    tie('sum'),
    fc
      .tuple(tie('atom'), fc.constantFrom('=', '\\leftarrow', '\\le', '\\approx', ':='), tie('sum'))
      .map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie('atom'), tie('sum'))
      .map(([a, b]) => `\\begin{cases} ${a} & \\text{if } ${b} > 0 \\\\ 0 & \\text{otherwise} \\end{cases}`),
    fc.tuple(tie('atom'), tie('sum')).map(([a, b]) => `x = ${a} \\\\ y = ${b}`),
  ),
}));

describe('toLatex', () => {
  it('reads back to the same expression', () => {
    fc.assert(
      fc.property(formula.line, (latex) => {
        const e = expr(latex);
        const printed = toLatex(e);
        expect(`${printed} => ${exprKey(expr(printed))}`).toBe(`${printed} => ${exprKey(e)}`);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  const SAME = [
    '\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}',
    '\\{x \\in S : x > 0\\}',
    '[0, 1)',
    'x, y \\in [0, 1]',
    '(a, b) = [a; b]',
    '\\langle x, y \\rangle',
    '\\lfloor x \\rfloor + \\lceil y \\rceil',
    '[x]_+ - r_+',
    '\\begin{aligned} a &= b \\\\ &= c \\end{aligned}',
    'a = b \\quad \\text{where} \\quad b = c',
    '\\lim_{x \\to 0} f(x) = \\arg\\min_{w} L(w) + w',
    'A \\cup B \\setminus C',
    'p \\land q = 1 \\lor \\lnot r',
    "f'(x) + f^{-1}(x) + (f * g)(x)",
    'x^2\\big|_{x=0}',
    '\\iint f\\,dx\\,dy',
    '\\oint F \\cdot dr',
    'D_{\\mathrm{KL}}(p \\| q) = F(x; \\mu)',
    '\\mathbf{1}\\{x > 0\\} w[n] H[P]',
    'a = b \\implies c \\ne d',
    '\\partial_t u + \\nabla^2 u + \\nabla \\cdot v = dW^2',
    '\\log_2 x / \\log_{10} y',
    '\\dots, x_{<t}, x_{1:T}',
  ];
  for (const latex of SAME) {
    it(latex, () => {
      const e = expr(latex);
      expect(exprKey(expr(toLatex(e)))).toBe(exprKey(e));
    });
  }

  it('brackets what is looser than its place, for expressions that were built', () => {
    const x = expr('x');
    const sum = expr('a + b');
    expect(toLatex({ kind: 'power', base: sum, exponent: x, span: [0, 0] })).toBe('\\left(a + b\\right)^{x}');
    expect(toLatex({ kind: 'multiply', factors: [sum, x], ops: [''], span: [0, 0] })).toBe('\\left(a + b\\right) x');
    expect(toLatex({ kind: 'negate', arg: sum, span: [0, 0] })).toBe('-\\left(a + b\\right)');
  });
});

describe('toText', () => {
  it('writes for a terminal', () => {
    expect(toText(expr('\\frac{e^{z_i}}{\\sum_j e^{z_j}}'))).toBe('e^(zᵢ) / (∑ⱼ e^(zⱼ))');
    expect(toText(expr('v_t = \\beta v_{t-1} + (1-\\beta) g_t^2'))).toBe('vₜ = β vₜ₋₁ + (1 − β) gₜ²');
    expect(toText(expr('\\|x\\|_2 \\le \\mathbb{E}[X]'))).toBe('‖x‖₂ ≤ E[X]');
  });
});

describe('toMathJSON', () => {
  it('names functions as the Compute Engine does', () => {
    expect(toMathJSON(expr('\\frac{e^{z_i}}{\\sum_j e^{z_j}}'))).toEqual([
      'Divide',
      ['Power', 'ExponentialE', ['At', 'z', 'i']],
      ['Sum', ['Power', 'ExponentialE', ['At', 'z', 'j']], ['Limits', 'j']],
    ]);
    expect(toMathJSON(expr('\\int_a^b f(x)\\,dx'))).toEqual(['Integrate', ['f', 'x'], ['Limits', 'x', 'a', 'b']]);
    expect(toMathJSON(expr('a < b \\le c'))).toEqual(['And', ['Less', 'a', 'b'], ['LessEqual', 'b', 'c']]);
  });
});

describe('toOutline', () => {
  it('numbers what binds first', () => {
    expect(toOutline(expr('a + b c'))).toBe(
      ['2 sum of 2: a + b c', '·   symbol: a', '1   product of 2: b c', '·     symbol: b', '·     symbol: c'].join(
        '\n',
      ),
    );
  });
});

describe('printers on deep nesting', () => {
  it('writes each level of nested roots once', () => {
    const depth = 20;
    const nested = toText(expr(`${'\\sqrt{'.repeat(depth)}7${'}'.repeat(depth)}`));
    expect(nested.match(/7/g)).toHaveLength(1);
    expect(nested.match(/√/g)).toHaveLength(depth);
  });
});
