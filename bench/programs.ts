import type { Engine, SimulateRequest } from '../src/index.js';
import { formatRatio, formatTime, type Row, type Section } from './table.js';
import { timeShort } from './timing.js';

const STEPS = 10_000;
const [RATE, DECAY, SQUARES, EPSILON] = [0.01, 0.9, 0.999, 1e-8];

const PROGRAMS: Readonly<Record<string, string>> = {
  'gradient descent': '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)',
  momentum: 'v = \\gamma v + \\eta \\nabla_\\theta J(\\theta) \\\\ \\theta = \\theta - v',
  Adam:
    'v = \\beta_1 v + (1-\\beta_1) dW \\\\ s = \\beta_2 s + (1-\\beta_2) dW^2 \\\\ ' +
    'W = W - \\eta \\frac{v}{\\sqrt s + \\epsilon}',
};

/** Programs step by step, beside the same steps in a loop by hand; and pictures beside the reading of their formula. */
export function measurePrograms(engine: Engine): Section {
  const byHand: Readonly<Record<string, () => unknown>> = {
    'gradient descent': () => loop((g) => RATE * g),
    momentum: () =>
      loop((g, m) => {
        m.v = DECAY * m.v + RATE * g;
        return m.v;
      }),
    Adam: () =>
      loop((g, m) => {
        m.v = DECAY * m.v + (1 - DECAY) * g;
        m.s = SQUARES * m.s + (1 - SQUARES) * g * g;
        return (RATE * m.v) / (Math.sqrt(m.s) + EPSILON);
      }),
  };
  const runs = Object.entries(PROGRAMS).map(([name, latex]): Row => {
    const [ours, theirs] = [
      timeShort(() => engine.simulate(requestOf(latex))),
      timeShort(byHand[name] as () => unknown),
    ];
    const beside = `${formatTime(ours)} to ${formatTime(theirs)}, ${formatTime(ours / STEPS)} a step`;
    return { name: `${STEPS} steps of ${name}, to a loop by hand`, value: formatRatio(ours / theirs), beside };
  });
  return { title: 'Programs and pictures', rows: [...runs, ...PICTURES.map((picture) => pictureRow(picture, engine))] };
}

function requestOf(latex: string): SimulateRequest {
  const values = {
    '\\theta': [-8, 2],
    '\\eta': RATE,
    '\\gamma': DECAY,
    '\\beta_1': DECAY,
    '\\beta_2': SQUARES,
    '\\epsilon': EPSILON,
  };
  const loss = 'J(\\theta) = \\frac12(\\theta_1^2 + 25\\theta_2^2)';
  return { blocks: [{ latex }], loss, values, steps: STEPS, every: STEPS, picture: false };
}

/** Two coordinates of the same loss; its gradient is worked out on paper. */
function loop(update: (gradient: number, memory: { v: number; s: number }) => number): Float64Array {
  const losses = new Float64Array(STEPS);
  let [a, b] = [-8, 2];
  const [one, two] = [
    { v: 0, s: 0 },
    { v: 0, s: 0 },
  ];
  for (let step = 0; step < STEPS; step++) {
    a -= update(a, one);
    b -= update(25 * b, two);
    losses[step] = 0.5 * (a * a + 25 * b * b);
  }
  return losses;
}

const PICTURES: readonly (readonly [string, string])[] = [
  ['a graph', '\\frac{1}{1+e^{-x}}'],
  ['bars', '\\frac{e^{z_i}}{\\sum_j e^{z_j}}'],
  ['contours', 'x^2 + 25 y^2'],
  ['a matrix', '\\begin{pmatrix} 1 & 2 \\\\ 0 & 1 \\end{pmatrix}'],
];

function pictureRow([name, latex]: readonly [string, string], engine: Engine): Row {
  const [drawn, read] = [timeShort(() => engine.picture(latex)), timeShort(() => engine.annotate(latex))];
  const size = engine.picture(latex).picture?.length ?? 0;
  const beside = `${formatTime(drawn)} to ${formatTime(read)}, ${(size / 1024).toFixed(1)} KB`;
  return { name: `picture of ${name}, to annotating it`, value: formatRatio(drawn / read), beside };
}
