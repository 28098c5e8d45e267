import type { Annotation, Check, Chunk, ErrorEntry } from '../explain/schema.js';
import { behaviourHtml } from './behaviour-html.js';
import { escapeHtml } from './escape.js';
import { markedHtml, mathSetter, page, proseHtml, type SetMath } from './html.js';
import { matricesHtml } from './matrix-html.js';
import { formatDifference } from './prose.js';
import type { PageFiles } from './site-page.js';
import { MOST_ERRORS } from './terminal.js';

/** The form with which a formula is asked for. */
export function formulaForm(latex = ''): string {
  return `<form action="/v1/annotate" method="get">
<input type="hidden" name="format" value="html">
<label for="latex">LaTeX, without dollar signs</label>
<textarea id="latex" name="latex" rows="3" maxlength="10000" required spellcheck="false">${escapeHtml(latex)}</textarea>
<button type="submit" class="fl-button fl-button--main">Read it</button>
</form>`;
}

/** Messages and hints are parts of a sentence; here each is one. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function errorHtml({ message, hint, span }: ErrorEntry, latex: string): string {
  return `<p class="error">${escapeHtml(capital(message))}. ${escapeHtml(capital(hint))}.</p>\n<p>${markedHtml(latex, span)}</p>`;
}

/** The annotation as a page for browsers. */
export function annotationPage(annotation: Annotation, files: PageFiles): string {
  const set = mathSetter(files);
  const numbers = new Map(annotation.chunks.map((chunk, index) => [chunk.id, index + 1]));
  const parts = [
    `<div class="fl-concept">${set(annotation.latex, true)}</div>`,
    annotation.gist === '' ? '' : `<p class="fl-gist">Here: ${proseHtml(annotation.gist, set)}.</p>`,
    isUnknown(annotation) ? '<p>No known pattern here.</p>' : '',
    ...annotation.warnings.map(
      (warning) => `<section class="near"><p>${proseHtml(warning.message, set)}</p>
${warning.mend === '' ? '' : `<p>Mended: <code>${escapeHtml(warning.mend)}</code></p>`}
<p>${proseHtml(warning.counterexample, set)}</p></section>`,
    ),
    ...annotation.errors.slice(0, MOST_ERRORS).map((error) => errorHtml(error, annotation.latex)),
    ...annotation.chunks.map((chunk) => chunkSection(chunk, numbers, set)),
    matricesHtml(annotation.matrices, set),
    symbolTable(annotation, set),
    formulaForm(annotation.latex),
  ];
  return page('formulens', parts.filter((part) => part !== '').join('\n'), files);
}

function isUnknown({ gist, chunks, warnings, errors }: Annotation): boolean {
  return gist === '' && [chunks, warnings, errors].every((list) => list.length === 0);
}

function chunkSection(chunk: Chunk, numbers: ReadonlyMap<string, number>, set: SetMath): string {
  const parent = chunk.parent === null ? undefined : numbers.get(chunk.parent);
  const roles = Object.values(chunk.roles).map(
    (role) => `<li>${set(role.latex, false)} ${proseHtml(role.meaning, set)}</li>`,
  );
  return `<section>
<h2>${numbers.get(chunk.id)} ${escapeHtml(chunk.name)}${parent === undefined ? '' : ` <small>in ${parent}</small>`}</h2>
<p>${set(chunk.latex, false)}</p>
<dl>
<dt>What it is</dt><dd>${proseHtml(chunk.explanation.abstraction, set)}</dd>
<dt>How it is built</dt><dd>${proseHtml(chunk.explanation.chunking, set)}</dd>
<dt>What it does</dt><dd>${proseHtml(chunk.explanation.action, set)}</dd>
${roles.length === 0 ? '' : `<dt>Made of</dt><dd><ul>${roles.join('')}</ul></dd>`}
<dt>${chunk.evidence.status === 'verified' ? 'Checked.' : 'By its form only'}</dt>
<dd>${
    chunk.evidence.status === 'verified'
      ? chunk.evidence.checks.map((check) => checkHtml(check, set)).join('; ')
      : proseHtml(chunk.evidence.because ?? 'cannot be computed', set)
  }</dd>
${behaviourHtml(chunk.behaviour, set)}
</dl>
</section>`;
}

function checkHtml(check: Check, set: SetMath): string {
  const says = check.says ?? (check.kind === 'as-written' ? 'agrees with the definition' : check.kind);
  const points = check.points === undefined ? '' : ` at ${check.points} points`;
  const difference =
    check.maxRelativeDifference === undefined
      ? ''
      : `, largest difference ${formatDifference(check.maxRelativeDifference)}`;
  return proseHtml(says, set) + points + difference;
}

function symbolTable(annotation: Annotation, set: SetMath): string {
  if (annotation.symbols.length === 0) return '';
  const rows = annotation.symbols.map(
    ({ latex, meaning, kind, source }) =>
      `<tr><td>${set(latex, false)}</td><td>${proseHtml(meaning, set)}</td><td>${kind === 'any' ? '' : escapeHtml(kind)}</td><td>${source}</td></tr>`,
  );
  return `<section><h2>Symbols</h2><table>${rows.join('')}</table></section>`;
}
