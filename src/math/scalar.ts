import { type Complex, complex, type Dual, type Scalar, simplify } from './value.js';

/** Arithmetic on real, complex and dual numbers. Real operands are answered at once. */

export function add(a: Scalar, b: Scalar): Scalar {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const level = commonLevel(a, b);
  if (level >= 0)
    return dual(level, add(valueAt(a, level), valueAt(b, level)), add(slopeAt(a, level), slopeAt(b, level)));
  const x = toComplex(a);
  const y = toComplex(b);
  return simplify(complex(x.re + y.re, x.im + y.im));
}

export function negate(a: Scalar): Scalar {
  if (typeof a === 'number') return -a;
  return a.kind === 'complex' ? complex(-a.re, -a.im) : dual(a.level, negate(a.value), negate(a.slope));
}

export function subtract(a: Scalar, b: Scalar): Scalar {
  return typeof a === 'number' && typeof b === 'number' ? a - b : add(a, negate(b));
}

export function multiply(a: Scalar, b: Scalar): Scalar {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const level = commonLevel(a, b);
  if (level >= 0) {
    const [u, v] = [valueAt(a, level), valueAt(b, level)];
    return dual(level, multiply(u, v), add(multiply(slopeAt(a, level), v), multiply(u, slopeAt(b, level))));
  }
  if (typeof a === 'number') return scale(b as Complex, a);
  if (typeof b === 'number') return scale(a as Complex, b);
  const [x, y] = [a as Complex, b as Complex];
  return simplify(complex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re));
}

function scale(z: Complex, k: number): Scalar {
  return simplify(complex(z.re * k, z.im * k));
}

export function divide(a: Scalar, b: Scalar): Scalar {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const level = commonLevel(a, b);
  if (level >= 0) {
    const v = valueAt(b, level);
    const quotient = divide(valueAt(a, level), v);
    return dual(level, quotient, divide(subtract(slopeAt(a, level), multiply(quotient, slopeAt(b, level))), v));
  }
  if (typeof b === 'number') return simplify(complex((a as Complex).re / b, (a as Complex).im / b));
  return simplify(divideComplex(toComplex(a), b as Complex));
}

/** Smith's method: no overflow in the squares of the parts. */
export function divideComplex(x: Complex, y: Complex): Complex {
  if (Math.abs(y.re) >= Math.abs(y.im)) {
    const r = y.im / y.re;
    const d = y.re + y.im * r;
    return complex((x.re + x.im * r) / d, (x.im - x.re * r) / d);
  }
  const r = y.re / y.im;
  const d = y.re * r + y.im;
  return complex((x.re * r + x.im) / d, (x.im * r - x.re) / d);
}

/** The principal power; a negative base under a fractional exponent gives a complex number. */
export function power(a: Scalar, b: Scalar): Scalar {
  if (typeof a === 'number' && typeof b === 'number') {
    const real = a ** b;
    if (!Number.isNaN(real) || !(a < 0) || Number.isNaN(b)) return real;
    return simplify(complexPower(complex(a, 0), complex(b, 0)));
  }
  const level = commonLevel(a, b);
  if (level >= 0) return dualPower(a, b, level);
  if (typeof b === 'number' && Number.isInteger(b) && Math.abs(b) <= 64) return integerPower(a, b);
  return simplify(complexPower(toComplex(a), toComplex(b)));
}

function dualPower(a: Scalar, b: Scalar, level: number): Scalar {
  const [u, v] = [valueAt(a, level), valueAt(b, level)];
  const [du, dv] = [slopeAt(a, level), slopeAt(b, level)];
  const result = power(u, v);
  // The rate in the base alone is exact for negative bases, and for a constant exponent it is all there is.
  const byBase = isZero(du) ? 0 : multiply(multiply(v, isZero(v) ? 0 : power(u, subtract(v, 1))), du);
  const byExponent = isZero(dv) || isZero(u) ? 0 : multiply(multiply(result, logarithm(u)), dv);
  return dual(level, result, add(byBase, byExponent));
}

function integerPower(a: Scalar, n: number): Scalar {
  let result: Scalar = 1;
  for (let k = 0; k < Math.abs(n); k++) result = multiply(result, a);
  return n < 0 ? divide(1, result) : result;
}

function complexPower(x: Complex, y: Complex): Complex {
  if (x.re === 0 && x.im === 0) return y.re > 0 ? complex(0, 0) : complex(Number.NaN, 0);
  const log = complex(Math.log(Math.hypot(x.re, x.im)), Math.atan2(x.im, x.re));
  return complexExp(complex(log.re * y.re - log.im * y.im, log.re * y.im + log.im * y.re));
}

export function complexExp(z: Complex): Complex {
  const r = Math.exp(z.re);
  return complex(r * snapped(Math.cos(z.im), z.im), r * snapped(Math.sin(z.im), z.im));
}

