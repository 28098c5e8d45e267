import type { Node } from '../canon/index.js';

/**
 * Whether two families are one at two places of a group of indices: in `\sum_{i,j} |w_i - w_j|` the values are compared with each
 * other, and nobody's two lists are.
 */
function isOneFamilyTwice(a: Node, b: Node): boolean {
  if (a === b) return false;
  const renamed = new Map<Node, Node>();
  const alike = (x: Node, y: Node): boolean => {
    if (x.op === 'param' && y.op === 'param') {
      const known = renamed.get(x);
      if (known === undefined) renamed.set(x, y);
      return known === undefined || known === y;
    }
    return (
      x.op === y.op &&
      x.data === y.data &&
      x.kids.length === y.kids.length &&
      x.kids.every((kid, k) => alike(kid, y.kids[k] as Node))
    );
  };
  // Indices that only change places (`a_{ij} - a_{ji}`) are all there in both: a table beside its mirror.
  return alike(a, b) && [...renamed].some(([x]) => ![...renamed.values()].includes(x));
}

/** Whether a match takes one family for two. */
export function confusesFamilies(nodes: readonly Node[]): boolean {
  return nodes.some((a, k) => nodes.slice(k + 1).some((b) => isOneFamilyTwice(a, b)));
}
