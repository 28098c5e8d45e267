import type { Concept } from '../catalogue/index.js';
import type { ConceptDetail, ConceptSummary } from './schema.js';

export function conceptSummary({ id, family, file, ancestors }: Concept): ConceptSummary {
  return { id, name: file.name, family, is_a: [...ancestors], aliases: [...file.aliases], gist: file.explain.gist };
}

export function conceptDetail(concept: Concept): ConceptDetail {
  const { file } = concept;
  return {
    ...conceptSummary(concept),
    roles: Object.fromEntries(Object.entries(file.roles).map(([letter, { name, kind }]) => [letter, { name, kind }])),
    forms: file.forms.map((form) => plain(form.lines?.join(' \\\\ ') ?? form.latex ?? '')),
    definition: file.definition ?? '',
    laws: file.laws.map(({ latex, says }) => ({ latex, says })),
    explain: file.explain,
    matches: file.matches.map((m) => (typeof m === 'string' ? m : m.latex)),
    near_misses: file.near_misses.map(({ latex, says }) => ({ latex, says: says ?? '' })),
    references: [...file.references],
  };
}

/** A form without the marks that only the catalogue knows. */
function plain(latex: string): string {
  let text = latex;
  // Parts do not nest deeper than a few levels; each round takes off the innermost.
  for (let round = 0; round < 5; round++) text = text.replace(/\\part\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, '$1');
  return text;
}
