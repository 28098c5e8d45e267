import { css, html, type TemplateResult, unsafeCSS } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** The picture of an answer. Its own style sheet stays out: the page's policy may forbid it, and the colours are ours. */
export function pictureView(svg: string): TemplateResult {
  return html`<div class="picture" tabindex="0" role="group" aria-label="Picture">${unsafeHTML(svg.replace(/<style>[\s\S]*?<\/style>/, ''))}</div>`;
}

const COLOURS = ['paper', 'ink', 'ink-2', 'mark', 'rule', 's1', 's2', 's3', 's4'];

/** Pictures name their colours by class: `f-` fills, `k-` draws. */
export const pictureStyles = css`
  .picture { margin-top: var(--fl-3); overflow-x: auto; }
  .picture svg { display: block; }
  ${unsafeCSS(COLOURS.map((name) => `.picture .f-${name}{fill:var(--fl-${name})}.picture .k-${name}{stroke:var(--fl-${name})}`).join(''))}
`;
