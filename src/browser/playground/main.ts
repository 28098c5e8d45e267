import { html, nothing, render, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Annotation, Warning } from '../../explain/schema.js';
import type { Span } from '../../expr/span.js';
import { warningId } from '../../render/pieces.js';
import { readingOrder, type Stop } from '../../render/reading-order.js';
import { precedingOf, shelfItem } from '../../render/shelf.js';
import type { FormulaElement, FormulaEvents } from '../contract.js';
import '../element/index.js';
import type { Problem } from '../shared/ask.js';
import type { Plain } from '../shared/values.js';
import { lensCard } from './card.js';
import { drawMirror } from './editor.js';
import { keysCard } from './keys-card.js';
import { createLatest } from './latest.js';
import { counterexample, nearCard } from './near-miss.js';
import { createNumbers, problemView } from './numbers-session.js';
import { readingsPanel, storyPanel, symbolsPanel, wireView } from './panels.js';
import { createPicture } from './picture-session.js';
import { annotate, toCurl } from './service.js';
import { edited, fromFragment, type State, startState, toFragment, type View, withLatex } from './state.js';
import { treeView } from './tree.js';

const DEBOUNCE_MS = 180;

const source = byId<HTMLFormElement>('source');
const area = byId<HTMLTextAreaElement>('latex');
const mirror = byId<HTMLElement>('mirror');
const note = byId<HTMLElement>('note');
const tools = byId<HTMLElement>('tools');
const stage = byId<HTMLElement>('playground');

/** Who comes without an address is shown a formula with its first chunk in focus, and the shelf. */
let state: State = fromFragment(location.hash) ?? fromShelf({ ...startState(area.value), current: 'c1' }, area.value);
let annotation: Annotation | undefined;
let stops: readonly Stop[] = [];
let problem: Problem | undefined;
const latest = createLatest();
const numbers = createNumbers(() => draw());
const picture = createPicture(() => draw());
let timer: ReturnType<typeof setTimeout> | undefined;
/** Whether the keys stand in the place of the card. */
let showsKeys = false;
/** Messages of near misses that the reader has said are meant. */
const meant = new Set<string>();

function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element as T;
}

// --------------------------------------------------------------------------------------------------------- changes

function change(next: State): void {
  const before = state;
  state = next;
  const asksAnew =
    next.latex !== before.latex || next.readings !== before.readings || next.preceding !== before.preceding;
  if (asksAnew) numbers.forget();
  if (area.value !== state.latex) area.value = state.latex;
  remember();
  draw();
  if (asksAnew) void refresh();
  if (asksAnew || next.values !== before.values || next.view !== before.view) showView();
}

/** What the chosen view needs besides the words. */
function showView(): void {
  if (state.view === 'numbers') void numbers.compute(state);
  if (state.view === 'picture') void picture.draw(state);
}

/** The address always says what is shown, so that it can be sent as it is. */
function remember(): void {
  history.replaceState(null, '', `#${toFragment(state)}`);
}

async function refresh(): Promise<void> {
  if (state.latex.trim() === '') {
    annotation = undefined;
    stops = [];
    problem = undefined;
    draw();
    return;
  }
  await latest(
    (signal) => annotate(state, signal),
    (reply) => {
      problem = reply.ok ? undefined : reply.problem;
      if (reply.ok) {
        annotation = reply.value;
        stops = readingOrder(annotation);
      }
      if (!isThere(state.current)) state = { ...state, current: null };
      draw();
    },
  );
}

/** Stops, and the places to mend, which the formula element calls w1, w2, …  */
function isThere(id: string | null): boolean {
  return (
    stops.some((stop) => stop.id === id) || (annotation?.warnings.some((_, index) => warningId(index) === id) ?? false)
  );
}

function focusOn(id: string | null): void {
  showsKeys = false;
  if (id !== state.current) change({ ...state, current: id });
}

function mend(latex: string): void {
  change(withLatex(state, latex, state.preceding));
  area.focus();
}

/** A formula from the shelf comes with the story that it stands in. */
function fromShelf(before: State, latex: string): State {
  const item = shelfItem(latex);
  return { ...withLatex(before, latex, item === undefined ? [] : precedingOf(item)), current: before.current && 'c1' };
}

// --------------------------------------------------------------------------------------------------------- drawing

