import type { Catalogue, Concept } from '../catalogue/index.js';
import { conceptBehaviour } from './behaviour.js';
import { computeExample } from './concept-example.js';
import { checkLaw } from './concept-laws.js';
import { searchConcepts } from './concept-search.js';
import type { ConceptDetail, ConceptSummary } from './schema.js';

/** All concepts, or those that a query asks for, best first. */
export function listConcepts({ concepts }: Catalogue, query: string = ''): ConceptSummary[] {
  const found = query.trim() === '' ? concepts.values() : searchConcepts(concepts.values(), query);
  return [...found].map(conceptSummary);
}

export function conceptSummary({ id, family, file, ancestors }: Concept): ConceptSummary {
  return { id, name: file.name, family, is_a: [...ancestors], aliases: [...file.aliases], gist: file.explain.gist };
}

export function conceptDetail(concept: Concept, catalogue: Catalogue): ConceptDetail {
  const { file } = concept;
  return {
    ...conceptSummary(concept),
    related: relatedTo(concept, catalogue),
    roles: Object.fromEntries(Object.entries(file.roles).map(([letter, { name, kind }]) => [letter, { name, kind }])),
    forms: file.forms.map((form) => plainLatex(form.lines?.join(' \\\\ ') ?? form.latex ?? '')),
    definition: file.definition ?? '',
    laws: file.laws.map(({ latex, says }) => ({ latex, says, ...checkLaw(concept, latex) })),
    behaviour: conceptBehaviour(concept),
    ...exampleOf(concept),
    explain: file.explain,
    matches: file.matches.map((m) => (typeof m === 'string' ? m : m.latex)),
    near_misses: file.near_misses.map(({ latex, says }) => ({ latex, says: says ?? '' })),
    references: [...file.references],
  };
}

function exampleOf(concept: Concept): Pick<ConceptDetail, 'example'> {
  const computed = computeExample(concept);
  if (!computed) return {};
  return { example: { latex: plainLatex(computed.latex), values: concept.file.example, value: computed.value } };
}

/** Its neighbours in the hierarchy. */
function relatedTo({ id, file }: Concept, { concepts }: Catalogue): ConceptDetail['related'] {
  const all = [...concepts.values()];
  const idsWhere = (test: (c: Concept) => boolean): string[] => all.filter(test).map((c) => c.id);
  return {
    parents: [...file.is_a],
    children: idsWhere((c) => c.file.is_a.includes(id)),
    siblings: idsWhere((c) => c.id !== id && c.file.is_a.some((parent) => file.is_a.includes(parent))),
  };
}

/** A form without the marks that only the catalogue knows. */
export function plainLatex(latex: string): string {
  let text = latex;
  // Parts do not nest deeper than a few levels; each round takes off the innermost.
  for (let round = 0; round < 5; round++) text = text.replace(/\\part\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, '$1');
  return text;
}
