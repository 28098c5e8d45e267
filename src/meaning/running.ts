import { exprKey } from '../expr/key.js';
import { children, mapChildren } from '../expr/traverse.js';
import type { BigExpr, Domain, Expr, SymbolExpr } from '../expr/types.js';

/** What a statement says of the letters that its operators bind, once all of it is read. */
export function settleBound(statement: Expr): Expr {
  return settleRunning(settleCounters(statement));
}

/** `\sum_{w=1}^W`: a number that is counted has no elements, so `w_O` beside it is another letter, and no place in w. */
function settleCounters(statement: Expr): Expr {
  const counters = new Set<string>();
  const collect = (e: Expr): void => {
    if (e.kind === 'big' && (e.op === 'sum' || e.op === 'product'))
      for (const { range, variables } of e.domains)
        if (range.kind === 'range') for (const v of variables) if (v.kind === 'symbol') counters.add(exprKey(v));
    for (const child of children(e)) collect(child);
  };
  collect(statement);
  if (counters.size === 0) return statement;
  const settle = (e: Expr): Expr => labelled(e, counters) ?? mapChildren(e, settle);
  return settle(statement);
}

function labelled(e: Expr, counters: ReadonlySet<string>): SymbolExpr | undefined {
  if (e.kind !== 'indexed' || e.base.kind !== 'symbol' || e.base.label || !counters.has(exprKey(e.base)))
    return undefined;
  const [index, ...more] = e.indices;
  if (more.length > 0 || e.places[0] !== 'sub' || index?.kind !== 'symbol') return undefined;
  return { ...e.base, label: index.name, span: e.span };
}

/**
 * Which letters of `i < j` run? Both, in `\sum_{i<j} a_{ij}`; only j in `w_i = v_i \prod_{j<i} (1 - v_j)`, where what stands
 * around the product says what i is.
 */
function settleRunning(statement: Expr): Expr {
  if (!holdsPair(statement)) return statement;
  const free = new Set<string>();
  collectFree(statement, new Set(), free);
  const settle = (e: Expr): Expr => {
    const inner = mapChildren(e, settle);
    return isPair(inner) ? { ...inner, domains: inner.domains.map((d) => withoutKnown(d, free)) } : inner;
  };
  return settle(statement);
}

const ORDERED: ReadonlySet<string> = new Set(['<', '>', 'le', 'ge']);

/** An operator over two letters or more that a comparison names. */
function isPair(e: Expr): e is BigExpr {
  return e.kind === 'big' && e.domains.some((d) => d.variables.length > 1 && isComparison(d));
}

function isComparison({ range }: Domain): boolean {
  return (
    range.kind === 'condition' &&
    range.condition.kind === 'relation' &&
    range.condition.ops.every((op) => ORDERED.has(op))
  );
}

function holdsPair(e: Expr): boolean {
  return isPair(e) || children(e).some(holdsPair);
}

function collectFree(e: Expr, bound: ReadonlySet<string>, free: Set<string>): void {
  if (e.kind === 'symbol' || e.kind === 'indexed') {
    const key = exprKey(e);
    if (!bound.has(key)) free.add(key);
  }
  const inside =
    e.kind === 'big' ? new Set([...bound, ...e.domains.flatMap((d) => d.variables.map((v) => exprKey(v)))]) : bound;
  for (const child of children(e)) collectFree(child, inside, free);
}

/** One letter at least runs. */
function withoutKnown(domain: Domain, free: ReadonlySet<string>): Domain {
  if (!isComparison(domain)) return domain;
  const running = domain.variables.filter((v) => !free.has(exprKey(v)));
  return running.length > 0 ? { ...domain, variables: running } : domain;
}
