import type { Span } from '../expr/span.js';
import type { BigOp, Domain, Expr } from '../expr/types.js';
import type { SyntaxOf } from '../syntax/tree.js';
import { readBinders } from './binders.js';
import { readDifferential } from './derivatives.js';
import { readAll, readNode, readSum } from './grammar.js';
import type { Item } from './items.js';
import { isDifferentialAt, readProduct, startsOperand } from './products.js';
import { type Cursor, cursorOver, hole, peek, type Reader, rowItems, spanFrom } from './reader.js';

const VARIABLES: Readonly<Record<string, number>> = { iint: 2, oiint: 2, iiint: 3, oiiint: 3, iiiint: 4, idotsint: 8 };

/**
 * An integral from its sign to its differential. The differential may come last (`\int f\,dx`), first (`\int dx\,f`) or in a
 * numerator (`\int\frac{dx}{x}`). Its body is a term; it is a sum only if the differential comes after the sum.
 */
export function readIntegralBody(r: Reader, c: Cursor, item: Item, op: BigOp, from: number): Expr {
  const count = Object.hasOwn(VARIABLES, item.name) ? (VARIABLES[item.name] as number) : 1;
  const variables: Expr[] = [];
  c.integrals++;
  let body: Expr;
  if (isDifferentialAt(r, c, c.pos)) {
    takeDifferentials(r, c, variables, Math.max(count, 8), false);
    body = startsOperand(peek(c)) || peek(c)?.type === 'bar' ? readRest(r, c) : one(c);
  } else {
    body = readRest(r, c);
    const outer = c.integrals - 1;
    takeDifferentials(r, c, variables, count > 1 ? count : outer > 0 ? 1 : 8, true);
  }
  c.integrals--;
  if (variables.length === 0) {
    const hidden = inNumerator(r, c, from + 1);
    if (hidden) {
      variables.push(hidden.variable);
      body = replaceFraction(body, hidden);
    }
  }
  if (variables.length === 0 && body.kind === 'multiply') {
    // `F \cdot d\mathbf r`: the small step is a factor of the integrand.
    const last = body.factors[body.factors.length - 1];
    if (last?.kind === 'differential' && last.sign === 'd') variables.push(last.arg);
  }
  const domains = domainsOf(r, c, from, variables);
  return { kind: 'big', op, name: item.name, domains, body, span: spanFrom(c, from) };
}

/** The integrand: a term, or a sum if the differential stands after a later sign. */
function readRest(r: Reader, c: Cursor): Expr {
  const item = peek(c);
  const negative = item?.type === 'plus' && startsOperand(peek(c, 1));
  if (!negative && !startsOperand(item)) return hole(c);
  return negative || differentialAfterSum(r, c) ? readSum(r, c) : readProduct(r, c);
}

function differentialAfterSum(r: Reader, c: Cursor): boolean {
  let sum = false;
  for (let i = c.pos; i < c.end; i++) {
    const item = c.items[i] as Item;
    if (/^(relation|arrow|comma|semicolon|wide|text|or)$/.test(item.type)) return false;
    if (item.type === 'bigop' && item.name.includes('int')) return false;
    if ((item.type === 'open' || item.type === 'bar') && item.match > i) i = item.match;
    else if (item.type === 'plus') sum = true;
    else if (item.name === 'd' && isDifferentialAt(r, c, i)) return sum;
  }
  return false;
}

function takeDifferentials(r: Reader, c: Cursor, out: Expr[], most: number, joined: boolean): void {
  while (out.length < most) {
    const item = peek(c);
    // `dx \wedge dy`, `F \cdot dr`
    const skip = item?.type === 'times' || item?.type === 'and' ? 1 : 0;
    if (skip && !(joined || out.length > 0)) return;
    if (!isDifferentialAt(r, c, c.pos + skip)) return;
    c.pos += skip;
    const e = readDifferential(r, c);
    out.push(
      e.kind === 'differential'
        ? e.arg
        : e.kind === 'power' && e.base.kind === 'differential'
          ? { ...e, base: e.base.arg }
          : e,
    );
  }
}

