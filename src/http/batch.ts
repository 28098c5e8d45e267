import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type RawLine, toLines } from '../render/ndjson.js';
import type { Services } from './services.js';
import type { MadeLines } from './work.js';

export const NDJSON = 'application/x-ndjson';

/**
 * Lines are handed over in groups, so that the handing over costs little, and groups are to be done soon, so that nobody waits
 * long behind one: as many lines as may take this long, by what the last group took.
 */
const TURN_MS = 20;
const FEWEST_LINES = 4;
const MOST_LINES = 256;
const BYTES_PER_TURN = 65_536;

/**
 * Answers a batch line by line, in order. The stream pulls: a client that reads slowly slows the work down, and one
 * that goes away ends it.
 */
export function sendBatch(body: Readable, reply: FastifyReply, services: Services): FastifyReply {
  reply.header('content-type', NDJSON).header('cache-control', 'no-store');
  return reply.send(Readable.from(answers(body, services), { objectMode: false, highWaterMark: BYTES_PER_TURN }));
}

/** As many groups of lines are under way as there are threads; their answers go out in the order of the lines. */
async function* answers(body: Readable, { work, metrics }: Services): AsyncGenerator<Uint8Array> {
  const most = Math.max(1, work.load().threads);
  const left = new AbortController();
  const underWay: Promise<MadeLines>[] = [];
  let lines = 4 * FEWEST_LINES;
  const groups = toGroups(body, () => lines);
  let next: Promise<IteratorResult<readonly RawLine[]>> | undefined = groups.next();
  try {
    while (next !== undefined || underWay.length > 0) {
      const [first] = underWay;
      if (next !== undefined && underWay.length < most && (await isFirst(next, first))) {
        const { done, value }: IteratorResult<readonly RawLine[]> = await next;
        if (done !== true) underWay.push(quietly(work.runLines(value, left.signal)));
        next = done === true ? undefined : groups.next();
        continue;
      }
      const made = await underWay.shift();
      if (made === undefined) continue;
      metrics.countConcepts(made.concepts);
      lines = nextSize(lines, made.took);
      if (made.bytes.length > 0) yield made.bytes;
    }
  } finally {
    left.abort();
  }
}

/** Whether more input is there before the answer is; what is ready at once goes in before it is waited for. */
async function isFirst(input: Promise<unknown>, answer: Promise<unknown> | undefined): Promise<boolean> {
  const here = input.then(
    () => true,
    () => true,
  );
  if (answer === undefined) return here;
  return Promise.race([here, answer.then(() => false)]);
}

/** A failure is met where the answer is awaited, not before. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Halved where a group took too long, doubled where twice as many lines would have been done in time. */
function nextSize(lines: number, took: number): number {
  if (took > TURN_MS) return Math.max(FEWEST_LINES, lines / 2);
  return took < TURN_MS / 4 ? Math.min(MOST_LINES, lines * 2) : lines;
}

async function* toGroups(body: Readable, size: () => number): AsyncGenerator<readonly RawLine[]> {
  for await (const lines of toLines(body)) {
    let group: RawLine[] = [];
    let bytes = 0;
    for (const line of lines) {
      group.push(line);
      bytes += 'bytes' in line ? line.bytes.length : 0;
      if (group.length < size() && bytes < BYTES_PER_TURN) continue;
      yield group;
      group = [];
      bytes = 0;
    }
    if (group.length > 0) yield group;
  }
}
