import { type Canon, createCanon, expandElisions, type Node, recurrenceOf } from '../../src/canon/index.js';
import type { Expr, Reading } from '../../src/expr/types.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

export type Canonical = { readonly reading: Reading; readonly expr: Expr; readonly canon: Canon; readonly node: Node };

/** The canonical form of a formula, in the arena of `canon` where one is given. */
export function canonical(latex: string, canon?: Canon): Canonical {
  const reading = read(parse(latex));
  const expr = expandElisions(reading.expr);
  const own = canon ?? createCanon({ kinds: reading.kinds });
  return { reading, expr, canon: own, node: own.of(expr).node };
}

/** The structure of a node as text, equal for equal structures whatever the arena. */
export function structure(node: Node): string {
  const own = node.data === '' ? node.op : `${node.op}:${node.data}`;
  return node.kids.length === 0 ? own : `${own}[${node.kids.map(structure).join(' ')}]`;
}

export const structureOf = (latex: string): string => structure(canonical(latex).node);

/** The step that an update says, without the name of what carries it. */
export function stepOf(latex: string): string | undefined {
  const { canon, expr } = canonical(latex);
  const step = recurrenceOf(canon.build, canon.of(expr));
  const body = step?.node.kids[1];
  return body && structure(body);
}
