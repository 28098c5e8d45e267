import { escapeHtml, page } from '../render/page.js';
import { oneLine, wrap } from '../render/text.js';
import type { Problem } from './problem.js';

/** A problem for people at a terminal. */
export function renderProblemText(problem: Problem): string {
  const lines = [`${problem.status} ${problem.title}`, ...wrap(problem.detail, 80)];
  if (problem.hint !== '') lines.push(...wrap(`hint: ${problem.hint}`, 80));
  for (const fault of problem.errors?.slice(1) ?? []) lines.push(...wrap(`also: ${fault.message}`, 80));
  return `${lines.map(oneLine).join('\n')}\n`;
}

export function renderProblemPage(problem: Problem): string {
  const hint = problem.hint === '' ? '' : `<p>${escapeHtml(problem.hint)}</p>`;
  return page(problem.title, `<h1>${escapeHtml(problem.title)}</h1><p>${escapeHtml(problem.detail)}</p>${hint}`);
}
