import type { Domain, Expr } from '../expr/types.js';
import type { Tensor, Value } from './value.js';

/** A compiled expression: a closure that gives its value in a scope. It throws only `MathError`. */
export type Compiled = (scope: Scope) => Value;

/** One value that a binder runs through: a number for one variable, a tuple for a group such as `(u,i)`. */
export type IndexValue = number | readonly number[];

/** Where values come from. Each answers undefined for what it does not know; the evaluator then says what is missing. */
export type ScopeSource = {
  /** Value of a symbol that no binder binds; `key` is its `symbolKey`. Of a differential (`dW`): its `exprKey`. */
  symbol(key: string, expr: Expr, scope: Scope): Value | undefined;
  /** Element of a family; indices as written, in order, counted from 1 where they index an array. */
  indexed(key: string, indices: readonly number[], expr: Expr, scope: Scope): Value | undefined;
  /**
   * Application of a function that is not built in. `indices` are those of the head (`f_{i}(x)`). The sides of a bar are
   * flattened into `args`, and the key then ends with `|` and the number of arguments before the bar (`p|1`).
   */
  call(key: string, args: readonly Value[], expr: Expr, scope: Scope, indices: readonly number[]): Value | undefined;
  /** What a binder without computable bounds runs through; `body` is what it binds in. */
  domain(domain: Domain, scope: Scope, body: Expr): readonly IndexValue[] | undefined;
  /** Value of a node that has no value of its own: a probability, a text, the gradient of a bare letter. */
  opaque(expr: Expr, scope: Scope): Value | undefined;
  /**
   * A family as an array, where all of its elements are those of the array and none has a value of its own: such families are
   * read in loops without asking for each element.
   */
  family?(key: string, expr: Expr, scope: Scope): Tensor | undefined;
  /** Finite law of the variables of an expectation: values with weights. */
  law?(domain: Domain, scope: Scope): readonly { readonly value: Value; readonly weight: number }[] | undefined;
};

/**
 * A variable bound by a big operator or a derivative; `key` is the `exprKey` of the variable. With `indices` it is one
 * element of the family `key` instead.
 */
export type Binding = {
  readonly key: string;
  readonly indices: readonly number[] | null;
  value: Value;
  readonly next: Binding | null;
};

/** Bookkeeping of one evaluation, shared by all scopes derived from it. */
export type Run = {
  remaining: number;
  level: number;
  /** Set when a value came from logarithms, because the form as written overflows. */
  rescued: boolean;
  /** Set when 0 · log 0 was taken as 0, the limit that entropies go by. */
  zeroLog: boolean;
};

export type Scope = {
  readonly source: ScopeSource;
  readonly run: Run;
  readonly env: Binding | null;
  /** Values of nodes by identity; consulted first. */
  readonly overrides: ReadonlyMap<Expr, Compiled> | undefined;
  /** Values of whole sub-terms by `exprKey`; consulted second. */
  readonly terms: ReadonlyMap<string, Value> | undefined;
  /** Real numbers only: what would be complex is NaN, unless the formula itself writes the imaginary unit. */
  readonly real: boolean;
  /** Which branch of `\pm` is taken. */
  readonly sign: 1 | -1;
};

export type ScopeOptions = Partial<ScopeSource> & {
  readonly overrides?: ReadonlyMap<Expr, Compiled> | undefined;
  readonly terms?: ReadonlyMap<string, Value> | undefined;
  readonly real?: boolean;
  readonly sign?: 1 | -1;
  /** Bound on elementary operations. */
  readonly budget?: number;
};

export const DEFAULT_BUDGET = 5_000_000;

const nothing = (): undefined => undefined;

/** A scope that takes values from the given handlers; a handler left out knows nothing. */
export function createScope(options: ScopeOptions = {}): Scope {
  const family = options.family ?? (options.indexed === undefined ? arraysOf(options.symbol) : undefined);
  return {
    source: {
      symbol: options.symbol ?? nothing,
      indexed: options.indexed ?? nothing,
      call: options.call ?? nothing,
      domain: options.domain ?? nothing,
      opaque: options.opaque ?? nothing,
      ...(options.law && { law: options.law }),
      ...(family && { family }),
    },
    run: { remaining: options.budget ?? DEFAULT_BUDGET, level: 0, rescued: false, zeroLog: false },
    env: null,
    overrides: options.overrides,
    terms: options.terms,
    real: options.real ?? false,
    sign: options.sign ?? 1,
  };
}

/** Where elements come from arrays alone, families are the arrays that symbols stand for. */
function arraysOf(symbol: ScopeSource['symbol'] | undefined): ScopeSource['family'] {
  if (symbol === undefined) return undefined;
  return (key, expr, scope) => {
    const value = symbol(key, expr, scope);
    return typeof value === 'object' && value.kind === 'tensor' ? value : undefined;
  };
}

/** The scope with one more bound variable. */
export function bind(scope: Scope, key: string, value: Value): Scope {
  return { ...scope, env: { key, indices: null, value, next: scope.env } };
}

/** The scope in which one element of a family has the given value. */
export function bindElement(scope: Scope, key: string, indices: readonly number[], value: Value): Scope {
  return { ...scope, env: { key, indices, value, next: scope.env } };
}

/**
 * The scope with more overrides and terms (the new ones win), or other handlers in front: a handler that answers undefined
 * passes the question on to the scope it extends.
 */
export function extendScope(scope: Scope, options: ScopeOptions): Scope {
  const { source } = scope;
  return {
    ...scope,
    source: {
      symbol: chain(options.symbol, source.symbol),
      indexed: chain(options.indexed, source.indexed),
      call: chain(options.call, source.call),
      domain: chain(options.domain, source.domain),
      opaque: chain(options.opaque, source.opaque),
      ...((options.law ?? source.law) && { law: chain(options.law, source.law ?? nothing) }),
    },
    run:
      options.budget === undefined
        ? scope.run
        : { remaining: options.budget, level: scope.run.level, rescued: false, zeroLog: false },
    overrides: merge(scope.overrides, options.overrides),
    terms: merge(scope.terms, options.terms),
    real: options.real ?? scope.real,
    sign: options.sign ?? scope.sign,
  };
}

function chain<A extends readonly unknown[], R>(
  first: ((...args: A) => R | undefined) | undefined,
  rest: (...args: A) => R | undefined,
): (...args: A) => R | undefined {
  return first === undefined ? rest : (...args) => first(...args) ?? rest(...args);
}

function merge<K, V>(
  a: ReadonlyMap<K, V> | undefined,
  b: ReadonlyMap<K, V> | undefined,
): ReadonlyMap<K, V> | undefined {
  if (!a || !b) return a ?? b;
  return new Map([...a, ...b]);
}

/** Value that a binder gives to the variable, if one does. */
export function boundValue(scope: Scope, key: string): Value | undefined {
  for (let b = scope.env; b !== null; b = b.next) if (b.key === key && b.indices === null) return b.value;
  return undefined;
}

/** The same scope with a full budget, for the next evaluation. */
export function refreshScope(scope: Scope, budget: number = DEFAULT_BUDGET): Scope {
  return { ...scope, run: { remaining: budget, level: 0, rescued: false, zeroLog: false } };
}
