import { ungroup } from '../expr/build.js';
import type { Expr, ExprOf, ProductSign } from '../expr/types.js';
import { MathError } from './errors.js';
import { realRoot } from './functions.js';
import { matrixPower } from './linalg.js';
import * as scalar from './scalar.js';
import type { Compiled, Scope } from './scope.js';
import { rescueQuotient } from './stable.js';
import { crossProduct, dotProduct, elementwise, kronecker, product, type Site } from './tensor.js';
import {
  describeShape,
  hasNaN,
  isArray,
  isScalar,
  mapItems,
  type Scalar,
  sameShape,
  sizeOf,
  type Tensor,
  type Value,
} from './value.js';

export type Compile = (e: Expr) => Compiled;

function between(whole: Expr, left: Expr, right: Expr): Site {
  return { span: whole.span, left: left.span, right: right.span };
}

export function compileAdd(e: ExprOf<'add'>, compile: Compile): Compiled {
  const terms = e.terms.map(compile);
  const sites = e.terms.map((term) => between(e, e.terms[0] as Expr, term));
  // A subtracted term is a negated one: a + (−b) and a − b are the same number.
  return (scope) => {
    let sum: Value = (terms[0] as Compiled)(scope);
    for (let k = 1; k < terms.length; k++) {
      const term = (terms[k] as Compiled)(scope);
      if (typeof sum === 'number' && typeof term === 'number') sum += term;
      else sum = spend(scope, elementwise('Addition', scalar.add, sum, term, sites[k] as Site));
    }
    return sum;
  };
}

/** Array results cost as many operations as they have elements. */
function spend(scope: Scope, value: Value): Value {
  if (isArray(value)) scope.run.remaining -= sizeOf(value.shape) >> 3;
  return value;
}

/**
 * Juxtaposed factors bind closer than those with a sign between them, so `a \cdot B c` is a · (Bc); both run from left to
 * right. Truth values count as 0 and 1.
 */
export function compileMultiply(e: ExprOf<'multiply'>, compile: Compile): Compiled {
  const runs: Expr[][] = [[e.factors[0] as Expr]];
  const signs: ProductSign[] = [];
  e.ops.forEach((op, k) => {
    const factor = e.factors[k + 1] as Expr;
    if (op === '') (runs.at(-1) as Expr[]).push(factor);
    else {
      signs.push(op);
      runs.push([factor]);
    }
  });
  const parts = runs.map((run) => compileRun(e, run, compile));
  if (parts.length === 1) return parts[0] as Compiled;
  const sites = runs.map((run) => between(e, e.factors[0] as Expr, run[0] as Expr));
  return (scope) => {
    let result: Value = (parts[0] as Compiled)(scope);
    for (let k = 1; k < parts.length; k++) {
      const factor = (parts[k] as Compiled)(scope);
      result = spend(scope, combine(signs[k - 1] as ProductSign, result, factor, sites[k] as Site));
    }
    return result;
  };
}

function compileRun(e: Expr, run: readonly Expr[], compile: Compile): Compiled {
  const factors = run.map(compile);
  if (factors.length === 1) return factors[0] as Compiled;
  const sites = run.map((factor) => between(e, run[0] as Expr, factor));
  const denominators = run.map((factor) => {
    const inner = ungroup(factor);
    return inner.kind === 'divide' ? compile(inner.denominator) : undefined;
  });
  return (scope) => {
    let result = toNumber((factors[0] as Compiled)(scope));
    for (let k = 1; k < factors.length; k++) {
      const factor = toNumber((factors[k] as Compiled)(scope));
      if (typeof result === 'number' && typeof factor === 'number') {
        const product = result * factor;
        result = Number.isNaN(product) && isZeroLog(result, factor, k) ? zeroLog(scope) : product;
      } else if (isArray(result) && isArray(factor) && sameShape(result.shape, factor.shape) && byPlaces(k, scope)) {
        result = spend(scope, elementwise('The product', scalar.multiply, result, factor, sites[k] as Site));
      } else {
        const [height, depth] =
          isArray(result) && isArray(factor) ? [sizeOf(result.shape), factor.shape[1] ?? 1] : [0, 0];
        scope.run.remaining -= (height * depth) >> 5;
        result = spend(scope, product(result, factor, sites[k] as Site));
      }
    }
    return result;
  };
  function isZeroLog(before: number, factor: number, k: number): boolean {
    if (before === 0 && factor === Number.NEGATIVE_INFINITY) return isLogarithm(run[k] as Expr);
    return k === 1 && factor === 0 && before === Number.NEGATIVE_INFINITY && isLogarithm(run[0] as Expr);
  }
  /** Division by an array goes by places, and so does a product with such a quotient: `\frac{\eta}{\\sqrt{v}} g`. */
  function byPlaces(k: number, scope: Scope): boolean {
    return [denominators[k - 1], denominators[k]].some((d) => d !== undefined && isArray(d(scope)));
  }
}

/** `p \log p` at 0 is its limit. */
function zeroLog(scope: Scope): number {
  scope.run.zeroLog = true;
  return 0;
}

function isLogarithm(e: Expr): boolean {
  const inner = ungroup(e);
  return inner.kind === 'apply' && inner.head.kind === 'symbol' && /^(log|ln|lg)$/.test(inner.head.name);
}

