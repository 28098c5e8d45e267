import { CholeskyDecomposition, determinant, QrDecomposition } from 'ml-matrix';
import { type EigenFailure, eigenFactors } from './eigen.js';
import { fromMl, isPositiveDefinite, toMl } from './linalg.js';
import { columnOf, Entries, fromColumns, largestOf, tidy, times, transposed } from './matrix-entries.js';
import { svdOf } from './svd.js';
import { identityMatrix, product, siteOf, transpose } from './tensor.js';
import { isArray, itemsOf, type Scalar, type Tensor, tensor, type Value } from './value.js';

/**
 * A matrix taken apart into factors that multiply back to it, or the reason why it cannot be. Factors are named by the letters
 * of the catalogue's concepts.
 */
export type DecompositionKind = 'lu' | 'qr' | 'cholesky' | 'eigen' | 'svd';
export const DECOMPOSITION_KINDS: readonly DecompositionKind[] = ['lu', 'qr', 'cholesky', 'eigen', 'svd'];

export type Decomposition = Factored | NotFactored;

export type Factored = {
  readonly kind: DecompositionKind;
  readonly ok: true;
  readonly factors: Readonly<Record<string, Value>>;
  /** Largest difference between the product of the factors and the matrix, as a part of its largest entry. */
  readonly largestDifference: number;
};

export type NotFactored = {
  readonly kind: DecompositionKind;
  readonly ok: false;
  readonly because: DecompositionFailure;
};

export type DecompositionFailure =
  | { readonly code: 'not-square' }
  | { readonly code: 'not-symmetric'; readonly place: readonly [number, number] }
  /** A direction that the matrix turns back: $v^\top A v \le 0$. */
  | { readonly code: 'not-positive-definite'; readonly direction: readonly number[]; readonly value: number }
  | EigenFailure;

export function decompose(kind: DecompositionKind, a: Tensor): Decomposition {
  switch (kind) {
    case 'lu':
      return luOf(a);
    case 'qr':
      return qrOf(a);
    case 'cholesky':
      return choleskyOf(a);
    case 'eigen':
      return eigenOf(a);
    case 'svd':
      return singularOf(a);
  }
}

// -------------------------------------------------------------------------------------------------------------- LU

/** $PA = LU$, with the largest entry that is left as the pivot of each column. */
function luOf(a: Tensor): Decomposition {
  const { order, lower, upper } = eliminate(a, true) as Elimination;
  const n = a.shape[0] as number;
  const P = tensor([n, n], new Float64Array(n * n));
  order.forEach((from, to) => {
    P.data[to * n + from] = 1;
  });
  return factored('lu', a, { P, L: lower, U: upper }, ({ P, L, U }) => times(transposed(P), times(L, U)));
}

export type Elimination = {
  /** Row `order[i]`, from 0, of the matrix was row i while it was eliminated. */
  readonly order: readonly number[];
  readonly lower: Tensor;
  readonly upper: Tensor;
};

