import { ungroup } from '../expr/build.js';
import type { Expr, ExprOf } from '../expr/types.js';
import type { Compile } from './compile-arithmetic.js';
import { compileWalk } from './domains.js';
import { isMathError } from './errors.js';
import { largest } from './named.js';
import * as scalar from './scalar.js';
import type { Compiled, Scope } from './scope.js';
import { logGamma } from './special.js';
import { elementwise, siteOf } from './tensor.js';
import { isArray, mapItems, type Value } from './value.js';

/**
 * Where ∞/∞, 0/0 or log ∞ comes of a form that is too large on the way but not in the end (a softmax at 1000), the value is
 * computed once more from logarithms, with the largest taken out of each sum (Blanchard, Higham and Higham 2021). Only
 * positive quantities have logarithms here; anything else keeps the value that was written.
 */
export function rescueQuotient(
  e: ExprOf<'divide'>,
  compile: Compile,
): (written: Value, denominator: Value, scope: Scope) => Value {
  let parts: readonly [Summands, Summands] | undefined;
  return (written, denominator, scope) => {
    if (!exponential(e.numerator) && !exponential(e.denominator)) return written;
    parts ??= [compileSummands(e.numerator, compile), compileSummands(e.denominator, compile)];
    const [top, bottom] = parts;
    return attempt(written, scope, () => {
      const below = bottom(scope);
      // Both sums are scaled by the largest summand below: no digits are lost to the size of the logarithms.
      const scale = greatest(below, e);
      const [numerator, total] = [scaledSum(top(scope), scale, e), scaledSum(below, scale, e)];
      const value = elementwise('Division', scalar.divide, numerator, total, siteOf(e.span));
      return isArray(value) === (isArray(written) || isArray(denominator)) ? value : undefined;
    });
  };
}

export function rescueLogarithm(arg: Expr, compile: Compile): (written: Value, scope: Scope) => Value {
  let log: Compiled | undefined;
  return (written, scope) => {
    if (!exponential(arg)) return written;
    log ??= compileLog(arg, compile);
    const own = log;
    return attempt(written, scope, () => own(scope));
  };
}

function attempt(written: Value, scope: Scope, compute: () => Value | undefined): Value {
  try {
    const value = compute();
    if (value === undefined || !isSound(value)) return written;
    scope.run.rescued = true;
    return value;
  } catch (error) {
    if (isMathError(error) && error.code !== 'math/limit') return written;
    throw error;
  }
}

function isSound(value: Value): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return isArray(value) && value.kind === 'tensor' && !value.data.some(Number.isNaN);
}

const GROWING: ReadonlySet<string> = new Set(['exp', 'factorial', 'Gamma']);

/** Whether an exponential function or a power stands in the expression: nothing else overflows by habit. */
function exponential(e: Expr): boolean {
  const inner = ungroup(e);
  switch (inner.kind) {
    case 'power':
      return true;
    case 'apply':
      return inner.head.kind === 'symbol' && (GROWING.has(inner.head.name) || inner.args.some(exponential));
    case 'add':
      return inner.terms.some(exponential);
    case 'multiply':
      return inner.factors.some(exponential);
    case 'divide':
      return exponential(inner.numerator) || exponential(inner.denominator);
    case 'big':
      return exponential(inner.body);
    default:
      return false;
  }
}

/** The logarithm of a positive expression; NaN where it is not positive. */
function compileLog(e: Expr, compile: Compile): Compiled {
  const inner = ungroup(e);
  const site = siteOf(e.span);
  const log = (part: Expr): Compiled => compileLog(part, compile);
  switch (inner.kind) {
    case 'power': {
      const exponent = compile(inner.exponent);
      if (inner.base.kind === 'symbol' && inner.base.name === 'exponentialE') return exponent;
      const base = log(inner.base);
      return (scope) => elementwise('A power', scalar.multiply, exponent(scope), base(scope), site);
    }
    case 'apply': {
      const [arg] = inner.args;
      if (inner.head.kind !== 'symbol' || !arg || inner.args.length !== 1) break;
      if (inner.head.name === 'exp') return compile(arg);
      if (inner.head.name !== 'factorial' && inner.head.name !== 'Gamma') break;
      const shift = inner.head.name === 'factorial' ? 1 : 0;
      const of = compile(arg);
      return (scope) =>
        mapItems(of(scope), (x) =>
          scalar.realPart(x) + shift > 0 ? logGamma(scalar.realPart(x) + shift) : Number.NaN,
        ) ?? Number.NaN;
    }
    case 'multiply': {
      const factors = inner.factors.map(log);
      return (scope) =>
        factors.map((f) => f(scope)).reduce((a, b) => elementwise('Multiplication', scalar.add, a, b, site));
    }
    case 'divide': {
      const [top, bottom] = [log(inner.numerator), log(inner.denominator)];
      return (scope) => elementwise('Division', scalar.subtract, top(scope), bottom(scope), site);
    }
    case 'add':
    case 'big': {
      const summands = compileSummands(e, compile);
      return (scope) => {
        const logs = summands(scope);
        const scale = greatest(logs, e);
        const total = mapItems(scaledSum(logs, scale, e), scalar.logarithm) ?? Number.NaN;
        return elementwise('Addition', scalar.add, scale, total, site);
      };
    }
  }
  return logOfValue(e, compile);
}

function logOfValue(e: Expr, compile: Compile): Compiled {
  const plain = compile(e);
  return (scope) =>
    mapItems(plain(scope), (x) => (scalar.realPart(x) > 0 ? scalar.logarithm(x) : Number.NaN)) ?? Number.NaN;
}

/** The logarithms of the terms of a sum; of anything else, of itself. */
type Summands = (scope: Scope) => readonly Value[];

function compileSummands(e: Expr, compile: Compile): Summands {
  const inner = ungroup(e);
  if (inner.kind === 'add') {
    const terms = inner.terms.map((term) => compileLog(term, compile));
    return (scope) => terms.map((term) => term(scope));
  }
  if (inner.kind === 'big') {
    if (inner.op !== 'sum' || inner.domains.every((d) => d.variables.length === 0)) {
      const whole = logOfValue(e, compile);
      return (scope) => [whole(scope)];
    }
    const [walk, body] = [compileWalk(inner, compile), compileLog(inner.body, compile)];
    return (scope) => {
      const logs: Value[] = [];
      walk(scope, (next) => logs.push(body(next)));
      return logs;
    };
  }
  const whole = compileLog(e, compile);
  return (scope) => [whole(scope)];
}

function greatest(logs: readonly Value[], e: Expr): Value {
  return logs.reduce((a, b) => elementwise('Addition', largest, a, b, siteOf(e.span)), Number.NEGATIVE_INFINITY);
}

/** The sum of what has these logarithms, divided by what has the logarithm `scale`. */
function scaledSum(logs: readonly Value[], scale: Value, e: Expr): Value {
  const site = siteOf(e.span);
  return logs
    .map(
      (log) => mapItems(elementwise('Addition', scalar.subtract, log, scale, site), scalar.exponential) ?? Number.NaN,
    )
    .reduce((a, b) => elementwise('Addition', scalar.add, a, b, site), 0);
}
