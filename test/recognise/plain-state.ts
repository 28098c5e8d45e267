import type { Node, Occurrence } from '../../src/canon/index.js';

/** Each place where a role stands is one piece of the subject, or several that together make it up. */
export type Place = readonly Occurrence[];
export type Bound = { readonly node: Node; readonly places: readonly Place[]; readonly variables?: readonly Node[] };

/** `z_i` outside its sum: checked when the family's body is known. */
export type Element = { readonly role: string; readonly index: Occurrence; readonly subject: Occurrence };

export type State = {
  readonly roles: ReadonlyMap<string, Bound>;
  /** What the pattern's bound variables stand for. */
  readonly bound: ReadonlyMap<string, readonly Node[]>;
  /** Subject's variables of the sums around: a role that is no family must not mention them. */
  readonly varying: readonly Node[];
  /** What is looked for under `argmax`: only a function may be named by it. */
  readonly sought: readonly Node[];
  readonly elements: readonly Element[];
  readonly binders: ReadonlyMap<string, Occurrence>;
  readonly logBase: Occurrence | undefined;
};

export const START: State = {
  roles: new Map(),
  bound: new Map(),
  varying: [],
  sought: [],
  elements: [],
  binders: new Map(),
  logBase: undefined,
};

export type PlainMatch = { readonly places: ReadonlyMap<string, readonly Place[]>; readonly whole: boolean };

export const nameOf = (node: Node): string => String(node.data).replace(/#.*$/, '');
