import type { PackedCatalogue } from '../../catalogue/index.js';
import { fromColumns, toColumns } from './columns.js';
import { fromPostfix, toPostfix } from './postfix.js';

type Packed = PackedCatalogue['concepts'][number];

/** The catalogue for pages: what only its own tests and its page about each concept read is left out, and the rest is small. */
export function toSlim(packed: PackedCatalogue): string {
  const { concepts, nodes, patterns, ...rest } = packed;
  return toColumns({
    ...{ ...rest, symbols: [], refused: [], problems: [] },
    nodes: toPostfix(nodes),
    patterns,
    concepts: concepts.map(slimConcept),
  });
}

export function fromSlim(text: string): PackedCatalogue {
  const slim = fromColumns(text) as Omit<PackedCatalogue, 'nodes'> & { readonly nodes: ReturnType<typeof toPostfix> };
  return { ...slim, nodes: fromPostfix(slim.nodes) };
}

/**
 * Lists that are looked into by place keep their length; of the path only the family is asked for. What resembles each other
 * stands together, for packing looks back over a short piece only.
 */
function slimConcept({ path, file, ancestors, roles }: Packed): Packed {
  const { explain, forms, roles: told, ...rest } = file;
  const near_misses = file.near_misses.map((miss) => (miss.silent ? { latex: '', silent: true } : miss));
  const laws = file.laws.filter(({ runtime }) => runtime);
  return {
    ancestors,
    path: `${path.split('/').at(-2)}/`,
    roles,
    file: { roles: told, forms, ...rest, near_misses, laws, matches: [], references: [], explain },
  };
}
