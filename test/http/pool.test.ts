import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../src/index.js';
import { absolute } from '../repository/files.js';
import { until } from './process.js';

const MODULE = pathToFileURL(absolute('test/http/answerers.mjs')).href;
const JSON_ANSWER = { format: 'json', color: false } as const;

type PoolModule = typeof import('../../src/http/pool.js');
type Options = Parameters<PoolModule['openPool']>[0];

/** The built pool: its threads load built modules. */
async function openPool(options: Partial<Options> = {}) {
  const { openPool: open }: PoolModule = await import(absolute('dist/src/http/pool.js'));
  const pool = open({
    engine: createEngine(),
    threads: 2,
    memoryMb: 128,
    lineBytes: 100_000,
    deadlineMs: 10_000,
    queueLimit: 100,
    queueMs: 60_000,
    onFault: () => undefined,
    ...options,
  });
  onTestFinished(() => pool.close());
  // On a busy machine threads take their time to start, and no deadline is to fall into that.
  const isIdle = async () => (await pool.isReady()) && pool.load().running === 0;
  expect(await until(isIdle, Boolean)).toBe(true);
  const run = async (name: string, input: unknown = null, module: string | undefined = MODULE) => {
    const answer = () => ({ json: () => `${input} here`, text: () => '', html: () => '' });
    const job = { name, input, answer, ...(module === undefined ? {} : { module }) };
    const made = await pool.run(job, JSON_ANSWER);
    return JSON.parse(String(made.bytes));
  };
  return { pool, run };
}

/** The code of the problem that a refused job is answered with. */
async function codeOf(job: Promise<unknown>): Promise<string | undefined> {
  return job.then(
    () => undefined,
    (error) => error.problem?.code ?? error.message,
  );
}

function toLine(value: unknown): { readonly bytes: Uint8Array } {
  return { bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

describe('the pool', () => {
  it('does jobs in a thread, and those without a module here', async () => {
    const { pool, run } = await openPool();
    expect(await run('echo', 'α')).toBe('α');
    const job = { name: 'x', input: 'α', answer: () => ({ json: () => 'here', text: () => '', html: () => '' }) };
    expect(String((await pool.run(job, JSON_ANSWER)).bytes)).toBe('"here"\n');
  });

  it('ends a job that takes too long, and the others do not notice', async () => {
    const { run } = await openPool({ deadlineMs: 5_000 });
    const late = codeOf(run('spin'));
    const others = await Promise.all(Array.from({ length: 20 }, (_, i) => run('echo', i)));
    expect(others).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(await late).toBe('request/too-costly');
    expect(await run('echo', 'still there')).toBe('still there');
  });

  it('replaces a thread that died, was out of memory or ran into a mistake of ours', async () => {
    const { run } = await openPool({ threads: 1 });
    expect(await codeOf(run('die'))).toBe('server/interrupted');
    expect(await codeOf(run('grow'))).toBe('request/too-costly');
    expect(await codeOf(run('fail'))).toBe('a mistake');
    expect(await run('echo', 1)).toBe(1);
  });

  it('turns away what would wait too long, and takes jobs again when the queue is empty', async () => {
    const { pool, run } = await openPool({ threads: 1, queueLimit: 3 });
    const jobs = Array.from({ length: 10 }, () => codeOf(run('wait', 100)));
    expect(pool.load()).toEqual({ threads: 1, running: 1, queued: 3 });
    const codes = await Promise.all(jobs);
    expect(codes.filter((code) => code === undefined)).toHaveLength(4);
    expect(codes.filter((code) => code === 'server/overloaded')).toHaveLength(6);
    expect(await run('echo', 1)).toBe(1);
  });

  it('turns away by the time that jobs have taken', async () => {
    const { run } = await openPool({ threads: 1, queueMs: 20 });
    for (let i = 0; i < 30; i += 1) await run('wait', 20);
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(run('wait', 1))));
    // One is at work, two may wait in any case.
    expect(codes.filter((code) => code === undefined)).toHaveLength(3);
  });

  it('answers lines in order while it turns others away', async () => {
    const { pool, run } = await openPool({ threads: 1, queueLimit: 1 });
    const { signal } = new AbortController();
    const busy = Array.from({ length: 4 }, () => codeOf(run('wait', 50)));
    const groups = [1, 2, 3].map((n) => pool.runLines([toLine({ id: n, latex: 'x' }), toLine({ id: -n })], signal));
    const answers = (await Promise.all(groups)).map(({ bytes }) => new TextDecoder().decode(bytes));
    const ids = answers.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line).id);
    expect(ids).toEqual([1, -1, 2, -2, 3, -3]);
    await Promise.all(busy);
  });

  it('does no work for a batch that nobody waits for', async () => {
    const { pool } = await openPool({ threads: 1 });
    const left = new AbortController();
    left.abort();
    await expect(pool.runLines([toLine({ latex: 'x' })], left.signal)).rejects.toThrow();
    expect(pool.load()).toEqual({ threads: 1, running: 0, queued: 0 });
  });

  it('refuses the line of a batch that takes too long, and answers its neighbours', async () => {
    const worker = absolute('test/http/lines-worker.mjs');
    const { pool } = await openPool({ threads: 1, deadlineMs: 5_000, worker });
    const lines = [
      { id: 1, latex: 'x' },
      { id: 2, latex: 'spin' },
      { id: 3, latex: 'y' },
    ].map(toLine);
    const { bytes } = await pool.runLines(lines, new AbortController().signal);
    const answers = new TextDecoder()
      .decode(bytes)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [1, undefined],
      [2, 'request/too-costly'],
      [3, undefined],
    ]);
  });
});
