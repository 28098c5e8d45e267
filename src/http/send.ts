import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asked, Job, StoredAnswer } from './answer.js';
import {
  CONTENT_TYPES,
  type Format,
  type FormatQuery,
  offeredFormats,
  toFormat,
  toProblemFormat,
} from './negotiate.js';
import { type Problem, toProblem } from './problem.js';
import { renderProblemPage, renderProblemText } from './problem-text.js';
import type { Services } from './services.js';

/** Sends the answer to a job in the format that the request asks for, from the cache where it is there. */
export async function sendAnswer<Input>(
  request: FastifyRequest<{ Querystring: FormatQuery }>,
  reply: FastifyReply,
  { cache, work, metrics }: Services,
  job: Job<Input>,
  /** The format for those who do not say what they want. */
  otherwise: Format = 'json',
): Promise<FastifyReply> {
  reply.header('vary', 'Accept, User-Agent');
  const format = toFormat(request, otherwise);
  if (format === undefined) return sendProblem(request, reply, notAcceptable(offeredFormats(request)));
  const asked = toAsked(format, request.query);
  const key = cache.toKey([job.name, JSON.stringify(job.input), JSON.stringify(asked)]);
  const kept = cache.get(key);
  const { answer, level } =
    kept === undefined ? await cache.find(key, make) : ({ answer: kept, level: 'process' } as const);
  request.answerFrom = level;
  metrics.countAnswer(level);
  return sendStored(request, reply, answer);

  async function make(): Promise<StoredAnswer> {
    const made = await work.run(job, asked);
    metrics.countConcepts(made.concepts);
    return made;
  }
}

/** What makes no difference to the answer is left out, so that equal answers are kept once. */
function toAsked(format: Format, { width, color }: FormatQuery): Asked {
  if (format !== 'text') return { format, color: false };
  return { format, ...(width === undefined ? {} : { width }), color: color === '1' };
}

/** Sends what is ready, or only says that it has not changed. */
export function sendStored(request: FastifyRequest, reply: FastifyReply, stored: StoredAnswer): FastifyReply {
  reply.code(stored.status).header('content-type', stored.contentType);
  if (stored.status !== 200) return reply.header('cache-control', 'no-store').send(stored.bytes);
  reply.header('etag', stored.etag);
  if (request.method !== 'GET' && request.method !== 'HEAD') return reply.send(stored.bytes);
  reply.header('cache-control', 'public, max-age=300');
  if (matchesTag(request.headers['if-none-match'], stored.etag)) return reply.code(304).send();
  return reply.send(stored.bytes);
}

function matchesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** What keeps a server from answering now is mostly over by then. */
const RETRY_SECONDS = '1';

/** Sends a problem in the format asked for; JSON where that cannot be known. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  reply.code(problem.status).header('vary', 'Accept, User-Agent').header('cache-control', 'no-store');
  // What the router itself refuses never gets as far as the plugin that sets the headers of security.
  reply.header('x-content-type-options', 'nosniff');
  if (problem.status === 503) reply.header('retry-after', RETRY_SECONDS);
  const format = toProblemFormat(request);
  reply.header('content-type', format === 'json' ? 'application/problem+json; charset=utf-8' : CONTENT_TYPES[format]);
  return reply.send(Buffer.from(writeProblem(problem, format, request)));
}

function writeProblem(problem: Problem, format: Format, request: FastifyRequest): string {
  if (format === 'text') return renderProblemText(problem, sentFormula(request));
  return format === 'html'
    ? renderProblemPage(problem, sentFormula(request))
    : `${JSON.stringify({ ...problem, requestId: request.id })}\n`;
}

/** The formula of a request that was refused, so that the place can be shown in it. */
function sentFormula({ body, query }: FastifyRequest): string | undefined {
  for (const sent of [body, query]) {
    if (typeof sent === 'object' && sent !== null && 'latex' in sent && typeof sent.latex === 'string')
      return sent.latex;
  }
  return undefined;
}

export function notAcceptable(offered: readonly Format[]): Problem {
  const types = offered.map((format) => CONTENT_TYPES[format].replace(/;.*/, ''));
  return toProblem(
    'request/not-acceptable',
    `this is offered as ${listed(offered)}, and the request rules them out`,
    `add ?format=${offered[0]}, or accept ${listed(types)}`,
  );
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');
}
