import { html, nothing, type TemplateResult } from 'lit';
import type { Warning } from '../../explain/schema.js';
import { newSpans } from '../../render/difference.js';
import type { CardActions } from './card.js';
import type { Prose } from './prose.js';
import { sentence } from './sentence.js';
import type { Station } from './stations.js';

/** Almost something: what differs, the mend with what is new in it, and what follows in numbers. */
export function nearMiss(
  { message, mend, counterexample }: Warning,
  { name }: Station,
  latex: string,
  prose: Prose,
  actions: CardActions,
): TemplateResult {
  return html`<h2 class="name"><span class="caret" aria-hidden="true"></span>${name}</h2>
    <p class="gist">${prose.words(sentence(message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message))}</p>
    ${
      mend === ''
        ? nothing
        : html`<h3 class="small">The mend</h3>
            <div class="mend" tabindex="0" role="group" aria-label="The formula as it was probably meant">
              ${prose.formula(mend)}<code>${changed(latex, mend)}</code>
            </div>
            <div class="actions">
              <button type="button" class="button main" @click=${actions.mend}>Mend the formula<kbd>m</kbd></button>
              <button type="button" class="button" @click=${actions.meant}>It is meant so</button>
            </div>`
    }
    ${counterexample === '' ? nothing : html`<div class="proof"><p><b>In numbers.</b> ${prose.words(counterexample)}</p></div>`}`;
}

/** The changed LaTeX; what is far from the change is left out. */
function changed(latex: string, mend: string): readonly unknown[] {
  const parts: unknown[] = [];
  let end = 0;
  for (const [start, stop] of newSpans(latex, mend)) {
    parts.push(shorten(mend.slice(end, start), end > 0), html`<ins>${mend.slice(start, stop)}</ins>`);
    end = stop;
  }
  return [...parts, shorten(mend.slice(end), true, true)];
}

const KEPT = 12;

function shorten(text: string, keepStart: boolean, isLast = false): string {
  if (text.length <= 2 * KEPT) return text;
  const start = keepStart ? text.slice(0, KEPT) : '';
  return `${start}…${isLast ? '' : text.slice(-KEPT)}`;
}
