import type { PackedCatalogue } from '../../catalogue/index.js';

/** Nodes as one text each: the node without its children, and the children. */
export type PostfixNode = readonly [head: string, children: string];

/** Stands for a child that was made just before and nobody has taken yet: most are. */
const ON_STACK = '.';

/** The flat nodes of a packed catalogue, each told like an operation of a stack machine. */
export function toPostfix(flat: PackedCatalogue['nodes']): readonly PostfixNode[] {
  const out: PostfixNode[] = [];
  const stack: number[] = [];
  for (let at = 0; at < flat.length; ) {
    const [op, data] = [flat[at], flat[at + 1]];
    const from = at + 3;
    at = from + Number(flat[at + 2]);
    const children = flat
      .slice(from, at)
      .reverse()
      .map((child) => {
        if (stack.at(-1) !== child) return child.toString(36);
        stack.pop();
        return ON_STACK;
      });
    stack.push(out.length);
    out.push([`${op}${JSON.stringify(data)}`, children.join(' ')]);
  }
  return out;
}

export function fromPostfix(nodes: readonly PostfixNode[]): PackedCatalogue['nodes'] {
  const stack: number[] = [];
  return nodes.flatMap(([head, text], place) => {
    const children =
      text === '' ? [] : text.split(' ').map((c) => (c === ON_STACK ? stack.pop() : Number.parseInt(c, 36)));
    stack.push(place);
    const [op = ''] = /^\w+?(?=["-\d])/.exec(head) ?? [];
    return [op, JSON.parse(head.slice(op.length)), children.length, ...children.reverse()] as (string | number)[];
  });
}
