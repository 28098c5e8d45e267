import type { EvaluateAnswer, EvaluatedChunk, EvaluateError, EvaluateInput } from '../explain/evaluate-schema.js';
import type { JsonNumber, JsonValue } from '../explain/value-schema.js';
import { toPlainMath } from './plain-math.js';
import { plainProse } from './prose.js';
import { firstErrors, markedSource, type Sheet, type TerminalOptions, toSheet } from './terminal.js';
import { beside, oneLine, padEnd, textWidth, wrap } from './text.js';

/** Numbers of one array that are shown; the rest is dots. */
const MOST_NUMBERS = 8;
const MOST_ROWS = 8;
const MOST_WIDTH = 34;

/** The formula in numbers: its value, each chunk with its own, and what went in. */
export function renderEvaluation(answer: EvaluateAnswer, options: TerminalOptions = {}): string {
  const sheet = toSheet(options);
  const sections = [
    ...(answer.errors.length > 0 ? [errorSection(answer, sheet)] : [valueSection(answer, sheet)]),
    chunkSection(answer.chunks, sheet),
    inputSection(answer.inputs, sheet),
    listSection('Notes', answer.notes, sheet),
    listSection(
      'Readings taken',
      answer.assumptions.map(({ reading, because }) => `${reading}, because ${because}`),
      sheet,
    ),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

function valueSection({ lines }: EvaluateAnswer, sheet: Sheet): string[] {
  const rows = lines.flatMap(({ assigns, latex, value, sides = [] }): Row[] => [
    { label: math(assigns ?? latex), value: value as JsonValue },
    ...sides.map((side) => ({ label: `  ${math(side.latex)}`, value: side.value as JsonValue })),
  ]);
  return table(rows, sheet);
}

function chunkSection(chunks: readonly EvaluatedChunk[], sheet: Sheet): string[] {
  if (chunks.length === 0) return [];
  const depths = new Map<string, number>();
  const rows = chunks.map((chunk): Row => {
    const depth = chunk.parent === null ? 0 : (depths.get(chunk.parent) ?? 0) + 1;
    depths.set(chunk.id, depth);
    const label = `${'  '.repeat(depth)}${oneLine(chunk.name)}: ${math(chunk.latex)}`;
    if (chunk.because !== undefined) return { label, words: `no value: ${chunk.because}` };
    const over = (chunk.over ?? []).map(({ latex, values }) => `${math(latex)} = ${rangeText(values)}`);
    return { label, value: chunk.value as JsonValue, words: over.length > 0 ? `for ${over.join(', ')}` : '' };
  });
  return [sheet.paint('strong', 'Chunk by chunk'), ...table(rows, sheet)];
}

function rangeText(values: readonly number[]): string {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return 'nothing';
  return values.length < 3 ? values.join(', ') : `${first} … ${last}`;
}

const SOURCES: Readonly<Record<EvaluateInput['source'], string>> = {
  given: '',
  example: 'from the example of the concept',
  'made-up': 'made up',
  inferred: 'it follows from the others',
  constant: 'a constant',
  index: 'runs through all places',
  missing: 'has no value',
};

function inputSection(inputs: readonly EvaluateInput[], sheet: Sheet): string[] {
  if (inputs.length === 0) return [];
  const rows = inputs.map(({ latex, value, source, shape }): Row => {
    const needed = shape && shape.length > 0 ? `, needs ${shape.map((n) => n ?? 'any').join('×')}` : '';
    const words = source === 'missing' ? SOURCES.missing + needed : SOURCES[source];
    return value === undefined
      ? { label: math(latex), words }
      : { label: math(latex), value: value as JsonValue, words };
  });
  return [sheet.paint('strong', 'Values that went in'), ...table(rows, sheet)];
}

function listSection(title: string, items: readonly string[], { paint, width }: Sheet): string[] {
  if (items.length === 0) return [];
  return [paint('strong', title), ...items.flatMap((item) => wrap(plainProse(item), width - 2).map((l) => `  ${l}`))];
}

function errorSection({ errors, latex }: EvaluateAnswer, sheet: Sheet): string[] {
  return firstErrors(errors, (error: EvaluateError) => [
    ...wrap(`No value: ${oneLine(error.message)}`, sheet.width).map((line) => sheet.paint('error', line)),
    ...markedSource(latex, error.related ?? [error.span], '^', 'error', sheet),
    ...beside('hint', oneLine(error.hint), { indent: 4, column: 20, width: sheet.width }),
  ]);
}

function math(latex: string): string {
  return oneLine(toPlainMath(latex));
}

type Row = { readonly label: string; readonly value?: JsonValue; readonly words?: string };

/** Labels in one column, numbers beside them; a matrix takes a line for each of its rows. */
function table(rows: readonly Row[], { width, paint }: Sheet): string[] {
  const room = Math.max(MOST_WIDTH, Math.floor(width / 2));
  const column = Math.min(room, Math.max(8, ...rows.map(({ label }) => textWidth(label)))) + 4;
  return rows.flatMap(({ label, value, words = '' }) => {
    const numbers = value === undefined ? [] : valueLines(value);
    const tail = words === '' ? [] : wrap(words, width - column);
    const right =
      numbers.length === 1 && tail.length === 1 && fits(numbers[0], tail[0], width - column)
        ? [`${numbers[0]}  ${paint('quiet', tail[0] ?? '')}`]
        : [...numbers, ...tail.map((line) => paint('quiet', line))];
    const left = wrapLabel(label, column - 2);
    const height = Math.max(left.length, right.length);
    return Array.from({ length: height }, (_, k) => `  ${padEnd(left[k] ?? '', column - 2)}${right[k] ?? ''}`);
  });
}

function fits(value: string | undefined, words: string | undefined, width: number): boolean {
  return textWidth(value ?? '') + textWidth(words ?? '') + 2 <= width;
}

/** The depth of a chunk stays to be seen where its label takes several lines. */
function wrapLabel(label: string, width: number): string[] {
  const indent = label.length - label.trimStart().length;
  const lead = ' '.repeat(indent);
  return wrap(label.trimStart(), width - indent - 2).map((line, k) => lead + (k > 0 ? '  ' : '') + line);
}

function valueLines(value: JsonValue): string[] {
  if (!isList(value)) return [valueText(value)];
  if (!value.some(isList)) return [listText(value)];
  const shown = value
    .slice(0, MOST_ROWS)
    .flatMap((row) => (isList(row) && row.some(isList) ? valueLines(row) : [valueText(row)]));
  return value.length > MOST_ROWS ? [...shown, `… ${value.length} rows`] : shown;
}

function valueText(value: JsonValue): string {
  if (isList(value)) return listText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'object') return complexText(value as { re: JsonNumber; im: JsonNumber });
  return numberText(value as JsonNumber);
}

function listText(items: readonly JsonValue[]): string {
  const shown = items.slice(0, MOST_NUMBERS).map(valueText);
  return `[${[...shown, ...(items.length > MOST_NUMBERS ? [`… ${items.length} numbers`] : [])].join(', ')}]`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Six digits, as many as a reader wants to see. */
function numberText(x: JsonNumber): string {
  if (typeof x === 'number') return String(Number(x.toPrecision(6))).replace('-', '−');
  return x === 'NaN' ? 'not a number' : x === 'Infinity' ? '∞' : '−∞';
}

function complexText({ re, im }: { readonly re: JsonNumber; readonly im: JsonNumber }): string {
  const negative = typeof im === 'number' && im < 0;
  const size = typeof im === 'number' ? numberText(Math.abs(im)) : numberText(im);
  return `${numberText(re)} ${negative ? '−' : '+'} ${size === '1' ? '' : size}i`;
}
