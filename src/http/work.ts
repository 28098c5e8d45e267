import type { Engine } from '../engine.js';
import { type Asked, type Job, type StoredAnswer, toStored } from './answer.js';

/** Where jobs are done. */
export type Work = {
  run<Input>(job: Job<Input>, asked: Asked): Promise<StoredAnswer>;
};

/** Does every job at once, in this thread. */
export function workInline(engine: Engine): Work {
  return { run: async (job, asked) => toStored(job.answer(engine, job.input), asked) };
}
