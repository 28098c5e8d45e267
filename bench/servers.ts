import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export type RunningServer = {
  readonly url: string;
  /** Seconds of processor time so far; not a number where the system does not tell. */
  cpuSeconds(): number;
  /** Bytes of memory in use, likewise. */
  memoryBytes(): number;
  /** Ends it; gives its exit code. */
  stop(): Promise<number | null>;
};

const START_MS = 20_000;

/** The service as it ships, with its log on. */
export function startService(environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
  return start([main, 'serve'], { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', ...environment });
}

/** The bare server, which gives the same answer to everything. */
export function startBare(answer: Uint8Array, flags: readonly string[] = []): Promise<RunningServer> {
  return start([fileURLToPath(new URL('bare.js', import.meta.url)), ...flags], {}, answer);
}

/** Servers that live as long as what is done with them. */
export async function withServers<T>(
  starts: readonly (() => Promise<RunningServer>)[],
  action: (servers: readonly RunningServer[]) => Promise<T>,
): Promise<T> {
  const servers: RunningServer[] = [];
  try {
    for (const start of starts) servers.push(await start());
    return await action(servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

export async function withService<T>(
  environment: Readonly<Record<string, string>>,
  action: (server: RunningServer) => Promise<T>,
): Promise<T> {
  return withServers([() => startService(environment)], ([server]) => action(server as RunningServer));
}

async function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: Uint8Array = new Uint8Array(),
): Promise<RunningServer> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.end(input);
  const url = await readUrl(child);
  return {
    url,
    cpuSeconds: () => readCpu(child.pid),
    memoryBytes: () => readMemory(child.pid),
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => fail('did not start in time'), START_MS);
    const fail = (why: string): void => {
      clearTimeout(late);
      child.kill('SIGKILL');
      reject(new Error(`the server ${why}: ${said}`));
    };
    child.on('exit', (code) => fail(`ended with ${code}`));
    child.stderr?.on('data', (piece) => {
      said += piece;
      const url = /listens on (http:\/\/[\d.:]+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve(url);
    });
  });
}

/** Linux counts processor time in hundredths of a second; user and system time are the 12th and 13th field after the name. */
function readCpu(pid: number | undefined): number {
  const fields = readProcess(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function readMemory(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readProcess(pid, 'status'))?.[1]) * 1_024;
}

function readProcess(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
