import { angleBrackets } from './angles.js';
import type { Item } from './items.js';

/**
 * Partners for brackets, and parts for bars, in one pass. Brackets may be mixed for half-open intervals (`[0,1)`, `]0,1]`);
 * a bracket without a partner becomes a plain letter, so that whatever is written stays readable.
 */
export function matchBrackets(items: Item[]): Item[] {
  const open: number[] = [];
  /** Bars and what divides on each level: `events[k + 1]` is what stands inside `open[k]`. */
  const events: number[][] = [[]];
  const counts = new Map<string, number>();
  let merged = false;
  angleBrackets(items);

  const drop = (from: number): number[] => {
    // Everything that was opened from `from` on stays without a partner; what it held falls to the level around it.
    const loose: number[] = [];
    for (let k = from; k < open.length; k++) {
      const opener = items[open[k] as number] as Item;
      counts.set(opener.pair, (counts.get(opener.pair) ?? 1) - 1);
      loose.push(...(events[k + 1] ?? []));
    }
    return loose;
  };

  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    if (item.type === 'open') {
      const top = open[open.length - 1];
      if (item.pair === '[]' && top !== undefined && items[top]?.pair === ']' && endsOperand(items[i - 1])) {
        pair(items, top, i);
        items[i] = { ...item, type: 'close' };
        open.pop();
        merged = assignBars(items, events.pop() ?? []) || merged;
        continue;
      }
      open.push(i);
      events.push([]);
      counts.set(item.pair, (counts.get(item.pair) ?? 0) + 1);
    } else if (item.type === 'close') {
      const at = partnerOf(items, open, counts, item, i);
      if (at >= 0) {
        const loose = drop(at + 1);
        const opener = open[at] as number;
        counts.set((items[opener] as Item).pair, (counts.get((items[opener] as Item).pair) ?? 1) - 1);
        pair(items, opener, i);
        const inside = [...(events[at + 1] ?? []), ...loose];
        open.length = at;
        events.length = at + 1;
        const { pair: kind } = items[opener] as Item;
        if (kind === '<>' || (kind === '[]' && joinsOnly(items, opener + 1, i))) divideAll(items, inside);
        else merged = assignBars(items, inside) || merged;
      } else if (item.pair === '<>' && closeKet(items, events[events.length - 1] ?? [], i)) {
      } else if (item.pair === '[]' && !endsOperand(items[i - 1])) {
        item.pair = ']';
        item.type = 'open';
        open.push(i);
        events.push([]);
        counts.set(']', (counts.get(']') ?? 0) + 1);
      }
    } else if (item.type === 'bar' || DIVIDERS.has(item.type)) {
      (events[events.length - 1] as number[]).push(i);
    }
  }
  // What is still open: a bra closes at its bar, `[0,1[` is an interval, the rest are letters.
  for (let k = 0; k < open.length; k++) {
    const opener = items[open[k] as number] as Item;
    const inside = events[k + 1] ?? [];
    const bar = inside.findIndex((index) => items[index]?.type === 'bar');
    if (opener.pair === '<>' && bar >= 0) {
      pair(items, open[k] as number, inside[bar] as number);
      events[k + 1] = inside.slice(bar + 1);
      (items[opener.match] as Item).role = 'close';
    } else if (opener.pair === '[]' && items[open[k + 1] ?? -1]?.pair === '[]' && k + 2 === open.length) {
      const end = open[k + 1] as number;
      if (endsOperand(items[end - 1])) {
        pair(items, open[k] as number, end);
        (items[end] as Item).type = 'close';
        // What stands inside has its partner inside.
        events[k + 1] = [];
        merged = assignBars(items, inside) || merged;
      }
    }
  }
  merged = assignBars(items, events.flat()) || merged;
  for (const item of items) {
    if ((item.type === 'open' || item.type === 'close') && item.match < 0) item.type = 'letter';
  }
  return merged ? compact(items) : items;
}

