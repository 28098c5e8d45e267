import type { SampleDomain } from '../../math/index.js';
import { extentOf } from '../extent.js';
import type { Point } from './svg.js';

/** A function of one number; NaN where it has no real value. */
export type Curve = (x: number) => number;

/** Fewer values on the way are no stretch of a curve. */
const FEWEST = 8;
/** What is drawn where nothing else is known. */
const REACH = 6;
/** Halvings that tell a jump from a steep stretch: what is steep evens out, a jump stays. */
const HALVINGS = 12;

export type Sampling = {
  readonly centre: number | undefined;
  readonly domain: SampleDomain | undefined;
  readonly points: number;
};

/** The curve around a number, or over the part of the line where it has values; undefined where it has too few, or is flat. */
export function sampleGraph(f: Curve, { centre, domain, points: count }: Sampling): readonly Point[] | undefined {
  let [from, to] = rangeOf(centre, domain);
  let points = sample(f, from, to, count);
  const known = points.filter(([, y]) => Number.isFinite(y));
  if (known.length < FEWEST) return undefined;
  if (known.length < 0.9 * count) {
    const step = (to - from) / (count - 1);
    const [first, last] = [known[0] as Point, known.at(-1) as Point];
    // The ends of where it is defined lie between two samples: 0 and 1 for an entropy.
    from = snapped(first[0], step, -1);
    to = snapped(last[0], step, 1);
    points = sample(f, from, to, count);
  }
  const values = points.map(([, y]) => y).filter(Number.isFinite);
  const [low, high] = extentOf(values);
  if (values.length < FEWEST || !(high - low > 1e-9 * Math.max(1, Math.abs(high)))) return undefined;
  return withoutJumps(points, f);
}

function rangeOf(centre: number | undefined, domain: SampleDomain | undefined): [number, number] {
  const reach = Math.max(REACH, 2 * Math.abs(centre ?? 0));
  if (domain === 'probability') return [0, 1];
  return domain === undefined || domain === 'nonzero' ? [-reach, reach] : [0, reach];
}

function sample(f: Curve, from: number, to: number, count: number): readonly Point[] {
  return Array.from({ length: count }, (_, k): Point => {
    const x = from + ((to - from) * k) / (count - 1);
    return [x, f(x)];
  });
}

function snapped(x: number, step: number, side: -1 | 1): number {
  const near = Math.round(x + side * step * 0.5);
  return Math.abs(near - x) <= 1.01 * step ? near : x;
}

/** The pen is lifted where the curve jumps: a line that is drawn is a value that is taken. */
function withoutJumps(points: readonly Point[], f: Curve): readonly Point[] {
  const steps = points.map(([, y], k) => Math.abs(y - (points[k - 1]?.[1] ?? Number.NaN)));
  const known = steps.filter(Number.isFinite).sort((a, b) => a - b);
  const usual = known[Math.floor(known.length / 2)] ?? 0;
  const all = known.reduce((sum, step) => sum + step, 0);
  return points.flatMap((point, k): readonly Point[] => {
    const before = points[k - 1];
    const step = steps[k] ?? 0;
    const isCandidate = step > 4 * usual && step > 1e-3 * all;
    const at = before && isCandidate ? jumpBetween(before, point, f) : undefined;
    return at === undefined ? [point] : [[at, Number.NaN], point];
  });
}

function jumpBetween(before: Point, after: Point, f: Curve): number | undefined {
  let [a, b] = [before, after];
  for (let k = 0; k < HALVINGS; k++) {
    const x = (a[0] + b[0]) / 2;
    const middle: Point = [x, f(x)];
    if (!Number.isFinite(middle[1])) return x;
    if (Math.abs(middle[1] - a[1]) > Math.abs(b[1] - middle[1])) b = middle;
    else a = middle;
  }
  return Math.abs(b[1] - a[1]) > 0.5 * Math.abs(after[1] - before[1]) ? (a[0] + b[0]) / 2 : undefined;
}

/** Values that the curve comes near to far away, told by three far places that agree. */
export function limitsOf(f: Curve): readonly { readonly value: number; readonly side: 'left' | 'right' }[] {
  return (
    [
      ['left', -1],
      ['right', 1],
    ] as const
  ).flatMap(([side, sign]) => {
    const [a, b, c] = [50, 200, 600].map((x) => f(sign * x)) as [number, number, number];
    const scale = Math.max(1, Math.abs(c));
    const agrees =
      Math.abs(a - c) < 0.02 * scale && Math.abs(b - c) < 0.01 * scale && Math.abs(b - c) <= Math.abs(a - c);
    // What still shrinks comes near 0.
    const vanishes = Math.abs(c) < 1e-3 || (Math.abs(c) < 0.01 && Math.abs(c) < 0.5 * Math.abs(b));
    return agrees ? [{ value: vanishes ? 0 : Number(c.toPrecision(3)), side }] : [];
  });
}
