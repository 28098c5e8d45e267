import type {
  Annotation,
  AssumptionEntry,
  Check,
  Chunk,
  ErrorEntry,
  Evidence,
  Explanation,
  Warning,
} from '../explain/schema.js';
import type { Span } from '../expr/span.js';
import { behaviourTexts } from './behaviour.js';
import { bracketLines, caretLine, type Mark } from './brackets.js';
import { matricesSections } from './matrix-sections.js';
import { formatDifference, plainProse } from './prose.js';
import { toSourceRows } from './source-rows.js';
import { beside, coloured, oneLine, type Paint, plain, type Style, textWidth, wrap } from './text.js';

export type TerminalOptions = {
  /** Columns of the terminal. */
  readonly width?: number;
  readonly color?: boolean;
};

const INDENT = 2;
const LABEL_COLUMN = 20;

/** What the parts of this module share: how wide, and how coloured. */
export type Sheet = { readonly width: number; readonly paint: Paint };

export function toSheet(options: TerminalOptions): Sheet {
  const width = Math.min(400, Math.max(40, Math.floor(options.width ?? 80)));
  return { width, paint: options.color === true ? coloured : plain };
}

/** The annotation as text for people at a terminal; it ends with a line end and holds no control character of the user's. */
export function renderAnnotation(annotation: Annotation, options: TerminalOptions = {}): string {
  const sheet = toSheet(options);
  const numbers = new Map(annotation.chunks.map((chunk, index) => [chunk.id, index + 1]));
  const sections = [
    formulaSection(annotation, numbers, sheet),
    gistSection(annotation, sheet),
    ...annotation.chunks.map((chunk) => chunkSection(chunk, numbers, annotation, sheet)),
    ...matricesSections(annotation.matrices, sheet),
    ...annotation.warnings.map((warning) => warningSection(warning, annotation.latex, sheet)),
    renderErrors(annotation.errors, annotation.latex, sheet),
    symbolSection(annotation, sheet),
    assumptionSection(annotation.assumptions, annotation.latex, sheet),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

function formulaSection(annotation: Annotation, numbers: ReadonlyMap<string, number>, sheet: Sheet): string[] {
  const depths = toDepths(annotation.chunks);
  const marks: Mark[] = annotation.chunks.map((chunk) => ({
    number: numbers.get(chunk.id) ?? 0,
    name: oneLine(chunk.name),
    depth: depths.get(chunk.id) ?? 0,
    spans: chunk.spans,
  }));
  const room = sheet.width - INDENT;
  const indent = ' '.repeat(INDENT);
  return toSourceRows(annotation.latex, room).flatMap((row) => [
    indent + sheet.paint('strong', row.text),
    ...bracketLines(row, marks, room, sheet.paint).map((line) => indent + line),
  ]);
}

function toDepths(chunks: readonly Chunk[]): ReadonlyMap<string, number> {
  const parents = new Map(chunks.map((chunk) => [chunk.id, chunk.parent]));
  const depths = new Map<string, number>();
  for (const chunk of chunks) {
    let depth = 0;
    let above = chunk.parent;
    while (above !== null && depth < chunks.length) {
      depth += 1;
      above = parents.get(above) ?? null;
    }
    depths.set(chunk.id, depth);
  }
  return depths;
}

function gistSection(annotation: Annotation, sheet: Sheet): string[] {
  if (annotation.gist !== '') return wrap(toSentence(plainProse(annotation.gist)), sheet.width).slice();
  if (annotation.chunks.length === 0 && annotation.warnings.length === 0 && annotation.errors.length === 0) {
    return [sheet.paint('quiet', 'No known pattern here.')];
  }
  return [];
}

function toSentence(clause: string): string {
  return `Here: ${clause}${/[.!?]$/.test(clause) ? '' : '.'}`;
}

function chunkSection(
  chunk: Chunk,
  numbers: ReadonlyMap<string, number>,
  annotation: Annotation,
  sheet: Sheet,
): string[] {
  const { paint } = sheet;
  const parent = chunk.parent === null ? undefined : numbers.get(chunk.parent);
  const asides = [
    parent === undefined ? '' : `in ${parent}`,
    chunk.is_a.length === 0 ? '' : `a kind of ${chunk.is_a.map((id) => id.replaceAll('-', ' ')).join(', ')}`,
  ].filter((aside) => aside !== '');
  const name = `${numbers.get(chunk.id) ?? ''} ${oneLine(chunk.name)}`;
  const aside = asides.length === 0 ? '' : `  (${asides.join('; ')})`;
  const lines =
    textWidth(name) + textWidth(aside) <= sheet.width
      ? [paint('strong', name) + paint('quiet', aside)]
      : [
          ...wrap(name, sheet.width).map((line) => paint('strong', line)),
          ...(aside === '' ? [] : wrap(aside.trim(), sheet.width - 4).map((line) => `    ${paint('quiet', line)}`)),
        ];
  const { gist, abstraction, chunking, action } = chunk.explanation;
  // The gist of the whole is made of the gists of its chunks; nobody needs to read one twice.
  const twin = annotation.chunks
    .slice(0, annotation.chunks.indexOf(chunk))
    .find((other) => other.concept === chunk.concept && sameWords(other.explanation, chunk.explanation));
  const inShort = annotation.gist.includes(gist) ? '' : gist;
  return [
    ...lines,
    ...(twin === undefined
      ? [
          ...labelled('in short', plainProse(inShort), sheet),
          ...labelled('what it is', plainProse(abstraction), sheet),
          ...labelled('how it is built', plainProse(chunking), sheet),
          ...labelled('what it does', plainProse(action), sheet),
        ]
      : labelled('what it is', `the same as ${numbers.get(twin.id)}, of other things`, sheet)),
    ...roleLines(chunk, sheet),
    ...(chunk.parts ?? []).flatMap((part) => labelled('', `${oneLine(part.latex)}: ${plainProse(part.says)}`, sheet)),
    ...((chunk.fade ?? []).length === 0
      ? []
      : labelled('fade out', (chunk.fade ?? []).map((latex) => oneLine(latex)).join(', '), sheet)),
    ...evidenceLines(chunk.evidence, sheet),
    ...behaviourTexts(chunk.behaviour).flatMap((text, k) => labelled(k === 0 ? 'tried out' : ' ', text, sheet)),
  ];
}

function sameWords(a: Explanation, b: Explanation): boolean {
  return a.abstraction === b.abstraction && a.chunking === b.chunking && a.action === b.action && a.gist === b.gist;
}

function roleLines(chunk: Chunk, sheet: Sheet): string[] {
  return Object.values(chunk.roles).flatMap((role, index) => {
    const meaning = plainProse(role.meaning);
    const text = meaning === '' ? oneLine(role.latex) : `${oneLine(role.latex)}: ${meaning}`;
    return beside(index === 0 ? '  made of' : '', text, { indent: INDENT, column: LABEL_COLUMN, width: sheet.width });
  });
}

function labelled(label: string, text: string, sheet: Sheet): string[] {
  if (text === '') return [];
  return beside(`  ${label}`, text, { indent: INDENT, column: LABEL_COLUMN, width: sheet.width });
}

function evidenceLines(evidence: Evidence, sheet: Sheet): string[] {
  if (evidence.status === 'structural') {
    const why = evidence.because === undefined ? 'cannot be computed' : plainProse(evidence.because);
    return labelled('by form only', why, sheet);
  }
  return evidence.checks.flatMap((check, index) => labelled(index === 0 ? 'checked' : ' ', checkText(check), sheet));
}

function checkText(check: Check): string {
  const numbers = [
    check.points === undefined ? '' : `at ${check.points} ${check.points === 1 ? 'point' : 'points'}`,
    check.maxRelativeDifference === undefined
      ? ''
      : `largest difference ${formatDifference(check.maxRelativeDifference)}`,
  ].filter((number) => number !== '');
  const says = check.says === undefined ? '' : plainProse(check.says);
  if (check.kind === 'as-written')
    return ['agrees with the definition', says === '' ? '' : `(${says})`, numbers.join(', ')].filter(Boolean).join(' ');
  const claim =
    says === ''
      ? { law: 'its law holds', range: 'the index lies in the range', model: 'holds on a model' }[check.kind]
      : says;
  return numbers.length === 0 ? claim : `${claim}: ${numbers.join(', ')}`;
}

function warningSection(warning: Warning, latex: string, sheet: Sheet): string[] {
  return [
    ...wrap(plainProse(warning.message), sheet.width).map((line) => sheet.paint('near', line)),
    ...markedSource(latex, warning.spans, '^', 'near', sheet),
    ...mendLines(warning.mend, sheet),
    ...labelled('in numbers', plainProse(warning.counterexample), sheet),
  ];
}

function mendLines(mend: string, sheet: Sheet): string[] {
  if (mend === '') return [];
  return toSourceRows(mend, sheet.width - LABEL_COLUMN).map(
    (row, index) => (index === 0 ? '    mended' : '').padEnd(LABEL_COLUMN) + row.text,
  );
}

/** The rows of the source that hold a place, with the place underlined; all rows would hide it in a long formula. */
export function markedSource(
  latex: string,
  spans: readonly Span[],
  sign: string,
  style: Style,
  sheet: Sheet,
): string[] {
  const indent = ' '.repeat(INDENT);
  return toSourceRows(latex, sheet.width - INDENT).flatMap((row) => {
    const carets = caretLine(row, spans, sign);
    return carets === undefined ? [] : [indent + row.text, indent + sheet.paint(style, carets)];
  });
}

/** Places shown one by one; more of them would bury the formula. */
export const MOST_ERRORS = 5;

/** The first places that could not be read, and how many more there are. */
export function renderErrors(errors: readonly ErrorEntry[], latex: string, sheet: Sheet): string[] {
  return firstErrors(errors, (error) => renderError(error, latex, sheet));
}

/** The first errors with a blank line between them, and how many more there are. */
export function firstErrors<E>(errors: readonly E[], render: (error: E) => readonly string[]): string[] {
  const shown = errors.slice(0, MOST_ERRORS).flatMap((error, k) => [...(k > 0 ? [''] : []), ...render(error)]);
  const more = errors.length - MOST_ERRORS;
  return more > 0 ? [...shown, '', `And ${more} more ${more === 1 ? 'place' : 'places'} that cannot be read.`] : shown;
}

/** One place that could not be read, underlined. */
function renderError(error: ErrorEntry, latex: string, sheet: Sheet): string[] {
  return [
    ...wrap(`Cannot read this: ${oneLine(error.message)}`, sheet.width).map((line) => sheet.paint('error', line)),
    ...markedSource(latex, [error.span], '^', 'error', sheet),
    ...labelled('hint', oneLine(error.hint), sheet),
  ];
}

function symbolSection(annotation: Annotation, sheet: Sheet): string[] {
  if (annotation.symbols.length === 0) return [];
  return [
    sheet.paint('strong', 'Symbols'),
    ...annotation.symbols.flatMap((symbol) => {
      const kind = symbol.kind === 'any' ? '' : symbol.kind;
      const words = [plainProse(symbol.meaning), kind].filter((word) => word !== '').join(', ');
      const text = words === '' ? 'not known' : `${words} (from ${SOURCES[symbol.source]})`;
      return labelled(oneLine(symbol.latex), text, sheet);
    }),
  ];
}

const SOURCES = {
  definition: 'its definition',
  prose: 'the text',
  request: 'the request',
  convention: 'convention',
  notation: 'the notation',
} as const;

function assumptionSection(assumptions: readonly AssumptionEntry[], latex: string, sheet: Sheet): string[] {
  if (assumptions.length === 0) return [];
  return [
    sheet.paint('strong', 'Readings taken'),
    ...assumptions.flatMap((assumption) => {
      const others = assumption.alternatives.map(plainProse).join('; ');
      const text = `${plainProse(assumption.reading)}, because ${plainProse(assumption.because)}`;
      return labelled(
        oneLine(latex.slice(assumption.span[0], assumption.span[1])),
        others === '' ? text : `${text} (or: ${others})`,
        sheet,
      );
    }),
  ];
}
