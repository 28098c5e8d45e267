import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Warning } from '../../explain/schema.js';
import type { Span } from '../../expr/span.js';
import { renderPieces } from '../../render/annotated-html.js';
import { newSpans } from '../../render/difference.js';
import { prose } from '../math.js';

export type NearActions = { readonly mend: (latex: string) => void; readonly keep: () => void };

/** Almost a concept: what is wrong, the mended formula with what is new in it, and two ways on. */
export function nearCard(latex: string, warning: Warning, actions: NearActions): TemplateResult {
  const [, title = 'Almost', says = warning.message] = /^([^:]{1,60}): ([\s\S]*)$/.exec(warning.message) ?? [];
  return html`<aside class="fl-card fl-card--near" id="card" aria-label="Near miss">
    <h2 class="fl-name"><span class="fl-caret" aria-hidden="true"></span>${prose(title)}</h2>
    <p class="fl-gist">${prose(says.charAt(0).toUpperCase() + says.slice(1))}</p>
    ${warning.mend === '' ? nothing : mendView(latex, warning.mend)}
    <div class="fl-actions">
      ${warning.mend === '' ? nothing : html`<button type="button" class="fl-button fl-button--main" id="mend" @click=${() => actions.mend(warning.mend)}>Mend the formula</button>`}
      <button type="button" class="fl-button fl-button--quiet" id="keep" @click=${actions.keep}>It is meant so</button>
    </div>
  </aside>`;
}

function mendView(latex: string, mend: string): TemplateResult {
  const spans = newSpans(latex, mend);
  return html`<h3 class="fl-h fl-mendhead">The mend</h3>
    <div class="fl-mend">${unsafeHTML(renderPieces(mend, [{ id: 'new', spans }]))}<code>${withNew(mend, spans)}</code></div>`;
}

function withNew(latex: string, spans: readonly Span[]): unknown {
  const parts: unknown[] = [];
  let end = 0;
  for (const [from, to] of spans) {
    parts.push(latex.slice(end, from), html`<ins>${latex.slice(from, to)}</ins>`);
    end = to;
  }
  return [...parts, latex.slice(end)];
}

/** The difference in numbers, under the formula. */
export function counterexample(warning: Warning): unknown {
  if (warning.counterexample === '') return nothing;
  return html`<section class="fl-counter" aria-labelledby="h-counter">
    <h2 class="fl-h" id="h-counter">Where it shows</h2>
    <p>${prose(warning.counterexample)}</p>
  </section>`;
}
