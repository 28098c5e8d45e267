import type { Span } from '../expr/span.js';
import { escapeHtml } from '../render/escape.js';
import { markedHtml, page } from '../render/html.js';
import { markedSource, toSheet } from '../render/terminal.js';
import { oneLine, wrap } from '../render/text.js';
import type { Problem } from './problem.js';
import { PLAIN_FILES } from './site.js';

/** A problem for people at a terminal; with the formula, the place is underlined in it. */
export function renderProblemText(problem: Problem, latex?: string): string {
  const lines = [`${problem.status} ${problem.title}`, ...wrap(problem.detail, 80)];
  const span = toPlace(problem);
  if (span !== undefined && latex !== undefined) lines.push(...markedSource(latex, [span], '^', 'error', toSheet({})));
  if (problem.hint !== '') lines.push(...wrap(`hint: ${problem.hint}`, 80));
  for (const fault of problem.errors?.slice(1) ?? []) lines.push(...wrap(`also: ${fault.message}`, 80));
  return `${lines.map((line) => oneLine(line).trimEnd()).join('\n')}\n`;
}

export function renderProblemPage(problem: Problem, latex?: string): string {
  const span = toPlace(problem);
  const parts = [
    `<h1>${escapeHtml(problem.title)}</h1>`,
    `<p>${escapeHtml(problem.detail)}</p>`,
    span === undefined || latex === undefined ? '' : `<p>${markedHtml(latex, span)}</p>`,
    problem.hint === '' ? '' : `<p>${escapeHtml(problem.hint)}</p>`,
  ];
  return page(problem.title, parts.filter((part) => part !== '').join('\n'), PLAIN_FILES);
}

/** A formula that is empty, or too long as a whole, has no place to be shown. */
function toPlace({ span, code }: Problem): Span | undefined {
  return span === undefined || span[0] === span[1] || code === 'latex/too-long' ? undefined : span;
}
