import { escapeHtml } from '../render/escape.js';
import { page } from '../render/html.js';
import { oneLine, wrap } from '../render/text.js';
import { FORMULA_PROBLEMS, PROBLEMS, TYPE_BASE } from './problem.js';
import { PLAIN_FILES } from './site.js';

/** One kind of problem, as its page shows it. */
export type ProblemKind = {
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly says: string;
  readonly example?: string;
};

type Row = { readonly title: string; readonly says?: string; readonly status?: number; readonly example?: string };

/** All that can go wrong, those of formulas last. */
export const PROBLEM_KINDS: readonly ProblemKind[] = Object.entries<Row>({ ...PROBLEMS, ...FORMULA_PROBLEMS }).map(
  ([code, { title, says = '', status = 422, example }]) => ({
    type: TYPE_BASE + code,
    code,
    status,
    title,
    says,
    ...(example === undefined ? {} : { example }),
  }),
);

export function renderKindText({ code, status, title, says, example }: ProblemKind): string {
  const shown = example === undefined ? [] : ['', 'for example', `  ${oneLine(example)}`];
  return `${[`${status} ${title}  (${code})`, ...wrap(says, 80), ...shown].join('\n')}\n`;
}

export function renderKindPage(kind: ProblemKind): string {
  const { code, status, title, says, example } = kind;
  const shown = example === undefined ? '' : `<p>For example: <code>${escapeHtml(example)}</code></p>`;
  const back = '<p><a href="/problems?format=html">All problems</a></p>';
  const body = `<h1>${escapeHtml(title)}</h1>\n<p><code>${code}</code>, status ${status}</p>\n<p>${escapeHtml(says)}</p>`;
  return page(title, [body, shown, back].filter((part) => part !== '').join('\n'), PLAIN_FILES);
}

export function renderKindsText(): string {
  const longest = Math.max(...PROBLEM_KINDS.map(({ code }) => code.length));
  return `${PROBLEM_KINDS.map(({ code, status, title }) => `${status}  ${code.padEnd(longest)}  ${title}`).join('\n')}\n`;
}

export function renderKindsPage(): string {
  const items = PROBLEM_KINDS.map(
    ({ code, status, title }) =>
      `<dt>${status} <a href="/problems/${code}?format=html">${code}</a></dt><dd>${escapeHtml(title)}</dd>`,
  );
  return page('problems', `<h1>Problems</h1>\n<dl>${items.join('\n')}</dl>`, PLAIN_FILES);
}

/** The text of docs/problems.md. */
export function renderProblemsDocument(): string {
  const entries = PROBLEM_KINDS.map(({ code, status, title, says, example }) => {
    const shown = example === undefined ? '' : `\n\nFor example:\n\n\`\`\`text\n${oneLine(example)}\n\`\`\``;
    return `## ${code}\n\n${status}. ${title}.\n\n${says}${shown}\n`;
  });
  return `# Problems

Written by \`npm run written\` from the tables in \`src/http\`; do not edit.

Whatever goes wrong is answered as a problem document (RFC 9457, \`application/problem+json\`): \`type\` is
\`${TYPE_BASE}\` and the code, \`detail\` says what is wrong this time, \`hint\` what to do about it, \`span\` where in
the formula. Codes do not change their meaning. Every server shows these pages under \`/problems\`.

${entries.join('\n')}`;
}
