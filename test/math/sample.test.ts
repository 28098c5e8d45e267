import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expr, SymbolKind } from '../../src/expr/types.js';
import {
  closeTo,
  compile,
  createSampleScope,
  inferShapes,
  isFiniteValue,
  type Scope,
  shapeOf,
  type Value,
} from '../../src/math/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

type Sampled = { readonly scope: (point: number) => Scope; readonly value: (latex: string, point: number) => Value };

/** Reads several formulas together, so that their letters are the same letters. */
function sampleOf(latex: readonly string[], seed = 7): Sampled {
  const readings = latex.map((text) => read(parse(text)));
  const kinds = new Map<string, SymbolKind>();
  for (const { kinds: own } of readings) for (const [key, fact] of own) kinds.set(key, fact.kind);
  const exprs = readings.map((reading) => reading.expr);
  const scope = (point: number) => createSampleScope({ exprs, kinds, seed, point });
  return {
    scope,
    value: (text, point) => compile(exprs[latex.indexOf(text)] as Expr)(scope(point)),
  };
}

/** Compares two formulas at many points: the number of points compared, and how many agree. */
function compare(left: string, right: string): { readonly points: number; readonly equal: number } {
  const sample = sampleOf([left, right]);
  let points = 0;
  let equal = 0;
  for (let point = 0; point < 30 && points < 12; point++) {
    const [a, b] = [sample.value(left, point), sample.value(right, point)];
    if (!isFiniteValue(a) || !isFiniteValue(b)) continue;
    points++;
    if (closeTo(a, b, 1e-9).close) equal++;
  }
  return { points, equal };
}

const TRUE = [
  ['\\log(a b)', '\\log a + \\log b'],
  ['\\sqrt{x^2}', '|x|'],
  ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}', '\\frac{1}{\\sum_j e^{z_j - z_i}}'],
  ['\\frac{e^{z_i}}{\\sum_{j=1}^n e^{z_j}}', '\\frac{e^{z_i - \\max_k z_k}}{\\sum_{s=1}^n e^{z_s - \\max_{k} z_k}}'],
  ['\\sum_{i=1}^n (x_i - \\bar{x})^2', '\\sum_{i=1}^n x_i^2 - 2 \\bar{x} \\sum_{i=1}^n x_i + n \\bar{x}^2'],
  ['(\\mathbf{A}\\mathbf{B})^\\top', '\\mathbf{B}^\\top \\mathbf{A}^\\top'],
  ['\\mathbf{x}^\\top \\mathbf{A} \\mathbf{y}', '\\mathbf{y}^\\top \\mathbf{A}^\\top \\mathbf{x}'],
  ['\\|\\mathbf{x}\\|^2', '\\mathbf{x}^\\top \\mathbf{x}'],
  ['\\operatorname{tr}(\\mathbf{A}\\mathbf{B})', '\\operatorname{tr}(\\mathbf{B}\\mathbf{A})'],
  ['\\sum_{s} p(x|s) p(s)', "\\sum_{s'} p(x|s') p(s')"],
  ['\\sum_{i=1}^n \\sum_{j=1}^n x_i y_j', '\\left(\\sum_{i=1}^n x_i\\right) \\left(\\sum_{j=1}^n y_j\\right)'],
  ['\\theta - \\eta \\nabla J(\\theta)', '-\\eta \\nabla J(\\theta) + \\theta'],
  ['\\sum_{(u,i)\\in T} r_{ui}', '\\sum_{(a,b)\\in T} r_{ab}'],
  ['\\frac{1}{|T|}\\sum_{(u,i)\\in T} c', 'c'],
  ['\\cos x', '\\frac{1}{2}(e^{ix}+e^{-ix})'],
  ['\\frac{d}{dx} f(x)^2', "2 f(x) f'(x)"],
  ['\\log_2 x', '\\frac{\\ln x}{\\ln 2}'],
  ['n!', 'n \\cdot (n-1)!'],
  ['\\binom{n}{k}', '\\frac{n!}{k!(n-k)!}'],
  ['\\sum_{k=0}^{n} \\binom{n}{k} x^k y^{n-k}', '(x+y)^n'],
] as const;

const FALSE = [
  ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}', '\\frac{e^{z_i}}{\\sum_{j \\ne i} e^{z_j}}'],
  ['\\log(a + b)', '\\log a + \\log b'],
  ['\\frac{1}{n}\\sum_{i=1}^n x_i', '\\frac{1}{n-1}\\sum_{i=1}^n x_i'],
  ['\\mathbf{A}\\mathbf{B}^\\top', '\\mathbf{A}\\mathbf{C}^\\top'],
  ['\\sum_s p(x|s) p(s)', '\\sum_s p(s|x) p(s)'],
  ['f(x, y)', 'f(y, x)'],
  ['\\theta - \\eta \\nabla J(\\theta)', '\\theta + \\eta \\nabla J(\\theta)'],
  ['\\cos x', '\\cosh x'],
  ['v_{t-1}', 'v_{t-2}'],
] as const;

