import { linearScale, numberText, type Scale } from './axes.js';
import { type Colour, fill, frame, label, line } from './look.js';
import { el, type Point, pathOf } from './svg.js';

/** What a 2×2 matrix does to the unit square and the unit circle. */
export type ActionPicture = {
  readonly kind: 'action';
  readonly title: string;
  readonly description: string;
  /** Rows. */
  readonly matrix: readonly [readonly [number, number], readonly [number, number]];
};

const SIDE = 400;
const MARGIN = 64;

export function drawAction({ title, description, matrix }: ActionPicture): string {
  const [[a, b], [c, d]] = matrix;
  const put = ([x, y]: Point): Point => [a * x + b * y, c * x + d * y];
  const square: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ];
  const circle = Array.from(
    { length: 97 },
    (_, k): Point => [Math.cos((k * Math.PI) / 48), Math.sin((k * Math.PI) / 48)],
  );
  const all = [...square, ...circle, ...square.map(put), ...circle.map(put)];
  const reach = Math.max(...all.flat().map(Math.abs)) * 1.08;
  const range = [MARGIN, SIDE - MARGIN] as const;
  const x = linearScale([-reach, reach], range);
  const y = linearScale([-reach, reach], [SIDE - MARGIN, MARGIN]);
  const toPixels = (points: readonly Point[]): readonly Point[] => points.map(([px, py]) => [x.at(px), y.at(py)]);
  const outline = (points: readonly Point[], colour: Colour, width: number, dash?: string): string =>
    el('path', { d: pathOf(toPixels(points)), ...line(colour, width), 'stroke-dasharray': dash });
  const body = [
    cross(x, y),
    outline(circle, 'mark', 1, '3 3'),
    outline(square, 'mark', 1.5, '4 3'),
    el('path', { d: pathOf(toPixels(square.map(put))), class: 'f-s1', fill: '#0b5a9d', 'fill-opacity': 0.12 }),
    outline(circle.map(put), 's4', 1.5),
    outline(square.map(put), 's1', 2),
    arrow(put([1, 0]), 'column 1', 's1', x, y),
    arrow(put([0, 1]), 'column 2', 's2', x, y),
    label(12, 20, 'dashed: before'),
    label(SIDE - 12, 20, 'solid: after', { anchor: 'end' }),
    label(12, SIDE - 12, areaText(a * d - b * c)),
  ].join('');
  return frame({ width: SIDE, height: SIDE, title, description, body });
}

function cross(x: Scale, y: Scale): string {
  const [from, to] = [MARGIN, SIDE - MARGIN];
  const ticks = [
    x.ticks.filter(({ value }) => Number.isInteger(value) && value !== 0),
    y.ticks.filter(({ value }) => Number.isInteger(value) && value !== 0),
  ] as const;
  const marks = [
    ...ticks[0].map(({ value }) => `M${x.at(value).toFixed(1)} ${y.at(0).toFixed(1)}v4`),
    ...ticks[1].map(({ value }) => `M${x.at(0).toFixed(1)} ${y.at(value).toFixed(1)}h-4`),
  ].join('');
  return [
    el('path', {
      d: `M${from} ${y.at(0).toFixed(1)}H${to}M${x.at(0).toFixed(1)} ${from}V${to}${marks}`,
      ...line('mark'),
    }),
    ...ticks[0].map(({ value }) =>
      label(x.at(value), y.at(0) + 16, numberText(value), { anchor: 'middle', halo: true }),
    ),
    ...ticks[1].map(({ value }) =>
      label(x.at(0) - 7, y.at(value) + 4, numberText(value), { anchor: 'end', halo: true }),
    ),
  ].join('');
}

/** What the determinant says. */
function areaText(determinant: number): string {
  if (Math.abs(determinant) < 1e-12) return 'everything falls on a line';
  return `areas × ${numberText(Math.abs(determinant))}${determinant < 0 ? ', and turned over' : ''}`;
}

/** A column of the matrix: where the step along its axis goes. */
function arrow([px, py]: Point, name: string, colour: Colour, x: Scale, y: Scale): string {
  const [fromX, fromY, toX, toY] = [x.at(0), y.at(0), x.at(px), y.at(py)];
  const length = Math.hypot(toX - fromX, toY - fromY);
  if (length < 6)
    return (
      el('circle', { cx: toX, cy: toY, r: 4, ...fill(colour) }) +
      label(toX + 8, toY + 18, `${name} is 0`, { colour, halo: true })
    );
  const [ux, uy] = [(toX - fromX) / length, (toY - fromY) / length];
  const back = (along: number, across: number): Point => [
    toX - along * ux - across * uy,
    toY - along * uy + across * ux,
  ];
  return [
    el('path', { d: pathOf([[fromX, fromY], back(6, 0)]), ...line(colour, 2.5) }),
    el('path', { d: `${pathOf([[toX, toY], back(10, 4), back(10, -4)])}Z`, ...fill(colour) }),
    label(toX + 10 * ux, toY + 4 + 12 * uy, name, {
      colour,
      halo: true,
      anchor: ux > 0.3 ? 'start' : ux < -0.3 ? 'end' : 'middle',
    }),
  ].join('');
}