function draw(): void {
  const stop = stops.find(({ id }) => id === state.current);
  const warnings = openWarnings();
  drawMirror(mirror, area.value, {
    focus: isCurrent() ? (stop?.spans ?? []) : [],
    near: isCurrent() ? [...warnings.flatMap(({ spans }) => spans), ...errorSpans()] : [],
  });
  render(noteView(warnings), note);
  render(pageView(stop, warnings), stage);
}

/** Whether the answer is to what stands in the source now. */
function isCurrent(): boolean {
  return annotation?.latex === area.value;
}

function openWarnings(): readonly Warning[] {
  return annotation?.warnings.filter(({ message }) => !meant.has(message)) ?? [];
}

function errorSpans(): readonly Span[] {
  return annotation?.errors.map(({ span }) => span) ?? [];
}

function noteView(warnings: readonly Warning[]): unknown {
  if (annotation === undefined) return nothing;
  if (annotation.errors.length > 0)
    return html`<b class="fl-nearword">${count(annotation.errors.length, 'place')} cannot be read</b>`;
  const chunks = count(stops.filter(({ kind }) => kind !== 'whole').length, 'chunk');
  const readings = count(annotation.assumptions.length, 'reading');
  const first = warnings.length > 0 ? html`<b class="fl-nearword">${count(warnings.length, 'near miss')}</b>` : chunks;
  return html`${first}${annotation.assumptions.length > 0 ? html`, ${readings} taken` : nothing}`;
}

function count(n: number, word: string): string {
  return `${n} ${n === 1 ? word : `${word}${word.endsWith('s') ? 'es' : 's'}`}`;
}

function pageView(stop: Stop | undefined, warnings: readonly Warning[]): unknown {
  if (problem !== undefined) return problemView(problem);
  if (annotation === undefined) return nothing;
  return html`${barView()}
    <section class="fl-stage" aria-label="The formula and what it says">
      <div class="fl-board">
        ${formulaView(annotation)} ${annotation.errors.length > 0 ? errorsView(annotation) : nothing}
        ${state.view === 'numbers' ? numbers.view(stops, putValue) : nothing}
        ${state.view === 'picture' ? picture.view() : nothing}
        ${warnings[0] === undefined || state.view !== 'read' ? nothing : counterexample(warnings[0])}
        ${
          stops.length === 0 || state.view !== 'read'
            ? nothing
            : html`<div class="fl-outline"><h2 class="fl-h" id="h-tree">Chunks, in reading order</h2>${treeView(stops, state.current, focusOn)}</div>`
        }
      </div>
      ${cardView(annotation, stop, warnings)}
    </section>
    <section class="fl-panels">
      <div>${symbolsPanel(annotation)} ${storyPanel(state.preceding, () => change({ ...state, preceding: [] }))}</div>
      ${readingsPanel(annotation, state.readings, (place, reading) => {
        const { [place]: _, ...others } = state.readings;
        change({ ...state, readings: reading === undefined ? others : { ...others, [place]: reading } });
      })}
    </section>
    ${wireView(toCurl(location.origin, state), JSON.stringify({ ...annotation, html: undefined }, null, 2), copy)}`;
}

function formulaView(shown: Annotation): TemplateResult {
  return html`<formulens-formula
    card="none"
    .annotation=${shown}
    .current=${live(state.current)}
    .zoom=${live(state.zoom)}
    .values=${state.view === 'numbers' ? numbers.labels() : NO_VALUES}
    @keydown=${ESCAPE}
    @formulens-focus=${({ detail }: CustomEvent<FormulaEvents['formulens-focus']>) => follow(detail.id)}
    @formulens-zoom=${({ detail }: CustomEvent<FormulaEvents['formulens-zoom']>) => change({ ...state, zoom: detail.zoom })}
    @formulens-mend=${({ detail }: CustomEvent<FormulaEvents['formulens-mend']>) => mend(detail.latex)}
    @formulens-ask=${(event: CustomEvent<FormulaEvents['formulens-ask']>) => answerKey(event)}
  ></formulens-formula>`;
}

function formulaElement(): FormulaElement | null {
  return document.querySelector('formulens-formula');
}

const NO_VALUES = {};

function putValue(latex: string, value: Plain): void {
  change({ ...state, values: { ...numbers.values(), [latex]: value } });
}

let isLeaving = false;
const ESCAPE = {
  capture: true,
  handleEvent: ({ key }: KeyboardEvent) => {
    isLeaving = key === 'Escape';
  },
};

/** A pointer that leaves the formula is on its way to the card: what is in focus stays, until Escape or something else. */
function follow(id: string | null): void {
  if (id === null && !isLeaving) queueMicrotask(draw);
  else focusOn(id);
  isLeaving = false;
}

