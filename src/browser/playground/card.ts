import { html, nothing, type TemplateResult } from 'lit';
import type { Annotation, Check, Evidence } from '../../explain/schema.js';
import { formatDifference } from '../../render/prose.js';
import type { Stop } from '../../render/reading-order.js';
import { math, prose } from '../math.js';
import { evidenceStrip } from '../shared/evidence-strip.js';

type Parent = { readonly id: string; readonly name: string };
export type CardActions = {
  readonly choose: (id: string) => void;
  readonly numbers: () => void;
  readonly fold: () => void;
  readonly fade: () => void;
  /** Name of a concept in words. */
  readonly nameOf: (concept: string) => string;
};

/** The stop in focus in words: where it lies, what it is, how it is built, what it does, and that it is true. */
export function lensCard(
  annotation: Annotation,
  stops: readonly Stop[],
  stop: Stop,
  actions: CardActions,
): TemplateResult {
  return html`<aside class="fl-card" id="card" aria-label="What is in focus">
    ${pathView(ancestors(stops, stop), actions)}${stop.kind === 'chunk' ? chunkBody(stop, actions) : otherBody(annotation, stop, actions)}
  </aside>`;
}

function chunkBody({ chunk }: Stop, actions: CardActions): unknown {
  if (chunk === undefined) return nothing;
  const { gist, abstraction, chunking, action } = chunk.explanation;
  return html`<h2 class="fl-name">${chunk.name}</h2>
    ${kindOf(chunk.is_a, actions)}
    <p class="fl-gist">${prose(capital(gist))}.</p>
    <dl class="fl-lenses">
      <dt>What it is</dt><dd>${prose(abstraction)}</dd>
      <dt>How it is built</dt><dd>${prose(chunking)}</dd>
      <dt>What it does</dt><dd>${prose(action)}</dd>
    </dl>
    ${evidenceView(chunk.name, chunk.evidence)}
    <div class="fl-actions">
      <button type="button" class="fl-button fl-button--quiet" @click=${actions.fold}>Fold</button>
      ${(chunk.fade?.length ?? 0) === 0 ? nothing : html`<button type="button" class="fl-button fl-button--quiet" @click=${actions.fade}>Fade ${math(chunk.fade?.[0] ?? '')}</button>`}
      <button type="button" class="fl-button fl-button--quiet" @click=${actions.numbers}>Put numbers in</button>
      <a class="fl-button fl-button--quiet" href=${`/v1/concepts/${chunk.concept}?format=html`}>Concept page</a>
    </div>`;
}

/** A part, or the whole: it has words, and what stands in it. */
function otherBody(annotation: Annotation, stop: Stop, actions: CardActions): unknown {
  if (stop.kind === 'part') {
    const roles = Object.values(stop.chunk?.roles ?? {}).filter(
      (role) => role.meaning !== '' && isInside(role.spans, stop),
    );
    return html`<h2 class="fl-name">${prose(stop.name)}</h2>
      <p class="fl-kind">a part of <button type="button" class="fl-link" @click=${() => actions.choose(stop.parent ?? '')}>${stop.chunk?.name}</button></p>
      <p class="fl-gist">${math(stop.latex)}</p>
      ${roles.length === 0 ? nothing : html`<dl class="fl-lenses">${roles.map((role) => html`<dt>${math(role.latex)}</dt><dd>${prose(role.meaning)}</dd>`)}</dl>`}`;
  }
  return html`<h2 class="fl-name">What it says</h2>
    <p class="fl-gist">${prose(capital(annotation.gist))}.</p>
    <p class="fl-note fl-hint">Point at a piece of the formula, or walk through it: <kbd>↓</kbd> in, <kbd>↑</kbd> out, <kbd>←</kbd> <kbd>→</kbd> along.</p>`;
}

function isInside(spans: readonly (readonly [number, number])[], stop: Stop): boolean {
  return spans.some((span) => stop.spans.some(([start, end]) => start <= span[0] && span[1] <= end));
}

/** What lies around it, outermost first: each name leads there. */
function pathView(path: readonly Parent[], { choose }: CardActions): unknown {
  if (path.length === 0) return nothing;
  return html`<p class="fl-path">${path.map(
    ({ id, name }, index) =>
      html`${index === 0 ? '' : ' › '}<button type="button" class="fl-link" @click=${() => choose(id)}>${prose(name)}</button>`,
  )}</p>`;
}

function ancestors(stops: readonly Stop[], stop: Stop): readonly Parent[] {
  const path: Parent[] = [];
  for (let id = stop.parent; id !== null; ) {
    const around = stops.find((other) => other.id === id);
    if (around === undefined || path.length > 100) break;
    path.unshift(around);
    id = around.parent;
  }
  return path;
}

function kindOf(kinds: readonly string[], { nameOf }: CardActions): unknown {
  const nearest = kinds[0];
  if (nearest === undefined) return nothing;
  return html`<p class="fl-kind">a kind of <a href=${`/v1/concepts/${nearest}?format=html`}>${nameOf(nearest)}</a></p>`;
}

function evidenceView(name: string, { status, checks, because }: Evidence): TemplateResult {
  if (status === 'structural') {
    return html`<div class="fl-proof"><p><b>By its form only:</b> ${prose(because ?? 'cannot be computed')}.</p></div>`;
  }
  const written = checks.find(({ kind }) => kind === 'as-written') ?? checks[0];
  const largest = Math.max(0, ...checks.map(({ maxRelativeDifference = 0 }) => maxRelativeDifference));
  return html`<details class="fl-proof" id="evidence">
    <summary><b>Checked.</b> Agrees with ${name} at ${written?.points ?? 0} points; largest difference ${number(largest)}.</summary>
    ${evidenceStrip(checks)}
    <ul>${checks.map((check) => html`<li>${prose(capital(sayCheck(check)))}${pointsOf(check)}.</li>`)}</ul>
  </details>`;
}

function sayCheck({ kind, says }: Check): string {
  return says ?? (kind === 'as-written' ? 'as it is written, it equals the definition' : kind);
}

function pointsOf({ points, maxRelativeDifference }: Check): unknown {
  if (points === undefined) return nothing;
  const difference =
    maxRelativeDifference === undefined ? nothing : html`, largest difference ${number(maxRelativeDifference)}`;
  return html`: ${points} points${difference}`;
}

/** A small number as people write it: 4 × 10⁻¹⁶. */
function number(value: number): unknown {
  const [mantissa, exponent] = formatDifference(value).split('e');
  return exponent === undefined ? mantissa : math(`${mantissa} \\times 10^{${exponent}}`);
}

export function capital(text: string): string {
  return text.charAt(0) === '$' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
