import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type BatchAnswer,
  type BatchLine,
  type ClientOptions,
  createClient,
  ProblemError,
} from '../../src/client/index.js';
import { createEngine } from '../../src/index.js';
import { openApp } from '../http/app.js';
import { absolute } from '../repository/files.js';
import { SOFTMAX, softmaxAnnotation } from '../support/samples.js';

async function openClient(options: Partial<ClientOptions> = {}, environment: Readonly<Record<string, string>> = {}) {
  const app = await openApp({ environment });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  return createClient({ baseUrl, ...options });
}

/** A service that answers as the test says, and what it was asked. */
async function openStranger(answer: RequestListener, options: Partial<ClientOptions> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, reply) => {
    requests.push(request);
    answer(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { client: createClient({ baseUrl: `http://127.0.0.1:${port}`, ...options }), requests };
}

const BUSY = JSON.stringify({ type: 'x', title: 'busy', status: 503, code: 'server/busy', detail: 'busy', hint: '' });
const PARSED = JSON.stringify({ latex: 'x', outline: 'symbol x' });

describe('the client', () => {
  it('asks every endpoint and gives the answers as they are', async () => {
    const client = await openClient();
    expect(await client.annotate({ latex: SOFTMAX })).toEqual(softmaxAnnotation());
    expect(await client.parse({ latex: 'x' })).toMatchObject({ outline: 'symbol x' });
    expect((await client.concepts('soft')).concepts.map(({ id }) => id)).toEqual(['softmax']);
    expect(await client.concept('softmax')).toMatchObject({ id: 'softmax', versions: { catalogue: 'sample' } });
  });

  it('asks what needs the whole engine', async () => {
    const app = await openApp({ engine: createEngine() });
    const client = createClient({ baseUrl: await app.listen({ host: '127.0.0.1', port: 0 }) });
    expect(await client.evaluate({ latex: 'x^2', values: { x: 3 } })).toMatchObject({ value: 9 });
    const blocks = [{ latex: 'x_{n+1} = 2 x_n' }];
    const simulated = await client.simulate({ blocks, values: { x_0: 1 }, steps: 3 });
    expect(simulated.runs[0]?.parameters[0]?.values).toEqual([1, 2, 4, 8]);
    expect(await client.picture('\\frac{1}{1+e^{-x}}')).toMatch(/^<svg /);
    await expect(client.picture('\\frac{1')).rejects.toMatchObject({ code: 'latex/open-group' });
    const matrix = [
      [0, -1],
      [1, 0],
    ];
    expect(JSON.stringify(await client.matrix({ matrix }))).toContain('rotat');
    const text = 'Let $x^2$ be it.';
    expect(await client.document({ text, format: 'markdown' })).toMatchObject({ formulas: [{ latex: 'x^2' }] });
  });

  it('throws what the service says is wrong, with the place', async () => {
    const client = await openClient();
    const error = await client.annotate({ latex: '\\frac{a' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 422, code: 'latex/open-group', problem: { span: [5, 7] } });
    expect((error as Error).message).toBe('missing } for the group opened at 5 (close the group)');
    await expect(client.concept('../../etc')).rejects.toMatchObject({ status: 404, code: 'concept/unknown' });
  });

  it('says so when something else than the service answered', async () => {
    const { client } = await openStranger((_request, reply) => reply.writeHead(502, 'Bad Gateway').end('<html>'));
    await expect(client.concepts()).rejects.toMatchObject({ status: 502, code: 'client/no-problem-document' });
  });
});

describe('a service that is busy', () => {
  it('is asked again after as long as it says', async () => {
    let asked = 0;
    const { client, requests } = await openStranger((_request, reply) => {
      asked += 1;
      if (asked < 3) reply.writeHead(asked === 1 ? 503 : 429, { 'retry-after': '0' }).end(BUSY);
      else reply.writeHead(200).end(PARSED);
    });
    expect(await client.parse({ latex: 'x' })).toMatchObject({ outline: 'symbol x' });
    expect(requests).toHaveLength(3);
  });

  it('is not asked for ever, and not when it asks for too much patience', async () => {
    const { client, requests } = await openStranger(
      (_request, reply) => reply.writeHead(503, { 'retry-after': '0' }).end(BUSY),
      { retries: 1 },
    );
    await expect(client.parse({ latex: 'x' })).rejects.toMatchObject({ code: 'server/busy' });
    expect(requests).toHaveLength(2);
    const later = new Date(Date.now() + 3_600_000).toUTCString();
    const patient = await openStranger((_request, reply) => reply.writeHead(503, { 'retry-after': later }).end(BUSY));
    await expect(patient.client.parse({ latex: 'x' })).rejects.toMatchObject({ status: 503 });
    expect(patient.requests).toHaveLength(1);
  });

  it('is asked again when the connection broke, and not when it said no', async () => {
    let asked = 0;
    const { client } = await openStranger((request, reply) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else reply.writeHead(200).end(PARSED);
    });
    expect(await client.parse({ latex: 'x' })).toMatchObject({ latex: 'x' });
    expect(asked).toBe(2);
    const refusing = await openStranger((_request, reply) => reply.writeHead(400).end(BUSY));
    await expect(refusing.client.parse({ latex: 'x' })).rejects.toBeInstanceOf(ProblemError);
    expect(refusing.requests).toHaveLength(1);
  });

  it('is given up after the time for one try', async () => {
    const { client } = await openStranger(() => undefined, { timeoutMs: 50, retries: 0 });
    await expect(client.concepts()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is left at once when the caller says so, also while waiting', async () => {
    const { client, requests } = await openStranger((_request, reply) =>
      reply.writeHead(503, { 'retry-after': '20' }).end(BUSY),
    );
    const controller = new AbortController();
    const asked = client.parse({ latex: 'x' }, { signal: controller.signal });
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    await expect(client.parse({ latex: 'x' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(requests).toHaveLength(1);
  });

  it('is sent the key and the headers of the caller', async () => {
    const { client, requests } = await openStranger((_request, reply) => reply.writeHead(200).end(PARSED), {
      apiKey: 'secret',
      headers: { 'x-request-id': 'a' },
    });
    await client.parse({ latex: 'x' });
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-request-id': 'a' });
  });
});

describe('a batch', () => {
  async function all(answers: AsyncIterable<BatchAnswer>): Promise<BatchAnswer[]> {
    const found: BatchAnswer[] = [];
    for await (const answer of answers) found.push(answer);
    return found;
  }

  it('comes back in order, whatever its length, with what is wrong line by line', async () => {
    const client = await openClient();
    const lines: BatchLine[] = Array.from({ length: 450 }, (_, id) => ({ id, latex: id === 7 ? '' : `x_{${id}}` }));
    const answers = await all(client.annotateAll(lines));
    expect(answers.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    expect(answers[7]).toMatchObject({ error: { code: 'latex/empty' } });
    expect(answers[449]).toMatchObject({ latex: 'x_{449}' });
  });

  it('takes no more lines than are wanted', async () => {
    const client = await openClient();
    let taken = 0;
    async function* endless(): AsyncGenerator<BatchLine> {
      for (;;) yield { id: taken++, latex: 'x' };
    }
    for await (const answer of client.annotateAll(endless())) if (answer.id === 250) break;
    expect(taken).toBeLessThan(1_000);
  });

  it('says so when answers are missing', async () => {
    const { client } = await openStranger((_request, reply) => reply.writeHead(200).end('{"id":1,"latex":"x"}\n'));
    const lines = [
      { id: 1, latex: 'x' },
      { id: 2, latex: 'y' },
    ];
    await expect(all(client.annotateAll(lines))).rejects.toThrow('the answers end after 1 of 2 lines');
  });
});

it('is small, needs no other package and runs in browsers', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [absolute('src/client/index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((path) => !path.includes('src/client/'))).toEqual([]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(5_000);
});
