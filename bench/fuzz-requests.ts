import type { InjectOptions } from 'fastify';
import { buildApp } from '../src/http/app.js';
import type { ApiDocument, Example } from '../src/http/openapi-types.js';
import { plainConfig } from '../src/http/plain-config.js';
import { createEngine } from '../src/index.js';
import { checkTerminal, type Fault, withoutColours } from './fuzz-checks.js';
import type { Random } from './random.js';

/** A request that a fault was found with. */
export type RequestFault = Fault & { readonly request: InjectOptions };

const METHODS = ['GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/x-ndjson',
  'text/markdown',
  'multipart/form-data',
  '',
] as const;
const ACCEPTS = [
  '*/*',
  'application/json',
  'text/html',
  'text/plain;q=0.1',
  'image/svg+xml',
  'x/y',
  ';q=',
  '',
] as const;
const AGENTS = ['curl/8', 'Mozilla/5.0', 'node', '\u00ff'] as const;
const TEXTS = [
  '',
  'x',
  '\\',
  '{',
  '}',
  '$',
  '\0',
  '\u001b[31m',
  '\ud800',
  '<script>',
  '__proto__',
  '\u202e',
  '9'.repeat(400),
];
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  '',
  'x',
  [],
  {},
  [[]],
  { re: 1, im: 2 },
  [[1, 2], [3]],
  ...TEXTS,
];

/** Sends generated requests to a service in this process, and collects what must never happen. */
export async function fuzzRequests(random: Random, count: number, deadline: number): Promise<readonly RequestFault[]> {
  const app = await buildApp({ engine: createEngine(), config: plainConfig() });
  const document = (await app.inject({ url: '/openapi.json' })).json() as ApiDocument;
  const samples = toSamples(document);
  const faults = new Map<string, RequestFault>();
  let sent = 0;
  while (sent < count && performance.now() < deadline) {
    sent++;
    const request = mutate(random, random.pick(samples), samples);
    if (request.url === '') continue;
    const reply = await app.inject(request).catch((error: unknown) => {
      // What is no address cannot be sent at all.
      if ((error as { code?: unknown }).code === 'ERR_INVALID_URL') return undefined;
      throw error;
    });
    if (reply === undefined) continue;
    const found = check(reply.statusCode, reply.headers, reply.payload);
    if (found && !faults.has(found.what)) faults.set(found.what, { ...found, request });
  }
  console.log(`${sent} requests sent`);
  await app.close();
  return [...faults.values()];
}

type Sample = {
  readonly method: string;
  readonly url: string;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
};

/** The examples of the contract: what is nearly right gets further than noise does. */
function toSamples(document: ApiDocument): readonly Sample[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]): Sample[] => {
      const given = (operation.parameters ?? []).map(({ name, examples = {} }) => [
        name,
        Object.values(examples)[0]?.value,
      ]);
      const query = Object.fromEntries(given.filter(([, value]) => value !== undefined));
      const url = path.replace(/\{(\w+)\}/g, (_all, name: string) => String(query[name] ?? 'x'));
      const bodies = Object.values(operation.requestBody?.content ?? {}).flatMap(({ examples = {} }) =>
        Object.values(examples).map((example) => (example as Example).value),
      );
      const common = { method: method.toUpperCase(), url };
      return bodies.length === 0
        ? [{ ...common, query: path.includes('{') ? {} : query, body: undefined }]
        : bodies.map((body) => ({ ...common, query: {}, body }));
    }),
  );
}

function mutate(random: Random, sample: Sample, samples: readonly Sample[]): InjectOptions {
  const body = random.chance(0.1) ? random.pick(samples).body : sample.body;
  const text = typeof body === 'string' ? body : (JSON.stringify(changedValue(random, body)) ?? '');
  const query = Object.entries(sample.query).map(([name, value]) => [
    name,
    random.chance(0.3) ? random.pick(TEXTS) : value,
  ]);
  if (random.chance(0.3))
    query.push([random.pick(['format', 'width', 'color', 'latex', 'q', '__proto__']), random.pick(TEXTS)]);
  const fields = query.map(([name, value]) => `${name}=${encode(String(value))}`).join('&');
  return {
    method: random.chance(0.15) ? random.pick(METHODS) : (sample.method as 'GET'),
    url: `${random.chance(0.15) ? changedText(random, sample.url) : sample.url}${fields === '' ? '' : `?${fields}`}`,
    headers: {
      ...(random.chance(0.3) ? { accept: random.pick(ACCEPTS) } : {}),
      ...(random.chance(0.2) ? { 'user-agent': random.pick(AGENTS) } : {}),
      ...(body === undefined ? {} : { 'content-type': random.chance(0.2) ? random.pick(TYPES) : TYPES[0] }),
    },
    ...(body === undefined ? {} : { payload: random.chance(0.4) ? changedText(random, text) : text }),
  };
}

/** Half a character cannot be encoded; it goes as it is. */
function encode(text: string): string {
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}

/** A value with one thing in it, at any depth, replaced, left out or put in. */
function changedValue(random: Random, value: unknown): unknown {
  if (random.chance(0.2) || typeof value !== 'object' || value === null)
    return random.chance(0.6) ? value : random.pick(VALUES);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    return [...value.slice(0, at), changedValue(random, value[at] ?? random.pick(VALUES)), ...value.slice(at + 1)];
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const [name, inner] = entries[at] ?? [
    random.pick([...TEXTS, 'latex', 'context', 'values', 'id']),
    random.pick(VALUES),
  ];
  return Object.fromEntries([...entries.slice(0, at), [name, changedValue(random, inner)], ...entries.slice(at + 1)]);
}

/** A text with a piece cut out, doubled or put in. */
function changedText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(8));
  const piece = random.pick([text.slice(at, to), random.pick(TEXTS), '']);
  return text.slice(0, at) + piece + text.slice(random.chance(0.5) ? at : to);
}

function check(status: number, headers: Readonly<Record<string, unknown>>, payload: string): Fault | undefined {
  const type = String(headers['content-type'] ?? '');
  if (status >= 500) return { what: `status ${status}`, detail: payload.slice(0, 200) };
  if (headers['x-content-type-options'] !== 'nosniff') return { what: 'no nosniff', detail: type };
  if (status >= 400 && payload !== '' && !/problem\+json|text\/(plain|html)/.test(type)) {
    return { what: 'a refusal that is no problem document', detail: `${type}: ${payload.slice(0, 100)}` };
  }
  if (/json/.test(type) && !/ndjson/.test(type) && !isJson(payload) && payload !== '') {
    return { what: 'JSON that is none', detail: payload.slice(0, 200) };
  }
  if (/^text\/plain/.test(type)) {
    const found: Fault[] = [];
    checkTerminal('answer', withoutColours(payload), (what, detail) => found.push({ what, detail }));
    if (found[0]) return found[0];
  }
  if (/html|svg/.test(type) && /<script(?! type="module" src="\/)/.test(payload)) {
    return { what: 'a script in markup', detail: payload.slice(0, 200) };
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
