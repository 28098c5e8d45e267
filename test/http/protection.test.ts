import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readConfig, shownConfig } from '../../src/http/config.js';
import { createLogger } from '../../src/http/logging.js';
import { openApp } from './app.js';

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('API keys', () => {
  it('open /v1 and the metrics, and nothing else needs one', async () => {
    const app = await openApp({ environment: { API_KEYS: `${hashOf('first')},${hashOf('second').toUpperCase()}` } });
    const statusOf = async (url: string, headers = {}) => (await app.inject({ url, headers })).statusCode;
    for (const url of [
      '/v1/annotate?latex=x',
      '/v1/annotate.json?latex=x',
      '/v1/concepts',
      '/metrics',
      '/v1/nothing',
    ]) {
      expect(await statusOf(url), url).toBe(401);
      expect(await statusOf(url, bearer('third')), url).toBe(401);
    }
    for (const key of ['first', 'second']) expect(await statusOf('/v1/annotate?latex=x', bearer(key))).toBe(200);
    for (const url of ['/', '/livez', '/readyz']) expect(await statusOf(url), url).toBe(200);
  });

  it('are asked for again with every request, also for an answer that is kept', async () => {
    const app = await openApp({ environment: { API_KEYS: hashOf('first') } });
    const url = '/v1/annotate?latex=x';
    expect((await app.inject({ url, headers: bearer('first') })).statusCode).toBe(200);
    const refused = await app.inject({ url });
    expect([refused.statusCode, refused.json().code, refused.headers['www-authenticate']]).toEqual([
      401,
      'request/unauthorized',
      'Bearer',
    ]);
    for (const authorization of [
      'first',
      'Basic first',
      'Bearer',
      'Bearer first second',
      `Bearer ${'x'.repeat(9_999)}`,
    ]) {
      expect((await app.inject({ url, headers: { authorization } })).statusCode, authorization.slice(0, 20)).toBe(401);
    }
  });

  it('have limits of their own, wherever the requests come from', async () => {
    const environment = { API_KEYS: `${hashOf('small')}:1,${hashOf('large')}`, RATE_LIMIT: '0' };
    const app = await openApp({ environment });
    const ask = async (key: string) =>
      (await app.inject({ url: '/v1/annotate?latex=x', headers: bearer(key) })).statusCode;
    expect([await ask('small'), await ask('small'), await ask('large'), await ask('large')]).toEqual([
      200, 429, 200, 200,
    ]);
  });

  it('are refused in the settings where they are not hashed, without being repeated', () => {
    const read = readConfig({ API_KEYS: `${hashOf('a')},my secret` });
    expect(read).toEqual({ ok: false, problems: [expect.stringMatching(/^API_KEYS: entry 2 /)] });
    expect(JSON.stringify(read)).not.toContain('secret');
  });
});

describe('settings', () => {
  it('are shown without their secrets', () => {
    const read = readConfig({
      API_KEYS: `${hashOf('a')}:5`,
      REDIS_URL: 'rediss://me:pa@ss@cache.example:6379/2?x=word',
    });
    if (!read.ok) throw new Error(read.problems.join());
    const shown = shownConfig(read.config);
    expect(shown.REDIS_URL).toBe('rediss://(hidden)@cache.example:6379/2?(hidden)');
    expect(shown.API_KEYS).toBe('(hidden):5');
    expect(shown.PORT).toBe(3000);
  });
});

