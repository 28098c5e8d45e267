import type { EvaluateAnswer } from '../../explain/evaluate-schema.js';
import type { PictureAnswer } from '../../explain/picture-schema.js';
import type { Annotation } from '../../explain/schema.js';
import { ask, type Problem, type Reply } from '../shared/ask.js';
import type { State } from './state.js';

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
