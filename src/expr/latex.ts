import type { ApplyExpr, BigExpr, DerivativeExpr, Domain, Expr, FontStyle, IndexedExpr, SymbolExpr } from './types.js';
import { unreachable } from './types.js';

/** How tightly each kind binds: what binds less tightly than its place asks for is put in brackets. */
const LIST = 0;
const RELATION = 1;
const SUM = 2;
const PRODUCT = 3;
const PREFIX = 4;
const POWER = 5;
const ATOM = 6;

/** LaTeX that reads back to the same expression. Spacing and the reader's own spelling are not kept. */
export function toLatex(e: Expr): string {
  return print(e);
}

function print(e: Expr): string {
  switch (e.kind) {
    case 'number':
      return e.text || String(e.value);
    case 'symbol':
      return printSymbol(e);
    case 'indexed':
      return printIndexed(e);
    case 'apply':
      return printApply(e);
    case 'add':
      return e.terms.map((t, i) => printTerm(t, i === 0)).join(' ');
    case 'multiply':
      return printProduct(e.factors, e.ops);
    case 'divide':
      return e.style === 'slash'
        ? `${at(e.numerator, PRODUCT)} / ${at(e.denominator, POWER)}`
        : `\\frac{${print(e.numerator)}}{${print(e.denominator)}}`;
    case 'power':
      return `${at(e.base, ATOM)}^{${print(e.exponent)}}`;
    case 'root':
      return e.degree ? `\\sqrt[${print(e.degree)}]{${print(e.radicand)}}` : `\\sqrt{${print(e.radicand)}}`;
    case 'negate':
      return `-${at(e.arg, PRODUCT)}`;
    case 'plusminus':
      return `\\${e.sign} ${at(e.arg, PRODUCT)}`;
    case 'relation':
      return e.sides.map((s, i) => (i === 0 ? '' : ` ${relationSign(e.ops[i - 1] ?? '=')} `) + at(s, SUM)).join('');
    case 'big':
      return printBig(e);
    case 'derivative':
      return printDerivative(e);
    case 'differential':
      return `${DIFFERENTIALS[e.sign] ?? e.sign} ${at(e.arg, POWER)}`;
    case 'transpose':
      return `${at(e.arg, ATOM)}${TRANSPOSES[e.mark]}`;
    case 'inverse':
      return `${at(e.arg, ATOM)}^{${e.pseudo ? '+' : '-1'}}`;
    case 'norm':
      return `\\left\\| ${print(e.arg)} \\right\\|${e.order ? `_{${print(e.order)}}` : ''}`;
    case 'abs':
      return `\\left| ${print(e.arg)} \\right|`;
    case 'inner':
      return `\\left\\langle ${e.parts.map(print).join(e.bar ? ' | ' : ', ')} \\right\\rangle`;
    case 'conditional':
      return `${e.left.map(print).join(', ')} ${BARS[e.bar]} ${e.right.map(print).join(', ')}`;
    case 'matrix':
      return printMatrix(e.rows, e.brackets);
    case 'tuple':
      return brackets(e.brackets, e.items.map(print).join(', '));
    case 'list':
      return e.items.map(print).join(', ');
    case 'concat':
      return `[${e.items.map(print).join('; ')}]`;
    case 'set':
      return `\\{ ${e.items.map(print).join(', ')}${e.condition ? ` : ${print(e.condition)}` : ''} \\}`;
    case 'interval':
      return `${e.openFrom ? '(' : '['}${print(e.from)}, ${print(e.to)}${e.openTo ? ')' : ']'}`;
    case 'cases':
      return `\\begin{cases} ${e.branches
        .map((b) => `${print(b.value)} & ${b.condition ? print(b.condition) : '\\text{otherwise}'}`)
        .join(' \\\\ ')} \\end{cases}`;
    case 'system':
      return e.lines.map(print).join(' \\\\ ');
    case 'text':
      return `\\text{${e.text}}`;
    case 'hole':
      return e.name === 'dots' ? '\\dots' : e.name === 'placeholder' ? '\\cdot' : '{}';
    case 'group':
      return e.brackets === '' ? `{${print(e.body)}}` : brackets(e.brackets, print(e.body));
    case 'operation':
      return e.operands.map((x, i) => (i === 0 ? '' : ` ${command(e.ops[i - 1] ?? '')} `) + at(x, PRODUCT)).join('');
    case 'error':
      return '{}';
    default:
      return unreachable(e);
  }
}

