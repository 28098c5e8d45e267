import { exprKey, symbolKey } from '../expr/key.js';
import { children, mapChildren, walk } from '../expr/traverse.js';
import type { Expr, SymbolExpr } from '../expr/types.js';

/** A term with a letter in the place of the index that runs, and what the index is in the first and the last term. */
export type Family = {
  readonly template: Expr;
  readonly variable: SymbolExpr;
  readonly first: Expr;
  readonly last: Expr;
};

/** `n + p - 1` as how often each letter is in it, the number under the empty name; undefined for what is no such sum. */
function lettersOf(e: Expr): Map<string, number> | undefined {
  const counts = new Map<string, number>();
  const add = (x: Expr, sign: number): boolean => {
    if (x.kind === 'negate') return add(x.arg, -sign);
    if (x.kind === 'group') return add(x.body, sign);
    if (x.kind === 'add') return x.terms.every((t) => add(t, sign));
    if (x.kind !== 'symbol' && x.kind !== 'number') return false;
    const key = x.kind === 'symbol' ? symbolKey(x) : '';
    counts.set(key, (counts.get(key) ?? 0) + sign * (x.kind === 'number' ? x.value : 1));
    return true;
  };
  return add(e, 1) ? counts : undefined;
}

/** b − a, letter by letter; the number under the empty name. Undefined for what is no sum of letters and numbers. */
export function difference(a: Expr, b: Expr): ReadonlyMap<string, number> | undefined {
  const [from, to] = [lettersOf(a), lettersOf(b)];
  if (!from || !to) return undefined;
  const rest = new Map(to);
  for (const [key, n] of from) rest.set(key, (rest.get(key) ?? 0) - n);
  return new Map([...rest].filter(([, n]) => n !== 0));
}

export function sharesLetter(a: Expr, b: Expr): boolean {
  const [from, to] = [lettersOf(a), lettersOf(b)];
  return from !== undefined && to !== undefined && [...from.keys()].some((key) => key !== '' && to.has(key));
}

/** The family of which both are elements: alike but for one index, which may differ as it is said. */
export function generalise(
  first: Expr,
  last: Expr,
  mayDiffer: (a: Expr, b: Expr) => boolean,
  variable: SymbolExpr = freshVariable(first, last),
): Family | undefined {
  const ends: { first?: Expr; last?: Expr } = {};
  const merge = (a: Expr, b: Expr, isIndex: boolean): Expr | undefined => {
    if (exprKey(a) === exprKey(b)) return a;
    if (isIndex && mayDiffer(a, b)) {
      if (ends.first === undefined) Object.assign(ends, { first: a, last: b });
      const same = exprKey(ends.first as Expr) === exprKey(a) && exprKey(ends.last as Expr) === exprKey(b);
      return same ? { ...variable, span: a.span } : undefined;
    }
    if (a.kind !== b.kind || !sameShape(a, b)) return undefined;
    const others = children(b);
    const indices: readonly Expr[] = a.kind === 'indexed' ? a.indices : [];
    let failed = false;
    let k = 0;
    const merged = mapChildren(a, (child) => {
      const other = others[k++];
      const made = other && merge(child, other, isIndex || indices.includes(child));
      if (!made) failed = true;
      return made ?? child;
    });
    return failed ? undefined : merged;
  };
  const template = merge(first, last, false);
  if (!template || !ends.first || !ends.last) return undefined;
  return { template, variable, first: ends.first, last: ends.last };
}

const BLANK: Expr = { kind: 'hole', name: 'empty', span: [0, 0] };

function sameShape(a: Expr, b: Expr): boolean {
  if (children(a).length !== children(b).length) return false;
  return exprKey(mapChildren(a, () => BLANK)) === exprKey(mapChildren(b, () => BLANK));
}

export function freshVariable(...used: readonly Expr[]): SymbolExpr {
  const taken = new Set<string>();
  for (const e of used) walk(e, (x) => void (x.kind === 'symbol' && taken.add(x.name)));
  const name = ['k', 'j', 'l', 'm', 'r', 's', 'q'].find((letter) => !taken.has(letter)) ?? 'elided';
  return { kind: 'symbol', name, span: [0, 0] };
}
