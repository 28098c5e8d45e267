import { ungroup } from '../expr/build.js';
import { withJointEvents } from '../expr/joint-events.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { type Compile, keepReal } from './compile-arithmetic.js';
import { isTrue } from './compile-conditions.js';
import { differentiateCall } from './compile-derivative.js';
import { isMathError, MathError } from './errors.js';
import { applyScalar, type ScalarFunction, scalarFunction } from './functions.js';
import { type NamedFunction, namedFunction } from './named.js';
import * as scalar from './scalar.js';
import { boundValue, type Compiled, type Scope } from './scope.js';
import { rescueLogarithm } from './stable.js';
import { elementwise, mapReal, siteOf } from './tensor.js';
import { describeShape, hasNaN, isScalar, mapItems, type Scalar, type Value } from './value.js';

/** The plain name of a head such as `\exp` or `\operatorname{softmax}`; undefined for marked letters and other heads. */
function plainName(head: Expr): string | undefined {
  if (head.kind !== 'symbol' || head.label !== undefined || head.primes || head.accents?.length) return undefined;
  return head.font === undefined || head.font === 'roman' || head.font === 'sans' || head.font === 'typewriter'
    ? head.name
    : undefined;
}

/** True for a head that the core computes itself. */
export function isBuiltIn(head: Expr): boolean {
  const name = plainName(head);
  return name !== undefined && (name === 'indicator' || !!scalarFunction(name) || !!namedFunction(name));
}

export function compileApply(e: ExprOf<'apply'>, compile: Compile): Compiled {
  const name = plainName(e.head);
  if (name === 'indicator') return compileIndicator(e, compile);
  if (name !== undefined) {
    const one = scalarFunction(name);
    if (one && e.args.length === 1) return compileScalarFunction(e, one, compile);
    const named = namedFunction(name);
    if (named) return compileNamed(e, named, compile);
  }
  return compileCall(e, compile);
}

function compileIndicator(e: ExprOf<'apply'>, compile: Compile): Compiled {
  const conditions = e.args.map(compile);
  return (scope) => {
    const values = conditions.map((condition) => condition(scope));
    // What cannot be tested has the value that the scope gives to the whole.
    if (values.every((v) => typeof v === 'boolean' || typeof v === 'object')) return values.every(isTrue) ? 1 : 0;
    return scope.source.opaque(e, scope) ?? (values.every(isTrue) ? 1 : 0);
  };
}

function compileScalarFunction(e: ExprOf<'apply'>, fn: ScalarFunction, compile: Compile): Compiled {
  const arg = compile(e.args[0] as Expr);
  const base = e.base ? compile(e.base) : undefined;
  const { real } = fn;
  const isLog = fn === scalarFunction('log');
  const rescue = rescueLogarithm(e.args[0] as Expr, compile);
  return (scope) => {
    const x = arg(scope);
    if (base !== undefined) return logToBase(x, base(scope), e, scope);
    if (typeof x === 'number') {
      const y = real(x);
      if (isLog && !Number.isFinite(y) && !Number.isNaN(y)) return rescue(y, scope);
      if (!Number.isNaN(y) || scope.real || Number.isNaN(x)) return y;
    }
    const array = typeof x === 'object' && x.kind === 'tensor' ? mapReal(x, real) : undefined;
    // Outside the domain numbers become complex, one by one.
    if (array !== undefined && !hasNaN(array)) return array;
    const value = mapItems(typeof x === 'boolean' ? Number(x) : x, (item) => applyOne(fn, item, e, scope));
    if (value !== undefined) return value;
    throw new MathError('math/shape', e.span, `This function needs a number, not ${describeShape(x)}.`);
  };
}

/** A built-in function by its name, for a letter that stands for it: σ for the sigmoid. */
export function applyBuiltIn(name: string, args: readonly Value[], e: Expr, scope: Scope): Value | undefined {
  const one = scalarFunction(name);
  const [x] = args;
  if (one && x !== undefined && args.length === 1) return mapItems(x, (item) => applyOne(one, item, e, scope));
  return namedFunction(name)?.(args, e.span);
}

function applyOne(fn: ScalarFunction, x: Scalar, e: Expr, scope: Scope): Scalar {
  const y = applyScalar(fn, x);
  if (y !== undefined) return keepReal(scope, y, x);
  const what = scalar.primal(x) !== x && typeof scalar.primal(x) === 'number' ? 'derivative' : 'complex values';
  throw new MathError(
    'math/unsupported',
    e.span,
    `This function has no ${what} here.`,
    'Use real values, or another form.',
  );
}

