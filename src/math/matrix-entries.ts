import { product, siteOf, transpose } from './tensor.js';
import { type Tensor, tensor, type Value } from './value.js';

/** Entries count as equal when they differ by less than this, times the size of the largest entry. */
export const ACTION_TOLERANCE = 1e-9;

const NOWHERE = siteOf([0, 0]);

/** A matrix of real numbers whose entries are compared within a tolerance. */
export class Entries {
  readonly rows: number;
  readonly columns: number;
  readonly slack: number;
  constructor(
    readonly matrix: Tensor,
    readonly tolerance: number = ACTION_TOLERANCE,
  ) {
    [this.rows, this.columns] = matrix.shape as [number, number];
    this.slack = tolerance * (largestOf(matrix) || 1);
  }
  at(i: number, j: number): number {
    return this.matrix.data[i * this.columns + j] as number;
  }
  near(x: number, y: number): boolean {
    return Math.abs(x - y) <= this.slack;
  }
  every(holds: (x: number, i: number, j: number) => boolean): boolean {
    return this.matrix.data.every((x, k) => holds(x, Math.floor(k / this.columns), k % this.columns));
  }
  same(other: Tensor): boolean {
    return this.every((x, i, j) => this.near(x, other.data[i * this.columns + j] as number));
  }
  diagonal(): readonly number[] {
    return Array.from({ length: Math.min(this.rows, this.columns) }, (_, k) => this.at(k, k));
  }
  /** The same matrix, read with a slack of its own. */
  with(matrix: Tensor): Entries {
    return new Entries(matrix, this.tolerance);
  }
}

/** Without what rounding adds: `size` is that of the numbers it was computed from. */
export function tidy(x: number, size: number): number {
  if (Math.abs(x) <= 1e-15 * size) return 0;
  const short = Number(x.toPrecision(12));
  return Math.abs(x - short) <= 1e-14 * size ? short : x;
}

/** Size of the largest entry. */
export function largestOf(matrix: Tensor): number {
  return matrix.data.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
}

/** The product of two matrices as a matrix, also where it is a single number or a single row. */
export function times(a: Tensor, b: Tensor): Tensor {
  return asMatrix(product(a, b, NOWHERE), a.shape[0] as number, b.shape[1] as number);
}

function asMatrix(value: Value, rows: number, columns: number): Tensor {
  if (typeof value === 'number') return tensor([1, 1], [value]);
  return tensor([rows, columns], (value as Tensor).data);
}

/** The transpose as a matrix, also of a single row. */
export function transposed(a: Tensor): Tensor {
  const [rows, columns] = a.shape as [number, number];
  return tensor([columns, rows], (transpose(a) as Tensor).data);
}

/** The identity minus the matrix, minus more of it where `factor` says so. */
export function identityMinus(a: Tensor, factor = 1): Tensor {
  const columns = a.shape[1] as number;
  return tensor(
    a.shape,
    a.data.map((x, k) => (Math.floor(k / columns) === k % columns ? factor : 0) - x),
  );
}

export function columnOf(a: Tensor, j: number): readonly number[] {
  const [rows, columns] = a.shape as [number, number];
  return Array.from({ length: rows }, (_, i) => a.data[i * columns + j] as number);
}

export function rowOf(a: Tensor, i: number): readonly number[] {
  const columns = a.shape[1] as number;
  return Array.from(a.data.subarray(i * columns, (i + 1) * columns));
}

/** A matrix with the given columns. */
export function fromColumns(columns: readonly (readonly number[])[], rows: number): Tensor {
  const out = new Float64Array(rows * columns.length);
  columns.forEach((column, j) => {
    column.forEach((x, i) => {
      out[i * columns.length + j] = x;
    });
  });
  return tensor([rows, columns.length], out);
}

/** Length 1, first entry that is not zero positive. */
export function direction(v: readonly number[]): readonly number[] {
  const length = Math.hypot(...v);
  const lead = v.find((x) => Math.abs(x) > 1e-12 * length) ?? 1;
  return v.map((x) => (x === 0 ? 0 : (x / length) * Math.sign(lead)));
}

export function longest(vectors: readonly (readonly number[])[]): readonly number[] {
  const lengths = vectors.map((v) => Math.hypot(...v));
  return vectors[lengths.indexOf(Math.max(...lengths))] ?? [];
}

/** A direction by its simplest numbers: (0.7071, 0.7071) is the direction of (1, 1). Others stay as they are. */
export function simplestDirection(v: readonly number[]): readonly number[] {
  const size = Math.min(...v.map(Math.abs).filter((x) => x > 1e-9));
  if (!Number.isFinite(size)) return v;
  for (let k = 1; k <= 6; k++) {
    const scaled = v.map((x) => (x / size) * k);
    const whole = scaled.map((x) => Math.round(x) || 0);
    if (whole.every((x, i) => Math.abs(x) <= 20 && Math.abs(x - (scaled[i] as number)) < 1e-8)) return whole;
  }
  return v;
}
