import { unreachable } from '../expr/types.js';
import {
  type DecompositionFailure,
  type DecompositionKind,
  describeMatrix,
  matrix,
  type PlainValue,
} from '../math/index.js';
import { actionClause } from './matrix-sentences.js';
import {
  counted,
  type Entry,
  listWords,
  ordinal,
  shortComplex,
  shortNumber,
  times,
  vectorWords,
} from './number-words.js';

type Rows = readonly (readonly Entry[])[];

/** What one factor does, with its numbers; `{U}` stands for the factor as it is written. `name` is its letter. */
export type FactorWords = { readonly name: string; readonly says: string };

/** How each decomposition is called, and how it is written. */
export const DECOMPOSITION_NAMES: Readonly<
  Record<DecompositionKind, { readonly name: string; readonly concept: string; readonly latex: string }>
> = {
  lu: { name: 'LU decomposition', concept: 'lu-decomposition', latex: 'P A = L U' },
  qr: { name: 'QR decomposition', concept: 'qr-decomposition', latex: 'A = Q R' },
  cholesky: { name: 'Cholesky decomposition', concept: 'cholesky-decomposition', latex: 'A = L L^\\top' },
  eigen: { name: 'eigendecomposition', concept: 'eigendecomposition', latex: 'A = Q D Q^{-1}' },
  svd: { name: 'singular value decomposition', concept: 'singular-value-decomposition', latex: 'A = U S V^\\top' },
};

/** What the factors do, in the order in which they act on what stands to their right. */
export function stepsOf(kind: DecompositionKind, factors: Readonly<Record<string, PlainValue>>): FactorWords[] {
  const f = (name: string): Rows => factors[name] as Rows;
  switch (kind) {
    case 'lu':
      return luSteps(f('P'), f('L'), f('U'));
    case 'qr':
      return qrSteps(f('Q'), f('R'));
    case 'cholesky':
      return choleskySteps(f('L'));
    case 'eigen':
      return eigenSteps(f('Q'), f('D'));
    case 'svd':
      return svdSteps(f('U'), f('S'), f('V'));
    default:
      return unreachable(kind);
  }
}

/** One sentence on the whole. */
export function summaryOf(kind: DecompositionKind, factors: Readonly<Record<string, PlainValue>>): string {
  const f = (name: string): Rows => factors[name] as Rows;
  switch (kind) {
    case 'lu':
      return 'Elimination, written down: to solve with the matrix, go forward through {L}, then back through {U}.';
    case 'qr':
      return 'The columns, rebuilt on axes at right angles.';
    case 'cholesky':
      return 'A square root: a triangle times the same triangle flipped.';
    case 'eigen':
      return eigenSummary(diagonal(f('D')));
    case 'svd':
      return svdSummary(f('V').length, diagonal(f('S')) as number[]);
    default:
      return unreachable(kind);
  }
}

function svdSummary(n: number, stretches: readonly number[]): string {
  const axes = listWords(stretches.map(shortNumber), 5);
  const [before, after] = n === 2 ? ['circle', 'ellipse'] : ['ball', 'ellipsoid'];
  const [first = 0, last = 0] = [stretches[0], stretches.at(-1)];
  if (stretches.length < 2) return `Everything along one direction is stretched by ${axes}, the rest is lost.`;
  const flat = last === 0 ? ' A half-axis of 0 means that it is flat.' : '';
  const round = first > 0 && Math.abs(first - last) < 1e-9 * first;
  if (round) return `A ${before} of radius 1 stays a ${before}, of radius ${shortNumber(first)}.`;
  return `A ${before} of radius 1 becomes an ${after} with half-axes ${axes}.${flat}`;
}

function eigenSummary(values: readonly Entry[]): string {
  const complex = values.filter((x): x is { re: number; im: number } => typeof x !== 'number' && x.im > 0);
  if (complex.length === 0)
    return `Done many times over, each direction goes its own way: ${listWords(
      values.map((x) => fateOf(x as number)),
      6,
    )}.`;
  const turns = complex.map(({ re, im }) => {
    const [degrees, size] = [(Math.atan2(im, re) * 180) / Math.PI, Math.hypot(re, im)];
    return `${shortComplex({ re, im })} and its mirror image ${shortComplex({ re, im: -im })} mean a turn by ${shortNumber(Number(degrees.toFixed(8)))}° with a stretch by ${shortNumber(Number(size.toPrecision(12)))} each time`;
  });
  return `Some directions never keep their course: ${listWords(turns)}.`;
}

function fateOf(x: number): string {
  const size = Math.abs(x);
  const flips = x < 0 ? ', flipping from side to side' : '';
  if (Math.abs(size - 1) < 1e-9) return `${shortNumber(x)} ${x < 0 ? 'flips from side to side' : 'stays'}`;
  if (size === 0) return '0 is gone at once';
  return `${shortNumber(x)} ${size > 1 ? 'grows' : 'fades'}${flips}`;
}

// -------------------------------------------------------------------------------------------------------- the steps

function svdSteps(U: Rows, S: Rows, V: Rows): FactorWords[] {
  const stretches = diagonal(S) as number[];
  return [
    {
      name: 'V',
      says: `First {V}, flipped over its diagonal: ${turnWords(flip(V))} ${directionWords(V, 'go', 'to')} the axes.`,
    },
    {
      name: 'S',
      says: `Then {S}: ${listWords(
        stretches.map((s, k) => `the ${ordinal(k + 1)} axis ${stretched(s)}`),
        6,
      )}.`,
    },
    { name: 'U', says: `Last {U}: ${turnWords(U)} the axes go to ${columnsWords(U)}.` },
  ];
}

