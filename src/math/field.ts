import { hashNumbers } from './hash.js';
import * as scalar from './scalar.js';
import { flattenArguments, smoothFunction } from './smooth.js';
import { isArray, isScalar, itemsOf, pack, type Scalar, type Value } from './value.js';

/**
 * A value that also depends on where it is taken: near `base`, of its sign and size, and a smooth function of the coordinates
 * that `field` numbers. Each element varies in its own way. Coordinates may carry infinitesimals: the value then has slopes.
 */
export function fieldValue(base: Value, field: number, coordinates: readonly Value[]): Value {
  const hash = hashNumbers(field);
  const place = flattenArguments(coordinates);
  const at = (x: Scalar): Scalar => {
    const waves = smoothFunction(hash, [...place, ...flattenArguments([x])]);
    return scalar.multiply(x, scalar.exponential(scalar.add(scalar.multiply(waves, DEPTH), LEVEL)));
  };
  if (typeof base === 'number' || isScalar(base)) return at(base as Scalar);
  return isArray(base) ? pack(base.shape, Array.from(itemsOf(base), at)) : base;
}

/** Between 0.4 and 0.95 of the base: what is a probability stays one. */
const DEPTH = 0.15;
const LEVEL = -0.5;