function logToBase(x: Value, base: Value, e: Expr, scope: Scope): Value {
  const log = (a: Scalar, b: Scalar): Scalar => {
    if (typeof a === 'number' && a > 0) {
      if (b === 2) return Math.log2(a);
      if (b === 10) return Math.log10(a);
    }
    return keepReal(scope, scalar.divide(scalar.logarithm(a), scalar.logarithm(b)), a, b);
  };
  return elementwise('The logarithm', log, x, base, siteOf(e.span));
}

function compileNamed(e: ExprOf<'apply'>, named: NamedFunction, compile: Compile): Compiled {
  const args = e.args.flatMap((arg) => (arg.kind === 'conditional' ? [...arg.left, ...arg.right] : [arg]));
  const compiled = args.map((arg) => compile(arg.kind === 'list' ? arg : ungroup(arg)));
  return (scope) => {
    const values = compiled.flatMap((arg): readonly Value[] => {
      const value = arg(scope);
      return typeof value === 'object' && value.kind === 'list' ? value.items : [value];
    });
    for (const value of values) if (!isScalar(value)) scope.run.remaining -= 8;
    try {
      return named(values, e.span);
    } catch (error) {
      // `\mathrm{KL}(p \| q)` of laws that are only named: the scope may know its value.
      const given = isMathError(error) && error.code === 'math/shape' ? scope.source.opaque(e, scope) : undefined;
      if (given === undefined) throw error;
      return given;
    }
  };
}

/** What has no value as an argument: `P(X = 1)`, `P(A \cup B)`, `\text{KL}(p \| q)` of laws. */
function isEvent(arg: Expr): boolean {
  const kinds: readonly Expr['kind'][] = [
    'relation',
    'operation',
    'text',
    'hole',
    'error',
    'conditional',
    'interval',
    'set',
  ];
  return (
    kinds.includes(arg.kind) ||
    (arg.kind === 'group' && isEvent(arg.body)) ||
    (arg.kind === 'list' && arg.items.some(isEvent))
  );
}

function compileCall(written: ExprOf<'apply'>, compile: Compile): Compiled {
  const e = withJointEvents(written);
  const head = ungroup(e.head);
  const bar = e.args.find((arg) => arg.kind === 'conditional');
  const args = e.args.flatMap((arg) => {
    if (arg.kind === 'conditional') return [...arg.left, ...arg.right];
    return arg.kind === 'list' ? arg.items : [arg];
  });
  if (args.some(isEvent)) return (scope) => unknownCall(e, scope);
  if (head.kind === 'derivative') return differentiateCall(e, head, compile);
  if (head.kind === 'multiply' && head.ops.every((op) => op === 'circ')) {
    // (f ∘ g)(x) is f(g(x)).
    const nested = head.factors.reduceRight<readonly Expr[]>((inner, f) => [{ ...e, head: f, args: inner }], e.args);
    return compile(nested[0] as Expr);
  }
  const compiled = args.map(compile);
  const indices = head.kind === 'indexed' ? head.indices.map(compile) : [];
  const own = head.kind === 'symbol' || head.kind === 'indexed' ? symbolKey(head) : exprKey(head);
  const key = bar?.kind === 'conditional' ? `${own}|${bar.left.length}` : own;
  return (scope) => {
    const values = compiled.map((arg) => arg(scope));
    const places = indices.map((index) => toIndex(index(scope), e));
    const replaced = scope.overrides?.get(e.head)?.(scope) ?? boundValue(scope, own);
    if (typeof replaced === 'object' && replaced.kind === 'function') return replaced.call(values);
    const value = scope.source.call(key, values, e, scope, places);
    if (value !== undefined) return value;
    return unknownCall(e, scope);
  };
}

function toIndex(value: Value, e: Expr): number {
  if (isScalar(value)) return scalar.realPart(value);
  throw new MathError('math/shape', e.span, 'An index must be a number.');
}

function unknownCall(e: ExprOf<'apply'>, scope: Scope): Value {
  const value = scope.source.opaque(e, scope);
  if (value !== undefined) return value;
  throw new MathError(
    'math/undefined-function',
    e.span,
    `There is no function ${toLatex(e.head).trim()}.`,
    'Define it on another line, or give the value of the whole application.',
  );
}
