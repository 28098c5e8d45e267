import { describe, expect, it } from 'vitest';
import type { Expr } from '../../src/expr/types.js';
import { problem } from './problem.js';
import * as t from './values.js';
import { at, b, call, e, i, j, k, minus, n, num, over, plus, pow, sum, times, to, value, x, z } from './values.js';

describe('numbers', () => {
  it('computes with the four operations, powers and roots', () => {
    expect(value(plus(num(1), times(num(2), num(3)), b.negate(num(4))))).toBe(3);
    expect(value(over(num(7), num(2)))).toBe(3.5);
    expect(value(pow(num(2), num(10)))).toBe(1024);
    expect(value(b.root(num(-27), num(3)))).toBe(-3);
  });

  it('leaves the real line where it must, unless told not to', () => {
    expect(value(b.root(num(-4)))).toEqual({ re: 0, im: 2 });
    expect(value(b.root(num(-4)), {}, { real: true })).toBeNaN();
    expect(value(call('ln', num(-1)), {}, { real: true })).toBeNaN();
    expect(value(pow(e, times(t.imaginary, t.pi)))).toBe(-1);
  });

  it('takes a letter e that has a value for that value, otherwise for Euler’s number', () => {
    const letter = b.symbol('e');
    expect(value(letter)).toBe(Math.E);
    expect(value(pow(letter, num(2)), { e: 3 })).toBe(9);
    expect(value(sum(to(letter, num(1), num(3)), pow(letter, num(2))))).toBe(14);
  });

  it('takes logarithms to a base exactly', () => {
    const log8: Expr = { ...b.apply('log', [num(8)]), base: num(2) };
    expect(value(log8)).toBe(3);
    expect(value({ ...b.apply('log', [num(81)]), base: num(3) })).toBeCloseTo(4, 14);
  });
});

describe('sums and products', () => {
  it('runs over ranges, nested and with conditions', () => {
    expect(value(sum(to(i, num(1), n), pow(i, num(2))), { n: 10 })).toBe(385);
    expect(value(b.big('product', [to(i, num(1), num(5))], i))).toBe(120);
    expect(value(sum(to(i, num(1), num(0)), i))).toBe(0);
    const pairs = b.big('sum', [to(i, num(1), num(3)), to(j, num(1), i)], times(i, j));
    expect(value(pairs)).toBe(1 + 2 * 3 + 3 * 6);
    const below = b.domain([i, j], {
      kind: 'condition',
      condition: b.relation(['le', '<', 'le'], [num(1), i, j, num(4)]),
    });
    expect(value(sum(below, num(1)))).toBe(6);
  });

  it('runs over sets, listed or abbreviated', () => {
    const set = (items: readonly Expr[]): Expr => ({ kind: 'set', items, condition: null, span: b.NOWHERE });
    const dots: Expr = { kind: 'hole', name: 'dots', span: b.NOWHERE };
    expect(value(sum(b.domain([x], { kind: 'in', set: set([num(2), num(5)]) }), pow(x, num(2))))).toBe(29);
    expect(value(sum(b.domain([x], { kind: 'in', set: set([num(1), dots, num(100)]) }), x))).toBe(5050);
    expect(value({ kind: 'abs', arg: set([num(1), dots, num(7)]), reading: 'cardinality', span: b.NOWHERE })).toBe(7);
  });

  it('sums a family over all of its index, bare or with the index left out', () => {
    const softmax = over(pow(e, at(z, i)), sum(b.domain([j]), pow(e, at(z, j))));
    expect(value(softmax, { z: [2, 1, 0.1], i: 1 })).toBeCloseTo(0.6590011388859679, 14);
    expect(value(b.big('sum', [b.domain([])], at(x, i)), { x: [1, 2, 4] })).toBe(7);
    expect(value(b.big('sum', [b.domain([])], x), { x: [1, 2, 4] })).toBe(7);
  });

  it('binds primed and indexed variables', () => {
    const s = b.symbol('s', { primes: 1 });
    expect(value(sum(to(s, num(1), num(3)), times(s, b.symbol('s'))), { s: 10 })).toBe(60);
    expect(value(sum(to(at(x, k), num(1), num(3)), pow(at(x, k), num(2))), { k: 1 })).toBe(14);
  });

  it('sums series to infinity where they settle, and says so where they do not', () => {
    const zeta2 = sum(to(n, num(1), t.infinity), over(num(1), pow(n, num(2))));
    expect(value(zeta2)).toBeCloseTo(Math.PI ** 2 / 6, 9);
    const exp = sum(to(n, num(0), t.infinity), over(pow(x, n), call('factorial', n)));
    expect(value(exp, { x: 3 })).toBeCloseTo(Math.exp(3), 11);
    const alternating = sum(to(n, num(1), t.infinity), over(pow(num(-1), n), n));
    expect(value(alternating)).toBeCloseTo(-Math.LN2, 8);
    expect(problem(() => value(sum(to(n, num(1), t.infinity), over(num(1), n)))).code).toBe('math/no-convergence');
    expect(problem(() => value(sum(to(n, num(1), t.infinity), n))).code).toBe('math/no-convergence');
  });

  it('finds extremes and where they are', () => {
    const parabola = pow(minus(i, num(3)), num(2));
    expect(value(b.big('min', [to(i, num(1), num(9))], parabola))).toBe(0);
    expect(value(b.big('argmin', [to(i, num(1), num(9))], parabola))).toBe(3);
    expect(value(b.big('max', [b.domain([i])], at(x, i)), { x: [3, 8, 5] })).toBe(8);
    expect(value(call('argmax', x), { x: [3, 8, 5] })).toBe(2);
  });

  it('is bounded', () => {
    expect(problem(() => value(sum(to(i, num(1), num(1e12)), i))).code).toBe('math/limit');
    const deep = b.big('sum', [to(i, num(1), num(4000)), to(j, num(1), num(4000))], i);
    expect(problem(() => value(deep)).code).toBe('math/limit');
  });
});

