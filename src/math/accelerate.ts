import * as scalar from './scalar.js';
import type { Scalar } from './value.js';

export type Estimate = { readonly value: Scalar; readonly error: number };

const size = (x: Scalar): number => scalar.realPart(scalar.absolute(scalar.primal(x)));

/**
 * Wynn's epsilon algorithm (1956): the limit of a sequence whose errors shrink by nearly constant factors. The error is how
 * much the last two estimates differ. Undefined where the sequence does not settle.
 */
export function epsilonLimit(sequence: readonly Scalar[], tolerance: number): Estimate | undefined {
  let best: Estimate | undefined;
  let previous: Scalar[] = [];
  let current = [...sequence];
  let estimate = current.at(-1) as Scalar;
  consider(current);
  for (let order = 1; order < sequence.length; order++) {
    const next: Scalar[] = [];
    for (let k = 0; k + 1 < current.length; k++) {
      const gap = scalar.subtract(current[k + 1] as Scalar, current[k] as Scalar);
      if (size(gap) === 0) return { value: current[k] as Scalar, error: 0 };
      const inverse = scalar.divide(1, gap);
      next.push(order === 1 ? inverse : scalar.add(previous[k + 1] as Scalar, inverse));
    }
    previous = current;
    current = next;
    if (order % 2 === 0) consider(current);
  }
  return best && best.error <= tolerance * Math.max(size(best.value), 1e-8) ? best : undefined;

  function consider(column: readonly Scalar[]): void {
    const last = column.at(-1);
    const before = column.at(-2);
    if (last === undefined) return;
    const error = Math.max(
      before === undefined ? size(scalar.subtract(last, estimate)) : size(scalar.subtract(last, before)),
    );
    estimate = last;
    if (Number.isFinite(error) && (best === undefined || error < best.error)) best = { value: last, error };
  }
}

const MAX_DOUBLINGS = 15;

/**
 * Limit of the partial results of a series or product at 1, 2, 4, … terms: geometric and power-law remainders both shrink
 * by constant factors on that sequence. `step(k)` takes in the k-th term (from 0) and gives the result so far.
 */
export function infiniteResult(step: (k: number) => Scalar): Estimate | undefined {
  const results: Scalar[] = [];
  let result: Scalar = 0;
  let still = 0;
  let k = 0;
  for (let doubling = 0; doubling <= MAX_DOUBLINGS; doubling++) {
    for (; k < 2 ** doubling; k++) {
      const before = result;
      result = step(k);
      if (!scalar.isFiniteScalar(result)) return undefined;
      // Thirty terms in a row that change nothing: the sum stands still.
      still = k > 0 && size(scalar.subtract(result, before)) <= 1e-17 * size(result) ? still + 1 : 0;
      if (still >= 30) return { value: result, error: 1e-16 * size(result) };
    }
    results.push(result);
    if (doubling >= 8 && diverges(results)) return undefined;
  }
  return epsilonLimit(results, 1e-9);
}

/** Successive doublings that add ever as much, or more, lead nowhere. */
function diverges(results: readonly Scalar[]): boolean {
  const gaps = results.slice(-4).map((x, k, all) => (k === 0 ? 0 : size(scalar.subtract(x, all[k - 1] as Scalar))));
  const [, a, b, c] = gaps as [number, number, number, number];
  return c > 0.9 * b && b > 0.9 * a && c > 1e-12 * size(results.at(-1) as Scalar);
}

/**
 * Limit of f at a finite point, from both sides or one, or at ±∞. The values come from points that close in by halves;
 * near the point rounding wins, so they stop at 2^-20 of the scale.
 */
export function numericLimit(
  f: (x: number) => Scalar,
  to: number,
  side: 'both' | 'above' | 'below',
): Estimate | undefined {
  const approach = (at: (k: number) => number): Estimate | undefined => {
    const values: Scalar[] = [];
    for (let k = 2; k <= 16; k++) {
      const value = f(at(k));
      if (!scalar.isFiniteScalar(value)) {
        if (values.length < 6) values.length = 0;
        else break;
      } else values.push(value);
    }
    if (values.length < 6 || grows(values)) return undefined;
    return settled(values) ?? epsilonLimit(values, 1e-6);
  };
  if (!Number.isFinite(to)) return approach((k) => Math.sign(to) * 2 ** (k * 1.25));
  const scale = Math.max(1, Math.abs(to));
  const above = side === 'below' ? undefined : approach((k) => to + scale * 2 ** -k);
  const below = side === 'above' ? undefined : approach((k) => to - scale * 2 ** -k);
  if (side === 'above') return above;
  if (side === 'below') return below;
  if (!above || !below) return undefined;
  const gap = size(scalar.subtract(above.value, below.value));
  const value = scalar.divide(scalar.add(above.value, below.value), 2);
  return gap <= 1e-6 * Math.max(1, size(value)) ? { value, error: Math.max(gap, above.error, below.error) } : undefined;
}

/** Values that run away are not extrapolated, however regularly they do it. */
function grows(values: readonly Scalar[]): boolean {
  const [a, b, c] = values.slice(-3) as [Scalar, Scalar, Scalar];
  const [near, far] = [size(scalar.subtract(c, b)), size(scalar.subtract(b, a))];
  return near > 0.97 * far && near > 1e-9 * size(c);
}

/** The last values agree to all digits: that is the limit. */
function settled(values: readonly Scalar[]): Estimate | undefined {
  const [a, b, c] = values.slice(-3) as [Scalar, Scalar, Scalar];
  const gap = Math.max(size(scalar.subtract(c, b)), size(scalar.subtract(b, a)));
  return gap <= 1e-14 * Math.max(size(c), 1e-14) ? { value: c, error: gap } : undefined;
}
