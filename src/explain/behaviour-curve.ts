import type { SampleDomain } from '../math/index.js';

/** What a function of one number does, found by looking at it at many places. */

export type CurveFacts = {
  /** Places that were looked at. */
  readonly samples: number;
  /** The value, where it is the same at all of them. */
  readonly constant: number | undefined;
  readonly monotone: Verdict<'rises' | 'falls'>;
  /** No stretch on which it stays as it is. */
  readonly strict: boolean;
  readonly bend: Verdict<'convex' | 'concave' | 'straight'>;
  /** `point`: $f(-x) = 2 f(0) - f(x)$, symmetric about the point above zero. Only where it is defined on both sides. */
  readonly parity: Verdict<'even' | 'odd' | 'point'> | undefined;
  /** At the ends of where it is defined: a number, ±∞; undefined where nothing was settled. */
  readonly left: End;
  readonly right: End;
  readonly flats: readonly Zone[];
};

/** What can be said where nothing else goes in. */
export type WholeCurve = CurveFacts & {
  readonly low: Bound;
  readonly high: Bound;
  readonly center: number | undefined;
  readonly fixed: readonly Zone[];
  readonly idempotent: boolean;
};

/** What holds, or places at which it fails. */
export type Verdict<T extends string> =
  | { readonly is: T }
  | { readonly is: undefined; readonly fails: readonly Point[] };
export type Point = readonly [x: number, y: number];
export type Zone = { readonly from: number; readonly to: number; readonly value: number };
export type End = { readonly at: number; readonly limit: number | undefined };
/** `where` is a place at which it is reached; undefined where it is only approached. `value` is undefined where it is not clear. */
export type Bound = { readonly value: number | undefined; readonly where: number | undefined };

type Curve = (x: number) => number | undefined;

const INNER = 5;

/** Places of one sign: close together where most happens, far apart far out. */
const FINE: readonly number[] = [
  ...[1e-3, 0.01, 0.05, 0.1],
  ...Array.from({ length: 20 }, (_, k) => (k + 1) * 0.25),
  ...[5.5, 6, 7, 8, 10, 15, 20, 30, 50, 100],
];
/** The same for one curve among many. */
const COARSE: readonly number[] = [1e-3, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 30, 100];

function gridFor(domain: SampleDomain, positive: readonly number[]): readonly number[] {
  if (domain === 'probability') {
    const n = positive === FINE ? 50 : 25;
    return Array.from({ length: n - 1 }, (_, k) => (k + 1) / n);
  }
  if (domain === 'positive') return positive;
  if (domain === 'nonnegative') return [0, ...positive];
  const negative = positive.map((x) => -x).toReversed();
  return domain === 'nonzero' ? [...negative, ...positive] : [...negative, 0, ...positive];
}

/** Looks at the curve on its whole domain; undefined where it is not defined on one stretch. */
export function analyseCurve(f: Curve, domain: SampleDomain): CurveFacts | undefined {
  const points = pointsOf(f, gridFor(domain, COARSE));
  return points && factsOf(f, points, domain);
}

/** The same, with bounds, fixed points and what happens when the result goes in again. */
export function analyseWholeCurve(f: Curve, domain: SampleDomain): WholeCurve | undefined {
  const points = pointsOf(f, gridFor(domain, FINE));
  if (!points) return undefined;
  const facts = factsOf(f, points, domain);
  const ends = [facts.left, facts.right] as const;
  return {
    ...facts,
    center: f(0),
    low: boundOf(f, points, -1, ends),
    high: boundOf(f, points, 1, ends),
    fixed: fixedPoints(f, points),
    idempotent: isIdempotent(f, points),
  };
}

function pointsOf(f: Curve, grid: readonly number[]): readonly Point[] | undefined {
  const all = grid.map((x) => [x, f(x)] as const);
  const points = all.filter((p): p is readonly [number, number] => p[1] !== undefined && Number.isFinite(p[1]));
  return points.length < 8 || !isOneStretch(all, points) ? undefined : points;
}

