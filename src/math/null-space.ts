import type { Tensor } from './value.js';

/** Pivots smaller than this, times the length of all entries and the longer side, count as zero. */
const PIVOT_TOLERANCE = 1e-12;

/**
 * A basis of what the matrix sends to zero, by elimination with full columns in view: the entries stay the simple numbers
 * that they are in the textbook, which the columns of an SVD would not.
 */
export function nullSpace(a: Tensor, tolerance: number = PIVOT_TOLERANCE): readonly (readonly number[])[] {
  const { rows, pivots } = reduce(a, tolerance);
  const m = a.shape[1] as number;
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

/** Columns, from 0, that no columns before them make up: they span all that the matrix reaches. */
export function pivotColumns(a: Tensor): readonly number[] {
  return reduce(a, PIVOT_TOLERANCE).pivots;
}

/** Gauss–Jordan: each pivot row divided by its pivot, the pivot's column cleared in all others. */
function reduce(a: Tensor, tolerance: number): { readonly rows: readonly number[][]; readonly pivots: number[] } {
  const [n, m] = a.shape as [number, number];
  const rows = Array.from({ length: n }, (_, i) => Array.from(a.data.subarray(i * m, (i + 1) * m)));
  const size = Math.sqrt(a.data.reduce((sum, x) => sum + x * x, 0));
  const slack = tolerance * (size || 1) * Math.max(n, m);
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
  return { rows, pivots };
}
