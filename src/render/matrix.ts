import type { MatrixAnswer } from '../explain/matrix-request-schema.js';
import { capital, decompositionLines, descriptionLines, grid, productLines, row } from './matrix-sections.js';
import { renderErrors, type TerminalOptions, toSheet } from './terminal.js';
import { oneLine, wrap } from './text.js';

/** What a matrix does, for people at a terminal. */
export function renderMatrix(answer: MatrixAnswer, options: TerminalOptions = {}): string {
  const sheet = toSheet(options);
  const { matrix, decompositions, products, equations, errors, latex } = answer;
  const sections = [
    latex === undefined ? [] : [`${'  '}${sheet.paint('strong', oneLine(latex))}`],
    matrix === undefined ? [] : [...grid(matrix.matrix, 2), '', ...descriptionLines(matrix, sheet)],
    ...products.map((product) => productLines(product, sheet)),
    equations.flatMap(({ latex: written, says }) => row(oneLine(written), `${capital(says)}.`, sheet)),
    ...decompositions.map((entry) => decompositionLines(entry, sheet)),
    latex === undefined
      ? errors.flatMap(({ message, hint }) => wrap(`${message} ${hint}`, sheet.width))
      : renderErrors(errors, latex, sheet),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}
