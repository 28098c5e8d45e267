import type { Concept } from '../src/catalogue/index.js';
import type { Chunk } from '../src/explain/schema.js';
import { ungroup } from '../src/expr/build.js';
import { exprKey, symbolKey } from '../src/expr/key.js';
import type { Span } from '../src/expr/span.js';
import { children, mapChildren, walk } from '../src/expr/traverse.js';
import type { Domain, Expr, ExprOf } from '../src/expr/types.js';
import { read } from '../src/meaning/index.js';
import { parse } from '../src/syntax/index.js';

/** What a claim says a role is: an expression, of a family with the bound variables that stand in it. */
type Filling = {
  readonly expr: Expr;
  readonly variables: readonly Expr[];
  /** What each of the variables runs over, where the family stands first. */
  readonly domains: readonly (Domain | undefined)[];
};

/** What a claim says, put together from nothing but the answer that a reader gets and the text. */
export type Filled = {
  readonly fillings: ReadonlyMap<string, Filling>;
  /** Index terms at which elements of families stand outside the operator that binds them. */
  readonly elements: readonly Expr[];
};

export function readText(latex: string): Expr {
  return read(parse(latex)).expr;
}

/** The roles of a chunk, read again from their LaTeX. */
export function fillingsOf(root: Expr, chunk: Chunk, concept: Concept): Filled {
  const fillings = new Map<string, Filling>();
  const elements: Expr[] = [];
  for (const [role, { latex, spans }] of Object.entries(chunk.roles)) {
    if (latex === '') continue;
    const test = concept.roles.get(role);
    const expr = test?.role.kind === 'function' ? headOf(readText(latex), latex) : readText(latex);
    const around = spans.flatMap((s) => domainsAround(root, s));
    const domainOf = (x: Expr): Domain | undefined => around.find((d) => binds(d, x));
    const variables = letters(expr).filter((x) => domainOf(x) !== undefined);
    fillings.set(role, { expr, variables, domains: variables.map(domainOf) });
    if (test?.role.kind !== 'family') continue;
    for (const span of spans) {
      const element = nodeAt(root, span);
      const [variable] = variables;
      if (element?.kind === 'indexed' && !variable) elements.push(...element.indices.slice(0, 1));
      if (!element || !variable) continue;
      // Outside the operator that binds it, the same letter is another index.
      const isFree = !domainsAround(root, span).some((d) => binds(d, variable));
      const at = isFree && exprKey(element) === exprKey(expr) ? variable : solve(expr, element, variable);
      if (at) elements.push(at);
    }
  }
  return { fillings, elements };
}

/** A function that stands alone in LaTeX (`\tanh`) is read with something to apply it to. */
function headOf(e: Expr, latex: string): Expr {
  const applied = readText(`${latex}(x)`);
  return applied.kind === 'apply' ? applied.head : e;
}

/**
 * A statement of the concept with a claim's roles put in, as an expression of the reader's letters. Undefined where the claim
 * does not say enough for it.
 */
