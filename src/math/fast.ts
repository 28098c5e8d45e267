import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf } from '../expr/types.js';
import type { Compile } from './compile-arithmetic.js';
import { isMathError } from './errors.js';
import { scalarFunction } from './functions.js';
import type { Compiled, Scope } from './scope.js';

/**
 * Sums and products of real numbers as loops over typed arrays. What does not change in the loop is worked out once before it;
 * the rest becomes closures over a frame of plain numbers. Whatever is not plain (a complex or dual number, an element with a
 * value of its own, a place outside an array, a result that is no number) ends the attempt, and the sum is taken as usual: so
 * this changes how long a sum takes, never what it comes to or what is said of it.
 */
type Frame = {
  /** Values of the loop's variables and of what does not change in it. */
  readonly numbers: number[];
  readonly arrays: Float64Array[];
  /** Lengths of the first and the second axis of each array. */
  readonly heights: number[];
  readonly widths: number[];
};
type Fast = (frame: Frame) => number;

type Family = { readonly key: string; readonly base: Expr; readonly rank: number };

type Builder = {
  readonly compile: Compile;
  /** Slots of the variables that loops give values to. */
  readonly bound: Map<string, number>;
  readonly constants: { readonly slot: number; readonly compiled: Compiled }[];
  readonly families: Family[];
  /** Variables without bounds, and the families that say how far each runs. */
  readonly lengths: Map<string, number[]>;
  slots: number;
};

/** The value of the whole big operator, or undefined where it has to be taken as usual. */
export type FastSum = (scope: Scope) => number | undefined;

export function compileFast(e: ExprOf<'big'>, compile: Compile): FastSum {
  let made: Made | undefined | null = null;
  return (scope) => {
    if (!mayBeFast(scope)) return undefined;
    if (made === null) made = make(e, [], compile);
    const frame = made && frameFor(made, scope);
    if (!made || !frame) return undefined;
    const result = made.run(frame);
    if (Number.isNaN(result)) return undefined;
    scope.run.remaining = frame.numbers[0] as number;
    return result;
  };
}

/** One loop around an expression: a variable, and the values that it takes. */
export type Around = { readonly key: string; readonly values: readonly number[] };

/** The values of an expression for all choices of some variables, the last running fastest; undefined as above. */
export type FastMap = (scope: Scope, around: readonly Around[]) => Float64Array | undefined;

export function compileFastMap(e: Expr, keys: readonly string[], compile: Compile): FastMap {
  const made = make(e, keys, compile);
  return (scope, around) => {
    const frame = made && mayBeFast(scope) ? frameFor(made, scope) : undefined;
    if (!made || !frame) return undefined;
    const out = new Float64Array(around.reduce((n, { values }) => n * values.length, 1));
    let at = 0;
    const level = (k: number): boolean => {
      const loop = around[k];
      if (loop === undefined) {
        const result = made.run(frame);
        out[at++] = result;
        return !Number.isNaN(result);
      }
      const slot = made.variables[k] as number;
      return loop.values.every((value) => {
        frame.numbers[slot] = value;
        return level(k + 1);
      });
    };
    if (!spend(frame.numbers, out.length) || !level(0)) return undefined;
    scope.run.remaining = frame.numbers[0] as number;
    return out;
  };
}

function mayBeFast({ source, overrides }: Scope): boolean {
  return source.family !== undefined && overrides === undefined;
}

type Made = {
  readonly run: Fast;
  readonly builder: Builder;
  /** Slots of the variables that the caller runs through. */
  readonly variables: readonly number[];
  /** The families that say together how far a loop runs. */
  readonly lengths: readonly (readonly number[])[];
  /** Keys of all nodes: a term that has a value of its own is not computed. */
  readonly keys: ReadonlySet<string>;
};