const DIVIDERS: ReadonlySet<string> = new Set(['comma', 'semicolon', 'relation', 'arrow', 'wide', 'text']);
const OPERAND_ENDS: ReadonlySet<string> = new Set([
  'letter',
  'word',
  'function',
  'number',
  'node',
  'delimited',
  'dots',
  'close',
  'bang',
]);
const OPERAND_STARTS: ReadonlySet<string> = new Set([
  'letter',
  'word',
  'function',
  'number',
  'bigop',
  'node',
  'delimited',
  'dots',
  'prefix',
  'open',
  'prescript',
]);

/** True where an operand may end: after this item a bar can close, a bracket applies. */
export function endsOperand(item: Item | undefined): boolean {
  if (!item) return false;
  if (item.type === 'bar') return item.role === 'close' || item.role === 'at';
  return OPERAND_ENDS.has(item.type);
}

function pair(items: Item[], from: number, to: number): void {
  const opener = items[from] as Item;
  const closer = items[to] as Item;
  opener.match = to;
  closer.match = from;
  if (closer.type === 'close' || closer.type === 'open') {
    const left = opener.pair.charAt(0);
    const right = closer.pair.charAt(closer.pair.length - 1);
    if (opener.pair.length <= 2 && opener.pair !== closer.pair)
      opener.pair = left + (closer.type === 'open' ? '[' : right);
  }
  if (opener.type === 'bar') opener.role = 'open';
  if (closer.type === 'bar') closer.role = 'close';
}

function partnerOf(items: Item[], open: number[], counts: Map<string, number>, closer: Item, at: number): number {
  const top = open.length - 1;
  if (top < 0) return -1;
  const opener = items[open[top] as number] as Item;
  if (opener.pair === closer.pair) return top;
  if (opener.pair === ']' && closer.pair === '[]') return top;
  const round = opener.pair === '()' || opener.pair === '[]' || opener.pair === ']';
  const known = (counts.get(closer.pair) ?? 0) > 0;
  if (round && (closer.pair === '()' || closer.pair === '[]')) {
    // `[0,1)` but not `(a[i)`: a bracket of the right kind further out wins only if nothing divides in between.
    if (!known || hasComma(items, open[top] as number, at)) return top;
  }
  if (!known) return -1;
  for (let k = top; k >= 0; k--) if ((items[open[k] as number] as Item).pair === closer.pair) return k;
  return -1;
}

function hasComma(items: Item[], from: number, to: number): boolean {
  const limit = Math.max(from, to - 40);
  for (let i = to - 1; i > limit; i--) if ((items[i] as Item).type === 'comma') return true;
  return false;
}

function closeKet(items: Item[], inside: number[], at: number): boolean {
  for (let k = inside.length - 1; k >= 0; k--) {
    const index = inside[k] as number;
    if (items[index]?.type !== 'bar') continue;
    pair(items, index, at);
    (items[index] as Item).pair = 'ket';
    inside.length = k;
    return true;
  }
  return false;
}

/**
 * Bars on one level. A bar closes the one that is open if an operand stands before it; it opens one if none can stand
 * before it, or if after an operand (`2|x|`) another bar follows before anything divides and the number of bars is even;
 * otherwise it divides. Two bars that touch are one double bar, unless the first closes and the second opens (`|x||y|`).
 * Gives true if two bars were made one.
 */
