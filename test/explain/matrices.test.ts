import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { mathSetter } from '../../src/render/html.js';
import { renderMatrix } from '../../src/render/matrix.js';
import { matricesHtml } from '../../src/render/matrix-html.js';
import { renderAnnotation } from '../../src/render/terminal.js';
import { expectSame, flip, product } from '../math/rows.js';

const engine = createEngine();
const A = [
  [3, 0],
  [4, 5],
];
const rows = (matrix: readonly (readonly number[])[]): string =>
  `\\begin{bmatrix} ${matrix.map((row) => row.join(' & ')).join(' \\\\ ')} \\end{bmatrix}`;

describe('a matrix of numbers in a formula', () => {
  it('says what it does', () => {
    const { matrices, gist } = engine.annotate(
      rows([
        [0, -1],
        [1, 0],
      ]),
    );
    expect(matrices?.literals[0]?.actions[0]).toEqual({
      kind: 'rotation',
      says: 'It turns everything by 90° counter-clockwise; lengths and angles stay as they are.',
      numbers: { degrees: 90 },
    });
    expect(gist).toContain('a matrix that turns everything by 90° counter-clockwise');
  });

  it('is told by its spans, and by fractions and roots as well', () => {
    const latex =
      'R = \\begin{bmatrix} \\frac{\\sqrt3}{2} & -\\frac12 \\\\ \\frac12 & \\frac{\\sqrt3}{2} \\end{bmatrix}';
    const [literal] = engine.annotate(latex).matrices?.literals ?? [];
    expect(literal?.actions[0]?.numbers.degrees).toBeCloseTo(30, 9);
    expect(latex.slice(...(literal?.span ?? []))).toBe(literal?.latex);
  });

  it('may be rounded, and says so', () => {
    const [literal] =
      engine.annotate('\\begin{bmatrix} 0.707 & -0.707 \\\\ 0.707 & 0.707 \\end{bmatrix}').matrices?.literals ?? [];
    expect(literal?.actions[0]?.kind).toBe('rotation');
    expect(literal?.says.join(' ')).toContain('the rounding with which it is written');
  });

  it('is left out where there are none, or letters, or a column', () => {
    for (const latex of [
      'x^2',
      '\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}',
      '\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}',
    ])
      expect(engine.annotate(latex)).not.toHaveProperty('matrices');
  });

  it('reads products by columns and by rows', () => {
    const [read] =
      engine.annotate(
        `${rows([
          [1, 2],
          [3, 4],
        ])} ${rows([
          [5, 6],
          [7, 8],
        ])}`,
      ).matrices?.products ?? [];
    expect(read?.value).toEqual([
      [19, 22],
      [43, 50],
    ]);
    expect(read?.columns[0]).toBe('column 1 is 5 × (1, 3) + 7 × (2, 4) = (19, 43)');
    expect(read?.rows[1]).toBe('row 2 is 3 × (5, 6) + 4 × (7, 8) = (43, 50)');
  });

  it('checks equations, and names the first wrong entry', () => {
    const left = `${rows([
      [1, 2],
      [3, 4],
    ])} ${rows([
      [5, 6],
      [7, 8],
    ])}`;
    const right = engine.annotate(
      `${left} = ${rows([
        [19, 22],
        [43, 50],
      ])}`,
    );
    expect(right.matrices?.equations).toMatchObject([{ holds: true }]);
    const wrong = engine.annotate(
      `${left} = ${rows([
        [19, 22],
        [44, 51],
      ])}`,
    );
    expect(wrong.matrices?.equations).toMatchObject([{ holds: false, place: [2, 1] }]);
    expect(wrong.gist).toContain('first at row 2, column 1: 43 on the left, 44 on the right');
    const shapes = engine.annotate(
      `${rows([
        [1, 2],
        [3, 4],
      ])} = ${rows([
        [1, 2, 3],
        [3, 4, 5],
      ])}`,
    );
    expect(shapes.matrices?.equations[0]?.says).toContain('in shape: 2 × 2 and 2 × 3');
    expect(engine.annotate('1 + 1 = 3').gist).toContain('2 on the left, 3 on the right');
  });

  it('is shown in text and on the page', () => {
    const annotation = engine.annotate(
      rows([
        [1, 1],
        [0, 1],
      ]),
    );
    expect(renderAnnotation(annotation)).toContain('It slides: adds 1 times the 2nd coordinate to the 1st');
    expect(matricesHtml(annotation.matrices, mathSetter({}))).toContain(
      '<li>It slides: adds 1 times the 2nd coordinate to the 1st',
    );
  });
});

