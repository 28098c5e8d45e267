import type { BigExpr, DerivativeExpr, Domain, Expr } from './types.js';
import { unreachable } from './types.js';

type Range = Domain['range'];

/** What a range is made of: bounds, a set, a law, a condition. */
export function rangeChildren(range: Range): readonly Expr[] {
  switch (range.kind) {
    case 'all':
      return [];
    case 'range':
      return range.to ? [range.from, range.to] : [range.from];
    case 'in':
      return [range.set];
    case 'distribution':
      return [range.law];
    case 'limit':
      return [range.to];
    case 'condition':
      return [range.condition];
    default:
      return unreachable(range);
  }
}

function mapRange(range: Range, f: (e: Expr) => Expr): Range {
  switch (range.kind) {
    case 'all':
      return range;
    case 'range':
      return { ...range, from: f(range.from), to: range.to && f(range.to) };
    case 'in':
      return { ...range, set: f(range.set) };
    case 'distribution':
      return { ...range, law: f(range.law) };
    case 'limit':
      return { ...range, to: f(range.to) };
    case 'condition':
      return { ...range, condition: f(range.condition) };
    default:
      return unreachable(range);
  }
}

function bigChildren(e: BigExpr): readonly Expr[] {
  const out: Expr[] = [];
  for (const domain of e.domains) out.push(...domain.variables, ...rangeChildren(domain.range));
  out.push(e.body);
  return out;
}

function derivativeChildren(e: DerivativeExpr): readonly Expr[] {
  const out: Expr[] = [];
  for (const { variable, order } of e.variables) {
    out.push(variable);
    if (typeof order !== 'number') out.push(order);
  }
  // The total order is a node of its own only where no variable carries it.
  if (typeof e.order !== 'number' && !e.variables.some((v) => v.order === e.order)) out.push(e.order);
  if (e.body) out.push(e.body);
  if (e.at) out.push(e.at);
  return out;
}

/** The direct parts of an expression, in the order in which they are written as far as the node knows it. */
export function children(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'number':
    case 'symbol':
    case 'text':
    case 'hole':
    case 'error':
      return [];
    case 'indexed':
      return [e.base, ...e.indices];
    case 'apply':
      return e.base ? [e.head, e.base, ...e.args] : [e.head, ...e.args];
    case 'add':
      return e.terms;
    case 'multiply':
      return e.factors;
    case 'divide':
      return [e.numerator, e.denominator];
    case 'power':
      return [e.base, e.exponent];
    case 'root':
      return e.degree ? [e.degree, e.radicand] : [e.radicand];
    case 'negate':
    case 'plusminus':
    case 'differential':
    case 'transpose':
    case 'inverse':
    case 'abs':
      return [e.arg];
    case 'relation':
      return e.sides;
    case 'big':
      return bigChildren(e);
    case 'derivative':
      return derivativeChildren(e);
    case 'norm':
      return e.order ? [e.arg, e.order] : [e.arg];
    case 'inner':
      return e.parts;
    case 'conditional':
      return [...e.left, ...e.right];
    case 'matrix':
      return e.rows.flat();
    case 'tuple':
    case 'list':
    case 'concat':
      return e.items;
    case 'set':
      return e.condition ? [...e.items, e.condition] : e.items;
    case 'interval':
      return [e.from, e.to];
    case 'cases':
      return e.branches.flatMap((b) => (b.condition ? [b.value, b.condition] : [b.value]));
    case 'system':
      return e.lines;
    case 'group':
      return [e.body];
    case 'operation':
      return e.operands;
    default:
      return unreachable(e);
  }
}

/** The same node with `f` put over each direct part; spans and everything else stay. */
export function mapChildren(e: Expr, f: (child: Expr) => Expr): Expr {
  const each = (list: readonly Expr[]): readonly Expr[] => list.map((item) => f(item));
  switch (e.kind) {
    case 'number':
    case 'symbol':
    case 'text':
    case 'hole':
    case 'error':
      return e;
    case 'indexed':
      return { ...e, base: f(e.base), indices: each(e.indices) };
    case 'apply':
      return { ...e, head: f(e.head), ...(e.base && { base: f(e.base) }), args: each(e.args) };
    case 'add':
      return { ...e, terms: each(e.terms) };
    case 'multiply':
      return { ...e, factors: each(e.factors) };
    case 'divide':
      return { ...e, numerator: f(e.numerator), denominator: f(e.denominator) };
    case 'power':
      return { ...e, base: f(e.base), exponent: f(e.exponent) };
    case 'root':
      return { ...e, degree: e.degree && f(e.degree), radicand: f(e.radicand) };
    case 'negate':
    case 'plusminus':
    case 'differential':
    case 'transpose':
    case 'inverse':
    case 'abs':
      return { ...e, arg: f(e.arg) };
    case 'relation':
      return { ...e, sides: each(e.sides) };
    case 'big':
      return {
        ...e,
        domains: e.domains.map((d) => ({ ...d, variables: each(d.variables), range: mapRange(d.range, f) })),
        body: f(e.body),
      };
    case 'derivative':
      return mapDerivative(e, f);
    case 'norm':
      return { ...e, arg: f(e.arg), order: e.order && f(e.order) };
    case 'inner':
      return { ...e, parts: each(e.parts) };
    case 'conditional':
      return { ...e, left: each(e.left), right: each(e.right) };
    case 'matrix':
      return { ...e, rows: e.rows.map(each) };
    case 'tuple':
    case 'list':
    case 'concat':
      return { ...e, items: each(e.items) };
    case 'set':
      return { ...e, items: each(e.items), condition: e.condition && f(e.condition) };
    case 'interval':
      return { ...e, from: f(e.from), to: f(e.to) };
    case 'cases':
      return {
        ...e,
        branches: e.branches.map((b) => ({ value: f(b.value), condition: b.condition && f(b.condition) })),
      };
    case 'system':
      return { ...e, lines: each(e.lines) };
    case 'group':
      return { ...e, body: f(e.body) };
    case 'operation':
      return { ...e, operands: each(e.operands) };
    default:
      return unreachable(e);
  }
}

function mapDerivative(e: DerivativeExpr, f: (child: Expr) => Expr): Expr {
  const seen = new Map<Expr, Expr>();
  const once = (order: Expr | number): Expr | number => {
    if (typeof order === 'number') return order;
    const known = seen.get(order) ?? f(order);
    seen.set(order, known);
    return known;
  };
  const variables = e.variables.map((v) => ({ variable: f(v.variable), order: once(v.order) }));
  const order = once(e.order);
  const body = e.body && f(e.body);
  return { ...e, variables, order, body, ...(e.at && { at: f(e.at) }) };
}

/** Visits `e` and everything below it, parents first. `visit` returns false to leave out what is below a node. */
export function walk(e: Expr, visit: (e: Expr, parent: Expr | null) => unknown, parent: Expr | null = null): void {
  if (visit(e, parent) === false) return;
  for (const child of children(e)) walk(child, visit, e);
}
