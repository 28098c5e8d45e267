import { html, type TemplateResult } from 'lit';
import type { Annotation } from '../../explain/schema.js';
import { plainWords } from './plain.js';
import type { Station, Walk } from './stations.js';

/** All chunks as a list, for those who read the page by ear and not by key. */
export function outline({ stations }: Walk): TemplateResult {
  return html`<ol class="sr" aria-label="What is in this formula">
    ${stations.map(
      ({ name, kind, chunk }) =>
        html`<li>${plainWords(kind === 'chunk' ? `${name}: ${chunk?.explanation.gist ?? ''}` : name)}</li>`,
    )}
  </ol>`;
}

/** Name, place, gist: what a reader hears who does not see the mark move. */
export function spokenAs(station: Station, annotation: Annotation | undefined): string {
  const { name, place, siblings, depth, chunk, kind, warning } = station;
  const gist = kind === 'whole' ? annotation?.gist : kind === 'chunk' ? chunk?.explanation.gist : warning?.message;
  return plainWords(`${name}, ${place} of ${siblings}, level ${depth + 1}. ${gist ?? ''}`).trim();
}
