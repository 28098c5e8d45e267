import { createArena, featureBits, type Node, type NodeOp, type Occurrence } from '../canon/index.js';
import type { Expr } from '../expr/types.js';
import type { RawConcept } from './compile.js';
import { createConcept, createPattern } from './concept.js';
import type { Convention } from './conventions.js';
import type { Concept, Guard, Pattern } from './pattern.js';
import type { Mention, RoleTests } from './role-tests.js';
import type { CatalogueProblem, ConceptFile } from './schema.js';

/**
 * The catalogue as plain data: compiled once, when the package is built, and put together again in each process. Expressions
 * are not in it; `concept.ts` reads them from their LaTeX when they are asked for.
 */
export type PackedCatalogue = {
  readonly version: string;
  readonly concepts: readonly PackedConcept[];
  /** Files that are no concepts, as they are: `problems` says why. */
  readonly refused: readonly RawConcept[];
  readonly symbols: readonly RawConcept[];
  readonly conventions: readonly Convention[];
  readonly problems: readonly CatalogueProblem[];
  /** One flat run of `op, data, number of children, children…` a node; children are numbers of earlier nodes. */
  readonly nodes: readonly (string | number)[];
  readonly patterns: readonly PackedPattern[];
};

type PackedConcept = {
  readonly path: string;
  readonly file: ConceptFile;
  readonly ancestors: readonly string[];
  readonly roles: readonly PackedRole[];
};

/** Canonical key and letter of a role, and its tests where it has any. */
type PackedRole = readonly [key: string, letter: string, tests?: PackedTests];

type PackedTests = {
  readonly mentions?: readonly Mention[];
  readonly among?: readonly string[];
  readonly never?: readonly string[];
  readonly preferred?: readonly string[];
};

type PackedPattern = readonly [
  concept: number,
  index: number,
  rigid: number,
  lines: readonly PackedLine[],
  guards: readonly PackedGuard[],
];

/** A node, and the named parts in it: each where the children's numbers lead to from the root. */
type PackedLine = readonly [node: number, parts: readonly PackedPart[]];
type PackedPart = readonly [name: string, ...path: readonly number[]];
type PackedGuard = readonly [latex: string, op: string, left: number, right: number];

/** What makes up a catalogue, without what follows from it. */
export type Parts = {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly patterns: readonly Pattern[];
  readonly conventions: readonly Convention[];
  readonly problems: readonly CatalogueProblem[];
  readonly version: string;
};

export function packCatalogue(
  { concepts, patterns, conventions, problems, version }: Parts,
  data: { readonly concepts: readonly RawConcept[]; readonly symbols: readonly RawConcept[] },
): PackedCatalogue {
  const all = [...concepts.values()];
  const place = new Map(all.map((concept, i) => [concept, i]));
  const paths = new Set(all.map((concept) => concept.path));
  const table = createNodeTable();
  return {
    version,
    concepts: all.map(packConcept),
    refused: data.concepts.filter((raw) => !paths.has(raw.file)),
    symbols: data.symbols,
    conventions,
    problems,
    patterns: patterns.map(({ concept, index, rigid, lines, guards }) => [
      place.get(concept) as number,
      index,
      rigid,
      lines.map((line) => [table.put(line.node), partsOf(line)]),
      guards.map((g) => [g.latex, g.op, table.put(g.left), table.put(g.right)]),
    ]),
    nodes: table.flat,
  };
}

export function unpackCatalogue(packed: PackedCatalogue): Parts {
  const { version, conventions, problems } = packed;
  const nodes = unpackNodes(packed.nodes);
  const node = (at: number): Node => nodes[at] as Node;
  const whole = occurrenceMaker();
  const all = packed.concepts.map(unpackConcept);
  const patterns = packed.patterns.map(([concept, index, rigid, lines, guards]) =>
    createPattern(all[concept] as Concept, index, {
      rigid,
      lines: lines.map(([root, parts]) => parts.reduce(withPart, whole(node(root)))),
      guards: guards.map(([latex, op, left, right]): Guard => ({ latex, op, left: node(left), right: node(right) })),
    }),
  );
  return { concepts: new Map(all.map((c) => [c.id, c])), patterns, conventions, problems, version };
}

