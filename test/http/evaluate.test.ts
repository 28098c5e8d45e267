import { expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { openApp } from './app.js';

const engine = createEngine();
const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

it('POST and GET /v1/evaluate give the same answer', async () => {
  const app = await openApp({ engine });
  const values = { z: [2, 1, 0.1] };
  const posted = await app.inject({ method: 'POST', url: '/v1/evaluate', payload: { latex: SOFTMAX, values } });
  const got = await app.inject({ url: '/v1/evaluate', query: { latex: SOFTMAX, values: JSON.stringify(values) } });
  expect(posted.statusCode).toBe(200);
  expect(posted.json().value[0]).toBeCloseTo(0.6590011388859679, 14);
  expect(got.payload).toBe(posted.payload);
  const example = await app.inject({ url: '/v1/evaluate', query: { latex: SOFTMAX, values: 'example' } });
  expect(example.json().errors).toEqual([]);
});

it('answers in text', async () => {
  const app = await openApp({ engine });
  const reply = await app.inject({ url: '/v1/evaluate.txt', query: { latex: 'x^2', values: '{"x":3}' } });
  expect(reply.payload).toMatch(/^ {2}x² +9$/m);
});

it('says what is missing as a problem, and refuses values that are no JSON', async () => {
  const app = await openApp({ engine });
  const missing = await app.inject({
    method: 'POST',
    url: '/v1/evaluate',
    payload: { latex: 'a + b', values: { a: 1 } },
  });
  expect(missing.statusCode).toBe(422);
  expect(missing.json()).toMatchObject({ code: 'math/missing-value', span: [4, 5], title: 'A value is missing' });
  for (const values of ['{', '[1]', '7']) {
    const refused = await app.inject({ url: '/v1/evaluate', query: { latex: 'x', values } });
    expect(refused.statusCode, values).toBe(400);
    expect(refused.json().code).toBe('request/invalid');
  }
});
