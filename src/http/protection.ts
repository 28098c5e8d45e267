import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NDJSON } from './batch.js';
import type { Config } from './config.js';
import { RequestRefused } from './errors.js';
import { requireKeys } from './keys.js';
import { toProblem } from './problem.js';
import { hasOneHost, REQUEST_ID_HEADER } from './request-head.js';

/** Routes by which the server is watched; they are answered whatever the load. */
const WATCHING = new Set(['/livez', '/readyz', '/metrics']);

/** How often the delay of the event loop is looked at. */
const SAMPLE_MS = 500;

/** Turns requests away while the event loop is behind, so that the others are answered in time. */
export async function shedLoad(app: FastifyInstance, maxLoopDelayMs: number): Promise<void> {
  if (maxLoopDelayMs === 0) return;
  await app.register(underPressure, {
    maxEventLoopDelay: maxLoopDelayMs,
    sampleInterval: SAMPLE_MS,
    pressureHandler: (request) => {
      if (isWatching(request)) return undefined;
      const problem = toProblem('server/overloaded', 'the server is behind with its work', 'try again in a moment');
      return Promise.reject(new RequestRefused(problem));
    },
  });
}

/** Request ids, keys and limits. */
export async function protect(app: FastifyInstance, config: Config): Promise<void> {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    if (hasOneHost(request.raw)) done();
    else done(new RequestRefused(toProblem('request/malformed', 'the header Host is there twice', 'send it once')));
  });
  requireKeys(app, config.API_KEYS);
  await limitRate(app, config);
  limitBodyTime(app, config.BODY_SECONDS * 1_000);
}

async function limitRate(app: FastifyInstance, { RATE_LIMIT, API_KEYS }: Config): Promise<void> {
  const toLimit = ({ apiKey }: FastifyRequest): number => apiKey?.limit ?? RATE_LIMIT;
  if (RATE_LIMIT === 0 && API_KEYS.every(({ limit }) => limit === undefined)) return;
  await app.register(rateLimit, {
    max: toLimit,
    timeWindow: 60_000,
    enableDraftSpec: true,
    // Whoever has a key is counted by it, wherever the requests come from.
    keyGenerator: (request) => request.apiKey?.hash ?? request.ip,
    allowList: (request) => isWatching(request) || toLimit(request) === 0,
  });
}

/** A body that trickles in holds a connection; batches may, since they have no end, while something moves. */
function limitBodyTime(app: FastifyInstance, milliseconds: number): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.headers['content-type']?.startsWith(NDJSON) !== true) {
      const timer = setTimeout(() => {
        reply.header('connection', 'close');
        const detail = `the body had not arrived after ${milliseconds / 1_000} seconds`;
        payload.emit('error', new RequestRefused(toProblem('request/too-slow', detail, 'send it faster, or less')));
      }, milliseconds);
      payload.once('end', () => clearTimeout(timer));
      payload.once('close', () => clearTimeout(timer));
    }
    done(null, payload);
  });
}

function isWatching(request: FastifyRequest): boolean {
  return WATCHING.has(request.routeOptions.url ?? '');
}
