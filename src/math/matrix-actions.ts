import { EigenvalueDecomposition } from 'ml-matrix';
import { determinantOf, isPositiveDefinite, singularValues, toMl } from './linalg.js';
import { identityMatrix, product, siteOf, transpose } from './tensor.js';
import { type Tensor, tensor, type Value } from './value.js';

/** Entries count as equal when they differ by less than this, times the size of the largest entry. */
export const ACTION_TOLERANCE = 1e-9;

/** One thing that a matrix does to what it is multiplied with, with its numbers. Rows and columns count from 1. */
export type MatrixAction =
  | { readonly kind: 'zero' }
  | { readonly kind: 'identity' }
  | { readonly kind: 'scaling'; readonly factor: number }
  | { readonly kind: 'diagonal'; readonly factors: readonly number[] }
  /** `goesTo[i]` is where row i + 1 of what stands on the right lands; cycles of length 1 are left out. */
  | {
      readonly kind: 'permutation';
      readonly goesTo: readonly number[];
      readonly cycles: readonly (readonly number[])[];
    }
  /** Angle in degrees, counter-clockwise; in 3-D about the axis by the right-hand rule. */
  | { readonly kind: 'rotation'; readonly degrees: number; readonly axis?: readonly number[] }
  /** In 2-D the mirror is the line along `along`; in any dimension `normal` stands on it. */
  | { readonly kind: 'reflection'; readonly normal: readonly number[]; readonly along?: readonly number[] }
  /** Onto the span of `onto`, along the span of `along`; orthogonal when the two stand at right angles. */
  | {
      readonly kind: 'projection';
      readonly onto: readonly (readonly number[])[];
      readonly along: readonly (readonly number[])[];
      readonly orthogonal: boolean;
    }
  /** Adds `amount` times coordinate `from` to coordinate `to`. */
  | { readonly kind: 'shear'; readonly from: number; readonly to: number; readonly amount: number }
  | { readonly kind: 'upper-triangular'; readonly strict: boolean }
  | { readonly kind: 'lower-triangular'; readonly strict: boolean }
  | { readonly kind: 'orthogonal'; readonly determinant: number }
  | { readonly kind: 'orthonormal-columns' }
  | { readonly kind: 'symmetric' }
  | { readonly kind: 'antisymmetric' }
  | { readonly kind: 'positive-definite' }
  | { readonly kind: 'positive-semidefinite' }
  | { readonly kind: 'stochastic'; readonly sums: 'rows' | 'columns' | 'both' }
  | { readonly kind: 'idempotent' }
  /** The power at which nothing is left. */
  | { readonly kind: 'nilpotent'; readonly power: number }
  | { readonly kind: 'involution' }
  /** What it flattens: a basis of the vectors it sends to zero. */
  | { readonly kind: 'singular'; readonly flattens: readonly (readonly number[])[] };

export type MatrixDescription = {
  readonly shape: readonly [number, number];
  readonly rank: number;
  /** Of square matrices only. */
  readonly determinant: number | undefined;
  /** Most telling first. */
  readonly actions: readonly MatrixAction[];
  readonly tolerance: number;
};

/** What a concrete matrix does. Every property is tested on its numbers, within the tolerance given in the answer. */
export function describeMatrix(a: Tensor): MatrixDescription {
  const m = new Entries(a);
  const kernel = nullSpace(a);
  const rank = m.columns - kernel.length;
  const square = m.rows === m.columns;
  const determinant = square ? (determinantOf(a, NOWHERE) as number) : undefined;
  const actions = [...(square ? squareActions(m, determinant as number, kernel) : []), ...anyActions(m, square)];
  return { shape: [m.rows, m.columns], rank, determinant, actions, tolerance: ACTION_TOLERANCE };
}

const NOWHERE = [0, 0] as const;

