import { applyScalar, scalarFunction } from './functions.js';
import { between, hashNumbers } from './hash.js';
import * as scalar from './scalar.js';
import { isArray, isScalar, itemsOf, type Scalar, type Value } from './value.js';

/**
 * What unknown functions and families are in a sample: fixed smooth functions of their arguments. Smooth, since a stand-in
 * that jumps turns differences of 1e-16 in its argument into refutations; a function of all arguments, so that no wrong
 * argument goes unnoticed. They are made of arithmetic on scalars, so derivatives of unknown functions exist as well.
 */

const WAVES = 3;
const arsinh = scalarFunction('arsinh');
const sine = scalarFunction('sin');
const wave = (x: Scalar): Scalar => (sine && applyScalar(sine, x)) ?? Number.NaN;
/** Large arguments are brought together, so that waves never run faster than their arguments can be told apart. */
const tame = (x: Scalar): Scalar => (arsinh && applyScalar(arsinh, x)) ?? Number.NaN;

/** A value in about (−2, 2) that varies smoothly with every argument; `hash` says which function. */
export function smoothFunction(hash: number, args: readonly Scalar[]): Scalar {
  const tamed = args.map(tame);
  let sum: Scalar = 0;
  for (let m = 0; m < WAVES; m++) {
    let phase: Scalar = between(0, 2 * Math.PI, hash, 100 + m);
    tamed.forEach((x, k) => {
      const speed =
        between(0.6, 2.4, hashNumbers(hash, k), m) * (between(-1, 1, hashNumbers(hash, k), 50 + m) < 0 ? -1 : 1);
      phase = scalar.add(phase, scalar.multiply(x, speed));
    });
    sum = scalar.add(sum, scalar.multiply(wave(phase), between(0.35, 0.95, hash, m)));
  }
  return sum;
}

/** All numbers in the arguments, in order; a set counts by sums over its members, so that their order does not matter. */
export function flattenArguments(args: readonly Value[]): readonly Scalar[] {
  return args.flatMap((arg): readonly Scalar[] => {
    if (typeof arg === 'boolean') return [Number(arg)];
    if (isScalar(arg)) {
      const inner = scalar.primal(arg);
      return typeof inner === 'number' ? [arg] : [scalar.realOf(arg), scalar.imaginaryOf(arg)];
    }
    if (isArray(arg)) return flattenArguments(Array.from(itemsOf(arg)));
    if (arg.kind === 'list') return flattenArguments(arg.items);
    if (arg.kind === 'function') return [];
    const members = flattenArguments(arg.items);
    const squares = members.map((x) => scalar.multiply(x, x));
    return [members.reduce(scalar.add, 0), squares.reduce(scalar.add, 0)];
  });
}
