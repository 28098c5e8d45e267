import { CholeskyDecomposition, determinant, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';
import type { Span } from '../expr/span.js';
import { MathError } from './errors.js';
import * as scalar from './scalar.js';
import { svdOf } from './svd.js';
import { identityMatrix, MAX_SIDE, product, siteOf } from './tensor.js';
import {
  type ArrayValue,
  describeShape,
  isArray,
  isScalar,
  itemAt,
  itemsOf,
  pack,
  type Scalar,
  type Tensor,
  tensor,
  type Value,
} from './value.js';

/** Determinants, inverses, ranks and norms. Real matrices go through ml-matrix; the rest through Gaussian elimination. */

export function toMl(a: Tensor): Matrix {
  const [n, m] = [a.shape[0] as number, a.shape[1] ?? 1];
  const out = new Matrix(n, m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out.set(i, j, a.data[i * m + j] as number);
  return out;
}

export function fromMl(a: Matrix): Tensor {
  return tensor([a.rows, a.columns], a.to1DArray());
}

function requireMatrix(a: Value, operation: string, span: Span): ArrayValue {
  if (isArray(a) && a.shape.length === 2) {
    if (Math.max(...a.shape) <= MAX_SIDE) return a;
    throw new MathError(
      'math/limit',
      span,
      `${describeShape(a)} is too large for ${operation}.`,
      `At most ${MAX_SIDE} rows.`,
    );
  }
  throw new MathError(
    'math/shape',
    span,
    `${operation} needs a matrix, not ${describeShape(a)}.`,
    'Give an array of rows.',
  );
}

export function requireSquare(a: Value, operation: string, span: Span): ArrayValue {
  const m = requireMatrix(a, operation, span);
  if (m.shape[0] === m.shape[1]) return m;
  throw new MathError('math/shape', span, `${operation} needs a square matrix, not ${describeShape(a)}.`);
}

function requireReal(a: ArrayValue, operation: string, span: Span): Tensor {
  if (a.kind === 'tensor') return a;
  throw new MathError('math/unsupported', span, `${operation} is computed for real matrices only.`);
}

export function determinantOf(a: Value, span: Span): Scalar {
  if (isScalar(a)) return a;
  const m = requireSquare(a, 'A determinant', span);
  if (m.shape[0] === 0) return 1;
  if (m.kind === 'tensor' && m.data.every(Number.isFinite)) return determinant(toMl(m));
  return eliminate(m, identityMatrix(m.shape[0] as number)).determinant;
}

/** Reciprocal condition below which a matrix counts as singular. */
const SINGULAR = 1e-14;

export function inverseOf(a: Value, span: Span): Value {
  if (isScalar(a)) return scalar.divide(1, a);
  const m = requireSquare(a, 'An inverse', span);
  const singular = () =>
    new MathError(
      'math/singular',
      span,
      'This matrix is singular: it has no inverse.',
      'Its rows are linearly dependent.',
    );
  if (m.kind === 'tensor') {
    if (!m.data.every(Number.isFinite)) return { ...m, data: m.data.map(() => Number.NaN) };
    const source = toMl(m);
    let out: Matrix;
    try {
      out = inverse(source);
    } catch {
      throw singular();
    }
    const condition = source.norm('frobenius') * out.norm('frobenius');
    if (!(condition < 1 / SINGULAR)) throw singular();
    return fromMl(out);
  }
  const { inverse: result, determinant: det } = eliminate(m, identityMatrix(m.shape[0] as number));
  if (scalar.realPart(scalar.absolute(det)) === 0) throw singular();
  return result;
}

/** Gauss–Jordan with partial pivoting over any scalars. */
function eliminate(m: ArrayValue, right: ArrayValue): { determinant: Scalar; inverse: ArrayValue } {
  const n = m.shape[0] as number;
  const rows = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => itemAt(m, i * n + j)),
    ...Array.from({ length: n }, (_, j) => itemAt(right, i * n + j)),
  ]);
  const size = (x: Scalar | undefined) => scalar.realPart(scalar.absolute(x ?? 0));
  let det: Scalar = 1;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (size(rows[r]?.[c]) > size(rows[best]?.[c])) best = r;
    const pivotRow = rows[best] as Scalar[];
    const pivot = pivotRow[c] as Scalar;
    det = scalar.multiply(det, pivot);
    if (size(pivot) === 0) return { determinant: det, inverse: right };
    if (best !== c) {
      rows[best] = rows[c] as Scalar[];
      rows[c] = pivotRow;
      det = scalar.negate(det);
    }
    for (let j = 0; j < 2 * n; j++) pivotRow[j] = scalar.divide(pivotRow[j] as Scalar, pivot);
    for (let r = 0; r < n; r++) {
      const row = rows[r] as Scalar[];
      const factor = row[c] as Scalar;
      if (r === c || scalar.isZero(factor)) continue;
      for (let j = 0; j < 2 * n; j++)
        row[j] = scalar.subtract(row[j] as Scalar, scalar.multiply(factor, pivotRow[j] as Scalar));
    }
  }
  return {
    determinant: det,
    inverse: pack(
      [n, n],
      rows.flatMap((row) => row.slice(n)),
    ),
  };
}

