import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import pino, { type DestinationStream } from 'pino';
import type { Level, Metrics } from './metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log may know of the formula. */
    formulaNote: FormulaNote | null;
    /** Where the answer came from. */
    answerFrom: Level | null;
  }
}
export type FormulaNote = { readonly length: number; readonly hash: string };

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

/** Where secrets would stand if somebody logged a request whole. */
const SECRETS = ['', 'headers.', 'req.headers.', 'request.headers.'].flatMap((path) => [
  `${path}authorization`,
  `${path}cookie`,
]);

/** A pino logger under which neither requests nor errors can carry a formula or a key into the log. */
export function createLogger(level: string, destination?: DestinationStream): FastifyBaseLogger {
  const options = {
    level,
    redact: { paths: SECRETS, censor: '(hidden)' },
    serializers: { err: withoutMessage, req: toRoute, res: () => undefined },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Log lines that may wait while the reader of the log is slow; beyond that they are lost, and the service goes on. */
const MAX_WAITING_BYTES = 16_777_216;

/** Lines go out in blocks, or after a moment: under load, to write each by itself costs half as much as the answer does. */
const BLOCK_LENGTH = 32_768;
const BLOCK_MS = 250;

/** Time that the last lines get at the end. */
const LAST_LINES_MS = 500;

export type Log = { readonly destination: DestinationStream; close(): Promise<void> };

/**
 * Standard output for the log. A full disk or a reader that went away costs log lines, never requests: they are counted by
 * `onFault`, and the log goes on when there is room again.
 */
export function openLog(onFault: () => void): Log {
  const stream = pino.destination({ dest: 1, sync: false, maxLength: MAX_WAITING_BYTES });
  // The stream could gather lines itself, but it measures what it has gathered anew for each line, in bytes.
  let lines: string[] = [];
  let length = 0;
  const handOn = (): void => {
    if (lines.length === 0) return;
    stream.write(lines.join(''));
    lines = [];
    length = 0;
  };
  const late = setInterval(handOn, BLOCK_MS).unref();
  stream.on('error', onFault);
  stream.on('drop', onFault);
  return {
    destination: {
      write(line) {
        lines.push(line);
        length += line.length;
        if (length >= BLOCK_LENGTH) handOn();
      },
    },
    async close() {
      clearInterval(late);
      handOn();
      const closed = once(stream, 'close').catch(() => undefined);
      stream.end();
      await Promise.race([closed, wait(LAST_LINES_MS)]);
      // What cannot be written by now would be tried for ever when the process ends.
      stream.destroy();
    },
  };
}

function toRoute(request: FastifyRequest): { readonly method: string; readonly route: string } {
  return { method: request.method, route: routeOf(request) };
}

/** Never the URL, of which there is no end, and which may hold a formula. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions?.url ?? 'unknown';
}

/** One line for each request, with the route instead of the URL: the query may hold the formula. The same is counted. */
export function logRequests(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest('formulaNote', null);
  app.decorateRequest('answerFrom', null);
  app.addHook('onResponse', (request, reply, done) => {
    const { method, answerFrom, formulaNote } = request;
    const [route, status] = [routeOf(request), reply.statusCode];
    metrics.countRequest({ method, route, status, seconds: reply.elapsedTime / 1_000 });
    request.log.info(
      {
        method,
        route,
        status,
        milliseconds: Math.round(reply.elapsedTime * 1000) / 1000,
        ...(answerFrom === null ? {} : { answer: answerFrom }),
        ...(formulaNote === null ? {} : { formula: formulaNote }),
      },
      'request',
    );
    done();
  });
}
