import { all, create, type MathType } from 'mathjs';
import type { Engine } from '../src/engine.js';
import { type Compiled, compile, createScope, matrix, refreshScope, type Value, vector } from '../src/math/index.js';
import { read } from '../src/meaning/index.js';
import { parse } from '../src/syntax/index.js';
import { createRandom } from './random.js';
import { formatRatio, formatTime, type Row, type Section } from './table.js';
import { timeShort } from './timing.js';

const mathjs = create(all ?? {}, {});

/** Compiled formulas beside mathjs's compiled expressions and loops written by hand, on the same numbers. */
export function measureNumbers(): Section {
  return {
    title: 'Computing to mathjs and to a loop by hand',
    rows: [...[8, 64, 1024].flatMap(softmaxRows), ...productRows(50)],
  };
}

const EVALUATED: readonly (readonly [name: string, latex: string, values: Readonly<Record<string, unknown>>])[] = [
  ['softmax of 3', '\\frac{e^{z_i}}{\\sum_j e^{z_j}}', { z: [2, 1, 0.1] }],
  ['quadratic formula', '\\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}', { a: 1, b: -3, c: 2 }],
  [
    'dense layer',
    'W x + b',
    {
      W: [
        [1, 0, 2],
        [0, 1, -1],
      ],
      x: [1, 2, 3],
      b: [10, 20],
    },
  ], // prettier-ignore
  ['mean squared error', '\\frac{1}{n} \\sum_{i=1}^n (y_i - \\hat y_i)^2', { y: [1, 2, 3], '\\hat y': [1, 2, 5] }],
];

/** From LaTeX and values to the whole answer, chunks and notes included; the formula is asked for again and again. */
export function measureEvaluating(engine: Pick<Engine, 'evaluate'>): Section {
  return {
    title: 'Evaluating, end to end',
    rows: EVALUATED.map(([name, latex, values]) => {
      const took = timeShort(() => engine.evaluate(latex, { values }));
      return { name, value: `${Math.round(1000 / took)} a second`, beside: formatTime(took) };
    }),
  };
}

function softmaxRows(n: number): Row[] {
  const random = createRandom(n);
  const numbers = Float64Array.from({ length: n }, () => random.below(1000) / 250 - 2);
  const ours = runOf(
    '\\frac{\\exp(z)}{\\sum_{j=1}^n \\exp(z_j)}',
    new Map<string, Value>([
      ['z', vector(numbers)],
      ['n', n],
    ]),
  );
  const code = mathjs.compile('map(z, exp) / sum(map(z, exp))');
  const given = { z: mathjs.matrix([...numbers]) };
  return rows(
    `softmax of ${n}`,
    ours,
    () => code.evaluate(given) as MathType,
    () => softmax(numbers),
  );
}

function productRows(n: number): Row[] {
  const random = createRandom(n);
  const numbers = (): Float64Array => Float64Array.from({ length: n * n }, () => random.below(1000) / 500 - 1);
  const [a, b] = [numbers(), numbers()];
  const ours = runOf(
    'A B',
    new Map<string, Value>([
      ['A', matrix(rowsOf(a, n))],
      ['B', matrix(rowsOf(b, n))],
    ]),
  );
  const code = mathjs.compile('A * B');
  const given = { A: mathjs.matrix(rowsOf(a, n)), B: mathjs.matrix(rowsOf(b, n)) };
  return rows(
    `${n}×${n} product`,
    ours,
    () => code.evaluate(given) as MathType,
    () => product(a, b, n),
  );
}

function rowsOf(x: Float64Array, n: number): number[][] {
  return Array.from({ length: n }, (_, i) => [...x.slice(i * n, i * n + n)]);
}

function rows(name: string, ours: () => unknown, theirs: () => unknown, byHand: () => unknown): Row[] {
  const [a, b, c] = [timeShort(ours), timeShort(theirs), timeShort(byHand)] as const;
  return [
    { name: `${name}, to mathjs`, value: formatRatio(a / b), beside: `${formatTime(a)} to ${formatTime(b)}` },
    { name: `${name}, to a loop by hand`, value: formatRatio(a / c), beside: `${formatTime(a)} to ${formatTime(c)}` },
  ];
}

/** The formula as a function of nothing, compiled once. */
function runOf(latex: string, values: ReadonlyMap<string, Value>): () => Value {
  const run: Compiled = compile(read(parse(latex)).expr);
  const scope = createScope({ symbol: (key) => values.get(key) });
  return () => run(refreshScope(scope));
}

function softmax(z: Float64Array): Float64Array {
  const out = new Float64Array(z.length);
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    out[i] = Math.exp(z[i] as number);
    sum += out[i] as number;
  }
  for (let i = 0; i < z.length; i++) out[i] = (out[i] as number) / sum;
  return out;
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k] as number;
      for (let j = 0; j < n; j++) out[i * n + j] = (out[i * n + j] as number) + x * (b[k * n + j] as number);
    }
  }
  return out;
}
