import type { MatrixAnswer } from '../explain/matrix-request-schema.js';
import type { DecompositionEntry, Matrices, MatrixDescriptionEntry, ProductEntry } from '../explain/matrix-schema.js';
import { type Entry, shortComplex } from '../explain/number-words.js';
import { escapeHtml, formulaHtml, page, proseHtml } from './page.js';
import { formatDifference } from './prose.js';

/** What the matrices of numbers in a formula do, as sections of its page. */
export function matricesHtml(matrices: Matrices | undefined): string {
  if (matrices === undefined) return '';
  return [
    ...matrices.literals.map((entry) => descriptionHtml(formulaHtml(entry.latex, false), entry)),
    ...matrices.products.map(productHtml),
    ...matrices.decompositions.map(decompositionHtml),
  ].join('\n');
}

export function matrixPage(answer: MatrixAnswer): string {
  const { latex, matrix, products, equations, decompositions, errors } = answer;
  const shown = latex === undefined ? (matrix === undefined ? '' : tableHtml(matrix.matrix)) : formulaHtml(latex, true);
  const parts = [
    shown,
    matrix === undefined ? '' : descriptionHtml('The matrix', matrix),
    ...products.map(productHtml),
    ...equations.map(({ latex: written, says }) => `<p>${formulaHtml(written, false)}: ${escapeHtml(says)}.</p>`),
    ...decompositions.map(decompositionHtml),
    ...errors.map(({ message, hint }) => `<p class="error">${escapeHtml(message)} ${escapeHtml(hint)}</p>`),
  ];
  return page('matrix', parts.filter((part) => part !== '').join('\n'));
}

function descriptionHtml(heading: string, { actions, says }: MatrixDescriptionEntry): string {
  return `<section><h2>${heading}</h2>
<ul>${listHtml([...actions.map((action) => action.says), ...says])}</ul></section>`;
}

function productHtml({ latex, columns, rows }: ProductEntry): string {
  return `<section><h2>${formulaHtml(latex, false)}</h2>
<ul>${listHtml([...columns, ...rows])}</ul></section>`;
}

function decompositionHtml({ name, latex, factors, steps, says, largestDifference }: DecompositionEntry): string {
  const tables = factors.map((f) => `<dt>${formulaHtml(f.latex, false)}</dt><dd>${tableHtml(f.value as Rows)}</dd>`);
  const checked =
    largestDifference === undefined
      ? ''
      : `<p>Multiplied back: largest difference ${formatDifference(largestDifference)}.</p>`;
  return `<section><h2>${escapeHtml(name)} <small>${formulaHtml(latex, false)}</small></h2>
${tables.length === 0 ? '' : `<dl>${tables.join('')}</dl>`}
${steps.length === 0 ? '' : `<ol>${listHtml(steps)}</ol>`}
<p>${proseHtml(says)}</p>${checked}</section>`;
}

function listHtml(sentences: readonly string[]): string {
  return sentences.map((sentence) => `<li>${proseHtml(sentence)}</li>`).join('');
}

type Rows = readonly (readonly Entry[])[];

function tableHtml(rows: Rows): string {
  const lines = rows.map((row) => `<tr>${row.map((x) => `<td>${shortComplex(x)}</td>`).join('')}</tr>`);
  return `<table>${lines.join('')}</table>`;
}