// ------------------------------------------------------------------------------------------------------------ nodes

function createNodeTable() {
  const flat: (string | number)[] = [];
  const places = new Map<Node, number>();
  const put = (node: Node): number => {
    const known = places.get(node);
    if (known !== undefined) return known;
    const kids = node.kids.map(put);
    const place = places.size;
    places.set(node, place);
    flat.push(node.op, node.data, kids.length, ...kids);
    return place;
  };
  return { flat, put };
}

/** Nodes are made as at compilation, so that hashes and features are those that a request's nodes have. */
function unpackNodes(flat: readonly (string | number)[]): Node[] {
  const arena = createArena(featureBits);
  const nodes: Node[] = [];
  for (let at = 0; at < flat.length; ) {
    const [op, data] = [flat[at] as NodeOp, flat[at + 1] as string | number];
    const from = at + 3;
    at = from + Number(flat[at + 2]);
    nodes.push(
      arena.make(
        op,
        data,
        flat.slice(from, at).map((kid) => nodes[Number(kid)] as Node),
      ),
    );
  }
  return nodes;
}

// ------------------------------------------------------------------------------------------------------ occurrences

function occurrenceMaker(): (node: Node) => Occurrence {
  const known = new Map<Node, Occurrence>();
  const make = (node: Node): Occurrence => {
    const before = known.get(node);
    if (before) return before;
    const made: Occurrence = { node, kids: node.kids.map(make), src: null };
    known.set(node, made);
    return made;
  };
  return make;
}

function partsOf(o: Occurrence, path: readonly number[] = []): PackedPart[] {
  const part = o.src?.kind === 'group' ? o.src.part : undefined;
  const own: PackedPart[] = part === undefined ? [] : [[part, ...path]];
  return [...own, ...o.kids.flatMap((kid, i) => partsOf(kid, [...path, i]))];
}

const NOT_READ: Expr = { kind: 'hole', name: 'empty', span: [0, 0] };

/** The part's mark is all that matching asks of the source of a form. */
function withPart(o: Occurrence, [name, ...path]: PackedPart): Occurrence {
  const [first, ...rest] = path;
  if (first === undefined)
    return { ...o, src: { kind: 'group', brackets: '', body: NOT_READ, part: name, span: [0, 0] } };
  return { ...o, kids: o.kids.map((kid, i) => (i === first ? withPart(kid, [name, ...rest]) : kid)) };
}

// --------------------------------------------------------------------------------------------------------- concepts

function packConcept({ path, file, ancestors, roles }: Concept): PackedConcept {
  const letters = new Map(Object.entries(file.roles).map(([letter, role]) => [role, letter]));
  return {
    path,
    file,
    ancestors,
    roles: [...roles].map(([key, tests]) => packRole(key, letters.get(tests.role) as string, tests)),
  };
}

function packRole(key: string, letter: string, { mentions, among, never, preferred }: RoleTests): PackedRole {
  const tests: PackedTests = {
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(among ? { among: [...among] } : {}),
    ...(never.size > 0 ? { never: [...never] } : {}),
    ...(preferred.size > 0 ? { preferred: [...preferred] } : {}),
  };
  return Object.keys(tests).length > 0 ? [key, letter, tests] : [key, letter];
}

function unpackConcept({ path, file, ancestors, roles }: PackedConcept): Concept {
  const tests = roles.map(
    ([key, letter, { mentions = [], among, never = [], preferred = [] } = {}]): [string, RoleTests] => {
      const role = file.roles[letter] as RoleTests['role'];
      return [
        key,
        { role, mentions, among: among && new Set(among), never: new Set(never), preferred: new Set(preferred) },
      ];
    },
  );
  return createConcept({ path, file, ancestors, roles: new Map(tests) });
}
