import katex from 'katex';
import { type Block, toPassages } from '../document/index.js';
import type { Annotation } from '../explain/schema.js';
import { createEngine } from '../index.js';
import { annotatedHtml } from '../render/annotated-html.js';
import { mathOfWords } from '../render/word-math.js';
import type { FormulensOptions, Lens, PageInfo } from './options.js';

/** A formula of a page, by whatever the plugin needs to put the answer back. */
export type PageFormula = { readonly latex: string; readonly display: boolean };

/** How one formula is to look: attributes of the element, what is set in it, and the data that it brings along. */
export type Built = {
  readonly annotation: Annotation;
  /** Undefined where there is nothing to say: then `html` is the plain formula. */
  readonly element:
    | { readonly attributes: Readonly<Record<string, string>>; readonly script: string | undefined }
    | undefined;
  /** Made when asked for, since the plain formula may be left to another plugin. */
  readonly html: () => string;
};

/** Builds the pages of a site; what was worked out for one page is not worked out again for the next. */
export type Pages = {
  readonly open: (info: PageInfo) => Page;
  /** A formula by KaTeX alone. */
  readonly plain: (latex: string, display: boolean) => string;
};
/** Formulas of one page, in reading order; may be asked again for what comes later. */
export type Page = <F extends PageFormula>(blocks: readonly Block<F>[]) => ReadonlyMap<F, Built>;

const LENSES: readonly Lens[] = ['abstraction', 'chunking', 'action'];

export function createPages(options: FormulensOptions): Pages {
  const { engine = createEngine(), domain, symbols, macros = {}, embed = 'script' } = options;
  const reader = engine.reader({
    macros,
    context: { ...(domain !== undefined && { domain }), ...(symbols !== undefined && { symbols }) },
  });
  const set = [false, true].map((displayMode) =>
    rememberedBy((annotation) => annotatedHtml(annotation, { displayMode, macros })),
  ) as [ByAnnotation, ByAnnotation];
  const json = rememberedBy((annotation) => JSON.stringify(dataOf(annotation, options)));
  const plain = createPlain(macros);
  return { open, plain };

  function open(info: PageInfo): Page {
    const read = reader.open();
    return <F extends PageFormula>(blocks: readonly Block<F>[]) => {
      const found: (readonly [F, Annotation])[] = [];
      for (const { passage, formulas } of toPassages(blocks)) {
        for (const [i, annotation] of read(passage).entries()) found.push([formulas[i] as F, annotation]);
      }
      // The text of a heading becomes its address and its line in the contents: nothing is put into it.
      const headings = blocks.filter(({ kind }) => kind === 'heading').flatMap(({ pieces }) => pieces);
      return build(found, new Set(headings), info);
    };
  }

  function build<F extends PageFormula>(
    found: readonly (readonly [F, Annotation])[],
    inHeadings: ReadonlySet<F | string>,
    info: PageInfo,
  ): ReadonlyMap<F, Built> {
    const worthy = found.filter(([formula, annotation]) => saysSomething(annotation) && !inHeadings.has(formula));
    const file = typeof embed === 'function' && worthy.length > 0 ? writeFile(worthy, info, embed) : undefined;
    const built = found.map(([formula, annotation]): readonly [F, Built] => {
      const { latex, display } = formula;
      if (!saysSomething(annotation) || inHeadings.has(formula))
        return [formula, { annotation, element: undefined, html: () => plain(latex, display) }];
      const attributes = {
        ...(options.conceptHref !== undefined && { concepts: options.conceptHref }),
        ...(options.core !== undefined && { core: options.core }),
        ...(file !== undefined && { src: file.address, key: file.keys.get(json(annotation)) ?? '' }),
        ...(embed === 'attribute' && { 'data-formulens': json(annotation) }),
      };
      const script = embed === 'script' ? toScriptText(json(annotation)) : undefined;
      return [formula, { annotation, element: { attributes, script }, html: () => set[display ? 1 : 0](annotation) }];
    });
    return new Map(built);
  }

  /** One file for the page, in which equal answers stand once. */
  function writeFile<F>(
    worthy: readonly (readonly [F, Annotation])[],
    info: PageInfo,
    put: (json: string, page: PageInfo) => string,
  ): { readonly address: string; readonly keys: ReadonlyMap<string, string> } {
    const keys = new Map<string, string>();
    for (const [, annotation] of worthy)
      if (!keys.has(json(annotation))) keys.set(json(annotation), String(keys.size + 1));
    const answers = [...keys].map(([answer, key]) => `"${key}":${answer}`);
    return { address: put(`{${answers.join(',')}}`, info), keys };
  }
}

function saysSomething({ chunks, warnings }: Annotation): boolean {
  return chunks.length > 0 || warnings.length > 0;
}

/** The answer as a page needs it: the words of the chosen lenses, set; what is written stands in the page itself. */
function dataOf(annotation: Annotation, { lenses = LENSES, macros }: FormulensOptions): Annotation {
  const { html, ast, ...rest } = annotation;
  const hidden = Object.fromEntries(LENSES.filter((lens) => !lenses.includes(lens)).map((lens) => [lens, '']));
  const chunks = rest.chunks.map((chunk) => ({ ...chunk, explanation: { ...chunk.explanation, ...hidden } }));
  const shown = { ...rest, chunks };
  return { ...shown, math: mathOfWords(shown, macros) };
}

/** JSON that no parser of HTML can take for anything else. */
function toScriptText(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

type ByAnnotation = (annotation: Annotation) => string;

/** Answers are shared between equal formulas in equal surroundings, and so is what is made of them. */
function rememberedBy(make: ByAnnotation): ByAnnotation {
  const known = new WeakMap<Annotation, string>();
  return (annotation) => {
    const before = known.get(annotation);
    if (before !== undefined) return before;
    const made = make(annotation);
    known.set(annotation, made);
    return made;
  };
}

const MOST_PLAIN = 10_000;

/** KaTeX alone, for formulas of which there is nothing to say. */
function createPlain(macros: Readonly<Record<string, string>>): (latex: string, display: boolean) => string {
  const known = new Map<string, string>();
  return (latex, display) => {
    const key = `${display} ${latex}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const html = renderPlain(latex, display, macros);
    if (known.size < MOST_PLAIN) known.set(key, html);
    return html;
  };
}

function renderPlain(latex: string, displayMode: boolean, macros: Readonly<Record<string, string>>): string {
  try {
    return katex.renderToString(latex, {
      displayMode,
      macros: { ...macros },
      strict: 'ignore',
      throwOnError: false,
      maxSize: 100,
    });
  } catch {
    // KaTeX shows what it cannot read; what it cannot even show is shown as it was written.
    return `<span class="katex-error">${latex.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)}</span>`;
  }
}
