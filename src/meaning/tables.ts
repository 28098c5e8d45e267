import type { Span } from '../expr/span.js';
import type { CasesExpr, Expr } from '../expr/types.js';
import type { RowNode, SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import type { Bracket } from './content.js';
import { readNode } from './grammar.js';
import { type Item, itemsOfRows } from './items.js';
import { readLines } from './lines.js';
import { isConditionWord, isOtherwise } from './names.js';
import { MAX_DEPTH, type Reader, rowItems, tooDeep } from './reader.js';
import { spokenCondition } from './spoken.js';
import { readStatements } from './statements.js';

type Table = SyntaxOf<'table'>;

const LAYOUT =
  /^(lines|equation|displaymath|math|dmath|align|flalign|eqnarray|split|gather|multline|dgroup|x+alignat|CD|center)/;
const CASES = /^(d|r|dr|num)?cases/;

/** The table that is all there is between brackets. */
export function onlyTable(bracket: Bracket): Table | null {
  const item = bracket.items[bracket.from];
  if (!item || bracket.to - bracket.from !== 1 || item.type !== 'node' || item.node.kind !== 'table' || item.scripted)
    return null;
  return item.node;
}

/** A table in brackets of its own: a matrix, cases, or lines that brackets hold together. */
export function labelledTable(r: Reader, table: Table, pair: string, span: Span): Expr {
  if (r.depth >= MAX_DEPTH) return tooDeep(span);
  const framed = table.open !== '' || table.close !== '';
  if (framed && !CASES.test(table.env)) return { kind: 'group', brackets: '', body: readTable(r, table), span };
  if (pair === '{' || pair === '}' || CASES.test(table.env)) return { ...readCases(r, table), span };
  if (LAYOUT.test(table.env)) {
    const body = readLines(r, table);
    return { kind: 'group', brackets: pair === '()' || pair === '[]' || pair === '{}' ? pair : '', body, span };
  }
  return readMatrix(r, table, pair, span);
}

/** A table that stands as an operand, or is the whole formula. */
export function readTable(r: Reader, table: Table): Expr {
  if (r.depth >= MAX_DEPTH) return tooDeep(table.span);
  r.depth++;
  const out = readAny(r, table);
  r.depth--;
  return out;
}

function readAny(r: Reader, table: Table): Expr {
  if (CASES.test(table.env) || hasConditions(r, table)) return readCases(r, table);
  const bare = table.open === '' && table.close === '';
  if (LAYOUT.test(table.env) || (bare && isLayout(r, table))) return readLines(r, table);
  const pair = table.open === '|' ? '|' : table.open === 'Vert' ? 'Vert' : `${table.open}${table.close}`;
  return readMatrix(r, table, pair, table.span);
}

/** An array without brackets lays out statements if it has one row, or relations or prose in its cells. */
function isLayout(r: Reader, table: Table): boolean {
  if (table.rows.length === 1) return true;
  return table.rows.some((row) =>
    row.some((cell) =>
      rowItems(r, cell).some((item) => item.type === 'relation' || item.type === 'arrow' || item.type === 'text'),
    ),
  );
}

/** A value and words that say when (`if …`, `otherwise`) in every row: cases without their brace. */
function hasConditions(r: Reader, table: Table): boolean {
  const rows = table.rows.filter((row) => row.some((cell) => rowItems(r, cell).length > 0));
  return (
    rows.length > 1 &&
    rows.every((row) => {
      const [value, condition, ...more] = row.filter((cell) => rowItems(r, cell).length > 0);
      if (!value || !condition || more.length > 0) return false;
      const [first] = rowItems(r, condition);
      const says = first?.type === 'text' && (isConditionWord(first.name) || isOtherwise(first.name));
      return says && !rowItems(r, value).some((item) => item.type === 'relation');
    })
  );
}

function readMatrix(r: Reader, table: Table, pair: string, span: Span): Expr {
  const rows = table.rows
    .filter((row) => row.some((cell) => rowItems(r, cell).length > 0))
    .map((row) => row.map((cell) => readCell(r, cell)));
  const brackets = pair === '|' ? '||' : pair === 'Vert' ? '' : pair;
  const matrix: Expr = { kind: 'matrix', rows, brackets, span };
  if (pair === '|') {
    const head: Expr = { kind: 'symbol', name: 'det', span: [span[0], span[0]] };
    return { kind: 'apply', head, args: [matrix], brackets: '', span };
  }
  return pair === 'Vert' ? { kind: 'norm', arg: matrix, order: null, span } : matrix;
}

function readCell(r: Reader, cell: RowNode): Expr {
  if (r.latex.slice(cell.span[0], cell.span[1]).trim() === '.') return { kind: 'hole', name: 'dots', span: cell.span };
  return readNode(r, cell);
}

/** Values with their conditions; a brace before equations is a system. */
function readCases(r: Reader, table: Table): Expr {
  const rows = table.rows.filter((row) => row.some((cell) => rowItems(r, cell).length > 0));
  const equations = rows.length > 0 && rows.every((row) => isEquation(r, row));
  if (equations) {
    const lines = readLines(r, table);
    return { ...lines, span: table.span };
  }
  const branches: CasesExpr['branches'][number][] = [];
  for (const row of rows) {
    const [first, ...rest] = row;
    if (!first) continue;
    const conditions = rest.filter((cell) => rowItems(r, cell).length > 0);
    const items = rowItems(r, first);
    if (conditions.length > 0) {
      branches.push({
        value: readPart(r, items, first),
        condition: readCondition(r, itemsOfRows(conditions, r.functions), 0),
      });
      continue;
    }
    const split = splitValue(items);
    branches.push({ value: readPart(r, split.value, first), condition: readCondition(r, items, split.from) });
  }
  return { kind: 'cases', branches, span: table.span };
}

/** A row that states something in its first cell, or whose second cell goes on with a sign: `x & = & 1`. */
function isEquation(r: Reader, row: readonly RowNode[]): boolean {
  const [left, right] = row;
  if (left === undefined) return false;
  if (splitValue(rowItems(r, left)).value.some((i) => i.type === 'relation')) return true;
  return right !== undefined && rowItems(r, left).length > 0 && rowItems(r, right)[0]?.type === 'relation';
}

/** In one column the condition begins at the prose, or after a comma or wide space. */
function splitValue(items: readonly Item[]): { value: readonly Item[]; from: number } {
  let depth = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    if (item.type === 'open') depth++;
    else if (item.type === 'close') depth--;
    if (depth > 0 || i === 0) continue;
    if (item.type === 'text' || (item.type === 'word' && isConditionWord(item.name))) {
      return { value: items.slice(0, i), from: i };
    }
    if (item.type === 'wide' || item.type === 'comma') {
      if (items.slice(i + 1).some((other) => /^(relation|text|arrow)$/.test(other.type))) {
        return { value: items.slice(0, i), from: i + 1 };
      }
    }
  }
  return { value: items, from: items.length };
}

