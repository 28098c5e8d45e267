import type { ConceptDetail, ConceptSummary, ParseAnswer } from '../explain/schema.js';
import { behaviourTexts } from './behaviour.js';
import { plainProse, plainTemplate } from './prose.js';
import { renderErrors, type TerminalOptions, toSheet } from './terminal.js';
import { beside, oneLine, textWidth, wrap } from './text.js';

/** The catalogue as a list: id and gist, by family. */
export function renderConceptList(
  concepts: readonly ConceptSummary[],
  options: TerminalOptions = {},
  near?: string,
): string {
  const { width, paint } = toSheet(options);
  if (concepts.length === 0) {
    return `No concept has all of these words.${near === undefined ? '' : ` Did you mean ${near}?`}\n`;
  }
  const families = [...new Set(concepts.map((concept) => concept.family))];
  const longest = Math.max(0, ...concepts.map((concept) => textWidth(concept.id)));
  const at = { indent: 2, column: Math.min(Math.floor(width / 2), longest + 4), width };
  return families
    .map((family) => {
      const members = concepts.filter((concept) => concept.family === family);
      const lines = members.flatMap((concept) => beside(oneLine(concept.id), plainTemplate(concept.gist), at));
      return `${[paint('strong', oneLine(family)), ...lines].join('\n')}\n`;
    })
    .join('\n');
}

/** One concept with all that the catalogue says of it. */
export function renderConcept(concept: ConceptDetail, options: TerminalOptions = {}): string {
  const { width, paint } = toSheet(options);
  const at = { indent: 2, column: 20, width };
  const row = (label: string, text: string): string[] => (text === '' ? [] : beside(label, text, at));
  const list = (label: string, items: readonly string[]): string[] =>
    items.flatMap((item, index) => beside(index === 0 ? label : '', item, at));
  return `${[
    paint('strong', oneLine(concept.name)) + paint('quiet', `  (${concept.id})`),
    ...wrap(plainTemplate(concept.gist), width),
    '',
    ...row('also called', concept.aliases.map(oneLine).join(', ')),
    ...row('a kind of', concept.is_a.join(', ')),
    ...row('kinds of it', concept.related.children.join(', ')),
    ...row('beside it', concept.related.siblings.join(', ')),
    ...row('what it is', plainTemplate(concept.explain.abstraction)),
    ...row('how it is built', plainTemplate(concept.explain.chunking)),
    ...row('what it does', plainTemplate(concept.explain.action)),
    ...list(
      'made of',
      Object.entries(concept.roles).map(([role, { name, kind }]) => `${oneLine(role)}: ${plainProse(name)} (${kind})`),
    ),
    ...row('definition', oneLine(concept.definition)),
    ...list('written', concept.forms.map(oneLine)),
    ...list(
      'always true',
      concept.laws.map((law) => `${plainProse(law.says)}: ${oneLine(law.latex)}${wordsOfCheck(law)}`),
    ),
    ...list('tried out', behaviourTexts(concept.behaviour)),
    ...row('for example', concept.example === undefined ? '' : wordsOfExample(concept.example)),
    ...list('found in', concept.matches.map(oneLine)),
    ...list(
      'not found in',
      concept.near_misses.map(({ latex, says }) => [oneLine(latex), plainProse(says)].filter(Boolean).join(': ')),
    ),
    ...list('references', concept.references.map(oneLine)),
  ].join('\n')}\n`;
}

function wordsOfCheck({ holds, points }: ConceptDetail['laws'][number]): string {
  if (holds === 'unknown') return '';
  return holds === 'yes' ? ` (holds at ${points} random points)` : ' (does not hold for the definition)';
}

function wordsOfExample({ latex, values, value }: NonNullable<ConceptDetail['example']>): string {
  const given = Object.entries(values).map(([symbol, x]) => `${symbol} = ${shortValue(x)}`);
  return oneLine(`${latex} is ${shortValue(value)} for ${given.join(', ')}`);
}

/** Numbers with six digits, as many as a reader wants to see. */
function shortValue(value: unknown): string {
  return JSON.stringify(value, (_key, x: unknown) => (typeof x === 'number' ? Number(x.toPrecision(6)) : x));
}

/** How a formula was read, as an outline, with what could not be read. */
export function renderParse(answer: ParseAnswer, options: TerminalOptions = {}): string {
  const sheet = toSheet(options);
  const outline = answer.outline.replace(/\n$/, '').split('\n').map(oneLine);
  const errors = answer.errors.length === 0 ? [] : ['', ...renderErrors(answer.errors, answer.latex, sheet)];
  const readings = answer.assumptions.map((assumption) => {
    const place = oneLine(answer.latex.slice(assumption.span[0], assumption.span[1]));
    return `${place}: ${plainProse(assumption.reading)}, because ${plainProse(assumption.because)}`;
  });
  const taken =
    readings.length === 0
      ? []
      : [
          '',
          sheet.paint('strong', 'Readings taken'),
          ...readings.flatMap((text) => wrap(text, sheet.width - 2).map((line) => `  ${line}`)),
        ];
  return `${[...outline, ...errors, ...taken].join('\n')}\n`;
}
