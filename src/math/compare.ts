import { absolute, isFiniteScalar, primal, realPart, subtract } from './scalar.js';
import { isArray, isScalar, itemsOf, type Scalar, sameShape, type Value } from './value.js';

/**
 * Below this size differences count as absolute ones: sampled values are of order one, and what cancellation leaves of them
 * (1e-16 of some hundreds) must not look like a large relative difference.
 */
const FLOOR = 1e-3;

export type Closeness = { readonly close: boolean; readonly relativeDifference: number };

/** Compares two values of any kind; values of different kind or shape differ by infinity. */
export function closeTo(a: Value, b: Value, relTol = 1e-9): Closeness {
  const relativeDifference = difference(a, b);
  return { close: relativeDifference <= relTol, relativeDifference };
}

function difference(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return scalarDifference(a, b);
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b ? 0 : Number.POSITIVE_INFINITY;
  if (isScalar(a) && isScalar(b)) return scalarDifference(primal(a), primal(b));
  if (isArray(a) && isArray(b)) return arrayDifference(a.shape, itemsOf(a), b.shape, itemsOf(b));
  if (isScalar(a) || isScalar(b) || isArray(a) || isArray(b)) return Number.POSITIVE_INFINITY;
  if (a.kind === 'function' || b.kind === 'function') return a === b ? 0 : Number.POSITIVE_INFINITY;
  if (a.kind !== b.kind || a.items.length !== b.items.length) return Number.POSITIVE_INFINITY;
  if (a.kind === 'list')
    return a.items.reduce<number>((worst, x, k) => Math.max(worst, difference(x, b.items[k] as Value)), 0);
  const each = (x: Value, others: readonly Value[]) => Math.min(...others.map((y) => difference(x, y)));
  return Math.max(0, ...a.items.map((x) => each(x, b.items)), ...b.items.map((x) => each(x, a.items)));
}

function scalarDifference(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  const size = Math.max(realPart(absolute(a)), realPart(absolute(b)), FLOOR);
  const gap = realPart(absolute(subtract(a, b)));
  // NaN, and infinities that differ, are as far apart as can be.
  return Number.isFinite(gap) && Number.isFinite(size) ? gap / size : Number.POSITIVE_INFINITY;
}

/** Arrays are compared as wholes, against the largest element: small elements carry the rounding of large ones. */
function arrayDifference(
  shapeA: readonly number[],
  a: ArrayLike<Scalar>,
  shapeB: readonly number[],
  b: ArrayLike<Scalar>,
): number {
  if (!sameShape(shapeA, shapeB)) return Number.POSITIVE_INFINITY;
  let size = FLOOR;
  let gap = 0;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [primal(a[k] as Scalar), primal(b[k] as Scalar)];
    if (x === y) continue;
    const here = realPart(absolute(subtract(x, y)));
    if (!Number.isFinite(here)) return Number.POSITIVE_INFINITY;
    size = Math.max(size, realPart(absolute(x)), realPart(absolute(y)));
    gap = Math.max(gap, here);
  }
  return gap / size;
}

/** True when no part of the value is NaN or infinite. */
export function isFiniteValue(value: Value): boolean {
  if (typeof value === 'boolean') return true;
  if (isScalar(value)) return isFiniteScalar(value);
  if (isArray(value)) {
    const items = itemsOf(value);
    for (let k = 0; k < items.length; k++) if (!isFiniteScalar(items[k] as Scalar)) return false;
    return true;
  }
  return value.kind === 'function' || value.items.every(isFiniteValue);
}

/** Exactly 0, in every element. */
export function isZeroValue(value: Value): boolean {
  return value === 0 || (isArray(value) && Array.from(itemsOf(value)).every((x) => x === 0));
}
