import { keyOfSymbolNode, type Node } from '../canon/index.js';

/** `f^*(t)` and `\bar f_n` beside `f`: one letter, starred or under a bar. */
export function isConjugate(node: Node, other: Node | undefined): boolean {
  const letter = other && letterKey(other);
  return !!letter && [`${letter}|*`, `bar(${letter})`, `overline(${letter})`].includes(letterKey(node));
}

function letterKey(node: Node): string {
  if (node.op === 'sym') return keyOfSymbolNode(node);
  if (node.op === 'fn') return String(node.data);
  const [base] = node.kids;
  return (node.op === 'idx' || node.op === 'call') && base ? letterKey(base) : '';
}
