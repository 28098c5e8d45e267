import {
  absolute,
  add,
  conjugate,
  divide,
  dual,
  exponential,
  imaginaryOf,
  logarithm,
  multiply,
  negate,
  power,
  realOf,
  squareRoot,
  subtract,
} from './scalar.js';
import {
  complexGamma,
  doubleFactorial,
  erf,
  erfc,
  factorial,
  gamma,
  logGamma,
  normalCdf,
  normalQuantile,
  polygamma,
  zeta,
} from './special.js';
import { type Complex, complex, type Scalar, simplify } from './value.js';

/**
 * One function of one number. `real` gives NaN outside its domain, and `complex` then continues it; `slope` is its derivative,
 * given the argument and the value there. Applied to arrays each works element by element.
 */
export type ScalarFunction = {
  readonly real: (x: number) => number;
  readonly complex?: (z: Complex) => Scalar;
  readonly slope?: (x: Scalar, y: Scalar) => Scalar;
};

/** Applies a row of the table to any scalar. Undefined where the function has no complex values or no derivative. */
export function applyScalar(fn: ScalarFunction, x: Scalar): Scalar | undefined {
  if (typeof x === 'number') {
    const y = fn.real(x);
    return Number.isNaN(y) && !Number.isNaN(x) && fn.complex ? fn.complex(complex(x, 0)) : y;
  }
  if (x.kind === 'complex') return fn.complex?.(x);
  const y = applyScalar(fn, x.value);
  if (y === undefined || fn.slope === undefined) return undefined;
  return dual(x.level, y, multiply(fn.slope(x.value, y), x.slope));
}

const f = (name: string, x: Scalar): Scalar => {
  const row = TABLE[name];
  return (row && applyScalar(row, x)) ?? Number.NaN;
};
const square = (x: Scalar): Scalar => multiply(x, x);
const inverse = (x: Scalar): Scalar => divide(1, x);
const zero = (): Scalar => 0;
const I = complex(0, 1);

/** The derivative of polygamma of one order is the next. */
function polygammaRow(m: number): ScalarFunction {
  return { real: (x) => polygamma(m, x), slope: (x) => applyScalar(polygammaRow(m + 1), x) ?? Number.NaN };
}

const heaviside = (x: number): number => (x > 0 ? 1 : x < 0 ? 0 : Number.isNaN(x) ? x : 0.5);

