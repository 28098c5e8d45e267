import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { infiniteResult, numericLimit } from './accelerate.js';
import { type Compile, keepReal } from './compile-arithmetic.js';
import { compileWalk } from './domains.js';
import { MathError } from './errors.js';
import { compileFast } from './fast.js';
import { largest, smallest } from './named.js';
import { integrate } from './quadrature.js';
import * as scalar from './scalar.js';
import { type Binding, bind, type Compiled, type Scope } from './scope.js';
import { elementwise, product, siteOf, stack, sumOf } from './tensor.js';
import { describeShape, isArray, isScalar, type Scalar, type Value } from './value.js';

/** Sums, products, extremes, integrals, limits and expectations. */
export function compileBig(e: ExprOf<'big'>, compile: Compile): Compiled {
  switch (e.op) {
    case 'sum':
    case 'product':
      return compileAccumulation(e, e.op, compile);
    case 'min':
    case 'inf':
    case 'max':
    case 'sup':
      return compileExtreme(e, compile);
    case 'argmin':
    case 'argmax':
      return compileArgument(e, compile);
    case 'union':
    case 'intersection':
      return compileSets(e, compile);
    case 'integral':
      return compileIntegral(e, compile);
    case 'lim':
      return compileLimit(e, compile);
    case 'expectation':
      return compileExpectation(e, compile);
    case 'contour':
    case 'other':
      return (scope) => unknown(e, scope);
  }
}

function unknown(e: Expr, scope: Scope): Value {
  const value = scope.source.opaque(e, scope);
  if (value !== undefined) return value;
  throw new MathError('math/unsupported', e.span, 'This has no value that can be computed.', 'Give it a value.');
}

function compileAccumulation(e: ExprOf<'big'>, op: 'sum' | 'product', compile: Compile): Compiled {
  const body = compile(e.body);
  const walk = compileWalk(e, compile);
  const site = siteOf(e.span);
  const series = compileSeries(e, op, body, compile);
  const fast = compileFast(e, compile);
  const bare = e.domains.every((d) => d.variables.length === 0 && d.range.kind === 'all');
  return (scope) => {
    const infinite = series?.(scope);
    if (infinite !== undefined) return infinite;
    const real = fast(scope);
    if (real !== undefined) return real;
    let result: Value | undefined;
    walk(scope, (inner) => {
      const raw = body(inner);
      const term = typeof raw === 'boolean' ? Number(raw) : raw;
      if (result === undefined) result = term;
      else if (typeof result === 'number' && typeof term === 'number')
        result = op === 'sum' ? result + term : result * term;
      else if (op === 'sum') result = elementwise('Addition', scalar.add, result, term, site);
      else result = product(result, term, site);
    });
    if (result === undefined) return op === 'sum' ? 0 : 1;
    // A sum without an index over a whole vector is the sum of its elements.
    return bare && isArray(result) && op === 'sum' ? sumOf(result) : result;
  };
}

/** `\sum_{k=a}^\infty` over one variable, where the partial results settle. */
function compileSeries(
  e: ExprOf<'big'>,
  op: 'sum' | 'product',
  body: Compiled,
  compile: Compile,
): ((scope: Scope) => Value | undefined) | undefined {
  const [domain] = e.domains;
  if (e.domains.length !== 1 || domain?.range.kind !== 'range' || domain.variables.length !== 1) return undefined;
  const { range } = domain;
  if (range.to === null) return undefined;
  const [from, to] = [compile(range.from), compile(range.to)];
  const key = exprKey(domain.variables[0] as Expr);
  return (scope) => {
    const end = to(scope);
    const start = from(scope);
    const [first, last] = [
      isScalar(start) ? scalar.realPart(start) : Number.NaN,
      isScalar(end) ? scalar.realPart(end) : 0,
    ];
    if (last !== Number.POSITIVE_INFINITY && first !== Number.NEGATIVE_INFINITY) return undefined;
    const binding: Binding = { key, indices: null, value: 0, next: scope.env };
    const inner: Scope = { ...scope, env: binding };
    const term = (k: number): Scalar => {
      binding.value = k;
      const value = body(inner);
      if (isScalar(value)) return value;
      throw new MathError('math/unsupported', e.span, 'Only series of numbers are summed to infinity.');
    };
    const combine = op === 'sum' ? scalar.add : scalar.multiply;
    let result: Scalar = op === 'sum' ? 0 : 1;
    const both = first === Number.NEGATIVE_INFINITY && last === Number.POSITIVE_INFINITY;
    const estimate = infiniteResult((k) => {
      // Over all integers the terms come in pairs, k and −k.
      const down = first === Number.NEGATIVE_INFINITY && !both;
      result = combine(result, term(both ? k : down ? last - k : first + k));
      if (both && k > 0) result = combine(result, term(-k));
      return result;
    });
    if (estimate !== undefined) return estimate.value;
    throw new MathError(
      'math/no-convergence',
      e.span,
      'This series does not settle on a value.',
      'Give it a finite upper bound.',
    );
  };
}