function make(e: Expr, variables: readonly string[], compile: Compile): Made | undefined {
  // Slot 0 counts what is left of the budget.
  const builder: Builder = { compile, bound: new Map(), constants: [], families: [], lengths: new Map(), slots: 1 };
  const slots = variables.map((key) => {
    const slot = builder.slots++;
    builder.bound.set(key, slot);
    return slot;
  });
  const run = build(e, builder);
  if (run === undefined) return undefined;
  const keys = new Set<string>();
  const collect = (node: Expr): void => {
    keys.add(exprKey(node));
    for (const child of children(node)) collect(child);
  };
  collect(e);
  return { run, builder, variables: slots, lengths: [...builder.lengths.values()], keys };
}

/** The numbers and arrays of one evaluation; undefined where one of them is neither. */
function frameFor({ builder, lengths, keys }: Made, scope: Scope): Frame | undefined {
  if (scope.terms) for (const key of scope.terms.keys()) if (keys.has(key)) return undefined;
  const numbers: number[] = [];
  for (let slot = 0; slot < builder.slots; slot++) numbers.push(0);
  const arrays: Float64Array[] = [];
  const heights: number[] = [];
  const widths: number[] = [];
  for (const { key, base, rank } of builder.families) {
    for (let b = scope.env; b !== null; b = b.next) if (b.key === key) return undefined;
    const array = scope.source.family?.(key, base, scope);
    if (array === undefined || array.shape.length !== rank) return undefined;
    arrays.push(array.data);
    heights.push(array.shape[0] as number);
    widths.push(array.shape[1] ?? 1);
  }
  for (const { slot, compiled } of builder.constants) {
    const value = quietly(compiled, scope);
    if (value === undefined) return undefined;
    numbers[slot] = value;
  }
  for (const families of lengths) {
    const length = heights[families[0] as number];
    if (length === undefined || families.some((k) => heights[k] !== length)) return undefined;
  }
  numbers[0] = scope.run.remaining;
  return { numbers, arrays, heights, widths };
}

function quietly(compiled: Compiled, scope: Scope): number | undefined {
  try {
    const value = compiled(scope);
    return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
  } catch (error) {
    // The usual way meets the same, and says so if it matters.
    if (isMathError(error)) return undefined;
    throw error;
  }
}

function build(e: Expr, b: Builder): Fast | undefined {
  if (e.kind === 'number') {
    const { value } = e;
    return () => value;
  }
  if (b.bound.size > 0 && !speaksOf(e, b.bound)) return constant(e, b);
  switch (e.kind) {
    case 'group':
      return build(e.body, b);
    case 'symbol': {
      const slot = b.bound.get(exprKey(e));
      return slot === undefined ? undefined : ({ numbers }) => numbers[slot] as number;
    }
    case 'indexed':
      return buildElement(e, b);
    case 'add':
      return fold(e.terms, b, (x, y) => (f) => x(f) + y(f));
    case 'multiply':
      return buildProduct(e, b);
    case 'divide': {
      const [x, y] = [build(e.numerator, b), build(e.denominator, b)];
      return x && y && ((f) => x(f) / y(f));
    }
    case 'negate': {
      const x = build(e.arg, b);
      return x && ((f) => -x(f));
    }
    case 'root': {
      const x = e.degree === null ? build(e.radicand, b) : undefined;
      return x && ((f) => Math.sqrt(x(f)));
    }
    case 'power':
      return buildPower(e, b);
    case 'abs': {
      const x = e.reading === 'absolute' ? build(e.arg, b) : undefined;
      return x && ((f) => Math.abs(x(f)));
    }
    case 'apply':
      return buildCall(e, b);
    case 'big':
      return e.op === 'sum' || e.op === 'product' ? buildBig(e, b) : undefined;
    default:
      return undefined;
  }
}

function speaksOf(e: Expr, bound: ReadonlyMap<string, number>): boolean {
  if ((e.kind === 'symbol' || e.kind === 'indexed') && bound.has(exprKey(e))) return true;
  return children(e).some((child) => speaksOf(child, bound));
}

