import { html, nothing, type TemplateResult } from 'lit';
import type { Chunk, Evidence } from '../../explain/schema.js';
import { evidenceStrip } from '../shared/evidence-strip.js';
import { type Ask, KEY_HELP } from './keys.js';
import { nearMiss } from './near-card.js';
import { pictureView } from './picture.js';
import type { Prose } from './prose.js';
import { sentence } from './sentence.js';
import { type Move, moved, pathOut, type Station, type Walk } from './stations.js';
import { tiny } from './tiny.js';

export type CardMode = 'read' | 'evidence' | 'numbers' | 'picture' | 'help';

export type CardModel = {
  readonly station: Station;
  readonly walk: Walk;
  readonly mode: CardMode;
  readonly gist: string;
  readonly latex: string;
  readonly isFolded: boolean;
  /** Whether something can be faded here, and whether it is. */
  readonly fade: 'none' | 'can' | 'is';
  /** Whether values can be put in, and the panel for them where it is open. */
  readonly computes: boolean;
  readonly numbers: unknown;
  /** SVG of the whole formula, where a picture suits it. */
  readonly picture: string | undefined;
  /** Address of the page about the concept. */
  readonly href: string | undefined;
};

export type CardActions = {
  readonly go: (id: string) => void;
  readonly move: (move: Move) => void;
  readonly ask: (what: Ask) => void;
  readonly fold: () => void;
  readonly fade: () => void;
  readonly picture: () => void;
  readonly leave: () => void;
  readonly mend: () => void;
  readonly meant: () => void;
};

/** What the card says of one station. */
export function cardView(model: CardModel, prose: Prose, actions: CardActions): TemplateResult {
  const { station, mode } = model;
  if (mode === 'help') return html`<h2 class="name">Keys</h2>${help()}${walkRow(model, actions)}`;
  if (station.warning) {
    return html`${nearMiss(station.warning, station, model.latex, prose, actions)}${walkRow(model, actions)}`;
  }
  return html`${head(model, actions)} ${body(model, prose)} ${proof(model, prose, actions)} ${actionRow(model, actions)}
    ${walkRow(model, actions)}`;
}

function body(model: CardModel, prose: Prose): unknown {
  if (model.mode === 'numbers') return model.numbers;
  if (model.mode === 'picture' && model.picture !== undefined) return pictureView(model.picture);
  return reading(model, prose);
}

function head({ station, walk }: CardModel, { go }: CardActions): TemplateResult {
  const path = pathOut(walk, station).filter(({ kind }) => kind !== 'whole');
  const kindOf = station.kind === 'chunk' ? station.chunk?.is_a[0]?.replaceAll('-', ' ') : undefined;
  return html`
    ${
      path.length === 0
        ? nothing
        : html`<p class="path">
            ${path.map(
              ({ id, name }, i) =>
                html`${i === 0 ? 'in ' : ', in '}<button type="button" class="link" @click=${() => go(id)}>${name}</button>`,
            )}
          </p>`
    }
    <h2 class="name">${station.kind === 'whole' ? 'The whole formula' : station.name}</h2>
    ${kindOf === undefined ? nothing : html`<p class="kind">a kind of ${kindOf}</p>`}
  `;
}

function reading({ station, gist }: CardModel, prose: Prose): TemplateResult {
  const { chunk, kind } = station;
  if (kind === 'whole' || chunk === undefined) return html`<p class="gist">${prose.words(sentence(gist))}</p>`;
  if (kind === 'part') {
    const { chunking } = chunk.explanation;
    if (chunking === '') return html``;
    return html`<dl class="lenses"><dt>How the ${chunk.name} is built</dt><dd>${prose.words(chunking)}</dd></dl>`;
  }
  const { gist: own, chunking, action, abstraction } = chunk.explanation;
  const lenses = [
    ['What it does', action],
    ['How it is built', chunking],
    ['What it is', abstraction],
  ] as const;
  return html`<p class="gist">${prose.words(sentence(own))}</p>
    <dl class="lenses">
      ${lenses
        .filter(([, words]) => words !== '')
        .slice(0, MOST_LENSES)
        .map(([name, words]) => html`<dt>${name}</dt><dd>${prose.words(words)}</dd>`)}
    </dl>`;
}

/** Those that say most; the gist has said what it is. */
const MOST_LENSES = 2;

