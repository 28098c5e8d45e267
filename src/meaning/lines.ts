import type { Expr } from '../expr/types.js';
import type { RowNode, SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { type Item, itemsOfRows } from './items.js';
import { BIG_WORDS } from './names.js';
import { type Reader, rowItems } from './reader.js';
import { openerOf } from './signs.js';
import { readStatements } from './statements.js';

type Table = SyntaxOf<'table'>;

/**
 * Lines of an `align`, a `gather`, an array that lays out statements, or of bare `\\`. A line that begins with a sign goes on
 * with the line before; a line that begins with a relation inherits the left side of the line before.
 */
export function readLines(r: Reader, table: Table): Expr {
  const lines: Expr[] = [];
  let left: Expr | null = null;
  for (const cells of joinedRows(r, table)) {
    for (const e of readStatements(r, itemsOfRows(cells, r.functions))) {
      const line = inherit(e, left);
      if (line.kind === 'relation') left = line.sides[0] ?? left;
      lines.push(line);
    }
  }
  const [only] = lines;
  if (!only) return { kind: 'hole', name: 'empty', span: table.span };
  if (lines.length === 1) return only;
  return { kind: 'system', lines, span: table.span };
}

/** `&= …`: the first side is that of the line before. */
function inherit(e: Expr, left: Expr | null): Expr {
  if (e.kind !== 'relation' || !left) return e;
  const first = e.sides[0] as Expr;
  if (first.kind !== 'hole' || first.name !== 'empty') return e;
  return { ...e, sides: [left, ...e.sides.slice(1)], inheritsLeft: true };
}

/** Rows as lists of cells; rows that go on with the row before are joined to it. */
function joinedRows(r: Reader, table: Table): SyntaxNode[][] {
  const out: SyntaxNode[][] = [];
  let open = false;
  let alone = false;
  for (const row of table.rows) {
    const cells = filled(r, row);
    if (cells.length === 0) continue;
    const last = out[out.length - 1];
    const related = has(r, cells, /^(relation|arrow)$/);
    // A left side in a row of its own, and what it equals in the next.
    const answers = alone && typeOfFirst(r, cells) === 'relation';
    if (last && (open || answers || goesOn(r, cells))) last.push(...cells.map((cell) => cell.node));
    else out.push(separated(r, table.env, cells));
    open = isOpen(r, cells);
    alone = !related && !has(r, cells, /^(text|wide|comma|semicolon)$/);
  }
  return out;
}

/** Whether a sign of this type stands in the cells, outside of brackets: `P(X = 1)` holds no relation. */
function has(r: Reader, cells: readonly Cell[], type: RegExp): boolean {
  return cells.some((cell) => {
    const items = rowItems(r, cell.node);
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as Item;
      if (item.type === 'open' && item.match > i) i = item.match;
      else if (type.test(item.type)) return true;
    }
    return false;
  });
}

function typeOfFirst(r: Reader, cells: readonly Cell[]): string | undefined {
  const [first] = cells;
  return first && rowItems(r, first.node)[0]?.type;
}

type Cell = { readonly node: RowNode; readonly column: number };

function filled(r: Reader, row: readonly RowNode[]): Cell[] {
  return row.map((node, column) => ({ node, column })).filter((cell) => rowItems(r, cell.node).length > 0);
}

/** From the third column on a cell with a statement of its own, or a remark, stands apart. */
function separated(r: Reader, env: string, cells: readonly Cell[]): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  let related = false;
  let open = false;
  for (const { node, column } of cells) {
    const items = rowItems(r, node);
    const first = items[0] as Item;
    const remark = items.length === 1 && node.items.some((n) => n.kind === 'text');
    const apart = related && column >= 2 && (column % 2 === 0 || remark) && !env.startsWith('eqnarray');
    if (apart && !open && !/^(plus|times|relation|circled|slash|set|arrow|close)$/.test(first.type)) {
      out.push({ kind: 'space', wide: true, span: [node.span[0], node.span[0]] });
    }
    out.push(node);
    if (/^[dr]*cases/.test(env) && column === 0 && items.some((item) => item.type === 'relation')) {
      out.push({ kind: 'space', wide: true, span: [node.span[1], node.span[1]] });
      related = false;
      continue;
    }
    if (items.some((item) => item.type === 'relation' || item.type === 'arrow')) related = true;
    open = /^(plus|times|relation|arrow|circled|slash|set)$/.test((items[items.length - 1] as Item).type);
  }
  return out;
}

/** A row that begins with a sign between operands goes on, unless it is a statement that begins with a minus. */
function goesOn(r: Reader, cells: readonly Cell[]): boolean {
  const { node, column } = cells[0] as Cell;
  const first = rowItems(r, node)[0] as Item;
  if (/^(times|slash|circled|set|and|or)$/.test(first.type)) return true;
  if (first.type !== 'plus') return false;
  if (first.name === '+' || column > 0) return true;
  return !has(r, cells, /^relation$/);
}

/** A row that ends in a sign or in `\max_n`, or holds a bracket that is not closed, is not complete. */
function isOpen(r: Reader, cells: readonly Cell[]): boolean {
  const { node } = cells[cells.length - 1] as Cell;
  const items = rowItems(r, node);
  const last = items[items.length - 1] as Item;
  if (/^(plus|times|relation|circled|slash|set|and|or|bigop)$/.test(last.type)) return true;
  if (last.type === 'function' && last.scripted && BIG_WORDS.has(last.name)) return true;
  return cells.some((cell) =>
    rowItems(r, cell.node).some((item) => item.type === 'letter' && openerOf(item.name) !== undefined),
  );
}