class Entries {
  readonly rows: number;
  readonly columns: number;
  readonly slack: number;
  constructor(readonly matrix: Tensor) {
    [this.rows, this.columns] = matrix.shape as [number, number];
    this.slack = ACTION_TOLERANCE * Math.max(1, ...matrix.data.map(Math.abs));
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
  same(other: Value): boolean {
    const data = (other as Tensor).data;
    return this.every((x, i, j) => this.near(x, data[i * this.columns + j] as number));
  }
  times(other: Tensor): Tensor {
    return asMatrix(product(this.matrix, other, siteOf(NOWHERE)), this.rows, other.shape[1] as number);
  }
}

/** Products that are a single number or a single row come back as matrices. */
function asMatrix(value: Value, rows: number, columns: number): Tensor {
  if (typeof value === 'number') return tensor([1, 1], [value]);
  return tensor([rows, columns], (value as Tensor).data);
}

function squareActions(
  m: Entries,
  determinant: number,
  kernel: readonly (readonly number[])[],
): readonly MatrixAction[] {
  const n = m.rows;
  const out: MatrixAction[] = [];
  if (m.every((x) => m.near(x, 0))) return [{ kind: 'zero' }, { kind: 'nilpotent', power: 1 }];
  if (m.same(identityMatrix(n)))
    return [{ kind: 'identity' }, { kind: 'orthogonal', determinant: 1 }, { kind: 'symmetric' }];
  const diagonal = m.every((x, i, j) => i === j || m.near(x, 0));
  const factors = Array.from({ length: n }, (_, k) => m.at(k, k));
  if (diagonal && factors.every((x) => m.near(x, factors[0] as number)))
    out.push({ kind: 'scaling', factor: factors[0] as number });
  else if (diagonal) out.push({ kind: 'diagonal', factors });
  const permutation = permutationOf(m);
  if (permutation) out.push(permutation);
  const orthogonal =
    n > 0 &&
    new Entries(asMatrix(product(transposed(m.matrix), m.matrix, siteOf(NOWHERE)), n, n)).same(identityMatrix(n));
  if (orthogonal) out.push(...orthogonalActions(m, determinant));
  const squared = m.times(m.matrix);
  const idempotent = m.same(squared);
  if (idempotent) out.push(projectionOf(m, kernel), { kind: 'idempotent' });
  else if (new Entries(squared).same(identityMatrix(n))) out.push({ kind: 'involution' });
  const shear = shearOf(m);
  if (shear) out.push(shear);
  out.push(...triangularActions(m, diagonal), ...symmetricActions(m), ...stochasticActions(m));
  const power = nilpotentPower(m);
  if (power !== undefined) out.push({ kind: 'nilpotent', power });
  if (kernel.length > 0) out.push({ kind: 'singular', flattens: kernel });
  return out;
}

function anyActions(m: Entries, square: boolean): readonly MatrixAction[] {
  if (square || m.rows < m.columns) return [];
  const gram = asMatrix(product(transposed(m.matrix), m.matrix, siteOf(NOWHERE)), m.columns, m.columns);
  return new Entries(gram).same(identityMatrix(m.columns)) ? [{ kind: 'orthonormal-columns' }] : [];
}

/** The transpose as a matrix, also of a single row. */
function transposed(a: Tensor): Tensor {
  const [rows, columns] = a.shape as [number, number];
  return tensor([columns, rows], (transpose(a) as Tensor).data);
}

function permutationOf(m: Entries): MatrixAction | undefined {
  const goesTo = new Array<number>(m.columns).fill(0);
  for (let i = 0; i < m.rows; i++) {
    const ones = Array.from({ length: m.columns }, (_, j) => j).filter((j) => m.near(m.at(i, j), 1));
    const [j] = ones;
    const rest = Array.from({ length: m.columns }, (_, k) => m.at(i, k)).filter((x) => !m.near(x, 0));
    if (ones.length !== 1 || rest.length !== 1 || j === undefined || goesTo[j] !== 0) return undefined;
    // Row i of the product is row j of what stands on the right.
    goesTo[j] = i + 1;
  }
  return { kind: 'permutation', goesTo, cycles: cyclesOf(goesTo) };
}

function cyclesOf(goesTo: readonly number[]): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const cycles: number[][] = [];
  for (let start = 1; start <= goesTo.length; start++) {
    const cycle: number[] = [];
    for (let at = start; !seen.has(at); at = goesTo[at - 1] as number) {
      seen.add(at);
      cycle.push(at);
    }
    if (cycle.length > 1) cycles.push(cycle);
  }
  return cycles;
}

