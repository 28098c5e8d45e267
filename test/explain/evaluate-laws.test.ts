import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { evaluate, toPlain } from '../../src/math/index.js';
import { fromCanonical } from '../canon/from-canonical.js';
import { canonical } from '../canon/read.js';
import { FORMULAS } from '../math/formulas.js';
import { givenValues, readFormula } from '../math/read.js';

const engine = createEngine();
const SEED = { seed: 20260607, numRuns: 60 } as const;
const number = fc.double({ min: -3, max: 3, noNaN: true, noDefaultInfinity: true });
const list = fc.array(number, { minLength: 2, maxLength: 6 });

/** Values near each other: forms are computed in another order, so the last digits differ. */
function close(a: unknown, b: unknown, tolerance = 1e-8): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, k) => close(x, b[k], tolerance));
  if (isComplex(a) && isComplex(b)) return close(a.re, b.re, tolerance) && close(a.im, b.im, tolerance);
  return JSON.stringify(a) === JSON.stringify(b);
}

function isComplex(x: unknown): x is { re: number; im: number } {
  return typeof x === 'object' && x !== null && 're' in x;
}

describe('evaluation', () => {
  it.each([
    ['\\sum_i x_i^2 + 2 \\sum_i x_i + n', '\\sum_i (x_i + 1)^2'],
    ['\\frac{e^{x_i}}{\\sum_j e^{x_j}}', '\\operatorname{softmax}(x)'],
    ['\\log \\sum_j e^{x_j}', '\\operatorname{logsumexp}(x)'],
    ['\\sum_i \\sum_j x_i x_j', '\\left(\\sum_i x_i\\right)^2'],
    ['\\sqrt{\\sum_i x_i^2}', '\\|x\\|'],
    ['\\max_i x_i', '\\max(x)'],
  ])('%s is %s', (left, right) => {
    fc.assert(
      fc.property(list, (x) => {
        const values = { x, n: x.length };
        const [a, b] = [engine.evaluate(left, { values }), engine.evaluate(right, { values })];
        return close(a.value, b.value);
      }),
      SEED,
    );
  });

  it.each([
    'x^3 - 2x',
    '\\sin(x^2) e^{-x}',
    '\\frac{1}{1 + e^{-x}}',
    '\\tanh(x) \\ln(x^2 + 1)',
    '\\sqrt{x^2 + 1}',
    '\\sum_{k=1}^5 \\frac{x^k}{k}',
    '\\int_0^x t^2 \\, dt + x',
  ])('the derivative of %s is the limit of differences', (f) => {
    fc.assert(
      fc.property(number, (x) => {
        const h = 1e-5;
        const at = (p: number) => engine.evaluate(f, { values: { x: p } }).value as number;
        const slope = engine.evaluate(`\\frac{d}{dx} \\left( ${f} \\right)`, { values: { x } }).value as number;
        return close(slope, (at(x + h) - at(x - h)) / (2 * h), 1e-5);
      }),
      { ...SEED, numRuns: 20 },
    );
  });

  it('puts a gradient together from the slopes along each letter', () => {
    fc.assert(
      fc.property(fc.tuple(number, number), (x) => {
        const f = 'x_1^2 x_2 + \\sin(x_2)';
        const whole = engine.evaluate(`\\nabla_x (${f})`, { values: { x } }).value as number[];
        const parts = [1, 2].map(
          (k) => engine.evaluate(`\\frac{\\partial}{\\partial x_${k}} (${f})`, { values: { x } }).value,
        );
        return close(whole, parts);
      }),
      SEED,
    );
  });
});

describe('the canonical form', () => {
  // Of plain letters for vectors canonicalisation has to guess the kind, and it does not go by way of logarithms.
  const left = new Set(['vectors and matrices', 'forms that overflow', 'indices that run']);
  const rows = Object.entries(FORMULAS).flatMap(([subject, formulas]) => (left.has(subject) ? [] : formulas));

  it('comes to what was written, wherever it can be written out', () => {
    const wrong: unknown[] = [];
    let compared = 0;
    for (const [latex, , values = {}] of rows) {
      const { expr, node } = canonical(latex);
      const back = fromCanonical(node, expr);
      if (back === undefined) continue;
      const { kinds } = readFormula(latex);
      const [a, b] = [expr, back].map((e) => evaluate({ expr: e, given: givenValues(values), kinds }));
      if (!a?.ok || !b?.ok) continue;
      // Canonicalisation may enlarge a domain: what was written has to be a number.
      const [written, canon] = [toPlain(a.value.value), toPlain(b.value.value)];
      if (JSON.stringify(written).includes('null')) continue;
      // The real root of a negative number is no principal power.
      if (typeof written === 'number' && typeof canon === 'object') continue;
      compared++;
      if (!close(written, canon)) wrong.push({ latex, written, canon });
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(60);
  });
});

describe('chunks', () => {
  it('recompose: a mean of squared errors is the mean of its squared errors', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 8 }), (pairs) => {
        const values = { y: pairs.map(([a]) => a), '\\hat{y}': pairs.map(([, b]) => b) };
        const answer = engine.evaluate('\\frac{1}{n} \\sum_{i=1}^n (y_i - \\hat y_i)^2', { values });
        const squared = answer.chunks.find(({ concept }) => concept === 'squared-error')?.value as number[];
        return close(squared.reduce((a, b) => a + b, 0) / pairs.length, answer.value);
      }),
      SEED,
    );
  });

  it('recompose: weights times values add up to what attention hands out', () => {
    fc.assert(
      fc.property(list, (z) => {
        const values = { z, h: z.map((x) => x * x) };
        const answer = engine.evaluate('\\sum_i \\frac{e^{z_i}}{\\sum_j e^{z_j}} h_i', { values });
        const weights = answer.chunks.find(({ concept }) => concept === 'softmax')?.value as number[];
        return close(
          weights.reduce((sum, w, k) => sum + w * (values.h[k] as number), 0),
          answer.value,
        );
      }),
      SEED,
    );
  });
});
