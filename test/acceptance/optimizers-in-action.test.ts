import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createEngine, type SimulateAnswer } from '../../src/index.js';

/**
 * The founding formulas of the optimizers, run as they are printed on one loss. What they must do is computed here by hand,
 * with the gradient worked out on paper: (θ₁, 25 θ₂).
 */

type Entry = { readonly id: string; readonly latex: string };
type Race = { readonly id: string; readonly loss: string; readonly start: [number, number]; readonly run: string[] };

const entries = parse(readFileSync(new URL('seed-formulas.yaml', import.meta.url), 'utf8')) as readonly (Entry &
  Race)[];
const race = entries.find(({ id }) => id === 'optimizers-in-action') as Race;
const engine = createEngine();

/** Plain gradient descent has no formula of its own among the founding ones: the one of the catalogue is taken. */
const latexOf = (id: string): string =>
  entries.find((entry) => entry.id === id)?.latex ?? (engine.concept(`${id}-update`)?.matches[0] as string);

const STEPS = 60;
const [RATE, DECAY, SQUARES, EPSILON] = [0.03, 0.9, 0.999, 1e-8];
const OWN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'gradient-descent': { '\\alpha': RATE },
  // The average of Ng's momentum weighs a gradient by 1 − β, and RMSprop and Adam take steps of the size of the rate.
  'momentum-ng': { '\\alpha': 0.1 },
  rmsprop: { '\\alpha': 0.2 },
  adam: { '\\alpha': 0.2 },
};

const answer: SimulateAnswer = engine.simulate({
  blocks: race.run.map((name) => ({ name, latex: latexOf(name), values: OWN[name] ?? {} })),
  loss: race.loss,
  values: {
    '\\theta': race.start,
    '\\eta': RATE,
    '\\gamma': DECAY,
    '\\beta': DECAY,
    '\\beta_1': DECAY,
    '\\beta_2': SQUARES,
    '\\epsilon': EPSILON,
  },
  steps: STEPS,
});

type Pair = readonly [number, number];
const loss = ([a, b]: Pair): number => 0.5 * (a * a + 25 * b * b);
const CURVATURE: Pair = [1, 25];

/** One coordinate after the other: the loss has no mixed term, and every optimizer here works coordinate by coordinate. */
function byHand(update: (gradient: number, memory: { v: number; s: number }) => number): readonly Pair[] {
  const path = race.start.map((start, axis) => {
    const memory = { v: 0, s: 0 };
    const values = [start];
    for (let step = 0; step < STEPS; step++) {
      const x = values.at(-1) as number;
      values.push(x - update((CURVATURE[axis] as number) * x, memory));
    }
    return values;
  });
  return Array.from({ length: STEPS + 1 }, (_, k): Pair => [path[0]?.[k] as number, path[1]?.[k] as number]);
}

const EXPECTED: Readonly<Record<string, readonly Pair[]>> = {
  'gradient-descent': byHand((g) => RATE * g),
  'momentum-ruder': byHand((g, m) => {
    m.v = DECAY * m.v + RATE * g;
    return m.v;
  }),
  'momentum-ng': byHand((g, m) => {
    m.v = DECAY * m.v + (1 - DECAY) * g;
    return 0.1 * m.v;
  }),
  rmsprop: byHand((g, m) => {
    m.s = DECAY * m.s + (1 - DECAY) * g * g;
    return (0.2 * g) / Math.sqrt(m.s);
  }),
  adam: byHand((g, m) => {
    m.v = DECAY * m.v + (1 - DECAY) * g;
    m.s = SQUARES * m.s + (1 - SQUARES) * g * g;
    return (0.2 * m.v) / (Math.sqrt(m.s) + EPSILON);
  }),
};

const pathOf = (name: string): readonly Pair[] =>
  answer.runs.find((run) => run.name === name)?.parameters[0]?.values as readonly Pair[];

describe('optimizers in action', () => {
  it('runs all of them', () => {
    expect(answer.errors).toEqual([]);
    expect(answer.runs.map((run) => run.name)).toEqual(race.run);
  });

  it.each(race.run)('%s goes where its formula says', (name) => {
    const path = pathOf(name);
    expect(path.length).toBe(STEPS + 1);
    for (const [k, [a, b]] of (EXPECTED[name] as readonly Pair[]).entries()) {
      // Rounding grows along a path that oscillates; a wrong formula is off in the first steps.
      expect(path[k]?.[0]).toBeCloseTo(a, 8);
      expect(path[k]?.[1]).toBeCloseTo(b, 8);
    }
  });

  it.each(race.run)('%s comes down, and its loss is given for every step', (name) => {
    const run = answer.runs.find((r) => r.name === name);
    const losses = run?.losses as readonly number[];
    expect(losses.length).toBe(STEPS + 1);
    for (const [k, at] of pathOf(name).entries()) expect(losses[k]).toBeCloseTo(loss(at), 8);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 4);
  });

  it('no two go the same way', () => {
    for (const [k, one] of race.run.entries()) {
      for (const other of race.run.slice(k + 1)) {
        const apart = pathOf(one).map(([a, b], step) => {
          const [c, d] = pathOf(other)[step] as Pair;
          return Math.hypot(a - c, b - d);
        });
        expect(Math.max(...apart), `${one} and ${other}`).toBeGreaterThan(0.5);
      }
    }
  });

  it('says what it took the letters for', () => {
    expect(answer.assumptions).toContain('momentum-ng: $dW$ is the gradient of the loss');
    expect(answer.assumptions).toContain('adam: $W$ is what the loss calls $\\theta$');
  });

  it('draws them in one picture, by name', () => {
    for (const name of race.run) expect(answer.picture).toContain(`>${name}</text>`);
  });
});
