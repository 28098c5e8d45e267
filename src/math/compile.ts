import { exprKey, symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import { walk } from '../expr/traverse.js';
import type { Expr, ExprOf, SymbolExpr } from '../expr/types.js';
import { unreachable } from '../expr/types.js';
import { compileApply } from './compile-apply.js';
import { compileAdd, compileDivide, compileMultiply, compilePower, compileRoot } from './compile-arithmetic.js';
import { compileBig } from './compile-big.js';
import { compileCases, compileInterval, compileOperation, compileRelation, compileSet } from './compile-conditions.js';
import { compileDerivative } from './compile-derivative.js';
import { compileIndexed, opaque } from './compile-indexed.js';
import { compileWalk, type Walk } from './domains.js';
import { MathError } from './errors.js';
import { determinantOf, inverseOf, type NormOrder, normOf, pseudoInverseOf } from './linalg.js';
import * as scalar from './scalar.js';
import type { Compiled, Scope } from './scope.js';
import { concatenate, dot, mapArray, mapReal, shapeError, stack, transpose } from './tensor.js';
import {
  complex,
  describeShape,
  isArray,
  isScalar,
  itemsOf,
  pack,
  type Scalar,
  sameShape,
  type Value,
} from './value.js';

/**
 * Compiles an expression, exactly as it is written, into a closure over scopes. Nothing here knows of canonical forms.
 * Every node first asks the scope whether its value is given (by identity, then by key), so that parts of a source can be
 * replaced or fixed. The closure throws only `MathError`. Compiling never throws; callers keep the closure.
 */
export function compile(e: Expr): Compiled {
  const inner = compileNode(e);
  let key: string | undefined;
  return (scope) => {
    if (--scope.run.remaining < 0) throw outOfBudget(e);
    if (scope.overrides !== undefined) {
      const override = scope.overrides.get(e);
      if (override !== undefined) return override(scope);
    }
    if (scope.terms !== undefined) {
      key ??= exprKey(e);
      const given = scope.terms.get(key);
      if (given !== undefined) return given;
    }
    return inner(scope);
  };
}

/** Runs through the values of an operator's variables. */
export function walkOf(e: ExprOf<'big'>): Walk {
  return compileWalk(e, compile);
}

function outOfBudget(e: Expr): MathError {
  return new MathError('math/limit', e.span, 'This takes too many operations.', 'Use fewer terms or smaller arrays.');
}

function compileNode(e: Expr): Compiled {
  switch (e.kind) {
    case 'number': {
      const { value } = e;
      return () => value;
    }
    case 'symbol':
      return compileSymbol(e);
    case 'indexed':
      return compileIndexed(e, compile);
    case 'apply':
      return compileApply(e, compile);
    case 'add':
      return compileAdd(e, compile);
    case 'multiply':
      return compileMultiply(e, compile);
    case 'divide':
      return compileDivide(e, compile);
    case 'power':
      return compilePower(e, compile);
    case 'root':
      return compileRoot(e, compile);
    case 'negate':
      return compileUnary(e.arg, negateValue);
    case 'plusminus': {
      const arg = compile(e.arg);
      const own = e.sign === 'pm' ? 1 : -1;
      return (scope) => (own * scope.sign > 0 ? arg(scope) : negateValue(arg(scope), e.arg));
    }
    case 'relation':
      return compileRelation(e, compile);
    case 'big':
      return compileBig(e, compile);
    case 'derivative':
      return compileDerivative(e, compile);
    case 'transpose':
      return compileUnary(e.arg, (v) => {
        const turned = transpose(v);
        if (e.mark !== 'dagger') return turned;
        return isArray(turned)
          ? mapArray(turned, scalar.conjugate)
          : isScalar(turned)
            ? scalar.conjugate(turned)
            : turned;
      });
    case 'inverse':
      return compileUnary(e.arg, (v) => (e.pseudo ? pseudoInverseOf(v, e.span) : inverseOf(v, e.span)));
    case 'norm':
      return compileNorm(e);
    case 'abs':
      return compileAbs(e);
    case 'inner':
      return compileInner(e);
    case 'matrix':
      return compileMatrix(e);
    case 'tuple':
    case 'list':
    case 'system':
      return compileSequence(e, e.kind === 'system' ? e.lines : e.items);
    case 'concat': {
      const items = e.items.map(compile);
      return (scope) =>
        concatenate(
          items.map((item) => item(scope)),
          e.span,
        );
    }
    case 'set':
      return compileSet(e, compile);
    case 'interval':
      return compileInterval(e, compile);
    case 'cases':
      return compileCases(e, compile);
    case 'group':
      return compile(e.body);
    case 'operation':
      return compileOperation(e, compile);
    case 'differential': {
      const key = exprKey(e);
      return (scope) => boundTo(key, scope) ?? scope.source.symbol(key, e, scope) ?? opaque(e, scope);
    }
    case 'conditional':
    case 'text':
    case 'hole':
    case 'error':
      return (scope) => opaque(e, scope);
    default:
      return unreachable(e);
  }
}

function compileUnary(arg: Expr, f: (value: Value, arg: Expr) => Value): Compiled {
  const inner = compile(arg);
  return (scope) => f(inner(scope), arg);
}

function negateValue(value: Value, arg: Expr): Value {
  if (typeof value === 'number') return -value;
  if (isScalar(value)) return scalar.negate(value);
  if (isArray(value)) return value.kind === 'tensor' ? mapReal(value, (x) => -x) : mapArray(value, scalar.negate);
  throw new MathError('math/shape', arg.span, `${describeShape(value)} has no negative.`);
}

/**
 * Symbols that mean a number by themselves: constants that the reader has named (`exponentialE`, `imaginaryI`), ∞, and the
 * letters π and e where nothing else gives them a value.
 */
export function constantOf(e: SymbolExpr): Value | undefined {
  if (e.label !== undefined || e.primes || e.accents?.length) return undefined;
  if (e.font !== undefined && e.font !== 'roman') return undefined;
  switch (e.name) {
    case 'pi':
      return Math.PI;
    case 'infty':
      return Number.POSITIVE_INFINITY;
    case '%':
      return 0.01;
    case 'exponentialE':
    case 'e':
      return Math.E;
    case 'imaginaryI':
      return complex(0, 1);
    default:
      return undefined;
  }
}

/** True for symbols whose value no scope may change. */
function isFixed(e: SymbolExpr): boolean {
  return e.name === 'exponentialE' || e.name === 'imaginaryI' || e.name === 'infty';
}

/** The value that a binder gives: of `\Delta x` under `\lim_{\Delta x \to 0}`. */
function boundTo(key: string, scope: Scope): Value | undefined {
  for (let b = scope.env; b !== null; b = b.next) if (b.key === key && b.indices === null) return b.value;
  return undefined;
}

function compileSymbol(e: SymbolExpr): Compiled {
  const key = symbolKey(e);
  const fixed = isFixed(e) ? constantOf(e) : undefined;
  return (scope) => {
    let patched = false;
    for (let b = scope.env; b !== null; b = b.next) {
      if (b.key !== key) continue;
      if (b.indices === null) return patched ? patch(b.value, key, scope) : b.value;
      patched = true;
    }
    if (fixed !== undefined) return fixed;
    const value = scope.source.symbol(key, e, scope) ?? constantOf(e);
    if (value === undefined) {
      throw new MathError(
        'math/missing-value',
        e.span,
        `There is no value for ${toLatex(e).trim()}.`,
        'Give this symbol a value.',
      );
    }
    return patched ? patch(value, key, scope) : value;
  };
}

/** A family whose elements are partly bound: the array with those elements put in. */
function patch(value: Value, key: string, scope: Scope): Value {
  if (!isArray(value)) return value;
  const items: Scalar[] = Array.from(itemsOf(value));
  const done = new Set<number>();
  for (let b = scope.env; b !== null; b = b.next) {
    if (b.key !== key) continue;
    if (b.indices === null) break;
    let offset = 0;
    b.indices.forEach((index, k) => {
      offset = offset * (value.shape[k] ?? 1) + index - 1;
    });
    if (b.indices.length !== value.shape.length || !isScalar(b.value) || done.has(offset)) continue;
    done.add(offset);
    items[offset] = b.value;
  }
  return pack(value.shape, items);
}

function compileNorm(e: ExprOf<'norm'>): Compiled {
  const arg = compile(e.arg);
  const order = compileNormOrder(e.order);
  return (scope) => {
    const value = arg(scope);
    if (typeof order !== 'function') return normOf(value, order, e.span);
    const p = order(scope);
    return isScalar(p) ? normOf(value, scalar.realPart(p), e.span) : opaque(e, scope);
  };
}

function compileNormOrder(order: Expr | null): NormOrder | null | Compiled {
  if (order === null) return null;
  if (order.kind === 'number') return order.value;
  if (order.kind === 'symbol') {
    if (order.name === 'infty') return Number.POSITIVE_INFINITY;
    if (/^(F|fro|frob|frobenius)$/i.test(order.name)) return 'F';
    if (order.name === '*' || order.name === 'ast') return '*';
  }
  if (order.kind === 'text' || order.kind === 'hole') return null;
  return compile(order);
}

function compileAbs(e: ExprOf<'abs'>): Compiled {
  const arg = compile(e.arg);
  const ofVector = marksVector(e.arg);
  return (scope) => {
    const value = arg(scope);
    if (typeof value === 'number') return e.reading === 'absolute' ? Math.abs(value) : opaque(e, scope);
    if (typeof value === 'object' && (value.kind === 'set' || value.kind === 'list')) return value.items.length;
    if (e.reading === 'cardinality') return isArray(value) ? (value.shape[0] as number) : opaque(e, scope);
    if (isScalar(value)) return scalar.absolute(value);
    // A square matrix between bars is its determinant.
    if (isArray(value) && value.shape.length === 2 && value.shape[0] === value.shape[1] && (value.shape[0] ?? 0) > 1)
      return determinantOf(value, e.span);
    if (isArray(value)) return ofVector ? normOf(value, null, e.span) : mapArray(value, scalar.absolute);
    return opaque(e, scope);
  };
}

/** Bold letters and arrows: `|\mathbf{v}|` is a length, while `|x|` of a list of numbers has their absolute values. */
function marksVector(e: Expr): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === 'symbol' && (node.font === 'bold' || node.accents?.includes('vec'))) found = true;
    return !found;
  });
  return found;
}

