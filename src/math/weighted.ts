import { NOWHERE } from '../expr/build.js';
import * as scalar from './scalar.js';
import { elementwise, mapArray, product, siteOf } from './tensor.js';
import { isArray, isScalar, type Scalar, type Value } from './value.js';

/** The sum of values of one shape, each times its weight. */
export function weightedSum(values: readonly Value[], weights: readonly number[]): Value {
  const site = siteOf(NOWHERE);
  let sum: Value | undefined;
  for (const [k, value] of values.entries()) {
    const term = product(weights[k] ?? 0, typeof value === 'boolean' ? Number(value) : value, site);
    sum = sum === undefined ? term : elementwise('Addition', scalar.add, sum, term, site);
  }
  return sum ?? 0;
}

/** A number, or each element of an array, times the factor for its place in row-major order; other values as they are. */
export function scaleElements(value: Value, factor: (element: number) => number): Value {
  const scaled = (x: Scalar, k: number): Scalar => scalar.multiply(x, factor(k));
  if (isScalar(value)) return scaled(value, 0);
  let k = 0;
  return isArray(value) ? mapArray(value, (x) => scaled(x, k++)) : value;
}
