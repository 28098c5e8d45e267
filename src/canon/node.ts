/**
 * Canonical nodes: shared, immutable, compared by id within one arena. They carry no spans; occurrences do.
 * Commutative children are ordered by a hash of their structure, so that the order does not depend on the arena.
 */
export type NodeOp =
  // leaves
  | 'num'
  | 'sym'
  | 'bound'
  | 'param'
  | 'prev'
  | 'text'
  | 'dots'
  | 'error'
  // arithmetic: `mul` commutes, `seq` is a product whose order counts, `had` the elementwise product
  | 'add'
  | 'mul'
  | 'seq'
  | 'had'
  | 'pow'
  // application and indexing: `fn` is a named head (in data), `call` any other head (first child)
  | 'fn'
  | 'call'
  | 'idx'
  // vectors and matrices
  | 'transpose'
  | 'inverse'
  | 'pinverse'
  | 'norm'
  | 'abs'
  | 'card'
  | 'inner'
  | 'outer'
  | 'matrix'
  | 'concat'
  // binders: children are the body and its domains
  | 'big'
  | 'domain'
  | 'deriv'
  | 'diff'
  // statements
  | 'rel'
  | 'rec'
  | 'system'
  // the rest keeps its shape
  | 'cond'
  | 'tuple'
  | 'list'
  | 'set'
  | 'interval'
  | 'cases'
  | 'op'
  | 'plusminus'
  // placeholders of the catalogue's forms: a role, and a role applied to an index
  | 'hole'
  | 'family';

export type Node = {
  readonly id: number;
  readonly op: NodeOp;
  /** What tells nodes of one op apart: a name, a number, a relation sign. */
  readonly data: string | number;
  readonly kids: readonly Node[];
  /** Structural, the same in every arena. */
  readonly hash: number;
  /** Greatest height of a binder in it; a binder's variables are named by its height. */
  readonly height: number;
  /** Bits of the features that occur in it (see `features.ts`). */
  readonly mask: number;
  readonly size: number;
};

/** Mixes a number into a 32-bit hash (xorshift-multiply of MurmurHash3). */
export function mixHash(seed: number, value: number): number {
  let h = Math.imul(seed ^ value, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Order of commutative children: numbers first, then by hash, then by structure (for the rare collision). */
export function compareNodes(a: Node, b: Node): number {
  if (a === b) return 0;
  if (a.op === 'num' || b.op === 'num') {
    if (a.op !== b.op) return a.op === 'num' ? -1 : 1;
    return Number(a.data) - Number(b.data);
  }
  return a.hash - b.hash || compareStructure(a, b);
}

function compareStructure(a: Node, b: Node): number {
  if (a.op !== b.op) return a.op < b.op ? -1 : 1;
  if (a.data !== b.data) return String(a.data) < String(b.data) ? -1 : 1;
  if (a.kids.length !== b.kids.length) return a.kids.length - b.kids.length;
  for (let i = 0; i < a.kids.length; i++) {
    const order = compareStructure(a.kids[i] as Node, b.kids[i] as Node);
    if (order !== 0) return order;
  }
  return 0;
}

/** Where nodes live. One for a request; the catalogue has its own, frozen after compilation. */
export type Arena = { readonly make: (op: NodeOp, data: string | number, kids: readonly Node[]) => Node };

export function createArena(maskOf: (op: NodeOp, data: string | number) => number): Arena {
  const table = new Map<string, Node>();
  const make = (op: NodeOp, data: string | number, kids: readonly Node[]): Node => {
    let key = `${op}|${data}`;
    for (const kid of kids) key += `|${kid.id}`;
    const known = table.get(key);
    if (known) return known;
    let hash = mixHash(hashText(op), typeof data === 'number' ? hashText(String(data)) : hashText(data));
    let height = 0;
    let mask = maskOf(op, data);
    let size = 1;
    for (const kid of kids) {
      hash = mixHash(hash, kid.hash);
      if (kid.height > height) height = kid.height;
      mask |= kid.mask;
      size += kid.size;
    }
    if (op === 'big') height += 1;
    const node: Node = { id: table.size, op, data, kids, hash, height, mask, size };
    table.set(key, node);
    return node;
  };
  return { make };
}
