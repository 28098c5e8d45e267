import type { Expr } from '../expr/types.js';
import { readAll } from './grammar.js';
import type { Item } from './items.js';
import { type Cursor, cursorOver, peek, type Reader, rowItems } from './reader.js';
import { nameIn, power, type Superscript } from './superscripts.js';
import { itemKey } from './survey.js';

/**
 * `W^{[l]}`, `a^{[l](i)}`, `x^{(i)(j)}`: brackets above a letter say which one of many it is, and so does `a^{<t>}`. A number after them is a power of it
 * (`w^{[l]2}`). Null for any other superscript, and for round brackets alone, which may say more.
 */
export function readPlaces(r: Reader, base: Expr, items: readonly Item[]): Superscript | null {
  if (base.kind !== 'symbol' && base.kind !== 'indexed') return null;
  const indices: Expr[] = [];
  let at = 0;
  let square = false;
  while (at < items.length) {
    const inside = insideOf(r, items, at);
    if (!inside) break;
    square ||= inside.square;
    indices.push(...readApart(r, inside));
    at = inside.next;
  }
  const last = items[items.length - 1];
  const raised = indices.length > 0 && at === items.length - 1 && last?.type === 'number' && !last.scripted;
  if (raised) {
    const exponent = readAll(r, cursorOver(items, at, at + 1));
    return { kind: 'wrap', wrap: (body, span) => ({ kind: 'power', base: placed(body, indices), exponent, span }) };
  }
  if (at < items.length || indices.length === 0 || (!square && indices.length === 1)) return null;
  return { kind: 'index', indices, place: 'paren' };
}

function placed(body: Expr, more: readonly Expr[]): Expr {
  const end = more[more.length - 1]?.span[1] ?? body.span[1];
  const marks = more.map(() => 'paren' as const);
  if (body.kind !== 'indexed')
    return { kind: 'indexed', base: body, indices: more, places: marks, span: [body.span[0], end] };
  const span: Expr['span'] = [body.span[0], Math.max(body.span[1], end)];
  return { ...body, indices: [...body.indices, ...more], places: [...body.places, ...marks], span };
}

type Inside = {
  readonly items: readonly Item[];
  readonly from: number;
  readonly to: number;
  readonly next: number;
  readonly square: boolean;
};

/** What commas part. */
function readApart(r: Reader, { items, from, to }: Pick<Inside, 'items' | 'from' | 'to'>): readonly Expr[] {
  const out: Expr[] = [];
  for (let start = from; start < to; ) {
    let end = start;
    while (end < to && items[end]?.type !== 'comma') end = Math.max(end, items[end]?.match ?? 0) + 1;
    if (end > start) out.push(readAll(r, cursorOver(items, start, Math.min(end, to))));
    start = end + 1;
  }
  return out;
}

/** What stands in the brackets that begin at a place; `x^{<t>}` has signs of order for brackets. */
function insideOf(r: Reader, items: readonly Item[], at: number): Inside | null {
  const item = items[at] as Item;
  if (item.type === 'relation' && item.name === '<' && !item.scripted) {
    const to = items.findIndex((other, k) => k > at + 1 && other.type === 'relation');
    if (items[to]?.name !== '>' || items[to]?.scripted) return null;
    return { items, from: at + 1, to, next: to + 1, square: true };
  }
  if (item.type === 'open' && (/^(\(\)|\[\]|<>)$/.test(item.pair) || item.name === 'langle')) {
    const closer = items[item.match];
    if (!closer || closer.scripted || item.match <= at + 1) return null;
    return { items, from: at + 1, to: item.match, next: item.match + 1, square: item.pair !== '()' };
  }
  if (item.type !== 'delimited' || item.scripted || item.node.kind !== 'delimited' || !/^[([]$/.test(item.name))
    return null;
  const inner = rowItems(r, item.node.body);
  if (inner.length === 0) return null;
  return { items: inner, from: 0, to: inner.length, next: at + 1, square: item.name === '[' };
}

/** `x^{(i)}`: a place, a name, the order of a derivative, or an exponent in brackets. */
export function readParen(r: Reader, c: Cursor, base: Expr, item: Item, items: readonly Item[]): Superscript {
  const [only] = items;
  const isOne = items.length === 1 && only?.node.kind === 'delimited';
  const inside = isOne && only.node.kind === 'delimited' ? rowItems(r, only.node.body) : items;
  // Brackets that are items of the row stay in it: their inner pairs are known by their places.
  const [start, end] = isOne ? [0, inside.length] : [1, inside.length - 1];
  const indices = readApart(r, { items: inside, from: start, to: end });
  const [first] = indices;
  const next = peek(c);
  const applied = next?.type === 'open' || next?.type === 'delimited';
  const shown =
    r.survey.primed.has(itemKey(item)) || (/^[fg]$/.test(item.name) && item.font === undefined && !item.sub);
  if (
    applied &&
    first &&
    indices.length === 1 &&
    shown &&
    (first.kind === 'number' || (first.kind === 'symbol' && /^[nkm]$/.test(first.name)))
  ) {
    return {
      kind: 'wrap',
      wrap: (body, span) => ({
        kind: 'derivative',
        op: 'prime',
        body,
        variables: [],
        order: first.kind === 'number' ? first.value : first,
        span,
      }),
    };
  }
  if (base.kind === 'number' || base.kind === 'group' || base.kind === 'divide') {
    if (inside.some((i) => i.type === 'plus' || i.type === 'slash')) return power(r, item);
  }
  if (indices.length === 0) return { kind: 'label', label: '()' };
  const label = nameIn(inside);
  if (label !== null) return { kind: 'label', label };
  return { kind: 'index', indices, place: 'paren' };
}