/** Gaussian elimination, by the rows as they stand or with exchanges; undefined where a pivot is zero without them. */
export function eliminate(a: Tensor, exchanges: boolean): Elimination | undefined {
  const [n, m] = a.shape as [number, number];
  const k = Math.min(n, m);
  const rows = Array.from({ length: n }, (_, i) => Array.from(a.data.subarray(i * m, (i + 1) * m)));
  const multipliers = rows.map(() => new Array<number>(k).fill(0));
  const order = rows.map((_, i) => i);
  const slack = 1e-14 * largestOf(a);
  for (let c = 0; c < k; c++) {
    let best = c;
    if (exchanges)
      for (let i = c + 1; i < n; i++) if (Math.abs(rows[i]?.[c] ?? 0) > Math.abs(rows[best]?.[c] ?? 0)) best = i;
    for (const list of [rows, multipliers, order] as unknown[][]) [list[c], list[best]] = [list[best], list[c]];
    (multipliers[c] as number[])[c] = 1;
    const pivotRow = rows[c] as number[];
    const pivot = pivotRow[c] as number;
    for (let i = c + 1; i < n; i++) {
      const row = rows[i] as number[];
      if (Math.abs(row[c] as number) <= slack) {
        row[c] = 0;
        continue;
      }
      if (Math.abs(pivot) <= slack) return undefined;
      const factor = (row[c] as number) / pivot;
      (multipliers[i] as number[])[c] = factor;
      for (let j = c; j < m; j++) row[j] = j === c ? 0 : (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return { order, lower: tensor([n, k], multipliers.flat()), upper: tensor([k, m], rows.slice(0, k).flat()) };
}

// -------------------------------------------------------------------------------------------------------------- QR

/** Columns of Q at right angles with length 1, the diagonal of R not negative: then there is one answer where rank is full. */
function qrOf(a: Tensor): Decomposition {
  const [n, m] = a.shape as [number, number];
  const k = Math.min(n, m);
  // What is wider than tall takes its axes from its first columns.
  const leading = fromColumns(
    Array.from({ length: k }, (_, j) => columnOf(a, j)),
    n,
  );
  const q = fromMl(new QrDecomposition(toMl(leading)).orthogonalMatrix);
  const r = times(transposed(q), a);
  const signs = Array.from({ length: k }, (_, i) => ((r.data[i * m + i] as number) < 0 ? -1 : 1));
  const Q = tensor(
    q.shape,
    q.data.map((x, at) => x * (signs[at % k] as number)),
  );
  const R = tensor(
    r.shape,
    r.data.map((x, at) => {
      const [i, j] = [Math.floor(at / m), at % m];
      return j < i ? 0 : x * (signs[i] as number);
    }),
  );
  return factored('qr', a, { Q, R }, ({ Q, R }) => times(Q, R));
}

// -------------------------------------------------------------------------------------------------------- Cholesky

function choleskyOf(a: Tensor): Decomposition {
  const m = new Entries(a);
  if (m.rows !== m.columns) return { kind: 'cholesky', ok: false, because: { code: 'not-square' } };
  const place = asymmetryOf(m);
  if (place) return { kind: 'cholesky', ok: false, because: { code: 'not-symmetric', place } };
  if (!isPositiveDefinite(a)) return { kind: 'cholesky', ok: false, because: turnedBack(a) };
  const L = fromMl(new CholeskyDecomposition(toMl(a)).lowerTriangularMatrix);
  return factored('cholesky', a, { L }, ({ L }) => times(L, transposed(L)));
}

function asymmetryOf(m: Entries): readonly [number, number] | undefined {
  for (let i = 0; i < m.rows; i++)
    for (let j = i + 1; j < m.columns; j++) if (!m.near(m.at(i, j), m.at(j, i))) return [i + 1, j + 1];
  return undefined;
}

function turnedBack(a: Tensor): DecompositionFailure {
  const eigen = eigenFactors(a);
  if (!eigen.ok) return { code: 'not-square' };
  const values = eigen.values as readonly number[];
  const smallest = values.indexOf(Math.min(...values));
  const v = columnOf(eigen.vectors as Tensor, smallest);
  // Of what is semidefinite, rounding leaves a little above or below 0.
  const value = values[smallest] as number;
  return { code: 'not-positive-definite', direction: v, value: Math.abs(value) <= 1e-12 * largestOf(a) ? 0 : value };
}

// ----------------------------------------------------------------------------------------------------------- eigen

/** $A = Q D Q^{-1}$; for a symmetric matrix the columns of Q are at right angles with length 1, so $Q^{-1} = Q^\top$. */
function eigenOf(a: Tensor): Decomposition {
  if (a.shape[0] !== a.shape[1]) return { kind: 'eigen', ok: false, because: { code: 'not-square' } };
  const eigen = eigenFactors(a);
  if (!eigen.ok) return { kind: 'eigen', ok: false, because: eigen.because };
  const [Q, D] = [eigen.vectors, eigen.diagonal].map((x) => (isArray(x) && x.kind === 'tensor' ? tidied(x) : x)) as [
    Value,
    Value,
  ];
  // Compared as A Q = Q D, which needs no inverse: a bad inverse would blame good factors.
  const site = siteOf([0, 0]);
  const difference = differenceBetween(product(a, Q, site), product(Q, D, site), largestOf(a));
  return { kind: 'eigen', ok: true, factors: { Q, D }, largestDifference: difference };
}

// ------------------------------------------------------------------------------------------------------------- SVD

/** As many columns as the shorter side has; the largest entry of a direction that goes in is positive, the last one's perhaps not. */
function singularOf(a: Tensor): Decomposition {
  const [n, m] = a.shape as [number, number];
  const { U: u, stretches, V: v } = svdOf(a);
  const signs = stretches.map((_, j) => {
    const column = columnOf(v, j);
    return Math.sign(column.reduce((lead, x) => (Math.abs(x) > Math.abs(lead) + 1e-12 ? x : lead), 0)) || 1;
  });
  const turned = (matrix: Tensor): Tensor =>
    fromColumns(
      signs.map((sign, j) => columnOf(matrix, j).map((x) => x * sign)),
      matrix.shape[0] as number,
    );
  // A turn is easier to see than a mirror: where the directions that go in can be one, they are.
  if (n >= m && determinant(toMl(turned(v))) < 0) signs.push(-(signs.pop() as number));
  const [U, V] = [turned(u), turned(v)];
  const S = diagonalMatrix(stretches);
  return factored('svd', a, { U, S, V }, ({ U, S, V }) => times(times(U, S), transposed(V)));
}

// ---------------------------------------------------------------------------------------------------------- common

function factored<Letter extends string>(
  kind: DecompositionKind,
  a: Tensor,
  raw: Readonly<Record<Letter, Tensor>>,
  multiply: (factors: Readonly<Record<Letter, Tensor>>) => Tensor,
): Decomposition {
  const pairs = Object.entries<Tensor>(raw).map(([letter, factor]) => [letter, tidied(factor)] as const);
  const factors = Object.fromEntries(pairs) as Record<Letter, Tensor>;
  return { kind, ok: true, factors, largestDifference: differenceBetween(multiply(factors), a, largestOf(a)) };
}

function tidied(a: Tensor): Tensor {
  const size = largestOf(a);
  return tensor(
    a.shape,
    a.data.map((x) => tidy(x, size)),
  );
}

function differenceBetween(a: Value, b: Value, size: number): number {
  if (!isArray(a) || !isArray(b)) return 0;
  const [x, y] = [itemsOf(a), itemsOf(b)];
  let gap = 0;
  for (let k = 0; k < x.length; k++) gap = Math.max(gap, distance(x[k] as Scalar, y[k] as Scalar));
  return gap / (size || 1);
}

function distance(x: Scalar, y: Scalar): number {
  const [a, b] = [parts(x), parts(y)];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function parts(x: Scalar): readonly [number, number] {
  if (typeof x === 'number') return [x, 0];
  return x.kind === 'complex' ? [x.re, x.im] : [Number.NaN, Number.NaN];
}

function diagonalMatrix(items: readonly number[]): Tensor {
  const n = items.length;
  const out = new Float64Array(n * n);
  items.forEach((x, i) => {
    out[i * n + i] = x;
  });
  return tensor([n, n], out);
}

// -------------------------------------------------------------------------------- factors for equations of a concept

const KIND_OF_CONCEPT: Readonly<Record<string, DecompositionKind>> = {
  'lu-decomposition': 'lu',
  'qr-decomposition': 'qr',
  'cholesky-decomposition': 'cholesky',
  eigendecomposition: 'eigen',
  'singular-value-decomposition': 'svd',
};

/** The decomposition that a concept of the catalogue stands for. */
export function decompositionOfConcept(conceptId: string): DecompositionKind | undefined {
  return Object.hasOwn(KIND_OF_CONCEPT, conceptId) ? KIND_OF_CONCEPT[conceptId] : undefined;
}

/** Values for the roles of a concept (by their letters in its file; `sigma`, `lambda` for the numbers of a sum of pieces). */
export type RoleFactors = Readonly<Record<string, Value>>;

/**
 * Factors of the matrix for each way in which the concept's equation may be written ($A = PLU$ wants the other permutation than
 * $PA = LU$, and $A = LU$ none), best first: take the first that satisfies the equation. Empty where there are none.
 */
export function factorsOf(conceptId: string, a: Tensor): readonly RoleFactors[] {
  const kind = decompositionOfConcept(conceptId);
  const found = kind && decompose(kind, a);
  if (!found?.ok) return [];
  const { factors } = found;
  switch (found.kind) {
    case 'lu': {
      const plain = eliminate(a, false);
      const { P, L, U } = factors as Record<string, Tensor>;
      const pivoted: RoleFactors[] = [
        { P: P as Tensor, L: L as Tensor, U: U as Tensor },
        { P: transposed(P as Tensor), L: L as Tensor, U: U as Tensor },
      ];
      const own = plain && { P: identityMatrix(a.shape[0] as number), L: plain.lower, U: plain.upper };
      // Rows are exchanged for the sake of accuracy; where the equation has no place for it, they stay as they are.
      return own ? [...pivoted, own] : pivoted;
    }
    case 'qr':
      return [factors];
    case 'cholesky': {
      const L = factors.L as Tensor;
      return [{ L, R: transposed(L) }];
    }
    case 'eigen': {
      const { Q, D } = factors as { Q: Value; D: Value };
      return [{ Q, D, v: transpose(Q), lambda: diagonalItems(D) }];
    }
    case 'svd': {
      const { U, S, V } = factors as Record<string, Tensor>;
      return [
        {
          U: U as Tensor,
          S: S as Tensor,
          V: V as Tensor,
          u: transposed(U as Tensor),
          v: transposed(V as Tensor),
          sigma: diagonalItems(S as Tensor),
        },
      ];
    }
  }
}

function diagonalItems(d: Value): Value {
  if (!isArray(d)) return d;
  const n = d.shape[0] as number;
  const items = Array.from({ length: n }, (_, k) => itemsOf(d)[k * n + k] as Scalar);
  return items.every((x) => typeof x === 'number')
    ? tensor([n], items as number[])
    : { kind: 'boxed', shape: [n], items };
}
