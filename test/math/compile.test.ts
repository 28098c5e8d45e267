import { describe, expect, it } from 'vitest';
import type { Expr } from '../../src/expr/types.js';
import { isMathError } from '../../src/math/index.js';
import * as t from './values.js';
import { at, b, call, e, i, j, k, minus, n, num, over, plus, pow, sum, times, to, value, x, y, z } from './values.js';

function problem(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (isMathError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'none', message: '' };
}

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
    const { re, im } = value(pow(e, times(t.imaginary, t.pi))) as { re: number; im: number };
    expect(re).toBeCloseTo(-1, 15);
    expect(im).toBeCloseTo(0, 15);
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

describe('named functions', () => {
  it('knows softmax and log-sum-exp without overflow', () => {
    expect(value(call('logsumexp', x), { x: [1000, 1000] })).toBeCloseTo(1000 + Math.LN2, 12);
    expect(value(call('softmax', x), { x: [1000, 1000, 1000, 1000] })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(
      value(call('softmax', x), {
        x: [
          [0, 0],
          [0, Math.log(3)],
        ],
      }),
    ).toEqual([
      [0.5, 0.5],
      [expect.closeTo(0.25), expect.closeTo(0.75)],
    ]);
  });

  it('works element by element on arrays', () => {
    expect(value(call('ReLU', x), { x: [-1, 2] })).toEqual([0, 2]);
    expect(value(call('max', num(0), x), { x: [-1, 2] })).toEqual([0, 2]);
    expect(value(b.root(x), { x: [4, 9] })).toEqual([2, 3]);
  });

  it('tests cases, indicators and relations', () => {
    const positive = b.relation(['>'], [x, num(0)]);
    expect(value(call('indicator', positive), { x: 2 })).toBe(1);
    expect(value(b.relation(['=', '='], [num(0.3), plus(num(0.1), num(0.2)), num(0.3)]))).toBe(true);
    const absolute: Expr = {
      kind: 'cases',
      branches: [
        { value: x, condition: positive },
        { value: b.negate(x), condition: null },
      ],
      span: b.NOWHERE,
    };
    expect(value(absolute, { x: -3 })).toBe(3);
  });
});

describe('derivatives', () => {
  const d = t.derivative;
  it('differentiates formulas to any order', () => {
    expect(value(d(pow(x, num(3)), x), { x: 2 })).toBe(12);
    expect(value(d(pow(x, num(3)), x, 3), { x: 2 })).toBe(6);
    expect(value(d(call('sin', pow(x, num(2))), x), { x: 1.3 })).toBeCloseTo(2.6 * Math.cos(1.69), 13);
    expect(value(d(num(5), x), { x: 1 })).toBe(0);
  });

  it('keeps nested variables apart', () => {
    // d/dx (x · d/dy (x + y)) = 1, the example on which confused perturbations give 2 (Siskind and Pearlmutter 2005).
    expect(value(d(times(x, d(plus(x, y), y)), x), { x: 1, y: 1 })).toBe(1);
  });

  it('differentiates by an element of a family, and by a whole vector', () => {
    const softmax = (index: Expr) => over(pow(e, at(z, index)), sum(b.domain([j]), pow(e, at(z, j))));
    const p1 = value(softmax(num(1)), { z: [2, 1, 0.1] }) as number;
    const p2 = value(softmax(num(2)), { z: [2, 1, 0.1] }) as number;
    expect(value(d(softmax(num(1)), at(z, num(1))), { z: [2, 1, 0.1] })).toBeCloseTo(p1 * (1 - p1), 14);
    expect(value(d(softmax(num(1)), at(z, num(2))), { z: [2, 1, 0.1] })).toBeCloseTo(-p1 * p2, 14);
    const theta = b.symbol('theta');
    const loss = times(
      over(num(1), num(2)),
      plus(pow(at(theta, num(1)), num(2)), times(num(25), pow(at(theta, num(2)), num(2)))),
    );
    const gradient = (op: 'gradient' | 'hessian' | 'laplacian'): Expr => ({
      kind: 'derivative',
      op,
      body: loss,
      variables: [{ variable: theta, order: 1 }],
      order: 1,
      span: b.NOWHERE,
    });
    expect(value(gradient('gradient'), { theta: [-8, 2] })).toEqual([-8, 50]);
    expect(value(gradient('hessian'), { theta: [-8, 2] })).toEqual([
      [1, 0],
      [0, 25],
    ]);
    expect(value(gradient('laplacian'), { theta: [-8, 2] })).toBe(26);
  });

  it('differentiates f at the value of its argument', () => {
    const prime = (body: Expr): Expr => ({
      kind: 'derivative',
      op: 'prime',
      body,
      variables: [],
      order: 1,
      span: b.NOWHERE,
    });
    expect(value(prime(call('exp', times(num(2), x))), { x: 0.3 })).toBeCloseTo(Math.exp(0.6), 14);
  });

  it('does not take the derivative of a bare letter for zero', () => {
    expect(problem(() => value(d(b.symbol('L'), x), { x: 1, L: 2 })).code).toBe('math/unsupported');
  });

  it('differentiates determinants and inverses', () => {
    const m: Expr = {
      kind: 'matrix',
      rows: [
        [x, num(2)],
        [num(3), pow(x, num(2))],
      ],
      brackets: '[]',
      span: b.NOWHERE,
    };
    expect(value(d(call('det', m), x), { x: 2 })).toBe(12);
  });
});

describe('integrals and limits', () => {
  it('integrates to the tolerance, over finite and infinite ranges', () => {
    expect(value(t.integral(x, num(0), num(1), pow(x, num(2))))).toBeCloseTo(1 / 3, 13);
    const gauss = pow(e, b.negate(pow(x, num(2))));
    expect(value(t.integral(x, b.negate(t.infinity), t.infinity, gauss))).toBeCloseTo(Math.sqrt(Math.PI), 10);
    expect(value(t.integral(x, num(0), num(1), over(num(1), b.root(x))))).toBeCloseTo(2, 6);
    expect(problem(() => value(t.integral(x, num(0), num(1), over(num(1), x)))).code).toBe('math/no-convergence');
  });

  it('differentiates an integral by its bounds and its parameters', () => {
    const F = t.integral(z, num(0), x, pow(z, num(2)));
    expect(value(t.derivative(F, x), { x: 3 })).toBeCloseTo(9, 10);
    const G = t.integral(z, num(0), num(1), call('exp', times(x, z)));
    expect(value(t.derivative(G, x), { x: 1 })).toBeCloseTo(1, 10);
  });

  it('finds limits where the values settle', () => {
    const limit = (target: Expr, body: Expr): Expr =>
      b.big('lim', [b.domain([x], { kind: 'limit', to: target })], body);
    expect(value(limit(num(0), over(call('sin', x), x)))).toBeCloseTo(1, 8);
    expect(value(limit(t.infinity, pow(plus(num(1), over(num(1), x)), x)))).toBeCloseTo(Math.E, 6);
    expect(problem(() => value(limit(num(0), over(num(1), x)))).code).toBe('math/no-convergence');
  });
});

describe('scopes', () => {
  it('replaces nodes by identity and terms by key', () => {
    const xi = at(x, i);
    const mean = over(sum(to(i, num(1), num(4)), xi), num(4));
    expect(value(mean, { x: [1, 2, 3, 10] })).toBe(4);
    expect(value(mean, { x: [1, 2, 3, 10] }, { overrides: new Map([[xi, () => 7]]) })).toBe(7);
    expect(value(mean, { x: [1, 2, 3, 10] }, { terms: new Map([[t.exprKey(at(x, i)), 5]]) })).toBe(5);
  });

  it('takes the value of what cannot be computed from the scope', () => {
    const probability = b.apply('P', [{ kind: 'conditional', left: [x], right: [y], bar: 'single', span: b.NOWHERE }]);
    const scope = {
      call: (key: string, args: readonly unknown[]) => (key === 'P|1' && args.length === 2 ? 0.25 : undefined),
    };
    expect(value(probability, { x: 1, y: 2 }, scope)).toBe(0.25);
    expect(problem(() => value(probability, { x: 1, y: 2 })).code).toBe('math/undefined-function');
    expect(problem(() => value(plus(x, y), { x: 1 })).code).toBe('math/missing-value');
  });

  it('weighs the values of a finite law', () => {
    const mean = b.big('expectation', [b.domain([x], { kind: 'distribution', law: b.symbol('p') })], pow(x, num(2)));
    const law = () => [
      { value: 1, weight: 0.25 },
      { value: 3, weight: 0.75 },
    ];
    expect(value(mean, {}, { law })).toBe(7);
  });
});
