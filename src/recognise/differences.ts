import { exprKey, symbolKey } from '../expr/key.js';
import type { Expr, ExprOf } from '../expr/types.js';
import {
  bind,
  bindElement,
  elementAt,
  isArray,
  itemsOf,
  MathError,
  type Scope,
  tensor,
  type Value,
  weightedSum,
} from '../math/index.js';
import { compiled } from './source-value.js';

type Along = (s: Scope) => Value;

/** Steps of the differences, and the weights that cancel their errors up to the sixth order. */
const STEP = 0.02;
/** Of second differences: rounding weighs more there. */
const SECOND_STEP = 0.05;
const STEPS: readonly number[] = [1, 0.5, 0.25];
const WEIGHTS: readonly number[] = [1 / 45, -20 / 45, 64 / 45];

/** What a derivative of a function of the scope is, by differences of nearby values alone. */
export function slopeByDifferences(
  op: ExprOf<'derivative'>['op'],
  f: Along,
  steps: readonly Expr[],
  scope: Scope,
): Value {
  const [first, second] = steps;
  if (op === 'laplacian' && first) return laplacian(f, first, scope);
  if ((op === 'divergence' || op === 'curl') && first) return ofField(op, f, first, scope);
  if (first && second && exprKey(first) === exprKey(second)) {
    const at = compiled(first)(scope);
    if (typeof at === 'number') return secondQuotient((h) => f(moved(scope, first, at + h)));
  }
  return steps.reduceRight<Along>(slopeAlong, f)(scope);
}

/** The slope of a function of the scope along one of the reader's variables: of each element, where it is a vector. */
function slopeAlong(f: Along, variable: Expr): Along {
  return (scope) => {
    const at = compiled(variable)(scope);
    if (typeof at === 'number') return quotient((h) => f(moved(scope, variable, at + h)));
    const parts = partsOf(at, variable).map((move) => quotient((h) => f(moved(scope, variable, move(h)))));
    if (!isArray(at) || !parts.every((p) => typeof p === 'number')) throw noSlope(variable);
    return tensor(at.shape, Float64Array.from(parts, Number));
  };
}

/** For each element of an array: the array with that element moved. */
function partsOf(at: Value, variable: Expr): readonly ((h: number) => Value)[] {
  if (!isArray(at)) throw noSlope(variable);
  const items = Array.from(itemsOf(at), Number);
  return items.map(
    (_, k) => (h: number) =>
      tensor(
        at.shape,
        Float64Array.from(items, (x, i) => (i === k ? x + h : x)),
      ),
  );
}

function laplacian(f: Along, variable: Expr, scope: Scope): Value {
  const parts = partsOf(compiled(variable)(scope), variable);
  const seconds = parts.map((move) => secondQuotient((h) => f(moved(scope, variable, move(h)))));
  return weightedSum(
    seconds,
    seconds.map(() => 1),
  );
}

/** Divergence and curl, from the slope of each component along each coordinate. */
function ofField(op: 'divergence' | 'curl', f: Along, variable: Expr, scope: Scope): Value {
  const columns = partsOf(compiled(variable)(scope), variable).map((move) =>
    quotient((h) => f(moved(scope, variable, move(h)))),
  );
  const slope = (component: number, along: number): number => {
    const column = columns[along];
    const value = column !== undefined && isArray(column) ? elementAt(column, [component + 1], variable.span) : column;
    if (typeof value !== 'number') throw noSlope(variable);
    return value;
  };
  if (op === 'divergence') return columns.reduce<number>((sum, _, k) => sum + slope(k, k), 0);
  return tensor(
    [3],
    Float64Array.from([0, 1, 2], (i) => {
      const [j, k] = [(i + 1) % 3, (i + 2) % 3];
      return slope(k, j) - slope(j, k);
    }),
  );
}

function noSlope(variable: Expr): MathError {
  return new MathError('math/unsupported', variable.span, 'There is no slope along this.');
}

function quotient(f: (h: number) => Value): Value {
  return weightedSum(
    STEPS.map((s) => weightedSum([f(STEP * s), f(-STEP * s)], [1 / (2 * STEP * s), -1 / (2 * STEP * s)])),
    WEIGHTS,
  );
}

function secondQuotient(f: (h: number) => Value): Value {
  const middle = f(0);
  return weightedSum(
    STEPS.map((s) => {
      const square = 1 / (SECOND_STEP * s) ** 2;
      return weightedSum([f(SECOND_STEP * s), middle, f(-SECOND_STEP * s)], [square, -2 * square, square]);
    }),
    WEIGHTS,
  );
}

/** The scope with another value for one of the reader's variables. */
export function moved(scope: Scope, variable: Expr, value: Value): Scope {
  if (variable.kind !== 'indexed') return bind(scope, exprKey(variable), value);
  return bindElement(
    scope,
    symbolKey(variable.base),
    variable.indices.map((i) => Number(compiled(i)(scope))),
    value,
  );
}