function level(e: Expr): number {
  switch (e.kind) {
    case 'list':
    case 'system':
    case 'conditional':
      return LIST;
    case 'relation':
      return RELATION;
    case 'add':
    case 'plusminus':
    case 'operation':
      return SUM;
    case 'negate':
      return SUM;
    case 'multiply':
    case 'big':
      return PRODUCT;
    case 'divide':
      return e.style === 'slash' ? PRODUCT : ATOM - 1;
    case 'derivative':
    case 'differential':
      return PREFIX;
    case 'apply':
      return e.brackets === '' &&
        e.head.kind === 'symbol' &&
        !/^(?:factorial|floor|ceil|abs|indicator)$/.test(e.head.name)
        ? PREFIX
        : POWER;
    case 'power':
    case 'transpose':
    case 'inverse':
      return POWER;
    case 'number':
      return e.text.startsWith('-') ? SUM : ATOM;
    default:
      return ATOM;
  }
}

/** The expression, in brackets where it binds less tightly than `least`. */
function at(e: Expr, least: number): string {
  return level(e) < least ? `\\left(${print(e)}\\right)` : print(e);
}

function printTerm(e: Expr, first: boolean): string {
  if (e.kind === 'negate') return `- ${at(e.arg, PRODUCT)}`;
  if (e.kind === 'plusminus') return `\\${e.sign} ${at(e.arg, PRODUCT)}`;
  return first ? at(e, PRODUCT) : `+ ${at(e, PRODUCT)}`;
}

const PRODUCT_SIGNS: Readonly<Record<string, string>> = {
  '': ' ',
  '*': ' * ',
  cdot: ' \\cdot ',
  times: ' \\times ',
  odot: ' \\odot ',
  otimes: ' \\otimes ',
  circ: ' \\circ ',
  star: ' \\star ',
  '@': ' \\mathbin{@} ',
  wedge: ' \\wedge ',
  oplus: ' \\oplus ',
  other: ' \\cdot ',
}; // prettier-ignore

function printProduct(factors: readonly Expr[], ops: readonly string[]): string {
  return factors
    .map((f, i) => {
      const sign = i === 0 ? '' : (PRODUCT_SIGNS[ops[i - 1] ?? ''] ?? ' ');
      // A big operator reaches to the end of the product: only the last factor may be one without brackets.
      const last = i === factors.length - 1;
      const least = f.kind === 'big' || (f.kind === 'apply' && f.brackets === '') ? (last ? PRODUCT : ATOM) : PREFIX;
      const printed = at(f, least);
      const digits = sign === ' ' && f.kind === 'number';
      return (digits ? ' \\cdot ' : sign) + printed;
    })
    .join('');
}

const FONTS: Readonly<Record<FontStyle, string>> = {
  bold: 'mathbf',
  roman: 'mathrm',
  calligraphic: 'mathcal',
  script: 'mathscr',
  fraktur: 'mathfrak',
  blackboard: 'mathbb',
  sans: 'mathsf',
  typewriter: 'mathtt',
}; // prettier-ignore
const SPECIAL: Readonly<Record<string, string>> = { exponentialE: 'e', imaginaryI: 'i' };
const GREEK =
  /^(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)$/;
const SIGNS =
  /^(?:infty|emptyset|varnothing|ell|hbar|partial|nabla|Re|Im|aleph|imath|jmath|wp|top|bot|dagger|star|square|triangle)$/;
const FUNCTIONS =
  /^(?:sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|sinh|cosh|tanh|coth|exp|log|ln|lg|det|dim|ker|deg|gcd|hom|arg|max|min|sup|inf|lim|Pr)$/;

function printSymbol(e: SymbolExpr): string {
  let text = SPECIAL[e.name] ?? letters(e);
  for (const accent of e.accents ?? []) text = `\\${accent}{${text}}`;
  text += "'".repeat(e.primes ?? 0);
  if (e.label === undefined) return text;
  if (e.label === '*' || e.label === '+' || e.label === '-') return `${text}^${e.label}`;
  return `${text}_{\\text{${e.label}}}`;
}

