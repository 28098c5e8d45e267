import type { SyntaxNode } from '../syntax/tree.js';
import type { Item } from './items.js';
import { BIG_WORDS } from './names.js';
import { type Cursor, type Reader, rowItems } from './reader.js';

/** Items that are looked at after a sum, so that many sums in a row stay linear. */
const MAX_LOOK = 300;
const MAX_NESTED = 6;
const ENDS = /^(relation|arrow|comma|semicolon|wide|text|and|or|close)$/;

/**
 * True if a sum goes on behind the next `+`: in `\sum_i y_i \log p_i + (1 - y_i) \log(1 - p_i)` every later term speaks of the
 * index that is bound, and nothing outside the sum does. `from` is where the sum's own sign stands.
 */
export function reachesOn(r: Reader, c: Cursor, from: number, names: ReadonlySet<string>): boolean {
  if (names.size === 0 || spokenBefore(r, c, from, names)) return false;
  let terms = 0;
  let speaks = true;
  const last = Math.min(c.end, c.pos + MAX_LOOK);
  for (let i = c.pos; i < last; i++) {
    const item = c.items[i] as Item;
    if (ENDS.test(item.type)) return terms > 0 && speaks;
    if (item.type === 'plus' && i > c.pos) {
      if (!speaks) return false;
      terms++;
      speaks = false;
      continue;
    }
    if (terms > 0 && bindsAgain(item)) return false;
    const end = (item.type === 'open' || item.type === 'bar') && item.match > i ? item.match : i;
    for (; i <= end && i < last; i++) {
      const inner = c.items[i] as Item;
      // `\sum_i x_i y_i - (\sum_i x_i)(\sum_i y_i)`: the later letters are those of another sum.
      if (terms > 0 && bindsInside(r, inner, names, 0)) return false;
      if (terms === 0 || speaksOf(r, inner, names, 0)) speaks = true;
    }
    i--;
  }
  return last === c.end && terms > 0 && speaks;
}

/**
 * True if a bound letter stands after the first `+` or `-` on this level, before the side ends, and is not bound anew: in
 * `\max_i x_i - \min_i x_i` it is.
 */
export function mentionedLater(r: Reader, c: Cursor, names: ReadonlySet<string>): boolean {
  let sum = false;
  for (let i = c.pos; i < Math.min(c.end, c.pos + MAX_LOOK); i++) {
    const item = c.items[i] as Item;
    if (/^(relation|arrow|comma|semicolon|wide|text|and|or)$/.test(item.type)) return false;
    if (item.type === 'open' && item.match > i && !sum) i = item.match;
    else if (item.type === 'plus' && i > c.pos) sum = true;
    else if (sum && bindsInside(r, item, names, 0)) return false;
    else if (sum && speaksOf(r, item, names, 0)) return true;
  }
  return false;
}

/** The index stands free before the sum, on the left of the relation or as a factor: then it is not only the sum's. */
function spokenBefore(r: Reader, c: Cursor, from: number, names: ReadonlySet<string>): boolean {
  for (let i = Math.max(0, from - MAX_LOOK); i < from; i++) {
    const item = c.items[i] as Item;
    if (item.type === 'bigop') return false;
    if (speaksOf(r, item, names, 0)) return true;
  }
  return false;
}

function bindsAgain(item: Item): boolean {
  return item.type === 'bigop' || BIG_WORDS.has(item.name);
}

/** A big operator over one of the names, in the row itself or inside brackets, a fraction or a root. */
function bindsInside(r: Reader, item: Item, names: ReadonlySet<string>, depth: number): boolean {
  if (bindsAgain(item)) return speaksOf(r, item, names, 0);
  if (depth > MAX_NESTED) return false;
  return within(item.node).some((row) => rowItems(r, row).some((inner) => bindsInside(r, inner, names, depth + 1)));
}

function speaksOf(r: Reader, item: Item, names: ReadonlySet<string>, depth: number): boolean {
  if (item.type === 'letter' && names.has(item.name)) return true;
  if (depth > MAX_NESTED) return false;
  return [item.sub, item.sup, ...within(item.node)].some(
    (row) => row !== null && rowItems(r, row).some((inner) => speaksOf(r, inner, names, depth + 1)),
  );
}

function within(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case 'fraction':
      return [node.numerator, node.denominator];
    case 'sqrt':
    case 'delimited':
      return [node.body];
    default:
      return [];
  }
}
