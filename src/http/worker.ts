import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { createEngine } from '../index.js';
import type { Answerers, Asked } from './answer.js';
import { createLineMemory, type PackedLines, unpackLines } from './lines.js';
import { makeAnswer, makeLines } from './work.js';

/** What a thread of the pool is asked for; all of it is plain data. */
export type Task = {
  /** Set to 1 when the work begins: what ends before that was waiting. */
  readonly started: Int32Array;
} & (
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'job';
      readonly module: string;
      readonly name: string;
      readonly input: unknown;
      readonly asked: Asked;
    }
  | { readonly kind: 'lines'; readonly lines: PackedLines }
);

/** What a thread gives back; the bytes are handed over, not copied. */
export type Done = {
  readonly bytes: Uint8Array;
  readonly concepts: readonly string[];
  readonly head?: { readonly status: number; readonly contentType: string; readonly etag: string };
  /** Milliseconds of work, without the waiting. */
  readonly took: number;
};

/** What a thread is told when it starts. */
export type WorkerData = { readonly lineBytes: number };

const engine = createEngine();
const memory = createLineMemory((workerData as WorkerData).lineBytes);
const modules = new Map<string, Answerers>();

/** The work of one thread: it has an engine of its own and does one task at a time. */
export default async function work(task: Task): Promise<unknown> {
  Atomics.store(task.started, 0, 1);
  const start = performance.now();
  if (task.kind === 'ping') return handOver(start, new Uint8Array(0), []);
  if (task.kind === 'lines') {
    const { bytes, concepts } = makeLines(engine, unpackLines(task.lines), memory);
    return handOver(start, bytes, concepts);
  }
  const { name, input, asked } = task;
  const answer = (await loadAnswerers(task.module))[name];
  if (answer === undefined) throw new Error(`${task.module} exports no answerer named ${name}`);
  const { bytes, concepts, ...head } = makeAnswer(engine, { name, input: input as never, answer }, asked);
  return handOver(start, bytes, concepts, head);
}

async function loadAnswerers(url: string): Promise<Answerers> {
  const known = modules.get(url);
  if (known !== undefined) return known;
  const { answerers }: { readonly answerers: Answerers } = await import(url);
  modules.set(url, answerers);
  return answerers;
}

function handOver(start: number, bytes: Uint8Array, concepts: readonly string[], head?: Done['head']): unknown {
  // A short buffer lies in memory that it shares with others, and only whole memory can change hands.
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
  const done: Done = { bytes: own, concepts, took: performance.now() - start, ...(head === undefined ? {} : { head }) };
  return move({ [transferableSymbol]: [own.buffer], [valueSymbol]: done });
}
