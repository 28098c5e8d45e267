import katex, { type KatexOptions } from 'katex';
import type { Annotation } from '../explain/schema.js';
import { parse } from '../syntax/index.js';
import { type MarkKind, withMarks } from './piece-marks.js';
import { type Mark, wrapPieces } from './piece-wrap.js';
import { type Piece, piecesOf } from './pieces.js';

export type AnnotatedHtmlOptions = {
  /** Set as a display of its own, as between `$$`; on unless it is said to be off. */
  readonly displayMode?: boolean;
  /** Macros in KaTeX's format, as they were given to `annotate`. */
  readonly macros?: Readonly<Record<string, string>>;
};

/**
 * The formula as KaTeX sets it (HTML for eyes, MathML for screen readers), in which the symbols of each piece lie in elements
 * `<span data-fl="c1">`. A piece may have several elements. Without these, the markup is that of plain KaTeX, so nothing
 * moves. It never throws: what KaTeX cannot set comes out as KaTeX shows errors.
 */
export function annotatedHtml(annotation: Annotation, options: AnnotatedHtmlOptions = {}): string {
  return renderPieces(annotation.latex, piecesOf(annotation), options);
}

/** The same for pieces of one's own: spans of `latex`, outer before inner. */
export function renderPieces(latex: string, pieces: readonly Piece[], options: AnnotatedHtmlOptions = {}): string {
  const settings = settingsOf(options);
  try {
    const mathml = katex.renderToString(latex, { ...settings, output: 'mathml' });
    const html =
      markedHtml(latex, pieces, options, settings) ?? katex.renderToString(latex, { ...settings, output: 'html' });
    return join(mathml, html);
  } catch {
    return katexError(latex, settings);
  }
}

/** Settings of all we render: nothing of the reader's is trusted, and no box is larger than a page. */
function settingsOf({ displayMode = true, macros = {} }: AnnotatedHtmlOptions): KatexOptions {
  // KaTeX writes global definitions into the object it is given.
  return { displayMode, macros: { ...macros }, strict: 'ignore', trust: false, throwOnError: true, maxSize: 100 };
}

/** The visible half with its pieces; undefined where KaTeX reads the text otherwise than we do and cannot set the marks. */
function markedHtml(
  latex: string,
  pieces: readonly Piece[],
  { macros = {} }: AnnotatedHtmlOptions,
  settings: KatexOptions,
): string | undefined {
  if (pieces.length === 0) return undefined;
  const key = keyUnknownTo(`${latex}${JSON.stringify(macros)}`);
  const values = new Map<string, Mark>();
  const mark = (kind: MarkKind, index: number): string => {
    const value = `${key}${SIGN[kind]}${index}`;
    values.set(value, { kind, index });
    return `\\htmlData{fl=${value}}{}`;
  };
  const marked = withMarks(latex, parse(latex, { macros }).tree, pieces, mark);
  if (values.size === 0) return undefined;
  try {
    const html = katex.renderToString(marked, {
      ...settings,
      macros: { ...macros },
      output: 'html',
      trust: (context) => {
        if (context.command !== '\\htmlData') return false;
        const names = Object.keys(context.attributes);
        return names.length === 1 && values.has(context.attributes['data-fl'] ?? '');
      },
    });
    return wrapPieces(
      html,
      (value) => values.get(value),
      pieces.map((p) => p.id),
    );
  } catch {
    return undefined;
  }
}

const SIGN: Readonly<Record<MarkKind, string>> = { start: 's', end: 'e', base: 'b' };

/** A word that the text does not contain, so that its author cannot have written our marks. */
function keyUnknownTo(text: string): string {
  let key = 'fl0';
  for (let n = 1; text.includes(key); n++) key = `fl${n}`;
  return key;
}

const OPENING = /^(<span class="katex-display">)?<span class="katex">/;

/** Both halves in the elements that KaTeX puts around them. */
function join(mathml: string, html: string): string {
  const [, display = ''] = OPENING.exec(html) ?? [];
  const visible = html.replace(OPENING, '');
  const spoken = mathml.replace(/^<span class="katex">/, '').replace(/<\/span>$/, '');
  const hidden = spoken.replace(' display="block"', display ? '$&' : '');
  return `${display}<span class="katex"><span class="katex-mathml">${hidden}</span>${visible}`;
}

function katexError(latex: string, settings: KatexOptions): string {
  try {
    return katex.renderToString(latex, { ...settings, throwOnError: false });
  } catch {
    const text = latex.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
    return `<span class="katex-error">${text}</span>`;
  }
}