describe('a decomposition of which only A is known', () => {
  const factorsOf = (latex: string, values: Record<string, number[][]>) => {
    const { decompositions, errors } = engine.describeMatrix({ latex, values });
    expect(errors).toEqual([]);
    const [first] = decompositions;
    return {
      entry: first,
      factors: Object.fromEntries((first?.factors ?? []).map((f) => [f.latex, f.value as number[][]])),
    };
  };

  it('SVD', () => {
    const { entry, factors } = factorsOf('A = U \\Sigma V^\\top', { A });
    expectSame(product(product(factors.U ?? [], factors['\\Sigma'] ?? []), flip(factors.V ?? [])), A);
    expect(entry?.concept).toBe('singular-value-decomposition');
    expect(entry?.steps).toHaveLength(3);
    expect(entry?.steps[1]).toContain('the 1st axis is stretched by 6.708');
    expect(entry?.says).toBe('A circle of radius 1 becomes an ellipse with half-axes 6.708 and 2.236.');
  });

  it('by its concept, whatever the letters', () => {
    const { factors } = factorsOf('\\mathbf{M} = \\mathbf{U} \\mathbf{S} \\mathbf{V}^T', { '\\mathbf{M}': A });
    expect(Object.keys(factors)).toEqual(['\\mathbf{U}', '\\mathbf{S}', '\\mathbf{V}']);
  });

  it('LU in each of its forms', () => {
    const swapped = [
      [0, 1],
      [2, 3],
    ];
    const one = factorsOf('P A = L U', { A: swapped }).factors;
    expectSame(product(one.P ?? [], swapped), product(one.L ?? [], one.U ?? []));
    const other = factorsOf('A = P L U', {
      A: [
        [0, 2, 1],
        [1, 0, 0],
        [3, 1, 1],
      ],
    }).factors;
    expectSame(product(other.P ?? [], product(other.L ?? [], other.U ?? [])), [
      [0, 2, 1],
      [1, 0, 0],
      [3, 1, 1],
    ]);
    expect(
      factorsOf('A = L U', {
        A: [
          [2, 1],
          [4, 5],
        ],
      }).factors,
    ).toEqual({
      L: [
        [1, 0],
        [2, 1],
      ],
      U: [
        [2, 1],
        [0, 3],
      ],
    });
    expect(factorsOf('A = L U', { A: swapped }).entry).toMatchObject({ exists: false, factors: [] });
  });

  it('QR, Cholesky, eigen', () => {
    const qr = factorsOf('A = Q R', { A }).factors;
    expectSame(product(qr.Q ?? [], qr.R ?? []), A);
    const { L = [] } = factorsOf('A = L L^\\top', {
      A: [
        [4, 2],
        [2, 3],
      ],
    }).factors;
    expectSame(product(L, flip(L)), [
      [4, 2],
      [2, 3],
    ]);
    expect(
      factorsOf('A = P D P^{-1}', {
        A: [
          [4, 1],
          [2, 3],
        ],
      }).factors,
    ).toEqual({
      P: [
        [1, -1],
        [1, 2],
      ],
      D: [
        [5, 0],
        [0, 2],
      ],
    });
    expect(
      factorsOf('A = Q \\Lambda Q^\\top', {
        A: [
          [4, 1],
          [2, 3],
        ],
      }).entry?.says,
    ).toContain('not symmetric');
    expect(
      factorsOf('A = P D P^{-1}', {
        A: [
          [1, 1],
          [0, 1],
        ],
      }).entry?.says,
    ).toContain('The matrix is defective: its eigenvalue 1 counts twice');
    expect(
      factorsOf('A = P D P^{-1}', {
        A: [
          [0, -1],
          [1, 0],
        ],
      }).entry?.says,
    ).toContain('a turn by 90°');
  });

  it('evaluates: the letters of the factors need no values', () => {
    const answer = engine.evaluate('A = U \\Sigma V^\\top', { values: { A } });
    expect(answer).toMatchObject({ value: true, errors: [] });
    expect(answer.inputs.map(({ latex, source }) => [latex, source])).toEqual([
      ['A', 'given'],
      ['U', 'inferred'],
      ['\\Sigma', 'inferred'],
      ['V', 'inferred'],
    ]);
    expect(answer.notes.join()).toContain('were computed');
    // Where one factor is given, the others are for the caller to give.
    expect(engine.evaluate('A = Q R', { values: { A, Q: A } }).errors[0]?.code).toBe('math/missing-value');
  });

  it('stands in the annotation where A is written out', () => {
    const { matrices } = engine.annotate(
      `${rows([
        [2, 1],
        [1, 2],
      ])} = Q \\Lambda Q^\\top`,
    );
    expect(matrices?.decompositions[0]).toMatchObject({ kind: 'eigen', exists: true });
    expect(matrices?.decompositions[0]?.factors[1]?.value).toEqual([
      [3, 0],
      [0, 1],
    ]);
  });
});