describe('arrays', () => {
  const A = b.symbol('A');
  const B = b.symbol('B');
  const v = b.symbol('v', { font: 'bold' });
  const w = b.symbol('w', { font: 'bold' });
  const T = b.transpose;
  const cdot = (p: Expr, q: Expr) => b.multiply([p, q], ['cdot']);

  it('multiplies matrices, vectors and rows', () => {
    expect(
      value(times(A, v), {
        A: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        'bold:v': [1, -1],
      }),
    ).toEqual([-1, -1, -1]);
    expect(value(times(T(v), w), { 'bold:v': [1, 2], 'bold:w': [3, 4] })).toBe(11);
    expect(value(times(v, T(w)), { 'bold:v': [1, 2], 'bold:w': [3, 4] })).toEqual([
      [3, 4],
      [6, 8],
    ]);
    expect(
      value(times(T(v), A, v), {
        A: [
          [2, 1],
          [1, 3],
        ],
        'bold:v': [1, 2],
      }),
    ).toBe(18);
    expect(value(cdot(v, w), { 'bold:v': [1, 2], 'bold:w': [3, 4] })).toBe(11);
    expect(
      value(T(times(T(v), A)), {
        A: [
          [1, 2],
          [3, 4],
        ],
        'bold:v': [1, 1],
      }),
    ).toEqual([4, 6]);
    expect(
      value(pow(A, num(3)), {
        A: [
          [1, 1],
          [1, 0],
        ],
      }),
    ).toEqual([
      [3, 2],
      [2, 1],
    ]);
  });

  it('binds juxtaposition closer than a dot', () => {
    const f = b.multiply([v, A, w], ['cdot', '']);
    expect(
      value(f, {
        A: [
          [0, 1],
          [2, 0],
        ],
        'bold:v': [1, 10],
        'bold:w': [3, 4],
      }),
    ).toBe(4 + 60);
  });

  it('has the elementwise, outer, Kronecker and cross products', () => {
    const pair = { 'bold:v': [1, 2, 3], 'bold:w': [4, 5, 6] };
    expect(value(b.multiply([v, w], ['odot']), pair)).toEqual([4, 10, 18]);
    expect(value(b.multiply([v, w], ['times']), pair)).toEqual([-3, 6, -3]);
    expect(value(b.multiply([A, B], ['otimes']), { A: [[1, 2]], B: [[1], [3]] })).toEqual([
      [1, 2],
      [3, 6],
    ]);
  });

  it('inverts, takes determinants, traces, ranks and norms', () => {
    const m = {
      A: [
        [4, 7],
        [2, 6],
      ],
    };
    const inverse: Expr = { kind: 'inverse', arg: A, pseudo: false, span: b.NOWHERE };
    const product = value(times(inverse, A), m) as number[][];
    expect(product[0]?.[0]).toBeCloseTo(1, 14);
    expect(product[0]?.[1]).toBeCloseTo(0, 14);
    expect(value(call('det', A), m)).toBeCloseTo(10, 13);
    expect(value(call('tr', A), m)).toBe(10);
    expect(
      value(call('rank', A), {
        A: [
          [1, 2],
          [2, 4],
        ],
      }),
    ).toBe(1);
    expect(
      problem(() =>
        value(inverse, {
          A: [
            [1, 2],
            [2, 4],
          ],
        }),
      ).code,
    ).toBe('math/singular');
    const norm = (order: Expr | null): Expr => ({ kind: 'norm', arg: A, order, span: b.NOWHERE });
    expect(value(norm(null), { A: [3, 4] })).toBe(5);
    expect(value(norm(num(1)), { A: [3, -4] })).toBe(7);
    expect(value(norm(t.infinity), { A: [3, -4] })).toBe(4);
    expect(
      value(norm(b.symbol('F')), {
        A: [
          [1, 1],
          [1, 1],
        ],
      }),
    ).toBe(2);
    expect(
      value(norm(num(2)), {
        A: [
          [3, 0],
          [0, -5],
        ],
      }),
    ).toBeCloseTo(5, 13);
    expect(
      value(norm(b.symbol('*')), {
        A: [
          [3, 0],
          [0, -5],
        ],
      }),
    ).toBeCloseTo(8, 13);
  });

  it('counts places from 1 and takes slices', () => {
    const m = {
      A: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    };
    const colon: Expr = { kind: 'hole', name: 'placeholder', span: b.NOWHERE };
    expect(value(at(A, num(2), num(3)), m)).toBe(6);
    expect(value(at(A, colon, num(2)), m)).toEqual([2, 5]);
    expect(value(at(A, num(1)), m)).toEqual([1, 2, 3]);
    expect(problem(() => value(at(A, num(3), num(1)), m)).message).toBe('Index 3 is outside 1…2.');
  });

  it('names both shapes when they do not fit', () => {
    const wrong = problem(() =>
      value(times(A, v), {
        A: [
          [1, 2],
          [3, 4],
        ],
        'bold:v': [1, 2, 3],
      }),
    );
    expect(wrong.code).toBe('math/shape');
    expect(wrong.message).toContain('a 2×2 matrix');
    expect(wrong.message).toContain('a vector of 3');
    expect(problem(() => value(plus(v, w), { 'bold:v': [1, 2], 'bold:w': [1, 2, 3] })).code).toBe('math/shape');
    expect(problem(() => value(times(v, w), { 'bold:v': [1, 2], 'bold:w': [1, 2] })).code).toBe('math/shape');
  });

  it('builds matrices from literals and blocks', () => {
    const literal = (rows: readonly (readonly Expr[])[]): Expr => ({
      kind: 'matrix',
      rows,
      brackets: '[]',
      span: b.NOWHERE,
    });
    expect(
      value(
        literal([
          [num(1), x],
          [num(0), num(1)],
        ]),
        { x: 5 },
      ),
    ).toEqual([
      [1, 5],
      [0, 1],
    ]);
    expect(value(literal([[num(1)], [num(2)]]))).toEqual([1, 2]);
    const block = literal([
      [A, v],
      [T(v), num(1)],
    ]);
    expect(
      value(block, {
        A: [
          [1, 2],
          [3, 4],
        ],
        'bold:v': [8, 9],
      }),
    ).toEqual([
      [1, 2, 8],
      [3, 4, 9],
      [8, 9, 1],
    ]);
  });

  it('adds a bias to every row and a number to every element', () => {
    const m = {
      A: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      'bold:v': [10, 20],
    };
    expect(value(plus(A, v), m)).toEqual([
      [11, 22],
      [13, 24],
      [15, 26],
    ]);
    expect(value(plus(v, num(1)), m)).toEqual([11, 21]);
  });
});
