import type { DocumentAnswer, DocumentFormula } from '../explain/document-schema.js';
import { plainProse } from './prose.js';
import { firstErrors, type Sheet, type TerminalOptions, toSheet } from './terminal.js';
import { beside, oneLine } from './text.js';

/** Formulas of a document for people at a terminal: where each stands, what it says, what is wrong with it. */
export function renderDocument({ formulas, left_out }: DocumentAnswer, options: TerminalOptions = {}): string {
  const sheet = toSheet(options);
  const { told, quiet } = sort(formulas);
  const width = String(told.at(-1)?.line ?? 1).length + 2;
  const parts = told.map((formula) => formulaLines(formula, width, sheet).join('\n'));
  const counted = [
    `${formulas.length} ${formulas.length === 1 ? 'formula' : 'formulas'}`,
    quiet === 0 ? '' : `${quiet} without a known pattern are not shown`,
    left_out === 0 ? '' : `${left_out} more were not read`,
  ];
  parts.push(sheet.paint('quiet', `${counted.filter((count) => count !== '').join('; ')}.`));
  return `${parts.join('\n\n')}\n`;
}

/** Most formulas of a text are single letters: those of which there is nothing to tell are only counted. */
function sort(formulas: readonly DocumentFormula[]): { told: readonly DocumentFormula[]; quiet: number } {
  const told = formulas.filter(
    ({ annotation: { gist, warnings, errors }, display }) =>
      display || gist !== '' || warnings.length > 0 || errors.length > 0,
  );
  return { told, quiet: formulas.length - told.length };
}

function formulaLines({ line, annotation }: DocumentFormula, column: number, sheet: Sheet): string[] {
  const { latex, gist, warnings, errors } = annotation;
  const at = { indent: 0, column, width: sheet.width };
  const under = (text: string): string[] => beside('', text, at);
  const [first = '', ...rest] = beside(String(line), latex, at);
  return [
    first,
    ...rest,
    ...(gist === '' ? [] : under(`${plainProse(gist)}.`)),
    ...(gist === '' && warnings.length === 0 && errors.length === 0
      ? under('No known pattern here.').map((text) => sheet.paint('quiet', text))
      : []),
    ...warnings.flatMap((warning) => [
      ...under(plainProse(warning.message)).map((text) => sheet.paint('near', text)),
      ...(warning.mend === '' ? [] : under(`mended: ${oneLine(warning.mend)}`)),
    ]),
    ...firstErrors(errors, (error) =>
      under(`Cannot read this: ${oneLine(error.message)}`).map((text) => sheet.paint('error', text)),
    ),
  ];
}