describe('describeMatrix', () => {
  it('takes rows, and gives what it does with all factors', () => {
    const answer = engine.describeMatrix({
      matrix: [
        [1, 2],
        [2, 4],
      ],
    });
    expect(answer.matrix).toMatchObject({ rank: 1, determinant: 0, nullSpace: [[-2, 1]], pivots: [1] });
    expect(answer.decompositions.map(({ kind, exists }) => [kind, exists])).toEqual([
      ['lu', true],
      ['qr', true],
      ['cholesky', false],
      ['eigen', true],
      ['svd', true],
    ]);
    const text = renderMatrix(answer);
    expect(text).toContain('It flattens: everything along (−2, 1) is sent to zero');
    expect(text).toContain('multiplied back: largest difference');
  });

  it('takes products with values', () => {
    const answer = engine.describeMatrix({
      latex: 'B A',
      values: {
        A: [
          [0, -1],
          [1, 0],
        ],
        B: [
          [0, -1],
          [1, 0],
        ],
      },
    });
    expect(answer.matrix?.actions[0]).toMatchObject({ kind: 'scaling', numbers: { factor: -1 } });
    expect(answer.products[0]?.columns).toHaveLength(2);
  });

  it('says what is missing or wrong, and where', () => {
    const codes = (request: Parameters<typeof engine.describeMatrix>[0]) =>
      engine.describeMatrix(request).errors.map(({ code, span }) => [code, span]);
    expect(codes({ latex: 'A B', values: { A } })).toEqual([['math/missing-value', [2, 3]]]);
    expect(codes({ latex: 'A B', values: { A, B: [[1, 2, 3]] } })[0]?.[0]).toBe('math/shape');
    expect(codes({ latex: 'x + 1', values: { x: 2 } })[0]?.[0]).toBe('math/shape');
    expect(codes({ matrix: [[1, 2], [3]] })[0]?.[0]).toBe('math/shape');
    expect(
      codes({
        matrix: [
          [1e300, 1],
          [1, 1],
        ],
      })[0]?.[0],
    ).toBe('math/limit');
    expect(
      codes({
        matrix: [
          [1e-300, 0],
          [0, 1e-310],
        ],
      })[0]?.[0],
    ).toBe('math/limit');
    expect(codes({ latex: '\\frac{1' })[0]?.[0]).toBe('latex/open-group');
    expect(codes({ latex: 'A', values: { __proto__: [[1]], constructor: [[1]] } as never })[0]?.[0]).toBe(
      'math/missing-value',
    );
  });

  it('describes the largest that it takes in bounded work', () => {
    const n = 64;
    const matrix = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (j === i + 1 ? 1 : 0)));
    const { matrix: description, decompositions } = engine.describeMatrix({ matrix });
    expect(description?.actions.map(({ kind }) => kind)).toContain('nilpotent');
    expect(decompositions.find(({ kind }) => kind === 'eigen')?.exists).toBe(false);
  });
});
