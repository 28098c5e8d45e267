import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/explain/behaviour-schema.js';
import { createEngine } from '../../src/index.js';

const engine = createEngine();

function behaviourOf(id: string): readonly Behaviour[] {
  const concept = engine.concept(id);
  if (!concept) throw new Error(`no concept ${id}`);
  return concept.behaviour;
}

const holding = (id: string): string[] =>
  behaviourOf(id).flatMap(({ holds, says }) =>
    holds ? [says.replaceAll('$', '').replace(/ \(seen: .*\)\.$/, '.')] : [],
  );
const failing = (id: string): string[] => behaviourOf(id).flatMap(({ holds, property }) => (holds ? [] : [property]));

const CONVEX = 'It bends upwards everywhere (convex).';
const UP = 'grows without bound as well.';

/** All that holds of well-known functions, by what is known of them: nothing is missing that is asked for, nothing else is said. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  relu: [
    'It is never below 0, and has no highest value.',
    'It never falls as x rises.',
    CONVEX,
    'As x falls without bound, it approaches 0.',
    `As x grows without bound, it ${UP}`,
    'It is flat for x up to 0: there it is 0.',
    'It leaves every x from 0 on as it is.',
    'Doing it twice is doing it once.',
    'Twice x gives twice the result.',
  ],
  sigmoid: [
    'Its values lie between 0 and 1; neither is reached.',
    'It rises with x.',
    'It is symmetric about its value at 0: the results for x and its negative add up to 1.',
    'As x falls without bound, it approaches 0.',
    'As x grows without bound, it approaches 1.',
    // Solved by hand: x = 1 / (1 + e^{-x}) at 0.659046.
    'It leaves x = 0.659 as it is.',
  ],
  tanh: [
    'Its values lie between −1 and 1; neither is reached.',
    'It rises with x.',
    'It is odd: turning the sign of x turns the sign of the result.',
    'As x falls without bound, it approaches −1.',
    'As x grows without bound, it approaches 1.',
    'It leaves x = 0 as it is.',
  ],
  gelu: [
    // Minimum of x Φ(x): −0.169971 at −0.751792.
    'It is never below −0.17 (at x = −0.7518), and has no highest value.',
    'As x falls without bound, it approaches 0.',
    `As x grows without bound, it ${UP}`,
    'It leaves x = 0 as it is.',
  ],
  softplus: [
    'It stays above 0, and has no highest value.',
    'It rises with x.',
    CONVEX,
    'As x falls without bound, it approaches 0.',
    `As x grows without bound, it ${UP}`,
  ],
  'hard-tanh': [
    'Its values lie between −1 and 1; both are reached.',
    'It never falls as x rises.',
    'It is odd: turning the sign of x turns the sign of the result.',
    'As x falls without bound, it approaches −1.',
    'As x grows without bound, it approaches 1.',
    'It is flat for x up to −1: there it is −1.',
    'It is flat for x from 1 on: there it is 1.',
    'It leaves every x from −1 to 1 as it is.',
    'Doing it twice is doing it once.',
  ],
  'trigonometric-pythagoras': ['It is always 1, whatever x is.'],
  logit: [
    'It has neither a lowest nor a highest value.',
    'It rises with p.',
    'As p comes near 0, it falls without bound.',
    'As p comes near 1, it grows without bound.',
    'It leaves p = 0.659 as it is.',
  ],
  softmax: [
    'Its values lie between 0 and 1.',
    'The values add up to 1.',
    'Adding the same to every number of z changes nothing.',
    'Reordering z reorders the values likewise.',
  ],
  'log-sum-exp': [
    'Adding a number to every number of z adds it to the result.',
    'Reordering z changes nothing.',
    'Raising any number of z never lowers it.',
    'It bends upwards in z (convex): halfway between two inputs it is at most the average.',
  ],
  'arithmetic-mean': [
    'Adding a number to every number of x adds it to the result.',
    'Twice x gives twice the result.',
    'Turning the sign of x turns the sign of the result.',
    'Reordering x changes nothing.',
    'Raising any number of x never lowers it.',
    'It goes straight in x: halfway in, halfway out.',
  ],
  'cosine-similarity': [
    'Its values lie between −1 and 1.',
    'The size of x does not matter: twice x gives the same.',
    'The size of y does not matter: twice y gives the same.',
    'Turning the sign of x turns the sign of the result.',
    'Turning the sign of y turns the sign of the result.',
    'x and y may change places.',
    'Reordering x and y, in the same way, changes nothing.',
  ],
};

describe('what holds of well-known functions', () => {
  for (const [id, says] of Object.entries(KNOWN)) {
    it(id, () => {
      expect(holding(id).toSorted()).toEqual([...says].toSorted());
    });
  }
});

describe('what is true and what is not said', () => {
  /** Sentences that must be among those that hold, and words that no true sentence on the concept has. */
  const table: readonly (readonly [id: string, says: readonly string[], never: RegExp])[] = [
    [
      'l2-norm',
      ['Twice x gives twice the result.', 'The sign of x does not matter.'],
      /concave|goes straight|Adding .* changes nothing/,
    ],
    ['max-norm', ['Twice x gives twice the result.', 'Reordering x changes nothing.'], /concave|goes straight/],
    [
      'mean-squared-error',
      ['y and z may change places.', 'Adding the same to y and z together changes nothing: only differences count.'],
      /concave|between 0 and 1|does not matter/,
    ],
    [
      'cross-entropy',
      ['Raising any number of q never raises it.'],
      /may change places|between 0 and 1|never lowers it.*q/,
    ],
    ['kl-divergence', ['Reordering p and q, in the same way, changes nothing.'], /may change places|never negative/],
    ['hinge-loss', ['In s it bends upwards everywhere (convex).'], /between|It rises|It falls as/],
    [
      'huber-loss',
      ['In r it is even: the sign of r does not matter.', 'In r it bends upwards everywhere (convex).'],
      /Its values lie/,
    ],
    [
      'gaussian-density',
      ['Adding the same to x and m together changes nothing: only differences count.'],
      /Its values lie|comes near/,
    ],
    ['geometric-pmf', [], /comes near 1/],
    ['binomial-pmf', [], /comes near 0/],
    ['poisson-pmf', [], /comes near 0/],
    [
      'dot-product',
      ['x and y may change places.', 'Turning the sign of x turns the sign of the result.'],
      /never|lie between/,
    ],
    ['euclidean-distance', ['x and y may change places.'], /Reordering x changes|concave/],
    ['leaky-relu', ['It rises with x.', 'Twice x gives twice the result.'], /flat|odd|even/],
    ['linear-interpolation', ['In t it goes in a straight line.'], /It rises with b|It rises with t/],
    ['weighted-average', ['Adding a number to every number of x adds it to the result.'], /w changes nothing\.$/],
    ['matrix-product', ['Twice A gives twice the result.'], /may change places/],
    ['entropy', ['Reordering p changes nothing.'], /lie between 0 and 1/],
    ['power-law', ['Twice c gives twice the result.'], /never positive|never negative/],
    ['exponential-moving-average', [], /rises with|falls as/],
    ['standard-error', [], /as it is|twice is doing it once/],
  ];
  for (const [id, says, never] of table) {
    it(id, () => {
      const sentences = holding(id);
      for (const sentence of says) expect(sentences).toContain(sentence);
      for (const sentence of sentences) expect(sentence).not.toMatch(never);
    });
  }

  it('says where a property fails, with numbers', () => {
    const softmax = behaviourOf('softmax').find(({ property, holds }) => property === 'scale' && !holds);
    expect(softmax?.counterexample).toMatch(/^for \$z\$ = \(.*\) it is \(.*\), for \$z\$ = /);
    const gelu = behaviourOf('gelu').find(({ property }) => property === 'monotone');
    expect(gelu).toMatchObject({ holds: false, counterexample: expect.stringContaining('it falls from') });
    expect(failing('relu')).toEqual(['parity']);
    expect(failing('cross-entropy')).toEqual(['symmetric']);
  });

  it('says nothing of what chance or an unknown decides', () => {
    for (const id of [
      'geometric-series',
      'exponential-series',
      'kronecker-delta',
      'indicator-function',
      'error-rate',
      'fermat-equation',
      'lambert-w',
      'pythagorean-theorem',
      'poisson-equation',
      'product-rule',
      'least-squares',
      'euclidean-projection',
      'singular-value-decomposition',
    ])
      expect([id, behaviourOf(id)]).toEqual([id, []]);
  });

  it('claims no order of elements where indices are computed', () => {
    expect(
      behaviourOf('convolution').filter(({ property }) => property === 'order' || property === 'symmetric'),
    ).toEqual([]);
  });
});

describe('in a formula', () => {
  const chunks = (latex: string) => engine.annotate(latex, { include: ['behaviour'] }).chunks;

  it('stands in the reader’s letters, and only when it is asked for', () => {
    const [softmax] = chunks('a_i = \\frac{e^{s_i}}{\\sum_j e^{s_j}}');
    expect(softmax?.behaviour?.map(({ says }) => says)).toContain(
      'Adding the same to every number of $s_j$ changes nothing.',
    );
    expect(engine.annotate('\\max(0, h)').chunks[0]).not.toHaveProperty('behaviour');
    expect(chunks('\\max(0, h)')[0]?.behaviour?.[1]?.says).toBe('It never falls as $h$ rises.');
  });

  it('knows the numbers that the formula has', () => {
    const [average] = chunks('v_t = 0.9 v_{t-1} + 0.1 g_t');
    const says = average?.behaviour?.map((b) => b.says);
    expect(says).toContain('It rises with $v_{t-1}$.');
    expect(says).toContain('It rises with $g_t$.');
  });

  it('is the same every time', () => {
    const latex = '\\log \\sum_i e^{z_i} + \\max(0, x)';
    expect(chunks(latex)).toEqual(chunks(latex));
  });
});
