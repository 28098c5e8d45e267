import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
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

/** The value once it has stopped changing. */
async function untilStill(read: () => number): Promise<number> {
  let last = -1;
  for (let round = 0; round < 100 && read() !== last; round += 1) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return last;
}
