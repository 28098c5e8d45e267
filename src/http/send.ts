import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerCache, StoredAnswer } from './cache.js';
import { CONTENT_TYPES, type Format, type FormatQuery, toFormat } from './negotiate.js';
import { type Problem, toProblem } from './problem.js';
import { renderProblemPage, renderProblemText } from './problem-text.js';

/** An answer in every form in which it can be asked for; only the form that is asked for is made. */
export type Answer = {
  readonly status?: number;
  readonly json: () => unknown;
  readonly text: (options: { readonly width?: number; readonly color?: boolean }) => string;
  readonly html: () => string;
};

/** Sends an answer in the format that the request asks for, from the cache where it is there. */
export function sendAnswer(
  request: FastifyRequest<{ Querystring: FormatQuery }>,
  reply: FastifyReply,
  cache: AnswerCache,
  /** What the answer depends on, besides format and versions; undefined when it must not be kept. */
  subject: string | undefined,
  make: () => Answer,
  /** The format for those who do not say what they want. */
  otherwise: Format = 'json',
): FastifyReply {
  reply.header('vary', 'Accept, User-Agent');
  const format = toFormat(request, otherwise);
  if (format === undefined) return sendProblem(request, reply, notAcceptable());
  const { width, color } = request.query;
  const key = subject === undefined ? undefined : cache.toKey([subject, format, String(width), String(color)]);
  const kept = key === undefined ? undefined : cache.get(key);
  const stored = kept ?? toStored(make(), format, request.query);
  if (kept === undefined && key !== undefined) cache.set(key, stored);
  request.cacheHit = kept !== undefined;
  return sendStored(request, reply, stored);
}

function toStored(answer: Answer, format: Format, query: FormatQuery): StoredAnswer {
  const status = answer.status ?? 200;
  const bytes = Buffer.from(write(answer, format, query));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 32)}"`;
  const contentType =
    format === 'json' && status >= 400 ? 'application/problem+json; charset=utf-8' : CONTENT_TYPES[format];
  return { status, contentType, etag, bytes };
}

function write(answer: Answer, format: Format, query: FormatQuery): string {
  if (format === 'json') return `${JSON.stringify(answer.json())}\n`;
  if (format === 'html') return answer.html();
  return answer.text({ ...(query.width === undefined ? {} : { width: query.width }), color: query.color === '1' });
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
