import { describe, expect, it } from 'vitest';
import { SOFTMAX } from '../support/samples.js';
import { openApp } from './app.js';

const CURL = { 'user-agent': 'curl/8.5.0', accept: '*/*' };

describe('the end of a path', () => {
  it.each([
    ['/v1/annotate.json', 'application/json'],
    ['/v1/annotate.txt', 'text/plain'],
    ['/v1/annotate.html', 'text/html'],
  ])('%s', async (url, type) => {
    const app = await openApp();
    const reply = await app.inject({ url, query: { latex: SOFTMAX }, headers: { accept: 'image/png' } });
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
  });

  it('works for names, for bodies and without a query', async () => {
    const app = await openApp();
    expect((await app.inject({ url: '/v1/concepts/softmax.txt' })).payload).toMatch(/^softmax {2}\(softmax\)/);
    const posted = await app.inject({ method: 'POST', url: '/v1/parse.txt', payload: { latex: 'x' } });
    expect(posted.payload).toContain('symbol x');
  });

  it('is not asked for twice', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/annotate.txt?latex=x&format=json' });
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'request/invalid']);
  });

  it('is that of a format, or nothing is there', async () => {
    const app = await openApp();
    for (const url of ['/v1/annotate.pdf?latex=x', '/livez.json', '/v1/nothing.json']) {
      expect((await app.inject({ url })).statusCode, url).toBe(404);
    }
  });
});

describe('who asks', () => {
  it.each([
    'curl/8.5.0',
    'Wget/1.21.4',
    'HTTPie/3.2.2',
    'xh/0.22.0',
    'fetch libfetch/2.0',
    'Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.22621',
    'Mozilla/5.0 (Linux; Debian) PowerShell/7.4.1',
  ])('%s reads text', async (agent) => {
    const app = await openApp();
    const headers = { 'user-agent': agent };
    expect((await app.inject({ url: '/', headers })).headers['content-type']).toBe('text/plain; charset=utf-8');
    const reply = await app.inject({ url: '/v1/concepts', headers });
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(reply.headers.vary).toMatch(/Accept.*User-Agent/);
  });

  it.each(['python-requests/2.31', 'node', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0', ''])(
    '%s that says nothing gets JSON under /v1 and the page at /',
    async (agent) => {
      const app = await openApp();
      const headers = { 'user-agent': agent, accept: '*/*' };
      expect((await app.inject({ url: '/', headers })).headers['content-type']).toBe('text/html; charset=utf-8');
      const reply = await app.inject({ url: '/v1/concepts', headers });
      expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    },
  );
});

describe('what a route does not offer', () => {
  it('is refused with the list of what it offers', async () => {
    const app = await openApp();
    for (const url of ['/v1/concepts?format=svg', '/v1/concepts.svg']) {
      const reply = await app.inject({ url });
      expect([reply.statusCode, reply.json()]).toMatchObject([
        406,
        {
          code: 'request/not-acceptable',
          detail: 'this is offered as json, text or html, and the request rules them out',
          hint: 'add ?format=json, or accept application/json, text/plain or text/html',
        },
      ]);
    }
    const accepted = await app.inject({ url: '/v1/concepts', headers: { accept: 'image/svg+xml' } });
    expect(accepted.statusCode).toBe(406);
  });
});

describe('problems come in the format asked for', () => {
  it('with the place underlined, in a formula that was not even read', async () => {
    const app = await openApp();
    const text = await app.inject({ url: '/v1/annotate', query: { latex: 'ab\0c' }, headers: CURL });
    expect(text.payload.split('\n').slice(0, 4)).toEqual([
      '422 A character has no meaning in a formula',
      'NUL character at 2',
      '  ab\\u{0}c',
      '    ^^^^^',
    ]);
    const html = await app.inject({ url: '/v1/annotate', query: { latex: '<b>\0c', format: 'html' } });
    expect(html.payload).toContain('<code>&lt;b&gt;<mark>\\u{0}</mark>c</code>');
  });

  it('with the place marked, in a page', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: 'a<b+\\frac{c', format: 'html' } });
    expect(reply.statusCode).toBe(422);
    expect(reply.payload).toContain('<code>a&lt;b+\\frac<mark>{c</mark></code>');
  });

  it('as JSON to those who asked for a picture', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/concepts/nothing?format=svg' });
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('for paths that lead nowhere and methods that are not there too', async () => {
    const app = await openApp();
    const lost = await app.inject({ url: '/nowhere', headers: CURL });
    expect(lost.payload).toBe(
      '404 There is nothing here\nthere is nothing at this path\nhint: GET / shows what is offered\n',
    );
    const method = await app.inject({ method: 'DELETE', url: '/v1/annotate', headers: CURL });
    expect([method.payload, method.headers.allow]).toEqual([expect.stringMatching(/^405 /), 'GET, HEAD, POST']);
    const page = await app.inject({ url: '/nowhere', headers: { accept: 'text/html' } });
    expect(page.payload).toContain('<h1>There is nothing here</h1>');
  });
});

it('text keeps to the width, 80 columns unless said', async () => {
  const app = await openApp();
  for (const [query, columns] of [
    ['', 80],
    ['&width=40', 40],
  ] as const) {
    const reply = await app.inject({ url: `/v1/annotate?latex=${encodeURIComponent(SOFTMAX)}${query}`, headers: CURL });
    const widest = Math.max(...reply.payload.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(columns);
    expect(widest).toBeGreaterThan(columns - 20);
  }
});

it('tells those who forget the content type of JSON how to send it', async () => {
  const app = await openApp();
  const headers = { ...CURL, 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: '{"latex": "x"}', headers });
  expect([reply.statusCode, reply.payload]).toEqual([
    415,
    expect.stringContaining("hint: add -H 'content-type: application/json'"),
  ]);
});
