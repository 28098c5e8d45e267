import { numberText } from './axes.js';
import { type Colour, fill, frame, label, line } from './look.js';
import { el } from './svg.js';

/** Numbers that go in and numbers that come out, as bars from zero. */
export type BarsPicture = {
  readonly kind: 'bars';
  readonly title: string;
  readonly description: string;
  readonly before: Column;
  readonly after: Column;
};
export type Column = { readonly name: string; readonly values: readonly number[] };

const ROW = 30;
const BAR = 18;
const TOP = 40;
/** Where each column's bars may lie; values are written outside the bars. */
const COLUMNS = [
  [40, 190],
  [280, 430],
] as const;

export function drawBars({ title, description, before, after }: BarsPicture): string {
  const rows = Math.max(before.values.length, after.values.length);
  const height = TOP + rows * ROW + 12;
  const body = [
    drawColumn(before, `before: ${before.name}`, COLUMNS[0], 'mark'),
    drawColumn(after, `after: ${after.name}`, COLUMNS[1], 's1'),
    ...Array.from({ length: rows }, (_, k) => label(4, middleOf(k) + 4, String(k + 1))),
  ].join('');
  return frame({ width: 490, height, title, description, body });
}

const middleOf = (row: number): number => TOP + row * ROW + ROW / 2;

function drawColumn({ values }: Column, head: string, [from, to]: readonly [number, number], colour: Colour): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  // A bar to the left keeps room for its number.
  const left = low < 0 ? from + 48 : from;
  const scale = (x: number): number => left + ((x - low) / (high - low || 1)) * (to - left);
  const zero = scale(0);
  const largest = Math.max(...finite);
  const bars = values.map((value, k) => {
    if (!Number.isFinite(value)) return label(zero + 6, middleOf(k) + 4, numberText(value), { colour: 'ink' });
    const end = scale(value);
    const isLargest = value === largest && finite.length > 1;
    const shape = { x: Math.min(zero, end), y: middleOf(k) - BAR / 2, width: Math.abs(end - zero), height: BAR };
    return [
      el('rect', { ...shape, ...fill(colour) }),
      label(end + (value < 0 ? -6 : 6), middleOf(k) + 4, numberText(value), {
        colour: 'ink',
        anchor: value < 0 ? 'end' : 'start',
        strong: isLargest,
      }),
    ].join('');
  });
  const bottom = TOP + values.length * ROW;
  return [
    label(from, 20, head),
    ...bars,
    el('path', { d: `M${zero.toFixed(1)} ${TOP}V${bottom}`, ...line('mark') }),
  ].join('');
}