/** `\langle x, y \rangle`: sum of products, the left side conjugated; of matrices, the Frobenius product. */
function compileInner(e: ExprOf<'inner'>): Compiled {
  const [left, right] = e.parts;
  if (e.parts.length !== 2 || !left || !right || e.bar) return (scope) => opaque(e, scope);
  const [a, b] = [compile(left), compile(right)];
  const site = { span: e.span, left: left.span, right: right.span };
  return (scope) => {
    const [x, y] = [a(scope), b(scope)];
    if (isScalar(x) && isScalar(y)) return scalar.multiply(scalar.conjugate(x), y);
    if (!isArray(x) || !isArray(y) || !sameShape(x.shape, y.shape)) throw shapeError('The inner product', x, y, site);
    return dot(x.kind === 'tensor' ? x : mapArray(x, scalar.conjugate), y);
  };
}

/** Scalars by place; a matrix of matrices is put together from its blocks. One column is a vector. */
function compileMatrix(e: ExprOf<'matrix'>): Compiled {
  const rows = e.rows.map((row) => row.map(compile));
  return (scope) => {
    const values = rows.map((row) => row.map((cell) => cell(scope)));
    const width = values[0]?.length ?? 0;
    if (values.some((row) => row.length !== width)) {
      throw new MathError(
        'math/shape',
        e.span,
        'The rows of this matrix differ in length.',
        'Give every row equally many entries.',
      );
    }
    const cells = values.flat();
    if (cells.every(isScalar)) return pack(width === 1 ? [values.length] : [values.length, width], cells);
    const bands = values.map((row) => (width === 1 ? (row[0] as Value) : sideBySide(row, e)));
    return bands.length === 1 ? (bands[0] as Value) : below(bands, e);
  };
}

/** Columns as matrices of one column, so that vectors stand side by side. */
function sideBySide(row: readonly Value[], e: Expr): Value {
  const columns = row.map((v) =>
    isArray(v) && v.shape.length === 1
      ? { ...v, shape: [v.shape[0] as number, 1] }
      : isScalar(v)
        ? pack([1, 1], [v])
        : v,
  );
  return concatenate(columns, e.span);
}

function below(bands: readonly Value[], e: Expr): Value {
  if (bands.every((v) => isScalar(v) || (isArray(v) && v.shape.length === 1))) return concatenate(bands, e.span);
  const turned = bands.map((v) => {
    const t = transpose(v);
    return isArray(t) && t.shape.length === 1 ? { ...t, shape: [t.shape[0] as number, 1] } : t;
  });
  return transpose(concatenate(turned, e.span));
}

/** `(1, 2)` is a vector; statements and parts that are not all scalars stay a list. */
function compileSequence(e: Expr, items: readonly Expr[]): Compiled {
  const parts = items.map(compile);
  return (scope) => {
    const values = parts.map((part) => part(scope));
    return e.kind === 'tuple' && values.every(isScalar) ? stack(values, e.span) : { kind: 'list', items: values };
  };
}
