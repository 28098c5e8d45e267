import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import type { Compile } from './compile-arithmetic.js';
import { MathError } from './errors.js';
import { traceOf } from './linalg.js';
import { dual, realPart, slopeAt, subtract } from './scalar.js';
import { bind, bindElement, type Compiled, type Scope } from './scope.js';
import { describeShape, isArray, isScalar, itemAt, itemsOf, pack, type Scalar, sizeOf, type Value } from './value.js';

/**
 * Derivatives by forward-mode automatic differentiation: the variable is bound to itself plus one infinitesimal, the body is
 * evaluated, and the slope is read off. Nested derivatives nest. What the body does not mention cannot be differentiated by it
 * (∂L/∂w of a bare L is not zero): such a node is opaque.
 */
export function compileDerivative(e: ExprOf<'derivative'>, compile: Compile): Compiled {
  const body = e.body && ungroup(e.body);
  const unknown = opaqueNode(e);
  if (body === null || e.op === 'dot' || e.op === 'variation') return unknown;
  if (e.op === 'prime')
    return body.kind === 'apply' ? byArgument(body, orderOf(e.order), 'slope', unknown, compile) : unknown;
  const variables = e.variables.map((v) => ({ variable: ungroup(v.variable), order: orderOf(v.order) }));
  if (variables.some((v) => v.order === undefined)) return unknown;
  if (nesting(body) >= MOST_NESTED) {
    return () => {
      throw new MathError('math/limit', e.span, `Derivatives are nested more than ${MOST_NESTED} deep.`);
    };
  }
  const shape = shapeOfOperator(e.op);
  const at = compileAt(e, compile);
  if (variables.length === 0) {
    return body.kind === 'apply' ? byArgument(body, 1, shape, unknown, compile) : unknown;
  }
  if (!variables.every((v) => mentions(body, v.variable))) {
    return hasLetters(body) ? unknown : () => 0;
  }
  let result = compile(e.body as Expr);
  // The derivative that is taken first stands last.
  for (const { variable, order } of [...variables].reverse()) {
    const step = byVariable(variable, compile);
    if (step === undefined) return unknown;
    const times = shape === 'slope' ? (order as number) : 1;
    for (let k = 0; k < times; k++) result = slopes(result, step, e);
    if (shape === 'hessian' || shape === 'laplacian') result = slopes(result, step, e);
  }
  return (scope) => finish(shape, result(at(scope)), e);
}

/** Each derivative around another doubles the work of what is within. */
const MOST_NESTED = 6;

/** How many derivatives stand within each other. */
function nesting(e: Expr): number {
  const inner = Math.max(0, ...children(e).map(nesting));
  return e.kind === 'derivative' ? inner + 1 : inner;
}

/** `f'(x)` where the head is the derivative and the argument stands outside it. */
export function differentiateCall(e: ExprOf<'apply'>, head: ExprOf<'derivative'>, compile: Compile): Compiled {
  const unknown = opaqueNode(e);
  if (head.body === null || head.variables.length > 0) return unknown;
  const shape = head.op === 'prime' ? 'slope' : shapeOfOperator(head.op);
  const order = head.op === 'prime' ? orderOf(head.order) : 1;
  return byArgument({ ...e, head: head.body }, order, shape, unknown, compile);
}

type Operator = 'slope' | 'gradient' | 'hessian' | 'laplacian' | 'divergence' | 'curl';

function shapeOfOperator(op: ExprOf<'derivative'>['op']): Operator {
  switch (op) {
    case 'hessian':
    case 'laplacian':
    case 'divergence':
    case 'curl':
      return op;
    case 'gradient':
    case 'jacobian':
      return 'gradient';
    default:
      return 'slope';
  }
}

function opaqueNode(e: Expr): Compiled {
  const key = exprKey(e);
  return (scope) => {
    const value = scope.source.symbol(key, e, scope) ?? scope.source.opaque(e, scope);
    if (value !== undefined) return value;
    throw new MathError(
      'math/unsupported',
      e.span,
      'This derivative cannot be computed: what is differentiated does not say how it depends on the variable.',
      'Give its value, or write out the function.',
    );
  };
}

const MAX_ORDER = 8;

/** A numeric order within bounds; undefined for `\frac{d^n}{dx^n}`. */
function orderOf(order: number | Expr): number | undefined {
  const n = typeof order === 'number' ? order : order.kind === 'number' ? order.value : undefined;
  return n !== undefined && Number.isInteger(n) && n >= 1 && n <= MAX_ORDER ? n : undefined;
}

/** One way to perturb a variable: its value now, and the scope in which it has another. */
type Step = { readonly current: Compiled; readonly move: (scope: Scope, value: Value) => Scope };

