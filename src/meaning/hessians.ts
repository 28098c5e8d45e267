import type { Item } from './items.js';
import { type Cursor, peek, type Reader, rowItems } from './reader.js';

/** `\nabla \nabla^\top f`, `\nabla \nabla f`: the column of slopes of a row of slopes. */
export function isSecondNabla(r: Reader, first: Item, second: Item | undefined): boolean {
  if (second?.type !== 'letter' || second.name !== 'nabla' || first.sup || first.sub || second.sub) return false;
  return !second.sup || isTransposeMark(r, second);
}

/**
 * Whether `\nabla^2 f`, read up to the cursor from the item at `from`, stands where a table stands and a number could not:
 * beside a row or a bold letter, as what `H` is defined to be, or compared by `\succeq`.
 */
export function standsAsTable(r: Reader, c: Cursor, from: number): boolean {
  const before = c.items[from - 1];
  const after = peek(c);
  if (before && startsRow(before) && isTransposeMark(r, before)) return true;
  if (before?.type === 'relation' && isTableLetter(c.items, from - 1)) return true;
  if (after?.type === 'relation') return /^(?:succeq|succ|preceq|prec|succcurlyeq|preccurlyeq)$/.test(after.name);
  return after?.type === 'letter' && after.font === 'bold' && /^[a-z]/.test(after.name) && !after.sup;
}

function startsRow(item: Item): boolean {
  return item.type === 'letter' || item.type === 'close' || item.type === 'delimited' || item.type === 'node';
}

function isTransposeMark(r: Reader, item: Item): boolean {
  const [mark, ...more] = item.sup ? rowItems(r, item.sup) : [];
  return mark !== undefined && more.length === 0 && /^(?:top|intercal|T)$/.test(mark.name);
}

/** `H = …`, `H_f(x) := …`: nothing but the letter, perhaps applied, on the left of the first relation. */
function isTableLetter(items: readonly Item[], relation: number): boolean {
  const [head, bracket] = items;
  if (head?.type !== 'letter' || head.name !== 'H') return false;
  if (relation === 1) return true;
  return bracket?.type === 'open' ? bracket.match === relation - 1 : bracket?.type === 'delimited' && relation === 2;
}

/**
 * `\partial_t u = \Delta u`, `\ddot{u} = c^2 \Delta u`: where the formula says how a letter changes with time, a Delta before that letter is
 * the Laplacian.
 */
export function isLaplacian(r: Reader, c: Cursor): boolean {
  const [sign, letter] = [peek(c), peek(c, 1)];
  if (sign?.scripted || letter?.type !== 'letter' || letter.sup || letter.primes > 0) return false;
  const same = (item: Item | undefined): boolean => item?.type === 'letter' && item.name === letter.name;
  return c.items.some((item, at) => {
    if (item.name === 'partial' && item.sub && isTime(rowItems(r, item.sub))) return same(c.items[at + 1]);
    if (item !== letter && same(item)) return item.accents.some((accent) => accent === 'dot' || accent === 'ddot');
    if (item.type !== 'node' || item.node.kind !== 'fraction') return false;
    const [top, below] = [rowItems(r, item.node.numerator), rowItems(r, item.node.denominator)];
    return top[0]?.name === 'partial' && below[0]?.name === 'partial' && same(top[1]) && isTime(below.slice(1));
  });
}

function isTime(items: readonly Item[]): boolean {
  return items.length > 0 && items.every((item) => item.type === 'letter' && item.name === 't');
}
