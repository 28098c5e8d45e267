import { type Canon, createCanon } from '../canon/index.js';
import type { Span } from '../expr/span.js';
import { children, rangeChildren } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf, Reading } from '../expr/types.js';

/** Pieces compared each with each, at most; sums that differ in more of them differ as a whole. */
const MOST_UNMATCHED = 4;

/**
 * The smallest pieces of a printed formula in which it differs from what was meant. Both are compared as trees and by value, so
 * another spelling or another order of the same thing is no difference. Where something is only missing, the place is the
 * smallest written piece to which it has to be added.
 */
export function placesToMend(printed: Reading, meant: Expr): readonly Span[] {
  const canon = createCanon({ kinds: printed.kinds });
  return ordered(differences({ latex: printed.latex, canon }, printed.expr, meant));
}

type Comparison = { readonly latex: string; readonly canon: Canon };

function same({ canon }: Comparison, a: Expr, b: Expr): boolean {
  return canon.of(a).node === canon.of(b).node;
}

function differences(c: Comparison, a: Expr, b: Expr): Span[] {
  const [x, y] = [bare(a), bare(b)];
  if (same(c, x, y)) return [];
  if (x.kind === 'add' || y.kind === 'add') {
    if (isFactor(c, x, y) || isFactor(c, y, x)) return productDifferences(c, a, x, y);
    return encloses(c, y, x) ? [a.span] : aligned(c, termsOf(x), termsOf(y), a.span);
  }
  if (isProduct(x) || isProduct(y)) return productDifferences(c, a, x, y);
  if (encloses(c, y, x)) return [a.span];
  if (encloses(c, x, y)) return [around(c, x, y, a.span)];
  const found = likeDifferences(c, x, y);
  return found && found.length > 0 ? found : [a.span];
}

/** Brackets that only group are no difference. */
function bare(e: Expr): Expr {
  return e.kind === 'group' ? bare(e.body) : e;
}

function termsOf(e: Expr): readonly Expr[] {
  return e.kind === 'add' ? e.terms : [e];
}

function encloses(c: Comparison, outer: Expr, inner: Expr): boolean {
  return children(outer).some((child) => same(c, bare(child), inner));
}

/** What is too much around a piece: a mark behind it, or the whole where it stands in the middle. */
function around(c: Comparison, outer: Expr, inner: Expr, whole: Span): Span {
  const kept = children(outer).find((child) => same(c, bare(child), inner));
  return kept && outer.kind === 'transpose' ? [kept.span[1], outer.span[1]] : whole;
}

// ------------------------------------------------------------------------------------------------ sums and products

/** Pieces in any order: those that are equal are set aside, the others are compared with what is most like them. */
function aligned(c: Comparison, printed: readonly Expr[], meant: readonly Expr[], whole: Span): Span[] {
  const partner = new Map<Expr, Expr>();
  const left = [...printed];
  const missing: Expr[] = [];
  for (const b of meant) {
    const at = left.findIndex((a) => same(c, a, b));
    const [a] = at < 0 ? [] : left.splice(at, 1);
    if (a) partner.set(b, a);
    else missing.push(b);
  }
  if (left.length > MOST_UNMATCHED || missing.length > MOST_UNMATCHED) return [whole];
  if (left.length === 0) {
    const beside = neighbour(meant, missing[0], partner);
    return [beside && printed.length > 1 ? beside.span : whole];
  }
  const spans: Span[] = [];
  for (const b of missing) {
    const [nearest] = left
      .map((a) => ({ a, found: differences(c, a, b) }))
      .sort((p, q) => weight(p.found) - weight(q.found));
    if (!nearest) break;
    spans.push(...nearest.found);
    left.splice(left.indexOf(nearest.a), 1);
  }
  return [...spans, ...left.map((a) => a.span)];
}

/** The printed piece beside which one is missing: the next one, or else the one before. */
function neighbour(
  meant: readonly Expr[],
  missing: Expr | undefined,
  partner: ReadonlyMap<Expr, Expr>,
): Expr | undefined {
  const at = missing ? meant.indexOf(missing) : -1;
  const after = meant.slice(at + 1).find((b) => partner.has(b));
  const before = meant.slice(0, Math.max(0, at)).findLast((b) => partner.has(b));
  const beside = after ?? before;
  return beside && partner.get(beside);
}

function weight(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}

function isFactor(c: Comparison, e: Expr, product: Expr): boolean {
  return isProduct(product) && productOf(product).above.some((factor) => same(c, factor, e));
}

type Product = { readonly above: readonly Expr[]; readonly below: readonly Expr[]; readonly negative: boolean };

function isProduct(e: Expr): boolean {
  return e.kind === 'multiply' || e.kind === 'divide' || e.kind === 'negate';
}

/** A product as its factors above and below the bar, and its sign. */
function productOf(e: Expr): Product {
  if (e.kind === 'negate') {
    const { above, below, negative } = productOf(bare(e.arg));
    return { above, below, negative: !negative };
  }
  if (e.kind === 'multiply') {
    return e.factors.map(productOf).reduce(times);
  }
  if (e.kind === 'divide') {
    const [over, under] = [productOf(bare(e.numerator)), productOf(bare(e.denominator))];
    return times(over, { above: under.below, below: under.above, negative: under.negative });
  }
  return { above: e.kind === 'number' && e.value === 1 ? [] : [e], below: [], negative: false };
}