export function instanceOf(
  statement: Expr,
  { filled, concept, right, literal }: { filled: Filled; concept: Concept; right: Expr; literal: boolean },
): Expr | undefined {
  const isRole = (key: string): boolean => concept.roles.has(key);
  let complete = true;
  const free = freeIndex(statement, isRole);
  const state = stateOf(filled, concept, right);

  const put = (e: Expr, bound: ReadonlyMap<string, Expr>): Expr => {
    const go = (x: Expr): Expr => put(x, bound);
    switch (e.kind) {
      case 'group':
        return { ...e, body: go(e.body) };
      case 'symbol': {
        const key = symbolKey(e);
        const variable = bound.get(key) ?? elementAt(key);
        if (variable) return variable;
        return isRole(key) ? filling(key, []) : e;
      }
      case 'indexed': {
        const key = symbolKey(e.base);
        if (!isRole(key)) return mapChildren(e, go);
        if (concept.roles.get(key)?.role.state) return state(key, e) ?? missing(e);
        return filling(
          key,
          e.indices.map(go),
          e,
          e.indices.every((x) => ungroup(x).kind === 'symbol'),
        );
      }
      case 'apply': {
        const key = symbolKey(e.head);
        if (e.head.kind !== 'symbol' || !isRole(key)) return mapChildren(e, go);
        const { role } = concept.roles.get(key) ?? {};
        if (role?.kind === 'family')
          return filling(
            key,
            e.args.map(go),
            undefined,
            e.args.every((x) => ungroup(x).kind === 'symbol'),
          );
        return { ...e, head: filling(key, []), args: e.args.map(go) };
      }
      case 'big':
        return big(e, bound);
      default:
        return mapChildren(e, go);
    }
  };
  /** Index letters of the statement, in order, are the indices at which the reader's elements stand. */
  const elementAt = (key: string): Expr | undefined =>
    free.includes(key) ? (filled.elements[free.indexOf(key)] ?? filled.elements[0]) : undefined;
  const missing = (e: Expr): Expr => {
    complete = false;
    return e;
  };
  const filling = (key: string, at: readonly Expr[], as?: ExprOf<'indexed'>, bare = false): Expr => {
    const found = filled.fillings.get(key);
    const role = concept.roles.get(key)?.role;
    if (!found) {
      if (role?.unit) return readText('1');
      if (role?.optional) return readText('0');
      if (role?.kind === 'index') return as ?? { kind: 'symbol', name: key, span: [0, 0] };
      return missing(readText('0'));
    }
    if (at.length === 0) return grouped(found.expr);
    return grouped(elementOf(found, at, role?.kind === 'family', literal && !bare, as));
  };
  /** Runs over what the reader's family runs over, by the reader's variable. */
  const big = (e: ExprOf<'big'>, bound: ReadonlyMap<string, Expr>): Expr => {
    const inner = new Map(bound);
    const domains = e.domains.map((d): Domain => {
      const range = d.range.kind;
      let theirs: Domain | undefined;
      const variables = d.variables.map((v) => {
        const own =
          range === 'distribution' ? undefined : (variableOf(e.body, v, filled) ?? sameOperator(e, v, filled, right));
        if (own && !inner.has(exprKey(v))) inner.set(exprKey(v), own.variable);
        theirs ??= own?.domain;
        return own?.variable ?? v;
      });
      if (range === 'all' && theirs) return { ...theirs, variables };
      const alone: Expr = { ...e, domains: [{ ...d, variables: [] }], body: readText('0') };
      const [made] = (mapChildren(alone, (x) => put(x, bound)) as ExprOf<'big'>).domains;
      return { ...(made ?? d), variables };
    });
    return { ...e, domains, body: put(e.body, inner) };
  };

  const made = put(statement, new Map());
  return complete ? made : undefined;
}

type Variable = { readonly variable: Expr; readonly domain: Domain | undefined };

/** The reader's variable for a bound letter of a statement: the one in the family that it indexes. */
function variableOf(body: Expr, letter: Expr, { fillings }: Filled): Variable | undefined {
  let found: Variable | undefined;
  walk(body, (e) => {
    if (e.kind !== 'indexed' && e.kind !== 'apply') return;
    const [key, at] = e.kind === 'indexed' ? [symbolKey(e.base), e.indices] : [symbolKey(e.head), e.args];
    const place = at.findIndex((x) => exprKey(ungroup(x)) === exprKey(letter));
    const filling = fillings.get(key);
    const variable = filling?.variables[place];
    if (variable) found ??= { variable, domain: filling?.domains[place] };
  });
  return found;
}

/** A bound letter that is a role of its own (`\max_x c^\top x`): the variable of the reader's operator of that kind. */
function sameOperator(e: ExprOf<'big'>, letter: Expr, { fillings }: Filled, right: Expr): Variable | undefined {
  if (e.op === 'sum' || e.op === 'product' || fillings.has(symbolKey(letter))) return undefined;
  let found: Variable | undefined;
  walk(right, (x) => {
    const variable = x.kind === 'big' && x.op === e.op ? x.domains[0]?.variables[0] : undefined;
    if (variable) found ??= { variable, domain: undefined };
  });
  return found;
}

/**
 * A family at an index that is no bare letter (`g_{i-a}`) may stand for a letter with an index (`literal`), or for a body at that index.
 */
