import { createHash } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import pino, { type DestinationStream } from 'pino';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log may know of the formula. */
    formulaNote: FormulaNote | null;
    cacheHit: boolean;
  }
}
type FormulaNote = { readonly length: number; readonly hash: string };

/** Remembers length and hash of the formula for the log; never the formula. */
export function noteFormula(request: FastifyRequest, latex: string): void {
  const hash = createHash('sha256').update(latex).digest('hex').slice(0, 16);
  request.formulaNote = { length: latex.length, hash };
}

/** Type and place of an error. Its message may hold the formula, which is never logged. */
export function withoutMessage(error: Error): { readonly type: string; readonly at: readonly string[] } {
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, at: at.map((line) => line.trim()).slice(0, 12) };
}

/** A pino logger under which neither requests nor errors can carry a formula into the log. */
export function createLogger(level: string, destination?: DestinationStream): FastifyBaseLogger {
  const options = { level, serializers: { err: withoutMessage, req: toRoute, res: () => undefined } };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function toRoute(request: FastifyRequest): { readonly method: string; readonly route: string } {
  return { method: request.method, route: request.routeOptions?.url ?? 'unknown' };
}

/** One line for each request, with the route instead of the URL: the query may hold the formula. */
export function logRequests(app: FastifyInstance): void {
  app.decorateRequest('formulaNote', null);
  app.decorateRequest('cacheHit', false);
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 1000) / 1000,
        cached: request.cacheHit,
        ...(request.formulaNote === null ? {} : { formula: request.formulaNote }),
      },
      'request',
    );
  });
}