function times(a: Product, b: Product): Product {
  return {
    above: [...a.above, ...b.above],
    below: [...a.below, ...b.below],
    negative: a.negative !== b.negative,
  };
}

function productDifferences(c: Comparison, a: Expr, x: Expr, y: Expr): Span[] {
  const [p, q] = [productOf(x), productOf(y)];
  const [above, below] = [matched(c, p.above, q.above), matched(c, p.below, q.below)];
  const sign = p.negative === q.negative ? [] : [signOf(c, a, p.negative)];
  if (above && below) return sign;
  const upsideDown = p.below.length > 0 && matched(c, p.above, q.below) && matched(c, p.below, q.above);
  if (upsideDown) return [...sign, x.kind === 'negate' ? x.arg.span : a.span];
  const unsigned = x.kind === 'negate' ? x.arg.span : a.span;
  return [
    ...sign,
    ...(above ? [] : aligned(c, p.above, q.above, wholeOf(p.above, unsigned))),
    ...(below ? [] : aligned(c, p.below, q.below, wholeOf(p.below, unsigned))),
  ];
}

/** All the factors; where there are none, the piece that lacks them. */
function wholeOf(factors: readonly Expr[], otherwise: Span): Span {
  const [first, last] = [factors[0], factors.at(-1)];
  return first && last && first.span[0] < last.span[1] ? [first.span[0], last.span[1]] : otherwise;
}

function matched(c: Comparison, as: readonly Expr[], bs: readonly Expr[]): boolean {
  const left = [...bs];
  return (
    as.length === bs.length &&
    as.every((a) => {
      const at = left.findIndex((b) => same(c, a, b));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    })
  );
}

/** The sign before a piece; the piece itself where none is written. */
function signOf({ latex }: Comparison, { kind, span }: Expr, negative: boolean): Span {
  if (negative) return kind === 'negate' && latex[span[0]] === '-' ? [span[0], span[0] + 1] : span;
  const plus = /\+[\s&]*$/.exec(latex.slice(0, span[0]));
  return plus ? [plus.index, plus.index + 1] : span;
}

// ------------------------------------------------------------------------------------------------ nodes of one kind

function likeDifferences(c: Comparison, x: Expr, y: Expr): Span[] | undefined {
  if (x.kind === 'relation' && y.kind === 'relation') return relationDifferences(c, x, y);
  if (x.kind === 'big' && y.kind === 'big') return bigDifferences(c, x, y);
  if (x.kind === 'apply' && y.kind === 'apply' && x.args.length === y.args.length) {
    return [...(same(c, x.head, y.head) ? [] : [x.head.span]), ...pairs(c, x.args, y.args)];
  }
  if (x.kind !== y.kind) return undefined;
  const [own, other] = [children(x), children(y)];
  return own.length === other.length ? pairs(c, own, other) : undefined;
}

function pairs(c: Comparison, own: readonly Expr[], other: readonly Expr[]): Span[] {
  return own.flatMap((e, i) => {
    const meant = other[i];
    return meant ? differences(c, e, meant) : [e.span];
  });
}

function relationDifferences(c: Comparison, x: ExprOf<'relation'>, y: ExprOf<'relation'>): Span[] | undefined {
  if (x.sides.length !== y.sides.length) return undefined;
  const signs = x.ops.flatMap((op, i): Span[] => {
    const [left, right] = [x.sides[i], x.sides[i + 1]];
    return op === y.ops[i] || !left || !right ? [] : [trimmed(c.latex, [left.span[1], right.span[0]])];
  });
  return [...signs, ...pairs(c, x.sides, y.sides)];
}

function bigDifferences(c: Comparison, x: ExprOf<'big'>, y: ExprOf<'big'>): Span[] {
  const body = differences(c, x.body, y.body);
  const head = trimmed(c.latex, [x.span[0], x.body.span[0]]);
  if (x.op !== y.op || x.domains.length !== y.domains.length) return [head, ...body];
  const ranges = x.domains.flatMap((domain, i) => {
    const other = y.domains[i];
    return other ? domainDifferences(c, domain, other) : [];
  });
  return [...ranges, ...body];
}

function domainDifferences(c: Comparison, x: Domain, y: Domain): Span[] {
  const variables = pairs(c, x.variables, y.variables);
  const [own, other] = [rangeChildren(x.range), rangeChildren(y.range)];
  const comparable = x.range.kind === y.range.kind && own.length === other.length;
  return [...variables, ...(comparable ? pairs(c, own, other) : [x.span])];
}

// ------------------------------------------------------------------------------------------------------------ spans

function trimmed(latex: string, [from, to]: Span): Span {
  const text = latex.slice(from, to);
  const start = from + text.length - text.trimStart().length;
  return [start, Math.max(start, from + text.trimEnd().length)];
}

/** In source order; those that touch or overlap are one. */
function ordered(spans: readonly Span[]): Span[] {
  const joined: [number, number][] = [];
  for (const [from, to] of spans.filter(([a, b]) => a < b).sort((p, q) => p[0] - q[0] || p[1] - q[1])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
