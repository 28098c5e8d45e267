import { bottomAxis, leftAxis, linearScale, numberText } from './axes.js';
import { edged, frame, label, line } from './look.js';
import { el, type Point, pathOf } from './svg.js';

/** The graph of a function of one variable. */
export type GraphPicture = {
  readonly kind: 'graph';
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  /** In order of x; NaN where there is no value. */
  readonly points: readonly Point[];
  /** The reader's own value. */
  readonly marked: Point | undefined;
  /** Values that it comes near to, far to the left and far to the right. */
  readonly limits: readonly { readonly value: number; readonly side: 'left' | 'right' }[];
};

const [WIDTH, HEIGHT] = [480, 300];
const BOX = { left: 56, right: 464, top: 32, bottom: 252 };

export function drawGraph(picture: GraphPicture): string {
  const { points, marked, limits } = picture;
  const x = linearScale([points[0]?.[0] ?? -1, points.at(-1)?.[0] ?? 1], [BOX.left, BOX.right], 7);
  const [low, high] = shownRange(points.map((p) => p[1]).concat(marked?.[1] ?? []));
  const y = linearScale([low, high], [BOX.bottom, BOX.top]);
  const inside = points.map(([px, py]): Point => [x.at(px), py >= low && py <= high ? y.at(py) : Number.NaN]);
  const guides = limits
    .filter(({ value }) => value >= low - 0.1 * (high - low) && value <= high + 0.1 * (high - low))
    .map(({ value, side }) => {
      const [from, to] =
        side === 'left' ? [BOX.left, (BOX.left + BOX.right) / 2] : [(BOX.left + BOX.right) / 2, BOX.right];
      const [, end = value] = (side === 'left' ? points[0] : points.at(-1)) ?? [];
      const above = end <= value || y.at(value) > BOX.bottom - 20;
      return [
        el('path', {
          d: `M${from} ${y.at(value).toFixed(1)}H${to}`,
          ...line('mark'),
          'stroke-dasharray': '1 3',
          'stroke-linecap': 'round',
        }),
        label(side === 'left' ? from + 4 : to, y.at(value) + (above ? -6 : 16), `tends to ${numberText(value)}`, {
          anchor: side === 'left' ? 'start' : 'end',
          halo: true,
        }),
      ].join('');
    });
  const zero =
    low < 0 && high > 0 ? el('path', { d: `M${BOX.left} ${y.at(0).toFixed(1)}H${BOX.right}`, ...line('rule') }) : '';
  const body = [
    zero,
    bottomAxis(x, BOX.bottom, picture.x),
    leftAxis(y, BOX.left, picture.y),
    ...guides,
    el('path', { d: pathOf(inside), ...line('s1', 2), 'stroke-linejoin': 'round' }),
    marked ? markedPoint(x.at(marked[0]), y.at(marked[1]), numberText(marked[1])) : '',
  ].join('');
  return frame({ width: WIDTH, height: HEIGHT, title: picture.title, description: picture.description, body });
}

function markedPoint(x: number, y: number, value: string): string {
  const right = x < BOX.right - 60;
  const above = y > BOX.top + 24;
  return [
    el('circle', { cx: x, cy: y, r: 5, ...edged('s1', 'paper', 1.5) }),
    label(x + (right ? 10 : -10), y + (above ? -8 : 18), value, {
      colour: 'ink',
      strong: true,
      halo: true,
      anchor: right ? 'start' : 'end',
    }),
  ].join('');
}

/** The range of most values: poles are cut off, not shown to their full height. */
function shownRange(values: readonly number[]): readonly [number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)];
  const part = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [part(0.05), part(0.95)];
  const middle = high - low || 1;
  const from = low - min > 4 * middle ? low - middle / 2 : min;
  const to = max - high > 4 * middle ? high + middle / 2 : max;
  return to > from ? [from, to] : [from - (Math.abs(from) / 2 || 1), to + (Math.abs(to) / 2 || 1)];
}
