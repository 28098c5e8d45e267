import { expect } from 'vitest';

/** Matrices as rows, computed with plainly: what the math core is compared with. */
export type Rows = readonly (readonly number[])[];

export const product = (a: Rows, b: Rows): Rows =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] ?? 0), 0)));
export const flip = (a: Rows): Rows => (a[0] ?? []).map((_, j) => a.map((row) => row[j] as number));
const largest = (a: Rows): number => Math.max(1e-300, ...a.flat().map(Math.abs));
export function expectSame(a: Rows, b: Rows, slack = 1e-9): void {
  const scale = Math.max(largest(a), largest(b), 1);
  expect(a.length).toBe(b.length);
  for (const [i, row] of a.entries())
    for (const [j, x] of row.entries()) expect(Math.abs(x - (b[i]?.[j] ?? Number.NaN)) / scale).toBeLessThan(slack);
}
export const identity = (n: number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
