import { contours } from 'd3-contour';
import { extentOf } from '../extent.js';
import { bottomAxis, leftAxis, linearScale, numberText, type Scale } from './axes.js';
import { edged, frame, label, line } from './look.js';
import { at, el, type Point, pathOf } from './svg.js';

/** A function of two numbers, as lines of equal height. */
export type ContoursPicture = {
  readonly kind: 'contours';
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly surface: Surface;
  readonly domain: Domain;
  /** The reader's own point, with its height. */
  readonly marked: { readonly at: Point; readonly height: number } | undefined;
};

export type Surface = (x: number, y: number) => number;
export type Domain = readonly [readonly [number, number], readonly [number, number]];
export type Rings = readonly (readonly Point[])[];
export type Level = { readonly height: number; readonly rings: Rings };

const GRID = [64, 48] as const;
const LEVELS = 9;
const BOX = { left: 56, right: 444, top: 36, bottom: 336 };

export function drawContours(picture: ContoursPicture): string {
  const { surface, domain, marked } = picture;
  const x = linearScale(domain[0], [BOX.left, BOX.right]);
  const y = linearScale(domain[1], [BOX.bottom, BOX.top]);
  const levels = contourLevels(surface, domain);
  const body = [
    clipped(x, y, levels.map((level) => ringsPath(level.rings, x, y, 'mark')).join('')),
    ...levels.filter((_, k) => k % 2 === 1).map((level) => heightLabel(level, x, y)),
    bottomAxis(x, BOX.bottom, picture.x),
    leftAxis(y, BOX.left, picture.y),
    marked
      ? el('circle', { cx: x.at(marked.at[0]), cy: y.at(marked.at[1]), r: 5, ...edged('s1', 'paper', 1.5) }) +
        label(x.at(marked.at[0]) + 10, y.at(marked.at[1]) - 8, numberText(marked.height), {
          colour: 'ink',
          strong: true,
          halo: true,
        })
      : '',
  ].join('');
  return frame({ width: 464, height: 384, title: picture.title, description: picture.description, body });
}

/** A nested svg clips what leaves its box, without an id that could be taken twice. */
export function clipped(x: Scale, y: Scale, body: string): string {
  const [x0, x1] = x.domain.map(x.at) as [number, number];
  const [y0, y1] = y.domain.map(y.at) as [number, number];
  const box = { x: x0, y: y1, width: x1 - x0, height: y0 - y1 };
  const viewBox = [box.x, box.y, box.width, box.height].map(at).join(' ');
  return el('svg', { ...box, viewBox, overflow: 'hidden' }, body);
}

export function ringsPath(rings: Rings, x: Scale, y: Scale, colour: 'rule' | 'mark'): string {
  const d = rings.map((ring) => `${pathOf(ring.map(([a, b]): Point => [x.at(a), y.at(b)]))}Z`).join('');
  return el('path', { d, ...line(colour) });
}

/** The height of a line, written where the line is highest in the picture. */
function heightLabel({ height, rings }: Level, x: Scale, y: Scale): string {
  const [[left, right], [low, high]] = [x.domain, y.domain];
  const [dx, dy] = [(right - left) * 0.06, (high - low) * 0.06];
  const inside = rings.flat().filter(([a, b]) => a > left + dx && a < right - dx && b > low + dy && b < high - dy);
  if (inside.length === 0) return '';
  const top = inside.reduce((a, b) => (b[1] > a[1] ? b : a));
  return label(x.at(top[0]), y.at(top[1]) + 4, numberText(height), { anchor: 'middle', halo: true });
}

/** Lines of equal height; their spacing grows with the square root of the height, so that a bowl has even rings. */
export function contourLevels(surface: Surface, [[x0, x1], [y0, y1]]: Domain): readonly Level[] {
  const [nx, ny] = GRID;
  const [stepX, stepY] = [(x1 - x0) / (nx - 1), (y1 - y0) / (ny - 1)];
  const heights: number[] = [];
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) heights.push(surface(x0 + i * stepX, y0 + j * stepY));
  const finite = heights.filter(Number.isFinite);
  const [low, high] = extentOf(finite);
  if (!(high > low)) return [];
  const known = heights.map((h) => (Number.isFinite(h) ? h : high));
  const levels = Array.from({ length: LEVELS - 1 }, (_, k) => low + (high - low) * ((k + 1) / LEVELS) ** 2);
  return contours()
    .size([nx, ny])
    .thresholds(levels)(known)
    .map(({ value, coordinates }) => ({
      height: value,
      rings: coordinates
        .flat()
        .map((ring) => ring.map(([i = 0, j = 0]): Point => [x0 + (i - 0.5) * stepX, y0 + (j - 0.5) * stepY])),
    }));
}
