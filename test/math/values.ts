import * as b from '../../src/expr/build.js';
import { exprKey } from '../../src/expr/key.js';
import type { Domain, Expr } from '../../src/expr/types.js';
import {
  compile,
  createScope,
  isArray,
  type ScopeOptions,
  toPlain,
  toValue,
  type Value,
} from '../../src/math/index.js';

/** Letters for building expressions in tests. */
export const x = b.symbol('x');
export const y = b.symbol('y');
export const z = b.symbol('z');
export const i = b.symbol('i');
export const j = b.symbol('j');
export const k = b.symbol('k');
export const n = b.symbol('n');
export const e = b.symbol('exponentialE');
export const pi = b.symbol('pi');
export const infinity = b.symbol('infty');
export const imaginary = b.symbol('imaginaryI');

export const num = (value: number): Expr => b.number(value);
export const at = (base: Expr, ...indices: readonly Expr[]): Expr => b.indexed(base, indices);
export const plus = (...terms: readonly Expr[]): Expr => b.add(terms);
export const minus = (p: Expr, q: Expr): Expr => b.add([p, b.negate(q)]);
export const times = (...factors: readonly Expr[]): Expr => b.multiply(factors);
export const over = b.divide;
export const pow = (base: Expr, exponent: Expr): Expr => b.power(base, exponent);
export const call = (head: string, ...args: readonly Expr[]): Expr => b.apply(head, args);
export const to = (variable: Expr, from: Expr, upper: Expr | null): Domain =>
  b.domain([variable], { kind: 'range', from, to: upper });
export const sum = (domain: Domain, body: Expr): Expr => b.big('sum', [domain], body);
export const integral = (variable: Expr, from: Expr, upper: Expr, body: Expr): Expr =>
  b.big('integral', [to(variable, from, upper)], body);
export const derivative = (body: Expr, variable: Expr, order = 1): Expr => ({
  kind: 'derivative',
  op: 'total',
  body,
  variables: [{ variable, order }],
  order,
  span: b.NOWHERE,
});

/** The value of an expression, with values of symbols by key, as plain data. */
export function value(expr: Expr, values: Readonly<Record<string, unknown>> = {}, options: ScopeOptions = {}): unknown {
  return toPlain(raw(expr, values, options));
}

export function raw(expr: Expr, values: Readonly<Record<string, unknown>> = {}, options: ScopeOptions = {}): Value {
  const known = new Map(Object.entries(values).map(([key, v]) => [key, toValue(v)]));
  return compile(expr)(
    createScope({
      symbol: (key) => known.get(key),
      domain: (domain) => {
        // A binder without bounds runs over the only array there is.
        const arrays = [...known.values()].filter((v) => v !== undefined && isArray(v));
        const size = arrays[0] !== undefined && isArray(arrays[0]) ? arrays[0].shape[0] : undefined;
        return size === undefined || domain.variables.length !== 1
          ? undefined
          : Array.from({ length: size }, (_, k) => k + 1);
      },
      ...options,
    }),
  );
}

export { b, exprKey };
