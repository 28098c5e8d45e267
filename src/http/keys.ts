import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestRefused } from './errors.js';
import { toProblem } from './problem.js';

/** A key that opens the service; the key itself is nowhere kept. */
export type ApiKey = {
  /** SHA-256 of the key, in hex. */
  readonly hash: string;
  /** Requests a minute, where the key has a limit of its own. */
  readonly limit?: number;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that came with the request, if it needs one. */
    apiKey: ApiKey | null;
  }
}

/** Reads `hash,hash:600`. What is wrong is told by its place, never by its text: someone may have put a key there. */
export function readKeys(text: string): { readonly keys: readonly ApiKey[]; readonly problem?: string } {
  const keys: ApiKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    if (entry.trim() === '') continue;
    const [, hash, limit] = /^([\da-f]{64})(?::(\d{1,9}))?$/i.exec(entry.trim()) ?? [];
    if (hash === undefined) {
      return { keys: [], problem: `entry ${index + 1} is not a SHA-256 in hex, or one followed by :LIMIT` };
    }
    keys.push({ hash: hash.toLowerCase(), ...(limit === undefined ? {} : { limit: Number(limit) }) });
  }
  return { keys };
}

/** Where a key is needed: the interface for programs, and the numbers of operation. */
const GUARDED = /^\/(v1\/|metrics\b)/;

/** With keys in the settings, requests without one of them are answered 401. */
export function requireKeys(app: FastifyInstance, keys: readonly ApiKey[]): void {
  app.decorateRequest('apiKey', null);
  if (keys.length === 0) return;
  const known = keys.map((key) => ({ key, hash: Buffer.from(key.hash, 'hex') }));
  app.addHook('onRequest', async (request, reply) => {
    // The route and not the URL: what leads to a guarded route is guarded however it is spelt.
    if (!GUARDED.test(request.routeOptions.url ?? request.url)) return;
    const sent = sentKey(request);
    const hash = createHash('sha256')
      .update(sent ?? '')
      .digest();
    // Every key is compared, and in the same time, so that the time tells nothing.
    let found: ApiKey | null = null;
    for (const each of known) if (timingSafeEqual(each.hash, hash)) found = each.key;
    if (sent !== undefined && found !== null) {
      request.apiKey = found;
      return;
    }
    reply.header('www-authenticate', sent === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    throw new RequestRefused(
      toProblem(
        'request/unauthorized',
        sent === undefined ? 'this needs an API key' : 'this API key is not known',
        'send it as Authorization: Bearer KEY',
      ),
    );
  });
}

function sentKey({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +([!-~]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
}