function factsOf(f: Curve, points: readonly Point[], domain: SampleDomain): CurveFacts {
  const first = points[0]?.[1] as number;
  const constant = points.every(([, y]) => near(y, first)) ? first : undefined;
  const flats = constant === undefined ? zonesOf(f, points, (x, y) => [x, y]) : [];
  return {
    samples: points.length,
    constant,
    monotone: monotony(points),
    strict: flats.length === 0 && constant === undefined,
    bend: bendOf(points),
    parity: parityOf(points, f),
    left: endOf(f, points, -1, domain),
    right: endOf(f, points, 1, domain),
    flats,
  };
}

/** One undefined place may lie between (a pole); a function with more holes is not looked at. */
function isOneStretch(all: readonly (readonly [number, number | undefined])[], points: readonly Point[]): boolean {
  const [first, last] = [points[0]?.[0] as number, points.at(-1)?.[0] as number];
  const inside = all.filter(([x]) => x >= first && x <= last);
  return inside.length - points.length <= 1;
}

function near(a: number, b: number, slack = 1e-9): boolean {
  return a === b || Math.abs(a - b) <= slack * Math.max(Math.abs(a), Math.abs(b)) + 1e-13;
}

function monotony(points: readonly Point[]): CurveFacts['monotone'] {
  // The clearest step up and the clearest step down.
  let [up, down, most, least]: [Point[] | undefined, Point[] | undefined, number, number] = [
    undefined,
    undefined,
    0,
    0,
  ];
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1] as Point, points[k] as Point];
    const step = b[1] - a[1];
    if (Math.abs(step) <= 1e-12 * Math.max(Math.abs(a[1]), Math.abs(b[1]), 1e-3)) continue;
    if (step > most) [up, most] = [[a, b], step];
    if (step < least) [down, least] = [[a, b], step];
  }
  if (!down) return { is: 'rises' };
  return up ? { is: undefined, fails: [...up, ...down] } : { is: 'falls' };
}

/** Convex where the slope from place to place never falls. */
function bendOf(points: readonly Point[]): CurveFacts['bend'] {
  let [down, up, most, least]: [Point[] | undefined, Point[] | undefined, number, number] = [
    undefined,
    undefined,
    0,
    0,
  ];
  for (let k = 2; k < points.length; k++) {
    const [a, b, c] = [points[k - 2] as Point, points[k - 1] as Point, points[k] as Point];
    const [s, t] = [(b[1] - a[1]) / (b[0] - a[0]), (c[1] - b[1]) / (c[0] - b[0])];
    const size = Math.max(Math.abs(a[1]), Math.abs(b[1]), Math.abs(c[1]));
    const rounding = (2e-15 * size) / Math.min(b[0] - a[0], c[0] - b[0]);
    if (Math.abs(t - s) <= 1e-9 * (Math.abs(s) + Math.abs(t)) + rounding) continue;
    if (t - s > most) [up, most] = [[a, b, c], t - s];
    if (t - s < least) [down, least] = [[a, b, c], t - s];
  }
  if (!down) return { is: up ? 'convex' : 'straight' };
  return up ? { is: undefined, fails: [...down, ...up] } : { is: 'concave' };
}

function parityOf(points: readonly Point[], f: Curve): CurveFacts['parity'] {
  const values = new Map(points);
  const pairs = points
    .filter(([x]) => x > 0)
    .flatMap(([x, y]) => {
      const mirror = values.get(-x);
      return mirror === undefined ? [] : [[x, y, mirror] as const];
    });
  if (pairs.length < 8) return undefined;
  const center = f(0);
  const holds = (test: (y: number, mirror: number) => boolean): boolean =>
    pairs.every(([, y, mirror]) => test(y, mirror));
  if (holds((y, mirror) => near(y, mirror))) return { is: 'even' };
  if (holds((y, mirror) => near(y, -mirror))) return { is: 'odd' };
  if (center !== undefined && holds((y, mirror) => near(y + mirror, 2 * center, 1e-9))) return { is: 'point' };
  const worst = pairs.find(([x, y, mirror]) => x >= 0.5 && !near(y, mirror) && !near(y, -mirror)) ?? pairs[0];
  const [x, y, mirror] = worst as readonly [number, number, number];
  return {
    is: undefined,
    fails: [
      [-x, mirror],
      [x, y],
    ],
  };
}

// --------------------------------------------------------------------------------------------------- ends and bounds

