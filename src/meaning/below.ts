import { ungroup } from '../expr/build.js';
import type { Expr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { readNode } from './grammar.js';
import { type Reader, rowItems } from './reader.js';
import { type Subscript, wordLabel } from './scripts.js';

/** `|x - y|_p`: what stands below single bars as the order of a norm does. */
export function isOrder({ label, indices }: Subscript): boolean {
  const [only] = indices;
  if (label !== null || indices.length > 1) return label === 'F' && indices.length === 0;
  if (only?.kind === 'number') return only.value === 1 || only.value === 2;
  return only?.kind === 'symbol' && /^(p|q|F|infty)$/.test(only.name);
}

/** `1_{x > 0}`, `\mathbb 1_{y = k}`: the one that counts, with the question below it. */
export function isOne(e: Expr): boolean {
  return e.kind === 'number' ? e.text === '1' : e.kind === 'symbol' && e.name === '1';
}

export function asksQuestion({ label, indices }: Subscript): boolean {
  const [only] = indices;
  return label === null && indices.length === 1 && only !== undefined && ungroup(only).kind === 'relation';
}

export function normOrder(r: Reader, sub: SyntaxNode): Expr {
  const items = rowItems(r, sub);
  const [only] = items;
  if (items.length === 1 && only && (only.name === '*' || only.name === 'star')) {
    return { kind: 'symbol', name: '*', span: [only.start, only.end] };
  }
  if (items.length === 1 && only?.type === 'word')
    return { kind: 'symbol', name: only.name, span: [only.start, only.end] };
  if (items.length === 1 && only?.type === 'letter' && only.name === 'F')
    return { kind: 'symbol', name: 'F', span: [only.start, only.end] };
  const [first, last] = [items[0], items[items.length - 1]];
  // `\|f\|_{L^2(\Omega)}`, `\|x\|_{\ell_1}`: the space is named, its number is the order.
  const space = first?.type === 'letter' && /^(L|ell)$/.test(first.name) ? (first.sup ?? first.sub) : null;
  if (space && (items.length === 1 || items[1]?.type === 'open')) return readNode(r, space);
  const label = wordLabel(items);
  if (label !== null && first && last) return { kind: 'symbol', name: label, span: [first.start, last.end] };
  return readNode(r, sub);
}
