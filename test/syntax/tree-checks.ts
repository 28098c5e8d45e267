import type { Span } from '../../src/expr/span.js';
import { parse, type RowNode, type SyntaxNode } from '../../src/syntax/index.js';
import { sexpr } from './sexpr.js';

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const present = (...nodes: readonly (SyntaxNode | null)[]) => nodes.filter((n) => n !== null);
  switch (node.kind) {
    case 'row':
      return node.items;
    case 'group':
    case 'accent':
    case 'font':
    case 'style':
    case 'delimited':
      return [node.body];
    case 'scripts':
      return present(node.base, node.sub, node.sup);
    case 'fraction':
      return [node.numerator, node.denominator];
    case 'sqrt':
      return present(node.index, node.body);
    case 'text':
      return node.math;
    case 'stack':
      return present(node.base, node.over, node.under);
    case 'table':
      return node.rows.flat();
    default:
      return [];
  }
}

/**
 * Faults in the spans of a tree: children outside their parents, or over each other. Neighbours that come out of one macro
 * call, or one character (`½`), have the same span.
 */
export function spanFaults(tree: SyntaxNode): string[] {
  const faults: string[] = [];
  const walk = (node: SyntaxNode) => {
    let at = node.span[0];
    let before: Span = [-1, -1];
    for (const child of [...childrenOf(node)].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])) {
      const [start, end] = child.span;
      const same = start === before[0] && end === before[1];
      if (start > end || (start < at && !same) || start < node.span[0] || end > node.span[1]) {
        faults.push(`${child.kind} ${start}-${end} in ${node.kind} ${node.span.join('-')}`);
      }
      at = end;
      before = child.span;
      walk(child);
    }
  };
  walk(tree);
  return faults;
}

/**
 * Nodes whose own text does not give the same node again. Passed over: rows without items, the arrow of `\xrightarrow` and
 * the text of `\fbox`, the letter of `\R`, which have no text of their own, and everything read from one character (`é`, `½`, `x²`).
 */
export function reparseFaults(latex: string): string[] {
  const faults: string[] = [];
  const walk = (node: SyntaxNode, parent: SyntaxNode) => {
    const text = latex.slice(...node.span);
    const within = parent.kind === 'stack' && parent.form !== 'set' && parent.form !== 'brace' && node.kind === 'atom';
    const boxed = parent.kind === 'style' && node.kind === 'text';
    const letter = parent.kind === 'font' && node.kind === 'atom' && node.span[0] === parent.span[0];
    if (within || boxed || letter || /[^\x20-\x7e\n]/.test(text) || (node.kind === 'row' && node.items.length === 0))
      return;
    const again = parse(text).tree;
    const found = node.kind === 'row' ? again : (again.items[0] ?? again);
    const expected = node.kind === 'row' ? { ...node, span: [node.span[0], node.span[0] + text.length] } : node;
    if ((node.kind !== 'row' && again.items.length !== 1) || !isSame(moved(found, node.span[0]), expected)) {
      faults.push(`${JSON.stringify(text)} is ${sexpr(node)}, alone ${sexpr(again)}`);
    }
    for (const child of childrenOf(node)) walk(child, node);
  };
  const tree: RowNode = parse(latex).tree;
  walk(tree, tree);
  return faults;
}

function moved(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'span' ? (item as number[]).map((offset) => offset + by) : moved(item, by),
    ]),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** With keys in order, so that two ways of building a node compare equal. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
