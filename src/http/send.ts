import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Job, StoredAnswer } from './answer.js';
import { CONTENT_TYPES, type Format, type FormatQuery, toFormat } from './negotiate.js';
import { type Problem, toProblem } from './problem.js';
import { renderProblemPage, renderProblemText } from './problem-text.js';
import type { Services } from './services.js';

/** Sends the answer to a job in the format that the request asks for, from the cache where it is there. */
export async function sendAnswer<Input>(
  request: FastifyRequest<{ Querystring: FormatQuery }>,
  reply: FastifyReply,
  { cache, work }: Services,
  job: Job<Input>,
  /** The format for those who do not say what they want. */
  otherwise: Format = 'json',
): Promise<FastifyReply> {
  reply.header('vary', 'Accept, User-Agent');
  const format = toFormat(request, otherwise);
  if (format === undefined) return sendProblem(request, reply, notAcceptable());
  const { width, color } = request.query;
  const asked = { format, ...(width === undefined ? {} : { width }), color: color === '1' };
  const key = cache.toKey([job.name, JSON.stringify(job.input), JSON.stringify(asked)]);
  const kept = cache.get(key);
  const stored = kept ?? (await work.run(job, asked));
  if (kept === undefined) cache.set(key, stored);
  request.cacheHit = kept !== undefined;
  return sendStored(request, reply, stored);
}

function sendStored(request: FastifyRequest, reply: FastifyReply, stored: StoredAnswer): FastifyReply {
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

/** Sends a problem in the format asked for; JSON where that cannot be known. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  reply.code(problem.status).header('vary', 'Accept, User-Agent').header('cache-control', 'no-store');
  const format = toFormat(request) ?? 'json';
  if (format === 'text') return reply.header('content-type', CONTENT_TYPES.text).send(renderProblemText(problem));
  if (format === 'html') return reply.header('content-type', CONTENT_TYPES.html).send(renderProblemPage(problem));
  reply.header('content-type', 'application/problem+json; charset=utf-8');
  return reply.send(Buffer.from(`${JSON.stringify(problem)}\n`));
}

export function notAcceptable(): Problem {
  return toProblem(
    'request/not-acceptable',
    'the Accept header rules out every format that is offered',
    'accept application/json, text/plain or text/html, or add ?format=json',
  );
}
