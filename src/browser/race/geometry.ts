import { CURVATURES, type Point, type Run } from './programs.js';

/** Where things stand in the pictures, in their own pixels: pictures are drawn for their width, never scaled. */
export type Frame = { readonly width: number; readonly height: number; readonly unit: Point; readonly origin: Point };

const LEVELS = [0.02, 0.1, 0.4, 1, 2, 4, 7, 10.5];
export const NAMED_LEVELS = [2, 4, 7];

/** The weights from −5 to 2 and from −2 to 2 fill a picture of this width. */
export function frameFor(width: number): Frame {
  const [left, right] = width < 500 ? [40, 14] : [98, 18];
  const x = (width - left - right) / 7;
  const height = width < 500 ? 340 : 440;
  const y = (height - 88) / 4;
  return { width, height, unit: [x, y], origin: [left + 5 * x, 35 + 2 * y] };
}

export function place({ unit, origin }: Frame, [a, b]: Point): Point {
  return [round(origin[0] + a * unit[0]), round(origin[1] - b * unit[1])];
}

export function contours({ unit, origin }: Frame): readonly { cx: number; cy: number; rx: number; ry: number }[] {
  const [a, b] = CURVATURES;
  return LEVELS.map((level) => ({
    cx: round(origin[0]),
    cy: round(origin[1]),
    rx: round(Math.sqrt(level / a) * unit[0]),
    ry: round(Math.sqrt(level / b) * unit[1]),
  }));
}

/** The height at which a contour line crosses the first weight 1.62 on the lower side, where its number stands. */
export function contourLabel(frame: Frame, level: number): Point {
  const [a, b] = CURVATURES;
  const first = 1.62;
  const [x, y] = place(frame, [first, -Math.sqrt(Math.max(0, level - a * first * first) / b)]);
  return [x, y + 4];
}

export function polyline(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`;
}

type Label = { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };

/** A name beside each runner. One that would lie on another is moved down until it does not. */
export function nameLabels(frame: Frame, runs: readonly Run[], step: number): readonly Label[] {
  const placed: { left: number; right: number; y: number }[] = [];
  const labels = new Map<Run, Label>();
  const order = [...runs].sort((a, b) => heightOf(frame, a, step) - heightOf(frame, b, step));
  for (const run of order) {
    const [x, y] = place(frame, at(run, step));
    const width = run.program.name.length * 6.6;
    const anchor = x + 12 + width > frame.width - 10 ? 'end' : 'start';
    const [left, right] = anchor === 'start' ? [x + 10, x + 10 + width] : [x - 10 - width, x - 10];
    let top = y + 4;
    while (placed.some((other) => left < other.right && other.left < right && Math.abs(top - other.y) < 16)) top += 4;
    placed.push({ left, right, y: top });
    labels.set(run, { x: anchor === 'start' ? left : right, y: top, anchor });
  }
  return runs.map((run) => labels.get(run) as Label);
}

function heightOf(frame: Frame, run: Run, step: number): number {
  return place(frame, at(run, step))[1];
}

export function at(run: Run, step: number): Point {
  return run.points[Math.min(step, run.points.length - 1)] ?? [0, 0];
}

export function stepSize(run: Run, step: number): number {
  const [a, b] = at(run, step);
  const [c, d] = at(run, Math.max(0, step - 1));
  return Math.hypot(a - c, b - d);
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
