import { extentOf } from '../extent.js';
import { bottomAxis, leftAxis, linearScale, numberText, type Scale } from './axes.js';
import { clipped, contourLevels, type Domain, ringsPath, type Surface } from './contours.js';
import { frame, label, line, marker, pictureId, type Series, seriesLook } from './look.js';
import { stepsPlot } from './steps.js';
import { el, type Point, pathOf } from './svg.js';

/** Ways down one surface, side by side on its contours, and below them the loss of each over the steps. */
export type RacePicture = {
  readonly kind: 'race';
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly surface: Surface;
  readonly runs: readonly RaceRun[];
};
export type RaceRun = {
  readonly name: string;
  readonly points: readonly Point[];
  readonly losses: readonly number[];
  /** It leaves the valley: its path does not decide what is shown. */
  readonly leaves: boolean;
};

const MOST_MARKS = 40;
const GAP = 24;
/** Above a panel stand its name and how it ends. */
const HEAD = 52;

export function drawRace(picture: RacePicture): string {
  const { runs, surface } = picture;
  const columns = Math.min(3, runs.length);
  const rows = Math.ceil(runs.length / columns);
  const width = columns === 1 ? 520 : 780;
  const panel = {
    width: (width - 44 - GAP * (columns - 1) - 16) / columns,
    height: columns === 1 ? 300 : columns === 2 ? 240 : 190,
  };
  const domain = shownDomain(runs);
  const id = `${pictureId(picture.title, picture.description)}-c`;
  const rowHeight = panel.height + 88;
  const panels = runs.map((run, k) => {
    const [column, row] = [k % columns, Math.floor(k / columns)];
    const left = 44 + column * (panel.width + GAP);
    const top = HEAD + row * rowHeight;
    const x = linearScale(domain[0], [left, left + panel.width], 4);
    const y = linearScale(domain[1], [top + panel.height, top], 4);
    const names = { x: k === runs.length - 1 || row === rows - 1 ? picture.x : '', y: column === 0 ? picture.y : '' };
    // The contours are the same in every panel: drawn in the first, used again in the others.
    const rings =
      k === 0
        ? el('g', { id }, ...contourLevels(surface, domain).map(({ rings }) => ringsPath(rings, x, y, 'rule')))
        : el('use', { href: `#${id}`, x: left - 44, y: top - HEAD });
    return drawPanel(run, seriesLook(k), { x, y, names, rings });
  });
  const top = HEAD + rows * rowHeight + 8;
  const box = { left: 56, right: width - 170, top, bottom: top + 150 };
  const lines = runs.map(({ name, losses }) => ({ name, values: losses }));
  const body = [...panels, stepsPlot({ lines, y: 'loss' }, box)].join('');
  return frame({ width, height: box.bottom + 44, title: picture.title, description: picture.description, body });
}

type Panel = {
  readonly x: Scale;
  readonly y: Scale;
  readonly names: { readonly x: string; readonly y: string };
  readonly rings: string;
};

function drawPanel(run: RaceRun, look: Series, { x, y, names, rings }: Panel): string {
  const [[x0, x1], [y0, y1]] = [x.domain.map(x.at), y.domain.map(y.at)] as unknown as Domain;
  const inside = ([px, py]: Point): boolean => px >= x0 && px <= x1 && py <= y0 && py >= y1;
  const near = ([px, py]: Point): boolean => Math.abs(px - x0) < 3 * (x1 - x0) && Math.abs(py - y0) < 3 * (y0 - y1);
  const path = run.points.map(([a, b]): Point => [x.at(a), y.at(b)]);
  const shown = path.filter(inside);
  const stride = Math.max(1, Math.ceil(shown.length / MOST_MARKS));
  const last = path.at(-1);
  const start = path[0];
  const loss = run.losses.at(-1) ?? Number.NaN;
  const ends = run.leaves ? `leaves: loss ${numberText(loss)}` : `ends at loss ${numberText(loss)}`;
  return [
    clipped(
      x,
      y,
      rings +
        el('path', {
          d: pathOf(followed(path, near)),
          ...line(look.colour, 1.5),
          'stroke-dasharray': look.dash,
          'stroke-linejoin': 'round',
        }),
    ),
    ...shown.filter((_, step) => step % stride === 0).map(([px, py]) => marker(look, px, py, 2)),
    start && inside(start)
      ? label(start[0], start[1] + (start[1] > y1 + 24 ? -9 : 18), 'start', {
          halo: true,
          anchor: start[0] > x1 - 30 ? 'end' : start[0] < x0 + 16 ? 'start' : 'middle',
        })
      : '',
    last && inside(last) ? marker(look, last[0], last[1], 5) : '',
    marker(look, x0 + 5, y1 - 34, 4),
    label(x0 + 15, y1 - 30, run.name, { colour: look.colour, strong: true }),
    label(x0 + 15, y1 - 13, ends),
    leftAxis(y, x0, ''),
    names.y === '' ? '' : label(x0 + 6, y1 + 14, names.y, { halo: true }),
    bottomAxis(x, y0, names.x),
  ].join('');
}

/**
 * The path as far as it can be followed: steps that do not move by a tenth of a pixel add nothing, and after the first point far
 * outside there is only a line that is drawn at great length and never seen.
 */
function followed(path: readonly Point[], inside: (point: Point) => boolean): readonly Point[] {
  const kept: Point[] = [];
  for (const point of path) {
    const before = kept.at(-1);
    if (before && Math.hypot(point[0] - before[0], point[1] - before[1]) < 0.1) continue;
    kept.push(point);
    if (!inside(point)) break;
  }
  return kept;
}

/** What the runs that stay have seen, with a margin; of runs that all leave, their first steps. */
function shownDomain(runs: readonly RaceRun[]): Domain {
  const staying = runs.filter((run) => !run.leaves);
  const points =
    staying.length > 0
      ? [...staying.flatMap((run) => run.points), ...runs.flatMap((run) => run.points.slice(0, 1))]
      : runs.flatMap((run) => run.points.slice(0, 5));
  const extent = (axis: 0 | 1): [number, number] => {
    const values = points.map((point) => point[axis]).filter(Number.isFinite);
    return [...extentOf(values)];
  };
  const [x, y] = [extent(0), extent(1)];
  const widest = Math.max(x[1] - x[0], y[1] - y[0]) || 2;
  const padded = ([low, high]: readonly [number, number]): readonly [number, number] => {
    const missing = Math.max(0, 0.25 * widest - (high - low)) / 2;
    const margin = 0.1 * Math.max(high - low, 0.25 * widest) + missing;
    return [low - margin, high + margin];
  };
  return [padded(x), padded(y)];
}