function orthogonalActions(m: Entries, determinant: number): readonly MatrixAction[] {
  const sign = determinant > 0 ? 1 : -1;
  const out: MatrixAction[] = [];
  if (m.rows === 2 && sign > 0) out.push({ kind: 'rotation', degrees: degrees(Math.atan2(m.at(1, 0), m.at(0, 0))) });
  if (m.rows === 3 && sign > 0) out.push(rotation3(m));
  const normal = mirrorNormal(m);
  if (normal) {
    const [x, y] = normal as [number, number];
    out.push({ kind: 'reflection', normal, ...(m.rows === 2 && { along: direction([-y, x]) }) });
  }
  out.push({ kind: 'orthogonal', determinant: sign });
  return out;
}

function degrees(radians: number): number {
  return Math.round(((radians * 180) / Math.PI) * 1e10) / 1e10;
}

/** Angle from the trace, axis from the antisymmetric part, or from I + R where that vanishes (half a turn). */
function rotation3(m: Entries): MatrixAction {
  const trace = m.at(0, 0) + m.at(1, 1) + m.at(2, 2);
  const skew = [m.at(2, 1) - m.at(1, 2), m.at(0, 2) - m.at(2, 0), m.at(1, 0) - m.at(0, 1)];
  const sine = Math.hypot(...skew) / 2;
  const angle = Math.atan2(sine, (trace - 1) / 2);
  if (sine > 1e-8) return { kind: 'rotation', degrees: degrees(angle), axis: skew.map((x) => x / (2 * sine)) };
  const columns = [0, 1, 2].map((j) => [0, 1, 2].map((i) => m.at(i, j) + (i === j ? 1 : 0)));
  return { kind: 'rotation', degrees: degrees(angle), axis: direction(longest(columns)) };
}

/** I − A of a reflection has rank one: its columns are multiples of the normal, and its trace is 2. */
function mirrorNormal(m: Entries): readonly number[] | undefined {
  const n = m.rows;
  const rest = (i: number, j: number) => (i === j ? 1 : 0) - m.at(i, j);
  let trace = 0;
  for (let k = 0; k < n; k++) trace += rest(k, k);
  if (!m.near(trace, 2)) return undefined;
  const columns = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => rest(i, j)));
  const normal = direction(longest(columns));
  const fits = columns.every((column, j) =>
    column.every((x, i) => m.near(x, 2 * (normal[i] as number) * (normal[j] as number))),
  );
  return fits ? normal : undefined;
}

function longest(vectors: readonly (readonly number[])[]): readonly number[] {
  const lengths = vectors.map((v) => Math.hypot(...v));
  return vectors[lengths.indexOf(Math.max(...lengths))] ?? [];
}

/** Length 1, first entry that is not zero positive. */
function direction(v: readonly number[]): readonly number[] {
  const length = Math.hypot(...v);
  const lead = v.find((x) => Math.abs(x) > 1e-12 * length) ?? 1;
  return v.map((x) => (x === 0 ? 0 : (x / length) * Math.sign(lead)));
}

