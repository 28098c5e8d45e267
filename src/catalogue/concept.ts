import type { Occurrence } from '../canon/index.js';
import type { Expr } from '../expr/types.js';
import { compileLaw } from './laws.js';
import type { Concept, Given, Guard, Pattern } from './pattern.js';
import type { Omissible } from './possible.js';
import { createExprReader } from './read-form.js';
import type { RoleTests } from './role-tests.js';
import type { ConceptFile, Form, NearMiss } from './schema.js';

/**
 * Concepts and patterns put together from their parts, whether these were compiled a moment ago or long before. What only
 * proofs need (expressions of definitions, forms and laws) is read when it is first asked for: most formulas need few of them.
 */
export function createConcept(args: {
  readonly path: string;
  readonly file: ConceptFile;
  readonly roles: ReadonlyMap<string, RoleTests>;
  readonly ancestors: readonly string[];
}): Concept {
  const { path, file, roles, ancestors } = args;
  const read = once(() => createExprReader(new Map(Object.entries(file.roles))));
  const definition = once(() => (file.definition === undefined ? undefined : read()(file.definition)));
  const runtimeLaws = once(() => file.laws.filter((l) => l.runtime).flatMap((law) => compileLaw(law, read()) ?? []));
  return {
    id: file.id,
    path,
    family: path.split('/').at(-2) ?? '',
    file,
    roles,
    omissible: omissibleOf(roles),
    ancestors,
    read: (latex) => read()(latex),
    get definition() {
      return definition();
    },
    get runtimeLaws() {
      return runtimeLaws();
    },
  };
}

function omissibleOf(roles: ReadonlyMap<string, RoleTests>): Omissible {
  const having = (key: 'optional' | 'unit') => new Set([...roles].filter(([, t]) => t.role[key]).map(([name]) => name));
  return { terms: having('optional'), factors: having('unit') };
}

/** What a pattern has besides its place in the concept's file. */
export type PatternParts = {
  readonly lines: readonly Occurrence[];
  readonly guards: readonly Guard[];
  readonly rigid: number;
};

/** The pattern of a form (from 0), or of a near miss (from −1 downwards). */
export function createPattern(concept: Concept, index: number, parts: PatternParts): Pattern {
  return index >= 0 ? formPattern(concept, index, parts) : nearMissPattern(concept, index, parts);
}

function formPattern(concept: Concept, index: number, parts: PatternParts): Pattern {
  const form = concept.file.forms[index] as Form;
  const exprs = once(() => latexOf(form).map(concept.read));
  // Without a definition each form says itself what the concept is worth; a name says nothing, unless the file spells it out.
  const spelled = once(() => (form.value === undefined ? undefined : concept.read(form.value)));
  const own = (): Expr | undefined => spelled() ?? (form.named ? undefined : exprs()[0]);
  return {
    concept,
    index,
    form,
    ...parts,
    given: givenOf(form),
    get exprs() {
      return exprs();
    },
    get definition() {
      return concept.file.definition === undefined || form.value !== undefined ? own() : concept.definition;
    },
  };
}

function nearMissPattern(concept: Concept, index: number, parts: PatternParts): Pattern {
  const miss = concept.file.near_misses[-1 - index] as NearMiss;
  const exprs = once(() => [concept.read(miss.latex)]);
  return {
    concept,
    index,
    form: { latex: miss.latex, where: [], given: [], parts: {}, whole: false, named: false },
    ...parts,
    given: [],
    get exprs() {
      return exprs();
    },
    get definition() {
      return concept.definition;
    },
    nearMiss: { says: miss.says ?? '', mend: mendOf(miss) },
  };
}

export function latexOf(form: Form): readonly string[] {
  return form.lines ?? [form.latex as string];
}

export function givenOf(form: Form): readonly Given[] {
  return form.given.flatMap((g) => Object.entries(g).map(([role, fact]) => ({ role, fact })));
}

/** `form 2` is the form with index 1; NaN where the file says nothing of the kind. */
export function mendOf(miss: NearMiss): number {
  return Number(/^form (\d+)$/.exec(miss.mend ?? '')?.[1] ?? Number.NaN) - 1;
}

/** Computed when first asked for, and the same object ever after: what is compiled from it is cached by identity. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
