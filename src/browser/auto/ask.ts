import type { Annotation } from '../../explain/schema.js';
import { serverUrl } from '../element/data.js';
import type { Evaluate } from '../element/numbers.js';
import type { Written } from './find.js';

/** Answers to many formulas, each as soon as it is there; what cannot be had is left out. */
export type Asker = (formulas: readonly Written[], take: Take) => Promise<void>;
export type Take = (formula: Written, annotation: Annotation) => void;

/** One request for many: NDJSON goes out and comes back line by line. */
export function askServer(server: string): Asker {
  return async (formulas, take) => {
    const response = await fetch(serverUrl(server, 'v1/annotate'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' },
      body: formulas.map((formula, id) => `${JSON.stringify({ id, ...formula, include: ['html'] })}\n`).join(''),
    });
    if (!response.ok || response.body === null) throw new Error(`the server answers ${response.status}`);
    for await (const line of lines(response.body)) {
      const answer = JSON.parse(line) as Partial<Annotation> & { readonly id?: number };
      const formula = formulas[answer.id ?? -1];
      if (formula !== undefined && answer.chunks !== undefined) take(formula, answer as Annotation);
    }
  };
}

/** The engine in the page: nothing leaves it. One formula at a time, when the page has nothing else to do. */
export function askCore(core: () => Promise<PageCore>): Asker {
  return async (formulas, take) => {
    const { annotate } = await core();
    for (const formula of formulas) {
      await idle();
      take(formula, annotate(formula));
    }
  };
}

export type PageCore = {
  readonly annotate: (formula: Written) => Annotation;
  readonly evaluate: Evaluate;
};

/** Loads the engine and what sets formulas, when they are first needed. */
export async function loadCore(): Promise<PageCore> {
  const [{ createEngine }, { annotatedHtml }, { mathOfWords }] = await Promise.all([
    import('../core.js'),
    import('../../render/annotated-html.js'),
    import('../../render/word-math.js'),
  ]);
  const engine = createEngine();
  return {
    annotate: ({ latex, display }) => {
      const annotation = engine.annotate(latex);
      return {
        ...annotation,
        html: annotatedHtml(annotation, { displayMode: display }),
        math: mathOfWords(annotation),
      };
    },
    evaluate: ({ latex, ...options }) => engine.evaluate(latex, options),
  };
}

/** Remembers answers while the tab is open, so that turning pages asks nobody twice. */
export function remembering(ask: Asker, name: string, store: Pick<Storage, 'getItem' | 'setItem'> | undefined): Asker {
  const keyOf = (formula: Written): string => `formulens ${name} ${keyFor(formula)}`;
  return async (formulas, take) => {
    const unknown = formulas.filter((formula) => {
      const known = store?.getItem(keyOf(formula));
      if (known) take(formula, JSON.parse(known) as Annotation);
      return !known;
    });
    if (unknown.length === 0) return;
    await ask(unknown, (formula, annotation) => {
      try {
        store?.setItem(keyOf(formula), JSON.stringify(annotation));
      } catch {
        // Full: the next page asks again.
      }
      take(formula, annotation);
    });
  };
}

export function keyFor({ latex, display }: Written): string {
  return `${display ? 'display' : 'line'} ${latex}`;
}

export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 1);
  });
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const whole = rest.split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) if (line.trim() !== '') yield line;
    if (done) break;
  }
  if (rest.trim() !== '') yield rest;
}
