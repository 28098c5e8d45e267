import { html, nothing, type TemplateResult } from 'lit';
import type { Annotation, AssumptionEntry, SymbolEntry } from '../../explain/schema.js';
import { math, prose } from '../math.js';

const SOURCES: Readonly<Record<SymbolEntry['source'], string>> = {
  definition: 'defined here',
  prose: 'said in the text',
  request: 'said by you',
  convention: 'usual for it',
  notation: 'how it is written',
};

export function symbolsPanel({ symbols }: Annotation): unknown {
  if (symbols.length === 0) return nothing;
  return html`<div>
    <h2 class="fl-h" id="h-symbols">Symbols</h2>
    <table class="fl-table" aria-labelledby="h-symbols">
      <thead><tr><th scope="col"><span class="fl-sr">symbol</span></th><th scope="col">meaning</th><th scope="col">known from</th></tr></thead>
      <tbody>${symbols.map(symbolRow)}</tbody>
    </table>
  </div>`;
}

function symbolRow({ latex, meaning, kind, source }: SymbolEntry): TemplateResult {
  const kindWords = kind === 'any' ? '' : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  const words = meaning === '' ? kindWords : meaning;
  const known = words === '' ? html`<span class="from">nothing is known of it</span>` : prose(words);
  const more = meaning !== '' && kindWords !== '' ? html`<span class="from">, ${kindWords}</span>` : nothing;
  return html`<tr><td>${math(latex)}</td><td>${known}${more}</td><td class="from">${words === '' ? '' : SOURCES[source]}</td></tr>`;
}

export type ReadingChoice = (place: string, reading: string | undefined) => void;

/**
 * What was decided between readings. One press takes another; what the reader has forced stays in the list with a way back.
 */
export function readingsPanel(
  { latex, assumptions }: Annotation,
  forced: Readonly<Record<string, string>>,
  choose: ReadingChoice,
): unknown {
  const open = unique(assumptions.map((entry) => ({ ...entry, place: latex.slice(...entry.span) }))).filter(
    ({ place }) => !Object.hasOwn(forced, place),
  );
  const own = Object.entries(forced);
  if (open.length === 0 && own.length === 0) return nothing;
  return html`<div>
    <h2 class="fl-h">Readings taken</h2>
    <ul class="fl-readings" id="readings">
      ${own.map(
        ([place, reading]) => html`<li>
          <p>${placeView(place)} is</p>
          <div class="fl-choice" role="group" aria-label=${`Reading of ${place}`}>
            <button type="button" aria-pressed="true">${readingWords(reading)}</button>
            <button type="button" aria-pressed="false" @click=${() => choose(place, undefined)}>as it was</button>
          </div>
          <p class="why">You said so.</p>
        </li>`,
      )}
      ${open.map((entry) => readingItem(entry, choose))}
    </ul>
  </div>`;
}

type Reading = AssumptionEntry & { readonly place: string };

function readingItem({ place, reading, because, alternatives }: Reading, choose: ReadingChoice): TemplateResult {
  return html`<li>
    <p>${placeView(place)}: ${alternatives.length === 0 ? readingWords(reading) : nothing}</p>
    ${
      alternatives.length === 0
        ? nothing
        : html`<div class="fl-choice" role="group" aria-label=${`Reading of ${place}`}>
            <button type="button" aria-pressed="true">${readingWords(reading)}</button>
            ${alternatives.map(
              (other) =>
                html`<button type="button" aria-pressed="false" @click=${() => choose(place, other)}>${readingWords(other)}</button>`,
            )}
          </div>`
    }
    <p class="why">${prose(because.charAt(0).toUpperCase() + because.slice(1))}${/[.!?]$/.test(because) ? '' : '.'}</p>
  </li>`;
}

/** Words of a reading, in which a command of LaTeX may stand as it is written: "J applied to \\theta". */
function readingWords(reading: string): unknown {
  if (reading.includes('$')) return prose(reading);
  return reading
    .split(/(\\[a-zA-Z]+(?:\{[^{}]*\})*(?:_(?:\w|\{[^{}]*\}))?)/)
    .map((part, index) => (index % 2 === 1 ? math(part) : part));
}

/** A short place is set; a long one is told by its beginning. */
function placeView(place: string): unknown {
  return place.length <= 60 && !place.includes('\\\\') ? math(place) : html`<code>${place.slice(0, 40)}…</code>`;
}

/** A symbol that stands twice is asked about once. */
function unique(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>();
  return readings.filter(({ place, reading }) => {
    const key = JSON.stringify([place, reading]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The formulas that stand before this one: what they define is known here. */
export function storyPanel(preceding: readonly string[], forget: () => void): unknown {
  if (preceding.length === 0) return nothing;
  return html`<div class="fl-story" id="story">
    <h2 class="fl-h">Read after</h2>
    <ul>
      ${preceding.map((latex) => html`<li>${math(latex)}</li>`)}
    </ul>
    <button type="button" class="fl-link" @click=${forget}>Read it alone</button>
  </div>`;
}

/** The same answer for programs. */
export function wireView(curl: string, json: string, copy: (text: string) => void): TemplateResult {
  return html`<div class="fl-wire">
      <span>Same answer by</span><code id="curl">${curl}</code>
      <button type="button" class="fl-link" @click=${() => copy(curl)}>Copy</button>
    </div>
    <details class="fl-json"><summary>JSON</summary><pre tabindex="0" id="json">${json}</pre></details>`;
}