function elementOf(
  found: Filling,
  at: readonly Expr[],
  isFamily: boolean,
  literal: boolean,
  as?: ExprOf<'indexed'>,
): Expr {
  const e = ungroup(found.expr);
  const isLiteral = literal && (e.kind === 'indexed' || e.kind === 'apply');
  if (found.variables.length >= at.length && !isLiteral) {
    const by = new Map(at.map((x, k) => [exprKey(found.variables[k] as Expr), x]));
    return substitute(e, by);
  }
  if (e.kind === 'indexed' && e.indices.length === at.length) return { ...e, indices: at };
  if (e.kind === 'apply' && e.args.length === at.length && isFamily) return { ...e, args: at };
  if (!as) return { kind: 'indexed', base: e, indices: at, places: at.map(() => 'sub'), span: e.span };
  return isFamily ? { ...as, base: e, indices: at } : e;
}

/** The value before the step, as the reader writes it; the state itself where it stands on the left. */
function stateOf(
  filled: Filled,
  concept: Concept,
  right: Expr,
): (key: string, e: ExprOf<'indexed'>) => Expr | undefined {
  return (key, e) => {
    const now = filled.fillings.get(key)?.expr;
    if (!now || !concept.roles.get(key)?.role.state) return undefined;
    const isNow = e.indices.every((x) => x.kind === 'symbol');
    return isNow ? now : before(now).find((x) => occurs(x, right));
  };
}

function before(now: Expr): Expr[] {
  if (now.kind !== 'indexed') return [now];
  return [
    ...now.indices.map((_, k) => ({ ...now, indices: now.indices.map((x, i) => (i === k ? minusOne(x) : x)) })),
    now,
    ...(now.indices.length === 1 ? [now.base] : []),
  ];
}

function minusOne(e: Expr): Expr {
  if (e.kind === 'number') return { ...e, value: e.value - 1, text: String(e.value - 1) };
  const one = readText('1');
  if (e.kind === 'add' && e.terms.length === 2 && e.terms[1] && exprKey(e.terms[1]) === exprKey(one))
    return e.terms[0] as Expr;
  return { kind: 'add', terms: [e, { kind: 'negate', arg: one, span: e.span }], span: e.span };
}

/** The term that, put for the variable of a family's body, gives the element; undefined where nothing does. */
function solve(body: Expr, element: Expr, variable: Expr | undefined): Expr | undefined {
  if (!variable || exprKey(ungroup(body)) === exprKey(ungroup(element))) return undefined;
  return letters(element).find(
    (x) => exprKey(substitute(body, new Map([[exprKey(variable), x]]))) === exprKey(element),
  );
}

function substitute(e: Expr, by: ReadonlyMap<string, Expr>): Expr {
  if (e.kind === 'symbol') return by.get(exprKey(e)) ?? e;
  return mapChildren(e, (x) => substitute(x, by));
}

/** Letters that a statement only uses as indices, and binds nowhere. */
function freeIndex(e: Expr, isRole: (key: string) => boolean): readonly string[] {
  const bound = new Set<string>();
  const found = new Set<string>();
  walk(e, (x) => {
    if (x.kind === 'big') for (const d of x.domains) for (const v of d.variables) bound.add(exprKey(v));
    if (x.kind === 'indexed') for (const i of x.indices) if (i.kind === 'symbol') found.add(symbolKey(i));
  });
  return [...found].filter((key) => !bound.has(key) && !isRole(key));
}

/** Domains of the operators around a place, innermost first. */
function domainsAround(root: Expr, [from, to]: Span): readonly Domain[] {
  const found: Domain[] = [];
  walk(root, (e) => {
    if (e.kind === 'big' && e.span[0] <= from && to <= e.span[1]) found.unshift(...e.domains);
  });
  return found;
}

function binds(domain: Domain, x: Expr): boolean {
  return domain.variables.some((v) => exprKey(v) === exprKey(x));
}

function nodeAt(root: Expr, [from, to]: Span): Expr | undefined {
  let found: Expr | undefined;
  walk(root, (e) => {
    if (e.span[0] === from && e.span[1] === to) found ??= e;
  });
  return found;
}

function letters(e: Expr): Expr[] {
  const found = new Map<string, Expr>();
  walk(e, (x) => {
    if (x.kind === 'symbol' || x.kind === 'number') found.set(exprKey(x), x);
  });
  return [...found.values()];
}

function occurs(e: Expr, inside: Expr): boolean {
  return exprKey(e) === exprKey(inside) || children(inside).some((c) => occurs(e, c));
}

function grouped(e: Expr): Expr {
  return { kind: 'group', brackets: '()', body: e, span: e.span };
}
