import type { Box } from './ink.js';

/** What is known of one piece when marks are laid out. */
export type Measured = {
  readonly ink: Box;
  /** The ink of the fraction, matrix or system in which the piece is stacked; undefined for one that stands in a row. */
  readonly frame: Box | undefined;
};

export type MarkState = 'focus' | 'next' | 'label' | 'value' | 'near' | 'folded';

export type Wanted = Measured & {
  readonly id: string;
  readonly state: MarkState;
  readonly label?: string;
  readonly number?: number;
  /** Of a near miss: something is missing here, so a caret and no wave. */
  readonly caret?: boolean;
  /** Where the card begins, to which a hairline leads. */
  readonly leaderTo?: number;
};

export type Label = {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly lines: readonly string[];
  readonly number?: number;
  /** What it covers, about. */
  readonly box: Box;
};

export type Drawing = {
  readonly id: string;
  readonly state: MarkState;
  readonly path: string;
  readonly leader?: string;
  readonly label?: Label;
};

/** Pixels, as in the drawings of the design. */
const END = 5;
const BESIDE = 16;
const LEVEL = 38;
const LABEL_BELOW = 20;
const LABEL_BESIDE = 10;
const LINE = 17;
const NEAR_EDGE = 6;
const MOST_LETTERS = 28;
/** Mean width of a letter at 13 px, for telling whether labels collide. */
const LETTER = 6.6;

/** How far a bracket stands below the ink, and how long its ends are. */
export type Gaps = { readonly below: number; readonly end: number };
export const ROOMY: Gaps = { below: 12, end: END };
/** In a line of text, where the next line is near. */
export const TIGHT: Gaps = { below: 0, end: 3 };

export type Side = 'below' | 'above' | 'right' | 'left';

/** Below for what stands in a row; for what is stacked, on the outer edge that no other symbols stand at. */
export function sideOf({ ink, frame }: Measured, formula: Box): Side {
  if (frame === undefined) return 'below';
  if (formula.right - frame.right < NEAR_EDGE) return 'right';
  if (frame.left - formula.left < NEAR_EDGE) return 'left';
  return (ink.top + ink.bottom) / 2 < (frame.top + frame.bottom) / 2 ? 'above' : 'below';
}

/** Where everything is drawn. `room` is what may be written on; labels that find no place are left out, for the card says them. */
export function layOut(wanted: readonly Wanted[], formula: Box, room: Box, gaps: Gaps = ROOMY): readonly Drawing[] {
  const taken: Box[] = [];
  const drawn: (Measured & { readonly side: Side; readonly level: number })[] = [];
  const showsLabels = wanted.some(({ state }) => state === 'label');
  const placed = wanted.map((want) => {
    const side = sideOf(want, formula);
    // What lies inside is drawn first and stands nearest; siblings share one line.
    const inner = drawn.filter((other) => other.side === side && isAround(want.ink, other.ink));
    const hasLevel = want.state === 'label' || (want.state === 'focus' && showsLabels);
    const level = hasLevel ? Math.max(-1, ...inner.map((other) => other.level)) + 1 : 0;
    drawn.push({ ...want, side, level });
    return { want, side, level };
  });
  // A label of two lines needs more room before the next bracket.
  const step = (side: Side): number =>
    placed.some((p) => p.side === side && wrap(p.want.label ?? '').length > 1) ? LEVEL + LINE : LEVEL;
  const outermost = (side: Side): number => Math.max(0, ...placed.map((p) => (p.side === side ? p.level : 0)));
  const draw = ({ want, side, level }: (typeof placed)[number]): Drawing => {
    if (want.state === 'near') return nearMark(want, formula, room, taken);
    const { path, at } = bracket(want, side, level * step(side), formula, gaps);
    const leader = want.leaderTo === undefined ? undefined : leaderFrom(side, at, want);
    const out = (outermost(side) - level) * 2 * END;
    const label = leader === undefined ? placeLabel(want, side, at, out, room, taken) : undefined;
    return { id: want.id, state: want.state, path, ...(leader && { leader }), ...(label && { label }) };
  };
  // What is in focus takes its place for a label before the others.
  const first = placed.filter(({ want }) => want.state === 'focus');
  const drawings = new Map([...first, ...placed.filter((p) => !first.includes(p))].map((p) => [p, draw(p)]));
  return placed.map((p) => drawings.get(p) as Drawing);
}