function letters(e: SymbolExpr): string {
  const word = e.name.length > 1;
  const named = GREEK.test(e.name) || SIGNS.test(e.name) || FUNCTIONS.test(e.name);
  if (!e.font) return named ? `\\${e.name}` : word ? `\\operatorname{${e.name}}` : e.name;
  if (e.font === 'bold' && named) return `\\boldsymbol{\\${e.name}}`;
  return `\\${FONTS[e.font]}{${named ? `\\${e.name}` : e.name}}`;
}

function printIndexed(e: IndexedExpr): string {
  const sub: string[] = [];
  const sup: string[] = [];
  const bracketed: string[] = [];
  for (const [i, index] of e.indices.entries()) {
    const place = e.places[i];
    if (place === 'bracket') bracketed.push(print(index));
    else if (place === 'sub') sub.push(print(index));
    else sup.push(place === 'paren' ? `(${print(index)})` : print(index));
  }
  return `${at(e.base, ATOM)}${sub.length > 0 ? `_{${sub.join(', ')}}` : ''}${sup.length > 0 ? `^{${sup.join(', ')}}` : ''}${
    bracketed.length > 0 ? `[${bracketed.join(', ')}]` : ''
  }`;
}

function printApply(e: ApplyExpr): string {
  const args = e.args.map(print).join(', ');
  const head = e.head.kind === 'symbol' ? e.head.name : '';
  switch (head) {
    case 'factorial':
      return `${e.args[0] ? at(e.args[0], ATOM) : ''}!`;
    case 'binomial':
      return `\\binom{${e.args[0] ? print(e.args[0]) : ''}}{${e.args[1] ? print(e.args[1]) : ''}}`;
    case 'floor':
      return `\\lfloor ${args} \\rfloor`;
    case 'ceil':
      return `\\lceil ${args} \\rceil`;
    case 'positivePart':
      return `[${args}]_+`;
    case 'indicator':
      return `\\mathbf{1}\\{${args}\\}`;
    default:
      return `${print(e.head)}${e.base ? `_{${print(e.base)}}` : ''}${brackets(e.brackets === '' ? '()' : e.brackets, args)}`;
  }
}

const BIG_SIGNS: Readonly<Record<string, string>> = {
  sum: '\\sum',
  product: '\\prod',
  integral: '\\int',
  contour: '\\oint',
  min: '\\min',
  max: '\\max',
  argmin: '\\operatorname*{argmin}',
  argmax: '\\operatorname*{argmax}',
  inf: '\\inf',
  sup: '\\sup',
  lim: '\\lim',
  expectation: '\\mathbb{E}',
  union: '\\bigcup',
  intersection: '\\bigcap',
}; // prettier-ignore

function printBig(e: BigExpr): string {
  const sign = BIG_SIGNS[e.op] ?? (/^big/.test(e.name) ? `\\${e.name}` : `\\operatorname*{${e.name}}`);
  if (e.op === 'integral') {
    const bounds = e.domains.map((d) =>
      d.range.kind === 'range'
        ? `\\int_{${print(d.range.from)}}^{${d.range.to ? print(d.range.to) : ''}}`
        : d.range.kind === 'in'
          ? `\\int_{${print(d.range.set)}}`
          : '\\int',
    );
    const differentials = e.domains.flatMap((d) => d.variables.map((v) => `d${print(v)}`));
    return `${bounds.join(' ')} ${at(e.body, PRODUCT)} \\, ${differentials.join(' \\, ')}`;
  }
  const below = e.domains.map(printDomain).filter((x) => x.below !== '');
  const sub = below.map((b) => b.below).join(', ');
  const above = e.domains.length === 1 ? (below[0]?.above ?? '') : '';
  const head = `${sign}${sub === '' ? '' : `_{${sub}}`}${above === '' ? '' : `^{${above}}`}`;
  return e.op === 'expectation' ? `${head}[${print(e.body)}]` : `${head} ${at(e.body, PRODUCT)}`;
}

