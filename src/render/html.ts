import katex from 'katex';
import type { Span } from '../expr/span.js';
import { escapeHtml } from './escape.js';
import { INLINE_MATH } from './inline-math.js';
import { type PageFiles, sitePage } from './site-page.js';
import { oneLine } from './text.js';

/** An answer or a problem in the frame of all pages. Like them it has no inline script and no style of ours in it. */
export function page(title: string, body: string, files: PageFiles): string {
  return sitePage({ title, files, main: `<div class="fl-answer">\n${body}\n</div>` });
}

export type SetMath = (latex: string, display: boolean) => string;

/** LaTeX in KaTeX's own glyphs where its styles are there, else as MathML; the text itself where KaTeX cannot read it. */
export function mathSetter({ style }: PageFiles): SetMath {
  const output = style === undefined ? 'mathml' : 'htmlAndMathml';
  return (latex, displayMode) => {
    try {
      return katex.renderToString(latex, {
        output,
        displayMode,
        throwOnError: true,
        strict: 'ignore',
        trust: false,
        maxExpand: 1000,
        maxSize: 20,
      });
    } catch {
      return `<code>${escapeHtml(latex)}</code>`;
    }
  };
}

/** Words in which `$…$` is LaTeX. */
export function proseHtml(text: string, set: SetMath): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(INLINE_MATH)) {
    html += escapeHtml(text.slice(end, match.index)) + set(match[1] ?? '', false);
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

/** Characters shown on either side of a marked place. */
const MARGIN = 200;

/** LaTeX with a place in it marked; of a long one the surroundings of the place. */
export function markedHtml(latex: string, [start, end]: Span): string {
  const before = latex.slice(Math.max(0, start - MARGIN), start);
  const after = latex.slice(end, end + MARGIN);
  // Where something is missing there is nothing to mark but the place.
  const place = start === end ? '‸' : latex.slice(start, end);
  const [left, marked, right] = [before, place, after].map((text) => escapeHtml(oneLine(text)));
  return `<code>${left}<mark>${marked}</mark>${right}</code>`;
}
