import { columnOf, rowOf, times } from './matrix-entries.js';
import { type Tensor, tensor } from './value.js';

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
  const value = times(a, right);
  const all = Array.from({ length: inner }, (_, k) => k);
  return {
    value,
    byColumns: Array.from({ length: m }, (_, j) =>
      all.map((k) => ({ index: k + 1, weight: right.data[k * m + j] as number, part: columnOf(a, k) })),
    ),
    byRows: Array.from({ length: n }, (_, i) =>
      all.map((k) => ({ index: k + 1, weight: a.data[i * inner + k] as number, part: rowOf(right, k) })),
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

/** Entries of two sides may differ by this, times the largest entry. */
const EQUATION_TOLERANCE = 1e-9;

/** Compares two arrays entry by entry; of a wrong one, the first place in reading order. */
export function checkEquation(a: Tensor, b: Tensor): EquationCheck {
  const same = a.shape.length === b.shape.length && a.shape.every((n, k) => n === b.shape[k]);
  if (!same) return { holds: false, place: [], left: a.shape, right: b.shape };
  const slack = EQUATION_TOLERANCE * Math.max(1, ...a.data.map(Math.abs), ...b.data.map(Math.abs));
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
