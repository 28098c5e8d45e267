import katex from 'katex';
import type { Annotation, Check, Chunk, ErrorEntry } from '../explain/schema.js';
import type { Span } from '../expr/span.js';
import { behaviourHtml } from './behaviour-html.js';
import { escapeHtml } from './escape.js';
import { INLINE_MATH } from './inline-math.js';
import { matricesHtml } from './matrix-html.js';
import { formatDifference } from './prose.js';
import { MOST_ERRORS } from './terminal.js';
import { oneLine } from './text.js';

export { escapeHtml };

/** A whole page. It works under a Content-Security-Policy without inline script and without inline style. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** The form with which a formula is asked for. */
export function formulaForm(latex = ''): string {
  return `<form action="/v1/annotate" method="get">
<input type="hidden" name="format" value="html">
<label for="latex">LaTeX, without dollar signs</label>
<textarea id="latex" name="latex" rows="3" maxlength="10000" required spellcheck="false">${escapeHtml(latex)}</textarea>
<button type="submit">Read it</button>
</form>`;
}

/** LaTeX as MathML, which browsers set by themselves; the text itself where KaTeX cannot read it. */
export function formulaHtml(latex: string, display: boolean): string {
  try {
    return katex.renderToString(latex, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 1000,
      maxSize: 20,
    });
  } catch {
    return `<code>${escapeHtml(latex)}</code>`;
  }
}

/** Words in which `$…$` is LaTeX. */
export function proseHtml(text: string, set: (latex: string, display: boolean) => string = formulaHtml): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(INLINE_MATH)) {
    html += escapeHtml(text.slice(end, match.index)) + set(match[1] ?? '', false);
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

/** Characters shown on either side of a marked place. */
const MARGIN = 200;

/** LaTeX with a place in it marked; of a long one the surroundings of the place. */
export function markedHtml(latex: string, [start, end]: Span): string {
  const before = latex.slice(Math.max(0, start - MARGIN), start);
  const after = latex.slice(end, end + MARGIN);
  // Where something is missing there is nothing to mark but the place.
  const place = start === end ? '‸' : latex.slice(start, end);
  const [left, marked, right] = [before, place, after].map((text) => escapeHtml(oneLine(text)));
  return `<code>${left}<mark>${marked}</mark>${right}</code>`;
}

function errorHtml({ message, hint, span }: ErrorEntry, latex: string): string {
  return `<p class="error">${escapeHtml(message)}. ${escapeHtml(hint)}</p>\n<p>${markedHtml(latex, span)}</p>`;
}

/** The annotation as a page for browsers. */
export function annotationPage(annotation: Annotation): string {
  const numbers = new Map(annotation.chunks.map((chunk, index) => [chunk.id, index + 1]));
  const parts = [
    `<p class="formula">${formulaHtml(annotation.latex, true)}</p>`,
    annotation.gist === '' ? '' : `<p class="gist">Here: ${proseHtml(annotation.gist)}</p>`,
    annotation.gist === '' && annotation.chunks.length === 0 ? '<p>No known pattern here.</p>' : '',
    ...annotation.warnings.map(
      (warning) => `<section class="near"><p>${proseHtml(warning.message)}</p>
${warning.mend === '' ? '' : `<p>Mended: <code>${escapeHtml(warning.mend)}</code></p>`}
<p>${proseHtml(warning.counterexample)}</p></section>`,
    ),
    ...annotation.errors.slice(0, MOST_ERRORS).map((error) => errorHtml(error, annotation.latex)),
    ...annotation.chunks.map((chunk) => chunkSection(chunk, numbers)),
    matricesHtml(annotation.matrices),
    symbolTable(annotation),
    formulaForm(annotation.latex),
  ];
  return page('formulens', parts.filter((part) => part !== '').join('\n'));
}

function chunkSection(chunk: Chunk, numbers: ReadonlyMap<string, number>): string {
  const parent = chunk.parent === null ? undefined : numbers.get(chunk.parent);
  const roles = Object.values(chunk.roles).map(
    (role) => `<li>${formulaHtml(role.latex, false)} ${proseHtml(role.meaning)}</li>`,
  );
  return `<section>
<h2>${numbers.get(chunk.id)} ${escapeHtml(chunk.name)}${parent === undefined ? '' : ` <small>in ${parent}</small>`}</h2>
<p>${formulaHtml(chunk.latex, false)}</p>
<dl>
<dt>What it is</dt><dd>${proseHtml(chunk.explanation.abstraction)}</dd>
<dt>How it is built</dt><dd>${proseHtml(chunk.explanation.chunking)}</dd>
<dt>What it does</dt><dd>${proseHtml(chunk.explanation.action)}</dd>
${roles.length === 0 ? '' : `<dt>Made of</dt><dd><ul>${roles.join('')}</ul></dd>`}
<dt>${chunk.evidence.status === 'verified' ? 'Checked.' : 'By its form only'}</dt>
<dd>${
    chunk.evidence.status === 'verified'
      ? chunk.evidence.checks.map(checkHtml).join('; ')
      : proseHtml(chunk.evidence.because ?? 'cannot be computed')
  }</dd>
${behaviourHtml(chunk.behaviour)}
</dl>
</section>`;
}

function checkHtml(check: Check): string {
  const says = check.says ?? (check.kind === 'as-written' ? 'agrees with the definition' : check.kind);
  const points = check.points === undefined ? '' : ` at ${check.points} points`;
  const difference =
    check.maxRelativeDifference === undefined
      ? ''
      : `, largest difference ${formatDifference(check.maxRelativeDifference)}`;
  return proseHtml(says) + points + difference;
}

function symbolTable(annotation: Annotation): string {
  if (annotation.symbols.length === 0) return '';
  const rows = annotation.symbols.map(
    ({ latex, meaning, kind, source }) =>
      `<tr><td>${formulaHtml(latex, false)}</td><td>${proseHtml(meaning)}</td><td>${escapeHtml(kind)}</td><td>${source}</td></tr>`,
  );
  return `<section><h2>Symbols</h2><table>${rows.join('')}</table></section>`;
}
