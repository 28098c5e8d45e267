import { exprKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Domain, Expr, SymbolExpr } from '../expr/types.js';
import { assume, type Reader } from './reader.js';

/**
 * `\\sum x_i^2`, `-\\sum p(x) \\log p(x)`: a sum with nothing below its sign runs over the one index letter in its body, or
 * else over what its probabilities speak of. Where that is not clear, nothing is bound.
 */
export function impliedDomain(r: Reader, domains: readonly Domain[], body: Expr): readonly Domain[] {
  const [domain] = domains;
  if (domains.length !== 1 || !domain || domain.variables.length > 0) return domains;
  const found = lettersOf(body);
  const variables =
    found.indices.size === 1
      ? [...found.indices.values()]
      : found.indices.size === 0
        ? [...found.outcomes.values()]
        : [];
  if (variables.length === 0 || variables.length > 2) return domains;
  const names = variables.map((v) => v.name).join(' and ');
  assume(r, domain.span, `it runs over ${names}`, 'nothing below the sign says over what', ['over something else']);
  return [{ ...domain, variables }];
}

type Letters = { readonly indices: Map<string, SymbolExpr>; readonly outcomes: Map<string, SymbolExpr> };

function lettersOf(body: Expr): Letters {
  const found: Letters = { indices: new Map(), outcomes: new Map() };
  const bound = new Set<string>();
  const look = (e: Expr): void => {
    if (e.kind === 'big') for (const d of e.domains) for (const v of d.variables) bound.add(exprKey(v));
    if (e.kind === 'indexed') for (const index of e.indices) for (const s of symbolsIn(index)) put(found.indices, s);
    else if (e.kind === 'apply' && e.head.kind === 'symbol' && /^[pPqQ]$/.test(e.head.name)) {
      for (const s of e.args.flatMap(symbolsIn)) if (/^[a-zA-Z]$/.test(s.name)) put(found.outcomes, s);
    }
    for (const child of children(e)) look(child);
  };
  const put = (into: Map<string, SymbolExpr>, s: SymbolExpr): void => {
    const key = exprKey(s);
    if (!bound.has(key) && !into.has(key)) into.set(key, s);
  };
  look(body);
  return found;
}

/** The letters of an index: `i`, `t - 1`, `i | j`. */
function symbolsIn(e: Expr): readonly SymbolExpr[] {
  if (e.kind === 'symbol') return /^[a-zA-Z]$|^ell$/.test(e.name) && !e.label ? [e] : [];
  return e.kind === 'add' || e.kind === 'negate' || e.kind === 'conditional' ? children(e).flatMap(symbolsIn) : [];
}
