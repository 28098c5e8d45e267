import { html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { PictureAnswer } from '../../explain/picture-schema.js';
import type { Problem } from '../shared/ask.js';
import { createLatest } from './latest.js';
import { askPicture } from './service.js';
import type { State } from './state.js';

/** The picture that suits a formula, with the numbers that the reader has put in. */
export type Picture = {
  readonly draw: (state: State) => Promise<void>;
  readonly view: () => unknown;
};

export function createPicture(redraw: () => void): Picture {
  const latest = createLatest();
  let picture: string | undefined;
  let problem: Problem | undefined;
  return {
    draw: (state) =>
      latest(
        (signal) => askPicture(state, signal),
        (reply) => {
          picture = reply.ok ? withoutStyle(reply.value) : undefined;
          problem = reply.ok ? undefined : reply.problem;
          redraw();
        },
      ),
    view: () => {
      if (problem !== undefined) {
        return html`<p class="fl-note">No picture suits this formula as it stands. ${problem.hint?.startsWith('give values') ? 'Put numbers in, and there may be one.' : nothing}</p>`;
      }
      return picture === undefined ? nothing : html`<figure class="fl-figure">${unsafeHTML(picture)}</figure>`;
    },
  };
}

/** Colours come from the style sheet of the page, whose policy allows no style of others. */
function withoutStyle({ picture }: PictureAnswer): string | undefined {
  return picture?.replace(/<style>[\s\S]*?<\/style>/, '');
}
