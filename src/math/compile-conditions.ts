import { ungroup } from '../expr/build.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { closeTo } from './compare.js';
import type { Compile } from './compile-arithmetic.js';
import { MathError } from './errors.js';
import { realPart } from './scalar.js';
import type { Compiled, Scope } from './scope.js';
import { elementwise, siteOf } from './tensor.js';
import { isArray, isScalar, itemAt, itemsOf, pack, type SetValue, type Value } from './value.js';

/** Relations are true or false; equality holds within this relative tolerance, `\approx` within the wider one. */
export const EQUAL_TOLERANCE = 1e-9;
const APPROX_TOLERANCE = 1e-2;

export function compileRelation(e: ExprOf<'relation'>, compile: Compile): Compiled {
  const sides = e.sides.map(compile);
  const tests = e.ops.map((op, k) => compileTest(op, e.sides[k + 1] as Expr, compile));
  if (tests.some((test) => test === undefined)) return (scope) => unknownValue(e, scope);
  return (scope) => {
    let left = (sides[0] as Compiled)(scope);
    for (let k = 0; k < tests.length; k++) {
      const right = e.ops[k] === 'in' || e.ops[k] === 'notin' ? left : (sides[k + 1] as Compiled)(scope);
      if (!(tests[k] as Test)(left, right, scope)) return false;
      left = right;
    }
    return true;
  };
}

function unknownValue(e: Expr, scope: Scope): Value {
  const value = scope.source.opaque(e, scope);
  if (value !== undefined) return value;
  throw new MathError('math/unsupported', e.span, 'This statement cannot be tested with numbers.');
}

type Test = (left: Value, right: Value, scope: Scope) => boolean;

function compileTest(op: string, right: Expr, compile: Compile): Test | undefined {
  const order = (holds: (a: number, b: number) => boolean): Test => {
    return (a, b) => {
      if (typeof a === 'number' && typeof b === 'number') return holds(a, b);
      return everyPair(a, b, right, holds);
    };
  };
  switch (op) {
    case '=':
    case ':=':
    case 'gets':
    case 'equiv':
      return (a, b) => closeTo(a, b, EQUAL_TOLERANCE).close;
    case 'ne':
    case 'neq':
      return (a, b) => !closeTo(a, b, EQUAL_TOLERANCE).close;
    case 'approx':
      return (a, b) => closeTo(a, b, APPROX_TOLERANCE).close;
    case '<':
    case 'lt':
    case 'll':
      return order((a, b) => a < b);
    case '>':
    case 'gt':
    case 'gg':
      return order((a, b) => a > b);
    case 'le':
    case 'leq':
      return order((a, b) => a <= b);
    case 'ge':
    case 'geq':
      return order((a, b) => a >= b);
    case 'mid':
    case '|':
      return order((a, b) => Number.isInteger(b / a));
    case 'in':
    case 'notin': {
      const member = compileMembership(right, compile);
      return (a, _, scope) => member(a, scope) === (op === 'in');
    }
    default:
      return undefined;
  }
}

/** An inequality between arrays holds when it holds at every place; a number meets every element. */
function everyPair(a: Value, b: Value, at: Expr, holds: (a: number, b: number) => boolean): boolean {
  if (!isArray(a) && !isArray(b)) return holds(toReal(a, at), toReal(b, at));
  const pairs = elementwise('A comparison', (x, y) => Number(holds(realPart(x), realPart(y))), a, b, siteOf(at.span));
  return isArray(pairs) && Array.from(itemsOf(pairs)).every((x) => x === 1);
}

function toReal(value: Value, at: Expr): number {
  if (typeof value === 'boolean') return Number(value);
  if (isScalar(value)) return realPart(value);
  throw new MathError('math/shape', at.span, 'Only numbers can be compared by size.');
}

const NUMBER_SETS: Readonly<Record<string, (x: number) => boolean>> = {
  N: (x) => Number.isInteger(x) && x >= 0,
  Z: Number.isInteger,
  Q: Number.isFinite,
  R: Number.isFinite,
};

function compileMembership(set: Expr, compile: Compile): (value: Value, scope: Scope) => boolean {
  const inner = ungroup(set);
  if (inner.kind === 'interval') {
    const [from, to] = [compile(inner.from), compile(inner.to)];
    return (value, scope) => {
      const [x, low, high] = [toReal(value, set), toReal(from(scope), set), toReal(to(scope), set)];
      return (inner.openFrom ? x > low : x >= low) && (inner.openTo ? x < high : x <= high);
    };
  }
  if (inner.kind === 'symbol' && inner.font === 'blackboard' && Object.hasOwn(NUMBER_SETS, inner.name)) {
    const test = NUMBER_SETS[inner.name] as (x: number) => boolean;
    return (value) => isScalar(value) && test(realPart(value));
  }
  const compiled = compile(set);
  return (value, scope) => {
    const items = itemsOfSet(compiled(scope));
    if (items === undefined) throw new MathError('math/unsupported', set.span, 'This is not a finite set.');
    return items.some((item) => closeTo(item, value, EQUAL_TOLERANCE).close);
  };
}

