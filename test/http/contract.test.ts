import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/http/app.js';
import { LATEX_PROBLEMS } from '../../src/http/latex-problems.js';
import type { ApiDocument, Example, Media, Operation, Response } from '../../src/http/openapi-types.js';
import { plainConfig } from '../../src/http/plain-config.js';
import { FORMULA_PROBLEMS, PROBLEMS } from '../../src/http/problem.js';
import { PROVOCATIONS } from '../../src/http/problem-examples.js';
import { createEngine } from '../../src/index.js';

/** One running service for the whole file: the contract is about what it says, not about how it starts. */
const app = await buildApp({ engine: createEngine(), config: plainConfig() });
let origin = '';
beforeAll(async () => {
  origin = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

const document = (await app.inject({ url: '/openapi.json' })).json() as ApiDocument;

const CODES = [...Object.keys(PROBLEMS), ...Object.keys(FORMULA_PROBLEMS)];

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'openapi');

/** The schema at a place of the document, as a function that says what is wrong with a value. */
function toFaults(pointer: readonly string[], value: unknown): readonly string[] {
  const path = pointer.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent);
  const validate = ajv.getSchema(`openapi#/${path.join('/')}`) as ValidateFunction | undefined;
  if (validate === undefined) return [`no schema at ${pointer.join('/')}`];
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

type Route = { readonly path: string; readonly method: string; readonly operation: Operation };
const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
);

type Sent = { readonly name: string; readonly route: Route; readonly type?: string; readonly body?: unknown };

/** Every request that the document gives as an example. */
const requests: readonly Sent[] = routes.flatMap((route) => {
  const bodies = Object.entries(route.operation.requestBody?.content ?? {}).flatMap(([type, { examples = {} }]) =>
    Object.entries(examples).map(([name, example]) => ({ name, route, type, body: (example as Example).value })),
  );
  if (route.operation.requestBody !== undefined) return bodies;
  const named = (route.operation.parameters ?? []).flatMap(({ examples = {} }) => Object.keys(examples));
  const answered = Object.values(toContent(route, '200')).flatMap(({ examples = {} }) => Object.keys(examples));
  return [...new Set([...named, ...answered])].map((name) => ({ name, route }));
});

function toContent({ operation }: Route, status: string): Readonly<Record<string, Media>> {
  return (operation.responses[status] as Response | undefined)?.content ?? {};
}