function compileExtreme(e: ExprOf<'big'>, compile: Compile): Compiled {
  const body = compile(e.body);
  const walk = compileWalk(e, compile);
  const choose = e.op === 'min' || e.op === 'inf' ? smallest : largest;
  return (scope) => {
    let best: Scalar | undefined;
    walk(scope, (inner) => {
      for (const value of scalars(body(inner), e)) best = best === undefined ? value : choose(best, value);
    });
    if (best !== undefined) return best;
    throw new MathError('math/domain', e.span, 'There is no largest or smallest of nothing.');
  };
}

function scalars(value: Value, e: Expr): readonly Scalar[] {
  if (typeof value === 'boolean') return [Number(value)];
  if (isScalar(value)) return [value];
  if (isArray(value)) return Array.from(value.kind === 'tensor' ? value.data : value.items);
  if (value.kind === 'set' || value.kind === 'list') return value.items.flatMap((item) => scalars(item, e));
  throw new MathError('math/shape', e.span, `${describeShape(value)} cannot be compared by size.`);
}

/** The index with the extreme body, the first of equals; a tuple of indices for several. */
function compileArgument(e: ExprOf<'big'>, compile: Compile): Compiled {
  const body = compile(e.body);
  const walk = compileWalk(e, compile);
  const variables = e.domains.flatMap((d) => d.variables).map((v) => compile(v));
  const sign = e.op === 'argmin' ? -1 : 1;
  return (scope) => {
    let best = Number.NEGATIVE_INFINITY;
    let argument: Value | undefined;
    walk(scope, (inner) => {
      const value = body(inner);
      if (!isScalar(value))
        throw new MathError('math/shape', e.span, `${describeShape(value)} cannot be compared by size.`);
      const size = sign * scalar.realPart(value);
      if (argument !== undefined && !(size > best)) return;
      best = size;
      const places = variables.map((variable) => variable(inner));
      argument = places.length === 1 ? (places[0] as Value) : stack(places, e.span);
    });
    if (argument !== undefined) return argument;
    throw new MathError('math/domain', e.span, 'There is no largest or smallest of nothing.');
  };
}

function compileSets(e: ExprOf<'big'>, compile: Compile): Compiled {
  const body = compile(e.body);
  const walk = compileWalk(e, compile);
  return (scope) => {
    let result: readonly Value[] | undefined;
    let isSet = true;
    walk(scope, (inner) => {
      const value = body(inner);
      if (typeof value !== 'object' || value.kind !== 'set') {
        isSet = false;
        return;
      }
      const has = (items: readonly Value[], x: Value) => items.some((y) => y === x);
      const known: readonly Value[] | undefined = result;
      if (known === undefined) result = value.items;
      else if (e.op === 'union') result = [...known, ...value.items.filter((x) => !has(known, x))];
      else result = known.filter((x) => has(value.items, x));
    });
    return isSet ? { kind: 'set', items: result ?? [] } : unknown(e, scope);
  };
}

