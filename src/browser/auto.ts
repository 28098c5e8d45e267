import type { Annotation } from '../explain/schema.js';
import { askCore, askServer, idle, keyFor, loadCore, type PageCore, remembering, type Take } from './auto/ask.js';
import { type Found, findFormulas } from './auto/find.js';
import type { FormulensFormula } from './element/index.js';
import './element/index.js';

export type AutoOptions = {
  /** Address of a formulens server; without one the engine is loaded into the page. */
  readonly server?: string;
  /** Address before the id of a concept, for links to its page. */
  readonly concepts?: string;
  /** Where to look; the whole page unless said otherwise. */
  readonly root?: ParentNode;
};

const BATCH = 40;

/**
 * Finds the formulas of a page, set by KaTeX or MathJax or raw between delimiters, and makes each explain itself. Gives how many
 * were found; formulas without anything known in them stay as they are.
 */
export async function explainPage({ server, concepts, root = document }: AutoOptions = {}): Promise<number> {
  const found = findFormulas(root);
  const places = new Map<string, Found[]>();
  for (const formula of found) places.set(keyFor(formula), [...(places.get(keyFor(formula)) ?? []), formula]);
  let loading: Promise<PageCore> | undefined;
  const core = (): Promise<PageCore> => {
    loading ??= loadCore();
    return loading;
  };
  const ask = remembering(server === undefined ? askCore(core) : askServer(server), server ?? 'core', storage());
  const about: About = {
    ...(concepts !== undefined && { concepts }),
    ...(server === undefined ? { evaluate: async (request) => (await core()).evaluate(request) } : { server }),
  };
  const take: Take = (written, annotation) => {
    for (const formula of places.get(keyFor(written)) ?? []) explain(formula, annotation, about);
  };
  const wanted = [...places.values()].flatMap(([first]) =>
    first ? [{ latex: first.latex, display: first.display }] : [],
  );
  for (let at = 0; at < wanted.length; at += BATCH) {
    await idle();
    await ask(wanted.slice(at, at + BATCH), take);
  }
  return found.length;
}

/** What every element of the page is told. */
type About = Partial<Pick<FormulensFormula, 'server' | 'concepts' | 'evaluate'>>;

function explain({ node, latex, display, isReplaced }: Found, { html, ...answer }: Annotation, about: About): void {
  const isKnown = answer.chunks.length > 0 || answer.warnings.length > 0;
  // Raw LaTeX is set in any case; what is set already stays as it is where nothing is known of it.
  if (!node.isConnected || html === undefined || (!isKnown && !(node instanceof Text))) return;
  // Whoever defined the element first: the page may have it from elsewhere.
  const element = document.createElement('formulens-formula');
  element.latex = latex;
  element.toggleAttribute('inline', !display);
  Object.assign(element, about, { annotation: answer });
  node.replaceWith(element);
  if (isReplaced) {
    needKatexStyles();
    const template = document.createElement('template');
    template.innerHTML = html;
    element.append(template.content);
  } else element.append(node);
}

/** The styles of KaTeX lie beside this module, for pages that do not have them. */
function needKatexStyles(): void {
  const isThere = [...document.fonts].some(({ family }) => /^"?KaTeX_Main"?$/.test(family));
  if (isThere || document.querySelector('link[data-formulens-katex]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('katex.css', import.meta.url).href;
  link.setAttribute('data-formulens-katex', '');
  document.head.append(link);
}

function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

/** `<script type="module" src=".../auto.js" data-server="…">` starts by itself; whoever imports the module calls `explainPage`. */
async function startFromTag(): Promise<void> {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  if (tag === undefined) return;
  const { server, concepts } = tag.dataset;
  if (document.readyState !== 'complete')
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  // MathJax sets the page after it has loaded.
  await (globalThis as { MathJax?: { startup?: { promise?: Promise<void> } } }).MathJax?.startup?.promise;
  await explainPage({ ...(server !== undefined && { server }), ...(concepts !== undefined && { concepts }) });
}

if (typeof document !== 'undefined') void startFromTag();
