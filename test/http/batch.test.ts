import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../src/engine.js';
import { buildApp } from '../../src/http/app.js';
import { plainConfig } from '../../src/http/plain-config.js';
import { workInline } from '../../src/http/work.js';
import { sampleEngine } from '../support/samples.js';
import { openApp } from './app.js';

const LINE = `${JSON.stringify({ latex: 'x' })}\n`;

async function openPort(seen: string[]) {
  const app = await openApp({ onAnnotate: (latex) => seen.push(latex) });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const headers = { 'content-type': 'application/x-ndjson' };
  return request({ host: '127.0.0.1', port, path: '/v1/annotate', method: 'POST', headers });
}

it('a batch answers a line before the next one is sent', async () => {
  const sent = await openPort([]);
  sent.write(LINE);
  const reply = await new Promise<import('node:http').IncomingMessage>((resolve) => sent.on('response', resolve));
  const answers = reply[Symbol.asyncIterator]();
  expect(JSON.parse(String((await answers.next()).value)).latex).toBe('x');
  sent.end(`{"id":2,"latex":"y"}\n`);
  expect(JSON.parse(String((await answers.next()).value))).toMatchObject({ id: 2, latex: 'y' });
  expect((await answers.next()).done).toBe(true);
});

it('a client that does not read its answers stops the work, and one that leaves ends it', async () => {
  const seen: string[] = [];
  const sent = await openPort(seen);
  sent.on('error', () => undefined);
  const total = 400_000;
  sent.write(LINE.repeat(total));
  const reply = await new Promise<import('node:http').IncomingMessage>((resolve) => sent.on('response', resolve));
  reply.on('error', () => undefined);
  reply.pause();
  const settled = await untilStill(() => seen.length);
  expect(settled).toBeGreaterThan(0);
  expect(settled).toBeLessThan(total / 2);
  sent.destroy();
  await untilStill(() => seen.length);
  expect(seen.length).toBeLessThan(total);
});

it('a line that asks what another asked is read once, and answered under its own id', async () => {
  const seen: string[] = [];
  const inner = sampleEngine();
  const engine: Engine = {
    ...inner,
    annotate: (latex, options) => {
      seen.push(latex);
      return inner.annotate(latex, options);
    },
  };
  const work = workInline(engine, 1_000_000);
  const app = await buildApp({ engine, config: plainConfig(), work });
  onTestFinished(() => app.close());
  const lines = [
    '{"id":1,"latex":"x"}',
    '{"latex":"x","id":"two"}',
    '{"latex":"x"}',
    '{"latex":"x","id":{"a":1}}',
    `{"latex":"x","id":"${'i'.repeat(201)}"}`,
    '{"latex":"x","__proto__":1}',
    '{"latex":"x","include":["ast"]}',
    '{"latex":"y"}',
  ];
  const headers = { 'content-type': 'application/x-ndjson' };
  const { payload } = await app.inject({ method: 'POST', url: '/v1/annotate', payload: lines.join('\n'), headers });
  const answers = payload
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(answers.map(({ id, error, latex }) => [id, error?.code ?? latex])).toEqual([
    [1, 'x'],
    ['two', 'x'],
    [null, 'x'],
    [null, 'request/invalid'],
    ['i'.repeat(201), 'request/invalid'],
    [null, 'request/unknown-field'],
    [null, 'x'],
    [null, 'y'],
  ]);
  expect({ ...answers[1], id: 1 }).toEqual(answers[0]);
  expect(seen).toEqual(['x', 'x', 'y']);
});

/** The value once it has stopped changing. */
async function untilStill(read: () => number): Promise<number> {
  let last = -1;
  for (let round = 0; round < 100 && read() !== last; round += 1) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return last;
}
