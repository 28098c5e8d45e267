import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createConnection } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SOFTMAX } from '../support/samples.js';
import { askFormula, findPort, findProgram, type Served, startServed, until } from './process.js';

const REDIS = findProgram('redis-server', 'valkey-server');

async function startRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(REDIS ?? '', args, { stdio: 'ignore' });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = createConnection(port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.on('error', () => resolve(false));
      }),
    Boolean,
  );
  return child;
}

/**
 * Asks both servers for the same formula, and for another one until the second has had it from the first: on a busy machine the
 * cache may be too slow to be waited for.
 */
async function askBothUntilShared(one: Served, other: Served, count: number): Promise<readonly [Response, Response]> {
  let pair: readonly [Response, Response] | undefined;
  let exponent = 100 * count;
  const seen = await until(
    async () => {
      exponent += 1;
      const latex = `x^{${exponent}} + ${SOFTMAX}`;
      pair = [await askFormula(one.url, latex), await askFormula(other.url, latex)];
      return other.metric('answers_total{level="shared"}');
    },
    (shared) => shared >= count,
  );
  expect(seen).toBe(count);
  if (pair === undefined) throw new Error('nothing was asked');
  return pair;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

describe.skipIf(REDIS === undefined)('a shared cache (needs redis-server or valkey-server on the PATH)', () => {
  it('gives to one server what another has made, and may come and go', async () => {
    const port = await findPort();
    const redis = await startRedis(port);
    const environment = { REDIS_URL: `redis://127.0.0.1:${port}` };
    const [one, other] = [await startServed(environment), await startServed(environment)];
    const [made, shared] = await askBothUntilShared(one, other, 1);
    expect(shared.headers.get('etag')).toBe(made.headers.get('etag'));
    expect(shared.headers.get('content-type')).toBe(made.headers.get('content-type'));
    expect(await shared.text()).toBe(await made.text());

    await stop(redis);
    expect(
      await until(
        () => other.metric('shared_cache_up'),
        (up) => up === 0,
      ),
    ).toBe(0);
    const alone = await Promise.all(['a', 'b', 'c'].map((latex) => askFormula(other.url, latex)));
    expect(alone.map(({ status }) => status)).toEqual([200, 200, 200]);

    await startRedis(port);
    expect(
      await until(
        () => other.metric('shared_cache_up'),
        (up) => up === 1,
      ),
    ).toBe(1);
    expect(
      await until(
        () => one.metric('shared_cache_up'),
        (up) => up === 1,
      ),
    ).toBe(1);
    await askBothUntilShared(one, other, 2);
  });

  it('is none where the address leads nowhere, and the service starts all the same', async () => {
    const served = await startServed({ REDIS_URL: `redis://:secret@127.0.0.1:${await findPort()}` });
    expect((await askFormula(served.url, SOFTMAX)).status).toBe(200);
    expect(await served.metric('shared_cache_up')).toBe(0);
    expect(await served.metric('shared_cache_faults_total')).toBeGreaterThan(0);
  });
});

describe('SIGTERM under load', () => {
  it('loses no answer: who is connected is answered and asked to leave, and the process ends with 0', async () => {
    const { url, child, ended } = await startServed({ LOG_LEVEL: 'warn' });
    let answered = 0;
    const clients = Array.from({ length: 8 }, (_, client) => useUntilAskedToLeave(url, client, () => (answered += 1)));
    await until(
      async () => answered,
      (count) => count > 20,
    );
    child.kill('SIGTERM');
    const outcomes = await Promise.all(clients);
    expect(outcomes).toEqual(clients.map(() => 'asked to leave'));
    expect(await ended).toBe(0);
  });

  it('loses no line of the log', async () => {
    const { url, child, ended } = await startServed({}, 'pipe');
    let logged = '';
    child.stdout?.on('data', (piece) => {
      logged += piece;
    });
    const closed = once(child, 'close');
    const asked = 300;
    // Some are new, and most are repeats.
    for (let i = 0; i < asked; i += 1) await (await askFormula(url, `x^{${i % 20}}`)).text();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await closed;
    const lines = logged
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ msg, route }) => msg === 'request' && route === '/v1/annotate')).toHaveLength(asked);
  });

  it('finishes a batch that is under way', async () => {
    const { url, child, ended } = await startServed({ LOG_LEVEL: 'warn', DRAIN_SECONDS: '0' });
    const lines = Array.from({ length: 300 }, (_, id) => `${JSON.stringify({ id, latex: `x^{${id}}` })}\n`);
    const reply = await fetch(`${url}/v1/annotate`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join(''),
    });
    child.kill('SIGTERM');
    expect((await reply.text()).trimEnd().split('\n')).toHaveLength(300);
    expect(await ended).toBe(0);
  });
});

/** A client with one connection, as a proxy has many: it asks on until it is told that the connection will be closed. */
function useUntilAskedToLeave(url: string, client: number, onAnswer: () => void): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return new Promise((resolve) => {
    const ask = (turn: number): void => {
      const latex = encodeURIComponent(`x_{${client}}^{${turn}}`);
      const request = get(`${url}/v1/annotate?latex=${latex}`, { agent }, (reply) => {
        let body = '';
        reply.on('data', (piece) => {
          body += piece;
        });
        reply.on('error', (error) => resolve(`lost an answer: ${error.message}`));
        reply.on('end', () => {
          onAnswer();
          if (reply.statusCode !== 200 || !body.endsWith('\n')) resolve(`status ${reply.statusCode}`);
          else if (reply.headers.connection === 'close') resolve('asked to leave');
          else ask(turn + 1);
        });
      });
      request.on('error', (error) => resolve(`lost a request: ${error.message}`));
    };
    ask(0);
  });
}

describe('a log that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('to a full disk costs no answers', async () => {
    const full = openSync('/dev/full', 'w');
    const served = await startServed({}, full);
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await askFormula(served.url, `x^{${i}}`)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(
      await until(
        () => served.metric('log_faults_total'),
        (count) => count > 0,
      ),
    ).toBeGreaterThan(0);
    served.child.kill('SIGTERM');
    expect(await served.ended).toBe(0);
  });

  it('to a reader that went away costs no answers', async () => {
    const served = await startServed({}, 'pipe');
    served.child.stdout?.destroy();
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await askFormula(served.url, `x^{${i}}`)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    served.child.kill('SIGTERM');
    expect(await served.ended).toBe(0);
  });
});

describe('/openapi.json', () => {
  it('is made in a thread of its own, once, and comes with an ETag', async () => {
    const { url } = await startServed({ LOG_LEVEL: 'warn' });
    const [one, other] = await Promise.all([fetch(`${url}/openapi.json`), fetch(`${url}/openapi.json`)]);
    expect([one.status, other.status]).toEqual([200, 200]);
    const text = await one.text();
    expect(await other.text()).toBe(text);
    const { paths, components } = JSON.parse(text);
    expect(Object.keys(components.examples)).toContain('request.malformed');
    const { examples } = paths['/v1/annotate'].post.responses['200'].content['application/json'];
    expect(examples.softmax.value.chunks[0].concept).toBe('softmax');
    const tag = String(one.headers.get('etag'));
    expect((await fetch(`${url}/openapi.json`, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });
});
