import { describe, expect, it } from 'vitest';
import type { Expr } from '../../src/expr/types.js';
import { problem } from './problem.js';
import * as t from './values.js';
import { at, b, call, e, i, j, num, over, plus, pow, sum, times, to, value, x, y, z } from './values.js';

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
