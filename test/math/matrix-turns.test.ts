import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeMatrix, type MatrixAction, matrix } from '../../src/math/index.js';
import { expectSame, identity, product, type Rows } from './rows.js';

describe('turns and mirrors in space', () => {
  const unit = fc
    .tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
    .filter((v) => Math.hypot(...v) > 0.1)
    .map((v) => v.map((x) => x / Math.hypot(...v)));
  /** Rodrigues: R = cos θ I + sin θ [k]× + (1 − cos θ) k kᵀ. */
  const turn = (k: readonly number[], degrees: number): Rows => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const [x = 0, y = 0, z = 0] = k;
    const cross = [
      [0, -z, y],
      [z, 0, -x],
      [-y, x, 0],
    ];
    return [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => (i === j ? c : 0) + s * (cross[i]?.[j] ?? 0) + (1 - c) * (k[i] ?? 0) * (k[j] ?? 0)),
    );
  };
  const find = (rows: Rows, kind: MatrixAction['kind']) =>
    describeMatrix(matrix(rows)).actions.find((x) => x.kind === kind);

  it('finds axis and angle of every rotation', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: 0.01, max: 179.9, noNaN: true }), (axis, degrees) => {
        const found = find(turn(axis, degrees), 'rotation');
        expect(found).toMatchObject({
          degrees: expect.closeTo(degrees, 5),
          axis: axis.map((x) => expect.closeTo(x, 5)),
        });
      }),
      { seed: 17, numRuns: 150 },
    );
  });

  it('finds the axis of half a turn up to its sign', () => {
    fc.assert(
      fc.property(unit, (axis) => {
        const found = find(turn(axis, 180), 'rotation');
        if (found?.kind !== 'rotation') throw new Error('no rotation');
        expect(found.degrees).toBeCloseTo(180, 5);
        expect(Math.abs(axis.reduce((sum, x, k) => sum + x * (found.axis?.[k] ?? 0), 0))).toBeCloseTo(1, 9);
      }),
      { seed: 18, numRuns: 60 },
    );
  });

  it('takes a turn with a mirror across its axis apart', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: -170, max: 170, noNaN: true }), (axis, degrees) => {
        fc.pre(Math.abs(degrees) > 0.1);
        const mirror = identity(3).map((row, i) => row.map((x, j) => x - 2 * (axis[i] ?? 0) * (axis[j] ?? 0)));
        const rows = product(turn(axis, degrees), mirror);
        const found = find(rows, 'rotoreflection');
        if (found?.kind !== 'rotoreflection') throw new Error('not found');
        expectSame(
          product(
            turn(found.axis, found.degrees),
            identity(3).map((row, i) => row.map((x, j) => x - 2 * (found.axis[i] ?? 0) * (found.axis[j] ?? 0))),
          ),
          rows,
          1e-6,
        );
      }),
      { seed: 19, numRuns: 100 },
    );
  });
});

describe('more of what matrices do', () => {
  const kinds = (rows: Rows) => describeMatrix(matrix(rows)).actions.map((x) => x.kind);
  it('does not take what shrinks for what vanishes', () => {
    expect(
      kinds([
        [0.1, 1],
        [0, 0.1],
      ]),
    ).not.toContain('nilpotent');
    const shrinking = identity(40).map((row, i) => row.map((x, j) => (j === i + 1 ? 1 : 0.3 * x)));
    expect(kinds(shrinking)).not.toContain('nilpotent');
    expect(
      kinds([
        [1, -1],
        [1, -1],
      ]),
    ).toContain('nilpotent');
  });
  it('reads matrices of any size of numbers', () => {
    expect(
      kinds([
        [1e-12, 0],
        [0, 1e-12],
      ]),
    ).toEqual(
      ['scaling', 'upper-triangular', 'symmetric', 'positive-definite'].filter((x) => x !== 'upper-triangular'),
    );
    expect(
      kinds([
        [1e9, 0],
        [0, 2e9],
      ])[0],
    ).toBe('diagonal');
  });
  it('picks, spirals, and lines', () => {
    expect(
      describeMatrix(
        matrix([
          [1, 0, 0],
          [0, 0, 1],
        ]),
      ).actions[0],
    ).toEqual({ kind: 'selection', picks: [1, 3] });
    expect(
      describeMatrix(
        matrix([
          [1, -1],
          [1, 1],
        ]),
      ).actions[0],
    ).toEqual({
      kind: 'rotation-scaling',
      degrees: 45,
      factor: expect.closeTo(Math.SQRT2, 12),
    });
    expect(
      describeMatrix(
        matrix([
          [2, 4],
          [1, 2],
        ]),
      ).actions,
    ).toContainEqual({ kind: 'rank-one', along: [2, 1] });
    expect(
      describeMatrix(
        matrix([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    ).toMatchObject({ rank: 2, nullSpace: [[1, -2, 1]], pivots: [1, 2] });
  });
});
