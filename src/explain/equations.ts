import { children } from '../expr/traverse.js';
import type { Expr, Reading, RelationExpr } from '../expr/types.js';
import { closeTo, compile, createScope, isFiniteValue, isMathError, type Value } from '../math/index.js';
import { pairsOf, statementsOf } from '../recognise/index.js';

/** An equation between two things that are worth something as they stand: numbers, or matrices of numbers. */
export type CheckedEquation = { readonly relation: RelationExpr; readonly holds: boolean };

/** Equations without letters are checked: both sides are computed and compared. */
export function checkEquations(reading: Reading): CheckedEquation[] {
  const found: CheckedEquation[] = [];
  for (const statement of statementsOf(reading.expr)) {
    if (statement.kind !== 'relation') continue;
    for (const relation of pairsOf(statement)) {
      const [left, right] = relation.sides;
      if (relation.ops[0] !== '=' || !left || !right || isBare(left) || !hasNoLetters(left) || !hasNoLetters(right))
        continue;
      const [a, b] = [computed(left), computed(right)];
      if (a !== undefined && b !== undefined) found.push({ relation, holds: closeTo(a, b).close });
    }
  }
  return found;
}

/** `2 = 2` says nothing worth telling. */
function isBare(e: Expr): boolean {
  return e.kind === 'number' || e.kind === 'negate';
}

function hasNoLetters(e: Expr): boolean {
  if (e.kind === 'symbol' || e.kind === 'hole' || e.kind === 'text' || e.kind === 'error') return false;
  return children(e).every(hasNoLetters);
}

function computed(e: Expr): Value | undefined {
  try {
    const value = compile(e)(createScope({ budget: 100_000 }));
    return isFiniteValue(value) ? value : undefined;
  } catch (error) {
    if (isMathError(error)) return undefined;
    throw error;
  }
}
