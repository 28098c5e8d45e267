import type { Expr, Reading, RelationExpr } from '../expr/types.js';
import {
  checkEquation,
  closeTo,
  isArray,
  isFiniteValue,
  isScalar,
  shapeOf,
  type Tensor,
  toPlain,
  type Value,
} from '../math/index.js';
import { pairsOf, statementsOf } from '../recognise/index.js';
import { constantValue, type WorthOf } from './constant-value.js';
import { shortComplex } from './number-words.js';

/** An equation between two things that are worth something as they stand: numbers, or matrices of numbers. */
export type CheckedEquation = {
  readonly relation: RelationExpr;
  readonly holds: boolean;
  /** What was compared, or the first place where the sides differ; a clause without a full stop. */
  readonly says: string;
  /** Row and column of the first wrong entry, from 1. */
  readonly place?: readonly number[];
};

/** Equations without letters are checked: both sides are computed and compared. */
export function checkEquations(reading: Reading, worthOf: WorthOf = constantValue): CheckedEquation[] {
  const found: CheckedEquation[] = [];
  for (const statement of statementsOf(reading.expr)) {
    if (statement.kind !== 'relation') continue;
    for (const relation of pairsOf(statement)) {
      const [left, right] = relation.sides;
      if (relation.ops[0] !== '=' || !left || !right || isBare(left)) continue;
      const a = worthOf(left);
      const b = a === undefined ? undefined : worthOf(right);
      if (a !== undefined && b !== undefined) found.push({ relation, ...compare(a, b) });
    }
  }
  return found;
}

function compare(a: Value, b: Value): Omit<CheckedEquation, 'relation'> {
  const holds = closeTo(a, b).close;
  if (!isArray(a) || !isArray(b)) {
    if (holds) return { holds, says: 'both sides of the equation were computed, and it holds' };
    return { holds, says: `both sides of the equation were computed, and they differ${numbersOf(a, b)}` };
  }
  if (holds) return { holds, says: 'both sides of the equation were computed, and it holds entry by entry' };
  const differ = 'both sides of the equation were computed, and they differ';
  if (a.kind !== 'tensor' || b.kind !== 'tensor') return { holds, says: differ };
  const check = checkEquation(asColumns(a, b), asColumns(b, a));
  if (check.holds) return { holds, says: differ };
  if (check.place.length === 0) return { holds, says: `${differ} in shape: ${shapeWords(a)} and ${shapeWords(b)}` };
  const [left, right] = [shortComplex(check.left as number), shortComplex(check.right as number)];
  return {
    holds,
    place: check.place,
    says: `${differ}, first at ${placeWords(check.place)}: ${left} on the left, ${right} on the right`,
  };
}

/** A vector beside a matrix of one column is that column. */
function asColumns(a: Tensor, beside: Tensor): Tensor {
  const [n] = a.shape;
  return a.shape.length === 1 && beside.shape.length === 2 ? { ...a, shape: [n as number, 1] } : a;
}

function numbersOf(a: Value, b: Value): string {
  const [x, y] = [toPlain(a), toPlain(b)];
  const isNumber = (v: Value): boolean => isScalar(v) && isFiniteValue(v);
  if (!isNumber(a) || !isNumber(b)) return '';
  return `: ${shortComplex(x as number)} on the left, ${shortComplex(y as number)} on the right`;
}

function placeWords(place: readonly number[]): string {
  const [row, column] = place;
  return column === undefined ? `entry ${row}` : `row ${row}, column ${column}`;
}

function shapeWords(a: Value): string {
  const shape = shapeOf(a);
  return shape.length === 1 ? `${shape[0]} numbers` : shape.join(' × ');
}

/** `2 = 2` says nothing worth telling. */
function isBare(e: Expr): boolean {
  return e.kind === 'number' || e.kind === 'negate';
}
