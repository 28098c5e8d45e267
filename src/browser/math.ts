import katex from 'katex';
import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { INLINE_MATH } from '../render/inline-math.js';

/** A formula within words. KaTeX escapes what it is given and trusts nothing in it. */
export function math(latex: string, displayMode = false): unknown {
  if (latex === '') return nothing;
  return unsafeHTML(
    katex.renderToString(latex, { displayMode, throwOnError: false, strict: 'ignore', trust: false, maxSize: 20 }),
  );
}

/** Words in which `$…$` is LaTeX. */
export function prose(text: string): TemplateResult {
  const parts: unknown[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE_MATH)) {
    parts.push(text.slice(end, match.index), math(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  return html`${[...parts, text.slice(end)]}`;
}
