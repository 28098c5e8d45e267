import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkEquation,
  describeMatrix,
  type MatrixAction,
  matrix,
  nullSpace,
  readProduct,
} from '../../src/math/index.js';

type Rows = readonly (readonly number[])[];
const actions = (rows: Rows) => describeMatrix(matrix(rows)).actions;
const kinds = (rows: Rows) => actions(rows).map((action) => action.kind);
function find<K extends MatrixAction['kind']>(rows: Rows, kind: K): Extract<MatrixAction, { kind: K }> | undefined {
  return actions(rows).find((action): action is Extract<MatrixAction, { kind: K }> => action.kind === kind);
}

describe('what a matrix does', () => {
  it('names identity, zero and scaling', () => {
    expect(
      kinds([
        [1, 0],
        [0, 1],
      ])[0],
    ).toBe('identity');
    expect(
      kinds([
        [0, 0],
        [0, 0],
      ])[0],
    ).toBe('zero');
    expect(
      find(
        [
          [3, 0],
          [0, 3],
        ],
        'scaling',
      )?.factor,
    ).toBe(3);
    expect(
      find(
        [
          [2, 0],
          [0, -1],
        ],
        'diagonal',
      )?.factors,
    ).toEqual([2, -1]);
  });

  it('says where a permutation sends each row, and its cycles', () => {
    // Multiplying with this puts the third row first, the first second, the second third.
    const P = [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ];
    const permutation = find(P, 'permutation');
    expect(permutation?.goesTo).toEqual([2, 3, 1]);
    expect(permutation?.cycles).toEqual([[1, 2, 3]]);
    const { value } = readProduct(
      matrix(P),
      matrix([
        [10, 0],
        [20, 0],
        [30, 0],
      ]),
    );
    expect(Array.from(value.data)).toEqual([30, 0, 10, 0, 20, 0]);
    expect(
      find(
        [
          [0, 1, 0],
          [1, 0, 0],
          [0, 0, 1],
        ],
        'permutation',
      )?.cycles,
    ).toEqual([[1, 2]]);
  });

  it('finds the angle and the axis of a rotation', () => {
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    expect(
      find(
        [
          [c, -s],
          [s, c],
        ],
        'rotation',
      )?.degrees,
    ).toBeCloseTo(30, 9);
    const about = find(
      [
        [c, 0, s],
        [0, 1, 0],
        [-s, 0, c],
      ],
      'rotation',
    );
    expect(about?.degrees).toBeCloseTo(30, 9);
    expect(about?.axis).toEqual([0, expect.closeTo(1, 12), 0]);
    expect(
      find(
        [
          [-1, 0, 0],
          [0, -1, 0],
          [0, 0, 1],
        ],
        'rotation',
      ),
    ).toMatchObject({ degrees: 180, axis: [0, 0, 1] });
  });

  it('finds the mirror of a reflection', () => {
    const swap = find(
      [
        [0, 1],
        [1, 0],
      ],
      'reflection',
    );
    expect(swap?.along?.map((x) => x * Math.SQRT2)).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    // Householder: I − 2vvᵀ for v = (1, 2, 2)/3.
    const v = [1 / 3, 2 / 3, 2 / 3];
    const H = v.map((a, i) => v.map((b, j) => (i === j ? 1 : 0) - 2 * a * b));
    expect(find(H, 'reflection')?.normal).toEqual(v.map((x) => expect.closeTo(x, 12)));
    expect(
      find(
        [
          [-1, 0],
          [0, -1],
        ],
        'reflection',
      ),
    ).toBe(undefined);
  });

  it('says what a projection keeps and what it flattens', () => {
    const P = find(
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      'projection',
    );
    expect(P).toMatchObject({ onto: [[1, 1]], along: [[-1, 1]], orthogonal: true });
    expect(
      find(
        [
          [1, 1],
          [0, 0],
        ],
        'projection',
      ),
    ).toMatchObject({ onto: [[1, 0]], along: [[-1, 1]], orthogonal: false });
  });

  it('names shears, triangles, symmetry and definiteness', () => {
    expect(
      find(
        [
          [1, 3],
          [0, 1],
        ],
        'shear',
      ),
    ).toEqual({ kind: 'shear', from: 2, to: 1, amount: 3 });
    expect(
      kinds([
        [1, 2],
        [0, 3],
      ]),
    ).toContain('upper-triangular');
    expect(
      kinds([
        [1, 0],
        [2, 3],
      ]),
    ).toContain('lower-triangular');
    expect(
      kinds([
        [2, -1],
        [-1, 2],
      ]),
    ).toEqual(expect.arrayContaining(['symmetric', 'positive-definite']));
    expect(
      kinds([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual(expect.arrayContaining(['symmetric', 'positive-semidefinite', 'singular']));
    expect(
      kinds([
        [1, 2],
        [2, 1],
      ]),
    ).not.toContain('positive-semidefinite');
    expect(
      kinds([
        [0, 2],
        [-2, 0],
      ]),
    ).toContain('antisymmetric');
  });

  it('names stochastic and nilpotent matrices', () => {
    expect(
      find(
        [
          [0.5, 0.5],
          [0.2, 0.8],
        ],
        'stochastic',
      )?.sums,
    ).toBe('rows');
    expect(
      find(
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        'stochastic',
      )?.sums,
    ).toBe('both');
    expect(
      find(
        [
          [0, 1, 2],
          [0, 0, 3],
          [0, 0, 0],
        ],
        'nilpotent',
      )?.power,
    ).toBe(3);
    expect(
      find(
        [
          [1, 2],
          [2, 4],
        ],
        'singular',
      )?.flattens,
    ).toEqual([[-2, 1]]);
  });

  it('claims nothing of a matrix without structure', () => {
    expect(
      actions([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([]);
    expect(
      describeMatrix(
        matrix([
          [1, 2],
          [3, 4],
        ]),
      ).determinant,
    ).toBeCloseTo(-2, 12);
    expect(
      describeMatrix(
        matrix([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ).rank,
    ).toBe(2);
  });

  it('finds the angle of every rotation', () => {
    fc.assert(
      fc.property(fc.double({ min: -179, max: 179, noNaN: true }), (angle) => {
        const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
        const found = describeMatrix(
          matrix([
            [c, -s],
            [s, c],
          ]),
        ).actions;
        const rotation = found.find((action) => action.kind === 'rotation');
        if (rotation) expect(rotation.degrees).toBeCloseTo(angle, 6);
        else expect(Math.abs(angle)).toBeLessThan(1e-6);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('gives null spaces that are sent to zero', () => {
    const entry = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, entry, entry, entry), { minLength: 1, maxLength: 4 }), (rows) => {
        const m = matrix(rows);
        const basis = nullSpace(m);
        expect(basis.length).toBe(4 - describeMatrix(m).rank);
        for (const v of basis)
          for (const row of rows) expect(row.reduce((sum, x, k) => sum + x * (v[k] as number), 0)).toBeCloseTo(0, 9);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('products and equations', () => {
  it('reads a product as combinations of columns and of rows', () => {
    const { value, byColumns, byRows } = readProduct(
      matrix([
        [1, 2],
        [3, 4],
      ]),
      matrix([
        [5, 6],
        [7, 8],
      ]),
    );
    expect(Array.from(value.data)).toEqual([19, 22, 43, 50]);
    expect(byColumns[0]).toEqual([
      { index: 1, weight: 5, part: [1, 3] },
      { index: 2, weight: 7, part: [2, 4] },
    ]);
    expect(byRows[1]).toEqual([
      { index: 1, weight: 3, part: [5, 6] },
      { index: 2, weight: 4, part: [7, 8] },
    ]);
  });

  it('names the first wrong entry of an equation', () => {
    const a = matrix([
      [1, 2],
      [3, 4],
    ]);
    expect(
      checkEquation(
        a,
        matrix([
          [1, 2],
          [3, 4],
        ]),
      ).holds,
    ).toBe(true);
    expect(
      checkEquation(
        a,
        matrix([
          [1, 2],
          [5, 6],
        ]),
      ),
    ).toEqual({ holds: false, place: [2, 1], left: 3, right: 5 });
    expect(checkEquation(a, matrix([[1, 2]])).holds).toBe(false);
  });
});
