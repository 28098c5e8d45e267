import { extentOf } from '../extent.js';
import { bottomAxis, leftAxis, linearScale, logScale, numberText, type Scale } from './axes.js';
import { frame, label, line, marker, seriesLook } from './look.js';
import { spread } from './place.js';
import { el, type Point, pathOf } from './svg.js';

/** Numbers over the steps of a program, one line each, its name written at its end. */
export type StepsPicture = {
  readonly kind: 'steps';
  readonly title: string;
  readonly description: string;
  readonly y: string;
  readonly lines: readonly StepsLine[];
};
export type StepsLine = { readonly name: string; readonly values: readonly number[] };

export const MOST_LINES = 8;

/** A value above this many times the highest start is off the picture: a run that diverges must not flatten the others. */
const CEILING = 20;
/** Points of a line; more cannot be told apart. */
const MOST_POINTS = 240;

/** Letters of a name that fit beside a plot. */
const MOST_LETTERS = 22;

export type StepsBox = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export function drawSteps(picture: StepsPicture): string {
  const size = { width: 560, height: 300 };
  const body = stepsPlot(picture, { left: 56, right: 430, top: 32, bottom: 252 });
  return frame({ ...size, title: picture.title, description: picture.description, body });
}

/** The plot alone, for pictures that hold more than one. */
export function stepsPlot({ lines, y: name }: Pick<StepsPicture, 'lines' | 'y'>, box: StepsBox): string {
  const last = Math.max(1, ...lines.map(({ values }) => values.length - 1));
  const x = linearScale([0, last], [box.left, box.right]);
  const y = valueScale(lines, [box.bottom, box.top]);
  const [low, high] = y.domain;
  const isShown = (value: number): boolean => value >= low && value <= high;
  const drawn = lines.map(({ name, values }, k) => {
    const look = seriesLook(k);
    const stride = Math.max(1, Math.ceil(values.length / MOST_POINTS));
    const points = values
      .map((value, step): Point => [x.at(step), isShown(value) ? y.at(value) : Number.NaN])
      .filter((_, step) => step % stride === 0 || step === values.length - 1);
    const end = [...points].reverse().find(([, py]) => Number.isFinite(py));
    return { name: shortened(name), points, end, look };
  });
  const ends = drawn.map(({ end }) => (end?.[1] ?? box.top) + 4);
  const places = spread(ends, 15, box.top + 4, box.bottom + 4);
  return [
    bottomAxis(x, box.bottom, 'step'),
    leftAxis(y, box.left, name),
    ...drawn.map(({ points, look }) =>
      el('path', {
        d: pathOf(points),
        ...line(look.colour, 1.5),
        'stroke-dasharray': look.dash,
        'stroke-linejoin': 'round',
      }),
    ),
    ...drawn.map(({ name, end, look }, k) => {
      const place = places[k] ?? 0;
      const mark = end ? marker(look, end[0], end[1], 3.6) : '';
      const leader = end
        ? el('path', {
            d: `M${(end[0] + 6).toFixed(1)} ${end[1].toFixed(1)}L${box.right + 10} ${(place - 4).toFixed(1)}`,
            ...line('rule'),
          })
        : '';
      return leader + mark + label(box.right + 14, place, name, { colour: look.colour, halo: true });
    }),
  ].join('');
}

/** A name as long as there is room for. */
function shortened(name: string): string {
  const letters = [...name];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : name;
}

function valueScale(lines: readonly StepsLine[], range: readonly [number, number]): Scale {
  const all = lines.flatMap(({ values }) => values).filter(Number.isFinite);
  const [low, highest] = extentOf(all);
  const start = Math.max(...lines.map(({ values }) => Math.abs(values[0] ?? 0)));
  if (low > 0 && highest / low > 100) {
    const ceiling = lines.length > 1 ? Math.min(highest, 100 * start) : highest;
    // Below a millionth of a millionth of the start nothing is to be seen but rounding.
    return logScale([Math.max(low, ceiling * 1e-12), ceiling], range);
  }
  const calm = Math.max(
    ...lines.map(({ values }) => (values.every((v) => Math.abs(v) <= CEILING * start) ? extentOf(values)[1] : 0)),
  );
  const high = lines.length > 1 && highest > CEILING * start && start > 0 ? Math.max(calm, 2 * start) : highest;
  return linearScale([Number.isFinite(low) ? low : 0, Number.isFinite(high) ? high : 1], range);
}

/** "from 164 to 0.29": how a line runs, in words. */
export function runText(values: readonly number[]): string {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return `from ${numberText(first)} to ${numberText(last)}`;
}
