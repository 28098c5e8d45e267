import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DecompositionKind,
  decompose,
  describeMatrix,
  factorsOf,
  matrix,
  type Tensor,
  toPlain,
  type Value,
} from '../../src/math/index.js';
import { expectSame, flip, identity, product, type Rows } from './rows.js';

const entry = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.double({ min: -10, max: 10, noNaN: true }).map((x) => Math.round(x * 1e9) / 1e9),
);
const matrices = (rows: fc.Arbitrary<number>, columns: fc.Arbitrary<number>): fc.Arbitrary<Tensor> =>
  fc
    .tuple(rows, columns)
    .chain(([n, m]) =>
      fc.array(fc.array(entry, { minLength: m, maxLength: m }), { minLength: n, maxLength: n }).map((x) => matrix(x)),
    );
const size = fc.integer({ min: 1, max: 5 });
const oblong = matrices(size, size);
const square = size.chain((n) => matrices(fc.constant(n), fc.constant(n)));

const rowsOf = (x: Value | undefined): Rows => toPlain(x as Value) as Rows;
const largest = (a: Rows): number => Math.max(1e-300, ...a.flat().map(Math.abs));
const factors = (kind: DecompositionKind, a: Tensor): Record<string, Rows> => {
  const found = decompose(kind, a);
  if (!found.ok) throw new Error(`${kind}: ${found.because.code}`);
  return Object.fromEntries(Object.entries(found.factors).map(([name, x]) => [name, rowsOf(x)]));
};

