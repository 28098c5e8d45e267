import type { InjectOptions } from 'fastify';
import { parseHTML } from 'linkedom';
import { afterAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/http/app.js';
import type { ApiDocument, Example } from '../../src/http/openapi-types.js';
import { plainConfig } from '../../src/http/plain-config.js';
import { createEngine } from '../../src/index.js';
import { BODIES, FORMULAS, HEADERS, LINES, PATHS, QUERIES, toRequest, VALUES } from './hostile-requests.js';

const app = await buildApp({ engine: createEngine(), config: plainConfig() });
afterAll(() => app.close());
const document = (await app.inject({ url: '/openapi.json' })).json() as ApiDocument;

/** Routes that read a JSON body, each with a request that it answers. */
const posts = Object.entries(document.paths).flatMap(([path, operations]) => {
  const [sample] = Object.values(operations.post?.requestBody?.content['application/json']?.examples ?? {});
  return sample === undefined ? [] : [{ path, sample: (sample as Example).value as Readonly<Record<string, unknown>> }];
});

type Reply = Awaited<ReturnType<typeof app.inject>>;

/** What a terminal obeys, or what turns the order of a text. */
const OBEYED = /[^\P{Cc}\n]|\p{Cf}/u;
/** Elements by which a formula could do something on its own; the pages have none but the scripts that lie beside them. */
const ACTIVE = 'script:not([src^="/assets/"]), iframe, object, embed, base, img, foreignObject';

function expectInert(markup: string): void {
  const { document } = parseHTML(markup);
  expect([...document.querySelectorAll(ACTIVE)].map((element) => element.outerHTML.slice(0, 200))).toEqual([]);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/i);
      if (/href$|^src$|^action$|^formaction$/.test(name)) expect(value).toMatch(/^(\/(?!\/)|#)/);
      if (name === 'style') expect(value).not.toMatch(/url\(|expression|fixed/i);
    }
  }
}

/** Nothing of the inside, and nothing that a browser or a terminal would obey. */
function expectHarmless(reply: Reply): void {
  const type = String(reply.headers['content-type'] ?? '');
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
  expect(reply.payload).not.toMatch(/node_modules|file:\/\/\/|\n\s+at \S+ \(|root:x:/);
  if (/html|svg|xml/.test(type) && reply.payload !== '') expectInert(reply.payload);
  if (type.startsWith('text/plain')) expect(reply.payload).not.toMatch(OBEYED);
  for (const [name, value] of Object.entries(reply.headers)) {
    expect(`${name}: ${value}`).not.toMatch(/\p{Cc}|<script|evil\.example/u);
  }
}

async function expectRefused(request: InjectOptions): Promise<Reply> {
  const reply = await app.inject(request);
  expect(reply.statusCode, reply.payload.slice(0, 300)).toBeGreaterThanOrEqual(400);
  expect(reply.statusCode).toBeLessThan(500);
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = reply.json();
  expect(problem).toMatchObject({ status: reply.statusCode, type: `https://formulens.dev/problems/${problem.code}` });
  expect(problem.detail).not.toBe('');
  expect(reply.payload.length).toBeLessThan(200_000);
  expectHarmless(reply);
  return reply;
}

async function expectAnswered(request: InjectOptions): Promise<Reply> {
  const reply = await app.inject(request);
  expect(reply.statusCode, reply.payload.slice(0, 300)).toBeLessThan(500);
  expectHarmless(reply);
  return reply;
}

it('there are routes to be attacked', () => {
  expect(posts.map(({ path }) => path)).toEqual(expect.arrayContaining(['/v1/annotate', '/v1/parse']));
});

describe.each(posts)('POST $path refuses', ({ path, sample }) => {
  it.each(BODIES)('%s', async (_name, payload, headers) => {
    await expectRefused(toRequest(path, payload, headers));
  });

  const fields = Object.keys(sample);
  const wrong = fields.flatMap((field) =>
    VALUES.map(([name, value]) => [`${name} as ${field}`, field, value] as const),
  );
  it.each(wrong)('%s', async (_name, field, value) => {
    await expectRefused(toRequest(path, JSON.stringify({ ...sample, [field]: value })));
  });

  it('an unknown field beside what it knows', async () => {
    const reply = await expectRefused(toRequest(path, JSON.stringify({ ...sample, '\u001b[2J<script>': 1 })));
    expect(reply.json().code).toBe('request/unknown-field');
  });

  it('__proto__ beside what it knows', async () => {
    const payload = `{"__proto__":{"latex":"x"},${JSON.stringify(sample).slice(1)}`;
    expect((await expectRefused(toRequest(path, payload))).json().code).toBe('request/unknown-field');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('a query that is none of its own', async () => {
    await expectRefused({ ...toRequest(path, JSON.stringify(sample)), url: `${path}?__proto__[format]=text` });
  });

  it('other methods, and says which it has', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      const reply = await expectRefused({ method, url: path });
      expect([reply.statusCode, reply.headers.allow]).toEqual([405, expect.stringContaining('POST')]);
    }
  });
});

describe('GET /v1/annotate refuses', () => {
  it.each(QUERIES)('%s', async (_name, query) => {
    await expectRefused({ url: `/v1/annotate?${query}`, headers: { accept: 'application/json' } });
  });
});

describe('these paths lead nowhere', () => {
  it.each(PATHS.map((path) => [path.length > 80 ? `${path.slice(0, 80)}… (${path.length})` : path, path] as const))(
    '%s',
    async (_name, path) => {
      const reply = await app.inject({ url: path, headers: { accept: 'application/json' } });
      // An address outside the folder of a path is sent back to where it belongs, or refused.
      expect(reply.statusCode, reply.payload.slice(0, 200)).toBeGreaterThanOrEqual(400);
      expect(reply.statusCode).toBeLessThan(500);
      expectHarmless(reply);
    },
  );
});

describe('formulas that are meant to do something else', () => {
  const formats = ['json', 'text', 'html'] as const;
  it.each(FORMULAS)('%s', async (_name, latex) => {
    for (const format of formats) {
      const read = await expectAnswered({
        url: '/v1/annotate',
        query: { latex, format, prose: `where $x$ is ${latex}` },
      });
      expect([200, 400, 422]).toContain(read.statusCode);
      if (format === 'html') {
        expect(read.headers['content-security-policy']).toContain("default-src 'none'");
        expect(read.headers['content-security-policy']).not.toContain("script-src 'unsafe");
      }
      await expectAnswered({ method: 'POST', url: '/v1/parse', query: { format }, payload: { latex } });
      await expectAnswered({ url: '/v1/concepts', query: { q: latex.slice(0, 100), format } });
    }
  });

  it.each(FORMULAS)('%s, at every route and wherever text goes in', async (_name, latex) => {
    for (const { path, sample } of posts) {
      for (const [field, value] of Object.entries(sample)) {
        if (typeof value !== 'string') continue;
        for (const format of formats) {
          await expectAnswered({
            method: 'POST',
            url: path,
            query: { format },
            payload: { ...sample, [field]: latex },
          });
        }
      }
    }
  });

  it.each(FORMULAS)('%s, as the name of a symbol, a meaning, a macro and a reading', async (_name, text) => {
    const context = {
      symbols: { [text.slice(0, 200)]: { meaning: text.slice(0, 500), facts: [text.slice(0, 500)] } },
      readings: { 'f(x)': text.slice(0, 200) },
      domain: text.slice(0, 100),
      preceding: [text],
    };
    const payload = { latex: 'f(x) + \\m', context, macros: { '\\m': text.slice(0, 2_000) } };
    for (const format of formats)
      await expectAnswered({ method: 'POST', url: '/v1/annotate', query: { format }, payload });
  });
});

describe('a line of a batch is refused on its own', () => {
  it.each(LINES)('%s', async (_name, line) => {
    const payload = Buffer.concat([Buffer.from(line), Buffer.from('\n{"id":"last","latex":"x"}\n')]);
    const headers = { 'content-type': 'application/x-ndjson' };
    const reply = await expectAnswered({ method: 'POST', url: '/v1/annotate', payload, headers });
    const answers = reply.payload
      .trimEnd()
      .split('\n')
      .map((answer) => JSON.parse(answer));
    expect(reply.statusCode).toBe(200);
    expect(answers).toHaveLength(2);
    expect(answers[0].error).toMatchObject({
      code: expect.stringMatching(/^(request|latex)\//),
      message: expect.any(String),
    });
    expect(answers[1]).toMatchObject({ id: 'last', latex: 'x' });
  });
});

describe('odd headers do no harm', () => {
  it.each(HEADERS)('%s', async (_name, headers) => {
    for (const url of ['/', '/v1/annotate?latex=x', '/v1/concepts/softmax', '/livez', '/problems']) {
      await expectAnswered({ url, headers });
    }
  });
});