function projectionOf(m: Entries, kernel: readonly (readonly number[])[]): MatrixAction {
  // What a projection leaves alone is what I − P sends to zero.
  const rest = tensor(
    [m.rows, m.columns],
    m.matrix.data.map((x, k) => (Math.floor(k / m.columns) === k % m.columns ? 1 : 0) - x),
  );
  const orthogonal = m.every((x, i, j) => m.near(x, m.at(j, i)));
  return { kind: 'projection', onto: nullSpace(rest), along: kernel, orthogonal };
}

function shearOf(m: Entries): MatrixAction | undefined {
  let found: MatrixAction | undefined;
  const fits = m.every((x, i, j) => {
    if (i === j) return m.near(x, 1);
    if (m.near(x, 0)) return true;
    if (found) return false;
    found = { kind: 'shear', from: j + 1, to: i + 1, amount: x };
    return true;
  });
  return fits ? found : undefined;
}

function triangularActions(m: Entries, diagonal: boolean): readonly MatrixAction[] {
  if (diagonal || m.rows < 2) return [];
  const strict = Array.from({ length: m.rows }, (_, k) => m.at(k, k)).every((x) => m.near(x, 0));
  if (m.every((x, i, j) => i <= j || m.near(x, 0))) return [{ kind: 'upper-triangular', strict }];
  if (m.every((x, i, j) => i >= j || m.near(x, 0))) return [{ kind: 'lower-triangular', strict }];
  return [];
}

function symmetricActions(m: Entries): readonly MatrixAction[] {
  if (m.every((x, i, j) => m.near(x, -m.at(j, i)))) return [{ kind: 'antisymmetric' }];
  if (!m.every((x, i, j) => m.near(x, m.at(j, i)))) return [];
  if (isPositiveDefinite(m.matrix)) return [{ kind: 'symmetric' }, { kind: 'positive-definite' }];
  const { realEigenvalues } = new EigenvalueDecomposition(toMl(m.matrix), { assumeSymmetric: true });
  const semidefinite = realEigenvalues.every((x) => x >= -m.slack * m.rows);
  return semidefinite ? [{ kind: 'symmetric' }, { kind: 'positive-semidefinite' }] : [{ kind: 'symmetric' }];
}

function stochasticActions(m: Entries): readonly MatrixAction[] {
  if (!m.every((x) => x >= -m.slack)) return [];
  const all = Array.from({ length: m.rows }, (_, k) => k);
  const rows = all.every((i) =>
    m.near(
      all.reduce((sum, j) => sum + m.at(i, j), 0),
      1,
    ),
  );
  const columns = all.every((j) =>
    m.near(
      all.reduce((sum, i) => sum + m.at(i, j), 0),
      1,
    ),
  );
  if (!rows && !columns) return [];
  return [{ kind: 'stochastic', sums: rows && columns ? 'both' : rows ? 'rows' : 'columns' }];
}

function nilpotentPower(m: Entries): number | undefined {
  let power: Tensor = m.matrix;
  for (let k = 2; k <= m.rows; k++) {
    power = asMatrix(product(power, m.matrix, siteOf(NOWHERE)), m.rows, m.columns);
    if (power.data.every((x) => m.near(x, 0))) return k;
  }
  return undefined;
}

/**
 * A basis of what the matrix sends to zero, by elimination with full columns in view: the entries stay the simple numbers
 * that they are in the textbook, which the columns of an SVD would not.
 */
