import { toLatex } from './latex.js';
import { children } from './traverse.js';
import type { Expr } from './types.js';

/**
 * An indented outline with the order in which to read: the innermost piece that binds first has the lowest number, as one would
 * compute it. Leaves stand in the line of what they belong to.
 */
export function toOutline(e: Expr): string {
  const order = new Map<Expr, number>();
  number(e, order);
  const lines: string[] = [];
  draw(e, 0, order, lines);
  return lines.join('\n');
}

function isLeaf(e: Expr): boolean {
  return children(e).length === 0 || e.kind === 'indexed';
}

function number(e: Expr, order: Map<Expr, number>): void {
  if (isLeaf(e)) return;
  for (const child of children(e)) number(child, order);
  if (e.kind !== 'group') order.set(e, order.size + 1);
}

function draw(e: Expr, depth: number, order: ReadonlyMap<Expr, number>, lines: string[]): void {
  const indent = '  '.repeat(depth);
  if (e.kind === 'group') {
    draw(e.body, depth, order, lines);
    return;
  }
  const place = order.get(e);
  lines.push(`${indent}${place === undefined ? '' : `${place}. `}${nameOf(e)}: ${toLatex(e)}`);
  if (isLeaf(e)) return;
  for (const child of children(e)) draw(child, depth + 1, order, lines);
}

/** What a node is, in a reader's words. */
function nameOf(e: Expr): string {
  switch (e.kind) {
    case 'add':
      return 'sum of terms';
    case 'multiply':
      return 'product';
    case 'divide':
      return 'fraction';
    case 'indexed':
      return 'element';
    case 'apply':
      return 'function applied';
    case 'negate':
      return 'minus';
    case 'big':
      return BIG_NAMES[e.op] ?? e.name;
    case 'abs':
      return e.reading === 'cardinality' ? 'size of a set' : 'absolute value';
    case 'derivative':
      return e.op === 'gradient' ? 'gradient' : 'derivative';
    case 'relation':
      return e.ops.includes('=') ? 'equation' : 'relation';
    case 'inner':
      return 'inner product';
    case 'system':
      return 'lines';
    case 'conditional':
      return 'given';
    case 'concat':
      return 'put end to end';
    case 'hole':
      return 'and so on';
    default:
      return e.kind;
  }
}

const BIG_NAMES: Readonly<Record<string, string>> = {
  sum: 'sum over',
  product: 'product over',
  integral: 'integral',
  expectation: 'expected value',
  lim: 'limit',
  min: 'minimum',
  max: 'maximum',
  argmin: 'where it is least',
  argmax: 'where it is greatest',
}; // prettier-ignore
