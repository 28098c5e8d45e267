import { walk } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import type { Compiled } from '../math/index.js';
import type { Model } from './models.js';

/** Terms of an endless sum that are compared where the whole has no value. */
const TERMS = 6;

/** Endless sums cut off at the same place on both sides; undefined where nothing is endless. */
export function partialSums(exprs: readonly Expr[]): Model | undefined {
  const ends = new Map<Expr, Compiled>();
  let isEmpty = false;
  for (const e of exprs) {
    walk(e, (node) => {
      if (node.kind !== 'big' || (node.op !== 'sum' && node.op !== 'product')) return;
      for (const { range } of node.domains) {
        if (range.kind !== 'range') continue;
        isEmpty ||= isInfinite(range.from);
        if (range.to && isInfinite(range.to)) ends.set(range.to, () => TERMS);
        if (range.from.kind === 'negate' && isInfinite(range.from.arg)) ends.set(range.from, () => -TERMS);
      }
    });
  }
  // What begins at infinity has no terms that could disagree.
  if (ends.size === 0 || isEmpty) return undefined;
  return {
    written: () => ends,
    defined: () => new Map(),
    says: 'the first terms agree',
    doubt: 'the series does not settle on a value',
  };
}

function isInfinite(e: Expr): boolean {
  return e.kind === 'symbol' && e.name === 'infty';
}
