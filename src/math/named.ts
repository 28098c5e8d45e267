import type { Span } from '../expr/span.js';
import { MathError } from './errors.js';
import { applyScalar, scalarFunction } from './functions.js';
import { determinantOf, diagonalOf, inverseOf, normOf, pseudoInverseOf, rankOf, traceOf } from './linalg.js';
import * as scalar from './scalar.js';
import { binomial } from './special.js';
import { concatenate, elementwise, kronecker, mapArray, siteOf, sumOf, transpose } from './tensor.js';
import {
  describeShape,
  isArray,
  isScalar,
  itemAt,
  itemsOf,
  pack,
  type Scalar,
  type Tensor,
  type Value,
} from './value.js';

/** Functions that are known by their name and take more, or give something else, than one number. */
export type NamedFunction = (args: readonly Value[], span: Span) => Value;

/** Row by row for a matrix, once for a vector: `softmax(QK^\top)` normalises every row. */
function overRows(f: (row: readonly Scalar[]) => Scalar | readonly Scalar[]): NamedFunction {
  return (args, span) => {
    const a =
      args.length > 1
        ? pack(
            [args.length],
            args.map((x) => requireScalar(x, span)),
          )
        : args[0];
    if (a === undefined || !isArray(a)) throw needs('a vector', a, span);
    const width = a.shape.at(-1) as number;
    const height = width === 0 ? 0 : itemsOf(a).length / width;
    const rows = Array.from({ length: height }, (_, i) =>
      f(Array.from({ length: width }, (_, j) => itemAt(a, i * width + j))),
    );
    if (rows.every((row): row is Scalar => !Array.isArray(row))) {
      return a.shape.length === 1 ? (rows[0] as Scalar) : pack([height], rows);
    }
    return pack(a.shape, rows.flat() as Scalar[]);
  };
}

function needs(what: string, value: Value | undefined, span: Span): MathError {
  return new MathError(
    'math/shape',
    span,
    `This needs ${what}, not ${value === undefined ? 'nothing' : describeShape(value)}.`,
  );
}

function requireScalar(value: Value | undefined, span: Span): Scalar {
  if (value !== undefined && isScalar(value)) return value;
  throw needs('numbers', value, span);
}

/** All scalars in the arguments; sets and lists are opened. */
export function scalarsOf(args: readonly Value[], span: Span): readonly Scalar[] {
  return args.flatMap((arg): readonly Scalar[] => {
    if (isScalar(arg)) return [arg];
    if (isArray(arg)) return Array.from(itemsOf(arg));
    if (typeof arg === 'object' && (arg.kind === 'set' || arg.kind === 'list')) return scalarsOf(arg.items, span);
    throw needs('numbers', arg, span);
  });
}

export function largest(a: Scalar, b: Scalar): Scalar {
  const [x, y] = [scalar.realPart(a), scalar.realPart(b)];
  return Number.isNaN(x) || x >= y ? a : b;
}

export function smallest(a: Scalar, b: Scalar): Scalar {
  const [x, y] = [scalar.realPart(a), scalar.realPart(b)];
  return Number.isNaN(x) || x <= y ? a : b;
}

/** One array: its extreme element. Several arguments: the extreme of each place (`\max(0, x)`). */
function extreme(choose: (a: Scalar, b: Scalar) => Scalar): NamedFunction {
  return (args, span) => {
    const [first, ...rest] = args;
    if (first === undefined) throw needs('an argument', undefined, span);
    if (rest.length > 0) return rest.reduce((a, b) => elementwise('Comparison', choose, a, b, siteOf(span)), first);
    const [head, ...tail] = scalarsOf(args, span);
    if (head === undefined) throw new MathError('math/domain', span, 'There is no largest or smallest of nothing.');
    return tail.reduce(choose, head);
  };
}

function argExtreme(choose: (a: Scalar, b: Scalar) => Scalar): NamedFunction {
  return overRows((row) => row.indexOf(row.reduce(choose)) + 1);
}

const maximum = (row: readonly Scalar[]) => scalar.realPart(row.reduce(largest));