describe('samples tell true from false', () => {
  for (const [left, right] of TRUE) {
    it(`${left} = ${right}`, () => {
      const { points, equal } = compare(left, right);
      expect(points).toBe(12);
      expect(equal).toBe(12);
    });
  }
  for (const [left, right] of FALSE) {
    it(`${left} ≠ ${right}`, () => {
      const { points, equal } = compare(left, right);
      expect(points).toBeGreaterThan(6);
      expect(equal).toBeLessThanOrEqual(1);
    });
  }
});

describe('sample values', () => {
  it('are the same every time, and others at another point or seed', () => {
    const latex = ['f(x) + y_i'];
    const value = (seed: number, point: number) => sampleOf(latex, seed).value('f(x) + y_i', point);
    expect(value(1, 0)).toBe(value(1, 0));
    expect(value(1, 0)).not.toBe(value(1, 1));
    expect(value(1, 0)).not.toBe(value(2, 0));
  });

  it('have both signs and mixed sizes', () => {
    const sample = sampleOf(['x']);
    const values = Array.from({ length: 40 }, (_, point) => sample.value('x', point) as number);
    expect(values.filter((v) => v < 0).length).toBeGreaterThan(8);
    expect(values.filter((v) => v > 0).length).toBeGreaterThan(8);
    expect(Math.max(...values.map(Math.abs)) / Math.min(...values.map(Math.abs))).toBeGreaterThan(8);
  });

  it('let a family be one vector and its elements', () => {
    const sample = sampleOf(['z', 'z_2', '\\sum_j z_j']);
    for (let point = 0; point < 5; point++) {
      const whole = sample.value('z', point) as { data: Float64Array };
      expect(whole.data[1]).toBe(sample.value('z_2', point));
      expect(whole.data.reduce((sum, x) => sum + x, 0)).toBeCloseTo(sample.value('\\sum_j z_j', point) as number, 12);
    }
  });

  it('keep rows and columns apart', () => {
    const text = '\\mathbf{W}\\mathbf{x} + \\mathbf{b}';
    const sample = sampleOf([text, '\\mathbf{W}', '\\mathbf{x}', '\\mathbf{b}']);
    const [n, m] = shapeOf(sample.value('\\mathbf{W}', 0));
    expect(n).not.toBe(m);
    expect(shapeOf(sample.value('\\mathbf{x}', 0))).toEqual([m]);
    expect(shapeOf(sample.value('\\mathbf{b}', 0))).toEqual([n]);
    expect(shapeOf(sample.value(text, 0))).toEqual([n]);
  });

  it('stay where a logarithm, a root or a power is defined', () => {
    const text = '\\log(1 - p_i) + \\sqrt{q} + r^{s} + \\log \\sum_j w_j';
    const sample = sampleOf([text]);
    for (let point = 0; point < 12; point++) expect(isFiniteValue(sample.value(text, point))).toBe(true);
  });

  it('make unknown functions smooth', () => {
    const sample = sampleOf(['f(x)', 'x']);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.double({ min: -50, max: 50, noNaN: true }), (point, at) => {
        const scope = sample.scope(point);
        const f = (x: number) => scope.source.call('f', [x], {} as Expr, scope, []) as number;
        expect(Math.abs(f(at + 1e-12) - f(at))).toBeLessThan(1e-10);
        expect(Math.abs(f(at))).toBeLessThan(10);
      }),
      { seed: 11, numRuns: 50 },
    );
  });

  it('give opaque parts values that follow the bound index', () => {
    const text = '\\sum_{i=1}^3 \\frac{\\partial L}{\\partial w_i}';
    const one = '3 \\frac{\\partial L}{\\partial w_1}';
    expect(compare(text, one).equal).toBe(0);
    expect(compare(text, text.replaceAll('i', 'k').replaceAll('partkal', 'partial')).equal).toBe(12);
  });
});

describe('shapes', () => {
  const shapes = (latex: string) => {
    const reading = read(parse(latex));
    return inferShapes([reading.expr], new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind])));
  };

  it('follow products, transposes and sums', () => {
    const t = shapes('\\mathbf{y} = \\mathbf{A}\\mathbf{B}\\mathbf{x} + \\mathbf{c}');
    const at = (key: string) => t.shapeOf(key, 0);
    expect(at('bold:A')[1]).toBe(at('bold:B')[0]);
    expect(at('bold:B')[1]).toBe(at('bold:x')[0]);
    expect(at('bold:c')).toEqual([at('bold:A')[0]]);
    expect(at('bold:y')).toEqual(at('bold:c'));
  });

  it('make what is inverted or multiplied with itself square', () => {
    const t = shapes('\\mathbf{A}^{-1}\\mathbf{b}');
    expect(t.shapeOf('bold:A', 0)[0]).toBe(t.shapeOf('bold:A', 0)[1]);
    expect(t.shapeOf('bold:b', 0)).toEqual([t.shapeOf('bold:A', 0)[0]]);
  });

  it('leave letters of which nothing is known scalar', () => {
    expect(shapes('a x + b').shapeOf('x', 0)).toEqual([]);
  });
});
