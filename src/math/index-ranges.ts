import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import { MathError } from './errors.js';

/** An index that nothing binds and that has no value: the formula speaks of all its places at once. */
export type FreeIndex = { readonly key: string; readonly variable: Expr; readonly values: readonly number[] };

/** A letter with a shift: `t`, `t-1`, `k+2`. */
type Shifted = { readonly variable: Expr; readonly shift: number };

function shiftedIndex(index: Expr): Shifted | undefined {
  const inner = ungroup(index);
  // A colon takes the whole axis.
  if (inner.kind === 'symbol') return inner.name === ':' ? undefined : { variable: inner, shift: 0 };
  if (inner.kind !== 'add' || inner.terms.length !== 2) return undefined;
  const [letter, by] = inner.terms.map(ungroup) as [Expr, Expr];
  if (letter.kind !== 'symbol') return undefined;
  if (by.kind === 'number') return { variable: letter, shift: by.value };
  return by.kind === 'negate' && by.arg.kind === 'number' ? { variable: letter, shift: -by.arg.value } : undefined;
}

/** Indices of families that nothing in the expression binds, by key. */
export function openIndices(e: Expr, isTerm: (e: Expr) => boolean): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>();
  visitIndexed(e, isTerm, new Set(), (node, bound) => {
    for (const index of node.indices) {
      const shifted = shiftedIndex(index);
      const key = shifted && exprKey(shifted.variable);
      if (shifted && key !== undefined && !bound.has(key) && !found.has(key)) found.set(key, shifted.variable);
    }
  });
  return found;
}

/**
 * Elements that stand for one thing each, by key: those whose indices stand nowhere else, and those whose indices count the
 * steps of a recurrence.
 */
export function labelledElements(
  e: Expr,
  isTerm: (e: Expr) => boolean,
  isOpen: (family: string) => boolean,
  countsSteps: (index: string) => boolean,
  isDefined: (element: string) => boolean,
): ReadonlySet<string> {
  const found = new Map<string, { base: string; letters: readonly string[] }>();
  const uses = new Map<string, Set<string>>();
  const use = (name: string, element: string): void => {
    uses.set(name, (uses.get(name) ?? new Set()).add(element));
  };
  visitIndexed(e, isTerm, new Set(), (node, bound) => {
    const element = exprKey(node);
    const letters = node.indices.flatMap((index) => {
      const shifted = shiftedIndex(index);
      return shifted ? [exprKey(shifted.variable)] : [];
    });
    for (const letter of letters) use(letter, element);
    if (node.base.kind !== 'symbol') return;
    const base = symbolKey(node.base);
    use(`family ${base}`, element);
    if (letters.length > 0 && isOpen(base) && !isDefined(element) && !letters.some((letter) => bound.has(letter)))
      found.set(element, { base, letters });
  });
  const bare = bareSymbols(e, isTerm);
  const isLone = (base: string, letters: readonly string[]): boolean =>
    uses.get(`family ${base}`)?.size === 1 &&
    letters.every((letter) => uses.get(letter)?.size === 1 && !bare.has(letter)) &&
    !bare.has(base);
  return new Set(
    [...found]
      .filter(([, { base, letters }]) => letters.every(countsSteps) || isLone(base, letters))
      .map(([key]) => key),
  );
}

/** Symbols that stand outside indices. */
function bareSymbols(e: Expr, isTerm: (e: Expr) => boolean): ReadonlySet<string> {
  const bare = new Set<string>();
  const visit = (node: Expr): void => {
    if (isTerm(node) || node.kind === 'indexed') return;
    if (node.kind === 'symbol') bare.add(exprKey(node));
    for (const child of children(node)) visit(child);
  };
  visit(e);
  return bare;
}

/** Letters that stand with indices, and with how many. */
export function familyRanks(e: Expr, isTerm: (e: Expr) => boolean): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  visitIndexed(e, isTerm, new Set(), (node) => {
    if (node.base.kind === 'symbol') ranks.set(symbolKey(node.base), node.indices.length);
  });
  return ranks;
}

/**
 * What open indices run through: the places at which every family has an element. An index that stands in no family of known
 * length is left out.
 */
export function indexRanges(
  e: Expr,
  isTerm: (e: Expr) => boolean,
  isOpen: (key: string) => boolean,
  axisOf: (family: string, place: number) => number | undefined,
): readonly FreeIndex[] {
  const ranges = new Map<string, { variable: Expr; from: number; to: number }>();
  const whole = new Map<string, { node: Expr; size: number }>();
  visitIndexed(e, isTerm, new Set(), (node, bound) => {
    node.indices.forEach((index, place) => {
      const shifted = shiftedIndex(index);
      const key = shifted && exprKey(shifted.variable);
      if (shifted === undefined || key === undefined || bound.has(key) || !isOpen(key)) return;
      const size = axisOf(symbolKey(node.base), place);
      if (size === undefined) return;
      const before = shifted.shift === 0 ? whole.get(key) : undefined;
      if (before !== undefined && before.size !== size) throw differ(node, before.node, size, before.size);
      if (shifted.shift === 0) whole.set(key, { node, size });
      const known = ranges.get(key);
      ranges.set(key, {
        variable: known?.variable ?? shifted.variable,
        from: Math.max(1 - shifted.shift, known?.from ?? 1),
        to: Math.min(size - shifted.shift, known?.to ?? size - shifted.shift),
      });
    });
  });
  return [...ranges].map(([key, { variable, from, to }]) => ({
    key,
    variable,
    values: Array.from({ length: Math.max(0, to - from + 1) }, (_, k) => from + k),
  }));
}

function differ(node: Expr, other: Expr, size: number, before: number): MathError {
  return new MathError(
    'math/shape',
    node.span,
    `Families under one index differ in length: ${before} and ${size}.`,
    'Give arrays of equal length, or give the index a value.',
    [other.span, node.span],
  );
}

function visitIndexed(
  e: Expr,
  isTerm: (e: Expr) => boolean,
  bound: ReadonlySet<string>,
  visit: (node: Extract<Expr, { kind: 'indexed' }>, bound: ReadonlySet<string>) => void,
): void {
  if (isTerm(e)) return;
  if (e.kind === 'big') {
    const inner = new Set(bound);
    for (const domain of e.domains) for (const variable of domain.variables) inner.add(exprKey(variable));
    for (const child of children(e)) visitIndexed(child, isTerm, inner, visit);
    return;
  }
  if (e.kind === 'indexed') visit(e, bound);
  for (const child of children(e)) visitIndexed(child, isTerm, bound, visit);
}
