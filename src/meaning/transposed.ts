import type { Expr } from '../expr/types.js';
import type { RowNode, SyntaxNode } from '../syntax/tree.js';
import type { Item } from './items.js';
import { startsOperand } from './products.js';
import { assume, type Cursor, type Reader, rowItems } from './reader.js';
import { isMatrixLike } from './superscripts.js';
import { itemKey } from './survey.js';

/**
 * Whether the prime of `x'\beta`, `X'X`, `x'x` transposes, as is usual in statistics. `x'y` does where both letters are written
 * with an index that the formula sums over: `x'y = \sum_i x_i y_i`.
 */
export function isColumn(r: Reader, item: Item, next: Item | undefined): boolean {
  if (item.primes !== 1 || item.sup) return false;
  if (r.survey.transposed.has(itemKey(item))) return true;
  if (!/^[a-zA-Z]$/.test(item.name) || next?.type !== 'letter' || !startsOperand(next) || next.primes > 0) return false;
  if (next.name === item.name) return !/^[fg]$/.test(item.name);
  if (/^(beta|gamma|theta|Sigma|Omega|delta|pi|mu)$/.test(next.name)) return /^[xXwWzZ]$/.test(item.name);
  const summed = (one: Item): boolean => !one.sub && r.survey.summed.has(itemKey(one));
  return summed(item) && summed(next);
}

/** `A^H`, `v v^H`: transposed and conjugated, where the base is a matrix or stands beside itself. */
export function isAdjoint(r: Reader, c: Cursor, base: Expr, item: Item, mark: Item): boolean {
  if (mark.scripted) return false;
  if (mark.font !== undefined) return isMatrixLike(r, base);
  const itself = (other: Item | undefined): boolean => other?.type === 'letter' && itemKey(other) === itemKey(item);
  const at = c.items.indexOf(item);
  const pair = item.type === 'letter' && (itself(c.items[at - 1]) || itself(c.items[at + 1]));
  if (!pair && !isMatrixLike(r, base)) return false;
  assume(r, [item.start, item.end], 'transposed and conjugated', 'a superscript H on a matrix', ['power']);
  return true;
}

/** `A A^*`, `A^* A`, `\vec v \vec v^*`: a capital, a bold letter or an arrow beside itself with a star stands beside its adjoint. */
export function standsBesideItself(items: readonly Item[], at: number): boolean {
  const item = items[at] as Item;
  const mayBe = /^[A-Z]$/.test(item.name) || item.font === 'bold' || item.accents.includes('vec');
  if (item.type !== 'letter' || !mayBe || item.sub) return false;
  return [items[at - 1], items[at + 1]].some(
    (other) => other?.type === 'letter' && itemKey(other) === itemKey(item) && !other.sub && !other.sup,
  );
}

/**
 * `\lambda^{*\top}`, `x^{k\top}`, `W^{(l)T}`, `x^{(i)^\top}`: a superscript that ends with a transpose, without it; null for any other.
 * A plain T says so only after a star or brackets, where it is no factor of an exponent.
 */
export function beforeTranspose(r: Reader, sup: SyntaxNode): RowNode | null {
  const row = sup.kind === 'group' ? sup.body : sup;
  if (row.kind !== 'row') return null;
  const items = rowItems(r, row);
  const [first, last] = [items[0], items[items.length - 1]];
  if (!first || !last || first.type === 'plus') return null;
  if (last.sup && isBracketed(row.items[row.items.length - 1])) {
    const [mark, ...more] = rowItems(r, last.sup);
    if (more.length > 0 || !/^(top|intercal|T)$/.test(mark?.name ?? '')) return null;
    return row.items.length > 0 ? withoutScripts(row) : null;
  }
  const before = items[items.length - 2];
  if (!before || last.scripted || last.node !== row.items[row.items.length - 1]) return null;
  const named = /^(top|intercal)$/.test(last.name);
  const after = before.name === '*' || before.name === 'star' || before.name === 'ast' || isBracketEnd(before.name);
  if (!named && !(last.name === 'T' && after)) return null;
  const rest = row.items.slice(0, -1);
  return { ...row, items: rest, span: [row.span[0], rest[rest.length - 1]?.span[1] ?? row.span[1]] };
}

function isBracketEnd(name: string): boolean {
  return /^[()[\]]$/.test(name);
}

/** The last of a row: a closing bracket, or brackets as one node, that bears scripts of its own. */
function isBracketed(node: SyntaxNode | undefined): boolean {
  if (node?.kind !== 'scripts' || node.sub !== null || node.primes > 0) return false;
  const { base } = node;
  return (
    (base?.kind === 'atom' && /^[)\]]$/.test(base.name)) || (base?.kind === 'delimited' && /^[([]$/.test(base.open))
  );
}

function withoutScripts(row: RowNode): RowNode | null {
  const last = row.items[row.items.length - 1];
  if (last?.kind !== 'scripts' || last.base === null) return null;
  return { ...row, items: [...row.items.slice(0, -1), last.base], span: [row.span[0], last.base.span[1]] };
}
