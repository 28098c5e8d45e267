import { type Arena, createArena, featureBits, keyOfSymbolNode, type Node, type Occurrence } from '../canon/index.js';
import type { Expr } from '../expr/types.js';
import { compileLaw } from './laws.js';
import type { Concept, Given, Guard, Pattern } from './pattern.js';
import { createFormReader, type FormReader, roleKey } from './read-form.js';
import { compileRoleTests } from './role-tests.js';
import { type CatalogueProblem, type ConceptFile, FormSchema, parseConcept } from './schema.js';

/** One data file, parsed from YAML: the path below `data/concepts` tells the family. */
export type RawConcept = { readonly file: string; readonly data: unknown };

export type Compiled = {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly patterns: readonly Pattern[];
  readonly problems: readonly CatalogueProblem[];
};

/** Compiles concept files into patterns; whatever is wrong with a file is reported, and the rest goes on. */
export function compileCatalogue(files: readonly RawConcept[]): Compiled {
  const problems: CatalogueProblem[] = [];
  const arena = createArena(featureBits);
  const parsed: { file: string; concept: ConceptFile }[] = [];
  for (const raw of [...files].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const result = parseConcept(raw.file, raw.data);
    if (!result.ok) problems.push(...result.problems);
    else parsed.push({ file: raw.file, concept: result.value });
  }
  const byId = new Map(parsed.map((p) => [p.concept.id, p.concept]));
  const concepts = new Map<string, Concept>();
  const patterns: Pattern[] = [];
  for (const { file, concept } of parsed) {
    const report = (key: string, reason: string): void => void problems.push({ file, key, reason });
    if (concepts.has(concept.id)) report('id', `${concept.id} is also the id of another file`);
    for (const id of [...concept.is_a, ...concept.replaces]) {
      if (!byId.has(id)) report('is_a', `no concept has the id ${id}`);
    }
    const compiled = compileConcept(arena, file, concept, byId, report);
    concepts.set(concept.id, compiled.concept);
    patterns.push(...compiled.patterns);
  }
  return { concepts, patterns, problems };
}

function compileConcept(
  arena: Arena,
  file: string,
  concept: ConceptFile,
  byId: ReadonlyMap<string, ConceptFile>,
  report: (key: string, reason: string) => void,
) {
  const roles = new Map(Object.entries(concept.roles));
  const reader = createFormReader(arena, roles);
  const plain = createFormReader(arena, new Map());
  const read = (key: string, latex: string): Expr => {
    for (const problem of reader.problemsOf(latex)) report(key, `${problem} in ${latex}`);
    return reader.expr(latex);
  };
  const compiled: Concept = {
    id: concept.id,
    family: file.split('/').at(-2) ?? '',
    file: concept,
    roles: new Map([...roles].map(([letter, role]) => [roleKey(letter), compileRoleTests(role, plain)])),
    definition: concept.definition === undefined ? undefined : read('definition', concept.definition),
    runtimeLaws: concept.laws.flatMap((law, i) => {
      if (!law.runtime) return [];
      const made = compileLaw(law, reader);
      if (!made) report(`laws.${i}`, `a runtime law is a relation whose left side is \\self: ${law.latex}`);
      return made ? [made] : [];
    }),
    ancestors: ancestorsOf(concept.id, byId),
  };
  const patterns: Pattern[] = [];
  for (const [i, form] of concept.forms.entries()) {
    const key = `forms.${i}`;
    const exprs = (form.lines ?? [form.latex as string]).map((latex) => read(key, latex));
    const lines = exprs.map(reader.pattern);
    const guards = form.where.map((latex) => guardOf(latex, reader, (reason) => report(`${key}.where`, reason)));
    const given = form.given.flatMap((g) => Object.entries(g).map(([role, fact]): Given => ({ role, fact })));
    for (const g of given) if (!compiled.roles.has(g.role)) report(`${key}.given`, `no role is called ${g.role}`);
    const pattern: Pattern = {
      concept: compiled,
      index: i,
      form,
      lines,
      guards: guards.filter((g) => g !== undefined),
      given,
      rigid: lines.reduce((n, line) => n + rigidNodes(line.node), 0),
      exprs,
      // Without a definition each form says itself what the concept is worth; a name says nothing.
      definition: compiled.definition ?? (form.named ? undefined : exprs[0]),
    };
    if (hasAnchor(pattern)) patterns.push(pattern);
    else
      report(
        key,
        'a form needs an anchor: a function, a big operator, a power, a norm, a recurrence, or a guard that generates a value',
      );
  }
  for (const [i, miss] of concept.near_misses.entries()) {
    if (miss.silent || miss.says === undefined || concept.near_misses[i]?.context) continue;
    const mend = Number(/^form (\d+)$/.exec(miss.mend ?? '')?.[1] ?? Number.NaN) - 1;
    if (!concept.forms[mend]) {
      report(`near_misses.${i}.mend`, 'says which form the mended formula has: `form 1`');
      continue;
    }
    const expr = read(`near_misses.${i}`, miss.latex);
    const line = reader.pattern(expr);
    const pattern: Pattern = {
      concept: compiled,
      index: -1 - i,
      form: FormSchema.parse({ latex: miss.latex }),
      lines: [line],
      guards: [],
      given: [],
      rigid: rigidNodes(line.node),
      exprs: [expr],
      definition: compiled.definition,
      nearMiss: { says: miss.says, mend },
    };
    if (mentionsRole(line.node, compiled.roles.keys())) patterns.push(pattern);
  }
  return { concept: compiled, patterns };
}

