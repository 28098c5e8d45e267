import type { z } from 'zod';
import type { Span } from '../expr/span.js';
import { MAX_LATEX_LENGTH } from './schema.js';

/** One thing that is wrong with a request, for the person who sent it. */
export type RequestFault = {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Where in the request: "context.symbols". */
  readonly path?: string;
  /** Where in the formula. */
  readonly span?: Span;
};

type Issue = z.core.$ZodIssue;

/** What zod found, in words; never with the text that was sent, which may be long or hostile. */
export function toRequestFaults(error: z.core.$ZodError, value: unknown): readonly RequestFault[] {
  return error.issues.slice(0, 20).map((issue) => toRequestFault(issue, value));
}

function toRequestFault(issue: Issue, value: unknown): RequestFault {
  const path = issue.path.map((step) => shown(String(step))).join('.');
  const place = path === '' ? {} : { path };
  if (issue.path.at(-1) === 'latex' && issue.path.length === 1) {
    const fault = toLatexFault(issue, value);
    if (fault !== undefined) return { ...fault, path };
  }
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, 5).map(shown).join(', ');
    const message = `unknown ${issue.keys.length === 1 ? 'field' : 'fields'}: ${names}`;
    return { code: 'request/unknown-field', message, hint: 'see /openapi.json for the fields', ...place };
  }
  const subject = path === '' ? 'the request' : path;
  const message =
    issue.code === 'invalid_type' ? `${subject} must be ${article(issue.expected)}` : `${subject}: ${issue.message}`;
  return { code: 'request/invalid', message, hint: 'see /openapi.json for the fields', ...place };
}

function toLatexFault(issue: Issue, value: unknown): RequestFault | undefined {
  const latex = typeof value === 'object' && value !== null && 'latex' in value ? value.latex : undefined;
  const { code, params } = issue as { code: string; params?: { code?: string; span?: Span } };
  if (code === 'too_small') {
    return { code: 'latex/empty', message: 'the formula is empty', hint: 'send LaTeX such as x^2', span: [0, 0] };
  }
  if (code === 'too_big') {
    const length = typeof latex === 'string' ? latex.length : MAX_LATEX_LENGTH + 1;
    return {
      code: 'latex/too-long',
      message: `the formula has ${length} characters, ${MAX_LATEX_LENGTH} are allowed`,
      hint: 'send its lines one by one',
      span: [MAX_LATEX_LENGTH, length],
    };
  }
  if (params?.code === 'latex/bad-character' && params.span !== undefined) {
    const hint = 'remove it; it is invisible and has no meaning in a formula';
    return { code: params.code, message: issue.message, hint, span: params.span };
  }
  if (code === 'invalid_type') {
    const message = latex === undefined ? 'latex is missing' : 'latex must be a string';
    return { code: 'request/invalid', message, hint: 'send the formula as a string: {"latex": "x^2"}' };
  }
  return undefined;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** A name out of the request, short and without anything that a terminal would obey. */
function shown(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
}
