import { describe, expect, it } from 'vitest';
import { SOFTMAX, softmaxAnnotation } from '../support/samples.js';
import { openApp } from './app.js';

describe('GET and POST /v1/annotate', () => {
  it('answer with the annotation, byte for byte the same', async () => {
    const app = await openApp();
    const posted = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: SOFTMAX } });
    const got = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX } });
    expect(posted.statusCode).toBe(200);
    expect(posted.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(posted.json()).toEqual(softmaxAnnotation());
    expect(got.payload).toBe(posted.payload);
  });

  it('read a bare formula and a form', async () => {
    const app = await openApp();
    for (const [type, payload] of [
      ['text/plain', `${SOFTMAX}\n`],
      ['application/x-www-form-urlencoded', new URLSearchParams({ latex: SOFTMAX }).toString()],
    ] as const) {
      const reply = await app.inject({
        method: 'POST',
        url: '/v1/annotate',
        payload,
        headers: { 'content-type': type },
      });
      expect(reply.json(), type).toEqual(softmaxAnnotation());
    }
  });

  it('hand the context on to the engine', async () => {
    const seen: unknown[] = [];
    const app = await openApp({ onAnnotate: (_latex, options) => seen.push(options) });
    await app.inject({ url: '/v1/annotate?latex=x&prose=where%20x&domain=physics&preceding=a&preceding=b' });
    const context = { prose: 'where x', domain: 'physics', preceding: ['a', 'b'] };
    await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: 'y', context, include: ['ast'] } });
    expect(seen).toEqual([{ context }, { context, include: ['ast'] }]);
  });

  it('give the part that could be read along with a 422', async () => {
    const app = await openApp();
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: '\\frac{a' } });
    expect(reply.statusCode).toBe(422);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.json()).toMatchObject({
      type: 'https://formulens.dev/problems/latex/open-group',
      status: 422,
      detail: 'missing } for the group opened at 5',
      span: [5, 7],
      hint: 'close the group',
      annotation: { latex: '\\frac{a', chunks: [] },
    });
  });

  it('answer a repeated request from the cache and a known tag with 304', async () => {
    const calls: string[] = [];
    const app = await openApp({ onAnnotate: (latex) => calls.push(latex) });
    const first = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX } });
    const second = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX } });
    const etag = String(first.headers.etag);
    const third = await app.inject({
      url: '/v1/annotate',
      query: { latex: SOFTMAX },
      headers: { 'if-none-match': etag },
    });
    const text = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX, format: 'text' } });
    expect(etag).toMatch(/^"[\w-]{32}"$/);
    expect(second.payload).toBe(first.payload);
    expect([third.statusCode, third.payload]).toEqual([304, '']);
    expect(text.headers.etag).not.toBe(etag);
    expect(calls).toHaveLength(2);
  });
});

describe('formats', () => {
  const asked: readonly (readonly [string, Record<string, string>, string])[] = [
    ['nothing', {}, 'application/json'],
    ['curl', { 'user-agent': 'curl/8.5.0', accept: '*/*' }, 'text/plain'],
    ['PowerShell', { 'user-agent': 'Mozilla/5.0 (Windows NT; en-US) WindowsPowerShell/5.1' }, 'text/plain'],
    ['curl that asks for JSON', { 'user-agent': 'curl/8.5.0', accept: 'application/json' }, 'application/json'],
    ['a browser', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, 'text/html'],
    ['q-values', { accept: 'text/html;q=0.2, text/plain;q=0.7, application/json;q=0.5' }, 'text/plain'],
  ];
  it.each(asked)('%s', async (_name, headers, type) => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX }, headers });
    expect(reply.headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(reply.headers.vary).toContain('Accept');
  });

  it('puts ?format= before everything', async () => {
    const app = await openApp();
    const headers = { 'user-agent': 'curl/8.5.0', accept: 'text/html' };
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX, format: 'json' }, headers });
    expect(reply.json().latex).toBe(SOFTMAX);
  });

  it('answers in JSON a curl that sent JSON', async () => {
    const app = await openApp();
    const headers = { 'user-agent': 'curl/8.5.0', accept: '*/*' };
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex: SOFTMAX }, headers });
    expect(reply.headers['content-type']).toContain('application/json');
  });

  it('says 406 when it offers nothing that is accepted', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: 'x' }, headers: { accept: 'image/png' } });
    expect(reply.statusCode).toBe(406);
    expect(reply.json().code).toBe('request/not-acceptable');
  });

  it('colours text only when asked', async () => {
    const app = await openApp();
    const grey = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX, format: 'text' } });
    const bright = await app.inject({ url: '/v1/annotate', query: { latex: SOFTMAX, format: 'text', color: '1' } });
    expect(grey.payload).not.toContain('\u001b');
    expect(bright.payload).toContain('\u001b[');
  });

  it('escapes what the user wrote in HTML and sends a strict policy', async () => {
    const app = await openApp();
    const latex = '\\text{<script>alert(1)</script>}"\'';
    const reply = await app.inject({ url: '/v1/annotate', query: { latex, format: 'html' } });
    expect(reply.payload).not.toContain('<script');
    // KaTeX writes the measures of what it sets; nobody else writes style.
    expect(reply.payload.replace(/ style="[\w.:;-]*"/g, '')).not.toMatch(/ style=| on\w+=/);
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect(reply.headers['content-security-policy']).not.toMatch(/(script|style)-src [^;]*unsafe/);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  it('shows control characters in text as text', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/v1/annotate', query: { latex: 'x\u001b[31m\u202e', format: 'text' } });
    expect(reply.payload).not.toContain('\u001b');
    expect(reply.payload).not.toContain('\u202e');
    expect(reply.payload).toContain('x\\u{1b}[31m\\u{202e}');
  });
});
