import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

export const FORMATS = ['json', 'text', 'html', 'svg'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** What a route offers that does not say otherwise. */
export const USUAL_FORMATS: readonly Format[] = ['json', 'text', 'html'];

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The formats that the route offers; `USUAL_FORMATS` unless said. */
    readonly formats?: readonly Format[];
  }
}

/** Query parameters that say how the answer is written. */
export const formatQuery = {
  format: z.enum(FORMATS).optional().describe('wins over the Accept header; the same as a path that ends in .json'),
  width: z.coerce.number().int().min(40).max(400).optional().describe('columns of a text answer, 80 unless said'),
  color: z.enum(['0', '1']).optional().describe('1 for ANSI colours in a text answer'),
};
export type FormatQuery = { readonly format?: Format; readonly width?: number; readonly color?: '0' | '1' };

/** Programs in which a person reads the answer in a terminal. */
const TERMINAL_CLIENTS = /^(curl|curlie|Wget|Wget2|HTTPie|xh|fetch|aria2)[/ ]|PowerShell\//i;

const MEDIA_TYPES: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/problem+json': 'json',
  'text/plain': 'text',
  'text/html': 'html',
  'image/svg+xml': 'svg',
};

const SUFFIXES: Readonly<Record<string, Format>> = { json: 'json', txt: 'text', html: 'html', svg: 'svg' };

/** Paths in which nothing can be taken for a pattern of the router. */
const PLAIN_PATH = /^\/v1\/[\w/-]+\.(json|txt|html|svg)$/;

/** `/v1/annotate.txt?latex=x` asks for `/v1/annotate?latex=x&format=text`; a route of that very name is left alone. */
export function withoutSuffix(url: string, isRoute: (path: string) => boolean): string {
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const suffix = PLAIN_PATH.exec(path)?.[1];
  if (suffix === undefined || isRoute(path)) return url;
  const query = queryAt < 0 ? '' : `${url.slice(queryAt + 1)}&`;
  return `${path.slice(0, -suffix.length - 1)}?${query}format=${SUFFIXES[suffix]}`;
}

/**
 * The order: `?format=` or a suffix, then `Accept` with its q-values, then terminal clients get text, else `otherwise`.
 * A client that sent JSON and takes anything is a program: it is answered in JSON. Undefined when nothing that is
 * offered is wanted.
 */
export function toFormat(request: FastifyRequest, otherwise: Format = 'json'): Format | undefined {
  const offered = offeredFormats(request);
  const asked = askedFormat(request.query);
  if (asked !== undefined) return offered.includes(asked) ? asked : undefined;
  return acceptedFormat(request, offered, offered.includes(otherwise) ? otherwise : offered[0]);
}

/** Problems are written in any format but pictures, whatever the route offers. */
export function toProblemFormat(request: FastifyRequest): Format {
  const asked = askedFormat(request.query);
  if (asked !== undefined && USUAL_FORMATS.includes(asked)) return asked;
  return acceptedFormat(request, USUAL_FORMATS, 'json') ?? 'json';
}

export function offeredFormats(request: FastifyRequest): readonly Format[] {
  return request.routeOptions?.config?.formats ?? USUAL_FORMATS;
}

function acceptedFormat(request: FastifyRequest, offered: readonly Format[], otherwise?: Format): Format | undefined {
  const preferred = preferredFormat(request, offered) ?? otherwise;
  // Equal q-values are decided by the order in which the types are offered.
  const order = [preferred, ...offered.filter((format) => format !== preferred)];
  const types = order.flatMap((format) => Object.keys(MEDIA_TYPES).filter((type) => MEDIA_TYPES[type] === format));
  // A request that the router itself refuses never gets as far as the plugin that reads Accept.
  if (typeof request.accepts !== 'function') return preferred;
  const type = request.accepts().type(types);
  return typeof type === 'string' ? MEDIA_TYPES[type] : undefined;
}

function preferredFormat(request: FastifyRequest, offered: readonly Format[]): Format | undefined {
  if (request.headers['content-type']?.startsWith('application/json') && offered.includes('json')) return 'json';
  const inTerminal = TERMINAL_CLIENTS.test(request.headers['user-agent'] ?? '');
  return inTerminal && offered.includes('text') ? 'text' : undefined;
}

/** `?format=` even where the rest of the query is wrong, so that errors come in the format asked for. */
function askedFormat(query: unknown): Format | undefined {
  if (typeof query !== 'object' || query === null || !('format' in query)) return undefined;
  return FORMATS.find((format) => format === query.format);
}