/** Where the curve goes: towards ±∞, or towards the edge of where it is defined. */
function endOf(f: Curve, points: readonly Point[], sign: 1 | -1, domain: SampleDomain): End {
  const edge = (sign > 0 ? points.at(-1) : points[0])?.[0] as number;
  if (domain === 'probability') {
    const at = sign > 0 ? 1 : 0;
    return { at, limit: settle([1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8].map((d) => f(sign > 0 ? 1 - d : d))) };
  }
  if (sign < 0 && edge > 0) {
    if (edge > 1e-3) return { at: edge, limit: undefined };
    return { at: 0, limit: f(0) ?? settle([1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8].map(f)) };
  }
  if (Math.abs(edge) < 100) return { at: edge, limit: undefined };
  const far = [10, 30, 100, 300, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].map((x) => f(sign * x));
  return { at: sign * Number.POSITIVE_INFINITY, limit: settle(far) };
}

/** What a sequence comes to: the number that it settles at, or ±∞ where it keeps growing; undefined where it is not clear. */
function settle(values: readonly (number | undefined)[]): number | undefined {
  const stop = values.findIndex((y) => y === undefined || !Number.isFinite(y));
  const ys = (stop < 0 ? values : values.slice(0, stop)) as readonly number[];
  if (ys.length < 4) return undefined;
  const [a, b, c] = ys.slice(-3) as [number, number, number];
  const [before, last] = [b - a, c - b];
  if (Math.abs(last) <= 1e-6 * Math.max(1, Math.abs(c)) && Math.abs(last) <= Math.abs(before) + 1e-12)
    return Math.abs(c) < 1e-6 ? 0 : Number(c.toPrecision(6));
  const grows = before * last > 0 && last * c > 0 && Math.abs(last) >= 0.5 * Math.abs(before);
  return grows ? Math.sign(c) * Number.POSITIVE_INFINITY : undefined;
}

/** The lowest (`sign` −1) or highest value, reached or approached. */
function boundOf(f: Curve, points: readonly Point[], sign: 1 | -1, ends: readonly [left: End, right: End]): Bound {
  let best = 0;
  points.forEach(([, y], k) => {
    if (sign * y > sign * (points[best]?.[1] as number)) best = k;
  });
  const found = refine(f, points, best, sign);
  const limits = ends.flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
  const beyond = limits.filter((limit) => sign * limit > sign * found.y - 1e-9 * Math.max(1, Math.abs(found.y)));
  if (beyond.length > 0) {
    const value = sign > 0 ? Math.max(...beyond) : Math.min(...beyond);
    // Far out a curve comes as near to its limit as numbers can tell, and still does not reach it.
    const where = points.find(([x, y]) => Math.abs(x) <= INNER && near(y, value, 1e-12))?.[0];
    return { value, where };
  }
  const atEnd =
    (best === 0 && ends[0].limit === undefined) || (best === points.length - 1 && ends[1].limit === undefined);
  return atEnd ? { value: undefined, where: undefined } : { value: found.y, where: found.x };
}

/** The highest (lowest) place between the neighbours of the best one on the grid, by golden section. */
function refine(
  f: Curve,
  points: readonly Point[],
  best: number,
  sign: 1 | -1,
): { readonly x: number; readonly y: number } {
  const [x, y] = points[best] as Point;
  const [left, right] = [points[best - 1], points[best + 1]];
  if (!left || !right) return { x, y };
  let [from, to] = [left[0], right[0]];
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let k = 0; k < 40; k++) {
    const [a, b] = [to - ratio * (to - from), from + ratio * (to - from)];
    const [ya, yb] = [f(a), f(b)];
    if (ya === undefined || yb === undefined) return { x, y };
    if (sign * ya >= sign * yb) to = b;
    else from = a;
  }
  const [where, found] = [(from + to) / 2, f((from + to) / 2)];
  return found !== undefined && sign * found > sign * y ? { x: Number(where.toFixed(6)), y: found } : { x, y };
}

// ------------------------------------------------------------------------------------------------------------- zones

/** Steps away from an edge at which a real edge shows, and an asymptote does not. */
const EDGE_STEP = 0.01;

/**
 * Stretches on which a quantity stays exactly as it is, with a visible edge: where rounding alone makes the curve flat (a
 * sigmoid far out), it leaves the stretch by less than can be seen.
 */
