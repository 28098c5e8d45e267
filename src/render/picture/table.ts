import { numberText } from './axes.js';
import { edged, fill, frame, label } from './look.js';
import { el } from './svg.js';

/** A matrix as squares: area is the size of the value, hollow squares are negative. No scale of colours to decode. */
export type TablePicture = {
  readonly kind: 'table';
  readonly title: string;
  readonly description: string;
  readonly rows: readonly (readonly number[])[];
};

/** Up to this many columns the numbers are written too. */
const MOST_WRITTEN = 8;
export const MOST_ROWS = 40;

export function drawTable({ title, description, rows }: TablePicture): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const written = columns <= MOST_WRITTEN;
  const [cellWidth, cellHeight] = written ? [64, 64] : [Math.max(10, 480 / columns), Math.max(10, 480 / columns)];
  const [left, top] = [36, 32];
  const largest = Math.max(...rows.flat().filter(Number.isFinite).map(Math.abs)) || 1;
  const full = written ? 34 : cellWidth - 2;
  const cells = rows.flatMap((row, r) =>
    row.map((value, c) => {
      const [x, y] = [left + (c + 0.5) * cellWidth, top + (r + 0.5) * cellHeight];
      const middle = written ? y - 10 : y;
      return (
        square(value, x, middle, full * Math.sqrt(Math.abs(value) / largest)) +
        (written ? label(x, y + 24, numberText(value), { anchor: 'middle', colour: 'ink' }) : '')
      );
    }),
  );
  const names = (count: number, place: (k: number) => string): readonly string[] =>
    Array.from({ length: count }, (_, k) => k)
      .filter((k) => written || (k + 1) % 5 === 0 || k === 0)
      .map(place);
  const body = [
    ...cells,
    ...names(columns, (k) => label(left + (k + 0.5) * cellWidth, 20, String(k + 1), { anchor: 'middle' })),
    ...names(rows.length, (k) =>
      label(24, top + (k + 0.5) * cellHeight - (written ? 6 : -4), String(k + 1), { anchor: 'end' }),
    ),
  ].join('');
  const width = Math.max(120, Math.round(left + columns * cellWidth + 12));
  return frame({ width, height: Math.round(top + rows.length * cellHeight + 12), title, description, body });
}

function square(value: number, x: number, y: number, side: number): string {
  if (!Number.isFinite(value)) return label(x, y + 4, numberText(value), { anchor: 'middle' });
  if (side < 0.5) return el('circle', { cx: x, cy: y, r: 1.5, ...fill('mark') });
  const shape = { x: x - side / 2, y: y - side / 2, width: side, height: side };
  return el('rect', { ...shape, ...(value < 0 ? edged('paper', 's2', 1.5) : fill('s1')) });
}