function logSumExp(row: readonly Scalar[]): Scalar {
  const top = maximum(row);
  if (!Number.isFinite(top)) return top;
  return scalar.add(
    top,
    scalar.logarithm(row.map((x) => scalar.exponential(scalar.subtract(x, top))).reduce(scalar.add)),
  );
}

/** The same over real numbers, in place: a softmax of a thousand scores is a hot loop. */
function realSoftmax(a: Tensor): Tensor {
  const width = a.shape.at(-1) as number;
  const data = new Float64Array(a.data.length);
  for (let start = 0; start < data.length; start += width) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = start; k < start + width; k++) top = Math.max(top, a.data[k] as number);
    let total = 0;
    for (let k = start; k < start + width; k++) {
      const x = Math.exp((a.data[k] as number) - top);
      data[k] = x;
      total += x;
    }
    for (let k = start; k < start + width; k++) data[k] = (data[k] as number) / total;
  }
  return { kind: 'tensor', shape: a.shape, data };
}

const anySoftmax = overRows(softmax);

function softmax(row: readonly Scalar[]): readonly Scalar[] {
  const top = maximum(row);
  const powers = row.map((x) => scalar.exponential(scalar.subtract(x, top)));
  const total = powers.reduce(scalar.add);
  return powers.map((x) => scalar.divide(x, total));
}

function mean(row: readonly Scalar[]): Scalar {
  return scalar.divide(row.reduce(scalar.add, 0), row.length);
}

/** Mean squared distance from the mean: the variance of equally likely values. */
function variance(row: readonly Scalar[]): Scalar {
  const centre = mean(row);
  return mean(row.map((x) => scalar.power(scalar.subtract(x, centre), 2)));
}

function median(row: readonly Scalar[]): Scalar {
  const sorted = row.toSorted((a, b) => scalar.realPart(a) - scalar.realPart(b));
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] as Scalar;
  return Number.isInteger(middle) ? scalar.divide(scalar.add(sorted[middle - 1] as Scalar, upper), 2) : upper;
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

function integers(f: (a: number, b: number) => number): NamedFunction {
  return (args, span) => {
    const numbers = scalarsOf(args, span).map(scalar.realPart);
    if (numbers.length === 0 || !numbers.every(Number.isInteger)) throw needs('integers', args[0], span);
    return numbers.reduce(f);
  };
}

/** Two real numbers in, one out; arrays element by element. */
function binary(f: (a: Scalar, b: Scalar) => Scalar): NamedFunction {
  return (args, span) => {
    const [a, b] = args;
    if (a === undefined || b === undefined || args.length !== 2) {
      throw new MathError('math/shape', span, `This takes two arguments, not ${args.length}.`);
    }
    return elementwise('This function', f, a, b, siteOf(span));
  };
}

function modulo(a: number, b: number): number {
  return b === 0 ? Number.NaN : a - b * Math.floor(a / b);
}

const real =
  (f: (a: number, b: number) => number) =>
  (a: Scalar, b: Scalar): Scalar =>
    f(scalar.realPart(a), scalar.realPart(b));

const one =
  (f: (a: Value, span: Span) => Value): NamedFunction =>
  (args, span) => {
    const [a] = args;
    if (a === undefined || args.length !== 1) {
      throw new MathError('math/shape', span, `This takes one argument, not ${args.length}.`);
    }
    return f(a, span);
  };

/** Columns under each other. */
function vectorise(a: Value): Value {
  const t = transpose(a);
  return isArray(t) && t.shape.length === 2 ? { ...t, shape: [(t.shape[0] as number) * (t.shape[1] as number)] } : a;
}

/** Σ p log(p/q), where terms with p = 0 count as 0 (Kullback and Leibler 1951). */
function relativeEntropy(args: readonly Value[], span: Span): Value {
  const [p, q] = args;
  if (!p || !q || !isArray(p) || !isArray(q)) throw needs('two lists of probabilities', p, span);
  const term = (a: Scalar, b: Scalar) =>
    scalar.isZero(a) ? 0 : scalar.multiply(a, scalar.logarithm(scalar.divide(a, b)));
  return sumOf(elementwise('Relative entropy', term, p, q, siteOf(span)) as typeof p);
}

