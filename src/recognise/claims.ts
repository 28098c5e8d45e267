import { type Occurrence, sourcesOf } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import { symbolKey } from '../expr/key.js';
import { mapChildren } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import type { Scope, Value } from '../math/index.js';
import type { Match } from './bindings.js';
import type { Previous } from './definition-scope.js';
import { compiled, valueOfOccurrence } from './source-value.js';

/** One comparison that a match stands for: what is written here is worth what the definition says. */
export type Claim = {
  readonly value: (scope: Scope) => Value;
  /** The other side of an equation, which may be the one that the definition speaks of. */
  readonly otherSide: ((scope: Scope) => Value) | undefined;
  readonly target: Expr;
  readonly previous: Previous | undefined;
};

/** All comparisons of a match, with the expressions that they are made of. */
export type Claims = {
  readonly claims: readonly Claim[];
  readonly exprs: readonly Expr[];
  /** Where the state before the step stands in the source. */
  readonly previousPlaces: readonly Expr[];
};

/** A chunk is compared with the definition; a form of several lines line by line. */
export function claimsOf(pattern: Pattern, match: Match, definition: Expr): Claims | undefined {
  if (pattern.lines.length > 1) {
    const lines = match.covered.map((o, i) => claimOfRelation(o, pattern.exprs[i] ?? definition, match));
    if (lines.some((l) => l === undefined)) return undefined;
    const exprs = match.covered.flatMap((o) => (o.src?.kind === 'relation' ? o.src.sides : sourcesOf(o)));
    return { claims: lines as Claim[], exprs, previousPlaces: match.covered.flatMap(previousOf) };
  }
  const [first] = match.covered;
  if (!first) return undefined;
  if (match.covered.length === 1 && first.src?.kind === 'relation') {
    const claim = claimOfRelation(first, definition, match);
    return claim && { claims: [claim], exprs: first.src.sides, previousPlaces: previousOf(first) };
  }
  const whole = match.covered.length === 1 ? first : productOf(match.covered, first);
  const target = rightSide(withLogBase(definition, match));
  const claim: Claim = {
    value: (scope) => valueOfOccurrence(whole, scope),
    otherSide: undefined,
    target,
    previous: undefined,
  };
  return { claims: [claim], exprs: match.covered.flatMap(sourcesOf), previousPlaces: [] };
}

function claimOfRelation(o: Occurrence, definition: Expr, match: Match): Claim | undefined {
  const sides = o.src?.kind === 'relation' ? o.src.sides : undefined;
  const [left, right] = sides ?? [];
  if (!left || !right) return undefined;
  const [source] = previousOf(o);
  const state = definition.kind === 'relation' ? definition.sides[0] : undefined;
  const previous = source && state ? { role: symbolKey(state), source } : undefined;
  const worth = withLogBase(definition, match);
  // That 0 is 0, in `\\nabla^2 u = 0`, shows nothing: what is said to be 0 is compared.
  const target = isNumber(rightSide(worth)) && worth.kind === 'relation' ? (worth.sides[0] as Expr) : rightSide(worth);
  const [value, other] = target === rightSide(worth) ? [right, left] : [left, right];
  return { value: compiled(value), otherSide: o.node.op === 'rel' ? compiled(other) : undefined, target, previous };
}

function isNumber(e: Expr): boolean {
  return e.kind === 'number' || (e.kind === 'negate' && isNumber(e.arg));
}

function productOf(covered: readonly Occurrence[], first: Occurrence): Occurrence {
  return { node: { ...first.node, op: 'mul', data: '' }, kids: covered, src: null };
}

/** Where the value before a step stands in the source. */
export function previousOf(o: Occurrence): readonly Expr[] {
  if (o.node.op === 'prev') return o.src ? [o.src] : [];
  return o.kids.flatMap(previousOf);
}

/** Of an equation the right side is the value. */
export function rightSide(e: Expr): Expr {
  return e.kind === 'relation' ? (e.sides[1] ?? e) : e;
}

/** A reader's logarithm to another base: the definition is read with that base. */
function withLogBase(e: Expr, match: Match): Expr {
  const base = match.logBase?.src;
  if (!base) return e;
  const change = (x: Expr): Expr => {
    const inner = mapChildren(x, change);
    const isLog =
      inner.kind === 'apply' && inner.head.kind === 'symbol' && (inner.head.name === 'log' || inner.head.name === 'ln');
    return isLog && !inner.base ? { ...inner, base } : inner;
  };
  return change(e);
}
