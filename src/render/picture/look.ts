import { hashText } from '../../math/hash.js';
import { type Attributes, at, el, escapeXml } from './svg.js';

/**
 * How all pictures look. Colours are classes with a fallback in an attribute, so a picture is readable where its style
 * sheet is blocked; they follow the page's tokens (`--fl-…`) where it has some, else light and dark as the system has it.
 */

const COLOURS = {
  paper: ['#ffffff', '#131518'],
  ink: ['#17191c', '#e9e7e2'],
  'ink-2': ['#4a4f57', '#b3b6bb'],
  mark: ['#8b9098', '#666b73'],
  rule: ['#e4e4df', '#2a2e33'],
  s1: ['#0b5a9d', '#82bdf4'],
  s2: ['#b85800', '#f0a868'],
  s3: ['#007f63', '#5fc9a8'],
  s4: ['#2b2f36', '#e9e7e2'],
} as const satisfies Record<string, readonly [string, string]>;
export type Colour = keyof typeof COLOURS;

const NAMES = Object.keys(COLOURS) as readonly Colour[];

/** The style sheet in every picture. */
export const PICTURE_STYLE = [
  `.fl-pic{${variables(0)}}`,
  `@media (prefers-color-scheme:dark){.fl-pic{${variables(1)}}svg.fl-pic:root{color-scheme:dark}}`,
  ...NAMES.flatMap((name) => [
    `.fl-pic .f-${name}{fill:var(--c-${name})}`,
    `.fl-pic .k-${name}{stroke:var(--c-${name})}`,
  ]),
].join('');

function variables(scheme: 0 | 1): string {
  return NAMES.map((name) => `--c-${name}:var(--fl-${name},${COLOURS[name][scheme]})`).join(';');
}

/** Attributes that fill a shape. */
export function fill(colour: Colour): Attributes {
  return { class: `f-${colour}`, fill: COLOURS[colour][0] };
}

/** Attributes that draw a line. */
export function line(colour: Colour, width = 1): Attributes {
  return { class: `k-${colour}`, fill: 'none', stroke: COLOURS[colour][0], 'stroke-width': width };
}

/** Attributes of a shape that is filled and has an edge. */
export function edged(inside: Colour, edge: Colour, width: number): Attributes {
  return {
    class: `f-${inside} k-${edge}`,
    fill: COLOURS[inside][0],
    stroke: COLOURS[edge][0],
    'stroke-width': width,
  };
}

export type TextOptions = {
  readonly colour?: Colour;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly strong?: boolean;
  /** With an edge of paper, so that it can be read across lines. */
  readonly halo?: boolean;
};

export function label(x: number, y: number, text: string, options: TextOptions = {}): string {
  const { colour = 'ink-2', anchor, strong, halo } = options;
  const looks = halo
    ? { ...edged(colour, 'paper', 4), 'paint-order': 'stroke', 'stroke-linejoin': 'round' }
    : fill(colour);
  const place = { x, y, 'text-anchor': anchor === 'start' ? undefined : anchor };
  return el('text', { ...place, ...looks, 'font-weight': strong ? 600 : undefined }, escapeXml(text));
}

export type Frame = {
  readonly width: number;
  readonly height: number;
  /** What the picture shows, in a clause; spoken first. */
  readonly title: string;
  /** What is to be seen in it, for those who cannot see it. */
  readonly description: string;
  readonly body: string;
};

/** Ids within a picture begin with this: pictures on one page that differ do not share them. */
export function pictureId(title: string, description: string): string {
  return `fl-${(hashText(`${title}\n${description}`) >>> 0).toString(36)}`;
}

export function frame({ width, height, title, description, body }: Frame): string {
  const id = pictureId(title, description);
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const type = { 'font-family': 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif', 'font-size': 12 };
  return `${el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'fl-pic',
      ...size,
      role: 'img',
      'aria-labelledby': `${id}-t ${id}-d`,
      ...type,
    },
    el('title', { id: `${id}-t` }, escapeXml(title)),
    el('desc', { id: `${id}-d` }, escapeXml(description)),
    `<style>${PICTURE_STYLE}</style>`,
    el('rect', { width, height, ...fill('paper') }),
    body,
  )}\n`;
}

/** What tells series apart: hue, dash and marker, beside the written name. */
export type Series = {
  readonly colour: Colour;
  readonly dash: string | undefined;
  /** The outline of its marker, of about the same area for all. */
  readonly marker: (x: number, y: number, r: number) => string;
  readonly hollow: boolean;
};

const OUTLINES: readonly Series['marker'][] = [
  (x, y, r) => `M${at(x - r)} ${at(y)}a${at(r)} ${at(r)} 0 1 0 ${at(2 * r)} 0a${at(r)} ${at(r)} 0 1 0 ${at(-2 * r)} 0Z`,
  (x, y, r) => `M${at(x - 0.9 * r)} ${at(y - 0.9 * r)}h${at(1.8 * r)}v${at(1.8 * r)}h${at(-1.8 * r)}Z`,
  (x, y, r) => `M${at(x)} ${at(y - 1.2 * r)}l${at(1.1 * r)} ${at(2 * r)}h${at(-2.2 * r)}Z`,
  (x, y, r) =>
    `M${at(x)} ${at(y - 1.25 * r)}l${at(1.25 * r)} ${at(1.25 * r)}l${at(-1.25 * r)} ${at(1.25 * r)}l${at(-1.25 * r)} ${at(-1.25 * r)}Z`,
];
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '12 3', '4 2', '1 4', '6 2 1 2 1 2'];
const HUES: readonly Colour[] = ['s1', 's2', 's3', 's4'];

/** The look of the k-th series; after four, markers are hollow and dashes go on. */
export function seriesLook(k: number): Series {
  const marker = OUTLINES[k % OUTLINES.length] as Series['marker'];
  return { colour: HUES[k % HUES.length] as Colour, dash: DASHES[k % DASHES.length], marker, hollow: k >= HUES.length };
}

export function marker(look: Series, x: number, y: number, r: number): string {
  const [inside, edge] = look.hollow ? (['paper', look.colour] as const) : ([look.colour, 'paper'] as const);
  return el('path', { d: look.marker(x, y, r), ...edged(inside, edge, look.hollow ? 1.25 : 0.75) });
}