function toNumber(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value;
}

function combine(sign: ProductSign, left: Value, right: Value, site: Site): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  switch (sign) {
    case '':
    case '@':
      return product(a, b, site);
    case 'cdot':
      return dotProduct(a, b, site);
    case 'times':
      return crossProduct(a, b, site);
    case 'odot':
      return elementwise('The elementwise product', scalar.multiply, a, b, site);
    case 'circ':
      if (typeof a === 'object' && typeof b === 'object' && a.kind === 'function' && b.kind === 'function') {
        return { kind: 'function', call: (args) => a.call([b.call(args)]) };
      }
      return elementwise('The elementwise product', scalar.multiply, a, b, site);
    case '*':
    case 'star':
      // Between arrays of one shape an asterisk is the elementwise product of programs.
      if (isArray(a) && isArray(b) && a.shape.length === b.shape.length) {
        return elementwise('The elementwise product', scalar.multiply, a, b, site);
      }
      return product(a, b, site);
    case 'otimes':
      return kronecker(a, b, site);
    case 'wedge':
    case 'oplus':
    case 'other':
      throw new MathError(
        'math/unsupported',
        site.span,
        'This kind of product is not computed.',
        'Use \\cdot, \\odot or \\otimes.',
      );
  }
}

export function compileDivide(e: ExprOf<'divide'>, compile: Compile): Compiled {
  const [top, bottom] = [compile(e.numerator), compile(e.denominator)];
  const site = between(e, e.numerator, e.denominator);
  const rescue = rescueQuotient(e, compile);
  return (scope) => {
    const [a, b] = [toNumber(top(scope)), toNumber(bottom(scope))];
    if (typeof a === 'number' && typeof b === 'number') {
      const quotient = a / b;
      return Number.isNaN(quotient) ? rescue(quotient, b, scope) : quotient;
    }
    const quotient = spend(scope, elementwise('Division', scalar.divide, a, b, site));
    return isTensor(quotient) && hasNaN(quotient) ? rescue(quotient, b, scope) : quotient;
  };
}

function isTensor(value: Value): value is Tensor {
  return typeof value === 'object' && value.kind === 'tensor';
}

export function compilePower(e: ExprOf<'power'>, compile: Compile): Compiled {
  const [base, exponent] = [compile(e.base), compile(e.exponent)];
  const site = between(e, e.base, e.exponent);
  // The reader names Euler's number where it stands; Math.exp is exact where Math.E to a power is not.
  const euler = e.base.kind === 'symbol' && e.base.name === 'exponentialE';
  if (!euler) return (scope) => raise(base(scope), exponent(scope), scope, site);
  return (scope) => {
    const value = exponent(scope);
    if (scope.overrides?.has(e.base)) return raise(base(scope), value, scope, site);
    if (typeof value === 'number') return Math.exp(value);
    if (isScalar(value)) return scalar.exponential(value);
    return spend(scope, mapItems(value, scalar.exponential) ?? raise(Math.E, value, scope, site));
  };
}

/** Powers of square matrices are matrix powers, those of other arrays go element by element. */
function raise(a: Value, b: Value, scope: Scope, site: Site): Value {
  if (typeof a === 'number' && typeof b === 'number') return keepReal(scope, scalar.power(a, b));
  if (isScalar(a) && isScalar(b)) return keepReal(scope, scalar.power(a, b), a, b);
  if (isArray(a) && a.shape.length === 2 && a.shape[0] === a.shape[1] && typeof b === 'number') {
    scope.run.remaining -= ((a.shape[0] as number) ** 3) >> 3;
    return matrixPower(a, b, site.span);
  }
  if (isArray(a) || isArray(b)) {
    const power = (x: Scalar, y: Scalar) => keepReal(scope, scalar.power(x, y), x, y);
    return spend(scope, elementwise('A power', power, a, b, site));
  }
  throw new MathError(
    'math/shape',
    site.span,
    `${describeShape(a)} has no power.`,
    'Only numbers and arrays have powers.',
  );
}

/** In a scope of real numbers, a complex result of real operands is undefined. */
export function keepReal(scope: Scope, result: Scalar, ...operands: readonly Scalar[]): Scalar {
  if (!scope.real || typeof result === 'number') return result;
  if (typeof scalar.primal(result) === 'number') return result;
  return operands.some((x) => typeof scalar.primal(x) === 'object') ? result : Number.NaN;
}

export function compileRoot(e: ExprOf<'root'>, compile: Compile): Compiled {
  const radicand = compile(e.radicand);
  const degree = e.degree && compile(e.degree);
  const site = between(e, e.degree ?? e.radicand, e.radicand);
  return (scope) => {
    const x = radicand(scope);
    const n = degree ? degree(scope) : 2;
    if (isScalar(x) && isScalar(n)) return keepReal(scope, realRoot(x, n), x);
    if (!isScalar(n)) throw new MathError('math/shape', site.span, 'The degree of a root must be a number.');
    const root = mapItems(x, (item) => keepReal(scope, realRoot(item, n), item));
    if (root === undefined) throw new MathError('math/shape', site.span, `${describeShape(x)} has no root.`);
    return spend(scope, root);
  };
}