function byVariable(variable: Expr, compile: Compile): Step | undefined {
  const current = compile(variable);
  const key = exprKey(variable);
  if (variable.kind === 'symbol') return { current, move: (scope, value) => bind(scope, key, value) };
  if (variable.kind !== 'indexed' || variable.base.kind !== 'symbol') return undefined;
  const base = symbolKey(variable.base);
  const indices = variable.indices.map(compile);
  return {
    current,
    move: (scope, value) => {
      const places = indices.map((index) => index(scope));
      if (!places.every(isScalar)) throw new MathError('math/shape', variable.span, 'An index must be a number.');
      return bindElement(scope, base, places.map(realPart), value);
    },
  };
}

/** Derivative by the only argument of an application: the argument's node is given another value. */
function byArgument(
  e: ExprOf<'apply'>,
  order: number | undefined,
  shape: Operator,
  unknown: Compiled,
  compile: Compile,
): Compiled {
  const argument = e.args[0];
  if (argument === undefined || e.args.length !== 1 || order === undefined) return unknown;
  const step: Step = {
    current: compile(argument),
    move: (scope, value) => ({ ...scope, overrides: new Map([...(scope.overrides ?? []), [argument, () => value]]) }),
  };
  let result = compile(e);
  for (let k = 0; k < order; k++) result = slopes(result, step, e);
  if (shape === 'hessian' || shape === 'laplacian') result = slopes(result, step, e);
  return (scope) => finish(shape, result(scope), e);
}

/** The rate of change of `body` along the variable; along each element where the variable is an array. */
function slopes(body: Compiled, step: Step, e: Expr): Compiled {
  return (scope) => {
    const at = step.current(scope);
    const rate = (value: (level: number) => Value): Value => {
      scope.run.level += 1;
      const level = scope.run.level;
      return slopeOf(body(step.move(scope, value(level))), level, e);
    };
    if (isScalar(at)) return rate((level) => dual(level, at, 1));
    if (!isArray(at))
      throw new MathError('math/unsupported', e.span, `There is no derivative by ${describeShape(at)}.`);
    const items = Array.from(itemsOf(at));
    const rates = items.map((item, k) =>
      rate((level) =>
        pack(
          at.shape,
          items.map((x, j) => (j === k ? dual(level, item, 1) : x)),
        ),
      ),
    );
    if (rates.every(isScalar)) return pack(at.shape, rates);
    return jacobian(rates, e);
  };
}

/** Row i, column k: the rate of part i of the body along element k. */
function jacobian(rates: readonly Value[], e: Expr): Value {
  const first = rates[0];
  if (first === undefined || !isArray(first) || !rates.every(isArray)) {
    throw new MathError('math/unsupported', e.span, 'This derivative has no matrix form.');
  }
  const m = sizeOf(first.shape);
  const items: Scalar[] = [];
  for (let i = 0; i < m; i++) for (const column of rates) items.push(itemAt(column, i));
  return pack([m, rates.length], items);
}

function slopeOf(value: Value, level: number, e: Expr): Value {
  if (isScalar(value)) return slopeAt(value, level);
  if (isArray(value))
    return pack(
      value.shape,
      Array.from(itemsOf(value), (x) => slopeAt(x, level)),
    );
  throw new MathError('math/unsupported', e.span, `${describeShape(value)} has no derivative.`);
}

function finish(shape: Operator, value: Value, e: Expr): Value {
  if (shape === 'laplacian' || shape === 'divergence') return isScalar(value) ? value : traceOf(value, e.span);
  if (shape !== 'curl') return value;
  if (!isArray(value) || value.shape[0] !== 3 || value.shape[1] !== 3) {
    throw new MathError('math/shape', e.span, 'A curl needs a field of three components in three variables.');
  }
  const part = (i: number, j: number) => subtract(itemAt(value, 3 * i + j), itemAt(value, 3 * j + i));
  return pack([3], [part(2, 1), part(0, 2), part(1, 0)]);
}

/** Where the derivative is taken: `x = 0`, or a value for its only variable. */
function compileAt(e: ExprOf<'derivative'>, compile: Compile): (scope: Scope) => Scope {
  const { at } = e;
  if (at === undefined) return (scope) => scope;
  const [left, right] = at.kind === 'relation' && at.sides.length === 2 ? at.sides : [e.variables[0]?.variable, at];
  if (left === undefined || right === undefined) return (scope) => scope;
  const step = byVariable(ungroup(left), compile);
  const value = compile(right);
  return (scope) => (step ? step.move(scope, value(scope)) : scope);
}

/** Whether the body names the variable, as itself, as its whole family, or as another element of it. */
export function mentions(body: Expr, variable: Expr): boolean {
  const key = variable.kind === 'indexed' ? symbolKey(variable) : exprKey(variable);
  let found = false;
  walk(body, (node) => {
    if (node.kind === 'symbol' && exprKey(node) === key) found = true;
    return !found;
  });
  return found;
}

function hasLetters(body: Expr): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === 'symbol' || node.kind === 'text' || node.kind === 'hole') found = true;
    return !found;
  });
  return found;
}
