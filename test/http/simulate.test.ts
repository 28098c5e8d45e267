import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { parseXml } from '../support/xml.js';
import { openApp } from './app.js';

const engine = createEngine();
const PROGRAM = {
  blocks: [{ name: 'halving', latex: 'x_{n+1} = \\frac{x_n}{2}' }],
  values: { x_0: 8 },
  steps: 3,
};

describe('POST /v1/simulate', () => {
  it('runs a program', async () => {
    const app = await openApp({ engine });
    const response = await app.inject({ method: 'POST', url: '/v1/simulate', payload: PROGRAM });
    expect(response.statusCode).toBe(200);
    const { runs, picture, errors } = response.json();
    expect(errors).toEqual([]);
    expect(runs[0]).toMatchObject({
      name: 'halving',
      at: [0, 1, 2, 3],
      parameters: [{ latex: 'x', values: [8, 4, 2, 1] }],
    });
    expect(parseXml(picture).name).toBe('svg');
  });

  it('answers as text, as a page and as the picture alone', async () => {
    const app = await openApp({ engine });
    const ask = (format: string) =>
      app.inject({ method: 'POST', url: `/v1/simulate?format=${format}`, payload: PROGRAM });
    const text = await ask('text');
    expect(text.body).toContain('halving');
    expect(text.body).toMatch(/^\s+3\s+1$/m);
    const svg = await ask('svg');
    expect(svg.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(parseXml(svg.body).name).toBe('svg');
    expect((await ask('html')).body).toContain('<svg');
  });

  it('leaves the picture out where it is not wanted', async () => {
    const app = await openApp({ engine });
    const response = await app.inject({ method: 'POST', url: '/v1/simulate', payload: { ...PROGRAM, picture: false } });
    expect('picture' in response.json()).toBe(false);
  });

  it.each<[string, object, number, string]>([
    ['no blocks', { ...PROGRAM, blocks: [] }, 400, 'request/invalid'],
    ['too many steps', { ...PROGRAM, steps: 1_000_000 }, 400, 'request/invalid'],
    ['an unknown field', { ...PROGRAM, rate: 1 }, 400, 'request/unknown-field'],
    ['words for numbers', { ...PROGRAM, values: { x_0: 'eight' } }, 400, 'request/invalid'],
    ['a value that is missing', { ...PROGRAM, values: {} }, 422, 'math/missing-value'],
    ['LaTeX that is broken', { ...PROGRAM, blocks: [{ latex: 'x = {' }] }, 422, 'latex/open-group'],
  ])('%s is a problem', async (_name, payload, status, code) => {
    const app = await openApp({ engine });
    const response = await app.inject({ method: 'POST', url: '/v1/simulate', payload });
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
  });

  it('says in which text of the request the error lies', async () => {
    const app = await openApp({ engine });
    const payload = { ...PROGRAM, blocks: [...PROGRAM.blocks, { latex: 'y = y + \\frac{1}{' }] };
    const { errors } = (await app.inject({ method: 'POST', url: '/v1/simulate', payload })).json();
    expect(errors[0]).toMatchObject({ path: 'blocks.1.latex', code: 'latex/open-group' });
  });
});

describe('GET /v1/picture.svg', () => {
  const url = (latex: string, values?: string): string =>
    `/v1/picture.svg?${new URLSearchParams({ latex, ...(values === undefined ? {} : { values }) })}`;

  it('is an image, whatever the client says it accepts of images', async () => {
    const app = await openApp({ engine });
    for (const accept of ['*/*', 'image/avif,image/webp,image/svg+xml,image/*;q=0.8', 'image/svg+xml']) {
      const response = await app.inject({ url: url('\\frac{1}{1+e^{-x}}'), headers: { accept } });
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
      expect(parseXml(response.body).name).toBe('svg');
    }
  });

  it('is kept by caches, and let through with its style sheet by its own policy', async () => {
    const app = await openApp({ engine });
    const response = await app.inject({ url: url('x^2') });
    expect(response.headers.etag).toBeDefined();
    expect(response.headers['content-security-policy']).toMatch(/style-src 'self' 'sha256-[\w+/]{43}='/);
    const again = await app.inject({ url: url('x^2'), headers: { 'if-none-match': String(response.headers.etag) } });
    expect(again.statusCode).toBe(304);
  });

  it('takes values', async () => {
    const app = await openApp({ engine });
    const response = await app.inject({ url: url('x^2', '{"x": 3}') });
    expect(response.body).toContain('>9</text>');
  });

  it.each<[string, string | undefined, number, string]>([
    ['f(x)', undefined, 422, 'picture/none'],
    ['x^{', undefined, 422, 'latex/open-group'],
    ['x^2', '{x: 3}', 400, 'request/invalid'],
    ['x^2', '{"x": "three"}', 400, 'request/invalid'],
    ['', undefined, 422, 'latex/empty'],
  ])('%s with values %s is a problem', async (latex, values, status, code) => {
    const app = await openApp({ engine });
    const response = await app.inject({ url: url(latex, values) });
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});
