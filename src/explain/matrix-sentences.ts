import { unreachable } from '../expr/types.js';
import { type MatrixAction, type MatrixDescription, simplestDirection } from '../math/index.js';
import { counted, listWords, ordinal, shortNumber, times, vectorWords } from './number-words.js';

type Vectors = readonly (readonly number[])[];

/** What a matrix does, as a clause that begins with its verb: "turns everything by 90° counter-clockwise". */
export function actionClause(action: MatrixAction): string {
  switch (action.kind) {
    case 'zero':
      return 'sends everything to zero';
    case 'identity':
      return 'changes nothing: what goes in comes out';
    case 'scaling':
      return scalingClause(action.factor);
    case 'diagonal':
      return `takes each coordinate by itself: ${listWords(action.factors.map((x, k) => `the ${ordinal(k + 1)} ${factorWords(x)}`))}`;
    case 'permutation':
      return permutationClause(action.goesTo, action.cycles);
    case 'selection':
      return `picks ${action.picks.length === 1 ? 'entry' : 'entries'} ${listWords(action.picks.map(String))} of what goes in, in this order`;
    case 'rotation':
      return action.axis === undefined
        ? `turns everything by ${turnWords(action.degrees)}; lengths and angles stay as they are`
        : `turns space by ${degreeWords(action.degrees)} about the axis ${vectorWords(action.axis)}, counter-clockwise for someone at whom the axis points`;
    case 'rotation-scaling':
      return `turns everything by ${turnWords(action.degrees)} and ${stretchWords(action.factor)}`;
    case 'reflection':
      return action.along === undefined
        ? `mirrors everything in the ${action.normal.length === 3 ? 'plane' : 'flat'} that stands at right angles to ${vectorWords(simplestDirection(action.normal))}`
        : `mirrors everything in the line along ${vectorWords(simplestDirection(action.along))}`;
    case 'rotoreflection':
      return `turns space by ${degreeWords(action.degrees)} about the axis ${vectorWords(simplestDirection(action.axis))}, and mirrors it across that axis`;
    case 'projection':
      return action.orthogonal
        ? `drops everything straight onto ${spanWords(action.onto)}; what lies along ${directionsWords(action.along)} is lost`
        : `pushes everything along ${directionsWords(action.along)} onto ${spanWords(action.onto)}`;
    case 'shear':
      return `slides: adds ${shortNumber(action.amount)} times the ${ordinal(action.from)} coordinate to the ${ordinal(action.to)}, and leaves the rest`;
    case 'upper-triangular':
      return `has only zeros below its diagonal: each number that comes out depends on the number in its own place${action.strict ? ' not at all, only on those after it' : ' and those after it'}`;
    case 'lower-triangular':
      return `has only zeros above its diagonal: each number that comes out depends on the number in its own place${action.strict ? ' not at all, only on those before it' : ' and those before it'}`;
    case 'orthogonal':
      return action.determinant > 0
        ? 'keeps all lengths and angles, and left and right; its transpose undoes it'
        : 'keeps all lengths and angles, but exchanges left and right; its transpose undoes it';
    case 'orthonormal-columns':
      return 'keeps all lengths and angles while it lifts what goes in into a larger space';
    case 'symmetric':
      return 'is the same when rows and columns are exchanged: it only stretches, along directions at right angles to each other';
    case 'antisymmetric':
      return 'changes its sign when rows and columns are exchanged: what comes out stands at right angles to what went in';
    case 'positive-definite':
      return 'turns nothing by as much as a right angle, and loses nothing (positive definite)';
    case 'positive-semidefinite':
      return 'turns nothing by more than a right angle (positive semidefinite)';
    case 'stochastic':
      return {
        rows: 'holds shares: no entry is negative and each row adds up to 1, so each number that comes out is an average of those that went in',
        columns:
          'deals out: no entry is negative and each column adds up to 1, so the total that goes in comes out, dealt out anew',
        both: 'deals out evenly: no entry is negative, and each row and each column adds up to 1, so it averages and keeps the total',
      }[action.sums];
    case 'idempotent':
      return 'does the same done twice as done once';
    case 'nilpotent':
      return action.power === 1 ? 'leaves nothing' : `leaves nothing when it is done ${times(action.power)}`;
    case 'involution':
      return 'undoes itself: done twice, everything is back';
    case 'rank-one':
      return `gives a multiple of ${vectorWords(action.along)}, whatever goes in`;
    case 'singular':
      return `flattens: everything along ${directionsWords(action.flattens)} is sent to zero, so it cannot be undone`;
    default:
      return unreachable(action);
  }
}