function showKeys(shown: boolean): void {
  showsKeys = shown;
  draw();
}

function answerKey(event: CustomEvent<FormulaEvents['formulens-ask']>): void {
  event.preventDefault();
  if (event.detail.what === 'help') showKeys(!showsKeys);
  if (event.detail.what === 'numbers') change({ ...state, view: 'numbers' });
  if (event.detail.what === 'evidence') {
    const evidence = document.getElementById('evidence');
    if (evidence instanceof HTMLDetailsElement) evidence.open = !evidence.open;
  }
  if (event.detail.what === 'mend') {
    const first = openWarnings()[0];
    if (first !== undefined && first.mend !== '') mend(first.mend);
  }
}

function cardView(shown: Annotation, stop: Stop | undefined, warnings: readonly Warning[]): unknown {
  if (showsKeys) return keysCard(() => showKeys(false));
  if (state.view === 'numbers') return numbers.card(() => change({ ...state, values: {} }));
  const [near] = warnings;
  if (near !== undefined && stop === undefined) {
    return nearCard(shown.latex, near, {
      mend,
      keep: () => {
        meant.add(near.message);
        draw();
      },
    });
  }
  const at = stop ?? stops[0];
  if (at === undefined)
    return html`<p class="fl-card fl-note">${shown.errors.length > 0 ? 'What can be read is shown.' : 'No known pattern here.'}</p>`;
  return lensCard(shown, stops, at, {
    choose: focusOn,
    numbers: () => change({ ...state, view: 'numbers' }),
    fold: () => formulaElement()?.fold(),
    fade: () => formulaElement()?.fade(),
    nameOf: (concept) => shown.chunks.find((chunk) => chunk.concept === concept)?.name ?? concept.replaceAll('-', ' '),
  });
}

function errorsView({ errors }: Annotation): TemplateResult {
  return html`<ul class="fl-errors">${errors.map(({ message, hint }) => html`<li><b class="fl-nearword">${message}.</b> ${hint}</li>`)}</ul>`;
}

const LABELS: Readonly<Record<View, string>> = { read: 'Read', numbers: 'Numbers', picture: 'Picture' };

function barView(): TemplateResult {
  const zoomed = (zoom: number) => change({ ...state, zoom });
  return html`<div class="fl-bar">
    <div class="fl-choice" role="group" aria-label="View">
      ${(['read', 'numbers', 'picture'] as const).map(
        (view) =>
          html`<button type="button" aria-pressed=${view === state.view} @click=${() => change({ ...state, view })}>${LABELS[view]}</button>`,
      )}
    </div>
    <span class="fl-spring"></span>
    <div class="fl-choice" role="group" aria-label="Zoom">
      <button type="button" aria-pressed=${state.zoom === 0} @click=${() => zoomed(0)}>Symbols</button>
      <button type="button" aria-pressed=${state.zoom === 1} @click=${() => zoomed(1)}>Blocks</button>
      <button type="button" aria-pressed=${state.zoom > 1} @click=${() => zoomed(99)}>Words</button>
    </div>
  </div>`;
}

// --------------------------------------------------------------------------------------------------------- the page

function copy(text: string, said = 'Copied.'): void {
  void navigator.clipboard?.writeText(text).then(
    () => say(said),
    () => say('The browser does not allow copying; the address bar holds the link.'),
  );
}

const spoken = document.createElement('p');
spoken.className = 'fl-toast fl-note';
spoken.setAttribute('role', 'status');
document.body.append(spoken);

function say(text: string): void {
  spoken.textContent = text;
  setTimeout(() => {
    if (spoken.textContent === text) spoken.textContent = '';
  }, 3000);
}

render(
  html`<button type="button" class="fl-link" @click=${() => copy(location.href, 'Link copied.')}>Copy link</button>`,
  tools,
);

source.addEventListener('submit', (event) => {
  event.preventDefault();
  change({ ...state, latex: area.value });
});

area.addEventListener('input', () => {
  draw();
  clearTimeout(timer);
  timer = setTimeout(() => change(edited(state, area.value)), DEBOUNCE_MS);
});

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const latex = link?.dataset.latex;
  if (latex === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  change(fromShelf(state, latex));
  scrollTo({ top: 0 });
});

globalThis.addEventListener('hashchange', () => {
  const shared = fromFragment(location.hash);
  if (shared !== undefined) change(shared);
});

document.documentElement.dataset.playground = '';
area.value = state.latex;
draw();
void refresh();
showView();