/** Sources of the activation functions: their papers as collected in the PyTorch 2 documentation of torch.nn. */
const TABLE: Readonly<Record<string, ScalarFunction>> = {
  exp: { real: Math.exp, complex: exponential, slope: (_, y) => y },
  expm1: { real: Math.expm1, slope: (_, y) => add(y, 1) },
  log: { real: (x) => (x < 0 ? Number.NaN : Math.log(x)), complex: logarithm, slope: inverse },
  log1p: { real: Math.log1p, slope: (x) => inverse(add(1, x)) },
  log2: {
    real: (x) => Math.log2(x),
    complex: (z) => divide(logarithm(z), Math.LN2),
    slope: (x) => inverse(multiply(x, Math.LN2)),
  },
  log10: {
    real: (x) => Math.log10(x),
    complex: (z) => divide(logarithm(z), Math.LN10),
    slope: (x) => inverse(multiply(x, Math.LN10)),
  },
  sqrt: { real: Math.sqrt, complex: squareRoot, slope: (_, y) => inverse(multiply(2, y)) },
  cbrt: { real: Math.cbrt, slope: (_, y) => inverse(multiply(3, square(y))) },
  sin: { real: Math.sin, complex: (z) => complexSin(z), slope: (x) => f('cos', x) },
  cos: { real: Math.cos, complex: (z) => complexCos(z), slope: (x) => negate(f('sin', x)) },
  tan: { real: Math.tan, complex: (z) => divide(complexSin(z), complexCos(z)), slope: (_, y) => add(1, square(y)) },
  cot: {
    real: (x) => 1 / Math.tan(x),
    complex: (z) => divide(complexCos(z), complexSin(z)),
    slope: (_, y) => negate(add(1, square(y))),
  },
  sec: {
    real: (x) => 1 / Math.cos(x),
    complex: (z) => inverse(complexCos(z)),
    slope: (x, y) => multiply(y, f('tan', x)),
  },
  csc: {
    real: (x) => 1 / Math.sin(x),
    complex: (z) => inverse(complexSin(z)),
    slope: (x, y) => negate(multiply(y, f('cot', x))),
  },
  arcsin: {
    real: Math.asin,
    complex: (z) => complexArcsin(z),
    slope: (x) => inverse(squareRoot(subtract(1, square(x)))),
  },
  arccos: {
    real: Math.acos,
    complex: (z) => subtract(Math.PI / 2, complexArcsin(z)),
    slope: (x) => negate(inverse(squareRoot(subtract(1, square(x))))),
  },
  arctan: { real: Math.atan, complex: (z) => complexArctan(z), slope: (x) => inverse(add(1, square(x))) },
  arccot: { real: (x) => Math.PI / 2 - Math.atan(x), slope: (x) => negate(inverse(add(1, square(x)))) },
  sinh: { real: Math.sinh, complex: (z) => complexSinh(z), slope: (x) => f('cosh', x) },
  cosh: { real: Math.cosh, complex: (z) => complexCos(turn(z)), slope: (x) => f('sinh', x) },
  tanh: {
    real: Math.tanh,
    complex: (z) => divide(complexSinh(z), complexCos(turn(z))),
    slope: (_, y) => subtract(1, square(y)),
  },
  coth: { real: (x) => 1 / Math.tanh(x), slope: (_, y) => subtract(1, square(y)) },
  sech: { real: (x) => 1 / Math.cosh(x), slope: (x, y) => negate(multiply(y, f('tanh', x))) },
  csch: { real: (x) => 1 / Math.sinh(x), slope: (x, y) => negate(multiply(y, f('coth', x))) },
  arsinh: { real: Math.asinh, slope: (x) => inverse(squareRoot(add(square(x), 1))) },
  arcosh: {
    real: Math.acosh,
    complex: (z) => logarithm(add(z, multiply(squareRoot(add(z, 1)), squareRoot(subtract(z, 1))))),
    slope: (x) => inverse(squareRoot(subtract(square(x), 1))),
  },
  artanh: {
    real: Math.atanh,
    complex: (z) => divide(subtract(logarithm(add(1, z)), logarithm(subtract(1, z))), 2),
    slope: (x) => inverse(subtract(1, square(x))),
  },
  gammaFunction: {
    real: gamma,
    complex: (z) => simplify(complexGamma(z)),
    slope: (x, y) => multiply(y, f('digamma', x)),
  },
  lgamma: { real: logGamma, slope: (x) => f('digamma', x) },
  digamma: polygammaRow(0),
  factorial: { real: factorial, slope: (x, y) => multiply(y, f('digamma', add(x, 1))) },
  doubleFactorial: { real: doubleFactorial },
  erf: { real: erf, slope: (x) => multiply(2 / Math.sqrt(Math.PI), exponential(negate(square(x)))) },
  erfc: { real: erfc, slope: (x) => multiply(-2 / Math.sqrt(Math.PI), exponential(negate(square(x)))) },
  normalCdf: { real: normalCdf, slope: (x) => f('normalPdf', x) },
  normalPdf: {
    real: (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
    slope: (x, y) => negate(multiply(x, y)),
  },
  normalQuantile: { real: normalQuantile, slope: (_, y) => inverse(f('normalPdf', y)) },
  riemannZeta: { real: zeta },
  abs: { real: Math.abs, complex: absolute, slope: (x, y) => divide(x, y) },
  sign: { real: Math.sign, complex: (z) => divide(z, absolute(z)), slope: zero },
  floor: { real: Math.floor, slope: zero },
  ceil: { real: Math.ceil, slope: zero },
  round: { real: Math.round, slope: zero },
  heaviside: { real: heaviside, slope: zero },
  re: { real: (x) => x, complex: realOf },
  im: { real: () => 0, complex: imaginaryOf },
  conj: { real: (x) => x, complex: conjugate },
  arg: { real: (x) => (x < 0 ? Math.PI : 0), complex: (z) => Math.atan2(z.im, z.re) },
  sinc: {
    real: (x) => (x === 0 ? 1 : Math.sin(x) / x),
    slope: (x, y) => divide(subtract(f('cos', x), y), x),
  },
  sigmoid: {
    real: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
    complex: (z) => inverse(add(1, exponential(negate(z)))),
    slope: (_, y) => multiply(y, subtract(1, y)),
  },
  logit: { real: (x) => Math.log(x / (1 - x)), slope: (x) => inverse(multiply(x, subtract(1, x))) },
  relu: { real: (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0), slope: (x) => f('step', x) },
  step: { real: (x) => (x > 0 ? 1 : 0), slope: zero },
  positivePart: { real: (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0), slope: (x) => f('step', x) },
  leakyrelu: { real: (x) => (x > 0 ? x : 0.01 * x), slope: (x) => add(multiply(0.99, f('step', x)), 0.01) },
  relu6: { real: (x) => Math.min(Math.max(x, 0), 6), slope: (x) => multiply(f('step', x), f('step', subtract(6, x))) },
  elu: {
    real: (x) => (x > 0 ? x : Math.expm1(x)),
    slope: (x, y) => add(f('step', x), multiply(subtract(1, f('step', x)), add(y, 1))),
  },
  selu: {
    real: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
    slope: (x, y) =>
      add(multiply(SELU_SCALE, f('step', x)), multiply(subtract(1, f('step', x)), add(y, SELU_SCALE * SELU_ALPHA))),
  },
  softplus: { real: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), slope: (x) => f('sigmoid', x) },
  silu: {
    real: (x) => x / (1 + Math.exp(-x)),
    slope: (x, y) => add(f('sigmoid', x), multiply(y, subtract(1, f('sigmoid', x)))),
  },
  gelu: {
    real: (x) => x * normalCdf(x),
    slope: (x) => add(f('normalCdf', x), multiply(x, f('normalPdf', x))),
  },
  mish: {
    real: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
    slope: (x) => {
      const t = f('tanh', f('softplus', x));
      return add(t, multiply(multiply(x, subtract(1, square(t))), f('sigmoid', x)));
    },
  },
  softsign: { real: (x) => x / (1 + Math.abs(x)), slope: (x) => inverse(square(add(1, absolute(x)))) },
  hardtanh: {
    real: (x) => Math.min(Math.max(x, -1), 1),
    slope: (x) => f('step', subtract(1, absolute(x))),
  },
  hardsigmoid: {
    real: (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1),
    slope: (x) => divide(f('step', subtract(3, absolute(x))), 6),
  },
};