/** What is no larger than the rounding of the angle is nothing: e^{iπ} is −1. */
function snapped(part: number, angle: number): number {
  return Math.abs(part) <= Number.EPSILON * Math.abs(angle) ? 0 : part;
}

/** Natural logarithm, principal branch. */
export function logarithm(a: Scalar): Scalar {
  if (typeof a === 'number') return a >= 0 || Number.isNaN(a) ? Math.log(a) : complex(Math.log(-a), Math.PI);
  if (a.kind === 'complex') return complex(Math.log(Math.hypot(a.re, a.im)), Math.atan2(a.im, a.re));
  return dual(a.level, logarithm(a.value), divide(a.slope, a.value));
}

export function exponential(a: Scalar): Scalar {
  if (typeof a === 'number') return Math.exp(a);
  if (a.kind === 'complex') return simplify(complexExp(a));
  const value = exponential(a.value);
  return dual(a.level, value, multiply(value, a.slope));
}

export function squareRoot(a: Scalar): Scalar {
  if (typeof a === 'number') return a < 0 ? complex(0, Math.sqrt(-a)) : Math.sqrt(a);
  if (a.kind === 'complex') {
    const r = Math.hypot(a.re, a.im);
    const re = Math.sqrt((r + Math.abs(a.re)) / 2);
    if (re === 0) return 0;
    const im = Math.abs(a.im) / (2 * re);
    const sign = a.im < 0 ? -1 : 1;
    return simplify(a.re >= 0 ? complex(re, sign * im) : complex(im, sign * re));
  }
  const value = squareRoot(a.value);
  return dual(a.level, value, divide(a.slope, multiply(2, value)));
}

/** Absolute value or modulus. At zero its slope is taken as zero. */
export function absolute(a: Scalar): Scalar {
  if (typeof a === 'number') return Math.abs(a);
  if (a.kind === 'complex') return Math.hypot(a.re, a.im);
  const size = absolute(a.value);
  if (realPart(size) === 0) return dual(a.level, size, 0);
  return dual(a.level, size, divide(realOf(multiply(conjugate(a.value), a.slope)), size));
}

export function conjugate(a: Scalar): Scalar {
  if (typeof a === 'number') return a;
  return a.kind === 'complex' ? complex(a.re, -a.im) : dual(a.level, conjugate(a.value), conjugate(a.slope));
}

/** Real part, duals kept. */
export function realOf(a: Scalar): Scalar {
  if (typeof a === 'number') return a;
  return a.kind === 'complex' ? a.re : dual(a.level, realOf(a.value), realOf(a.slope));
}

/** Imaginary part, duals kept. */
export function imaginaryOf(a: Scalar): Scalar {
  if (typeof a === 'number') return 0;
  return a.kind === 'complex' ? a.im : dual(a.level, imaginaryOf(a.value), imaginaryOf(a.slope));
}

/** The real number that comparisons look at: the real part of the value. */
export function realPart(a: Scalar): number {
  if (typeof a === 'number') return a;
  return a.kind === 'complex' ? a.re : realPart(a.value);
}

/** The value without any slope. */
export function primal(a: Scalar): number | Complex {
  let inner = a;
  while (typeof inner === 'object' && inner.kind === 'dual') inner = inner.value;
  return inner;
}

export function isZero(a: Scalar): boolean {
  if (typeof a === 'number') return a === 0;
  return a.kind === 'complex' ? a.re === 0 && a.im === 0 : isZero(a.value) && isZero(a.slope);
}

export function isFiniteScalar(a: Scalar): boolean {
  if (typeof a === 'number') return Number.isFinite(a);
  if (a.kind === 'complex') return Number.isFinite(a.re) && Number.isFinite(a.im);
  return isFiniteScalar(a.value) && isFiniteScalar(a.slope);
}

export function dual(level: number, value: Scalar, slope: Scalar): Dual {
  return { kind: 'dual', level, value, slope };
}

function commonLevel(a: Scalar, b: Scalar): number {
  const u = typeof a === 'object' && a.kind === 'dual' ? a.level : -1;
  const v = typeof b === 'object' && b.kind === 'dual' ? b.level : -1;
  return Math.max(u, v);
}

export function valueAt(a: Scalar, level: number): Scalar {
  return typeof a === 'object' && a.kind === 'dual' && a.level === level ? a.value : a;
}

export function slopeAt(a: Scalar, level: number): Scalar {
  return typeof a === 'object' && a.kind === 'dual' && a.level === level ? a.slope : 0;
}

function toComplex(a: Scalar): Complex {
  if (typeof a === 'number') return complex(a, 0);
  return a.kind === 'complex' ? a : toComplex(a.value);
}