export function pseudoInverseOf(a: Value, span: Span): Value {
  if (isScalar(a)) return scalar.isZero(a) ? 0 : scalar.divide(1, a);
  if (isArray(a) && a.shape.length === 1) {
    const column = requireReal(a, 'A pseudo-inverse', span);
    return pseudoInverseOfMatrix({ ...column, shape: [column.data.length, 1] });
  }
  return pseudoInverseOfMatrix(requireReal(requireMatrix(a, 'A pseudo-inverse', span), 'A pseudo-inverse', span));
}

/** $V S^{-1} U^\top$, in which stretches of 0 stay 0. */
function pseudoInverseOfMatrix(a: Tensor): Tensor {
  const { U, stretches, V } = svdOf(a);
  const largest = Math.max(0, ...stretches);
  const inverted = stretches.map((s) => (s > 1e-12 * largest ? 1 / s : 0));
  return fromMl(toMl(V).mmul(Matrix.diag(inverted)).mmul(toMl(U).transpose()));
}

export function singularValues(a: Tensor): readonly number[] {
  return svdOf(a).stretches;
}

/** Number of singular values above 1e-12 of the largest. */
export function rankOf(a: Value, span: Span): number {
  if (isScalar(a)) return scalar.isZero(a) ? 0 : 1;
  if (isArray(a) && a.shape.length === 1) return Array.from(itemsOf(a)).some((x) => !scalar.isZero(x)) ? 1 : 0;
  const values = singularValues(requireReal(requireMatrix(a, 'A rank', span), 'A rank', span));
  const largest = Math.max(0, ...values);
  return values.filter((s) => s > 1e-12 * largest).length;
}

export function traceOf(a: Value, span: Span): Scalar {
  if (isScalar(a)) return a;
  const m = requireSquare(a, 'A trace', span);
  const n = m.shape[0] as number;
  let sum: Scalar = 0;
  for (let k = 0; k < n; k++) sum = scalar.add(sum, itemAt(m, k * n + k));
  return sum;
}

/** A vector as a diagonal matrix, the diagonal of a matrix as a vector. */
export function diagonalOf(a: Value, span: Span): Value {
  if (isScalar(a)) return a;
  if (isArray(a) && a.shape.length === 1) {
    const n = a.shape[0] as number;
    const items: Scalar[] = new Array(n * n).fill(0);
    for (let k = 0; k < n; k++) items[k * n + k] = itemAt(a, k);
    return pack([n, n], items);
  }
  const m = requireMatrix(a, 'A diagonal', span);
  const [rows, columns] = m.shape as [number, number];
  const n = Math.min(rows, columns);
  return pack(
    [n],
    Array.from({ length: n }, (_, k) => itemAt(m, k * columns + k)),
  );
}

