import * as scalar from './scalar.js';
import type { Scalar } from './value.js';

/**
 * Adaptive Gauss–Kronrod quadrature (7 and 15 points; nodes and weights of QUADPACK's qk15, Piessens et al. 1983), worst
 * interval first. The integrand may be complex, or carry derivatives. An end that is infinite is brought to a finite place.
 */
export type Integral = { readonly value: Scalar; readonly error: number; readonly converged: boolean };

export const INTEGRAL_TOLERANCE = 1e-10;
const MAX_INTERVALS = 400;

export function integrate(f: (x: Scalar) => Scalar, from: Scalar, to: Scalar): Integral {
  const [a, b] = [scalar.realPart(from), scalar.realPart(to)];
  if (Number.isNaN(a) || Number.isNaN(b)) return { value: Number.NaN, error: Number.NaN, converged: false };
  if (a === b) return { value: 0, error: 0, converged: true };
  if (a > b) {
    const turned = integrate(f, to, from);
    return { ...turned, value: scalar.negate(turned.value) };
  }
  const low = Number.isFinite(a);
  const high = Number.isFinite(b);
  if (low && high) {
    // The ends may carry derivatives: in t the interval is always 0…1.
    const width = scalar.subtract(to, from);
    const plain = adapt((t) => scalar.multiply(f(scalar.add(from, scalar.multiply(width, t))), width), 0, 1);
    return plain.converged ? plain : softened(f, from, to, width);
  }
  if (low) return adapt((t) => tail(f, from, 1, t), 0, 1);
  if (high) return adapt((t) => tail(f, to, -1, t), 0, 1);
  return adapt((t) => scalar.add(tail(f, 0, 1, t), tail(f, 0, -1, t)), 0, 1);
}

/**
 * Integrands that are infinite at an end (1/√x) become smooth in u with t = u⁴ near it; each half has its own end. The
 * distance from the end is what is computed, so that nothing is lost to cancellation there.
 */
function softened(f: (x: Scalar) => Scalar, from: Scalar, to: Scalar, width: Scalar): Integral {
  const half = 0.5 ** 0.25;
  const weight = (u: number) => scalar.multiply(width, 4 * u ** 3);
  const left = adapt((u) => scalar.multiply(f(scalar.add(from, scalar.multiply(width, u ** 4))), weight(u)), 0, half);
  const right = adapt(
    (u) => scalar.multiply(f(scalar.subtract(to, scalar.multiply(width, u ** 4))), weight(u)),
    0,
    half,
  );
  return {
    value: scalar.add(left.value, right.value),
    error: left.error + right.error,
    converged: left.converged && right.converged,
  };
}

/** x = end ± t/(1−t), dx = dt/(1−t)². */
function tail(f: (x: Scalar) => Scalar, end: Scalar, direction: 1 | -1, t: number): Scalar {
  const rest = 1 - t;
  const value = f(scalar.add(end, (direction * t) / rest));
  return scalar.isZero(value) ? 0 : scalar.divide(value, rest * rest);
}

type Piece = { readonly from: number; readonly to: number; readonly value: Scalar; readonly error: number };

function adapt(f: (t: number) => Scalar, from: number, to: number): Integral {
  const middle = (from + to) / 2;
  const pieces: Piece[] = [rule(f, from, middle), rule(f, middle, to)];
  for (;;) {
    let value: Scalar = 0;
    let error = 0;
    let worst = 0;
    pieces.forEach((piece, k) => {
      value = scalar.add(value, piece.value);
      error += piece.error;
      if (piece.error > (pieces[worst] as Piece).error) worst = k;
    });
    const size = scalar.realPart(scalar.absolute(scalar.primal(value)));
    const good = error <= INTEGRAL_TOLERANCE * Math.max(size, 1e-6);
    if (good || !Number.isFinite(error)) return { value, error, converged: good };
    const piece = pieces[worst] as Piece;
    const cut = (piece.from + piece.to) / 2;
    if (pieces.length >= MAX_INTERVALS || piece.to - piece.from < 1e-14) return { value, error, converged: false };
    pieces.splice(worst, 1, rule(f, piece.from, cut), rule(f, cut, piece.to));
  }
}

function rule(f: (t: number) => Scalar, from: number, to: number): Piece {
  const centre = (from + to) / 2;
  const half = (to - from) / 2;
  let kronrod: Scalar = scalar.multiply(f(centre), KRONROD[7] as number);
  let gauss: Scalar = scalar.multiply(f(centre), GAUSS[3] as number);
  for (let k = 0; k < 7; k++) {
    const offset = half * (NODES[k] as number);
    const pair = scalar.add(f(centre - offset), f(centre + offset));
    kronrod = scalar.add(kronrod, scalar.multiply(pair, KRONROD[k] as number));
    if (k % 2 === 1) gauss = scalar.add(gauss, scalar.multiply(pair, GAUSS[(k - 1) / 2] as number));
  }
  const gap = half * scalar.realPart(scalar.absolute(scalar.primal(scalar.subtract(kronrod, gauss))));
  const value = scalar.multiply(kronrod, half);
  const size = scalar.realPart(scalar.absolute(scalar.primal(value)));
  // QUADPACK's estimate: the difference overstates the error of the better rule by far once it is small.
  const error = Number.isFinite(gap)
    ? Math.max(size * 2e-16, Math.min(gap, size * (200 * (gap / (size || 1))) ** 1.5))
    : gap;
  return { from, to, value, error };
}

const NODES: readonly number[] = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848,
];
const KRONROD: readonly number[] = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS: readonly number[] = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694];