function guardOf(latex: string, reader: FormReader, report: (reason: string) => void): Guard | undefined {
  const expr = reader.expr(latex);
  if (expr.kind !== 'relation' || expr.sides.length !== 2) {
    report(`${latex} is not a relation between two sides`);
    return undefined;
  }
  const [left, right] = expr.sides.map(reader.canonical) as [Occurrence, Occurrence];
  return { latex, op: expr.ops[0] ?? '=', left: left.node, right: right.node };
}

function ancestorsOf(id: string, byId: ReadonlyMap<string, ConceptFile>): string[] {
  const found: string[] = [];
  const queue = [...(byId.get(id)?.is_a ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === id || found.includes(next)) continue;
    found.push(next);
    queue.push(...(byId.get(next)?.is_a ?? []));
  }
  return found;
}

function mentionsRole(node: Node, roles: Iterable<string>): boolean {
  const names = new Set(roles);
  const look = (n: Node): boolean =>
    ((n.op === 'hole' || n.op === 'family') && names.has(String(n.data).replace(/#.*$/, ''))) || n.kids.some(look);
  return look(node);
}

function repeatsRole(node: Node): boolean {
  const seen = new Set<string>();
  let repeated = false;
  const look = (n: Node): void => {
    if (n.op === 'hole') {
      repeated ||= seen.has(String(n.data));
      seen.add(String(n.data));
    }
    n.kids.forEach(look);
  };
  look(node);
  return repeated;
}

const WITHOUT_ANCHOR: ReadonlySet<string> = new Set([
  'hole',
  'family',
  'bound',
  'num',
  'add',
  'mul',
  'rel',
  'domain',
  'sym',
  'list',
  'seq',
  'tuple',
]);

function rigidNodes(node: Node): number {
  const own = node.op === 'hole' || node.op === 'family' || node.op === 'bound' || node.op === 'domain' ? 0 : 1;
  return own + node.kids.reduce((n, kid) => n + rigidNodes(kid), 0);
}

/** Forms made of placeholders, sums and products match everything: refused. */
function hasAnchor(pattern: Pattern): boolean {
  const anchored = (n: Node): boolean =>
    (!WITHOUT_ANCHOR.has(n.op) && !(n.op === 'pow' && n.kids[1]?.op === 'num' && n.kids[1].data === -1)) ||
    (n.op === 'sym' && keyOfSymbolNode(n).length > 1) ||
    n.kids.some(anchored);
  const asked = [...pattern.concept.roles.values()].some(
    ({ role: r }) => r.kind.endsWith('!') || r.among.length > 0 || r.mentions.length > 0,
  );
  // A role that stands twice (`a + t(b - a)`) ties a formula together as well as a function does.
  const repeated = pattern.lines.some((line) => repeatsRole(line.node));
  return (
    asked ||
    repeated ||
    pattern.guards.length > 0 ||
    pattern.given.length > 0 ||
    pattern.lines.some((line) => anchored(line.node))
  );
}