/** Integer powers by squaring, other powers of a symmetric matrix through its eigenvalues. */
export function matrixPower(a: ArrayValue, exponent: number, span: Span): Value {
  const n = a.shape[0] as number;
  if (Number.isInteger(exponent)) {
    let base: Value = exponent < 0 ? inverseOf(a, span) : a;
    let result: Value = identityMatrix(n);
    for (let k = Math.abs(exponent); k > 0; k = Math.floor(k / 2)) {
      if (k % 2 === 1) result = product(result, base, siteOf(span));
      if (k > 1) base = product(base, base, siteOf(span));
    }
    return result;
  }
  const m = toMl(requireReal(a, 'A fractional power', span));
  if (!m.isSymmetric()) {
    throw new MathError(
      'math/unsupported',
      span,
      'A fractional power is computed for symmetric matrices only.',
      'Use an integer exponent, or a symmetric matrix.',
    );
  }
  const { realEigenvalues, eigenvectorMatrix: v } = new EigenvalueDecomposition(m, { assumeSymmetric: true });
  const powers = Matrix.diag(realEigenvalues.map((x) => (x < 0 && x > -1e-12 ? 0 : x) ** exponent));
  return fromMl(v.mmul(powers).mmul(v.transpose()));
}

export function isPositiveDefinite(a: Tensor): boolean {
  return new CholeskyDecomposition(toMl(a)).isPositiveDefinite();
}

export type NormOrder = number | 'F' | '*';

/** Vector p-norms; for matrices the Frobenius norm where no order is given, 1, 2, ∞, nuclear (`*`). */
export function normOf(a: Value, order: NormOrder | null, span: Span): Scalar {
  if (isScalar(a)) return scalar.absolute(a);
  if (!isArray(a))
    throw new MathError('math/shape', span, `A norm needs a vector or a matrix, not ${describeShape(a)}.`);
  const isMatrix = a.shape.length === 2 && a.shape[0] !== 1 && a.shape[1] !== 1;
  if (!isMatrix || order === null || order === 'F') return vectorNorm(Array.from(itemsOf(a)), order);
  const [n, m] = a.shape as [number, number];
  const sums = (rows: number, columns: number, at: (i: number, j: number) => number) =>
    Math.max(
      ...Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (_, j) => at(i, j)).reduce((sum, x) => sum + x, 0),
      ),
    );
  const size = (i: number, j: number) => scalar.realPart(scalar.absolute(itemAt(a, i * m + j)));
  if (order === 1) return sums(m, n, (j, i) => size(i, j));
  if (order === Number.POSITIVE_INFINITY) return sums(n, m, size);
  const values = singularValues(requireReal(a, 'This norm', span));
  if (order === 2) return Math.max(0, ...values);
  if (order === '*') return values.reduce((sum, s) => sum + s, 0);
  throw new MathError(
    'math/unsupported',
    span,
    `The matrix norm of order ${order} is not computed.`,
    'Use 1, 2, ∞, F or *.',
  );
}

function vectorNorm(items: readonly Scalar[], order: NormOrder | null): Scalar {
  const sizes = items.map(scalar.absolute);
  if (order === Number.POSITIVE_INFINITY) {
    return sizes.reduce((best, x) => (scalar.realPart(x) > scalar.realPart(best) ? x : best), 0);
  }
  if (order === 0) return sizes.filter((x) => scalar.realPart(x) !== 0).length;
  if (order === 1 || order === '*') return sizes.reduce(scalar.add, 0);
  if (order === null || order === 'F' || order === 2) {
    if (sizes.every((x) => typeof x === 'number')) return Math.hypot(...sizes);
    return scalar.squareRoot(sizes.map((x) => scalar.multiply(x, x)).reduce(scalar.add, 0));
  }
  return scalar.power(sizes.map((x) => scalar.power(x, order)).reduce(scalar.add, 0), 1 / order);
}
