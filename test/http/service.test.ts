import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/http/config.js';
import { SOFTMAX } from '../support/samples.js';
import { openApp } from './app.js';

describe('GET /', () => {
  it('greets terminals with commands that work when pasted', async () => {
    const app = await openApp();
    const headers = { 'user-agent': 'curl/8.5.0', accept: '*/*', host: 'formulas.example:8080' };
    const reply = await app.inject({ url: '/', headers });
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    const commands = reply.payload.split('\n').filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(command).toContain('http://formulas.example:8080/v1/');
  });

  it('does not repeat a host that is none', async () => {
    const app = await openApp();
    const headers = { 'user-agent': 'curl/8.5.0', host: "x'; rm -rf ~ #" };
    const reply = await app.inject({ url: '/', headers });
    expect(reply.payload).not.toContain('rm -rf');
  });

  it('gives browsers a page with a form that works without scripts', async () => {
    const app = await openApp();
    const reply = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(reply.payload).toMatch(/<form [^>]*action="\/v1\/annotate" method="get">/);
    // Scripts come from files, which may be left out: nothing is written into the page itself.
    expect(reply.payload.replace(/<script type="module" src="\/assets\/[\w.-]+"><\/script>/, '')).not.toContain(
      '<script',
    );
    expect(reply.payload).not.toMatch(/ style=| on\w+=/);
    const style = await app.inject({ url: '/style.css' });
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
  });
});

describe('operation', () => {
  it('is alive and ready', async () => {
    const app = await openApp();
    expect((await app.inject({ url: '/livez' })).json()).toEqual({ status: 'ok' });
    expect((await app.inject({ url: '/readyz' })).json().versions.catalogue).toBe('sample');
  });

  it('limits requests when told so, with the headers of the standard, and not the probes', async () => {
    const app = await openApp({ environment: { RATE_LIMIT: '2' } });
    const ask = () => app.inject({ url: '/v1/annotate?latex=x' });
    const first = await ask();
    await ask();
    const third = await ask();
    expect(first.headers['ratelimit-remaining']).toBe('1');
    expect([third.statusCode, third.json().code]).toEqual([429, 'request/too-many']);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject({ url: '/livez' })).statusCode).toBe(200);
  });

  it('lets other origins read and not write, unless told otherwise', async () => {
    const headers = { origin: 'https://a.example' };
    const open = await openApp();
    expect((await open.inject({ url: '/livez', headers })).headers['access-control-allow-origin']).toBe('*');
    const closed = await openApp({ environment: { CORS_ORIGIN: '' } });
    expect((await closed.inject({ url: '/livez', headers })).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('says all that is wrong with its settings at once', () => {
    const result = readConfig({ PORT: '99999', LOG_LEVEL: 'loud' });
    expect(result.ok ? [] : result.problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL']);
  });

  it('counts an empty setting as none', () => {
    expect(readConfig({ PORT: '' })).toMatchObject({ ok: true, config: { PORT: 3000, HOST: '127.0.0.1' } });
  });
});

describe('concepts and parse', () => {
  it('list concepts and show one, in every format', async () => {
    const app = await openApp();
    expect((await app.inject({ url: '/v1/concepts' })).json().concepts[0].id).toBe('softmax');
    expect((await app.inject({ url: '/v1/concepts/softmax' })).json()).toMatchObject({
      id: 'softmax',
      family: 'activation',
    });
    expect((await app.inject({ url: '/v1/concepts?format=text' })).payload).toContain('  softmax');
    expect((await app.inject({ url: '/v1/concepts?format=html' })).payload).toContain('href="/v1/concepts/softmax');
    expect((await app.inject({ url: '/v1/concepts/softmax?format=text' })).payload).toContain('the shares sum to 1');
  });

  it('parse', async () => {
    const app = await openApp();
    const reply = await app.inject({ method: 'POST', url: '/v1/parse', payload: { latex: 'x' } });
    expect(reply.json()).toMatchObject({ latex: 'x', outline: 'symbol x' });
  });
});

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 with every route, every described field and the problem', async () => {
    const app = await openApp();
    const document = (await app.inject({ url: '/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/livez',
        '/problems/{area}/{name}',
        '/readyz',
        '/v1/annotate',
        '/v1/concepts',
        '/v1/concepts/{id}',
        '/v1/documents',
        '/v1/evaluate',
        '/v1/matrix',
        '/v1/parse',
        '/v1/picture.svg',
        '/v1/simulate',
      ]),
    );
    const { post } = document.paths['/v1/annotate'];
    expect(Object.keys(post.requestBody.content)).toContain('text/plain');
    expect(post.responses['422']).toEqual({ $ref: '#/components/responses/422' });
  });
});

describe('a batch', () => {
  const headers = { 'content-type': 'application/x-ndjson' };

  it('answers line by line in order, bad lines too', async () => {
    const app = await openApp();
    const lines = [
      JSON.stringify({ id: 1, latex: SOFTMAX }),
      'not JSON',
      JSON.stringify({ id: 'b', latex: 5 }),
      '',
      JSON.stringify({ latex: 'x', extra: true }),
      JSON.stringify({ id: 'c', latex: '{a' }),
    ];
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: lines.join('\n'), headers });
    const answers = reply.payload
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reply.headers['content-type']).toBe('application/x-ndjson');
    expect(answers.map((answer) => [answer.id, answer.error?.code ?? answer.errors[0]?.code ?? 'read'])).toEqual([
      [1, 'read'],
      [null, 'request/invalid-json'],
      ['b', 'request/invalid'],
      [null, 'request/unknown-field'],
      ['c', 'latex/open-group'],
    ]);
    expect(answers[0].chunks[0].concept).toBe('softmax');
  });

  it('is longer than any body may be, since it is never held as a whole', async () => {
    const app = await openApp({ environment: { BODY_LIMIT: '1024' } });
    const payload = `${JSON.stringify({ latex: 'x' })}\n`.repeat(2_000);
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload, headers });
    expect(reply.payload.trimEnd().split('\n')).toHaveLength(2_000);
  });
});
