import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Engine } from '../engine.js';
import { type RawLine, refuseLine } from '../render/ndjson.js';
import { RequestRefused } from './errors.js';
import { packLines } from './lines.js';
import { toProblem } from './problem.js';
import { type Load, type MadeLines, makeAnswer, type Work } from './work.js';
import type { Done, Task, WorkerData } from './worker.js';

export type PoolOptions = {
  /** For the jobs that are too short to be handed over. */
  readonly engine: Engine;
  readonly threads: number;
  readonly memoryMb: number;
  /** Bytes of answers to lines of batches that each thread keeps. */
  readonly lineBytes: number;
  readonly deadlineMs: number;
  readonly queueLimit: number;
  readonly queueMs: number;
  /** Told of threads that ended on their own. */
  readonly onFault: (error: Error) => void;
  /** What the threads run; `worker.js` unless said. */
  readonly worker?: string;
};

/** Part of a newly measured time in the mean, so that some twenty tasks decide. */
const NEWEST = 0.05;

/** Time within which an idle thread says that it is there. */
const PING_MS = 2_000;

type Kind = Task extends infer T ? (T extends Task ? Omit<T, 'started'> : never) : never;

/** Does jobs in threads of their own. One that takes too long is ended with its thread, and nobody else notices. */
export function openPool(options: PoolOptions): Work {
  const { engine, threads, deadlineMs } = options;
  const pool = new Piscina<Task, Done>({
    filename: options.worker ?? fileURLToPath(new URL('worker.js', import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    recordTiming: false,
    trackUnmanagedFds: false,
    workerData: { lineBytes: options.lineBytes } satisfies WorkerData,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
  });
  pool.on('error', options.onFault);

  let open = 0;
  let meanMs = 1;
  const waiting: (() => void)[] = [];
  /** Those of tasks that are done, for the next ones. */
  const flags: Int32Array[] = [];
  const load = (): Load => ({ threads, running: Math.min(open, threads), queued: Math.max(0, open - threads) });

  async function submit(kind: Kind, transferList: readonly ArrayBuffer[] = []): Promise<Done> {
    const started = flags.pop() ?? new Int32Array(new SharedArrayBuffer(4));
    Atomics.store(started, 0, 0);
    // An AbortSignal.timeout would keep its timer for the whole of the deadline after the task is done.
    const signal = new EventEmitter();
    const late = setTimeout(() => signal.emit('abort'), deadlineMs);
    open += 1;
    try {
      const done = await pool.run({ ...kind, started } as Task, { signal, transferList: [...transferList] });
      if (kind.kind !== 'ping') meanMs += NEWEST * (done.took - meanMs);
      flags.push(started);
      return done;
    } catch (error) {
      throw toRefusal(error as Error, Atomics.load(started, 0) === 1);
    } finally {
      clearTimeout(late);
      open -= 1;
      waiting.shift()?.();
    }
  }

  /** Whether a job would wait too long; a few may wait however long those before them take. */
  function isFull(): boolean {
    const { queued } = load();
    return queued >= options.queueLimit || (queued >= 2 * threads && (queued * meanMs) / threads > options.queueMs);
  }

  /** Batches have time: they wait until others are served, and so never fill the queue. */
  async function turn(signal: AbortSignal): Promise<void> {
    while (load().queued >= threads) await new Promise<void>((resolve) => waiting.push(resolve));
    if (!signal.aborted) return;
    waiting.shift()?.();
    signal.throwIfAborted();
  }

  async function runLines(lines: readonly RawLine[], signal: AbortSignal): Promise<MadeLines> {
    await turn(signal);
    const packed = packLines(lines);
    try {
      return await submit({ kind: 'lines', lines: packed }, [
        packed.bytes.buffer as ArrayBuffer,
        packed.lengths.buffer as ArrayBuffer,
      ]);
    } catch (error) {
      const [line] = lines;
      if (!(error instanceof RequestRefused) || line === undefined) throw error;
      if (lines.length === 1) {
        const { code, detail, hint } = error.problem;
        const refused = refuseLine(line, { code, message: detail, hint });
        return { bytes: new TextEncoder().encode(`${refused}\n`), concepts: [], took: deadlineMs };
      }
      // One of them is to blame; the others are answered.
      return joinLines(await inTurn(lines, (each) => runLines([each], signal)));
    }
  }

  return {
    async run(job, asked) {
      const { module, name, input } = job;
      if (module === undefined) return makeAnswer(engine, job, asked);
      if (isFull()) {
        throw new RequestRefused(toProblem('server/overloaded', 'too many formulas wait for their turn', RETRY));
      }
      const { bytes, concepts, head } = await submit({ kind: 'job', module, name, input, asked });
      if (head === undefined) throw new RangeError('a job was answered without a head');
      return { ...head, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), concepts };
    },
    runLines,
    load,
    async isReady() {
      // Who waits in a queue knows that the threads work.
      if (load().queued > 0) return pool.threads.length > 0;
      const late = AbortSignal.timeout(PING_MS);
      const silence = new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false)));
      return Promise.race([
        submit({ kind: 'ping' }).then(
          () => true,
          () => false,
        ),
        silence,
      ]);
    },
    close: () => pool.destroy(),
  };
}

const RETRY = 'try again in a moment, as Retry-After says';

/** What the client is told of a task that was not done; a mistake of our own stays what it is. */
function toRefusal(error: Error & { readonly code?: unknown }, hadStarted: boolean): Error {
  if (error.name === 'AbortError') {
    if (!hadStarted) return new RequestRefused(toProblem('server/overloaded', 'the formula waited in vain', RETRY));
    const detail = 'to read this formula takes more time than the server gives to one';
    return new RequestRefused(toProblem('request/too-costly', detail, 'send its parts one by one'));
  }
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const detail = 'to read this formula takes more memory than the server gives to one';
    return new RequestRefused(toProblem('request/too-costly', detail, 'send its parts one by one'));
  }
  if (/^worker exited|^Terminating worker/.test(error.message)) {
    return new RequestRefused(toProblem('server/interrupted', 'the work ended before it was done', RETRY));
  }
  return error;
}

async function inTurn<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await action(item));
  return results;
}

function joinLines(parts: readonly MadeLines[]): MadeLines {
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    concepts: parts.flatMap(({ concepts }) => concepts),
    took: parts.reduce((sum, { took }) => sum + took, 0),
  };
}
