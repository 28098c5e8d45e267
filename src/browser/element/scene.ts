import { nothing, svg, type TemplateResult } from 'lit';
import { newSpans } from '../../render/difference.js';
import { changeId, fadeId } from '../../render/pieces.js';
import { piecesIn } from './fold.js';
import { type Box, createInkMeter, union } from './ink.js';
import { type Drawing, layOut, type Measured, ROOMY, TIGHT, type Wanted } from './marks.js';
import { plainLatex, plainWords } from './plain.js';
import type { Station, Walk } from './stations.js';

/** The formula as it stands in the page, measured once and kept until something moves. */
export type Scene = {
  readonly formula: Box;
  readonly pieces: ReadonlyMap<string, Measured>;
  /** The corner of the drawing layer in the window when it was measured, relative to the element. */
  readonly origin: () => { readonly left: number; readonly top: number };
  /** Where labels may be written. */
  readonly room: Box;
};

const NONE: Box = { left: 0, top: 0, right: 0, bottom: 0 };
/** The pointer need not hit a letter. */
const NEARLY = 4;

export function measure(host: HTMLElement, formula: HTMLElement, walk: Walk): Scene {
  const origin = (): { left: number; top: number } => {
    const { left, top } = host.getClientRects()[0] ?? NONE;
    return { left: left + host.clientLeft, top: top + host.clientTop };
  };
  const corner = origin();
  const ink = createInkMeter(corner);
  const lines = [...formula.querySelectorAll('.katex-html > .katex-base')];
  const whole = union(lines.flatMap((line) => ink(line) ?? [])) ?? NONE;
  const ids = walk.stations.flatMap(({ id, chunk, warning }) => [
    id,
    ...(warning ? [changeId(id)] : []),
    ...(chunk?.fade ?? []).map((_, index) => fadeId(id, index)),
  ]);
  // Lines below each other are stacked as a whole, and their brackets stand beside.
  const hasLines = formula.querySelector('.katex-html > .katex-newline') !== null;
  const pieces = new Map<string, Measured>();
  for (const id of new Set(ids)) {
    const elements = piecesIn(formula, id);
    const box = union(elements.flatMap((element) => ink(element) ?? []));
    if (box) pieces.set(id, { ink: box, frame: hasLines ? whole : frameOf(elements[0], formula, ink) });
  }
  for (const { id, kind } of walk.stations) if (kind === 'whole') pieces.set(id, { ink: whole, frame: undefined });
  const width = document.documentElement.clientWidth;
  const room = { left: 4 - corner.left, top: -1e4, right: width - 4 - corner.left, bottom: 1e4 };
  return { formula: whole, pieces, origin, room };
}

/** The outermost fraction, matrix or system around a piece; scripts do not stack. */
function frameOf(
  piece: Element | undefined,
  formula: Element,
  ink: (root: Element) => Box | undefined,
): Box | undefined {
  let frame: Element | undefined;
  for (let at = piece?.parentElement; at && at !== formula; at = at.parentElement) {
    if (at.matches('.mfrac, .mtable')) frame = at;
  }
  return frame && ink(frame);
}

/** The innermost station whose ink is under the pointer. */
export function stationAt({ pieces, origin, formula }: Scene, walk: Walk, x: number, y: number): string | undefined {
  const { left, top } = origin();
  const [px, py] = [x - left, y - top];
  const isIn = (box: Box): boolean =>
    px >= box.left - NEARLY && px <= box.right + NEARLY && py >= box.top - NEARLY && py <= box.bottom + NEARLY;
  if (!isIn(formula)) return undefined;
  const area = ({ left: l, right: r, top: t, bottom: b }: Box): number => (r - l) * (b - t);
  const hits = walk.stations.flatMap(({ id, kind }) => {
    const measured = pieces.get(id);
    return kind !== 'near' && measured && isIn(measured.ink) ? [{ id, size: area(measured.ink) }] : [];
  });
  return hits.sort((a, b) => a.size - b.size)[0]?.id;
}

export type ToDraw = {
  readonly walk: Walk;
  readonly station: Station | undefined;
  readonly near: readonly Station[];
  readonly labels: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly folded: readonly Station[];
  /** The matrix of the chunk in focus has stepped back. */
  readonly faded: boolean;
  readonly byKeyboard: boolean;
  readonly inLine: boolean;
  readonly numbered: boolean;
  /** Where the card stands beside; "elsewhere" if it is open and says the name. */
  readonly cardAt: number | 'none' | 'elsewhere';
};