function printDomain(d: Domain): { below: string; above: string } {
  const variables = d.variables.map(print).join(', ');
  const group = d.variables.length > 1 ? `(${variables})` : variables;
  switch (d.range.kind) {
    case 'all':
      return { below: variables, above: '' };
    case 'range':
      return { below: `${variables} = ${print(d.range.from)}`, above: d.range.to ? print(d.range.to) : '' };
    case 'in':
      return { below: `${group} \\in ${print(d.range.set)}`, above: '' };
    case 'distribution':
      return { below: variables === '' ? print(d.range.law) : `${group} \\sim ${print(d.range.law)}`, above: '' };
    case 'limit':
      return { below: `${variables} \\to ${print(d.range.to)}`, above: '' };
    case 'condition':
      return { below: print(d.range.condition), above: '' };
    default:
      return unreachable(d.range);
  }
}

const DIFFERENTIALS: Readonly<Record<string, string>> = {
  d: 'd',
  partial: '\\partial',
  delta: '\\delta',
  Delta: '\\Delta',
};
const TRANSPOSES = { T: '^\\top', prime: "'", dagger: '^\\dagger', star: '^*' } as const;
const BARS = { single: '\\mid', double: '\\|', semicolon: ';' } as const;

function printDerivative(e: DerivativeExpr): string {
  const body = e.body ? at(e.body, PREFIX) : '';
  const variables = e.variables.map((v) => print(v.variable));
  const order = typeof e.order === 'number' ? e.order : print(e.order);
  const power = order === 1 ? '' : `^{${order}}`;
  switch (e.op) {
    case 'gradient':
      return `\\nabla${variables.length > 0 ? `_{${variables.join(', ')}}` : ''} ${body}`;
    case 'divergence':
      return `\\nabla \\cdot ${body}`;
    case 'curl':
      return `\\nabla \\times ${body}`;
    case 'laplacian':
    case 'hessian':
      return `\\nabla^2 ${body}`;
    case 'prime':
      return e.body?.kind === 'apply'
        ? `${print(e.body.head)}${"'".repeat(Number(e.order) || 1)}${brackets('()', e.body.args.map(print).join(', '))}`
        : `${body}'`;
    case 'dot':
      return `\\dot{${body}}`;
    case 'jacobian':
      return `D ${body}`;
    default: {
      const d = e.op === 'partial' ? '\\partial ' : e.op === 'variation' ? '\\delta ' : 'd';
      const below = e.variables.map(
        (v) =>
          `${d}${print(v.variable)}${v.order === 1 ? '' : `^{${typeof v.order === 'number' ? v.order : print(v.order)}}`}`,
      );
      const evaluated = e.at ? `\\Big|_{${print(e.at)}}` : '';
      const simple = e.body && (e.body.kind === 'symbol' || e.body.kind === 'indexed');
      return simple
        ? `\\frac{${d}${power}${body}}{${below.join(' ')}}${evaluated}`
        : `\\frac{${d}${power}}{${below.join(' ')}} ${body}${evaluated}`;
    }
  }
}

const MATRICES: Readonly<Record<string, string>> = {
  '()': 'pmatrix',
  '[]': 'bmatrix',
  '||': 'vmatrix',
  '{}': 'Bmatrix',
  '': 'matrix',
};

function printMatrix(rows: readonly (readonly Expr[])[], drawn: string): string {
  const name = MATRICES[drawn] ?? 'bmatrix';
  return `\\begin{${name}} ${rows.map((row) => row.map(print).join(' & ')).join(' \\\\ ')} \\end{${name}}`;
}

function brackets(pair: string, inside: string): string {
  if (pair === '{}') return `\\left\\{${inside}\\right\\}`;
  if (pair === '<>') return `\\left\\langle ${inside} \\right\\rangle`;
  return pair === '[]' ? `\\left[${inside}\\right]` : `\\left(${inside}\\right)`;
}

const RELATION_SIGNS: Readonly<Record<string, string>> = {
  gets: '\\leftarrow',
  '=': '=',
  ':=': ':=',
  '<': '<',
  '>': '>',
  ':': ':',
};

function relationSign(op: string): string {
  return RELATION_SIGNS[op] ?? command(op);
}

function command(op: string): string {
  return /^[A-Za-z]+$/.test(op) ? `\\${op}` : op;
}
