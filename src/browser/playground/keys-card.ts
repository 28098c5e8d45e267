import { html, type TemplateResult } from 'lit';
import { KEY_HELP } from '../element/keys.js';

/** The keys of the formula, in the place of the card. */
export function keysCard(close: () => void): TemplateResult {
  return html`<aside class="fl-card" aria-label="Keys">
    <h2 class="fl-name">Keys</h2>
    <table class="fl-table">
      ${KEY_HELP.map(
        ([keys, words]) => html`<tr><td>${keys.map((key) => html`<kbd>${key}</kbd> `)}</td><td>${words}</td></tr>`,
      )}
    </table>
    <div class="fl-actions"><button type="button" class="fl-button fl-button--quiet" @click=${close}>Close</button></div>
  </aside>`;
}
