import type { Span } from '../expr/span.js';
import { textWidth, toVisible } from './text.js';

/** One line of the source on the screen, and where each offset of the source stands in it. */
export type SourceRow = {
  readonly text: string;
  /** Offsets [start, end) of the source that this row shows. */
  readonly start: number;
  readonly end: number;
  /** `columns[k]` is the column of offset `start + k`; one entry more than offsets, for the end. */
  readonly columns: readonly number[];
};

/** The source as rows of at most `width` columns, broken at its own line ends and else before a command or a space. */
export function toSourceRows(source: string, width: number): readonly SourceRow[] {
  const room = Math.max(16, width);
  const rows: SourceRow[] = [];
  let lineStart = 0;
  for (const line of source.split('\n')) {
    rows.push(...breakLine(line.replace(/\r$/, ''), lineStart, room));
    lineStart += line.length + 1;
  }
  return rows;
}

function breakLine(line: string, lineStart: number, room: number): readonly SourceRow[] {
  const rows: SourceRow[] = [];
  let row = emptyRow(lineStart);
  // The last place in the row at which a break does no harm.
  let breakable = 0;
  for (const character of line) {
    const shown = toVisible(character);
    const needs = textWidth(shown);
    if (row.used + needs > room && row.characters.length > 0) {
      const keep = breakable > 0 ? breakable : row.characters.length;
      const moved = row.characters.slice(keep);
      rows.push(finish(row.start, row.characters.slice(0, keep)));
      row = emptyRow(rows.at(-1)?.end ?? row.start);
      for (const old of moved) add(row, old);
      breakable = 0;
    }
    if ((character === '\\' && row.characters.at(-1) !== '\\') || row.characters.at(-1) === ' ') {
      breakable = row.characters.length;
    }
    add(row, character);
  }
  rows.push(finish(row.start, row.characters));
  return rows;
}

type Draft = { readonly start: number; readonly characters: string[]; used: number };

function emptyRow(start: number): Draft {
  return { start, characters: [], used: 0 };
}

function add(row: Draft, character: string): void {
  row.characters.push(character);
  row.used += textWidth(toVisible(character));
}

function finish(start: number, characters: readonly string[]): SourceRow {
  const columns: number[] = [];
  let text = '';
  let column = 0;
  let end = start;
  for (const character of characters) {
    const shown = toVisible(character);
    for (let unit = 0; unit < character.length; unit += 1) columns.push(column);
    text += shown;
    column += textWidth(shown);
    end += character.length;
  }
  columns.push(column);
  return { text, start, end, columns };
}

/** Columns [from, to) of the part of `span` that a row shows; undefined when it shows none of it. */
export function columnsIn(row: SourceRow, span: Span): readonly [number, number] | undefined {
  const from = Math.max(span[0], row.start);
  const to = Math.min(span[1], row.end);
  const empty = span[0] === span[1];
  if (empty ? span[0] < row.start || span[0] > row.end : from >= to) return undefined;
  const left = row.columns[from - row.start] ?? 0;
  const right = row.columns[to - row.start] ?? left;
  return [left, Math.max(right, left + 1)];
}