/** The members of a set, the parts of a list, the rows of an array. */
export function itemsOfSet(value: Value): readonly Value[] | undefined {
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'set' || value.kind === 'list') return value.items;
  if (!isArray(value)) return undefined;
  const n = value.shape[0] as number;
  const rest = value.shape.slice(1);
  const size = rest.reduce((product, k) => product * k, 1);
  return Array.from({ length: n }, (_, i) => {
    if (rest.length === 0) return itemAt(value, i);
    return pack(
      rest,
      Array.from({ length: size }, (_, k) => itemAt(value, i * size + k)),
    );
  });
}

/** Truth of a condition: a relation, several at once, a number other than zero. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object' && value.kind === 'list') return value.items.every(isTrue);
  return isScalar(value) && realPart(value) !== 0;
}

export function compileCases(e: ExprOf<'cases'>, compile: Compile): Compiled {
  const branches = e.branches.map((branch) => ({
    value: compile(branch.value),
    // A condition in words ("otherwise") holds when no other does.
    condition: branch.condition && branch.condition.kind !== 'text' ? compile(branch.condition) : null,
  }));
  const tested = branches.filter((branch) => branch.condition !== null);
  const otherwise = branches.find((branch) => branch.condition === null);
  return (scope) => {
    for (const branch of tested) if (isTrue((branch.condition as Compiled)(scope))) return branch.value(scope);
    if (otherwise) return otherwise.value(scope);
    throw new MathError('math/domain', e.span, 'None of these cases applies.', 'Add a case for the other values.');
  };
}

const MAX_SET = 100_000;

/** Listed members, `\{1, \dots, n\}`, and `\{x \in S : condition\}` over a finite S. */
export function compileSet(e: ExprOf<'set'>, compile: Compile): Compiled {
  if (e.condition !== null) return (scope) => unknownValue(e, scope);
  const dots = e.items.findIndex((item) => item.kind === 'hole');
  const items = e.items.map(compile);
  if (dots < 0) return (scope) => distinct(items.map((item) => item(scope)));
  if (dots === 0 || dots !== e.items.length - 2) return (scope) => unknownValue(e, scope);
  return (scope) => {
    const first = toReal((items[0] as Compiled)(scope), e);
    const last = toReal((items.at(-1) as Compiled)(scope), e);
    const step = dots > 1 ? toReal((items[1] as Compiled)(scope), e) - first : 1;
    const count = Math.floor((last - first) / step + 1e-9) + 1;
    if (!(step !== 0) || !(count <= MAX_SET)) throw new MathError('math/limit', e.span, 'This set is too large.');
    return { kind: 'set', items: Array.from({ length: Math.max(0, count) }, (_, k) => first + k * step) };
  };
}

function distinct(values: readonly Value[]): SetValue {
  const items: Value[] = [];
  for (const value of values) if (!items.some((item) => closeTo(item, value, EQUAL_TOLERANCE).close)) items.push(value);
  return { kind: 'set', items };
}

/** Both ends, as a list. Where an interval is a range or a set it is read there. */
export function compileInterval(e: ExprOf<'interval'>, compile: Compile): Compiled {
  const [from, to] = [compile(e.from), compile(e.to)];
  return (scope) => ({ kind: 'list', items: [from(scope), to(scope)] });
}

/** Finite sets and truth values; every other operation has no value of its own. */
export function compileOperation(e: ExprOf<'operation'>, compile: Compile): Compiled {
  const operands = e.operands.map(compile);
  const known = new Set(['cup', 'cap', 'setminus', 'land', 'wedge', 'lor', 'vee', 'mod', 'bmod']);
  if (!e.ops.every((op) => known.has(op))) return (scope) => unknownValue(e, scope);
  return (scope) => {
    let result = (operands[0] as Compiled)(scope);
    for (let k = 0; k < e.ops.length; k++) {
      const next = operate(e.ops[k] as string, result, (operands[k + 1] as Compiled)(scope));
      if (next === undefined) return unknownValue(e, scope);
      result = next;
    }
    return result;
  };
}

function operate(op: string, a: Value, b: Value): Value | undefined {
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    if (op === 'land' || op === 'wedge') return a && b;
    return op === 'lor' || op === 'vee' ? a || b : undefined;
  }
  if (op === 'mod' || op === 'bmod') {
    return typeof a === 'number' && typeof b === 'number' ? a - b * Math.floor(a / b) : undefined;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a.kind !== 'set' || b.kind !== 'set') return undefined;
  const has = (set: SetValue, x: Value) => set.items.some((y) => closeTo(x, y, EQUAL_TOLERANCE).close);
  if (op === 'cup') return distinct([...a.items, ...b.items]);
  const keep = op === 'cap' ? (x: Value) => has(b, x) : (x: Value) => !has(b, x);
  return { kind: 'set', items: a.items.filter(keep) };
}
