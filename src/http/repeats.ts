import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Config } from './config.js';
import { type FormulaNote, routeOf } from './logging.js';
import { hasOneHost, REQUEST_ID_HEADER, toRequestId } from './request-head.js';
import type { Services } from './services.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it is short. */
    sentBody: string | null;
  }
}

/** An answer as it went out, with all that is the same each time: nothing is left to do but to send, count and log it. */
type Whole = {
  /** Names and values by turns, without those of the one request. */
  readonly head: readonly string[];
  readonly body: string | Buffer;
  readonly encoding: BufferEncoding;
  readonly note: FormulaNote | null;
  readonly labels: { readonly method: string; readonly route: string; readonly status: number };
  readonly log: FastifyBaseLogger;
};

/** Requests that are remembered at most, whatever their size. */
const MOST = 4_000;

/** Longer requests are read anew. */
const LONGEST = 4_000;

/** Bytes that an entry takes besides key and body: its headers and its part of a log line. */
const ENTRY_OVERHEAD = 3_000;

/** Up to here head and body go out in one piece; longer bodies are not copied for it. */
const ONE_PIECE = 65_536;

/** Headers that belong to the one request or to the client. */
const OWN_HEADERS = [
  REQUEST_ID_HEADER,
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

/** Those, and what belongs to the connection; Node and `send` write it anew. */
const NOT_KEPT = new Set([...OWN_HEADERS, 'connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);

/**
 * Answers a request that came before in the same words before anything else is done with it: the same words give the same
 * route, format and headers. Where all clients are answered alike this stands before Fastify; where keys or limits are set, the
 * request first passes those.
 */
export function answerRepeats(
  app: FastifyInstance,
  { metrics, life }: Pick<Services, 'metrics' | 'life'>,
  { CACHE_BYTES, RATE_LIMIT, API_KEYS }: Pick<Config, 'CACHE_BYTES' | 'RATE_LIMIT' | 'API_KEYS'>,
  nameRequest: (request: IncomingMessage) => string = toRequestId,
): void {
  app.decorateRequest('sentBody', null);
  if (CACHE_BYTES === 0) return;
  const kept = new LRUCache<string, Whole>({
    max: MOST,
    maxSize: Math.ceil(CACHE_BYTES / 4),
    sizeCalculation: ({ body }, key) => body.length + key.length + ENTRY_OVERHEAD,
  });
  const find = (request: IncomingMessage, body: string): Whole | null => {
    if (life.closing) return null;
    const key = toKey(request, body);
    return (key === undefined ? undefined : kept.get(key)) ?? null;
  };

  const allAlike = RATE_LIMIT === 0 && API_KEYS.length === 0;
  if (allAlike) {
    standBefore(app.server, (request, response) => {
      if (request.method !== 'GET') return false;
      const start = performance.now();
      const whole = find(request, '');
      if (whole === null) return false;
      const requestId = nameRequest(request);
      send(response, whole, [REQUEST_ID_HEADER, requestId]);
      const milliseconds = performance.now() - start;
      metrics.countAnswer('process');
      metrics.countRequest({ ...whole.labels, seconds: milliseconds / 1_000 });
      whole.log.info({ requestId, milliseconds: Math.round(milliseconds * 1_000) / 1_000 }, 'request');
      return true;
    });
  }

  const repeat = (request: FastifyRequest, reply: FastifyReply, whole: Whole): void => {
    request.answerFrom = 'process';
    request.formulaNote = whole.note;
    metrics.countAnswer('process');
    const own = OWN_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [name, String(reply.getHeader(name))] : []));
    reply.hijack();
    send(reply.raw, whole, own);
  };
  if (!allAlike) {
    // Limits are checked by hooks of the routes, which come after those of the app.
    app.addHook('preParsing', (request, reply, payload, done) => {
      const whole = request.method === 'GET' ? find(request.raw, '') : null;
      if (whole === null) done(null, payload);
      else repeat(request, reply, whole);
    });
  }
  app.addHook('preValidation', (request, reply, done) => {
    const whole = request.sentBody === null ? null : find(request.raw, request.sentBody);
    if (whole === null) done();
    else repeat(request, reply, whole);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    // What comes for the second time may come for the third.
    if (reply.statusCode === 200 && request.answerFrom === 'process' && Buffer.isBuffer(payload)) {
      const key = request.method === 'GET' ? toKey(request.raw, '') : toKey(request.raw, request.sentBody ?? undefined);
      if (key !== undefined) kept.set(key, toWhole(request, reply, payload));
    }
    done(null, payload);
  });

  function toWhole(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): Whole {
    const head = Object.entries(reply.getHeaders()).filter(([name]) => !NOT_KEPT.has(name));
    const labels = { method: request.method, route: routeOf(request), status: reply.statusCode };
    const note = request.formulaNote;
    const inOnePiece = bytes.length <= ONE_PIECE;
    return {
      head: [...head.flatMap(toPairs), 'content-length', String(bytes.length)],
      // Node joins a head and a text into one write.
      body: inOnePiece ? bytes.toString('latin1') : bytes,
      encoding: 'latin1',
      note,
      labels,
      log: app.log.child({ ...labels, answer: 'process', ...(note === null ? {} : { formula: note }) }),
    };
  }
}

/** The words of a body, where they are few enough to be remembered. */
export function toSentBody(body: Buffer): string | null {
  return body.length > LONGEST ? null : body.toString('latin1');
}

/** Lets `answer` look at each request first; what it does not answer goes on to the app. */
function standBefore(server: Server, answer: (request: IncomingMessage, response: ServerResponse) => boolean): void {
  const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (answer(request, response)) return;
    for (const other of others) other.call(server, request, response);
  });
}

function send(response: ServerResponse, { head, body, encoding }: Whole, own: readonly string[]): void {
  response.writeHead(200, head.concat(own));
  response.end(body, encoding);
}

/** All that the answer depends on; undefined for what is not remembered. */
function toKey(request: IncomingMessage, body: string | undefined): string | undefined {
  const { url = '', method, headers } = request;
  if (body === undefined || (method !== 'GET' && method !== 'POST') || !url.startsWith('/v1/')) return undefined;
  if (headers['if-none-match'] !== undefined || !hasOneHost(request)) return undefined;
  const { accept = '', origin = '' } = headers;
  const told = `${accept}\n${headers['user-agent'] ?? ''}\n${headers['content-type'] ?? ''}\n${origin}`;
  const key = `${method}${url}\n${told}\n${body}`;
  return key.length > LONGEST ? undefined : key;
}

function toPairs([name, value]: readonly [string, number | string | readonly string[] | undefined]): string[] {
  return [value ?? ''].flat().flatMap((each) => [name, String(each)]);
}
