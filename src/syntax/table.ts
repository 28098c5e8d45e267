import { needArgument, takeOptionalRaw, takeRaw } from './argument.js';
import { commandNamed } from './commands/table.js';
import { closeGroup } from './group.js';
import { INHERITED, isChar, next, peek, type Reader, rowOf, STOP, skipSpaces } from './reader.js';
import { readRow } from './row.js';
import { readTextArgument } from './text.js';
import type { Token } from './token.js';
import type { RowNode, SyntaxNode, SyntaxOf } from './tree.js';

/** True at `&` and `\\`, which end a cell. */
export function rowEnds(token: Token): boolean {
  return token.type === 'amp' || isNewline(token);
}

function isNewline(token: Token): boolean {
  if (token.type !== 'command') return false;
  const { text } = token;
  return text === '\\' || text === 'cr' || text === 'newline' || text === 'tabularnewline';
}

export type Rows = Pick<SyntaxOf<'table'>, 'rows' | 'tags'>;

/** Rows and cells up to what ends the construct around them. `firstCell` has been read already, if given. */
export function readRows(r: Reader, stops: number, firstCell: RowNode | null): Rows {
  const rows: RowNode[][] = [];
  const tags: Record<number, string> = {};
  const outerTag = r.tag;
  let row: RowNode[] = [];
  let cell = firstCell;
  if (!firstCell) r.tag = null;
  while (true) {
    if (!cell) {
      if (row.length === 0) takeBetweenRows(r, rows);
      cell = readRow(r, stops);
    }
    row.push(cell);
    cell = null;
    const token = peek(r);
    if (token.type === 'amp') {
      next(r);
      continue;
    }
    if (r.tag !== null) tags[rows.length] = r.tag;
    r.tag = null;
    rows.push(row);
    row = [];
    if (!isNewline(token)) break;
    takeNewline(r);
  }
  r.tag = outerTag;
  // A `\\` at the very end begins no row.
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last?.length === 1 && last[0]?.items.length === 0) rows.pop();
  return { rows, tags };
}

/** `\\`, `\\*`, `\\[2pt]`; a bracket that holds no length belongs to the next row. */
function takeNewline(r: Reader): void {
  next(r);
  if (isChar(peek(r), '*')) next(r);
  takeOptionalRaw(r, /^\s*[-+]?\s*\d*\.?\d*\s*([a-z]{2}|\\[a-z]+)\s*$/);
}

/** Rules and `\intertext`, which becomes a row of its own. */
function takeBetweenRows(r: Reader, rows: RowNode[][]): void {
  while (true) {
    skipSpaces(r);
    const token = peek(r);
    if (token.type !== 'command') return;
    const spec = commandNamed(token.text);
    if (spec?.kind === 'ignored' && /line$|rule$/.test(token.text)) {
      next(r);
      if (spec.shape === 'r') takeRaw(r);
    } else if (spec?.kind === 'special' && spec.name === 'intertext') {
      const text = readIntertext(r);
      rows.push([rowOf([text], text.span)]);
    } else return;
  }
}

export function readIntertext(r: Reader): SyntaxNode {
  const command = next(r);
  return readTextArgument(r, 'normal', command);
}

/** A body that turned out to hold `&` or `\\`: a table, unless there was nothing but a `\\` at its end. */
export function readLines(r: Reader, stops: number, firstCell: RowNode): readonly SyntaxNode[] {
  const separator = peek(r);
  const { rows, tags } = readRows(r, stops, firstCell);
  const only = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined;
  if (only) return [...only.items, { kind: 'space', wide: true, span: [separator.start, separator.end] }];
  const firstRow = rows[0]?.[0];
  const start = firstRow && firstRow.items.length > 0 ? firstRow.span[0] : Math.min(firstCell.span[0], separator.start);
  return [{ kind: 'table', env: 'lines', rows, open: '', close: '', tags, span: [start, r.lastEnd] }];
}

/** `\substack{a \\ b}`. */
export function readSubstack(r: Reader): SyntaxNode {
  const command = next(r);
  skipSpaces(r);
  const open = peek(r);
  if (open.type !== 'open') return needArgument(r, '\\substack');
  next(r);
  const { rows, tags } = readRows(r, (r.stops & INHERITED) | STOP.close, null);
  const error = closeGroup(r, open.start);
  const span = [command.start, r.lastEnd] as const;
  return { kind: 'table', env: 'substack', rows: withError(rows, error), open: '', close: '', tags, span };
}

/** Puts an error at the end of the last cell. */
export function withError(rows: Rows['rows'], error: SyntaxNode | null): Rows['rows'] {
  if (!error) return rows;
  const lastRow = rows[rows.length - 1] ?? [];
  const cell = lastRow[lastRow.length - 1];
  const start = cell && cell.items.length > 0 ? cell.span[0] : error.span[0];
  const mended = rowOf([...(cell?.items ?? []), error], [start, error.span[1]]);
  return [...rows.slice(0, -1), [...lastRow.slice(0, -1), mended]];
}
