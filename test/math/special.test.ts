import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyScalar, scalarFunction } from '../../src/math/functions.js';
import { dual, slopeAt } from '../../src/math/scalar.js';
import * as special from '../../src/math/special.js';
import { type Complex, complex, type Scalar } from '../../src/math/value.js';
import reference from './special.ref.json' with { type: 'json' };

type Pair = [number, number];

function relative(a: number, b: number): number {
  return Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);
}

describe('special functions', () => {
  // Digits of Abramowitz and Stegun, tables 6.1 and 7.1, and of DLMF 5.4 and 25.6, where closed forms give them to any length.
  const TABLE: readonly (readonly [string, number, number])[] = [
    ['gamma(1/2) = sqrt(pi)', special.gamma(0.5), 1.772453850905516],
    ['gamma(1/3)', special.gamma(1 / 3), 2.6789385347077475],
    ['gamma(-3/2) = 4 sqrt(pi)/3', special.gamma(-1.5), 2.363271801207355],
    ['gamma(170.5)', special.gamma(170.5), 5.56209241456e305],
    ['lgamma(100) = ln 99!', special.logGamma(100), 359.1342053695754],
    ['digamma(1) = -Euler', special.polygamma(0, 1), -0.5772156649015329],
    ['digamma(1/2)', special.polygamma(0, 0.5), -1.9635100260214235],
    ['trigamma(1) = pi^2/6', special.polygamma(1, 1), 1.6449340668482264],
    ['psi2(1) = -2 zeta(3)', special.polygamma(2, 1), -2.4041138063191885],
    ['zeta(2) = pi^2/6', special.zeta(2), 1.6449340668482264],
    ['zeta(3)', special.zeta(3), 1.2020569031595942],
    ['zeta(-1) = -1/12', special.zeta(-1), -1 / 12],
    ['zeta(1/2)', special.zeta(0.5), -1.4603545088095868],
    ['erf(0.5)', special.erf(0.5), 0.5204998778130465],
    ['erf(2)', special.erf(2), 0.9953222650189527],
    ['erfc(4)', special.erfc(4), 1.541725790028002e-8],
    ['erfc(-1)', special.erfc(-1), 1.8427007929497148],
    ['Phi(1.96)', special.normalCdf(1.96), 0.9750021048517795],
    ['quantile(0.975)', special.normalQuantile(0.975), 1.9599639845400543],
    ['quantile(1e-10)', special.normalQuantile(1e-10), -6.361340902404057],
  ];
  for (const [name, value, expected] of TABLE) {
    it(name, () => {
      expect(relative(value, expected)).toBeLessThan(2e-13);
    });
  }

  it('keeps factorials and binomial coefficients exact', () => {
    expect(special.factorial(20)).toBe(2432902008176640000);
    expect(special.binomial(52, 5)).toBe(2598960);
    expect(special.binomial(50, 25)).toBe(126410606437752);
    expect(special.binomial(5, 7)).toBe(0);
    expect(special.binomial(-2, 3)).toBe(-4);
    expect(special.doubleFactorial(9)).toBe(945);
    expect(special.gamma(0)).toBeNaN();
  });

  it('agrees with tables computed to 40 digits', () => {
    for (const [x, expected] of reference.gamma as Pair[])
      expect(relative(special.gamma(x), expected)).toBeLessThan(2e-13);
    for (const [x, expected] of reference.lgamma as Pair[])
      expect(Math.abs(special.logGamma(x) - expected)).toBeLessThan(1e-14 * Math.max(20, Math.abs(expected)));
    for (const [x, expected] of reference.erf as Pair[])
      expect(Math.abs(special.erf(x) - expected)).toBeLessThan(5e-16);
    for (const [x, expected] of reference.erfc as Pair[])
      expect(relative(special.erfc(x), expected)).toBeLessThan(1e-14);
  });

  it('keeps the laws of the complex gamma function', () => {
    const z = fc.tuple(fc.double({ min: -4, max: 6, noNaN: true }), fc.double({ min: 0.1, max: 4, noNaN: true }));
    fc.assert(
      fc.property(z, ([re, im]) => {
        // Γ(z + 1) = z Γ(z), and |Γ(i y)|² = π / (y sinh πy) (DLMF 5.5.1, 5.4.3).
        const [own, next] = [special.complexGamma(complex(re, im)), special.complexGamma(complex(re + 1, im))];
        const product = complex(own.re * re - own.im * im, own.re * im + own.im * re);
        expect(Math.hypot(next.re - product.re, next.im - product.im) / Math.hypot(next.re, next.im)).toBeLessThan(
          1e-12,
        );
        const axis = special.complexGamma(complex(0, im));
        expect(relative(axis.re ** 2 + axis.im ** 2, Math.PI / (im * Math.sinh(Math.PI * im)))).toBeLessThan(1e-12);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

/** Rows of the table with a derivative, and where they are smooth. */
const SMOOTH: Readonly<Record<string, readonly [number, number]>> = {
  exp: [-3, 3],
  log: [0.1, 5],
  log2: [0.1, 5],
  log10: [0.1, 5],
  log1p: [-0.5, 3],
  expm1: [-2, 2],
  sqrt: [0.1, 5],
  cbrt: [0.2, 5],
  sin: [-4, 4],
  cos: [-4, 4],
  tan: [-1.2, 1.2],
  cot: [0.3, 2.8],
  sec: [-1.2, 1.2],
  csc: [0.3, 2.8],
  arcsin: [-0.9, 0.9],
  arccos: [-0.9, 0.9],
  arctan: [-4, 4],
  arccot: [-4, 4],
  sinh: [-3, 3],
  cosh: [-3, 3],
  tanh: [-3, 3],
  coth: [0.3, 3],
  sech: [-3, 3],
  csch: [0.3, 3],
  arsinh: [-3, 3],
  arcosh: [1.2, 5],
  artanh: [-0.9, 0.9],
  Gamma: [0.3, 6],
  lgamma: [0.3, 6],
  digamma: [0.3, 6],
  factorial: [0.1, 5],
  erf: [-3, 3],
  erfc: [-3, 3],
  Phi: [-3, 3],
  probit: [0.05, 0.95],
  sigmoid: [-5, 5],
  logit: [0.1, 0.9],
  softplus: [-5, 5],
  silu: [-5, 5],
  gelu: [-4, 4],
  mish: [-4, 4],
  softsign: [0.1, 4],
  elu: [-3, -0.1],
  selu: [-3, -0.1],
  sinc: [0.3, 4],
  ReLU: [0.1, 3],
  leakyrelu: [-3, -0.1],
};

describe('derivatives of the functions', () => {
  for (const [name, [low, high]] of Object.entries(SMOOTH)) {
    it(`${name} against differences`, () => {
      const fn = scalarFunction(name);
      if (!fn) throw new Error(`no function ${name}`);
      fc.assert(
        fc.property(fc.double({ min: low, max: high, noNaN: true }), (x) => {
          const h = 1e-3;
          const at = (t: number) => fn.real(t);
          // Five points: the error of the formula is h⁴ f⁗/30, about 1e-11 here.
          const difference = (at(x - 2 * h) - 8 * at(x - h) + 8 * at(x + h) - at(x + 2 * h)) / (12 * h);
          fc.pre(Number.isFinite(difference));
          const slope = slopeAt(applyScalar(fn, dual(1, x, 1)) as Scalar, 1) as number;
          expect(Math.abs(slope - difference)).toBeLessThan(1e-7 * Math.max(1, Math.abs(difference)));
        }),
        { seed: 8, numRuns: 40 },
      );
    });
  }
});

describe('complex functions', () => {
  it('agree with tables computed to 40 digits', () => {
    for (const [name, re, im, u, v] of reference.complex as [string, number, number, number, number][]) {
      const own = scalarFunction(name)?.complex?.(complex(re, im)) as Complex;
      expect([name, re, im, own.re, own.im]).toEqual([name, re, im, expect.closeTo(u, 12), expect.closeTo(v, 12)]);
    }
  });

  it('inverse functions undo the functions', () => {
    for (const [direct, inverse] of [
      ['sin', 'arcsin'],
      ['cos', 'arccos'],
      ['tan', 'arctan'],
      ['cosh', 'arcosh'],
      ['tanh', 'artanh'],
    ] as const) {
      const z = complex(0.4, 0.7);
      const back = scalarFunction(direct)?.complex?.(scalarFunction(inverse)?.complex?.(z) as Complex) as Complex;
      expect(back.re).toBeCloseTo(0.4, 12);
      expect(back.im).toBeCloseTo(0.7, 12);
    }
  });
});

it('does not take Greek letters for functions', () => {
  for (const letter of ['gamma', 'zeta', 'phi', 'sigma', 'constructor', 'toString', '__proto__'])
    expect(scalarFunction(letter)).toBe(undefined);
});
