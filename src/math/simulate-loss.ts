import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import { walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { compile } from './compile.js';
import { isMathError, MathError } from './errors.js';
import { freeSymbols } from './given.js';
import { dual, slopeAt } from './scalar.js';
import { bind, type Compiled, type Scope } from './scope.js';
import type { Program } from './simulate-program.js';
import { describeShape, isArray, isScalar, itemsOf, pack, type Value } from './value.js';

/** `J(\theta) = …` or `J(w, b) = …`. */
export type Loss = {
  readonly name: string | undefined;
  readonly parameters: readonly string[];
  /** The parameters as they are written. */
  readonly letters: readonly Expr[];
  readonly body: Compiled;
  readonly span: Span;
  /** It hangs on its parameters and on constants only, not on what else a block assigns. */
  readonly isFixed: boolean;
};

/** What the loss is a function of: what its left side names, else its letters that the block assigns, else its only open one. */
export function readLoss(e: Expr, assigned: ReadonlySet<string>, isGiven: (key: string) => boolean): Loss {
  const inner = ungroup(e);
  const [left, right] = inner.kind === 'relation' ? inner.sides.map(ungroup) : [undefined, inner];
  const body = right ?? inner;
  const free = freeSymbols(body);
  const hangsOnlyOn = (parameters: readonly string[]): boolean =>
    free.every(({ key }) => parameters.includes(key) || !assigned.has(key));
  if (left?.kind === 'apply') {
    const parameters = left.args.map(ungroup);
    if (parameters.length > 0 && parameters.every((p) => p.kind === 'symbol')) {
      return {
        name: symbolKey(left.head),
        parameters: parameters.map(symbolKey),
        letters: parameters,
        body: bodyOf(body),
        span: body.span,
        isFixed: hangsOnlyOn(parameters.map(symbolKey)),
      };
    }
  }
  const moved = free.filter(({ key }) => assigned.has(key));
  const open = moved.length > 0 ? moved : free.filter(({ key }) => !isGiven(key));
  if (moved.length > 0 || open.length === 1) {
    const parameters = open.map(({ key }) => key);
    return {
      name: left && symbolKey(left),
      parameters,
      letters: open.map(({ expr }) => expr),
      body: bodyOf(body),
      span: body.span,
      isFixed: hangsOnlyOn(parameters),
    };
  }
  const message = 'The loss does not say what it is a function of.';
  throw new LossError(new MathError('math/unsupported', e.span, message, 'Write it as J(\\theta) = … or J(w, b) = ….'));
}

/** An error whose span lies in the text of the loss, not in that of a block. */
export class LossError extends Error {
  constructor(readonly error: MathError) {
    super(error.message);
  }
}

function bodyOf(body: Expr): Compiled {
  const value = compile(body);
  return (scope) => {
    try {
      return value(scope);
    } catch (error) {
      throw isMathError(error) ? new LossError(error) : error;
    }
  };
}

/** Values of the parameters by key. */
export type Point = ReadonlyMap<string, Value>;

export function lossAt(loss: Loss, at: Point, scope: Scope): number {
  const value = loss.body(bindAll(loss, at, scope));
  if (isScalar(value)) return typeof value === 'number' ? value : Number.NaN;
  const message = `The loss is ${describeShape(value)}; only a number can be made small.`;
  throw new LossError(new MathError('math/shape', loss.span, message, 'Write a sum, a mean or a norm of it.'));
}

function bindAll(loss: Loss, at: Point, scope: Scope): Scope {
  let inner: Scope = { ...scope, env: null };
  for (const parameter of loss.parameters) {
    const value = at.get(parameter);
    if (value !== undefined) inner = bind(inner, parameter, value);
  }
  return inner;
}

/** The gradient of a loss by one parameter. */
export type Slopes = (of: string, at: Point, scope: Scope) => Value;

/** A block may ask for the gradient several times in a step: it is computed once for a point. */
export function slopesOf(loss: Loss): Slopes {
  const last = new Map<string, { readonly at: readonly (Value | undefined)[]; readonly value: Value }>();
  return (of, point, scope) => {
    const at = loss.parameters.map((parameter) => point.get(parameter));
    const known = last.get(of);
    if (loss.isFixed && known?.at.every((value, k) => Object.is(value, at[k]))) return known.value;
    const value = gradient(loss, of, point, scope);
    last.set(of, { at, value });
    return value;
  };
}

/** Gradient by automatic differentiation, one direction after the other. */
function gradient(loss: Loss, of: string, at: Point, scope: Scope): Value {
  const all = bindAll(loss, at, scope);
  const along = (value: (level: number) => Value) => {
    scope.run.level += 1;
    const level = scope.run.level;
    const result = loss.body(bind(all, of, value(level)));
    scope.run.level -= 1;
    return isScalar(result) ? slopeAt(result, level) : Number.NaN;
  };
  const here = at.get(of) ?? Number.NaN;
  if (isScalar(here)) return along((level) => dual(level, here, 1));
  if (!isArray(here)) return Number.NaN;
  const items = Array.from(itemsOf(here));
  // Each direction makes an array of its own.
  scope.run.remaining -= (items.length ** 2) >> 3;
  return pack(
    here.shape,
    items.map((item, k) =>
      along((level) =>
        pack(
          here.shape,
          items.map((x, j) => (j === k ? dual(level, item, 1) : x)),
        ),
      ),
    ),
  );
}

/** Letters by which a block calls the gradient, by key, with the parameter by which it is taken. */
export type GradientNames = ReadonlyMap<string, { readonly letter: Expr; readonly by: string }>;

/**
 * What a block means by its gradient: small changes (`dW`), letters that usually mean it (`g_t`, `dw`), and where it has
 * neither these nor a derivative, its only letter without a value.
 */
export function gradientNames(
  program: Program,
  loss: Loss,
  isGiven: (key: string) => boolean,
  parameterOf: (key: string) => string | undefined,
): GradientNames {
  const names = new Map<string, { letter: Expr; by: string }>();
  let explicit = false;
  const only = loss.parameters.length === 1 ? loss.parameters[0] : undefined;
  walk(program.expr, (node) => {
    if (node.kind === 'derivative') explicit = true;
    if (node.kind !== 'differential' || isGiven(exprKey(node))) return;
    const parameter = parameterOf(symbolKey(node.arg)) ?? only;
    if (parameter !== undefined) names.set(exprKey(node), { letter: node, by: parameter });
  });
  const assigned = new Set(program.lines.map((line) => line.key));
  const isKnown = (key: string): boolean =>
    isGiven(key) || assigned.has(key) || key === program.time || loss.parameters.includes(key) || key === loss.name;
  const isSeen = (node: Expr): boolean => node.kind === 'derivative' || node.kind === 'differential';
  const open = program.lines
    .flatMap((line) => freeSymbols(rightOf(line.expr), isSeen))
    .filter(({ key }) => !isKnown(key));
  for (const { key, expr } of open) {
    const named = /^d(.+)$/.exec(expr.name)?.[1] ?? expr.label;
    const parameter =
      (named !== undefined && parameterOf(named)) || (/^(g|G|grad|d[A-Za-z]+)$/.test(expr.name) && only);
    if (parameter) names.set(key, { letter: expr, by: parameter });
  }
  const [last] = open;
  if (names.size === 0 && !explicit && last && only !== undefined && open.every(({ key }) => key === last.key)) {
    names.set(last.key, { letter: last.expr, by: only });
  }
  return names;
}

function rightOf(line: Expr): Expr {
  return line.kind === 'relation' ? (line.sides[1] as Expr) : line;
}

/** Nodes that are gradients of the loss: at their arguments where they have some, at the parameters where they have none. */
export function gradientNodes(
  program: Program,
  loss: Loss,
  slopes: Slopes,
  parameterOf: (key: string) => string | undefined,
  here: () => Point,
): ReadonlyMap<Expr, Compiled> {
  const nodes = new Map<Expr, Compiled>();
  walk(program.expr, (node) => {
    if (node.kind !== 'derivative' || !isOfLoss(node, program)) return;
    const of = variableOf(node, loss, parameterOf);
    const body = node.body && ungroup(node.body);
    const given = body?.kind === 'apply' && body.args.length === loss.parameters.length ? body.args.map(compile) : [];
    nodes.set(node, (scope) => {
      const at = new Map(here());
      for (const [k, argument] of given.entries()) at.set(loss.parameters[k] as string, argument(scope));
      return slopes(of, at, scope);
    });
  });
  return nodes;
}

/** Derivatives of the block's own functions are computed as they stand. */
function isOfLoss(node: ExprOf<'derivative'>, program: Program): boolean {
  const body = node.body && ungroup(node.body);
  return !(body?.kind === 'apply' && program.functions.has(symbolKey(body.head)));
}

function variableOf(node: ExprOf<'derivative'>, loss: Loss, parameterOf: (key: string) => string | undefined): string {
  const [variable] = node.variables;
  const named = variable && parameterOf(symbolKey(variable.variable));
  const [only] = loss.parameters;
  if (named !== undefined) return named;
  if (loss.parameters.length === 1 && only !== undefined) return only;
  throw new MathError(
    'math/unsupported',
    node.span,
    'The gradient does not say with respect to which parameter of the loss.',
    `Write ${loss.parameters.map((p) => `\\nabla_{${p}}`).join(' or ')}.`,
  );
}
