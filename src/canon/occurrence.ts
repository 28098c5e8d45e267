import type { Expr } from '../expr/types.js';
import type { Node } from './node.js';

/**
 * Where a canonical node stands in the source. Nodes are shared and carry no spans; an occurrence tree runs parallel to
 * the node's children and says which source expression each came from. `src` is null for what canonicalisation made up
 * (the exponent −1 of a denominator, the coefficient −1 of a subtracted term).
 */
export type Occurrence = {
  readonly node: Node;
  readonly kids: readonly Occurrence[];
  readonly src: Expr | null;
};

/** The source expressions of the smallest pieces that together make up an occurrence, in source order. */
export function sourcesOf(o: Occurrence): Expr[] {
  if (o.src) return [o.src];
  return o.kids.flatMap(sourcesOf);
}

export function containsNode(node: Node, wanted: (n: Node) => boolean): boolean {
  return wanted(node) || node.kids.some((k) => containsNode(k, wanted));
}

/** The first occurrence of a node inside another, depth first. */
export function findOccurrence(o: Occurrence, wanted: Node): Occurrence | undefined {
  if (o.node === wanted) return o;
  if (o.node.size <= wanted.size) return undefined;
  for (const kid of o.kids) {
    const found = findOccurrence(kid, wanted);
    if (found) return found;
  }
  return undefined;
}