/** No claim without its number: how it was checked, and on request every check. */
function proof({ station, mode }: CardModel, prose: Prose, { ask }: CardActions): TemplateResult | typeof nothing {
  const { chunk, kind } = station;
  if (chunk === undefined || kind !== 'chunk') return nothing;
  const isOpen = mode === 'evidence';
  const more = html`<button type="button" class="link" aria-expanded=${isOpen} @click=${() => ask('evidence')}>
    ${isOpen ? 'Less' : 'More'}
  </button>`;
  return html`<div class="proof">
    <p>${verdict(chunk.evidence, prose)} ${chunk.evidence.checks.length > 0 ? more : nothing}</p>
    ${isOpen ? checks(chunk, prose) : nothing}
  </div>`;
}

function verdict({ status, checks: all, because }: Evidence, prose: Prose): TemplateResult {
  if (status === 'structural') {
    return html`<b>By its form only:</b> ${because === undefined ? 'cannot be computed.' : prose.words(sentence(because))}`;
  }
  const points = Math.max(0, ...all.map((check) => check.points ?? 0));
  const differences = all.flatMap((check) => check.maxRelativeDifference ?? []);
  const largest = differences.length === 0 ? nothing : html`; largest difference ${tiny(Math.max(...differences))}`;
  return html`<b>Checked</b> at ${points} points${largest}.`;
}

const CHECKS = {
  'as-written': 'agrees with the definition',
  law: '',
  range: '',
  model: 'holds in a sampled model',
} as const;

function checks(chunk: Chunk, prose: Prose): TemplateResult {
  const { evidence } = chunk;
  return html`<ul class="checks">
      ${evidence.checks.map(
        ({ says, kind, points, maxRelativeDifference: difference }) =>
          html`<li>
            ${prose.words(says ?? CHECKS[kind])}${points === undefined ? nothing : html`, ${points} points`}${
              difference === undefined ? nothing : html`, ${tiny(difference)}`
            }
          </li>`,
      )}
    </ul>
    ${evidenceStrip(evidence.checks)}
    <p class="note">The points are random, from seed ${evidence.seed}: anybody gets the same.</p>`;
}

function actionRow(model: CardModel, actions: CardActions): TemplateResult | typeof nothing {
  const { station, computes, fade, isFolded, mode, href } = model;
  const buttons = [
    computes &&
      html`<button type="button" class="button" @click=${() => actions.ask('numbers')}>
        ${mode === 'numbers' ? 'Words' : 'Numbers'}
      </button>`,
    fade !== 'none' &&
      html`<button type="button" class="button" aria-pressed=${fade === 'is'} @click=${actions.fade}>
        ${fade === 'is' ? 'Bring back' : 'Fade'}
      </button>`,
    model.picture !== undefined &&
      station.parent === null &&
      html`<button type="button" class="button" aria-pressed=${mode === 'picture'} @click=${actions.picture}>Picture</button>`,
    (station.kind === 'chunk' || station.kind === 'part') &&
      html`<button type="button" class="button" aria-pressed=${isFolded} @click=${actions.fold}>
        ${isFolded ? 'Unfold' : 'Fold'}
      </button>`,
    href !== undefined && html`<a class="button" href=${href}>About it</a>`,
  ].filter((button) => button !== false);
  return buttons.length === 0 ? nothing : html`<div class="actions">${buttons.slice(0, 3)}</div>`;
}

const STEPS: readonly (readonly [Move, string, string])[] = [
  ['previous', '←', 'previous'],
  ['out', '↑', 'out to'],
  ['in', '↓', 'in to'],
  ['next', '→', 'next'],
];

/** On a phone four buttons do what the arrows do; elsewhere the keys are named. */
function walkRow({ station, walk }: CardModel, { move, leave }: CardActions): TemplateResult {
  return html`<div class="walk" role="group" aria-label="Walk the formula">
      ${STEPS.map(([step, sign, words]) => {
        const target = moved(walk, station, step);
        return html`<button
          type="button"
          ?disabled=${target === undefined}
          aria-label=${target ? `${words}: ${target.name}` : `${words}: nothing there`}
          @click=${() => move(step)}
        >${sign}</button>`;
      })}
    </div>
    <p class="keys">
      <span><kbd>↑</kbd> out <kbd>↓</kbd> in <kbd>←</kbd><kbd>→</kbd> along <kbd>?</kbd></span>
      <button type="button" class="link" @click=${leave}>Close</button>
    </p>`;
}

function help(): TemplateResult {
  return html`<dl class="help">
    ${KEY_HELP.map(([keys, words]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${words}</dd>`)}
  </dl>`;
}
