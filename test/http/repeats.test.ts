import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/http/app.js';
import { createLogger } from '../../src/http/logging.js';
import { openApp } from './app.js';

/** Repeats are answered before the app sees them: only a port shows it. */
async function listen(app: App): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 });
}

/** Headers of the answer, without those that belong to the one request. */
function lasting({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !['x-request-id', 'date'].includes(name)));
}

const URL_OF_X = '/v1/annotate?latex=x';

describe('a request that is repeated', () => {
  it('gets the same answer, under its own id', async () => {
    const url = await listen(await openApp());
    const answers: Response[] = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      answers.push(await fetch(url + URL_OF_X, { headers: { 'x-request-id': id } }));
    }
    expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual(['a', 'b', 'c', 'd']);
    const [first, ...others] = await Promise.all(answers.map(async (each) => [lasting(each), await each.text()]));
    for (const other of others) expect(other).toEqual(first);
  });

  it('is answered byte for byte beyond ASCII, and where the answer is long', async () => {
    const app = await openApp();
    const url = await listen(app);
    const long = `${url}/v1/annotate?format=text&latex=${encodeURIComponent(`\\text{äöü→}${'+x'.repeat(400)}`)}`;
    for (const path of [`${url}/v1/concepts`, `${url}/v1/concepts?format=html`, long]) {
      const texts: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) texts.push(await (await fetch(path)).text());
      expect(texts[0]).not.toBe('');
      expect(new Set(texts).size).toBe(1);
    }
  });

  it('is read once, counted each time, and logged with what is known of it', async () => {
    const lines: string[] = [];
    const seen: string[] = [];
    const app = await openApp({
      logger: createLogger('info', { write: (line) => void lines.push(line) }),
      onAnnotate: (latex) => seen.push(latex),
    });
    const url = await listen(app);
    for (let turn = 0; turn < 5; turn += 1) await (await fetch(url + URL_OF_X)).text();
    expect(seen).toEqual(['x']);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('formulens_answers_total{level="process"} 4\n');
    expect(metrics).toContain('formulens_http_requests_total{method="GET",route="/v1/annotate",status="200"} 5\n');
    expect(metrics).toContain('formulens_http_request_seconds_count{route="/v1/annotate"} 5\n');
    const logged = lines.map((line) => JSON.parse(line)).filter(({ route }) => route === '/v1/annotate');
    const shapes = logged.map(({ time: _time, requestId, milliseconds, answer, ...rest }) => {
      expect([typeof requestId, typeof milliseconds]).toEqual(['string', 'number']);
      return rest;
    });
    expect(shapes).toHaveLength(5);
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });

  it('is told apart by all that changes the answer', async () => {
    const url = await listen(await openApp());
    const typeFor = async (headers: Record<string, string>, method = 'GET') =>
      (await fetch(url + URL_OF_X, { headers, method })).headers.get('content-type');
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await typeFor({ accept: 'text/html' })).toContain('text/html');
      expect(await typeFor({ accept: 'application/json' })).toContain('application/json');
      expect(await typeFor({ accept: '*/*', 'user-agent': 'curl/8.5.0' })).toContain('text/plain');
      expect(await typeFor({}, 'DELETE')).toContain('application/problem+json');
    }
    const { headers } = await fetch(url + URL_OF_X);
    const again = await fetch(url + URL_OF_X, { headers: { 'if-none-match': String(headers.get('etag')) } });
    expect(again.status).toBe(304);
  });

  it('is refused with two hosts, however often it came with one', async () => {
    const app = await openApp();
    const url = await listen(app);
    for (let turn = 0; turn < 4; turn += 1) await (await fetch(url + URL_OF_X, { headers: { accept: '*/*' } })).text();
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.end(`GET ${URL_OF_X} HTTP/1.1\r\nHost: a\r\nhOST: b\r\nAccept: */*\r\n\r\n`);
    let said = '';
    socket.on('data', (piece) => {
      said += piece;
    });
    await once(socket, 'close');
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toContain('"code":"request/malformed"');
  });

  it('is read anew where nothing is to be kept', async () => {
    const seen: string[] = [];
    const app = await openApp({ environment: { CACHE_BYTES: '0' }, onAnnotate: (latex) => seen.push(latex) });
    const url = await listen(app);
    for (let turn = 0; turn < 4; turn += 1) await (await fetch(url + URL_OF_X)).text();
    expect(seen).toEqual(['x', 'x', 'x', 'x']);
  });
});

describe('a repeated body', () => {
  const post = (url: string, body: string, type = 'application/json') =>
    fetch(`${url}/v1/annotate?format=json`, { method: 'POST', headers: { 'content-type': type }, body });

  it('gets the same answer, and other bodies theirs', async () => {
    const seen: string[] = [];
    const url = await listen(await openApp({ onAnnotate: (latex) => seen.push(latex) }));
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await (await post(url, '{"latex":"x"}')).json()).toMatchObject({ latex: 'x' });
      expect(await (await post(url, '{"latex":"y"}')).json()).toMatchObject({ latex: 'y' });
      expect(await (await post(url, '{"latex":"x"}', 'text/plain')).json()).toMatchObject({ latex: '{"latex":"x"}' });
      expect((await post(url, '{"latex":')).status).toBe(400);
      expect((await post(url, '{"latex":"x","more":1}')).status).toBe(400);
    }
    expect(seen.toSorted()).toEqual(['x', 'y', '{"latex":"x"}'].toSorted());
  });
});

describe('where clients are not all alike', () => {
  it('repeats count for the limit, and carry its headers', async () => {
    const url = await listen(await openApp({ environment: { RATE_LIMIT: '5' } }));
    const replies: Response[] = [];
    for (let turn = 0; turn < 7; turn += 1) replies.push(await fetch(url + URL_OF_X));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const remaining = replies.slice(0, 5).map(({ headers }) => headers.get('ratelimit-remaining'));
    expect(remaining).toEqual(['4', '3', '2', '1', '0']);
    const bodies = await Promise.all(replies.slice(0, 5).map((reply) => reply.text()));
    expect(new Set(bodies).size).toBe(1);
  });

  it('repeats need the key that the first one needed', async () => {
    const hash = createHash('sha256').update('mine').digest('hex');
    const url = await listen(await openApp({ environment: { API_KEYS: hash } }));
    const ask = async (headers: Record<string, string>) => (await fetch(url + URL_OF_X, { headers })).status;
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await ask({ authorization: 'Bearer mine' })).toBe(200);
      expect(await ask({})).toBe(401);
      expect(await ask({ authorization: 'Bearer other' })).toBe(401);
    }
  });
});
