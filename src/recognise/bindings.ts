import type { Node, Occurrence } from '../canon/index.js';

/**
 * What a role stands for in a reader's formula. A family is bound to its body with the index put to `param`: the template,
 * which instantiated at an index gives the element.
 */
export type RoleBinding = {
  readonly node: Node;
  /** Where it was bound, and every other place where it stands. */
  readonly places: readonly Place[];
  /** Of a family: for each of its indices, the binder's letter in the form and the subject's variables it stands for. */
  readonly groups?: readonly IndexGroup[];
  /** An index that was found by solving a family's body for it: the family's letter. */
  readonly indexOf?: string;
  /** Bound to a literal application (`g(i-a)`): its indices are values, not bound variables. */
  readonly literal?: boolean;
};

export type IndexGroup = {
  readonly letter: string;
  readonly variables: readonly Node[];
  /** The reader's operator that binds them. */
  readonly binder: Occurrence;
};

/** One place where a role stands: a piece of the source, or several that together make it up. */
export type Place = { readonly combine: 'one' | 'mul' | 'add' | 'seq'; readonly pieces: readonly Occurrence[] };

/** A match of one pattern, with everything that evidence and words need. */
export type Match = {
  readonly roles: ReadonlyMap<string, RoleBinding>;
  /** Subject's big operator for each binder letter of the form. */
  readonly binders: ReadonlyMap<string, Occurrence>;
  /** Subject occurrences matched by named parts. */
  readonly parts: ReadonlyMap<string, readonly Occurrence[]>;
  /** Subject occurrences that the pattern's root, or its root's children, stand for. */
  readonly covered: readonly Occurrence[];
  /** False when factors or terms beside the pattern were left over. */
  readonly whole: boolean;
  readonly logBase: Occurrence | undefined;
  /** Roles whose vector or matrix kind was taken for granted. */
  readonly assumedKinds: ReadonlyMap<string, string>;
};

/** Bindings under construction, with undo. */
export class Trail {
  readonly roles = new Map<string, RoleBinding>();
  readonly binders = new Map<string, Occurrence>();
  readonly parts = new Map<string, readonly Occurrence[]>();
  /** What the form's bound variables stand for, by their canonical names. */
  readonly env = new Map<string, IndexGroup>();
  readonly assumedKinds = new Map<string, string>();
  logBase: Occurrence | undefined;

  /** Sets a value for the time of `next`; takes it back when `next` finds nothing. */
  with<K, V>(map: Map<K, V>, key: K, value: V, next: () => boolean): boolean {
    const had = map.has(key);
    const before = map.get(key);
    map.set(key, value);
    if (next()) return true;
    if (had) map.set(key, before as V);
    else map.delete(key);
    return false;
  }
}
