import type { Span } from '../expr/span.js';
import { columnsIn, type SourceRow } from './source-rows.js';
import { type Paint, textWidth } from './text.js';

/** Something to draw under the source: a bracket with its number and name. */
export type Mark = {
  readonly number: number;
  readonly name: string;
  readonly depth: number;
  readonly spans: readonly Span[];
};

/** A bracket in one row: its pieces, and what is written beside or in it. */
type Segment = {
  readonly pieces: readonly Piece[];
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly depth: number;
};
type Piece = { readonly from: number; readonly to: number; readonly opens: boolean; readonly closes: boolean };
const MAX_LABEL_WIDTH = 32;

/** A text and the column at which it stands. */
type Placed = { readonly at: number; readonly text: string };

/** The lines of brackets under one row: what lies deepest stands next to the formula, neighbours share a line. */
export function bracketLines(row: SourceRow, marks: readonly Mark[], width: number, paint: Paint): readonly string[] {
  const segments = marks
    .map((mark) => toSegment(row, mark))
    .filter((segment) => segment !== undefined)
    .sort((a, b) => b.depth - a.depth || a.from - b.from);
  const lines: Placed[][] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    const placed = place(segment, width);
    const last = lines.at(-1);
    const end = last?.at(-1);
    const free = end === undefined ? 0 : end.at + textWidth(end.text) + 1;
    if (last !== undefined && segment.depth === depth && placed.length === 1 && (placed[0]?.at ?? 0) >= free) {
      last.push(...placed);
    } else {
      for (const item of placed) lines.push([item]);
    }
    depth = segment.depth;
  }
  return lines.map((line) => paint('mark', join(line)));
}

function toSegment(row: SourceRow, mark: Mark): Segment | undefined {
  const pieces = mark.spans.flatMap((span): Piece[] => {
    const columns = columnsIn(row, span);
    if (columns === undefined || span[0] === span[1]) return [];
    return [{ from: columns[0], to: columns[1], opens: span[0] >= row.start, closes: span[1] <= row.end }];
  });
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const ends = Math.max(...mark.spans.map((span) => span[1])) <= row.end;
  const label = ends ? `${mark.number} ${shorten(mark.name)}` : `${mark.number} …`;
  return { pieces, from: first.from, to: Math.max(last.to, first.from + 1), label, depth: mark.depth };
}

/** A label is a noun phrase; what is longer stands in full beside the lenses. */
function shorten(name: string): string {
  if (textWidth(name) <= MAX_LABEL_WIDTH) return name;
  let text = '';
  for (const character of name) {
    if (textWidth(text + character) >= MAX_LABEL_WIDTH) break;
    text += character;
  }
  return `${text}…`;
}

/** The bracket with its label in it, else to its right, else to its left, else on the line below. */
function place(segment: Segment, width: number): readonly Placed[] {
  const { from, to, label } = segment;
  const needs = textWidth(label);
  const only = segment.pieces.length === 1 ? segment.pieces[0] : undefined;
  if (only !== undefined && needs + 6 <= to - from) {
    const room = to - from - needs - 2;
    const left = Math.floor(room / 2);
    const text = `${line(only, left, 'left')} ${label} ${line(only, room - left, 'right')}`;
    return [{ at: from, text }];
  }
  const bracket = drawPieces(segment);
  if (to + 1 + needs <= width) return [{ at: from, text: `${bracket} ${label}` }];
  if (from - 1 - needs >= 0) return [{ at: from - 1 - needs, text: `${label} ${bracket}` }];
  return [
    { at: from, text: bracket },
    { at: Math.max(0, Math.min(from, width - needs)), text: label },
  ];
}

function line(piece: Piece, length: number, side: 'left' | 'right'): string {
  if (side === 'left') return (piece.opens ? '└' : '─') + '─'.repeat(length - 1);
  return '─'.repeat(length - 1) + (piece.closes ? '┘' : '─');
}

function drawPieces(segment: Segment): string {
  let text = '';
  let column = segment.from;
  for (const piece of segment.pieces) {
    if (piece.from < column) continue;
    text += '┄'.repeat(piece.from - column);
    text += drawPiece(piece);
    column = piece.to;
  }
  return text;
}

function drawPiece(piece: Piece): string {
  const length = piece.to - piece.from;
  if (length === 1) return piece.opens && piece.closes ? '╵' : '─';
  return `${piece.opens ? '└' : '─'}${'─'.repeat(length - 2)}${piece.closes ? '┘' : '─'}`;
}

function join(items: readonly Placed[]): string {
  let text = '';
  let column = 0;
  for (const item of items) {
    text += ' '.repeat(Math.max(0, item.at - column)) + item.text;
    column = item.at + textWidth(item.text);
  }
  return text;
}

/** `^^^^` under the places in a row that should change; undefined when the row shows none of them. */
export function caretLine(row: SourceRow, spans: readonly Span[], sign = '^'): string | undefined {
  const cells: string[] = [];
  for (const span of spans) {
    const columns = columnsIn(row, span);
    if (columns === undefined) continue;
    for (let at = columns[0]; at < columns[1]; at += 1) cells[at] = sign;
  }
  if (cells.length === 0) return undefined;
  return Array.from(cells, (cell) => cell ?? ' ').join('');
}
