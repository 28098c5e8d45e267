import type { CompiledLaw } from './pattern.js';
import type { ExprReader } from './read-form.js';
import type { Law } from './schema.js';

/** `\sum_i \self[x := c] \le 1`: the left side is the chunk as written, summed or with roles replaced. */
const LEFT = /^(?<sums>(?:\\sum_(?:\{[a-z]\}|[a-z])\s*)*)\\self\s*(?:\[(?<replace>[^\]]*)\])?\s*(?<rest>.*)$/;
const RELATION = /^(=|\\le|\\ge|<|>)\s*(.+)$/;
const OPS: Readonly<Record<string, string>> = { '=': '=', '\\le': 'le', '\\ge': 'ge', '<': '<', '>': '>' };

export function compileLaw(law: Law, read: ExprReader): CompiledLaw | undefined {
  const left = LEFT.exec(law.latex.trim());
  const relation = RELATION.exec(left?.groups?.rest ?? '');
  if (!left?.groups || !relation) return undefined;
  const replace = (left.groups.replace ?? '').split(',').flatMap((piece) => {
    const [target, by] = piece.split(':=').map((x) => x.trim());
    if (!target || by === undefined) return [];
    // `v_{t-1} := c` replaces the value before the step.
    const role = /^(\\?[A-Za-z]+)/.exec(target)?.[1] ?? target;
    return [{ role, previous: /_\{?[a-z]-1\}?$/.test(target), by: read(by) }];
  });
  return {
    latex: law.latex,
    says: law.says,
    sumOver: [...(left.groups.sums ?? '').matchAll(/\\sum_\{?([a-z])\}?/g)].map((m) => m[1] as string),
    replace,
    op: OPS[relation[1] as string] as string,
    right: read(relation[2] as string),
  };
}
