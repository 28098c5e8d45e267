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
  /** Entry k of what comes out is entry `picks[k]` of what goes in. */
  | { readonly kind: 'selection'; readonly picks: readonly number[] }
  /** Angle in degrees, counter-clockwise; in 3-D about the axis by the right-hand rule. */
  | { readonly kind: 'rotation'; readonly degrees: number; readonly axis?: readonly number[] }
  | { readonly kind: 'rotation-scaling'; readonly degrees: number; readonly factor: number }
  /** In 2-D the mirror is the line along `along`; in any dimension `normal` stands on it. */
  | { readonly kind: 'reflection'; readonly normal: readonly number[]; readonly along?: readonly number[] }
  /** A turn about the axis, and a mirror across it. */
  | { readonly kind: 'rotoreflection'; readonly degrees: number; readonly axis: readonly number[] }
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
  /** Everything lands on the line through `along`. */
  | { readonly kind: 'rank-one'; readonly along: readonly number[] }
  /** What it flattens: a basis of the vectors it sends to zero. */
  | { readonly kind: 'singular'; readonly flattens: readonly (readonly number[])[] };

export type MatrixDescription = {
  readonly shape: readonly [number, number];
  readonly rank: number;
  /** Of square matrices only. */
  readonly determinant: number | undefined;
  /** A basis of what is sent to zero. */
  readonly nullSpace: readonly (readonly number[])[];
  /** Columns that span all that can come out, from 1. */
  readonly pivots: readonly number[];
  /** Most telling first. */
  readonly actions: readonly MatrixAction[];
  readonly tolerance: number;
};
