import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { openApp } from './app.js';

const engine = createEngine();

async function post(payload: unknown, headers: Record<string, string> = {}, query = '') {
  const app = await openApp({ engine });
  return app.inject({
    method: 'POST',
    url: `/v1/matrix${query}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
}

describe('behaviour', () => {
  const get = async (url: string) => (await openApp({ engine })).inject({ method: 'GET', url });
  it('is put into answers that ask for it, and shown in each format', async () => {
    const url = `/v1/annotate?include=behaviour&latex=${encodeURIComponent('\\max(0, h)')}`;
    expect((await get(url)).json().chunks[0].behaviour[0]).toMatchObject({ property: 'range', holds: true });
    expect((await get(`${url}&format=text`)).body).toContain('tried out');
    expect((await get(`${url}&format=html`)).body).toContain('<dt>Tried out</dt>');
    expect((await get(url.replace('behaviour', 'nonsense'))).statusCode).toBe(400);
  });
  it('is part of every concept', async () => {
    expect((await get('/v1/concepts/sigmoid?format=json')).json().behaviour.length).toBeGreaterThan(4);
    expect((await get('/v1/concepts/sigmoid?format=text')).body).toContain('Its values lie between 0 and 1');
  });
});

describe('/v1/matrix', () => {
  it('describes rows', async () => {
    const response = await post({
      matrix: [
        [0, -1],
        [1, 0],
      ],
    });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      matrix: { rank: 2, determinant: 1, actions: [{ kind: 'rotation', numbers: { degrees: 90 } }, {}, {}] },
      errors: [],
    });
  });

  it('computes the factors of an equation, in JSON, text and HTML', async () => {
    const request = {
      latex: 'A = Q R',
      values: {
        A: [
          [3, 1],
          [4, 2],
        ],
      },
    };
    const json = await post(request);
    expect(json.json().decompositions[0]).toMatchObject({
      kind: 'qr',
      exists: true,
      factors: [{ latex: 'Q' }, { latex: 'R' }],
    });
    const text = await post(request, {}, '?format=text');
    expect(text.body).toContain('column 1 is 5 of axis 1');
    const html = await post(request, {}, '?format=html');
    expect(html.body).toContain('QR decomposition');
    expect(html.body).not.toContain('<script');
  });

  it('takes a bare formula', async () => {
    const response = await post('\\begin{bmatrix} 0 & 1 \\\\ 1 & 0 \\end{bmatrix}', { 'content-type': 'text/plain' });
    expect(response.json().matrix.actions.map((action: { kind: string }) => action.kind)).toContain('reflection');
  });

  it('refuses what is no matrix with a problem', async () => {
    const missing = await post({ latex: 'A B' });
    expect(missing.statusCode).toBe(422);
    expect(missing.json()).toMatchObject({ code: 'math/missing-value', span: [0, 1] });
    for (const request of [
      {},
      { latex: 'A', matrix: [[1]] },
      { matrix: [] },
      { matrix: [[]] },
      { matrix: [['x']] },
      { matrix: Array.from({ length: 65 }, () => [1]) },
      { latex: 'A', values: { A: 'x' } },
    ])
      expect((await post(request)).statusCode).toBe(400);
    const ragged = await post({ matrix: [[1, 2], [3]] });
    expect([ragged.statusCode, ragged.json().code]).toEqual([422, 'math/shape']);
  });
});