function zonesOf(
  f: Curve,
  points: readonly Point[],
  toPair: (x: number, y: number) => readonly [number, number],
): Zone[] {
  const pairs = points.map(([x, y]) => toPair(x, y));
  const quantity = (x: number): number | undefined => {
    const y = f(x);
    return y === undefined ? undefined : toPair(x, y)[1];
  };
  const zones: Zone[] = [];
  for (let k = 0; k < pairs.length; ) {
    const value = pairs[k]?.[1] as number;
    let end = k;
    while (end + 1 < pairs.length && pairs[end + 1]?.[1] === value) end++;
    if (end - k >= 2) {
      const inner = pairs.slice(k, end + 1).filter(([x]) => Math.abs(x) <= INNER);
      const [low, high] = [inner[0]?.[0] ?? 0, inner.at(-1)?.[0] ?? 0];
      if (inner.length >= 3 && high - low >= 0.25) {
        const from = edgeOf(quantity, pairs[k]?.[0] as number, pairs[k - 1]?.[0], value);
        const to = edgeOf(quantity, pairs[end]?.[0] as number, pairs[end + 1]?.[0], value);
        if (from !== undefined && to !== undefined) zones.push({ from, to, value });
      }
    }
    k = end + 1;
  }
  return zones;
}

/** Where the stretch ends, between a place inside it and one outside; ±∞ where the grid ends first. */
function edgeOf(
  quantity: (x: number) => number | undefined,
  inside: number,
  outside: number | undefined,
  value: number,
): number | undefined {
  if (outside === undefined) return Math.abs(inside) >= 100 ? Math.sign(inside) * Number.POSITIVE_INFINITY : inside;
  let [a, b] = [inside, outside];
  for (let k = 0; k < 50; k++) {
    const middle = (a + b) / 2;
    if (quantity(middle) === value) a = middle;
    else b = middle;
  }
  const beyond = quantity(b + Math.sign(outside - inside) * EDGE_STEP);
  const visible = beyond !== undefined && Math.abs(beyond - value) > 1e-9 * Math.max(1, Math.abs(value));
  return visible ? Number(b.toFixed(9)) : undefined;
}

/** Places that the function leaves where they are: stretches, and single ones. */
function fixedPoints(f: Curve, points: readonly Point[]): Zone[] {
  const gaps = points.map(([x, y]): Point => [x, Math.abs(y - x) <= 1e-12 * Math.max(1e-3, Math.abs(x)) ? 0 : y - x]);
  const zones = zonesOf(f, points, (x, y) => [
    x,
    Math.abs(y - x) <= 1e-12 * Math.max(1e-3, Math.abs(x)) ? 0 : y - x,
  ]).filter(({ value }) => value === 0);
  const inZone = (x: number): boolean => zones.some(({ from, to }) => x >= from - 1e-6 && x <= to + 1e-6);
  const single: Zone[] = [];
  const add = (x: number): void => {
    if (!inZone(x) && Math.abs(x) <= 100) single.push({ from: x, to: x, value: 0 });
  };
  gaps.forEach(([x, gap], k) => {
    // Far out, rounding makes the gap of what only comes near vanish.
    if (gap === 0 && Math.abs(x) <= INNER && gaps[k + 1]?.[1] !== 0 && gaps[k - 1]?.[1] !== 0) add(x);
    const next = gaps[k + 1];
    if (next && gap * next[1] < 0) {
      const root = crossing(f, x, next[0]);
      if (root !== undefined) add(root);
    }
  });
  return [...zones, ...single].sort((a, b) => a.from - b.from);
}

function crossing(f: Curve, left: number, right: number): number | undefined {
  let [a, b] = [left, right];
  const gap = (x: number): number => (f(x) ?? Number.NaN) - x;
  const sign = Math.sign(gap(a));
  for (let k = 0; k < 60; k++) {
    const middle = (a + b) / 2;
    if (Math.sign(gap(middle)) === sign) a = middle;
    else b = middle;
  }
  // At a jump or a pole the sign changes without a zero.
  return Math.abs(gap(b)) <= 1e-9 * Math.max(1, Math.abs(b)) ? Number(b.toFixed(9)) : undefined;
}

function isIdempotent(f: Curve, points: readonly Point[]): boolean {
  return points.every(([, y]) => {
    const again = f(y);
    return again !== undefined && near(again, y);
  });
}
