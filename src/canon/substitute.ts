import type { Builder } from './build.js';
import type { Node } from './node.js';
import type { Occurrence } from './occurrence.js';

/** Replaces nodes throughout an occurrence and rebuilds what is above them, so that the result is canonical again. */
export function substitute(
  build: Builder,
  o: Occurrence,
  replace: (o: Occurrence) => Occurrence | undefined,
): Occurrence {
  const replaced = replace(o);
  if (replaced) return replaced;
  if (o.kids.length === 0) return o;
  let changed = false;
  const kids = o.kids.map((kid) => {
    const next = substitute(build, kid, replace);
    if (next !== kid) changed = true;
    return next;
  });
  return changed ? build.rebuild(o, kids) : o;
}

/** Replaces each node of `from` by the leaf at the same place in `to`. */
export function replaceNodes(
  build: Builder,
  o: Occurrence,
  from: readonly Node[],
  to: readonly Occurrence[],
): Occurrence {
  return substitute(build, o, (part) => {
    const at = from.indexOf(part.node);
    const target = at < 0 ? undefined : to[at];
    return target && { ...target, src: part.src ?? target.src };
  });
}

/** Name of the k-th variable of a binder of the given height. */
export function boundName(height: number, k: number): string {
  return `${height}.${k}`;
}
