import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

export const FORMATS = ['json', 'text', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

/** Query parameters that say how the answer is written. */
export const formatQuery = {
  format: z.enum(FORMATS).optional().describe('wins over the Accept header'),
  width: z.coerce.number().int().min(40).max(400).optional().describe('columns of a text answer, 80 unless said'),
  color: z.enum(['0', '1']).optional().describe('1 for ANSI colours in a text answer'),
};
export type FormatQuery = { readonly format?: Format; readonly width?: number; readonly color?: '0' | '1' };

/** Programs in which a person reads the answer in a terminal. */
const TERMINAL_CLIENTS = /^(curl|Wget|Wget2|HTTPie|xh|fetch)\/|PowerShell\//i;

const MEDIA_TYPES: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/problem+json': 'json',
  'text/plain': 'text',
  'text/html': 'html',
};

/**
 * The order: `?format=`, then `Accept` with its q-values, then terminal clients get text, else `otherwise`. A client
 * that sent JSON and takes anything is a program: it is answered in JSON. Undefined when `Accept` rules out all.
 */
export function toFormat(request: FastifyRequest, otherwise: Format = 'json'): Format | undefined {
  const asked = askedFormat(request.query);
  if (asked !== undefined) return asked;
  const preferred = preferredFormat(request, otherwise);
  // Equal q-values are decided by the order in which the types are offered.
  const order = [preferred, ...FORMATS.filter((format) => format !== preferred)];
  const types = order.flatMap((format) => Object.keys(MEDIA_TYPES).filter((type) => MEDIA_TYPES[type] === format));
  // A request that the router itself refuses never gets as far as the plugin that reads Accept.
  if (typeof request.accepts !== 'function') return preferred;
  const type = request.accepts().type(types);
  return typeof type === 'string' ? MEDIA_TYPES[type] : undefined;
}

function preferredFormat(request: FastifyRequest, otherwise: Format): Format {
  if (request.headers['content-type']?.startsWith('application/json')) return 'json';
  return TERMINAL_CLIENTS.test(request.headers['user-agent'] ?? '') ? 'text' : otherwise;
}

/** `?format=` even where the rest of the query is wrong, so that errors come in the format asked for. */
function askedFormat(query: unknown): Format | undefined {
  if (typeof query !== 'object' || query === null || !('format' in query)) return undefined;
  return FORMATS.find((format) => format === query.format);
}
