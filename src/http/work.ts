import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../engine.js';
import type { Annotation } from '../explain/schema.js';
import { answerLine, type LineMemory, type RawLine } from '../render/ndjson.js';
import { type Asked, type Job, type StoredAnswer, toStored } from './answer.js';
import { createLineMemory } from './lines.js';

/** Where jobs are done. */
export type Work = {
  /** Rejects with `RequestRefused` where the server has no time for the job, or the job takes too much. */
  run<Input>(job: Job<Input>, asked: Asked): Promise<MadeAnswer>;
  /** Answers lines of a batch in their order; waits for its turn as long as it takes, unless the client leaves. */
  runLines(lines: readonly RawLine[], signal: AbortSignal): Promise<MadeLines>;
  load(): Load;
  /** Whether jobs would be done now. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
};

/** An answer that was made and not kept, and the concepts in it, for those who count. */
export type MadeAnswer = StoredAnswer & { readonly concepts: readonly string[] };
export type MadeLines = {
  readonly bytes: Uint8Array;
  readonly concepts: readonly string[];
  /** Milliseconds of work, without the waiting. */
  readonly took: number;
};

export type Load = { readonly threads: number; readonly running: number; readonly queued: number };

/** Does every job at once, in this thread; keeps as much of the answers to lines as is said. */
export function workInline(engine: Engine, lineBytes = 0): Work {
  const memory = createLineMemory(lineBytes);
  return {
    run: async (job, asked) => makeAnswer(engine, job, asked),
    runLines: async (lines, signal) => {
      // Others get their turn in between.
      await setImmediate();
      signal.throwIfAborted();
      return makeLines(engine, lines, memory);
    },
    load: () => ({ threads: 0, running: 0, queued: 0 }),
    isReady: async () => true,
    close: async () => undefined,
  };
}

export function makeAnswer<Input>(engine: Engine, job: Job<Input>, asked: Asked): MadeAnswer {
  const answer = job.answer(engine, job.input);
  const concepts = 'problem' in answer ? [] : (answer.concepts ?? []);
  return { ...toStored(answer, asked), concepts };
}

export function makeLines(engine: Engine, lines: readonly RawLine[], memory?: LineMemory): MadeLines {
  const start = performance.now();
  const concepts: string[] = [];
  const look = (annotation: Annotation): void => void concepts.push(...conceptsIn(annotation));
  const written = lines.flatMap((line) => {
    const answer = answerLine(line, engine, look, memory);
    return answer === undefined ? [] : [`${answer}\n`];
  });
  const bytes = new TextEncoder().encode(written.join(''));
  return { bytes, concepts, took: performance.now() - start };
}

/** The concepts of an annotation, one for each chunk that is one. */
export function conceptsIn({ chunks }: Annotation): readonly string[] {
  return chunks.map(({ concept }) => concept);
}
