import type { Canon, Occurrence } from '../canon/index.js';
import type { Expr, MatrixExpr } from '../expr/types.js';
import type { Check } from './evidence.js';

/**
 * What a matrix of numbers is seen to be. No pattern can say "a single 1 in each row and column" for every size, so literals
 * are read here and offered to the catalogue as `\permutation{P}`.
 */
export function literalOccurrence(canon: Canon, e: Expr): Occurrence | undefined {
  if (e.kind !== 'matrix' || !permutationOf(e)) return undefined;
  return canon.build.fn('permutation', [canon.of(e)], e);
}

/** For each row of the result the row of what is multiplied, from 0; undefined when the matrix permutes nothing. */
export function permutationOf(e: MatrixExpr): readonly number[] | undefined {
  const n = e.rows.length;
  if (n < 2) return undefined;
  const order: number[] = [];
  for (const row of e.rows) {
    if (row.length !== n) return undefined;
    const values = row.map((x) => (x.kind === 'number' ? x.value : Number.NaN));
    const at = values.indexOf(1);
    if (at < 0 || values.some((v, i) => v !== (i === at ? 1 : 0)) || order.includes(at)) return undefined;
    order.push(at);
  }
  return order.every((from, to) => from === to) ? undefined : order;
}

/** The claim in numbers: the matrix times its transpose is the identity, entry by entry. */
export function literalChecks(e: Expr): readonly Check[] | undefined {
  if (e.kind !== 'matrix') return undefined;
  const rows = e.rows.map((row) => row.map((x) => (x.kind === 'number' ? x.value : Number.NaN)));
  let largest = 0;
  for (const [i, a] of rows.entries()) {
    for (const [j, b] of rows.entries()) {
      const product = a.reduce((sum, x, k) => sum + x * (b[k] ?? Number.NaN), 0);
      largest = Math.max(largest, Math.abs(product - (i === j ? 1 : 0)));
    }
  }
  if (!(largest < 1e-12)) return undefined;
  return [
    {
      kind: 'law',
      says: 'its transpose puts everything back',
      points: rows.length ** 2,
      maxRelativeDifference: largest,
    },
  ];
}

/** Cycles of length two or more, rows counted from 0: `[[0, 1, 2]]` moves row 0 to 1, 1 to 2, 2 to 0. */
export function cyclesOf(order: readonly number[]): readonly (readonly number[])[] {
  const target = order.map((_, row) => order.indexOf(row));
  const seen = new Set<number>();
  const cycles: number[][] = [];
  for (let start = 0; start < target.length; start++) {
    const cycle: number[] = [];
    for (let at = start; !seen.has(at); at = target[at] as number) {
      seen.add(at);
      cycle.push(at);
    }
    if (cycle.length > 1) cycles.push(cycle);
  }
  return cycles;
}