/** Other spellings. The Greek letters `\\gamma` and `\\zeta` are letters; only the capital `\\Gamma` and `\\Phi` name functions. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ln: 'log',
  lg: 'log10',
  lb: 'log2',
  tg: 'tan',
  ctg: 'cot',
  cosec: 'csc',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  acot: 'arccot',
  sh: 'sinh',
  ch: 'cosh',
  th: 'tanh',
  asinh: 'arsinh',
  arcsinh: 'arsinh',
  acosh: 'arcosh',
  arccosh: 'arcosh',
  atanh: 'artanh',
  arctanh: 'artanh',
  Gamma: 'gammaFunction',
  lngamma: 'lgamma',
  loggamma: 'lgamma',
  gammaln: 'lgamma',
  Phi: 'normalCdf',
  probit: 'normalQuantile',
  sgn: 'sign',
  signum: 'sign',
  ceiling: 'ceil',
  Re: 're',
  real: 're',
  Im: 'im',
  imag: 'im',
  Arg: 'arg',
  logistic: 'sigmoid',
  expit: 'sigmoid',
  sigm: 'sigmoid',
  ReLU: 'relu',
  rectifier: 'relu',
  LeakyReLU: 'leakyrelu',
  ReLU6: 'relu6',
  swish: 'silu',
};

/** The row for a name as written (`ReLU`, `ln`, `arctan`), if there is one. */
export function scalarFunction(name: string): ScalarFunction | undefined {
  const lower = name.toLowerCase();
  const key = own(SPELLINGS, name) ?? (Object.hasOwn(TABLE, name) ? name : (own(SPELLINGS, lower) ?? lower));
  return own(TABLE, key);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function turn(z: Complex): Complex {
  return complex(-z.im, z.re);
}

function complexSin(z: Complex): Scalar {
  return simplify(complex(Math.sin(z.re) * Math.cosh(z.im), Math.cos(z.re) * Math.sinh(z.im)));
}

function complexCos(z: Complex): Scalar {
  return simplify(complex(Math.cos(z.re) * Math.cosh(z.im), -Math.sin(z.re) * Math.sinh(z.im)));
}

function complexSinh(z: Complex): Scalar {
  return simplify(complex(Math.sinh(z.re) * Math.cos(z.im), Math.cosh(z.re) * Math.sin(z.im)));
}

/** −i log(iz + √(1 − z²)), principal (DLMF 4.23.19). */
function complexArcsin(z: Complex): Scalar {
  return multiply(negate(I), logarithm(add(multiply(I, z), squareRoot(subtract(1, square(z))))));
}

/** (i/2)(log(1 − iz) − log(1 + iz)) (DLMF 4.23.26). */
function complexArctan(z: Complex): Scalar {
  const t = multiply(I, z);
  return multiply(complex(0, 0.5), subtract(logarithm(subtract(1, t)), logarithm(add(1, t))));
}

/** Klambauer et al. 2017, "Self-normalizing neural networks". */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** Power with a non-negative real base left as it is: what roots of any degree use. */
export function realRoot(x: Scalar, degree: Scalar): Scalar {
  if (typeof x === 'number' && typeof degree === 'number') {
    if (degree === 3) return Math.cbrt(x);
    if (x < 0 && Number.isInteger(degree) && degree % 2 !== 0) return -((-x) ** (1 / degree));
  }
  return degree === 2 ? squareRoot(x) : power(x, divide(1, degree));
}
