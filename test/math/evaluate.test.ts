import { describe, expect, it } from 'vitest';
import { toPlain } from '../../src/math/index.js';
import { evaluateLatex, valueOfLatex } from './read.js';

describe('evaluate', () => {
  it('gives values of formulas as they are written', () => {
    expect(valueOfLatex('\\frac{e^{z_i}}{\\sum_j e^{z_j}}', { z: [2, 1, 0.1], i: 1 })).toBeCloseTo(
      0.6590011388859679,
      14,
    );
    expect(valueOfLatex('\\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}', { a: 1, b: -3, c: 2 })).toEqual([2, 1]);
    expect(valueOfLatex('\\frac{-b \\pm \\sqrt{b^2 - 4 a c}}{2 a}', { a: 1, b: 2, c: 5 })).toEqual([
      { re: -1, im: 2 },
      { re: -1, im: -2 },
    ]);
    expect(valueOfLatex('\\frac{1}{n} \\sum_{i=1}^n x_i', { x: [1, 2, 6], n: 3 })).toBe(3);
    expect(valueOfLatex('\\sum x_i', { x: [1, 2, 6] })).toBe(9);
    expect(valueOfLatex('\\max(0, 1 - y \\hat y)', { y: 1, '\\hat y': 0.25 })).toBe(0.75);
    expect(valueOfLatex('W_c h_t', { W_c: 2, h_t: 3 })).toBe(6);
  });

  it('computes with vectors and matrices', () => {
    const W = [
      [1, 0, 2],
      [0, 1, -1],
    ];
    expect(valueOfLatex('W x + b', { W, x: [1, 2, 3], b: [10, 20] })).toEqual([17, 19]);
    expect(
      valueOfLatex('\\mathbf{x}^\\top \\mathbf{A} \\mathbf{x}', {
        '\\mathbf{x}': [1, 2],
        '\\mathbf{A}': [
          [2, 0],
          [0, 3],
        ],
      }),
    ).toBe(14);
    expect(
      valueOfLatex('A - \\lambda I', {
        A: [
          [1, 2],
          [3, 4],
        ],
        '\\lambda': 1,
      }),
    ).toEqual([
      [0, 2],
      [3, 3],
    ]);
    expect(
      valueOfLatex('\\operatorname{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d}}\\right) V', {
        Q: [[1, 0]],
        K: [
          [1, 0],
          [1, 0],
        ],
        V: [
          [2, 0],
          [4, 2],
        ],
        d: 4,
      }),
    ).toEqual([[3, 1]]);
  });

  it('tests relations, and defines what stands alone on the left', () => {
    expect(valueOfLatex('a^2 + b^2 = c^2', { a: 3, b: 4, c: 5 })).toBe(true);
    expect(valueOfLatex('a^2 + b^2 = c^2', { a: 3, b: 4, c: 6 })).toBe(false);
    expect(valueOfLatex('E = m c^2', { m: 2, c: 3 })).toBe(18);
    expect(valueOfLatex('a < b \\le c', { a: 1, b: 2, c: 2 })).toBe(true);
  });

  it('runs a block of assignments, in any order, with functions', () => {
    const result = evaluateLatex('y = a + 1 \\\\ a = f(3) \\\\ f(u) = u^2');
    expect(result.ok && [...result.value.assigned]).toEqual([
      ['y', 10],
      ['a', 9],
    ]);
    expect(valueOfLatex('a = b \\\\ b = a')).toBe('math/missing-value');
  });

  it('says what is missing, where, and in which shape', () => {
    const result = evaluateLatex('W x + b', { x: [1, 2, 3], b: [1, 2] });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error.code).toBe('math/missing-value');
    expect(result.error.span).toEqual([0, 1]);
    expect(result.inputs.map(({ key, given }) => [key, given])).toEqual([
      ['W', false],
      ['x', true],
      ['b', true],
    ]);
    expect(result.inputs[0]?.shape).toEqual([2, 3]);
    expect(result.error.message).toBe('There is no value for W (2×3).');
  });

  it('names a shape that does not fit, with both places', () => {
    const result = evaluateLatex('A x', {
      A: [
        [1, 2],
        [3, 4],
      ],
      x: [1, 2, 3],
    });
    expect(!result.ok && [result.error.code, result.error.related]).toEqual([
      'math/shape',
      [
        [0, 1],
        [2, 3],
      ],
    ]);
  });

  it('refuses what is not a number and what is too large, and survives', () => {
    expect(valueOfLatex('x', { x: 'a' })).toBe('math/not-a-number');
    expect(valueOfLatex('x', { x: [[1], [2, 3]] })).toBe('math/not-a-number');
    expect(valueOfLatex('10^{10^{10}}')).toBe(Number.POSITIVE_INFINITY);
    expect(valueOfLatex('1000000!')).toBe(Number.POSITIVE_INFINITY);
    expect(valueOfLatex('\\sum_{k=1}^{10^{12}} k')).toBe('math/limit');
    expect(
      valueOfLatex('A^{-1}', {
        A: [
          [1, 2],
          [2, 4],
        ],
      }),
    ).toBe('math/singular');
    expect(valueOfLatex('\\int_0^1 \\frac{1}{x} dx')).toBe('math/no-convergence');
    expect(valueOfLatex('constructor', { constructor: 1 })).not.toBe(undefined);
    expect(valueOfLatex('\\sum_i x_i y_i', { x: [1, 2], y: [1, 2, 3] })).toBe('math/shape');
  });

  it('gives the values of the pieces of the same formula', () => {
    const result = evaluateLatex('(a + b) c', { a: 1, b: 2, c: 5 });
    expect(result.ok && toPlain(result.value.value)).toBe(15);
  });

  it('computes forms that overflow on the way through logarithms, and says so', () => {
    const softmax = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';
    const large = evaluateLatex(softmax, { z: [1000, 1000, 999], i: 1 });
    expect(large.ok && large.value.value).toBeCloseTo(1 / (2 + Math.exp(-1)), 15);
    expect(large.ok && large.value.usedStableForm).toBe(true);
    const small = evaluateLatex(softmax, { z: [1, 2], i: 1 });
    expect(small.ok && small.value.usedStableForm).toBe(false);
    expect(valueOfLatex(softmax, { z: [-2000, -2001], i: 1 })).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(valueOfLatex('\\log \\sum_j \\exp(x_j)', { x: [1000, 1000] })).toBeCloseTo(1000 + Math.LN2, 11);
    expect(valueOfLatex('\\log(1 + e^x)', { x: 800 })).toBeCloseTo(800, 11);
    expect(valueOfLatex('\\frac{\\exp(z)}{\\sum_j \\exp(z_j)}', { z: [1000, 1000] })).toEqual([0.5, 0.5]);
    expect(valueOfLatex('\\frac{x}{y}', { x: 0, y: 0 })).toBeNaN();
    expect(valueOfLatex('\\frac{x^2}{x}', { x: 0 })).toBeNaN();
    expect(valueOfLatex('\\log(x^2)', { x: 0 })).toBe(Number.NEGATIVE_INFINITY);
  });

  it('differentiates and integrates', () => {
    expect(valueOfLatex('\\frac{d}{dx} x^2', { x: 3 })).toBe(6);
    expect(valueOfLatex('\\frac{\\partial}{\\partial x} (x^2 y)', { x: 3, y: 2 })).toBe(12);
    expect(valueOfLatex('\\nabla_\\theta (\\theta_1^2 + 25 \\theta_2^2)', { '\\theta': [-8, 2] })).toEqual([-16, 100]);
    expect(valueOfLatex('\\int_0^{\\pi} \\sin x \\, dx')).toBeCloseTo(2, 12);
    expect(valueOfLatex('\\lim_{x \\to 0} \\frac{\\sin x}{x}')).toBeCloseTo(1, 8);
    expect(valueOfLatex("f(x) = x^3 \\\\ y = f'(2)")).toBe(12);
  });
});
