import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { FormulaNote } from './logging.js';
import type { Services } from './services.js';

/** An answer with all its headers but those of the one request, names and values by turns. */
type Whole = { readonly head: readonly string[]; readonly bytes: Buffer; readonly note: FormulaNote | null };

/** Requests that are remembered; the bytes of their answers lie in the cache anyway. */
const MOST = 2_000;

/** Longer requests are read anew. */
const LONGEST = 4_000;

/** Headers that belong to the connection or to the one request. */
const OWN = new Set(['x-request-id', 'connection', 'keep-alive', 'date', 'transfer-encoding']);

/**
 * Answers a request that came before in the same words, before anything else is done with it: the same words give the same
 * route, format and headers. It has to be registered before all other hooks, and only where every client is answered alike,
 * that is, without keys and limits.
 */
export function answerRepeats(app: FastifyInstance, { metrics, life }: Pick<Services, 'metrics' | 'life'>): void {
  const kept = new LRUCache<string, Whole>({ max: MOST });

  app.addHook('onRequest', (request, reply, done) => {
    const key = life.closing ? undefined : toKey(request);
    const whole = key === undefined ? undefined : kept.get(key);
    if (whole === undefined) {
      done();
      return;
    }
    request.answerFrom = 'process';
    request.formulaNote = whole.note;
    metrics.countAnswer('process');
    reply.hijack();
    reply.raw.writeHead(200, [...whole.head, 'x-request-id', request.id]);
    reply.raw.end(whole.bytes);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === 200 && request.answerFrom !== null && Buffer.isBuffer(payload)) {
      const key = toKey(request);
      if (key !== undefined) kept.set(key, { head: toHead(reply, payload), bytes: payload, note: request.formulaNote });
    }
    done(null, payload);
  });
}

/** All that the answer depends on; undefined for what is not remembered. */
function toKey({ raw, method, headers }: FastifyRequest): string | undefined {
  const url = raw.url ?? '';
  if (method !== 'GET' || !url.startsWith('/v1/') || headers['if-none-match'] !== undefined) return undefined;
  const { accept = '', origin = '' } = headers;
  const key = `${url}\n${accept}\n${headers['user-agent'] ?? ''}\n${headers['content-type'] ?? ''}\n${origin}`;
  return key.length > LONGEST ? undefined : key;
}

function toHead(reply: FastifyReply, bytes: Buffer): readonly string[] {
  const own = Object.entries(reply.getHeaders()).filter(([name]) => !OWN.has(name) && name !== 'content-length');
  const head = own.flatMap(([name, value]) => [value ?? ''].flat().flatMap((each) => [name, String(each)]));
  return [...head, 'content-length', String(bytes.length)];
}