export function nullSpace(a: Tensor): readonly (readonly number[])[] {
  const [n, m] = a.shape as [number, number];
  const rows = Array.from({ length: n }, (_, i) => Array.from(a.data.subarray(i * m, (i + 1) * m)));
  const slack = 1e-12 * Math.max(1, ...singularValues(a)) * Math.max(n, m);
  const pivots: number[] = [];
  for (let j = 0; j < m && pivots.length < n; j++) {
    const r = pivots.length;
    let best = r;
    for (let i = r + 1; i < n; i++) if (Math.abs(rows[i]?.[j] ?? 0) > Math.abs(rows[best]?.[j] ?? 0)) best = i;
    const pivotRow = rows[best] as number[];
    const pivot = pivotRow[j] as number;
    if (Math.abs(pivot) <= slack) continue;
    rows[best] = rows[r] as number[];
    rows[r] = pivotRow.map((x) => x / pivot);
    rows.forEach((row, i) => {
      const factor = row[j] as number;
      if (i === r || factor === 0) return;
      row.forEach((x, k) => {
        row[k] = k === j ? 0 : x - factor * (rows[r]?.[k] as number);
      });
    });
    pivots.push(j);
  }
  const free = Array.from({ length: m }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((j) => {
    const basis = new Array<number>(m).fill(0);
    basis[j] = 1;
    pivots.forEach((pivot, r) => {
      const x = -(rows[r]?.[j] as number);
      basis[pivot] = Math.abs(x) < 1e-14 ? 0 : x;
    });
    return basis;
  });
}

/** A term of a linear combination: which column (or row), and how much of it. */
export type Combination = readonly {
  readonly index: number;
  readonly weight: number;
  readonly part: readonly number[];
}[];

export type ProductReading = {
  readonly value: Tensor;
  /** Column j of the product as a combination of the columns of the left factor. */
  readonly byColumns: readonly Combination[];
  /** Row i of the product as a combination of the rows of the right factor. */
  readonly byRows: readonly Combination[];
};

/** A matrix product read both ways, with its numbers. Throws `MathError` where the shapes do not fit. */
export function readProduct(a: Tensor, b: Tensor): ProductReading {
  const right = b.shape.length === 1 ? tensor([b.shape[0] as number, 1], b.data) : b;
  const [n, inner] = a.shape as [number, number];
  const m = right.shape[1] as number;
  const value = asMatrix(product(a, right, siteOf(NOWHERE)), n, m);
  const column = (k: number) => Array.from({ length: n }, (_, i) => a.data[i * inner + k] as number);
  const row = (k: number) => Array.from({ length: m }, (_, j) => right.data[k * m + j] as number);
  const all = Array.from({ length: inner }, (_, k) => k);
  return {
    value,
    byColumns: Array.from({ length: m }, (_, j) =>
      all.map((k) => ({ index: k + 1, weight: right.data[k * m + j] as number, part: column(k) })),
    ),
    byRows: Array.from({ length: n }, (_, i) =>
      all.map((k) => ({ index: k + 1, weight: a.data[i * inner + k] as number, part: row(k) })),
    ),
  };
}

export type EquationCheck =
  | { readonly holds: true; readonly largestDifference: number }
  | {
      readonly holds: false;
      /** Place of the first wrong entry, from 1; empty where the shapes differ. */
      readonly place: readonly number[];
      readonly left: number | readonly number[];
      readonly right: number | readonly number[];
    };

/** Compares two arrays entry by entry; of a wrong one, the first place in reading order. */
export function checkEquation(a: Tensor, b: Tensor): EquationCheck {
  const same = a.shape.length === b.shape.length && a.shape.every((n, k) => n === b.shape[k]);
  if (!same) return { holds: false, place: [], left: a.shape, right: b.shape };
  const slack = ACTION_TOLERANCE * Math.max(1, ...a.data.map(Math.abs), ...b.data.map(Math.abs));
  let largestDifference = 0;
  for (let k = 0; k < a.data.length; k++) {
    const [x, y] = [a.data[k] as number, b.data[k] as number];
    const gap = Math.abs(x - y);
    if (!(gap <= slack)) return { holds: false, place: placeOf(k, a.shape), left: x, right: y };
    largestDifference = Math.max(largestDifference, gap);
  }
  return { holds: true, largestDifference };
}

function placeOf(offset: number, shape: readonly number[]): readonly number[] {
  const place: number[] = [];
  let rest = offset;
  for (const n of shape.toReversed()) {
    place.unshift((rest % n) + 1);
    rest = Math.floor(rest / n);
  }
  return place;
}
