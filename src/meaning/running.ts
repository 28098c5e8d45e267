import { exprKey } from '../expr/key.js';
import { children, mapChildren } from '../expr/traverse.js';
import type { BigExpr, Domain, Expr } from '../expr/types.js';

/**
 * Which letters of `i < j` run? Both, in `\sum_{i<j} a_{ij}`; only j in `w_i = v_i \prod_{j<i} (1 - v_j)`, where what stands
 * around the product says what i is.
 */
export function settleRunning(statement: Expr): Expr {
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
