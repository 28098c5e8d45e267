import type { Item } from './items.js';
import { type Reader, rowItems } from './reader.js';

/** Where the brackets begin, and the items of the condition in them. */
type Condition = { readonly at: number; readonly items: readonly Item[]; readonly from: number; readonly to: number };

/** What brackets with a relation after it may be an argument of: chances, averages, indicators. */
const ASKS = /^(P|Pr|E|I|F|p|chi)$/;

/**
 * `f(x) = a x^n \, (a > 0)`: brackets that hold a relation at the end of a statement say where it holds, if they stand apart
 * from the letter before, or that has a power.
 */
export function trailingCondition(r: Reader, items: readonly Item[], from: number): Condition | undefined {
  let end = items.length - 1;
  while (end > from && /^(comma|wide|semicolon)$/.test(items[end]?.type ?? '')) end--;
  const last = items[end];
  if (!last || last.scripted) return undefined;
  const at = last.type === 'close' ? last.match : last.type === 'delimited' && last.name === '(' ? end : -1;
  const [opener, before] = [items[at], items[at - 1]];
  if (!opener || !before || at <= from || (last.type === 'close' && opener.pair !== '()')) return undefined;
  const inner = last.node.kind === 'delimited' ? rowItems(r, last.node.body) : undefined;
  const condition: Condition = inner
    ? { at, items: inner, from: 0, to: inner.length }
    : { at, items, from: at + 1, to: end };
  if (!hasRelation(condition.items, condition.from, condition.to) || !hasRelation(items, from, at)) return undefined;
  return standsApart(r, before, opener) ? condition : undefined;
}

function hasRelation(items: readonly Item[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const item = items[i] as Item;
    if (item.type === 'relation') return true;
    if (item.match > i) i = item.match;
  }
  return false;
}

function standsApart(r: Reader, before: Item, opener: Item): boolean {
  if (/^(relation|plus|times|slash|function|word|bigop|prefix|comma)$/.test(before.type)) return false;
  if (before.type === 'letter' && (ASKS.test(before.name) || before.font !== undefined)) return false;
  if (before.type === 'wide') return true;
  if (before.type === 'number' && before.name === '1') return false;
  const powered = before.sup ? rowItems(r, before.sup)[0]?.type === 'number' : false;
  return powered || /\\[,;: ]|~/.test(r.latex.slice(before.end, opener.start));
}
