import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { type RunningServer, withService } from './servers.js';
import { formatRatio, formatTime, type Row, type Section } from './table.js';

/** Short formulas, a few hundred of them: the memory of the threads carries most lines, and the stream is what is measured. */
const DISTINCT = Array.from({ length: 100 }, (_, k) => [
  `x^{${k}} + y`,
  `\\frac{a_{${k}}}{b}`,
  `\\sqrt{u + ${k}}`,
]).flat();

/** Lines that are written at once. */
const LINES_A_PIECE = 500;

const MEGABYTE = 1_048_576;

/** A batch through `POST /v1/annotate`: memory stays, and who leaves is worked for no longer. It ends after `mostSeconds`. */
export async function measureBatch(total: number, mostSeconds: number): Promise<Section> {
  return withService({ LOG_LEVEL: 'warn' }, async (server) => {
    const memory: number[] = [];
    const every = Math.ceil(total / 20);
    const start = performance.now();
    const answered = await exchange(server.url, total, mostSeconds, (lines) => {
      if (lines >= (memory.length + 1) * every) memory.push(server.memoryBytes());
    });
    const seconds = (performance.now() - start) / 1_000;
    const [quarter = Number.NaN, last = Number.NaN] = [memory[Math.floor(memory.length / 4)], memory.at(-1)];
    const highest = Math.max(...memory);
    const rows: Row[] = [
      { name: 'lines answered', value: `${answered.lines}`, beside: `of ${total}, in at most ${mostSeconds} s` },
      { name: 'lines a second', value: `${Math.round(answered.lines / seconds)}`, beside: formatTime(seconds * 1_000) },
      { name: 'answers', value: `${Math.round(answered.bytes / MEGABYTE)} MB` },
      {
        name: 'memory at the end to a quarter of the way',
        value: formatRatio(last / quarter),
        beside: `${Math.round(last / MEGABYTE)} MB to ${Math.round(quarter / MEGABYTE)} MB, never above ${Math.round(highest / MEGABYTE)} MB`,
      },
      await measureLeaving(server),
    ];
    return { title: `A batch of ${total} lines, ${DISTINCT.length} formulas by turns`, rows };
  });
}

type Answered = { readonly lines: number; readonly bytes: number };

async function exchange(
  url: string,
  total: number,
  mostSeconds: number,
  look: (lines: number) => void,
): Promise<Answered> {
  const sent = open(url);
  const end = performance.now() + mostSeconds * 1_000;
  const replied = once(sent, 'response') as Promise<[IncomingMessage]>;
  const writing = write(sent, total, () => performance.now() > end);
  const [reply] = await replied;
  let [lines, bytes] = [0, 0];
  for await (const piece of reply as AsyncIterable<Buffer>) {
    bytes += piece.length;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1;
    look(lines);
  }
  await writing;
  return { lines, bytes };
}

/** What the server still does in the two seconds after its client has left a batch in the middle. */
async function measureLeaving(server: RunningServer): Promise<Row> {
  const sent = open(server.url);
  sent.on('error', () => undefined);
  let left = false;
  const writing = write(sent, 100_000_000, () => left);
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  reply.on('error', () => undefined).resume();
  await setTimeout(1_000);
  left = true;
  sent.destroy();
  await writing;
  await setTimeout(500);
  const before = server.cpuSeconds();
  await setTimeout(2_000);
  const used = server.cpuSeconds() - before;
  return { name: 'processor time in 2 s after a client left', value: formatTime(used * 1_000) };
}

function open(url: string): ClientRequest {
  return request(`${url}/v1/annotate`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
}

/** Writes as fast as the server reads, until all is sent, it is over, or the connection ends. */
function write(sent: ClientRequest, total: number, isOver: () => boolean): Promise<void> {
  return pipeline(Readable.from(pieces(total, isOver)), sent).catch(() => undefined);
}

function* pieces(total: number, isOver: () => boolean): Generator<string> {
  for (let id = 0; id < total && !isOver(); id += LINES_A_PIECE) {
    const count = Math.min(LINES_A_PIECE, total - id);
    yield Array.from({ length: count }, (_, k) => toLine(id + k)).join('');
  }
}

function toLine(id: number): string {
  return `${JSON.stringify({ id, latex: DISTINCT[id % DISTINCT.length] })}\n`;
}