function readPart(r: Reader, items: readonly Item[], cell: SyntaxNode): Expr {
  const trimmed = trimEnd(items);
  if (trimmed.length === 0) return { kind: 'hole', name: 'empty', span: cell.span };
  return asExpr(readStatements(r, trimmed));
}

function trimEnd(items: readonly Item[]): readonly Item[] {
  let end = items.length;
  while (end > 0 && /^(comma|semicolon|wide)$/.test((items[end - 1] as Item).type)) end--;
  return items.slice(0, end);
}

/** The condition of a branch, without the words "if", "for"; null for "otherwise". */
function readCondition(r: Reader, all: readonly Item[], start: number): Expr | null {
  const items = trimEnd(all);
  if (items.length <= start) return null;
  const words = items.slice(start).filter((item) => item.type === 'text' || item.type === 'word');
  if (words.length === items.length - start) {
    const text = words.map((item) => item.name).join(' ');
    if (isOtherwise(text)) return null;
    const first = items[start] as Item;
    const last = items[items.length - 1] as Item;
    const span: Span = [first.start, last.end];
    return spokenCondition(text, span) ?? { kind: 'text', text, span };
  }
  let from = start;
  while (from < items.length && /^(text|comma|wide)$/.test((items[from] as Item).type)) {
    const item = items[from] as Item;
    if (item.type === 'text' && !isConditionWord(item.name)) break;
    from++;
  }
  return asExpr(readStatements(r, items, from));
}

function asExpr(lines: readonly Expr[]): Expr {
  const [only] = lines;
  if (only && lines.length === 1) return only;
  const first = lines[0];
  const last = lines[lines.length - 1];
  const span: Span = first && last ? [first.span[0], last.span[1]] : [0, 0];
  return { kind: 'list', items: lines, span };
}
