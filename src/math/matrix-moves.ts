import type { MatrixAction } from './matrix-action.js';
import { columnOf, direction, type Entries, identityMinus, longest, times, transposed } from './matrix-entries.js';
import { nullSpace } from './null-space.js';
import { identityMatrix } from './tensor.js';
import { type Tensor, tensor } from './value.js';

/** What moves things without bending or losing them: permutations, turns, mirrors, and projections. */

export function permutationOf(m: Entries): MatrixAction | undefined {
  const goesTo = new Array<number>(m.columns).fill(0);
  for (let i = 0; i < m.rows; i++) {
    const j = onlyOne(m, i);
    if (j === undefined || goesTo[j] !== 0) return undefined;
    // Row i of the product is row j of what stands on the right.
    goesTo[j] = i + 1;
  }
  return { kind: 'permutation', goesTo, cycles: cyclesOf(goesTo) };
}

/** Rows of the identity, some left out or repeated: it picks entries. */
export function selectionOf(m: Entries): MatrixAction | undefined {
  if (m.columns < 2) return undefined;
  const picks: number[] = [];
  for (let i = 0; i < m.rows; i++) {
    const j = onlyOne(m, i);
    if (j === undefined) return undefined;
    picks.push(j + 1);
  }
  return { kind: 'selection', picks };
}

/** The place of the 1 in a row that holds nothing else. */
function onlyOne(m: Entries, i: number): number | undefined {
  let place: number | undefined;
  for (let j = 0; j < m.columns; j++) {
    if (m.near(m.at(i, j), 0)) continue;
    if (place !== undefined || !m.near(m.at(i, j), 1)) return undefined;
    place = j;
  }
  return place;
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

export function isOrthogonal(m: Entries): boolean {
  return m.with(times(transposed(m.matrix), m.matrix)).same(identityMatrix(m.columns));
}

export function orthogonalActions(m: Entries, determinant: number): readonly MatrixAction[] {
  const sign = determinant > 0 ? 1 : -1;
  const out: MatrixAction[] = [];
  if (m.rows === 2 && sign > 0) out.push({ kind: 'rotation', degrees: degrees(Math.atan2(m.at(1, 0), m.at(0, 0))) });
  if (m.rows === 3 && sign > 0) out.push({ kind: 'rotation', ...turnOf(m.matrix) });
  const normal = mirrorNormal(m);
  if (normal) {
    const [x, y] = normal as [number, number];
    out.push({ kind: 'reflection', normal, ...(m.rows === 2 && { along: direction([-y, x]) }) });
  } else if (m.rows === 3 && sign < 0) {
    // A turn about an axis and a mirror that stands across it: minus the matrix is a turn by the rest of half a circle.
    const { degrees: rest, axis } = turnOf(negated(m.matrix));
    if (rest > 0) out.push({ kind: 'rotoreflection', degrees: rest - 180, axis });
  }
  out.push({ kind: 'orthogonal', determinant: sign });
  return out;
}

function negated(a: Tensor): Tensor {
  return tensor(
    a.shape,
    a.data.map((x) => -x),
  );
}

/** $\begin{bmatrix} a & -b \\ b & a \end{bmatrix}$: a turn and a stretch in one. */
export function spiralOf(m: Entries): MatrixAction | undefined {
  if (m.rows !== 2) return undefined;
  const [a, b] = [m.at(0, 0), m.at(1, 0)];
  if (!m.near(m.at(1, 1), a) || !m.near(m.at(0, 1), -b) || m.near(b, 0)) return undefined;
  const factor = Math.hypot(a, b);
  return m.near(factor, 1) ? undefined : { kind: 'rotation-scaling', degrees: degrees(Math.atan2(b, a)), factor };
}

function degrees(radians: number): number {
  return Math.round(((radians * 180) / Math.PI) * 1e10) / 1e10;
}

/** Angle from the trace, axis from the antisymmetric part, or from I + R where that vanishes (half a turn). */
function turnOf(matrix: Tensor): { readonly degrees: number; readonly axis: readonly number[] } {
  const at = (i: number, j: number) => matrix.data[i * 3 + j] as number;
  const skew = [at(2, 1) - at(1, 2), at(0, 2) - at(2, 0), at(1, 0) - at(0, 1)];
  const sine = Math.hypot(...skew) / 2;
  const angle = degrees(Math.atan2(sine, (at(0, 0) + at(1, 1) + at(2, 2) - 1) / 2));
  if (sine > 1e-8) return { degrees: angle, axis: skew.map((x) => x / (2 * sine)) };
  const columns = [0, 1, 2].map((j) => [0, 1, 2].map((i) => at(i, j) + (i === j ? 1 : 0)));
  return { degrees: angle, axis: direction(longest(columns)) };
}

/** I − A of a reflection has rank one: its columns are multiples of the normal, and its trace is 2. */
function mirrorNormal(m: Entries): readonly number[] | undefined {
  const rest = identityMinus(m.matrix);
  const columns = Array.from({ length: m.rows }, (_, j) => columnOf(rest, j));
  if (
    !m.near(
      columns.reduce((sum, column, j) => sum + (column[j] as number), 0),
      2,
    )
  )
    return undefined;
  const normal = direction(longest(columns));
  const fits = columns.every((column, j) =>
    column.every((x, i) => m.near(x, 2 * (normal[i] as number) * (normal[j] as number))),
  );
  return fits ? normal : undefined;
}

export function projectionOf(m: Entries, kernel: readonly (readonly number[])[]): MatrixAction {
  // What a projection leaves alone is what I − P sends to zero.
  const onto = nullSpace(identityMinus(m.matrix), m.tolerance);
  const orthogonal = m.every((x, i, j) => m.near(x, m.at(j, i)));
  return { kind: 'projection', onto, along: kernel, orthogonal };
}

export function shearOf(m: Entries): MatrixAction | undefined {
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
