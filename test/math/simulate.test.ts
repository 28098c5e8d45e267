import { describe, expect, it } from 'vitest';
import { type SimulateResult, type Simulation, simulate, toPlain } from '../../src/math/index.js';
import { givenValues, readFormula } from './read.js';

const LOSS = 'J(\\theta) = \\frac{1}{2}(\\theta_1^2 + 25\\,\\theta_2^2)';

function run(
  blocks: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  steps: number,
  loss?: string,
): SimulateResult {
  return simulate({
    blocks: Object.entries(blocks).map(([name, latex]) => ({ name, expr: readFormula(latex).expr })),
    given: givenValues(given),
    steps,
    ...(loss !== undefined && { loss: readFormula(loss).expr }),
  });
}

function only(result: SimulateResult): Simulation {
  if (!result.ok) throw result.error;
  return result.value[0] as Simulation;
}

describe('recurrences', () => {
  it('runs the logistic map', () => {
    const sim = only(run({ map: 'x_{n+1} = r x_n (1 - x_n)' }, { x: 0.2, r: 3 }, 3));
    expect(sim.trajectory[1]).toBeCloseTo(0.48, 14);
    expect(sim.trajectory[2]).toBeCloseTo(3 * 0.48 * 0.52, 14);
    expect(sim.losses).toEqual([]);
  });

  it('compounds interest and decays by Euler steps', () => {
    expect(only(run({ interest: 'K_{t} = (1 + p) K_{t-1}' }, { K: 1000, p: 0.05 }, 10)).trajectory.at(-1)).toBeCloseTo(
      1000 * 1.05 ** 10,
      9,
    );
    expect(
      only(run({ decay: 'y \\leftarrow y - h \\lambda y' }, { y: 1, h: 0.1, '\\lambda': 2 }, 5)).trajectory.at(-1),
    ).toBeCloseTo(0.8 ** 5, 14);
  });

  it('finds the largest eigenvector by power iteration, and ranks pages', () => {
    const power = only(
      run(
        { power: '\\mathbf{x}_{k+1} = \\frac{A \\mathbf{x}_k}{\\|A \\mathbf{x}_k\\|}' },
        {
          A: [
            [2, 1],
            [1, 2],
          ],
          '\\mathbf{x}': [1, 0],
        },
        40,
      ),
    );
    const [a, b] = toPlain(power.trajectory.at(-1) as never) as number[];
    expect(a).toBeCloseTo(Math.SQRT1_2, 9);
    expect(b).toBeCloseTo(Math.SQRT1_2, 9);
    const M = [
      [0, 0.5, 1],
      [0.5, 0, 0],
      [0.5, 0.5, 0],
    ];
    const pages = only(
      run(
        { rank: '\\mathbf{r} = d M \\mathbf{r} + \\frac{1-d}{N}' },
        { M, d: 0.85, N: 3, '\\mathbf{r}': [1 / 3, 1 / 3, 1 / 3] },
        60,
      ),
    );
    const ranks = toPlain(pages.trajectory.at(-1) as never) as number[];
    expect(ranks.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(ranks[0]).toBeGreaterThan(ranks[2] as number);
  });
});

describe('optimizers', () => {
  const start = {
    '\\theta': [-8, 2],
    '\\eta': 0.03,
    '\\gamma': 0.9,
    '\\beta_1': 0.9,
    '\\beta_2': 0.999,
    '\\epsilon': 1e-8,
  };

  it('computes the gradient of a loss written in LaTeX', () => {
    const sim = only(run({ gd: '\\theta_{t+1} = \\theta_t - \\eta \\nabla_\\theta J(\\theta_t)' }, start, 1, LOSS));
    expect(toPlain(sim.trajectory[1] as never)).toEqual([-8 + 0.03 * 8, 2 - 0.03 * 50]);
    expect(sim.losses[0]).toBe(0.5 * (64 + 100));
  });

  it('runs gradient descent, momentum, RMSprop and Adam down the same valley', () => {
    const result = run(
      {
        gd: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)',
        ruder: 'v_t = \\gamma v_{t-1} + \\eta \\nabla_\\theta J(\\theta) \\\\ \\theta = \\theta - v_t',
        ng: 'v = \\beta_1 v + (1 - \\beta_1) dW \\\\ W = W - \\eta v',
        rmsprop:
          's_t = 0.9 s_{t-1} + 0.1 g_t^2 \\\\ \\theta_{t+1} = \\theta_t - \\frac{\\eta}{\\sqrt{s_t + \\epsilon}} g_t',
        adam: 'm_t = \\beta_1 m_{t-1} + (1-\\beta_1) g_t \\\\ v_t = \\beta_2 v_{t-1} + (1-\\beta_2) g_t^2 \\\\ \\hat m_t = \\frac{m_t}{1-\\beta_1^t} \\\\ \\hat v_t = \\frac{v_t}{1-\\beta_2^t} \\\\ \\theta_{t+1} = \\theta_t - \\frac{\\eta}{\\sqrt{\\hat v_t} + \\epsilon} \\hat m_t',
      },
      start,
      200,
      LOSS,
    );
    if (!result.ok) throw result.error;
    for (const sim of result.value) {
      expect(sim.divergedAt).toBe(undefined);
      expect(sim.trajectory.length).toBe(201);
      expect(sim.losses.at(-1)).toBeLessThan((sim.losses[0] as number) / 2);
    }
    // Adam's first step has the size of the learning rate in every direction (Kingma and Ba 2015, section 2.1).
    const adam = result.value[4] as Simulation;
    const [first, second] = [
      toPlain(adam.trajectory[0] as never) as number[],
      toPlain(adam.trajectory[1] as never) as number[],
    ];
    expect(Math.abs((second[0] as number) - (first[0] as number))).toBeCloseTo(0.03, 6);
    expect(Math.abs((second[1] as number) - (first[1] as number))).toBeCloseTo(0.03, 6);
  });

  it('says when a run diverges', () => {
    const sim = only(
      run({ gd: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)' }, { ...start, '\\eta': 3 }, 1000, LOSS),
    );
    expect(sim.divergedAt).toBeGreaterThan(10);
    expect(sim.divergedAt).toBeLessThan(400);
  });

  it('says what is missing', () => {
    const result = run({ gd: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)' }, { '\\theta': [1, 1] }, 3, LOSS);
    expect(!result.ok && [result.error.code, result.block]).toEqual(['math/missing-value', 'gd']);
  });
});