function assignBars(items: Item[], events: readonly number[]): boolean {
  let left = 0;
  for (const index of events) if (items[index]?.type === 'bar') left++;
  if (left === 0) return false;
  let merged = false;
  const open: number[] = [];
  for (let k = 0; k < events.length; k++) {
    const i = events[k] as number;
    const bar = items[i] as Item;
    if (bar.type !== 'bar' || bar.match >= 0) continue;
    left--;
    const before = endsOperand(items[i - 1]);
    const top = open[open.length - 1];
    const topItem = top === undefined ? undefined : items[top];
    const next = events[k + 1] === i + 1 ? items[i + 1] : undefined;
    const touches = bar.name === 'mid' || (bar.name === '|' && bar.end === next?.start);
    const twin = next?.type === 'bar' && next.name === bar.name && touches && !bar.scripted;
    const closesSingle = before && topItem?.name === bar.name;
    if (twin && !closesSingle) {
      const second = next as Item;
      bar.end = second.end;
      bar.nucleusEnd = second.nucleusEnd;
      bar.sub = second.sub;
      bar.sup = second.sup;
      bar.scripted = second.scripted;
      bar.name = 'Vert';
      second.type = 'cell';
      merged = true;
      left--;
      k++;
    }
    // `\Vert_{k=1}^K h_k`: with a range below it, where no operand has ended, a double bar puts all of them end to end.
    if (bar.name === 'Vert' && bar.sub && !before && startsOperand(items[i + (twin ? 2 : 1)])) {
      bar.type = 'bigop';
      continue;
    }
    if (topItem?.name === bar.name && before && bar.cls !== 'open' && (bar.cls !== 'rel' || bar.name === 'mid')) {
      pair(items, top as number, i);
      open.pop();
      continue;
    }
    if (bar.cls === 'close' || bar.scripted) {
      if (topItem?.name === bar.name) {
        pair(items, top as number, i);
        open.pop();
      } else bar.role = bar.scripted ? 'at' : 'divide';
      continue;
    }
    const after = items[i + 1]?.type === 'cell' ? items[i + 2] : items[i + 1];
    const starts = startsOperand(after) || after?.name === '-' || after?.name === 'cdot';
    const opens =
      bar.cls === 'open' ||
      (bar.cls === 'rel' || bar.name === 'mid'
        ? !before && starts && left > 0 && partnerAhead(items, events, k, bar.name)
        : starts && left > 0 && mayOpen(items, events, k, bar.name, before));
    if (opens) open.push(i);
    else bar.role = 'divide';
  }
  for (const i of open) (items[i] as Item).role = (items[i] as Item).match >= 0 ? 'open' : 'divide';
  return merged;
}

/** `[a \Vert b \Vert c]`: operands with double bars between them, and nothing else, are put end to end. */
export function joinsOnly(items: readonly Item[], from: number, to: number): boolean {
  let bars = 0;
  for (let i = from; i < to; i++) {
    const item = items[i] as Item;
    if (item.type === 'open' && item.match > i) i = item.match;
    else if (item.type === 'bar') {
      const between = endsOperand(items[i - 1]) && startsOperand(items[i + 1]) && i > from && i < to - 1;
      if (item.name !== 'Vert' || item.cls === 'open' || item.cls === 'close' || item.scripted || !between)
        return false;
      bars++;
    } else if (!OPERAND_STARTS.has(item.type) && item.type !== 'close') return false;
  }
  return bars > 1;
}

/** Between angle brackets every bar divides: `\langle 0 | A | 0 \rangle`. */
function divideAll(items: Item[], events: readonly number[]): void {
  for (const index of events) if (items[index]?.type === 'bar') (items[index] as Item).role = 'divide';
}

function startsOperand(item: Item | undefined): boolean {
  return item !== undefined && (OPERAND_STARTS.has(item.type) || item.type === 'bar');
}

/** After an operand a bar opens only if the next bar of its kind comes before anything divides, and pairs come out even. */
function mayOpen(items: Item[], events: readonly number[], k: number, name: string, before: boolean): boolean {
  let same = 0;
  for (let n = k + 1; n < events.length && n < k + 64; n++) {
    const item = items[events[n] as number] as Item;
    if (item.type === 'bar') {
      if (item.name === name) same++;
      else if (name === 'Vert' && item.name === '|' && items[(events[n] as number) + 1]?.type === 'bar') {
        // Two single bars that touch are the other half of a double bar that was put together.
        same++;
        n++;
      }
      continue;
    }
    if (before) break;
  }
  return before ? same % 2 === 1 : same > 0;
}

function partnerAhead(items: Item[], events: readonly number[], k: number, name: string): boolean {
  const next = events[k + 1];
  return next !== undefined && items[next]?.type === 'bar' && items[next]?.name === name;
}

function compact(items: Item[]): Item[] {
  const place: number[] = [];
  const kept: Item[] = [];
  for (const item of items) {
    place.push(kept.length);
    if (item.type !== 'cell') kept.push(item);
  }
  for (const item of kept) if (item.match >= 0) item.match = place[item.match] ?? -1;
  return kept;
}