const NAMED: Readonly<Record<string, NamedFunction>> = {
  max: extreme(largest),
  min: extreme(smallest),
  sup: extreme(largest),
  inf: extreme(smallest),
  argmax: argExtreme(largest),
  argmin: argExtreme(smallest),
  softmax: (args, span) => {
    const [a] = args;
    const isReal = args.length === 1 && a !== undefined && isArray(a) && a.kind === 'tensor' && a.data.length > 0;
    return isReal ? realSoftmax(a) : anySoftmax(args, span);
  },
  logsoftmax: overRows((row) => {
    const total = logSumExp(row);
    return row.map((x) => scalar.subtract(x, total));
  }),
  logsumexp: overRows(logSumExp),
  lse: overRows(logSumExp),
  mean: overRows(mean),
  average: overRows(mean),
  avg: overRows(mean),
  median: overRows(median),
  var: overRows(variance),
  std: overRows((row) => scalar.squareRoot(variance(row))),
  sum: one((a, span) => scalarsOf([a], span).reduce(scalar.add, 0)),
  prod: one((a, span) => scalarsOf([a], span).reduce(scalar.multiply, 1)),
  det: one(determinantOf),
  tr: one(traceOf),
  trace: one(traceOf),
  rank: one(rankOf),
  diag: (args, span) =>
    args.length === 1
      ? diagonalOf(args[0] as Value, span)
      : diagonalOf(pack([args.length], scalarsOf(args, span)), span),
  inv: one(inverseOf),
  pinv: one(pseudoInverseOf),
  norm: one((a, span) => normOf(a, null, span)),
  vec: one(vectorise),
  transpose: one(transpose),
  kron: (args, span) => args.reduce((a, b) => kronecker(a, b, siteOf(span))),
  concat: concatenate,
  dim: one((a) => (isArray(a) ? (a.shape[0] as number) : 1)),
  gcd: integers(greatestDivisor),
  lcm: integers((a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / greatestDivisor(a, b))),
  mod: binary(real(modulo)),
  binomial: binary(real(binomial)),
  atan2: binary(real(Math.atan2)),
  kl: relativeEntropy,
  clip: (args, span) => {
    const [x, low, high] = args;
    if (x === undefined || low === undefined || high === undefined) throw needs('a value and two bounds', x, span);
    const raised = elementwise('Clipping', largest, x, low, siteOf(span));
    return elementwise('Clipping', smallest, raised, high, siteOf(span));
  },
  leakyrelu: (args, span) => {
    const [x, slope] = args;
    if (slope === undefined) return mapNamed('leakyrelu', x, span);
    return elementwise(
      'Leaky ReLU',
      (a, k) => (scalar.realPart(a) > 0 ? a : scalar.multiply(k, a)),
      x as Value,
      slope,
      siteOf(span),
    );
  },
};
const ALIASES: Readonly<Record<string, string>> = {
  clamp: 'clip',
  log_softmax: 'logsoftmax',
  stddev: 'std',
  choose: 'binomial',
  atan: 'atan2',
};

function mapNamed(name: string, x: Value | undefined, span: Span): Value {
  const fn = scalarFunction(name);
  const each = (a: Scalar): Scalar => (fn && applyScalar(fn, a)) ?? Number.NaN;
  if (x !== undefined && isScalar(x)) return each(x);
  if (x !== undefined && isArray(x)) return mapArray(x, each);
  throw needs('a number', x, span);
}

/** The function of several arguments or of arrays that a name stands for, if it is known. */
export function namedFunction(name: string): NamedFunction | undefined {
  // `\operatorname{Var}(X)` speaks of a random variable, not of the numbers at hand.
  if (name === 'Var') return undefined;
  for (const key of [name, name.toLowerCase()]) {
    if (Object.hasOwn(NAMED, key)) return NAMED[key];
    const alias = Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
    if (alias !== undefined) return NAMED[alias];
  }
  return undefined;
}