/** `at` is the line of the bracket: a height for those below and above, a distance from the left for those beside. */
function bracket(
  { ink }: Wanted,
  side: Side,
  out: number,
  formula: Box,
  { below, end }: Gaps,
): { path: string; at: number } {
  if (side === 'below' || side === 'above') {
    const sign = side === 'below' ? 1 : -1;
    const from = (side === 'below' ? formula.bottom : formula.top) + sign * (below + out);
    const at = from + sign * end;
    return { path: `M${n(ink.left)} ${n(from)}V${n(at)}H${n(ink.right)}V${n(from)}`, at };
  }
  const sign = side === 'right' ? 1 : -1;
  const from = (side === 'right' ? formula.right : formula.left) + sign * (BESIDE + (out / LEVEL) * 2 * END);
  const at = from + sign * END;
  return { path: `M${n(from)} ${n(ink.top)}H${n(at)}V${n(ink.bottom)}H${n(from)}`, at };
}

function leaderFrom(side: Side, at: number, { ink, leaderTo = 0 }: Wanted): string | undefined {
  const isRightOf = leaderTo > ink.right;
  if (side === 'above') return undefined;
  if (side === 'below') {
    return isRightOf ? `M${n(ink.right)} ${n(at)}H${n(leaderTo)}` : `M${n(ink.left)} ${n(at)}H${n(leaderTo)}`;
  }
  if ((side === 'right') !== isRightOf) return undefined;
  return `M${n(at)} ${n((ink.top + ink.bottom) / 2)}H${n(leaderTo)}`;
}

/** `out` is how far brackets of outer levels reach beyond this one; labels beside stand past all of them. */
function placeLabel(want: Wanted, side: Side, at: number, out: number, room: Box, taken: Box[]): Label | undefined {
  const lines = wrap(want.label ?? '');
  if (lines.length === 0 && want.number === undefined) return undefined;
  const width = Math.max(0, ...lines.map((line) => line.length)) * LETTER + (want.number === undefined ? 0 : 18);
  const height = Math.max(1, lines.length) * LINE;
  const { ink } = want;
  const middle = (ink.left + ink.right) / 2;
  const x =
    side === 'right' ? at + out + LABEL_BESIDE : side === 'left' ? at - out - LABEL_BESIDE : clamp(middle, room, width);
  const anchor = side === 'right' ? 'start' : side === 'left' ? 'end' : 'middle';
  const top =
    side === 'below'
      ? at + LABEL_BELOW - 13
      : side === 'above'
        ? at - 8 - height
        : (ink.top + ink.bottom) / 2 - height / 2;
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'start' ? x : x - width;
  const box = { left, top, right: left + width, bottom: top + height };
  const isFree = !taken.some((other) => overlap(box, other)) && box.right <= room.right && box.left >= room.left;
  if (!isFree && want.state !== 'focus' && want.state !== 'value') return undefined;
  if (!isFree && (box.right > room.right || box.left < room.left)) return undefined;
  taken.push(box);
  return { x, y: top + 13, anchor, lines, box, ...(want.number !== undefined && { number: want.number }) };
}

function nearMark(want: Wanted, formula: Box, room: Box, taken: Box[]): Drawing {
  const { ink, id, state } = want;
  // Below neighbours that hang lower, but not below another row.
  const y = (formula.bottom - ink.bottom < LINE ? formula.bottom : ink.bottom) + END;
  const path = want.caret
    ? `M${n(ink.left - 7)} ${n(y + 9)}L${n(ink.left)} ${n(y - 2)}L${n(ink.left + 7)} ${n(y + 9)}`
    : wave(ink.left, Math.max(ink.right, ink.left + 12), y);
  // Never on the rows of the formula that lie below.
  const label = placeLabel(want, 'below', Math.max(y, formula.bottom) + 6, 0, room, taken);
  return { id, state, path, ...(label && { label }) };
}

function wave(left: number, right: number, y: number): string {
  const steps = Math.max(2, Math.round((right - left) / 5.8));
  const half = n((right - left) / steps);
  const quarter = n((right - left) / steps / 2);
  return `M${n(left)} ${n(y)}${Array.from({ length: steps }, (_, i) => `q${quarter} ${i % 2 === 0 ? -5 : 5} ${half} 0`).join('')}`;
}

/** Two lines at most, of at most 28 letters each; what does not fit is for the card. */
export function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= MOST_LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length <= 2 ? lines : [lines[0] as string, `${lines[1]} …`];
}

function clamp(middle: number, room: Box, width: number): number {
  return Math.min(Math.max(middle, room.left + width / 2), Math.max(room.right - width / 2, room.left + width / 2));
}

function isAround(outer: Box, inner: Box): boolean {
  const isWide = outer.left <= inner.left + 1 && outer.right >= inner.right - 1;
  return isWide && outer.top <= inner.top + 1 && outer.bottom >= inner.bottom - 1;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom && b.top < a.bottom;
}

function n(value: number): number {
  return Math.round(value * 10) / 10;
}