function compileIntegral(e: ExprOf<'big'>, compile: Compile): Compiled {
  const body = compile(e.body);
  const layers = e.domains.map((domain) => {
    const [variable] = domain.variables;
    const bounds = integralBounds(domain.range);
    if (domain.variables.length !== 1 || variable === undefined || bounds === undefined) return undefined;
    return { key: exprKey(variable), from: compile(bounds[0]), to: compile(bounds[1]) };
  });
  if (layers.length === 0 || layers.some((layer) => layer === undefined)) return (scope) => unknown(e, scope);
  const at = (scope: Scope, k: number): Scalar => {
    const layer = layers[k];
    if (layer === undefined) return toScalar(body(scope), e);
    const [from, to] = [toScalar(layer.from(scope), e), toScalar(layer.to(scope), e)];
    const result = integrate((x) => at(bind(scope, layer.key, x), k + 1), from, to);
    if (result.converged || !scalar.isFiniteScalar(result.value)) {
      if (scalar.isFiniteScalar(result.value) || scope.real) return result.value;
    }
    // A rough estimate is no value: the caller must not take it for one.
    const digits = result.error.toExponential(1);
    throw new MathError(
      'math/no-convergence',
      e.span,
      `This integral does not converge (error about ${digits}).`,
      'Check the bounds.',
    );
  };
  return (scope) => keepReal(scope, at(scope, 0));
}

function integralBounds(range: ExprOf<'big'>['domains'][number]['range']): readonly [Expr, Expr] | undefined {
  if (range.kind === 'range' && range.to !== null) return [range.from, range.to];
  if (range.kind !== 'in') return undefined;
  const set = ungroup(range.set);
  if (set.kind === 'interval') return [set.from, set.to];
  if (set.kind === 'tuple' && set.items.length === 2) return [set.items[0] as Expr, set.items[1] as Expr];
  return undefined;
}

function toScalar(value: Value, e: Expr): Scalar {
  if (isScalar(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  throw new MathError(
    'math/unsupported',
    e.span,
    `Only integrals of numbers are computed, not of ${describeShape(value)}.`,
  );
}

function compileLimit(e: ExprOf<'big'>, compile: Compile): Compiled {
  const [domain] = e.domains;
  const [variable] = domain?.variables ?? [];
  if (e.domains.length !== 1 || domain?.range.kind !== 'limit' || variable === undefined)
    return (scope) => unknown(e, scope);
  const { to: target, side } = oneSided(domain.range.to);
  const to = compile(target);
  const body = compile(e.body);
  const key = exprKey(variable);
  return (scope) => {
    const end = to(scope);
    const at = isScalar(end) ? scalar.realPart(end) : Number.NaN;
    const estimate = numericLimit((x) => toScalar(body(bind(scope, key, x)), e), at, side);
    if (estimate !== undefined) return estimate.value;
    const given = scope.source.opaque(e, scope);
    if (given !== undefined) return given;
    throw new MathError('math/no-convergence', e.span, 'This limit does not settle on a value.', 'It may not exist.');
  };
}

/** `x \to 0^+` and `x \to 0^-`: the sign is read as a label or as a power of a sign. */
export function oneSided(to: Expr): { readonly to: Expr; readonly side: 'both' | 'above' | 'below' } {
  const [base, sign] =
    to.kind === 'power' ? [to.base, to.exponent] : to.kind === 'indexed' ? [to.base, to.indices[0]] : [to, undefined];
  const name = sign?.kind === 'symbol' ? sign.name : sign?.kind === 'text' ? sign.text : undefined;
  if (name === '+') return { to: base, side: 'above' };
  if (name === '-') return { to: base, side: 'below' };
  return { to, side: 'both' };
}

/** Over a finite law the weighted sum; any other expectation has the value that the scope gives it. */
function compileExpectation(e: ExprOf<'big'>, compile: Compile): Compiled {
  const body = compile(e.body);
  const [domain] = e.domains;
  return (scope) => {
    const law = e.domains.length === 1 && domain ? scope.source.law?.(domain, scope) : undefined;
    if (law === undefined || domain === undefined) return unknown(e, scope);
    const keys = domain.variables.map(exprKey);
    let sum: Value | undefined;
    for (const { value, weight } of law) {
      const inner = keys.length === 1 ? bind(scope, keys[0] as string, value) : bindParts(scope, keys, value);
      const term = product(weight, body(inner), siteOf(e.span));
      sum = sum === undefined ? term : elementwise('Addition', scalar.add, sum, term, siteOf(e.span));
    }
    return sum ?? 0;
  };
}

function bindParts(scope: Scope, keys: readonly string[], value: Value): Scope {
  const parts = isArray(value) ? Array.from(value.kind === 'tensor' ? value.data : value.items) : [];
  return keys.reduce((inner, key, k) => bind(inner, key, parts[k] ?? Number.NaN), scope);
}
