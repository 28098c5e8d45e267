import type { DecompositionEntry, Matrices, MatrixDescriptionEntry, ProductEntry } from '../explain/matrix-schema.js';
import { type Entry, shortComplex } from '../explain/number-words.js';
import { formatDifference, plainProse } from './prose.js';
import type { Sheet } from './terminal.js';
import { beside, oneLine, padEnd, textWidth } from './text.js';

const LABEL_COLUMN = 20;
const INDENT = 2;
/** Rows and columns of numbers that are shown. */
const MOST_SHOWN = 12;

/** The sections of an annotation that speak of its matrices of numbers. */
export function matricesSections(matrices: Matrices | undefined, sheet: Sheet): string[][] {
  if (matrices === undefined) return [];
  return [
    ...worthTelling(matrices).map((entry) => [
      sheet.paint('strong', `Matrix ${oneLine(shortened(entry.latex))}`),
      ...descriptionLines(entry, sheet),
    ]),
    ...matrices.products.map((product) => productLines(product, sheet)),
    ...matrices.decompositions.map((entry) => decompositionLines(entry, sheet)),
  ];
}

/** A matrix without special structure is told where nothing else is. */
function worthTelling({ literals, products, equations, decompositions }: Matrices): Matrices['literals'] {
  const alone = products.length + equations.length + decompositions.length === 0;
  return literals.filter(({ actions }) => alone || actions.length > 0);
}

export function descriptionLines({ actions, says }: MatrixDescriptionEntry, sheet: Sheet): string[] {
  return [
    ...actions.flatMap((action, k) => row(k === 0 ? 'what it does' : '', action.says, sheet)),
    ...says.flatMap((sentence, k) => row(k === 0 ? 'in numbers' : '', sentence, sheet)),
  ];
}

export function productLines({ latex, columns, rows }: ProductEntry, sheet: Sheet): string[] {
  if (columns.length + rows.length === 0) return [];
  return [
    sheet.paint('strong', `Product ${oneLine(shortened(latex))}`),
    ...columns.flatMap((column, k) => row(k === 0 ? 'by columns' : '', column, sheet)),
    ...rows.flatMap((text, k) => row(k === 0 ? 'by rows' : '', text, sheet)),
  ];
}

export function decompositionLines(entry: DecompositionEntry, sheet: Sheet): string[] {
  const { name, latex, factors, steps, says, largestDifference } = entry;
  return [
    sheet.paint('strong', capital(name)) + sheet.paint('quiet', `  ${oneLine(shortened(latex))}`),
    ...(factors.length === 0 ? [] : factorGrid(entry)),
    ...steps.flatMap((step, k) => row(k === 0 ? 'in order' : '', plainProse(step), sheet)),
    ...row(factors.length === 0 ? 'why not' : 'in short', plainProse(says), sheet),
    ...(largestDifference === undefined
      ? []
      : row('checked', `multiplied back: largest difference ${formatDifference(largestDifference)}`, sheet)),
  ];
}

/** Factors one below the other, each with its name in front of its first row. */
function factorGrid({ factors }: DecompositionEntry): string[] {
  return factors.flatMap(({ latex, value }) => {
    const name = `${' '.repeat(INDENT)}  ${oneLine(latex)}`;
    const lines = grid(value as Rows, LABEL_COLUMN);
    return lines.map((line, k) => (k === 0 ? padEnd(name, LABEL_COLUMN) + line.slice(LABEL_COLUMN) : line));
  });
}

type Rows = readonly (readonly Entry[])[];

/** Numbers in columns. */
export function grid(rows: Rows, indent: number): string[] {
  const cells = rows.slice(0, MOST_SHOWN).map((items) => {
    const shown = items.slice(0, MOST_SHOWN).map(shortComplex);
    return items.length > MOST_SHOWN ? [...shown, '…'] : shown;
  });
  const widths = (cells[0] ?? []).map((_, j) => Math.max(...cells.map((line) => textWidth(line[j] ?? ''))));
  const lines = cells.map((line) =>
    line.map((cell, j) => ' '.repeat((widths[j] ?? 0) - textWidth(cell)) + cell).join('  '),
  );
  return [...lines, ...(rows.length > MOST_SHOWN ? ['…'] : [])].map((line) => ' '.repeat(indent) + line);
}

function place(sheet: Sheet) {
  return { indent: INDENT, column: LABEL_COLUMN, width: sheet.width };
}

export function row(label: string, text: string, sheet: Sheet): string[] {
  return beside(label === '' ? '' : `  ${label}`, text, place(sheet)) as string[];
}

/** A matrix is written on one line as far as that goes. */
function shortened(latex: string): string {
  const line = latex.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