describe('request ids', () => {
  it('are taken over where they are harmless, and made where they are not', async () => {
    const app = await openApp();
    const idFor = async (sent?: string) => {
      const headers = sent === undefined ? {} : { 'x-request-id': sent };
      const reply = await app.inject({ url: '/v1/nothing', headers });
      expect(reply.json().requestId).toBe(reply.headers['x-request-id']);
      return String(reply.headers['x-request-id']);
    };
    expect(await idFor('abc-1/2')).toBe('abc-1/2');
    const made = [await idFor(), await idFor('a b'), await idFor('x'.repeat(101)), await idFor('<script>')];
    expect(new Set(made).size).toBe(4);
    for (const id of made) expect(id).toMatch(/^[\da-f-]{36}$/);
  });

  it('are those of the request, also for an answer that is kept whole', async () => {
    const app = await openApp();
    const replies = [];
    for (const id of ['one', 'two', 'three']) {
      replies.push(await app.inject({ url: '/v1/annotate?latex=x', headers: { 'x-request-id': id } }));
    }
    expect(replies.map(({ headers }) => headers['x-request-id'])).toEqual(['one', 'two', 'three']);
    const [first, ...others] = replies.map(({ headers, payload, statusCode }) => {
      const { 'x-request-id': _id, date: _date, connection: _connection, ...rest } = headers;
      return { rest, payload, statusCode };
    });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('repeated requests', () => {
  it('are told apart by all that changes the answer', async () => {
    const app = await openApp();
    const url = '/v1/annotate?latex=x';
    const typeFor = async (headers: Record<string, string>) =>
      (await app.inject({ url, headers })).headers['content-type'];
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await typeFor({ accept: 'text/html' })).toContain('text/html');
      expect(await typeFor({ accept: 'application/json' })).toContain('application/json');
      expect(await typeFor({ 'user-agent': 'curl/8.5.0' })).toContain('text/plain');
    }
    const { etag } = (await app.inject({ url })).headers;
    expect((await app.inject({ url, headers: { 'if-none-match': String(etag) } })).statusCode).toBe(304);
    expect((await app.inject({ method: 'HEAD', url })).payload).toBe('');
  });

  it('are counted, limited and logged like others', async () => {
    const lines: string[] = [];
    const app = await openApp({ logger: createLogger('info', { write: (line) => void lines.push(line) }) });
    for (let turn = 0; turn < 3; turn += 1) await app.inject({ url: '/v1/annotate?latex=x' });
    const { payload } = await app.inject({ url: '/metrics' });
    expect(payload).toContain('formulens_answers_total{level="made"} 1\n');
    expect(payload).toContain('formulens_answers_total{level="process"} 2\n');
    expect(payload).toContain('formulens_http_requests_total{method="GET",route="/v1/annotate",status="200"} 3\n');
    const seen = lines.map((line) => JSON.parse(line)).filter(({ route }) => route === '/v1/annotate');
    expect(seen.map(({ answer }) => answer)).toEqual(['made', 'process', 'process']);
    expect(new Set(seen.map(({ formula }) => formula.hash)).size).toBe(1);

    const limited = await openApp({ environment: { RATE_LIMIT: '2' } });
    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1)
      statuses.push((await limited.inject({ url: '/v1/annotate?latex=x' })).statusCode);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});

describe('metrics', () => {
  it('count chunks by family, and show nothing that users send', async () => {
    const app = await openApp();
    const latex = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';
    await app.inject({ url: '/v1/annotate', query: { latex } });
    await app.inject({ url: '/v1/secret/path', headers: { 'user-agent': 'secret' } });
    const reply = await app.inject({ url: '/metrics' });
    expect(reply.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(reply.payload).toContain('formulens_chunks_total{family="activation"} 1\n');
    expect(reply.payload).toContain('route="unknown",status="404"} 1\n');
    expect(reply.payload).not.toMatch(/secret|frac|z_i/);
  });
});

describe('the log', () => {
  it('hides keys, should somebody log a request whole', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => void lines.push(line) });
    logger.info({ headers: { authorization: 'Bearer my-key', accept: 'x' } }, 'seen');
    logger.info({ authorization: 'Bearer my-key' }, 'seen');
    expect(lines.join('')).not.toContain('my-key');
    expect(lines.join('')).toContain('"accept":"x"');
  });
});

describe('a body that trickles in', () => {
  it('is answered 408, and its connection closed', async () => {
    const app = await openApp({ environment: { BODY_SECONDS: '1' } });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const socket = createConnection(port, '127.0.0.1');
    socket.write(
      'POST /v1/annotate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"latex"',
    );
    let said = '';
    socket.on('data', (piece) => {
      said += piece;
    });
    await once(socket, 'close');
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    expect(said).toContain('request/too-slow');
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: 'x' } });
    expect(reply.statusCode).toBe(200);
  });
});

describe('equal requests at the same time', () => {
  it('share the work', async () => {
    let times = 0;
    const app = await openApp({ onAnnotate: () => (times += 1) });
    const replies = await Promise.all(Array.from({ length: 8 }, () => app.inject({ url: '/v1/annotate?latex=x' })));
    expect(new Set(replies.map(({ payload }) => payload)).size).toBe(1);
    expect(times).toBe(1);
  });
});
