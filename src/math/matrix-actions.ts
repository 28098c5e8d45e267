import { EigenvalueDecomposition } from 'ml-matrix';
import { determinantOf, isPositiveDefinite, toMl } from './linalg.js';
import type { MatrixAction, MatrixDescription } from './matrix-action.js';
import { ACTION_TOLERANCE, columnOf, Entries, largestOf, tidy, times, transposed } from './matrix-entries.js';
import {
  isOrthogonal,
  orthogonalActions,
  permutationOf,
  projectionOf,
  selectionOf,
  shearOf,
  spiralOf,
} from './matrix-moves.js';
import { nullSpace, pivotColumns } from './null-space.js';
import { identityMatrix } from './tensor.js';
import { type Tensor, tensor } from './value.js';

/** Larger ones are numbers, not something that a sentence describes; and eigenvalues take their time. */
export const MAX_DESCRIBED = 64;

/**
 * What a concrete matrix does. Every property is tested on its numbers, within the tolerance given in the answer; rank,
 * determinant and what is sent to zero are those of the numbers as they stand.
 */
export function describeMatrix(a: Tensor, tolerance: number = ACTION_TOLERANCE): MatrixDescription {
  const m = new Entries(a, tolerance);
  const kernel = nullSpace(a);
  const square = m.rows === m.columns;
  const determinant = square ? shortened(determinantOf(a, [0, 0]) as number) : undefined;
  return {
    shape: [m.rows, m.columns],
    rank: m.columns - kernel.length,
    determinant: kernel.length > 0 && square ? 0 : determinant,
    nullSpace: kernel,
    pivots: pivotColumns(a).map((j) => j + 1),
    actions: square ? squareActions(m, determinant as number, kernel) : oblongActions(m, kernel),
    tolerance,
  };
}

/** Without the last digits, where they are rounding. */
function shortened(x: number): number {
  return tidy(x, Math.abs(x));
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
  const factors = m.diagonal();
  if (diagonal && factors.every((x) => m.near(x, factors[0] as number)))
    out.push({ kind: 'scaling', factor: factors[0] as number });
  else if (diagonal) out.push({ kind: 'diagonal', factors });
  const permutation = permutationOf(m);
  if (permutation) out.push(permutation);
  if (n > 0 && isOrthogonal(m)) out.push(...orthogonalActions(m, determinant));
  const spiral = spiralOf(m);
  if (spiral) out.push(spiral);
  const squared = times(m.matrix, m.matrix);
  if (m.same(squared)) out.push(projectionOf(m, kernel), { kind: 'idempotent' });
  else if (m.with(squared).same(identityMatrix(n))) out.push({ kind: 'involution' });
  const shear = shearOf(m);
  if (shear) out.push(shear);
  out.push(...triangularActions(m, diagonal), ...symmetricActions(m));
  // That each row and column of a permutation adds up to 1 says less than what it is.
  if (!permutation) out.push(...stochasticActions(m));
  const power = nilpotentPower(m.matrix);
  if (power !== undefined) out.push({ kind: 'nilpotent', power });
  return [...out, ...lossActions(m, kernel)];
}

function oblongActions(m: Entries, kernel: readonly (readonly number[])[]): readonly MatrixAction[] {
  const out: MatrixAction[] = [];
  const selection = selectionOf(m);
  if (selection) out.push(selection);
  if (m.rows > m.columns && isOrthogonal(m)) out.push({ kind: 'orthonormal-columns' });
  return [...out, ...lossActions(m, kernel)];
}

function lossActions(m: Entries, kernel: readonly (readonly number[])[]): readonly MatrixAction[] {
  const out: MatrixAction[] = [];
  const rank = m.columns - kernel.length;
  const [pivot] = rank === 1 && m.rows > 1 && m.columns > 1 ? pivotColumns(m.matrix) : [];
  if (pivot !== undefined) out.push({ kind: 'rank-one', along: columnOf(m.matrix, pivot) });
  if (kernel.length > 0) out.push({ kind: 'singular', flattens: kernel });
  return out;
}

function triangularActions(m: Entries, diagonal: boolean): readonly MatrixAction[] {
  if (diagonal || m.rows < 2) return [];
  const strict = m.diagonal().every((x) => m.near(x, 0));
  if (m.every((x, i, j) => i <= j || m.near(x, 0))) return [{ kind: 'upper-triangular', strict }];
  if (m.every((x, i, j) => i >= j || m.near(x, 0))) return [{ kind: 'lower-triangular', strict }];
  return [];
}

function symmetricActions(m: Entries): readonly MatrixAction[] {
  if (m.every((x, i, j) => m.near(x, -m.at(j, i)))) return [{ kind: 'antisymmetric' }];
  if (!m.every((x, i, j) => m.near(x, m.at(j, i)))) return [];
  const { realEigenvalues } = new EigenvalueDecomposition(toMl(m.matrix), { assumeSymmetric: true });
  // A Cholesky factor exists for what rounding left above zero, too.
  const smallest = Math.min(...realEigenvalues);
  const floor = m.slack * m.rows;
  if (smallest > floor && isPositiveDefinite(m.matrix)) return [{ kind: 'symmetric' }, { kind: 'positive-definite' }];
  return smallest >= -floor ? [{ kind: 'symmetric' }, { kind: 'positive-semidefinite' }] : [{ kind: 'symmetric' }];
}

function stochasticActions(m: Entries): readonly MatrixAction[] {
  if (!m.every((x) => x >= -m.slack)) return [];
  const sumsToOne = (matrix: Tensor): boolean => {
    const ones = tensor([m.columns, 1], new Float64Array(m.columns).fill(1));
    return times(matrix, ones).data.every((sum) => m.near(sum, 1));
  };
  const [rows, columns] = [sumsToOne(m.matrix), sumsToOne(transposed(m.matrix))];
  if (!rows && !columns) return [];
  return [{ kind: 'stochastic', sums: rows && columns ? 'both' : rows ? 'rows' : 'columns' }];
}

/**
 * The first power that is zero. Powers of what merely shrinks get small as well, so an entry counts as zero only beside the
 * same power of the absolute values; and powers of random signs cancel little by little, so that each power must have the
 * trace 0 that it has where all eigenvalues are 0.
 */
function nilpotentPower(a: Tensor): number | undefined {
  const n = a.shape[0] as number;
  const scaled = divided(a, largestOf(a));
  const sizesOfScaled = absolute(scaled);
  let [power, sizes] = [scaled, sizesOfScaled];
  for (let k = 1; k <= n; k++) {
    const size = largestOf(sizes);
    if (power.data.every((x) => Math.abs(x) <= ACTION_TOLERANCE * size)) return k;
    if (Math.abs(traceOf(power)) > ACTION_TOLERANCE * size) return undefined;
    [power, sizes] = rescaled(times(power, scaled), times(sizes, sizesOfScaled));
  }
  return undefined;
}

function traceOf(a: Tensor): number {
  const n = a.shape[0] as number;
  let trace = 0;
  for (let k = 0; k < n; k++) trace += a.data[k * n + k] as number;
  return trace;
}

/** Both divided by the largest size, so that high powers neither overflow nor vanish. */
function rescaled(power: Tensor, sizes: Tensor): [Tensor, Tensor] {
  const size = largestOf(sizes) || 1;
  return [divided(power, size), divided(sizes, size)];
}

function divided(a: Tensor, by: number): Tensor {
  return tensor(
    a.shape,
    a.data.map((x) => x / by),
  );
}

function absolute(a: Tensor): Tensor {
  return tensor(a.shape, a.data.map(Math.abs));
}
