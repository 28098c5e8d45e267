import { domainText, toText } from './print-text.js';
import { children } from './traverse.js';
import type { Expr } from './types.js';

/**
 * A readable outline: one line for each node, indented by depth, with what the node does and its text. The number in front is
 * the order in which to read: what binds first has the smallest, the whole formula the largest.
 */
export function toOutline(e: Expr): string {
  const order = new Map<Expr, number>();
  number(e, order);
  const lines: string[] = [];
  const width = String(order.size).length;
  print(e, 0, order, width, lines);
  return lines.join('\n');
}

/** Children before parents, as one has to read them. Leaves need no reading of their own. */
function number(e: Expr, order: Map<Expr, number>): void {
  const parts = children(e);
  for (const child of parts) number(child, order);
  if (parts.length > 0) order.set(e, order.size + 1);
}

function print(e: Expr, depth: number, order: ReadonlyMap<Expr, number>, width: number, lines: string[]): void {
  const rank = order.get(e);
  const mark = rank === undefined ? '·'.padStart(width) : String(rank).padStart(width);
  lines.push(`${mark} ${'  '.repeat(depth)}${describe(e)}: ${toText(e).replace(/\n/g, ' ; ')}`);
  for (const child of children(e)) print(child, depth + 1, order, width, lines);
}

function describe(e: Expr): string {
  switch (e.kind) {
    case 'add':
      return `sum of ${e.terms.length}`;
    case 'multiply':
      return `product of ${e.factors.length}`;
    case 'divide':
      return 'quotient';
    case 'apply':
      return `${toText(e.head)} of`;
    case 'indexed':
      return 'element';
    case 'relation':
      return e.inheritsLeft ? 'relation, going on from the line before' : 'relation';
    case 'big': {
      const over = e.domains.map(domainText).filter((text) => text !== '');
      return `${e.op === 'other' ? e.name : e.op}${over.length > 0 ? ` over ${over.join(', ')}` : ''}`;
    }
    case 'derivative':
      return e.op === 'gradient' || e.op === 'divergence' || e.op === 'curl' || e.op === 'laplacian'
        ? e.op
        : `${e.op} derivative`;
    case 'differential':
      return 'small change';
    case 'abs':
      return e.reading === 'cardinality' ? 'number of elements' : 'absolute value';
    case 'inner':
      return 'inner product';
    case 'conditional':
      return e.bar === 'single' ? 'given' : e.bar === 'double' ? 'relative to' : 'with parameters';
    case 'concat':
      return 'put end to end';
    case 'hole':
      return e.name === 'dots' ? 'and so on' : 'empty place';
    case 'group':
      return e.part === undefined ? 'brackets' : `part ${e.part}`;
    case 'operation':
      return e.ops[0] ?? 'operation';
    default:
      return e.kind;
  }
}
