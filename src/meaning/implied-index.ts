import { exprKey } from '../expr/key.js';
import { latexName } from '../expr/latex-names.js';
import type { Span } from '../expr/span.js';
import { children, mapChildren } from '../expr/traverse.js';
import type { Domain, Expr, SymbolExpr } from '../expr/types.js';
import { assume, type Reader } from './reader.js';

type Implied = { readonly domains: readonly Domain[]; readonly body: Expr };

/**
 * `\sum x_i^2`, `-\sum p(x) \log p(x)`: a sum with nothing below its sign runs over the one index letter in its body, or
 * else over what its probabilities speak of, or else over the values that its letters stand for. Where that is not clear,
 * nothing is bound.
 */
export function impliedIndex(r: Reader, domains: readonly Domain[], body: Expr): Implied {
  const [domain] = domains;
  if (domains.length !== 1 || !domain || domain.variables.length > 0) return { domains, body };
  const found = lettersOf(body);
  if (found.indices.size === 0 && found.outcomes.size === 0) return impliedValues(r, domain, body);
  const variables = found.indices.size === 1 ? [...found.indices.values()] : [...found.outcomes.values()];
  if (found.indices.size > 1 || variables.length > 2) return { domains, body };
  const names = variables.map((v) => v.name).join(' and ');
  assume(r, domain.span, `it runs over ${names}`, 'nothing below the sign says over what', ['over something else']);
  return { domains: [{ ...domain, variables }], body };
}

/** Letters that stand for one value of many where no index is written, as words do; a, b, c, m, n and the like are constants or counts. */
const VALUE = /^[f-hopqs-zA-LO-Z]$/;

/** `\sum x w`: the letters are the values that are added, one for each place; the index is left off. */
function impliedValues(r: Reader, domain: Domain, body: Expr): Implied {
  const names = new Set<string>();
  const letters = new Set<string>();
  const look = (e: Expr): boolean => {
    // `\sum (x - m)^2 \sum (y - n)^2`: the sum inside has letters of its own.
    if (e.kind === 'big') return true;
    if (e.kind === 'derivative' || e.kind === 'matrix' || e.kind === 'text') return false;
    if (e.kind === 'symbol') {
      letters.add(e.name);
      if (isValue(e)) names.add(e.name);
    }
    return partsOf(e).every(look);
  };
  const index = look(body) && names.size > 0 ? ['i', 'j', 'k'].find((letter) => !letters.has(letter)) : undefined;
  if (index === undefined) return { domains: [domain], body };
  const at = domain.span;
  assume(r, at, `${[...names].join(', ')} stand for one value each time`, 'nothing below the sign says over what', [
    'over something else',
  ]);
  return {
    domains: [{ ...domain, variables: [{ kind: 'symbol', name: index, span: at }] }],
    body: withIndex(body, index),
  };
}

function isValue(e: SymbolExpr): boolean {
  const accents = e.accents ?? [];
  if (e.primes || (e.font && e.font !== 'roman') || (e.label && e.label !== '*')) return false;
  // `\sum \hat{M} M^*`: an estimate and what is true are values, even of a letter that counts where it stands bare.
  const told = e.label === '*' || accents.includes('hat');
  const value = VALUE.test(e.name) || (told && /^[MN]$/.test(e.name)) || latexName(e.name).startsWith('\\text');
  return value && accents.every((a) => a === 'hat' || a === 'vec');
}

/** What can vary in an expression: of an application its arguments, not its head. */
function partsOf(e: Expr): readonly Expr[] {
  return e.kind === 'apply' ? e.args : children(e);
}

function withIndex(e: Expr, index: string): Expr {
  if (e.kind === 'symbol') {
    if (!isValue(e)) return e;
    const after: Span = [e.span[1], e.span[1]];
    return {
      kind: 'indexed',
      base: e,
      indices: [{ kind: 'symbol', name: index, span: after }],
      places: ['sub'],
      span: e.span,
    };
  }
  if (e.kind === 'big') return e;
  if (e.kind === 'apply') return { ...e, args: e.args.map((arg) => withIndex(arg, index)) };
  return mapChildren(e, (child) => withIndex(child, index));
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
