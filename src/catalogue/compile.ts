import { type Arena, createArena, featureBits, type Occurrence } from '../canon/index.js';
import { hasAnchor, mentionsRole, NO_ANCHOR, rigidNodes } from './anchor.js';
import { createConcept, createPattern, latexOf, mendOf } from './concept.js';
import { ancestorsOf, cycleThrough } from './hierarchy.js';
import { compileLaw } from './laws.js';
import type { Concept, Guard, Pattern } from './pattern.js';
import { createFormReader, type FormReader, roleKey } from './read-form.js';
import { compileRoleTests } from './role-tests.js';
import { type CatalogueProblem, type ConceptFile, type Form, parseConcept } from './schema.js';

/** One data file, parsed from YAML: the path below `data/concepts` tells the family. */
export type RawConcept = { readonly file: string; readonly data: unknown };

export type Compiled = {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly patterns: readonly Pattern[];
  readonly problems: readonly CatalogueProblem[];
};

type Report = (key: string, reason: string) => void;

/** Compiles concept files into patterns; whatever is wrong with a file is reported, and the rest goes on. */
export function compileCatalogue(files: readonly RawConcept[]): Compiled {
  const problems: CatalogueProblem[] = [];
  const arena = createArena(featureBits);
  const parsed = new Map<string, { file: string; concept: ConceptFile }>();
  // In the order of their paths, so that the order in which files are found changes nothing.
  for (const { file, data } of inOrder(files)) {
    const result = parseConcept(file, data);
    if (!result.ok) problems.push(...result.problems);
    else {
      const { id } = result.value;
      const first = parsed.get(id);
      if (first) problems.push({ file, key: 'id', reason: `${id} is also the id of ${first.file}` });
      else parsed.set(id, { file, concept: result.value });
    }
  }
  const byId = new Map([...parsed].map(([id, { concept }]) => [id, concept]));
  const concepts = new Map<string, Concept>();
  const patterns: Pattern[] = [];
  for (const { file, concept } of parsed.values()) {
    const report: Report = (key, reason) => void problems.push({ file, key, reason });
    if (!file.endsWith(`/${concept.id}.yaml`)) report('id', `${concept.id} lives in a file of that name`);
    checkReferences(concept, byId, report);
    const compiled = compileConcept(arena, file, concept, byId, report);
    concepts.set(concept.id, compiled.concept);
    patterns.push(...compiled.patterns);
  }
  return { concepts, patterns, problems };
}

export function inOrder<T extends { readonly file: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

function checkReferences(concept: ConceptFile, byId: ReadonlyMap<string, ConceptFile>, report: Report): void {
  for (const key of ['is_a', 'replaces'] as const) {
    for (const id of concept[key]) if (!byId.has(id)) report(key, `no concept has the id ${id}`);
  }
  const letters = new Set(Object.keys(concept.roles).flatMap((letter) => [letter, letter.replace(/^\\/, '')]));
  const known = (key: string, letter: string): void => {
    if (!letters.has(letter)) report(key, `no role is called ${letter}`);
  };
  for (const [letter, role] of Object.entries(concept.roles)) {
    for (const other of role.free_of) known(`roles.${letter}.free_of`, other);
    if (role.conjugate_of !== undefined) known(`roles.${letter}.conjugate_of`, role.conjugate_of);
  }
  for (const letter of concept.symmetric.flat()) known('symmetric', letter);
  for (const letter of concept.fade) known('fade', letter);
  const cycle = cycleThrough(concept.id, byId);
  if (cycle) report('is_a', `a concept cannot be a kind of itself: ${cycle.join(' is a ')}`);
}

function compileConcept(
  arena: Arena,
  path: string,
  file: ConceptFile,
  byId: ReadonlyMap<string, ConceptFile>,
  report: Report,
): { concept: Concept; patterns: Pattern[] } {
  const roles = new Map(Object.entries(file.roles));
  const reader = createFormReader(arena, roles);
  const plain = createFormReader(arena, new Map());
  const check = (key: string, latex: string): void => {
    for (const problem of reader.problemsOf(latex)) report(key, `${problem} in ${latex}`);
  };
  const tests = new Map([...roles].map(([letter, role]) => [roleKey(letter), compileRoleTests(role, plain)]));
  for (const { role, among } of tests.values())
    if (among?.has('')) report('roles', `not every entry of among has a name: ${role.among.join(', ')}`);
  const concept = createConcept({ path, file, roles: tests, ancestors: ancestorsOf(file.id, byId) });
  if (file.definition !== undefined) check('definition', file.definition);
  for (const [i, law] of file.laws.entries()) {
    if (law.runtime && !compileLaw(law, reader.expr))
      report(`laws.${i}`, `a runtime law is a relation whose left side is \\self: ${law.latex}`);
  }
  const patterns = [...formsOf(concept, reader, check, report), ...nearMissesOf(concept, reader, check, report)];
  return { concept, patterns };
}

function formsOf(concept: Concept, reader: FormReader, check: Report, report: Report): Pattern[] {
  return concept.file.forms.flatMap((form, i) => {
    const key = `forms.${i}`;
    for (const latex of latexOf(form)) check(key, latex);
    checkParts(form, (why) => report(`${key}.parts`, why));
    const lines = latexOf(form).map((latex) => reader.pattern(reader.expr(latex)));
    const guards = form.where.flatMap((latex) => guardOf(latex, reader, (why) => report(`${key}.where`, why)) ?? []);
    const pattern = createPattern(concept, i, { lines, guards, rigid: rigidOf(lines) });
    for (const { role } of pattern.given) {
      if (!concept.roles.has(role)) report(`${key}.given`, `no role is called ${role}`);
    }
    if (hasAnchor(pattern)) return [pattern];
    report(key, NO_ANCHOR);
    return [];
  });
}

function nearMissesOf(concept: Concept, reader: FormReader, check: Report, report: Report): Pattern[] {
  const { forms, near_misses } = concept.file;
  return near_misses.flatMap((miss, i) => {
    if (miss.silent || miss.says === undefined || miss.context) return [];
    if (!forms[mendOf(miss)]) {
      report(`near_misses.${i}.mend`, 'says which form the mended formula has: `form 1`');
      return [];
    }
    check(`near_misses.${i}`, miss.latex);
    const line = reader.pattern(reader.expr(miss.latex));
    const pattern = createPattern(concept, -1 - i, { lines: [line], guards: [], rigid: rigidOf([line]) });
    return mentionsRole(line.node, concept.roles.keys()) ? [pattern] : [];
  });
}

/** Each part that a form marks has words, and the words speak of parts that there are. */
function checkParts(form: Form, report: (reason: string) => void): void {
  const marked = new Set(latexOf(form).flatMap((latex) => [...latex.matchAll(/\\part\{([^{}]*)\}/g)].map((m) => m[1])));
  for (const name of marked) if (!(String(name) in form.parts)) report(`what \\part{${name}} is has no words`);
  for (const name of Object.keys(form.parts)) if (!marked.has(name)) report(`no \\part{${name}} is marked in the form`);
}

function rigidOf(lines: readonly Occurrence[]): number {
  return lines.reduce((n, line) => n + rigidNodes(line.node), 0);
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
