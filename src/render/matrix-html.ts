import type { MatrixAnswer } from '../explain/matrix-request-schema.js';
import type { DecompositionEntry, Matrices, MatrixDescriptionEntry, ProductEntry } from '../explain/matrix-schema.js';
import { type Entry, shortComplex } from '../explain/number-words.js';
import { escapeHtml } from './escape.js';
import { mathSetter, page, proseHtml, type SetMath } from './html.js';
import { formatDifference } from './prose.js';
import type { PageFiles } from './site-page.js';

/** What the matrices of numbers in a formula do, as sections of its page. */
export function matricesHtml(matrices: Matrices | undefined, set: SetMath): string {
  if (matrices === undefined) return '';
  return [
    ...matrices.literals.map((entry) => descriptionHtml(set(entry.latex, false), entry, set)),
    ...matrices.products.map((entry) => productHtml(entry, set)),
    ...matrices.decompositions.map((entry) => decompositionHtml(entry, set)),
  ].join('\n');
}

export function matrixPage(answer: MatrixAnswer, files: PageFiles): string {
  const set = mathSetter(files);
  const { latex, matrix, products, equations, decompositions, errors } = answer;
  const shown = latex === undefined ? (matrix === undefined ? '' : tableHtml(matrix.matrix)) : set(latex, true);
  const parts = [
    shown,
    matrix === undefined ? '' : descriptionHtml('The matrix', matrix, set),
    ...products.map((entry) => productHtml(entry, set)),
    ...equations.map(({ latex: written, says }) => `<p>${set(written, false)}: ${escapeHtml(says)}.</p>`),
    ...decompositions.map((entry) => decompositionHtml(entry, set)),
    ...errors.map(({ message, hint }) => `<p class="error">${escapeHtml(message)} ${escapeHtml(hint)}</p>`),
  ];
  return page('matrix', parts.filter((part) => part !== '').join('\n'), files);
}

function descriptionHtml(heading: string, { actions, says }: MatrixDescriptionEntry, set: SetMath): string {
  return `<section><h2>${heading}</h2>
<ul>${listHtml([...actions.map((action) => action.says), ...says], set)}</ul></section>`;
}

function productHtml({ latex, columns, rows }: ProductEntry, set: SetMath): string {
  return `<section><h2>${set(latex, false)}</h2>
<ul>${listHtml([...columns, ...rows], set)}</ul></section>`;
}

function decompositionHtml(
  { name, latex, factors, steps, says, largestDifference }: DecompositionEntry,
  set: SetMath,
): string {
  const tables = factors.map((f) => `<dt>${set(f.latex, false)}</dt><dd>${tableHtml(f.value as Rows)}</dd>`);
  const checked =
    largestDifference === undefined
      ? ''
      : `<p>Multiplied back: largest difference ${formatDifference(largestDifference)}.</p>`;
  return `<section><h2>${escapeHtml(name)} <small>${set(latex, false)}</small></h2>
${tables.length === 0 ? '' : `<dl>${tables.join('')}</dl>`}
${steps.length === 0 ? '' : `<ol>${listHtml(steps, set)}</ol>`}
<p>${proseHtml(says, set)}</p>${checked}</section>`;
}

function listHtml(sentences: readonly string[], set: SetMath): string {
  return sentences.map((sentence) => `<li>${proseHtml(sentence, set)}</li>`).join('');
}

type Rows = readonly (readonly Entry[])[];

function tableHtml(rows: Rows): string {
  const lines = rows.map((row) => `<tr>${row.map((x) => `<td>${shortComplex(x)}</td>`).join('')}</tr>`);
  return `<table>${lines.join('')}</table>`;
}