function constant(e: Expr, b: Builder): Fast {
  const slot = b.slots++;
  b.constants.push({ slot, compiled: b.compile(e) });
  return ({ numbers }) => numbers[slot] as number;
}

function fold(parts: readonly Expr[], b: Builder, join: (x: Fast, y: Fast) => Fast): Fast | undefined {
  let result: Fast | undefined;
  for (const part of parts) {
    const next = build(part, b);
    if (next === undefined) return undefined;
    result = result === undefined ? next : join(result, next);
  }
  return result;
}

const SCALAR_SIGNS: ReadonlySet<string> = new Set(['', '*', 'cdot', 'times', 'odot', 'circ', 'otimes']);

/** In the order in which the factors are multiplied as usual, so that not a digit differs. */
function buildProduct(e: ExprOf<'multiply'>, b: Builder): Fast | undefined {
  const times =
    (x: Fast, y: Fast): Fast =>
    (f) =>
      x(f) * y(f);
  const runs: Expr[][] = [[e.factors[0] as Expr]];
  for (const [k, op] of e.ops.entries()) {
    if (!SCALAR_SIGNS.has(op)) return undefined;
    const factor = e.factors[k + 1] as Expr;
    if (op === '') runs.at(-1)?.push(factor);
    else runs.push([factor]);
  }
  let result: Fast | undefined;
  for (const run of runs) {
    const next = fold(run, b, times);
    if (next === undefined) return undefined;
    result = result === undefined ? next : times(result, next);
  }
  return result;
}

function buildPower(e: ExprOf<'power'>, b: Builder): Fast | undefined {
  const y = build(e.exponent, b);
  if (e.base.kind === 'symbol' && e.base.name === 'exponentialE') return y && ((f) => Math.exp(y(f)));
  const x = build(e.base, b);
  if (e.exponent.kind === 'number' && e.exponent.value === 2)
    return (
      x &&
      ((f) => {
        const base = x(f);
        return base * base;
      })
    );
  return x && y && ((f) => x(f) ** y(f));
}

function buildCall(e: ExprOf<'apply'>, b: Builder): Fast | undefined {
  const { head } = e;
  const isPlain = head.kind === 'symbol' && head.label === undefined && !head.primes && !head.accents?.length;
  const one = isPlain && e.args.length === 1 && e.base === undefined ? scalarFunction(head.name) : undefined;
  if (one === undefined || (head.kind === 'symbol' && head.font && head.font !== 'roman')) return undefined;
  const x = build(e.args[0] as Expr, b);
  const { real } = one;
  // An infinite logarithm may be that of a form that only overflows on the way.
  if (one === scalarFunction('log'))
    return (
      x &&
      ((f) => {
        const y = real(x(f));
        return Number.isFinite(y) ? y : Number.NaN;
      })
    );
  if (real === Math.exp) return x && ((f) => Math.exp(x(f)));
  return x && ((f) => real(x(f)));
}

function buildElement(e: ExprOf<'indexed'>, b: Builder): Fast | undefined {
  const slot = b.bound.get(exprKey(e));
  if (slot !== undefined) return ({ numbers }) => numbers[slot] as number;
  const base = ungroup(e.base);
  if (base.kind !== 'symbol' || e.indices.length > 2) return undefined;
  const family = familyOf(symbolKey(base), base, e.indices.length, b);
  e.indices.forEach((index, place) => {
    // Only a bare index says how long the family must be.
    if (place === 0 && index.kind === 'symbol') b.lengths.get(exprKey(index))?.push(family);
  });
  const [row, column] = e.indices.map((index) => build(index, b));
  if (row === undefined || (e.indices.length === 2 && column === undefined)) return undefined;
  // What is no place in the array, a fraction included, is undefined there.
  if (column === undefined) {
    const [index] = e.indices;
    const own = index?.kind === 'symbol' ? b.bound.get(exprKey(index)) : undefined;
    if (own === undefined) return (f) => (f.arrays[family] as Float64Array)[row(f) - 1] ?? Number.NaN;
    return ({ arrays, numbers }) => (arrays[family] as Float64Array)[(numbers[own] as number) - 1] ?? Number.NaN;
  }
  return (f) => {
    const [i, j, width] = [row(f), column(f), f.widths[family] as number];
    const isInside = i >= 1 && i <= (f.heights[family] as number) && j >= 1 && j <= width;
    if (!isInside || !Number.isInteger(i) || !Number.isInteger(j)) return Number.NaN;
    return (f.arrays[family] as Float64Array)[(i - 1) * width + j - 1] as number;
  };
}

