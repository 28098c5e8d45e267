import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Engine } from '../engine.js';
import { answerLine, toLines } from '../render/ndjson.js';

export const NDJSON = 'application/x-ndjson';

/** Lines answered in one go; other requests get their turn in between. */
const LINES_PER_TURN = 16;

/**
 * Answers a batch line by line, in order. The stream pulls: a client that reads slowly slows the work down, and one
 * that goes away ends it.
 */
export function sendBatch(body: Readable, reply: FastifyReply, engine: Engine): FastifyReply {
  reply.header('content-type', NDJSON).header('cache-control', 'no-store');
  return reply.send(Readable.from(answers(body, engine), { objectMode: false }));
}

async function* answers(body: Readable, engine: Engine): AsyncGenerator<string> {
  for await (const lines of toLines(body)) {
    for (let at = 0; at < lines.length; at += LINES_PER_TURN) {
      const written = lines.slice(at, at + LINES_PER_TURN).map((line) => answerLine(line, engine));
      const text = written.map((line) => (line === undefined ? '' : `${line}\n`)).join('');
      if (text !== '') yield text;
      await setImmediate();
    }
  }
}