function stretched(s: number): string {
  return s === 0 ? 'is flattened' : `is stretched by ${shortNumber(s)}`;
}

/** "it turns everything by 30° counter-clockwise;" where the matrix is small enough to say so. */
function turnWords(rows: Rows): string {
  const square = rows.length === rows[0]?.length && rows.length <= 3;
  if (!square) return 'keeping lengths,';
  const action = describeMatrix(matrix(rows as readonly (readonly number[])[])).actions[0];
  const tells = ['identity', 'rotation', 'reflection', 'permutation', 'rotoreflection', 'scaling', 'diagonal'];
  if (!action || !tells.includes(action.kind)) return 'keeping lengths,';
  const [clause = ''] = actionClause(action).split(/[;:] |\. /);
  return `it ${clause};`;
}

function directionWords(V: Rows, verb: string, to: string): string {
  return `${columnsWords(V)} ${verb} ${to}`;
}

function columnsWords(rows: Rows): string {
  return listWords(flip(rows).map(vectorWords), 4);
}

function luSteps(P: Rows, L: Rows, U: Rows): FactorWords[] {
  const order = P.map((row) => row.indexOf(1) + 1);
  const exchanged = order.some((from, k) => from !== k + 1);
  const steps = L.flatMap((row, i) =>
    row.flatMap((x, j) =>
      j < i && x !== 0 ? [`${shortNumber(x as number)} times row ${j + 1} from row ${i + 1}`] : [],
    ),
  );
  const pivots = diagonal(U) as number[];
  return [
    {
      name: 'P',
      says: exchanged
        ? `{P} takes the rows in the order ${order.join(', ')}, so that the largest number that is left stands on the diagonal.`
        : '{P} leaves the rows in their order.',
    },
    {
      name: 'L',
      says:
        steps.length === 0
          ? '{L} is the identity: there was nothing to take away.'
          : `{L} holds the steps: take ${listWords(steps, 6)}.`,
    },
    {
      name: 'U',
      says: `{U} is what is left: zeros below the diagonal, and on it the pivots ${listWords(pivots.map(shortNumber))}${pivots.includes(0) ? '. A pivot of 0 says that the rows depend on each other' : ''}.`,
    },
  ];
}

function qrSteps(Q: Rows, R: Rows): FactorWords[] {
  const columns = flip(R).map((column, j) => {
    const terms = column.flatMap((x, i) =>
      x === 0 || Math.abs(x as number) < 1e-12 ? [] : [`${shortNumber(x as number)} of axis ${i + 1}`],
    );
    return `column ${j + 1} is ${terms.length === 0 ? 'zero' : listWords(terms, 5)}`;
  });
  return [
    { name: 'R', says: `{R} says how much of each axis: ${listWords(columns, 5)}.` },
    { name: 'Q', says: `{Q} holds the axes, at right angles with length 1: ${columnsWords(Q)}.` },
  ];
}

function choleskySteps(L: Rows): FactorWords[] {
  const rows = L.map((row, i) => {
    const terms = row.flatMap((x, j) => (x === 0 ? [] : [`${shortNumber(x as number)} of the ${ordinal(j + 1)}`]));
    return `number ${i + 1} that comes out is ${listWords(terms, 5)}`;
  });
  return [
    {
      name: 'L',
      says: `{L} is a lower triangle: ${listWords(rows, 5)}. Fed with independent noise, it gives noise with this covariance.`,
    },
  ];
}

function eigenSteps(Q: Rows, D: Rows): FactorWords[] {
  const values = diagonal(D);
  const directions = flip(Q).map(vectorWords);
  return [
    { name: 'Q', says: `First the inverse of {Q}: how much there is of each of ${listWords(directions, 4)}.` },
    {
      name: 'D',
      says: `Then {D}: ${listWords(
        values.map((x, k) => `${directions[k]} times ${shortComplex(x)}`),
        4,
      )}.`,
    },
    { name: 'Q', says: 'Last {Q}: the directions put together again.' },
  ];
}

// --------------------------------------------------------------------------------------------------- why there is none

export function failureWords(kind: DecompositionKind, because: DecompositionFailure): string {
  const { name } = DECOMPOSITION_NAMES[kind];
  switch (because.code) {
    case 'not-square':
      return `There is no ${name}: the matrix has not as many rows as columns.`;
    case 'not-symmetric': {
      const [i, j] = because.place;
      return `There is no ${name}: the matrix is not symmetric. Entry (${i}, ${j}) is not entry (${j}, ${i}).`;
    }
    case 'not-positive-definite':
      return `There is no ${name}: along ${vectorWords(because.direction)} the matrix stretches by ${shortNumber(because.value)}, and a square root would need more than 0.`;
    case 'defective':
      return `The matrix is defective: its eigenvalue ${shortComplex(because.eigenvalue)} counts ${times(because.multiplicity)}, and has only ${counted(because.directions, 'direction')} of its own. There are not enough directions to take it apart in this way.`;
    default:
      return unreachable(because);
  }
}

function diagonal(rows: Rows): Entry[] {
  return rows.flatMap((row, k) => (k < row.length ? [row[k] as Entry] : []));
}

function flip(rows: Rows): Rows {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as Entry));
}
