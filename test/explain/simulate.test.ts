import { describe, expect, it } from 'vitest';
import { simulateProgram } from '../../src/explain/simulate.js';
import type { RunAnswer, SimulateAnswer, SimulateRequest } from '../../src/explain/simulate-schema.js';

function answerTo(request: SimulateRequest): SimulateAnswer {
  return simulateProgram(request, { engine: 'e', catalogue: 'c' }).answer;
}

function runOf(
  latex: string,
  values: SimulateRequest['values'],
  steps: number,
  more: Partial<SimulateRequest> = {},
): RunAnswer {
  const answer = answerTo({ blocks: [{ latex }], ...(values && { values }), steps, ...more });
  expect(answer.errors).toEqual([]);
  return answer.runs[0] as RunAnswer;
}

const valuesOf = (run: RunAnswer, k = 0): readonly number[] => run.parameters[k]?.values as readonly number[];
const lastOf = (run: RunAnswer): readonly number[] => run.parameters[0]?.values.at(-1) as readonly number[];

describe('programs with values worked out elsewhere', () => {
  it('the logistic map settles at 1 − 1/r, then swings between two values, then wanders', () => {
    const map = 'x_{n+1} = r x_n (1 - x_n)';
    const calm = runOf(map, { x_0: 0.2, r: 2.8 }, 200);
    expect(valuesOf(calm).at(-1)).toBeCloseTo(1 - 1 / 2.8, 12);
    expect(calm.outcome.kind).toBe('settled');
    const swinging = runOf(map, { x_0: 0.2, r: 3.2 }, 400);
    expect(swinging.outcome).toMatchObject({ kind: 'cycle', period: 2 });
    // The two values are the roots of r²x² − r(r+1)x + (r+1) = 0.
    const root = Math.sqrt((3.2 - 3) * (3.2 + 1));
    const roots = [(3.2 + 1 - root) / 6.4, (3.2 + 1 + root) / 6.4];
    const ends = valuesOf(swinging)
      .slice(-2)
      .sort((a, b) => a - b);
    expect(ends[0]).toBeCloseTo(roots[0] as number, 12);
    expect(ends[1]).toBeCloseTo(roots[1] as number, 12);
    expect(runOf(map, { x_0: 0.2, r: 3.9 }, 400).outcome.kind).toBe('moving');
    const gone = runOf(map, { x_0: 0.2, r: 5 }, 400);
    expect(gone.outcome.kind).toBe('diverged');
    expect(gone.at.at(-1)).toBe(gone.outcome.step);
  });

  it('compound interest grows by the power of its rate', () => {
    const run = runOf('K_t = (1 + p) K_{t-1}', { K_0: 1000, p: 0.05 }, 30);
    for (const [year, capital] of valuesOf(run).entries()) expect(capital).toBeCloseTo(1000 * 1.05 ** year, 8);
  });

  it("Euler's method on y' = −λ y multiplies by 1 − hλ", () => {
    const run = runOf('y_{n+1} = y_n + h (-\\lambda y_n)', { y_0: 1, h: 0.1, '\\lambda': 2 }, 20);
    expect(valuesOf(run).at(-1)).toBeCloseTo(0.8 ** 20, 14);
    const unstable = runOf('y_{n+1} = y_n + h (-\\lambda y_n)', { y_0: 1, h: 1.5, '\\lambda': 2 }, 3);
    expect(valuesOf(unstable)).toEqual([1, -2, 4, -8]);
  });

  it('power iteration finds the direction that is stretched most', () => {
    const run = runOf(
      '\\mathbf{x}_{k+1} = \\frac{A \\mathbf{x}_k}{\\|A \\mathbf{x}_k\\|}',
      {
        A: [
          [2, 1],
          [1, 3],
        ],
        '\\mathbf{x}': [1, 0],
      },
      60,
    );
    // The larger eigenvalue is (5 + √5)/2, its direction (1, (1 + √5)/2).
    const golden = (1 + Math.sqrt(5)) / 2;
    const [a, b] = lastOf(run) as [number, number];
    expect(b / a).toBeCloseTo(golden, 12);
    expect(Math.hypot(a, b)).toBeCloseTo(1, 12);
  });

  it('PageRank ranks four pages', () => {
    // Links: 1 → 2, 3; 2 → 3; 3 → 1; 4 → 3. Solved by hand with d = 0.85 and t = 0.15/4:
    // r₄ = t, r₁ = t + d r₃, r₂ = t + d r₁/2, r₃ = t + d (r₁/2 + r₂ + r₄).
    const [d, t] = [0.85, 0.15 / 4];
    const r3 = (t * (1 + d / 2 + d + (d * d) / 2 + d)) / (1 - (d * d) / 2 - d ** 3 / 2);
    const r1 = t + d * r3;
    const exact = [r1, t + (d * r1) / 2, r3, t];
    const run = runOf(
      '\\mathbf{r}_{k+1} = d M \\mathbf{r}_k + \\frac{1-d}{N}',
      {
        M: [
          [0, 0, 1, 0],
          [0.5, 0, 0, 0],
          [0.5, 1, 0, 1],
          [0, 0, 0, 0],
        ],
        d,
        N: 4,
        '\\mathbf{r}': [0.25, 0.25, 0.25, 0.25],
      },
      200,
    );
    expect(run.outcome.kind).toBe('settled');
    for (const [k, rank] of lastOf(run).entries()) expect(rank).toBeCloseTo(exact[k] as number, 9);
    expect(exact.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('Fibonacci starts from two values', () => {
    expect(valuesOf(runOf('F_n = F_{n-1} + F_{n-2}', { F_0: 0, F_1: 1 }, 9))).toEqual([
      1, 1, 2, 3, 5, 8, 13, 21, 34, 55,
    ]);
  });

  it("Newton's method uses the derivative of a function that the program defines", () => {
    const run = runOf("f(x) = x^2 - 2 \\\\ x_{n+1} = x_n - \\frac{f(x_n)}{f'(x_n)}", { x_0: 1 }, 6);
    expect(valuesOf(run).slice(0, 3)).toEqual([1, 1.5, 1.5 - 0.25 / 3]);
    expect(valuesOf(run).at(-1)).toBeCloseTo(Math.SQRT2, 15);
  });

  it('fits a line by two gradients', () => {
    const run = runOf(
      'w := w - \\eta \\frac{\\partial J(w,b)}{\\partial w} \\\\ b := b - \\eta \\frac{\\partial J(w,b)}{\\partial b}',
      { w: 0, b: 0, x: [1, 2, 3], y: [3, 5, 7], n: 3, '\\eta': 0.1 },
      2000,
      { loss: 'J(w,b) = \\frac{1}{n}\\sum_i (w x_i + b - y_i)^2' },
    );
    expect(run.parameters.map((p) => p.latex)).toEqual(['w', 'b']);
    // At the start the gradient by w is −2/3 · (3 + 10 + 21).
    expect(valuesOf(run)[1]).toBeCloseTo((0.1 * 2 * 34) / 3, 12);
    expect([valuesOf(run).at(-1), valuesOf(run, 1).at(-1)]).toEqual([expect.closeTo(2, 6), expect.closeTo(1, 6)]);
  });
});

describe('names of the gradient', () => {
  const first = (latex: string, loss = 'J(\\theta) = \\theta^2'): number =>
    valuesOf(runOf(latex, { '\\theta': 3 }, 1, { loss }))[1] as number;

  it.each([
    '\\theta = \\theta - 0.1 \\nabla_\\theta J(\\theta)',
    '\\theta = \\theta - 0.1 \\nabla J(\\theta)',
    '\\theta_{t+1} = \\theta_t - 0.1 \\nabla_\\theta J(\\theta_t)',
    '\\theta_{t+1} = \\theta_t - 0.1 g_t',
    'g_t = \\nabla_\\theta J(\\theta_{t-1}) \\\\ \\theta_t = \\theta_{t-1} - 0.1 g_t',
    '\\theta = \\theta - 0.1 \\frac{\\partial J}{\\partial \\theta}',
    '\\theta \\leftarrow \\theta - 0.1\\, d\\theta',
    'W = W - 0.1\\, dW',
    'x_{k+1} = x_k - 0.1 h_k',
    'x^{k+1} = x^k - 0.1 g^k',
  ])('%s', (latex) => {
    expect(first(latex)).toBeCloseTo(3 - 0.1 * 6, 14);
  });

  it('Nesterov takes it where the step would lead', () => {
    const run = runOf(
      'v_t = \\gamma v_{t-1} + \\eta \\nabla_\\theta J(\\theta - \\gamma v_{t-1}) \\\\ \\theta = \\theta - v_t',
      { '\\theta': 1, '\\gamma': 0.5, '\\eta': 0.1 },
      2,
      { loss: 'J(\\theta) = \\theta^2' },
    );
    // v₁ = 0.2; θ₁ = 0.8; v₂ = 0.1 + 0.2 (0.8 − 0.1) = 0.24.
    expect(valuesOf(run)[2]).toBeCloseTo(0.8 - 0.24, 14);
  });

  it('a letter without a value is no gradient beside a gradient', () => {
    const { errors } = answerTo({
      blocks: [{ latex: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)' }],
      loss: 'J(\\theta) = \\theta^2',
      values: { '\\theta': 1 },
      steps: 3,
    });
    expect(errors).toMatchObject([{ code: 'math/missing-value', path: 'blocks.0.latex', span: [18, 22] }]);
  });
});

describe('how a run ends', () => {
  const descent = (rate: number, steps: number) =>
    runOf('\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)', { '\\theta': 1, '\\eta': rate }, steps, {
      loss: 'J(\\theta) = \\theta^2',
    });

  it('a rate that is too large diverges, long before the numbers end', () => {
    // θ is multiplied by 1 − 2η in each step.
    const { outcome, losses } = descent(1.5, 20);
    expect(outcome.kind).toBe('growing');
    expect(losses?.at(-1)).toBeCloseTo(4 ** 20, 0);
    expect(outcome.says).toMatch(/^diverges/);
  });

  it('and ends where they are no longer finite', () => {
    const { outcome, losses, at } = descent(1.5, 5000);
    // 4ⁿ passes the largest number at n = 512.
    expect(outcome).toMatchObject({ kind: 'diverged', step: 512 });
    expect(losses?.at(-1)).toBe('Infinity');
    expect(at.length).toBe(513);
  });

  it('a rate that is just right comes to rest', () => {
    expect(descent(0.5, 10).outcome).toMatchObject({ kind: 'settled', step: 1 });
    expect(descent(1, 10).outcome).toMatchObject({ kind: 'cycle', period: 2 });
    expect(descent(0.01, 10).outcome.kind).toBe('moving');
  });

  it('reports every so many steps, and the last', () => {
    expect(runOf('x = x + 1', { x: 0 }, 25, { every: 10 }).at).toEqual([0, 10, 20, 25]);
  });
});

describe('what cannot be run', () => {
  const errorsOf = (request: Partial<SimulateRequest>) =>
    answerTo({ blocks: [{ latex: 'x = x + 1' }], values: { x: 0 }, steps: 3, ...request }).errors;

  it.each<[string, Partial<SimulateRequest>, object]>([
    ['nothing to run', { blocks: [{ latex: 'x + 1' }] }, { code: 'math/unsupported', path: 'blocks.0.latex' }],
    ['no assignment', { blocks: [{ latex: 'x \\le 3' }] }, { code: 'math/unsupported', path: 'blocks.0.latex' }],
    ['no start', { values: {} }, { code: 'math/missing-value', path: 'blocks.0.latex', span: [0, 1] }],
    [
      'LaTeX that is broken',
      { blocks: [{ latex: 'x = \\frac{x' }] },
      { code: 'latex/open-group', path: 'blocks.0.latex' },
    ],
    ['a loss that is broken', { loss: 'J(x) = {' }, { code: 'latex/open-group', path: 'loss' }],
    [
      'a loss with a letter too many',
      { loss: 'J(x) = q x' },
      { code: 'math/missing-value', path: 'loss', span: [7, 8] },
    ],
    ['a loss of nothing in particular', { loss: 'a + b' }, { code: 'math/unsupported', path: 'loss' }],
    ['too much work', { blocks: [{ latex: 'x = x + \\sum_{i=1}^{9999} i' }], steps: 100_000 }, { code: 'math/limit' }],
    ['too long an answer', { values: { x: Array(100).fill(0) }, steps: 20_000 }, { code: 'math/limit', path: 'steps' }],
    [
      'a loss that is no number',
      { blocks: [{ latex: 'x = x - \\nabla J(x)' }], loss: 'J(x) = 2 x', values: { x: [1, 2] } },
      { code: 'math/shape', path: 'loss', span: [7, 10] },
    ],
    [
      'too much to remember',
      { blocks: [{ latex: 'x = x + 1' }], values: { x: Array(1000).fill(0) }, steps: 100_000 },
      { code: 'math/limit', path: 'blocks.0.latex' },
    ],
    [
      'shapes that do not fit',
      { blocks: [{ latex: 'x = x + y' }], values: { x: [1, 2], y: [1, 2, 3] } },
      { code: 'math/shape' },
    ],
    ['the second block', { blocks: [{ latex: 'x = x' }, { latex: 'x = x + q' }] }, { path: 'blocks.1.latex' }],
  ])('%s', (_name, request, expected) => {
    const [error] = errorsOf(request);
    expect(error).toMatchObject(expected);
    expect(error?.message).not.toBe('');
  });

  it('names that are none are errors, not keys of objects', () => {
    const values = JSON.parse('{"__proto__": 1, "constructor": 2, "x": 0}');
    const paths = errorsOf({ values }).map((e) => e.path);
    expect([...new Set(paths)]).toEqual(['values.__proto__']);
  });
});
