import type { EvaluateAnswer } from '../../explain/evaluate-schema.js';
import type { PictureAnswer } from '../../explain/picture-schema.js';
import type { Annotation } from '../../explain/schema.js';
import type { State } from './state.js';

/** What the service says to a question: an answer, or why there is none. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };
export type Problem = { readonly title: string; readonly detail?: string; readonly hint?: string };

/** Asks the service that the page came from; without a body it is a GET. Rejects only when the signal is aborted. */
export async function ask<T>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply<T>> {
  const sent = body === undefined ? {} : { method: 'POST', headers: HEADERS, body: JSON.stringify(body) };
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(path, { ...sent, signal: signal ?? null });
    status = response.status;
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, problem: { title: 'The service does not answer.', hint: 'It may have stopped; try again.' } };
  }
  if (status < 400) return { ok: true, value: answer as T };
  return { ok: false, problem: answer as Problem };
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** The request that gives what the page shows, as it is also shown for `curl`. */
export function annotateRequest({ latex, readings, preceding }: State): Readonly<Record<string, unknown>> {
  const context = {
    ...(Object.keys(readings).length === 0 ? {} : { readings }),
    ...(preceding.length === 0 ? {} : { preceding }),
  };
  return { latex, ...(Object.keys(context).length === 0 ? {} : { context }) };
}

/** A formula with errors is a problem that brings along what could be read all the same. */
export async function annotate(state: State, signal: AbortSignal): Promise<Reply<Annotation>> {
  const reply = await ask<Annotation>('/v1/annotate', { ...annotateRequest(state), include: ['html'] }, signal);
  if (reply.ok) return reply;
  const { annotation } = reply.problem as Problem & { readonly annotation?: Annotation };
  return annotation === undefined ? reply : { ok: true, value: annotation };
}

/** Every piece with numbers put in: those of the reader, or those of the examples of the concepts. */
export async function evaluate(state: State, signal: AbortSignal): Promise<Reply<EvaluateAnswer>> {
  const { context } = annotateRequest(state);
  const values = Object.keys(state.values).length === 0 ? 'example' : state.values;
  const body = { latex: state.latex, values, ...(context === undefined ? {} : { context }) };
  return ask<EvaluateAnswer>('/v1/evaluate', body, signal);
}

export async function askPicture(state: State, signal: AbortSignal): Promise<Reply<PictureAnswer>> {
  const query = new URLSearchParams({ latex: state.latex, format: 'json' });
  if (Object.keys(state.values).length > 0) query.set('values', JSON.stringify(state.values));
  return ask<PictureAnswer>(`/v1/picture.svg?${query}`, undefined, signal);
}

/** A command for a shell that gives the same answer as the page shows. */
export function toCurl(origin: string, state: State): string {
  const request = annotateRequest(state);
  if (request.context === undefined) {
    return `curl -G '${origin}/v1/annotate' --data-urlencode ${quoted(`latex=${state.latex}`)}`;
  }
  return `curl '${origin}/v1/annotate' --json ${quoted(JSON.stringify(request))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