/** An integrand that is nothing but its differential is one. */
function one(c: Cursor): Expr {
  const end = c.pos > 0 ? (c.items[c.pos - 1]?.end ?? 0) : 0;
  const at: Span = [end, end];
  return { kind: 'number', value: 1, text: '1', span: at };
}

function domainsOf(r: Reader, c: Cursor, from: number, variables: readonly Expr[]): readonly Domain[] {
  const item = c.items[from] as Item;
  const operator: Span = [item.nucleusStart, item.end];
  if (!item.sub && !item.sup) return [{ variables, range: { kind: 'all' }, span: operator }];
  if (item.sub && item.sup) {
    const start = readNode(r, item.sub);
    return [{ variables, range: { kind: 'range', from: start, to: readNode(r, item.sup) }, span: operator }];
  }
  if (item.sub) {
    const items = rowItems(r, item.sub);
    if (items.some((i) => i.type === 'relation')) {
      const domains = readBinders(r, item.sub, null, operator);
      return variables.length === 0 || domains.some((d) => d.variables.length > 0)
        ? domains
        : domains.map((d) => ({ ...d, variables }));
    }
    const set = readNode(r, item.sub);
    const named = namedVariables(set);
    if (named.length > 0 && named.length === variables.length && named.every((v) => hasDifferential(c, from, v)))
      return named.map((v) => ({ variables: [v], range: { kind: 'all' }, span: operator }));
    return [{ variables, range: { kind: 'in', set }, span: operator }];
  }
  return [{ variables, range: { kind: 'all' }, span: operator }];
}

/** `\int_x f\,dx`, `\int_{x, y} f\,dx\,dy`: letters below the sign that have their differential run over all there is. */
function namedVariables(e: Expr): readonly Expr[] {
  if (e.kind === 'list') return e.items.every((i) => namedVariables(i).length === 1) ? e.items : [];
  return e.kind === 'symbol' && !e.label && !/^[A-Z]/.test(e.name) ? [e] : [];
}

/** In `\int_x \int_y f\,dx\,dy` the differentials stand in another order than the signs. */
function hasDifferential(c: Cursor, from: number, variable: Expr): boolean {
  for (let i = from; i + 1 < c.end; i++) {
    const next = c.items[i + 1] as Item;
    if (c.items[i]?.name === 'd' && variable.kind === 'symbol' && next.name === variable.name) return true;
  }
  return false;
}

type Hidden = { readonly variable: Expr; readonly node: SyntaxOf<'fraction'>; readonly rest: Expr | null };

/** The differential in the numerator of a fraction of the integrand. */
function inNumerator(r: Reader, c: Cursor, from: number): Hidden | null {
  for (let i = from; i < c.pos; i++) {
    const item = c.items[i] as Item;
    if (item.type !== 'node' || item.node.kind !== 'fraction' || item.scripted) continue;
    const items = rowItems(r, item.node.numerator);
    const inner = cursorOver(items);
    inner.integrals = 1;
    for (const at of [0, items.length - 2]) {
      if (at < 0 || !isDifferentialAt(r, inner, at)) continue;
      inner.pos = at;
      const e = readDifferential(r, inner);
      if (e.kind !== 'differential') continue;
      if (at === 0 && inner.pos < items.length)
        return { variable: e.arg, node: item.node, rest: readAll(r, cursorOver(items, inner.pos)) };
      if (inner.pos < items.length) continue;
      return { variable: e.arg, node: item.node, rest: at === 0 ? null : readAll(r, cursorOver(items, 0, at)) };
    }
  }
  return null;
}

/** The integrand without the differential: its numerator is what is left, or one. */
function replaceFraction(body: Expr, hidden: Hidden): Expr {
  const { node, rest } = hidden;
  const at = node.numerator.span;
  const numerator: Expr = rest ?? { kind: 'number', value: 1, text: '1', span: [at[0], at[0]] };
  const swap = (e: Expr): Expr => (e.kind === 'divide' && e.span[0] === node.span[0] ? { ...e, numerator } : e);
  if (body.kind === 'multiply') return { ...body, factors: body.factors.map(swap) };
  return swap(body);
}
