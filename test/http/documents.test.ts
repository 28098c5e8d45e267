import { describe, expect, it } from 'vitest';
import { type DocumentAnswer, MAX_DOCUMENT_LENGTH } from '../../src/explain/document-schema.js';
import { createEngine } from '../../src/index.js';
import { openApp } from './app.js';

const engine = createEngine();
const PAGE =
  'Let $x$ be.\n\n$$\np_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}\n$$\n\nThen $$m = \\sum_i p_i x_i$$ and $\\frac{a$.';

async function post(payload: string | object, type = 'application/json', query: Record<string, string> = {}) {
  const app = await openApp({ engine });
  return app.inject({ method: 'POST', url: '/v1/documents', query, payload, headers: { 'content-type': type } });
}

describe('POST /v1/documents', () => {
  it('reads Markdown as it is, LaTeX as it is, and JSON with options', async () => {
    const concepts = (body: DocumentAnswer) =>
      body.formulas.map((f) => f.annotation.chunks.map((c) => c.concept).join());
    for (const [payload, type] of [
      [PAGE, 'text/markdown'],
      [PAGE, 'text/markdown; charset=utf-8'],
      [PAGE, 'text/plain'],
      [{ text: PAGE, format: 'markdown' }, 'application/json'],
      [{ text: PAGE }, 'application/json'],
    ] as const) {
      const reply = await post(payload, type);
      expect(reply.statusCode, type).toBe(200);
      expect(concepts(reply.json()), type).toEqual(['', 'softmax', 'weighted-average', '']);
    }
    for (const type of ['application/x-tex', 'text/x-latex']) {
      const reply = await post(`\\newcommand{\\ex}[1]{e^{#1}}\n${PAGE.replaceAll('e^{z_i}', '\\ex{z_i}')}`, type);
      expect(concepts(reply.json()).slice(0, 3), type).toEqual(['', 'softmax', 'weighted-average']);
    }
  });

  it('gives each formula its places in the text', async () => {
    const { formulas } = (await post(PAGE, 'text/markdown')).json() as DocumentAnswer;
    for (const { span, latex, offsets } of formulas) {
      expect(PAGE.slice(...(span as [number, number]))).toContain(latex);
      expect(PAGE.slice(offsets[0]?.[1], offsets.at(-1)?.[1])).toBe(latex);
    }
    expect(formulas.map((f) => f.line)).toEqual([1, 3, 7, 7]);
  });

  it('answers terminals in text, with lines, gists and what cannot be read', async () => {
    const text = (await post(PAGE, 'text/markdown', { format: 'text' })).payload;
    expect(text).toMatch(/^3 {2}p_i = /m);
    expect(text).toContain('p_i is a softmax');
    expect(text).toContain('Cannot read this: missing }');
    expect(text).toMatch(/\n4 formulas; 1 without a known pattern are not shown\.\n$/);
  });

  it('takes the field from the query', async () => {
    const [formula] = (
      (await post('$\\theta$', 'text/markdown', { domain: 'machine-learning' })).json() as DocumentAnswer
    ).formulas;
    expect(formula?.annotation.symbols[0]?.meaning).toBe('the parameters');
  });

  it('refuses what is too long, empty, not UTF-8, or of another kind', async () => {
    expect((await post('x'.repeat(MAX_DOCUMENT_LENGTH + 1), 'text/markdown')).statusCode).toBe(400);
    expect((await post('', 'text/markdown')).statusCode).toBe(400);
    expect((await post({ text: 'x', format: 'word' })).statusCode).toBe(400);
    expect((await post('x', 'application/pdf')).statusCode).toBe(415);
    const app = await openApp({ engine });
    const headers = { 'content-type': 'text/markdown' };
    const bytes = Buffer.from([0x24, 0xff, 0x24]);
    const reply = await app.inject({ method: 'POST', url: '/v1/documents', payload: bytes, headers });
    expect(reply.json()).toMatchObject({ status: 400, code: 'request/not-utf8' });
    expect((await app.inject({ url: '/v1/documents' })).statusCode).toBe(405);
  });

  it('leaves plain text to be a formula elsewhere', async () => {
    const app = await openApp({ engine });
    const headers = { 'content-type': 'text/plain' };
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: 'x', headers });
    expect(reply.json()).toMatchObject({ latex: 'x' });
  });
});