function familyOf(key: string, base: Expr, rank: number, b: Builder): number {
  const known = b.families.findIndex((family) => family.key === key && family.rank === rank);
  if (known >= 0) return known;
  b.families.push({ key, base, rank });
  return b.families.length - 1;
}

/** Loops inside each other, one for each domain. */
function buildBig(e: ExprOf<'big'>, b: Builder): Fast | undefined {
  const isSum = e.op === 'sum';
  const level = (k: number): Fast | undefined => {
    const domain = e.domains[k];
    if (domain === undefined) return build(e.body, b);
    return buildLoop(domain, isSum, b, () => level(k + 1));
  };
  return e.domains.length === 0 ? undefined : level(0);
}

function buildLoop(
  { variables, range }: Domain,
  isSum: boolean,
  b: Builder,
  inner: () => Fast | undefined,
): Fast | undefined {
  const [variable] = variables;
  const key = variable && exprKey(variable);
  if (variables.length !== 1 || key === undefined || b.bound.has(key)) return undefined;
  const isOpen = range.kind === 'all' && variable?.kind === 'symbol';
  if (!isOpen && (range.kind !== 'range' || range.to === null)) return undefined;
  // Bounds belong to the outside; a bound that is the same for all loops is worked out before them.
  const bounds = range.kind === 'range' && range.to ? [buildBound(range.from, b), buildBound(range.to, b)] : [];
  if (bounds.includes(undefined)) return undefined;
  const slot = b.slots++;
  const sized: number[] = [];
  if (isOpen) b.lengths.set(key, sized);
  b.bound.set(key, slot);
  const body = inner();
  b.bound.delete(key);
  if (body === undefined || (isOpen && sized.length === 0)) return undefined;
  const [from, to] = bounds;
  return (f) => {
    const first = from ? from(f) : 1;
    const last = to ? to(f) : (f.heights[sized[0] as number] as number);
    if (!Number.isFinite(first) || !Number.isFinite(last)) return Number.NaN;
    return isSum ? sumLoop(f, slot, first, last, body) : productLoop(f, slot, first, last, body);
  };
}

/** A bound of the outermost loop has nothing around it that could change. */
function buildBound(e: Expr, b: Builder): Fast | undefined {
  return e.kind !== 'number' && b.bound.size === 0 ? constant(e, b) : build(e, b);
}

/** The slack of the usual way: a bound that was computed ends where it would in exact arithmetic. */
const SLACK = 1e-9;

function sumLoop(f: Frame, slot: number, first: number, last: number, body: Fast): number {
  const { numbers } = f;
  if (!spend(numbers, last - first)) return Number.NaN;
  let sum = 0;
  for (let k = first; k <= last + SLACK; k++) {
    numbers[slot] = k;
    sum += body(f);
  }
  return sum;
}

function productLoop(f: Frame, slot: number, first: number, last: number, body: Fast): number {
  const { numbers } = f;
  if (!spend(numbers, last - first)) return Number.NaN;
  let product = 1;
  for (let k = first; k <= last + SLACK; k++) {
    numbers[slot] = k;
    product *= body(f);
  }
  return product;
}

/** Operations that a term is counted as; past the budget the usual way says where and what to do. */
const PER_TERM = 2;

function spend(numbers: number[], terms: number): boolean {
  numbers[0] = (numbers[0] as number) - PER_TERM * (terms + 1);
  return (numbers[0] as number) >= 0;
}
