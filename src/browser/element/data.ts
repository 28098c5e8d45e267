import type { Engine } from '../../engine.js';
import type { EvaluateAnswer } from '../../explain/evaluate-schema.js';
import type { Annotation } from '../../explain/schema.js';
import type { Evaluate } from './numbers.js';

/** Gives the answer to a formula: a server's, or that of an engine in the page. */
export type Source = (latex: string, display: boolean) => Promise<Annotation> | Annotation;

/**
 * The answer that the page brings along: `<script type="application/json" data-formulens>` in the element, or, where pages
 * are compiled and take no scripts, its attribute `data-formulens`.
 */
export function embedded(host: Element): Annotation | undefined {
  const script = host.querySelector(':scope > script[data-formulens]');
  const json = script?.textContent || host.getAttribute('data-formulens');
  return json ? read(json) : undefined;
}

/** Files with the answers of a page, by address: many formulas of a page ask for the same one. */
const files = new Map<string, Promise<Readonly<Record<string, Annotation>>>>();

/** One answer of a file `{key: annotation}` that lies beside the page. */
export async function fromFile(address: string, key: string): Promise<Annotation | undefined> {
  const url = new URL(address, document.baseURI).href;
  const file = files.get(url) ?? load(url);
  files.set(url, file);
  return (await file)[key];
}

async function load(url: string): Promise<Readonly<Record<string, Annotation>>> {
  const response = await fetch(url);
  return response.ok ? ((await response.json()) as Record<string, Annotation>) : {};
}

/** The answers of a formulens server, with all that is needed to show them. */
export function serverSource(server: string): Source {
  return async (latex, display) => {
    const { status, body } = await post(server, 'v1/annotate', { latex, display, include: ['html'] });
    // What could only be read in part comes inside the problem.
    const answer = body as Annotation & { readonly annotation?: Annotation };
    const annotation = status < 400 ? answer : answer.annotation;
    if (annotation === undefined) throw new Error(`the server answers ${status}`);
    return annotation;
  };
}

/** Numbers from a formulens server. */
export function serverEvaluate(server: string): Evaluate {
  return async (request) => {
    const { status, body } = await post(server, 'v1/evaluate', request);
    if (status >= 400) throw new Error(`the server answers ${status}`);
    return body as EvaluateAnswer;
  };
}

type Core = { readonly createEngine: () => Pick<Engine, 'evaluate'> };

/** Numbers from the engine in the page. */
export function coreEvaluate(core: string): Evaluate {
  return async ({ latex, ...options }) =>
    (await engineAt(new URL(core, document.baseURI).href)).evaluate(latex, options);
}

/** Engines by the address of their module: putting one together takes a moment, and one is enough for a page. */
const engines = new Map<string, Promise<Pick<Engine, 'evaluate'>>>();

function engineAt(url: string): Promise<Pick<Engine, 'evaluate'>> {
  const engine = engines.get(url) ?? import(url).then((module: Core) => module.createEngine());
  engines.set(url, engine);
  return engine;
}

export async function post(server: string, path: string, request: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(serverUrl(server, path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: await response.json() };
}

export function serverUrl(server: string, path: string): URL {
  return new URL(path, new URL(server.endsWith('/') ? server : `${server}/`, document.baseURI));
}

function read(json: string): Annotation | undefined {
  try {
    const value = JSON.parse(json) as Partial<Annotation>;
    return typeof value.latex === 'string' && Array.isArray(value.chunks) && Array.isArray(value.warnings)
      ? (value as Annotation)
      : undefined;
  } catch {
    return undefined;
  }
}