async function send({ name, route, type, body }: Sent): Promise<globalThis.Response> {
  const query = new URLSearchParams();
  let { path } = route;
  for (const { in: place, name: parameter, examples } of route.operation.parameters ?? []) {
    const value = examples?.[name]?.value;
    if (value === undefined) continue;
    if (place === 'path') path = path.replace(`{${parameter}}`, encodeURIComponent(String(value)));
    else query.set(parameter, String(value));
  }
  return fetch(`${origin}${path}${query.size === 0 ? '' : `?${query}`}`, {
    method: route.method.toUpperCase(),
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

describe('the description of the service', () => {
  it('is OpenAPI 3.1, with an example of every route', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'formulens' } });
    const shown = new Set(requests.map(({ route }) => route.operation.operationId));
    const without = routes.filter(({ operation }) => !shown.has(operation.operationId) && !isProbe(operation));
    expect(without.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('says of every route what it is for and what it can answer', () => {
    for (const { path, operation } of routes) {
      expect(operation, path).toMatchObject({ operationId: expect.any(String), summary: expect.any(String) });
      expect(Object.keys(operation.responses), path).toContain('200');
    }
  });

  it('names its shapes and refers to them', () => {
    const names = Object.keys(document.components.schemas);
    expect(names).toEqual(expect.arrayContaining(['AnnotateRequest', 'Annotation', 'Chunk', 'Evidence', 'Problem']));
    expect(names.filter((name) => /Input$|^def-/.test(name))).toEqual([]);
    const text = JSON.stringify(document);
    const unused = names.filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    expect(unused).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    const broken = references.filter((reference) => {
      let at: unknown = document;
      for (const step of reference.split('/')) at = (at as Record<string, unknown> | undefined)?.[step];
      return at === undefined;
    });
    expect(broken).toEqual([]);
    expect(references.length).toBeGreaterThan(50);
  });

  it('shows every problem, with the status and the code that it has', () => {
    const { examples = {} } = document.components;
    const codes = Object.values(examples).map(({ value }) => (value as { code: string }).code);
    expect(codes.sort()).toEqual(CODES.toSorted());
    for (const { value } of Object.values(examples)) {
      expect(toFaults(['components', 'schemas', 'Problem'], value)).toEqual([]);
    }
  });
});

function isProbe({ tags }: Operation): boolean {
  return tags?.includes('operation') === true;
}

describe('every example', () => {
  it.each(requests.map((sent) => [`${sent.route.method} ${sent.route.path}: ${sent.name}`, sent] as const))(
    '%s',
    async (_title, sent) => {
      const { route, type, body, name } = sent;
      const bodyAt = ['paths', route.path, route.method, 'requestBody', 'content', type ?? '', 'schema'];
      if (type === 'application/json') expect(toFaults(bodyAt, body)).toEqual([]);
      const reply = await send(sent);
      const content = toContent(route, String(reply.status));
      const replyType = (reply.headers.get('content-type') ?? '').replace(/;.*/, '');
      expect([reply.status, Object.keys(content)]).toEqual([200, expect.arrayContaining([replyType])]);
      expect(reply.headers.get('formulens-catalogue')).toMatch(/^\S+$/);
      const text = await reply.text();
      const value: unknown = replyType === 'application/json' ? JSON.parse(text) : text;
      const schemaAt = ['paths', route.path, route.method, 'responses', '200', 'content', replyType, 'schema'];
      expect(toFaults(schemaAt, value)).toEqual([]);
      expect((content[replyType]?.examples?.[name] as Example | undefined)?.value).toEqual(value);
    },
  );
});

describe('every problem', () => {
  const provoked = Object.entries(PROVOCATIONS);
  it.each(provoked)('%s', async (code, request) => {
    const reply = await app.inject(request);
    const status = (PROBLEMS[code as keyof typeof PROBLEMS] as { readonly status: number } | undefined)?.status ?? 422;
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
    expect(toFaults(['components', 'schemas', 'Problem'], reply.json())).toEqual([]);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.headers['formulens-catalogue']).toMatch(/^\S+$/);
  });

  const formulas: readonly (readonly [string, string])[] = [
    ...Object.entries(LATEX_PROBLEMS).flatMap(([code, { example }]): [string, string][] =>
      example === undefined ? [] : [[code, example]],
    ),
    ['latex/too-deep', '{'.repeat(2_000)],
    ['latex/too-long', 'x'.repeat(10_001)],
  ];
  it.each(formulas)('%s', async (code, latex) => {
    const reply = await app.inject({ method: 'POST', url: '/v1/annotate', payload: { latex } });
    expect([reply.statusCode, reply.json().code]).toEqual([422, code]);
    expect(toFaults(['components', 'schemas', 'Problem'], reply.json())).toEqual([]);
  });

  it('has a page at the address that its type names', async () => {
    for (const code of CODES) {
      const reply = await app.inject({ url: `/problems/${code}` });
      expect(reply.json()).toMatchObject({ type: `https://formulens.dev/problems/${code}`, code });
      expect(reply.json().says.length, code).toBeGreaterThan(20);
    }
    const text = await app.inject({ url: '/problems?format=text' });
    expect(text.payload).toContain('422  latex/open-group');
    const html = await app.inject({ url: '/problems/latex/bad-macro?format=html' });
    expect(html.payload).toContain('<h1>A macro is not well defined</h1>');
  });
});
