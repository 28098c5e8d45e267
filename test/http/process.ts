import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { absolute } from '../repository/files.js';

export type Served = {
  readonly url: string;
  readonly child: ChildProcess;
  /** The exit code, when it has ended. */
  readonly ended: Promise<number | null>;
  metric(name: string): Promise<number>;
};

/** The built service as a process of its own; `npm test` builds it first. It ends with the test. */
export async function startServed(
  environment: Readonly<Record<string, string>> = {},
  stdout: 'ignore' | 'pipe' | number = 'ignore',
): Promise<Served> {
  const child = spawn(process.execPath, [absolute('dist/src/cli/main.js'), 'serve'], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', WORKERS: '1', ...environment },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (piece) => {
      said += piece;
      const found = /listens on (http:\/\/[\d.:]+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the service ended with ${code}: ${said}`)));
  });
  return {
    url,
    child,
    ended,
    async metric(name) {
      const written = await (await fetch(`${url}/metrics`)).text();
      const line = written.split('\n').find((each) => each.startsWith(`formulens_${name} `));
      return Number(line?.split(' ')[1]);
    },
  };
}

export function askFormula(url: string, latex: string): Promise<Response> {
  return fetch(`${url}/v1/annotate?format=json&latex=${encodeURIComponent(latex)}`);
}

/** A port that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The path of a program, if it is installed. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Waits for something that takes a while; gives up with the last value after twenty seconds. */
export async function until<T>(read: () => Promise<T>, isIt: (value: T) => boolean): Promise<T> {
  const end = performance.now() + 20_000;
  let value = await read();
  while (!isIt(value) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await read();
  }
  return value;
}