/** The clause as a sentence about the matrix. */
export function actionSentence(action: MatrixAction): string {
  return `It ${actionClause(action)}.`;
}

/** Shape, rank and determinant, for any matrix. */
export function shapeSentences({ shape, rank, determinant, nullSpace }: MatrixDescription): string[] {
  const [rows, columns] = shape;
  const takes =
    rows === columns
      ? `It takes lists of ${counted(columns, 'number')} to lists of ${counted(rows, 'number')}`
      : `It takes lists of ${counted(columns, 'number')} to lists of ${rows}`;
  const lost =
    nullSpace.length === 0
      ? 'nothing is lost'
      : `${rank} of ${counted(columns, 'direction')} survive${rank === 1 ? 's' : ''}`;
  return [
    `${takes}; ${lost} (rank ${rank}).`,
    ...(determinant === undefined ? [] : [volumeSentence(rows, determinant)]),
  ];
}

function volumeSentence(n: number, determinant: number): string {
  const what = n === 1 ? 'Lengths' : n === 2 ? 'Areas' : 'Volumes';
  if (determinant === 0) return `${what} vanish (determinant 0).`;
  const size = Math.abs(determinant);
  const change = size === 1 ? 'stay as they are' : `are multiplied by ${shortNumber(size)}`;
  return `${what} ${change}${determinant < 0 ? ', and left and right change places' : ''} (determinant ${shortNumber(determinant)}).`;
}

function scalingClause(factor: number): string {
  if (factor === -1) return 'sends everything to the opposite side, at the same distance';
  return `${factor < 0 ? 'sends everything to the opposite side and ' : ''}${stretchWords(Math.abs(factor))}`;
}

/** "stretches it to 3 times its length". */
export function stretchWords(factor: number): string {
  if (factor === 0) return 'sends it to zero';
  if (factor === 1) return 'keeps its length';
  return `${factor > 1 ? 'stretches' : 'shrinks'} it to ${shortNumber(factor)} times its length`;
}

/** "times 3", "times −1, which flips it". */
export function factorWords(x: number): string {
  if (x === 0) return 'is dropped';
  if (x === 1) return 'stays';
  return `times ${shortNumber(x)}${x === -1 ? ' (flipped)' : ''}`;
}

function permutationClause(goesTo: readonly number[], cycles: Vectors): string {
  const moves = goesTo.flatMap((to, k) => (to === k + 1 ? [] : [`row ${k + 1} to place ${to}`]));
  const rounds = cycles.map((c) => c.length).reduce(leastMultiple, 1);
  const rest = moves.length < goesTo.length ? '; the others stay' : '';
  return `reorders the rows: ${listWords(moves)}${rest}. Done ${times(rounds)}, all are back in their places`;
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

function turnWords(degrees: number): string {
  if (Math.abs(degrees) === 180) return '180°';
  return `${degreeWords(Math.abs(degrees))} ${degrees < 0 ? 'clockwise' : 'counter-clockwise'}`;
}

function degreeWords(degrees: number): string {
  return `${shortNumber(Number(degrees.toFixed(8)))}°`;
}

/** "the line through (1, 1)", "the plane spanned by … and …". */
function spanWords(vectors: Vectors): string {
  const spanned = listWords(vectors.map((v) => vectorWords(simplestDirection(v))));
  if (vectors.length === 0) return 'zero';
  if (vectors.length === 1) return `the line through zero and ${spanned}`;
  return `the ${vectors.length === 2 ? 'plane' : `space of ${vectors.length} directions`} spanned by ${spanned}`;
}

function directionsWords(vectors: Vectors): string {
  return listWords(
    vectors.map((v) => vectorWords(simplestDirection(v))),
    5,
  );
}
