import { columnOf, fromColumns, transposed } from './matrix-entries.js';
import type { Tensor } from './value.js';

/** Thin: as many columns and stretches as the shorter side has; stretches fall, columns are at right angles with length 1. */
export type Svd = { readonly U: Tensor; readonly stretches: readonly number[]; readonly V: Tensor };

/** Sweeps over all pairs of columns; a dozen is usual, and the bound makes sure of an end. */
const MOST_SWEEPS = 60;
/** Columns count as standing at right angles when the cosine between them is below this. */
const RIGHT_ANGLE = 1e-15;

/**
 * Singular values by one-sided Jacobi rotations (Hestenes 1958; Golub and Van Loan 2013, section 8.6.3): pairs of columns are
 * turned until all stand at right angles. ml-matrix has an SVD as well, which never ends for some matrices of low rank.
 */
export function svdOf(a: Tensor): Svd {
  const [n, m] = a.shape as [number, number];
  if (n >= m) return jacobi(a);
  const { U, stretches, V } = jacobi(transposed(a));
  return { U: V, stretches, V: U };
}

function jacobi(a: Tensor): Svd {
  const [n, m] = a.shape as [number, number];
  const columns = Array.from({ length: m }, (_, j) => Float64Array.from(columnOf(a, j)));
  const turns = columns.map((_, j) => Float64Array.from({ length: m }, (_x, i) => (i === j ? 1 : 0)));
  const total = columns.reduce((sum, column) => sum + dot(column, column), 0);
  for (let sweep = 0, turned = true; turned && sweep < MOST_SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < m; p++) {
      for (let q = p + 1; q < m; q++) {
        const [x, y] = [columns[p] as Float64Array, columns[q] as Float64Array];
        const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
        // What rounding left of a column has no direction of its own.
        if (Math.min(xx, yy) <= 1e-32 * total || Math.abs(xy) <= RIGHT_ANGLE * Math.sqrt(xx * yy)) continue;
        turned = true;
        const zeta = (yy - xx) / (2 * xy);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, tangent);
        turn(x, y, cosine, cosine * tangent);
        turn(turns[p] as Float64Array, turns[q] as Float64Array, cosine, cosine * tangent);
      }
    }
  }
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  const order = lengths.map((_, j) => j).sort((i, j) => (lengths[j] as number) - (lengths[i] as number));
  const floor = 4e-16 * (lengths[order[0] ?? 0] ?? 0) * Math.max(n, m);
  const stretches = order.map((j) => ((lengths[j] as number) <= floor ? 0 : (lengths[j] as number)));
  const out: number[][] = [];
  order.forEach((j, k) => {
    const s = stretches[k] as number;
    out.push(s > 0 ? Array.from(columns[j] as Float64Array, (x) => x / s) : missingDirection(out, n));
  });
  return {
    U: fromColumns(out, n),
    stretches,
    V: fromColumns(
      order.map((j) => Array.from(turns[j] as Float64Array)),
      m,
    ),
  };
}

function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += (x[k] as number) * (y[k] as number);
  return sum;
}

function turn(x: Float64Array, y: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < x.length; k++) {
    const [a, b] = [x[k] as number, y[k] as number];
    x[k] = cosine * a - sine * b;
    y[k] = sine * a + cosine * b;
  }
}

/** A direction at right angles to those that there are: of the axes the one that keeps most when theirs are taken out. */
function missingDirection(known: readonly (readonly number[])[], n: number): number[] {
  let best: number[] = [];
  for (let axis = 0; axis < n; axis++) {
    let v: number[] = Array.from({ length: n }, (_, i) => (i === axis ? 1 : 0));
    // Once more against rounding.
    for (let round = 0; round < 2; round++)
      for (const u of known) {
        const share = dot(u, v);
        v = v.map((x, i) => x - share * (u[i] as number));
      }
    if (Math.hypot(...v) > Math.hypot(...best)) best = v;
    if (Math.hypot(...best) > 0.7) break;
  }
  const length = Math.hypot(...best);
  return best.map((x) => x / length);
}