describe('factors multiply back', () => {
  it('LU with exchanged rows', () => {
    fc.assert(
      fc.property(oblong, (a) => {
        const { P = [], L = [], U = [] } = factors('lu', a);
        expectSame(product(P, rowsOf(a)), product(L, U));
        expect(P.flat().filter((x) => x === 1)).toHaveLength(P.length);
        for (const [i, row] of L.entries())
          for (const [j, x] of row.entries()) {
            if (j > i) expect(x).toBe(0);
            if (j === i) expect(x).toBe(1);
            expect(Math.abs(x)).toBeLessThanOrEqual(1);
          }
        for (const [i, row] of U.entries()) for (const [j, x] of row.entries()) if (j < i) expect(x).toBe(0);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('QR', () => {
    fc.assert(
      fc.property(oblong, (a) => {
        const { Q = [], R = [] } = factors('qr', a);
        expectSame(product(Q, R), rowsOf(a));
        expectSame(product(flip(Q), Q), identity(R.length));
        for (const [i, row] of R.entries())
          for (const [j, x] of row.entries())
            if (j < i) expect(x).toBe(0);
            else if (j === i) expect(x).toBeGreaterThanOrEqual(-1e-12 * largest(R));
      }),
      { seed: 12, numRuns: 150 },
    );
  });

  it('SVD', () => {
    fc.assert(
      fc.property(oblong, (a) => {
        const { U = [], S = [], V = [] } = factors('svd', a);
        expectSame(product(product(U, S), flip(V)), rowsOf(a));
        expectSame(product(flip(U), U), identity(S.length));
        expectSame(product(flip(V), V), identity(S.length));
        const stretches = S.map((row, k) => row[k] as number);
        expect(stretches.every((s) => s >= 0)).toBe(true);
        expect(stretches).toEqual([...stretches].sort((x, y) => y - x));
      }),
      { seed: 13, numRuns: 150 },
    );
  });

  it('Cholesky of what is positive definite', () => {
    fc.assert(
      fc.property(square, (b) => {
        const B = rowsOf(b);
        const A = product(B, flip(B)).map((row, i) => row.map((x, j) => x + (i === j ? 1 : 0)));
        const { L = [] } = factors('cholesky', matrix(A));
        expectSame(product(L, flip(L)), A);
      }),
      { seed: 14, numRuns: 100 },
    );
  });

  it('eigenvalues of symmetric matrices, with directions at right angles', () => {
    fc.assert(
      fc.property(square, (b) => {
        const B = rowsOf(b);
        const A = B.map((row, i) => row.map((x, j) => x + (B[j]?.[i] ?? 0)));
        const { Q = [], D = [] } = factors('eigen', matrix(A));
        expectSame(product(product(Q, D), flip(Q)), A);
        expectSame(product(flip(Q), Q), identity(Q.length));
      }),
      { seed: 15, numRuns: 100 },
    );
  });

  it('eigenvalues of any matrix, or the one that has too few directions', () => {
    let defective = 0;
    const small = fc.integer({ min: -2, max: 2 });
    const rows = fc.array(fc.array(small, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(rows, (a) => {
        const found = decompose('eigen', matrix(a));
        if (found.ok) {
          expect(found.largestDifference).toBeLessThan(1e-9);
          return;
        }
        expect(found.because.code).toBe('defective');
        if (found.because.code !== 'defective' || typeof found.because.eigenvalue !== 'number') return;
        defective++;
        // The eigenvalue is one: A − λI flattens something, and less than the eigenvalue counts.
        const { eigenvalue, directions, multiplicity } = found.because;
        const shifted = a.map((row, i) => row.map((x, j) => x - (i === j ? eigenvalue : 0)));
        expect(3 - describeMatrix(matrix(shifted)).rank).toBe(directions);
        expect(directions).toBeLessThan(multiplicity);
      }),
      { seed: 16, numRuns: 400 },
    );
    expect(defective).toBeGreaterThan(5);
  });
});

describe('what has no factors', () => {
  const because = (kind: DecompositionKind, rows: Rows) => {
    const found = decompose(kind, matrix(rows));
    return found.ok ? undefined : found.because;
  };

  it('defective matrices are said to be so', () => {
    expect(
      because('eigen', [
        [1, 1],
        [0, 1],
      ]),
    ).toEqual({ code: 'defective', eigenvalue: 1, multiplicity: 2, directions: 1 });
    expect(
      because('eigen', [
        [3, 1],
        [-1, 1],
      ]),
    ).toMatchObject({ eigenvalue: 2, multiplicity: 2, directions: 1 });
    expect(
      because('eigen', [
        [5, 1, 0],
        [0, 5, 1],
        [0, 0, 5],
      ]),
    ).toMatchObject({ eigenvalue: 5, multiplicity: 3, directions: 1 });
    expect(
      because('eigen', [
        [0, 1, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 7, 0],
        [0, 0, 0, 7],
      ]),
    ).toMatchObject({ eigenvalue: 0, multiplicity: 2 });
    // A turn that is coupled to itself: the pair ±i counts twice and has one direction.
    expect(
      because('eigen', [
        [0, -1, 1, 0],
        [1, 0, 0, 1],
        [0, 0, 0, -1],
        [0, 0, 1, 0],
      ]),
    ).toMatchObject({
      code: 'defective',
      multiplicity: 2,
      directions: 1,
    });
  });

  it('repeated eigenvalues with enough directions are not defective', () => {
    for (const rows of [
      [
        [2, 0],
        [0, 2],
      ],
      [
        [2, 0, 1],
        [0, 2, 0],
        [0, 0, 3],
      ],
      [
        [1, 0],
        [0, 1.00001],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]) {
      expect(because('eigen', rows)).toBeUndefined();
    }
  });

  it('Cholesky says what is in the way', () => {
    expect(
      because('cholesky', [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({ code: 'not-square' });
    expect(
      because('cholesky', [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({ code: 'not-symmetric', place: [1, 2] });
    const found = because('cholesky', [
      [1, 2],
      [2, 1],
    ]);
    expect(found).toMatchObject({ code: 'not-positive-definite', value: expect.closeTo(-1, 12) });
  });
});

describe('matrices that are hard on an iteration', () => {
  const square = (n: number, at: (i: number, j: number) => number): Rows =>
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_x, j) => at(i, j)));

  it('large ones of low rank come to an end', () => {
    const { U = [], S = [], V = [] } = factors('svd', matrix(square(64, () => 1)));
    expectSame(
      product(product(U, S), flip(V)),
      square(64, () => 1),
    );
    expect(S.map((row, k) => Number((row[k] ?? 0).toFixed(9)))).toEqual([64, ...Array(63).fill(0)]);
    expectSame(product(flip(U), U), identity(64));
  });

  it('entries of very different size keep their digits', () => {
    const graded = square(6, (i, j) => 10 ** (2 * i - 3 * j) * (1 + ((i * j) % 3)));
    for (const kind of ['lu', 'qr', 'svd'] as const) {
      const found = decompose(kind, matrix(graded));
      expect(found.ok && found.largestDifference).toBeLessThan(1e-12);
    }
  });

  it('powers that cancel little by little are not taken for nothing', () => {
    const scattered = square(48, (i, j) => Math.sin(12.9 * i + 78.2 * j + i * j));
    expect(describeMatrix(matrix(scattered)).actions.map(({ kind }) => kind)).not.toContain('nilpotent');
    const shifted = square(48, (i, j) => (j === i + 1 ? 1 : 0));
    expect(describeMatrix(matrix(shifted)).actions).toContainEqual({ kind: 'nilpotent', power: 48 });
  });

  it('a small determinant of a matrix of full rank is not 0', () => {
    const hilbert = square(8, (i, j) => 1 / (i + j + 1));
    // det H₈ = 2.73705011379151e-33 (Hilbert 1894; OEIS A005249).
    expect(describeMatrix(matrix(hilbert)).determinant).toBeCloseTo(2.737050113e-33, 39);
  });
});

describe('numbers of the textbook', () => {
  it('eigenvalues come with simple directions, complex ones as pairs', () => {
    expect(
      factors(
        'eigen',
        matrix([
          [2, 1],
          [1, 3],
        ]),
      ).D,
    ).toEqual([
      [expect.closeTo(3.618, 3), 0],
      [0, expect.closeTo(1.382, 3)],
    ]);
    expect(
      factors(
        'eigen',
        matrix([
          [4, 1],
          [2, 3],
        ]),
      ),
    ).toEqual({
      Q: [
        [1, -1],
        [1, 2],
      ],
      D: [
        [5, 0],
        [0, 2],
      ],
    });
    const turn = decompose(
      'eigen',
      matrix([
        [0, -1],
        [1, 0],
      ]),
    );
    expect(turn.ok && toPlain(turn.factors.D as Value)).toEqual([
      [{ re: 0, im: 1 }, 0],
      [0, { re: 0, im: -1 }],
    ]);
  });

  it('factors fit every way in which an equation may be written', () => {
    const a = matrix([
      [2, 1],
      [4, 5],
    ]);
    const ways = factorsOf('lu-decomposition', a).map((way) => [rowsOf(way.P), rowsOf(way.L), rowsOf(way.U)] as const);
    expectSame(product(ways[0]?.[0] ?? [], rowsOf(a)), product(ways[0]?.[1] ?? [], ways[0]?.[2] ?? []));
    expect(ways[2]?.slice(1)).toEqual([
      [
        [1, 0],
        [2, 1],
      ],
      [
        [2, 1],
        [0, 3],
      ],
    ]);
    expect(
      factorsOf(
        'lu-decomposition',
        matrix([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toHaveLength(2);
    expect(factorsOf('softmax', a)).toEqual([]);
    expect(factorsOf('constructor', a)).toEqual([]);
  });
});
