import { exprKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { inlineMath } from './slots.js';

/** One small correction of a formula's text, and what it says was wrong. */
export type SlipEdit = { readonly span: Span; readonly text: string; readonly says: string };

/** What print most often gets wrong comes first, and of that the smallest piece. */
type Ranked = SlipEdit & { readonly rank: number };

function lengthOf({ span }: SlipEdit): number {
  return span[1] - span[0];
}

/** What is easily written in place of one another. */
const MISTAKEN: Readonly<Record<string, string>> = {
  max: 'min',
  min: 'max',
  argmax: 'argmin',
  argmin: 'argmax',
  sin: 'cos',
  cos: 'sin',
  log: 'exp',
  ln: 'exp',
  exp: 'log',
  sinh: 'cosh',
  cosh: 'sinh',
};
const BIG_MISTAKEN: Readonly<Record<string, string>> = { sum: '\\prod', product: '\\sum' };
/** Letters that are put in another's place, at most. */
const MOST_LETTERS = 6;

/**
 * Every correction of the kinds of slip that print makes: a sign, a number or a letter that is another one, a fraction upside down,
 * and an exp, logarithm, root, square, half, count or term that is missing or too much.
 */
export function slipEdits(latex: string, root: Expr): SlipEdit[] {
  const found: Ranked[] = [];
  const textOf = ({ span }: Expr): string => latex.slice(span[0], span[1]);
  const shown = (e: Expr): string => inlineMath(textOf(e));
  let rank = 0;
  const put = (span: Span, text: string, says: string): void => {
    found.push({ span, text, says, rank });
  };
  const letters = lettersIn(root, textOf);
  /** Terms whose sign joins them to the one before. */
  const later = new Set<Expr>();
  /** What stands in brackets: what is missing around it is missing around the brackets. */
  const held = new Set<Expr>();
  visit(root);
  return found.sort((a, b) => a.rank - b.rank || lengthOf(a) - lengthOf(b) || a.span[0] - b.span[0]);

  function visit(e: Expr): void {
    if (e.span[0] === e.span[1]) return;
    if (e.kind === 'group' || (e.kind === 'big' && e.op === 'expectation')) held.add(e.body);
    rank = 0;
    if (e.kind === 'add') {
      for (const term of e.terms.slice(1)) later.add(term);
      flipSigns(e);
    }
    if (e.kind === 'negate' && !later.has(e))
      put(e.span, `{${textOf(e.arg)}}`, `the sign before ${shown(e.arg)} is too much`);
    if (e.kind === 'divide') changeFraction(e);
    if (e.kind === 'big') changeBig(e);
    if (e.kind === 'apply') exchange(e);
    rank = 1;
    unwrap(e);
    if (isValue(e) && !held.has(e)) wrap(e);
    rank = 2;
    if (e.kind === 'add') changeTerms(e);
    if (e.kind === 'multiply') dropFactors(e);
    if (e.kind === 'number') changeNumber(e);
    if (e.kind === 'symbol') changeLetter(e);
    for (const child of children(e)) visit(child);
  }

  function unwrap(e: Expr): void {
    if (e.kind === 'root') put(e.span, `(${textOf(e.radicand)})`, `the root around ${shown(e.radicand)} is too much`);
    if (e.kind === 'power') {
      const isExponential = e.base.kind === 'symbol' && e.base.name === 'exponentialE';
      if (isExponential) put(e.span, `(${textOf(e.exponent)})`, `${shown(e.exponent)} should not be put through exp`);
      else put(e.span, `{${textOf(e.base)}}`, `the power of ${shown(e.base)} is too much`);
    }
    const [arg] = e.kind === 'apply' && e.args.length === 1 && e.head.kind === 'symbol' ? e.args : [];
    if (arg && e.kind === 'apply') put(e.span, `(${textOf(arg)})`, `${shown(e.head)} around ${shown(arg)} is too much`);
  }

  function wrap(e: Expr): void {
    const text = textOf(e);
    const factor = HELD.has(e.kind) ? text : `(${text})`;
    put(e.span, `${SHORT.has(e.kind) ? text : `(${text})`}^2`, `${shown(e)} should be squared`);
    put(e.span, `\\sqrt{${bare(e)}}`, `${shown(e)} should be under a root`);
    put(e.span, `e^{${bare(e)}}`, `${shown(e)} should be put through exp`);
    put(e.span, `\\log(${bare(e)})`, `${shown(e)} should be put through a logarithm`);
    put(e.span, `|${bare(e)}|`, `${shown(e)} should be taken without its sign`);
    put(e.span, `(1 - ${text})`, `${shown(e)} should be ${inlineMath(`1 - ${text}`)}`);
    put(e.span, `(-${text})`, `${shown(e)} should have a minus sign`);
    put(e.span, `2 ${factor}`, `a factor 2 is missing before ${shown(e)}`);
    put(e.span, `\\frac{1}{2} ${factor}`, `a half is missing before ${shown(e)}`);
  }

  /** Without brackets that its new place makes needless. */
  function bare(e: Expr): string {
    return textOf(e.kind === 'group' && e.body.span[0] > e.span[0] && e.body.span[1] < e.span[1] ? e.body : e);
  }

  function flipSigns({ terms }: ExprOf<'add'>): void {
    for (const [i, term] of terms.entries()) {
      const before = terms[i - 1];
      if (!before) continue;
      const bare = term.kind === 'negate' ? term.arg : term;
      const sign = term.kind === 'negate' ? '+' : '-';
      put(
        [before.span[1], term.span[1]],
        ` ${sign} ${textOf(bare)}`,
        `the sign before ${shown(bare)} should be a ${sign === '+' ? 'plus' : 'minus'}`,
      );
    }
  }

  function changeTerms({ terms, span }: ExprOf<'add'>): void {
    const inside = new Set(terms.map(textOf));
    for (const [i, term] of terms.entries()) {
      const before = terms[i - 1];
      if (before) put([before.span[1], term.span[1]], ' ', `${shown(term)} is too much`);
    }
    for (const letter of letters) {
      if (inside.has(letter)) continue;
      const whole = latex.slice(span[0], span[1]);
      put(span, `${whole} + ${letter}`, `${inlineMath(letter)} is missing in ${inlineMath(whole)}`);
    }
  }

  function changeFraction(e: ExprOf<'divide'>): void {
    const [above, below] = [textOf(e.numerator), textOf(e.denominator)];
    put(e.span, `\\frac{${below}}{${above}}`, `the fraction ${shown(e)} should be the other way up`);
    put(e.span, `{${above}}`, `dividing by ${shown(e.denominator)} is too much`);
  }

  function dropFactors({ factors }: ExprOf<'multiply'>): void {
    for (const [i, factor] of factors.entries()) {
      const [before, after] = [factors[i - 1], factors[i + 1]];
      const span: Span | undefined = before
        ? [before.span[1], factor.span[1]]
        : after && [factor.span[0], after.span[0]];
      if (span) put(span, ' ', `the factor ${shown(factor)} is too much`);
    }
  }

  function changeNumber(e: ExprOf<'number'>): void {
    for (const value of [e.value + 1, e.value - 1, e.value * 2])
      if (value !== e.value) put(e.span, ` ${value} `, `${shown(e)} should be ${value}`);
  }

  function changeBig(e: ExprOf<'big'>): void {
    const other = BIG_MISTAKEN[e.op];
    const head = latex.slice(e.span[0], e.body.span[0]);
    if (other && /^\\(?:sum|prod)\b/.test(head))
      put(
        e.span,
        other + latex.slice(e.span[0], e.span[1]).replace(/^\\[a-z]+/, ''),
        'the sum should be a product, or the product a sum',
      );
    const [domain] = e.domains;
    const count = domain?.range.kind === 'range' ? domain.range.to : undefined;
    if (e.op === 'sum' && count)
      put(
        e.span,
        `\\frac{1}{${textOf(count)}} ${textOf(e)}`,
        `the sum should be divided by ${shown(count)}, the number of its terms`,
      );
  }

  function exchange({ head }: ExprOf<'apply'>): void {
    const other = head.kind === 'symbol' ? MISTAKEN[head.name] : undefined;
    if (other && textOf(head).startsWith('\\'))
      put(head.span, `\\${other} `, `${shown(head)} should be ${inlineMath(`\\${other}`)}`);
  }

  function changeLetter(e: ExprOf<'symbol'>): void {
    const own = textOf(e);
    for (const letter of letters)
      if (letter.toLowerCase() !== own.toLowerCase())
        put(e.span, ` ${letter} `, `${shown(e)} should be ${inlineMath(letter)}`);
  }
}

/** The letters that stand in a formula, as they are written, the first few of them. */
function lettersIn(root: Expr, textOf: (e: Expr) => string): readonly string[] {
  const found = new Map<string, string>();
  const look = (e: Expr): void => {
    if (e.kind === 'symbol' && e.span[0] < e.span[1] && found.size < MOST_LETTERS && !NAMES.test(textOf(e)))
      found.set(exprKey(e), found.get(exprKey(e)) ?? textOf(e));
    children(e).forEach(look);
  };
  look(root);
  return [...found.values()];
}

/** Names of functions and constants are no letters that are confused. */
const NAMES = /^\\(?:log|ln|exp|max|min|arg|sin|cos|tan|sinh|cosh|tanh|infty|operatorname)/;

/** Pieces that hold together before a factor, and those that do before an exponent. */
const HELD: ReadonlySet<string> = new Set(['symbol', 'indexed', 'apply', 'divide', 'root', 'group', 'power', 'big']);
const SHORT: ReadonlySet<string> = new Set(['symbol', 'group']);

/** A piece that has a value of its own, and so may be missing something around it. */
function isValue({ kind }: Expr): boolean {
  return ['symbol', 'indexed', 'apply', 'big', 'divide', 'power', 'root', 'group', 'add', 'multiply'].includes(kind);
}
