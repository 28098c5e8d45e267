import { endsOperand } from './brackets-match.js';
import type { Item } from './items.js';

/** How far after `<` its partner is looked for. */
const REACH = 40;

/**
 * `<x, y>`: signs of order where no left side can stand are angle brackets, if a comma or bar comes before the sign that
 * closes them. The items are changed in place.
 */
export function angleBrackets(items: readonly Item[]): void {
  for (const [i, item] of items.entries()) {
    if (item.type !== 'relation' || item.name !== '<' || item.scripted || endsOperand(items[i - 1])) continue;
    const end = closes(items, i);
    const closer = items[end];
    if (!closer) continue;
    Object.assign(item, { type: 'open', pair: '<>' });
    Object.assign(closer, { type: 'close', pair: '<>' });
  }
}

function closes(items: readonly Item[], from: number): number {
  let divided = false;
  for (let i = from + 1; i < Math.min(items.length, from + REACH); i++) {
    const item = items[i] as Item;
    if (item.type === 'relation') return item.name === '>' && divided && endsOperand(items[i - 1]) ? i : -1;
    if (/^(wide|text|cell|arrow|semicolon)$/.test(item.type)) return -1;
    if (item.type === 'comma' || item.type === 'bar') divided = true;
  }
  return -1;
}
