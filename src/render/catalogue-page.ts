import type { ConceptDetail } from '../explain/schema.js';
import { plainProse } from './prose.js';
import { oneLine } from './text.js';

/** `docs/catalogue.md`: all concepts, family by family, each with what it is and one way in which it is written. */
export function renderCataloguePage(concepts: readonly ConceptDetail[]): string {
  const families = [...new Set(concepts.map((concept) => concept.family))];
  return [
    '# The catalogue',
    '',
    `${concepts.length} concepts in ${families.length} families. This page is made from \`data/concepts/\` by \`npm run written\`;`,
    'each concept links to its file. What the keys of a file mean is told in [concept-files.md](concept-files.md).',
    ...families.flatMap((family) => ['', ...familyTable(family, concepts)]),
    '',
  ].join('\n');
}

function familyTable(family: string, concepts: readonly ConceptDetail[]): string[] {
  const members = concepts.filter((concept) => concept.family === family);
  return [
    `## ${heading(family)}`,
    '',
    '| concept | what it is | written | a kind of |',
    '| --- | --- | --- | --- |',
    ...members.map((concept) => `| ${cells(concept).map(escapeCell).join(' | ')} |`),
  ];
}

function cells({ id, name, family, gist, roles, forms, related }: ConceptDetail): string[] {
  return [
    `[${name}](../data/concepts/${family}/${id}.yaml)`,
    plainProse(withRoleNames(gist, roles)),
    code(forms[0] ?? ''),
    related.parents.map(code).join(', '),
  ];
}

/** `{z}` in the words is what plays the role z: here, in general, the role by its name. */
function withRoleNames(words: string, roles: ConceptDetail['roles']): string {
  return words.replace(/\{(\\?\w+)\}/g, (_all, slot: string) => {
    const letter = [slot, `\\${slot}`].find((key) => Object.hasOwn(roles, key));
    return letter === undefined ? slot : `the ${roles[letter]?.name.replace(/^(?:the|an?) /, '')}`;
  });
}

function heading(family: string): string {
  const words = family.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function code(text: string): string {
  return `\`${oneLine(text)}\``;
}

/** A bar would end the cell, even in code. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