export function drawMarks(scene: Scene, all: ToDraw): readonly TemplateResult[] {
  const right = typeof all.cardAt === 'number' && all.cardAt > 0 ? all.cardAt - 8 : scene.room.right;
  const drawings = layOut(wantedMarks(scene, all), scene.formula, { ...scene.room, right }, all.inLine ? TIGHT : ROOMY);
  const focus = all.station && scene.pieces.get(all.station.id)?.ink;
  const wash =
    focus && all.byKeyboard
      ? svg`<svg class="wash" aria-hidden="true"><rect x=${focus.left - 5} y=${focus.top - 5} width=${focus.right - focus.left + 10} height=${focus.bottom - focus.top + 10} rx="3"/></svg>`
      : svg``;
  return [wash, svg`<svg class="marks" aria-hidden="true">${drawings.map(drawOne)}</svg>`];
}

function wantedMarks(scene: Scene, all: ToDraw): readonly Wanted[] {
  const { walk, station, near, labels, values, folded, numbered } = all;
  const wanted: Wanted[] = [];
  const seen = new Set<string>();
  const add = (id: string, rest: Omit<Wanted, 'id' | keyof Measured>): void => {
    const measured = scene.pieces.get(id);
    if (!measured || seen.has(id)) return;
    seen.add(id);
    wanted.push({ id, ...measured, ...rest });
  };
  const number = (s: Station) => (numbered ? { number: s.number } : {});
  if (station && station.kind !== 'near' && station.kind !== 'whole' && !labels)
    add(station.id, { state: 'focus', ...focusLabel(station, all), ...number(station) });
  for (const [id, value] of Object.entries(values)) add(id, { state: 'value', label: value });
  for (const s of near) nearMarkOf(s, scene, all.cardAt, add);
  if (labels) {
    for (const s of [...walk.stations].sort((a, b) => b.depth - a.depth)) {
      if (s.kind !== 'near' && s.kind !== 'whole') {
        add(s.id, { state: s.id === station?.id ? 'focus' : 'label', label: plainWords(s.name), ...number(s) });
      }
    }
  } else if (station && Object.keys(values).length === 0) {
    for (const s of walk.stations) {
      if (s.parent === station.parent && s.kind !== 'near' && s.kind !== 'whole')
        add(s.id, { state: 'next', ...number(s) });
    }
  }
  for (const s of folded) add(s.id, { state: 'folded' });
  return wanted;
}

function focusLabel(station: Station, { faded, cardAt, values }: ToDraw): Partial<Wanted> {
  const value = values[station.id];
  if (value !== undefined) return { label: value };
  if (typeof cardAt === 'number') return { leaderTo: cardAt };
  const [matrix] = station.chunk?.fade ?? [];
  if (faded && matrix !== undefined) return { label: `${plainWords(station.name)} without ${plainLatex(matrix)}` };
  return cardAt === 'elsewhere' || station.kind === 'whole' ? {} : { label: plainWords(station.name) };
}

function nearMarkOf(
  { id, name, latex, warning }: Station,
  scene: Scene,
  cardAt: ToDraw['cardAt'],
  add: (id: string, rest: Omit<Wanted, 'id' | keyof Measured>) => void,
): void {
  // Nothing has to go: something is missing before this piece, or around it.
  const inserts = warning !== undefined && warning.mend !== '' && newSpans(warning.mend, latex).length === 0;
  const at = scene.pieces.has(changeId(id)) ? changeId(id) : id;
  add(at, { state: 'near', ...(cardAt === 'none' && { label: name }), ...(inserts && { caret: true }) });
}

function drawOne({ state, path, leader, label }: Drawing): TemplateResult {
  return svg`<g class=${state}><path d=${path}/>${leader ? svg`<path class="leader" d=${leader}/>` : nothing}${
    label
      ? svg`<rect x=${label.box.left - 2} y=${label.box.top - 1} width=${label.box.right - label.box.left + 4} height=${label.box.bottom - label.box.top + 2}/><text text-anchor=${label.anchor} x=${label.x} y=${label.y}>${
          label.number === undefined
            ? nothing
            : svg`<tspan class="n">${label.number}</tspan>${label.lines.length > 0 ? ' ' : ''}`
        }${label.lines.map((line, i) => (i === 0 ? svg`<tspan>${line}</tspan>` : svg`<tspan x=${label.x} dy="17">${line}</tspan>`))}</text>`
      : nothing
  }</g>`;
}
