import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import type { Expr, ExprOf } from '../expr/types.js';
import type { Compile } from './compile-arithmetic.js';
import { MathError } from './errors.js';
import * as scalar from './scalar.js';
import type { Compiled, Scope } from './scope.js';
import { elementAt } from './tensor.js';
import { describeShape, isArray, isScalar, sameShape, type Value } from './value.js';

/** The value that the scope has for a node without a value of its own. */
export function opaque(e: Expr, scope: Scope): Value {
  const value = scope.source.opaque(e, scope);
  if (value !== undefined) return value;
  throw new MathError('math/unsupported', e.span, 'This part has no value that can be computed.', 'Give it a value.');
}

/** Elements of families, by the places that the indices come to. */
export function compileIndexed(e: ExprOf<'indexed'>, compile: Compile): Compiled {
  const key = exprKey(e);
  const baseKey = symbolKey(e.base);
  const named = ungroup(e.base).kind === 'symbol';
  const base = compile(e.base);
  const entry = entryOfCall(e);
  const flat = flattened(e);
  const called = (entry && compile(entry)) ?? (flat && compileIndexed(flat, compile));
  const indices = e.indices.map((index) => compileIndex(index, compile));
  return (scope) => {
    for (let b = scope.env; b !== null; b = b.next) if (b.key === key && b.indices === null) return b.value;
    const places: (number | null)[] = [];
    for (const index of indices) {
      const place = index(scope);
      if (place === 'none') return opaque(e, scope);
      if (place === null || typeof place === 'number') places.push(place);
      else places.push(...place);
    }
    if (!named) {
      const value = base(scope);
      // A mark on a number (`[A]_t`) is no index; the scope may have a value for the whole.
      if (isScalar(value) && called) return called(scope);
      return (isScalar(value) ? scope.source.opaque(e, scope) : undefined) ?? elementOf(value, places, e);
    }
    const whole = places.every((p) => p !== null);
    for (let b = scope.env; b !== null; b = b.next) {
      if (b.key !== baseKey) continue;
      // An index on a bound number marks another such number; only the scope can know which.
      if (b.indices === null)
        return (isScalar(b.value) ? scope.source.opaque(e, scope) : undefined) ?? elementOf(b.value, places, e);
      if (whole && sameShape(b.indices, places as number[])) return b.value;
    }
    if (scope.overrides !== undefined || scope.terms !== undefined) {
      // A base that is itself replaced is indexed into what replaces it.
      const replaced = scope.overrides?.get(e.base)?.(scope) ?? scope.terms?.get(baseKey);
      if (replaced !== undefined) return elementOf(replaced, places, e);
    }
    if (whole) {
      const value = scope.source.indexed(baseKey, places as number[], e, scope);
      if (value !== undefined) return value;
    }
    return elementOf(base(scope), places, e);
  };
}

/** `x_N[k]` of a number is an element of the family x as `x_{N,k}` is. */
function flattened(e: ExprOf<'indexed'>): ExprOf<'indexed'> | undefined {
  const { base } = e;
  if (base.kind !== 'indexed' || base.base.kind !== 'symbol' || e.places.some((p) => p !== 'bracket')) return undefined;
  return { ...e, base: base.base, indices: [...base.indices, ...e.indices], places: [...base.places, ...e.places] };
}

/** `f(x)_j` of a function that nothing is known of is one of several functions, as `f_j(x)` is. */
function entryOfCall(e: ExprOf<'indexed'>): Expr | undefined {
  const call = ungroup(e.base);
  if (call.kind !== 'apply' || call.head.kind !== 'symbol' || call.base !== undefined) return undefined;
  if (!/^(?:.|phi|varphi|psi|theta|sigma|mu)$/.test(call.head.name)) return undefined;
  const head: Expr = { kind: 'indexed', base: call.head, indices: e.indices, places: e.places, span: call.head.span };
  return { ...call, head };
}

function elementOf(value: Value, places: readonly (number | null)[], e: Expr): Value {
  if (isArray(value)) return elementAt(value, digitsOf(value.shape, places) ?? places, e.span);
  if (typeof value === 'object' && value.kind === 'list' && typeof places[0] === 'number') {
    const item = value.items[places[0] - 1];
    if (item !== undefined) return places.length > 1 ? elementOf(item, places.slice(1), e) : item;
  }
  throw new MathError('math/shape', e.span, `${describeShape(value)} has no elements.`, 'Give the family as an array.');
}

/** `A_{12}` of a matrix with fewer than 12 rows is the element in row 1, column 2. */
function digitsOf(shape: readonly number[], places: readonly (number | null)[]): readonly number[] | undefined {
  const [place] = places;
  if (places.length !== 1 || typeof place !== 'number' || shape.length < 2 || place <= (shape[0] ?? 0))
    return undefined;
  const digits = [...String(place)].map(Number);
  return digits.length === shape.length ? digits : undefined;
}

/** A place, several (a tuple), null for a whole axis (`A_{:,j}`), or 'none' for an index without a number (`x_\dots`). */
type Place = number | null | readonly number[] | 'none';

function compileIndex(index: Expr, compile: Compile): (scope: Scope) => Place {
  if ((index.kind === 'hole' && index.name === 'placeholder') || (index.kind === 'symbol' && index.name === ':')) {
    return () => null;
  }
  if (index.kind === 'hole' || index.kind === 'text' || index.kind === 'error') return () => 'none';
  const compiled = compile(index);
  return (scope) => {
    const value = compiled(scope);
    if (typeof value === 'number') return value;
    if (isScalar(value)) return scalar.realPart(value);
    if (isArray(value)) return Array.from(value.kind === 'tensor' ? value.data : value.items, scalar.realPart);
    return 'none';
  };
}
