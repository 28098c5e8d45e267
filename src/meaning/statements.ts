import type { Span } from '../expr/span.js';
import type { Expr, ListExpr, RelationExpr } from '../expr/types.js';
import { joinGiven } from './given-law.js';
import { readExpression, readStray } from './grammar.js';
import { joinBranches } from './inline-cases.js';
import type { Item } from './items.js';
import { isPlainJoin } from './names.js';
import { type Cursor, cursorOver, peek, type Reader } from './reader.js';
import { trailingCondition } from './trailing-condition.js';

/** A piece between separators, and what separates it from the piece before: `''` for the first. */
export type Piece = { readonly e: Expr; readonly after: '' | 'comma' | 'semicolon' | 'wide' | 'text' };

/**
 * The statements in a stretch of items. Commas, semicolons, wide space and prose divide; pieces without a relation join the
 * statement they belong to (`x, y \in S`, `i = 1, 2, \dots, n`); words between statements stay as text.
 */
export function readStatements(r: Reader, items: readonly Item[], from = 0): readonly Expr[] {
  const condition = trailingCondition(r, items, from);
  const more = condition ? readPieces(r, condition.items, condition.from, condition.to) : [];
  const pieces = [
    ...joinBranches(readPieces(r, items, from, condition?.at)),
    ...more.map((piece, k): Piece => (k === 0 ? { ...piece, after: 'wide' } : piece)),
  ];
  if (!pieces.some((p) => p.e.kind === 'relation')) return withoutRelations(pieces);
  return joinGiven(joinPieces(pieces));
}

function readPieces(r: Reader, items: readonly Item[], from: number, to?: number): Piece[] {
  const c = cursorOver(items, from, to);
  const pieces: Piece[] = [];
  let after: Piece['after'] = '';
  while (c.pos < c.end) {
    const item = peek(c) as Item;
    if (item.type === 'comma' || item.type === 'semicolon' || item.type === 'wide') {
      const apart = item.type === 'wide' && isComposed(pieces[pieces.length - 1]?.e);
      if (pieces.length > 0 && (after === '' || after === 'wide' || apart)) after = item.type;
      c.pos++;
      continue;
    }
    if (item.type === 'text') {
      c.pos++;
      if (!isPlainJoin(item.name))
        pieces.push({ e: { kind: 'text', text: item.name, span: [item.start, item.end] }, after });
      after = 'text';
      continue;
    }
    if (isRemark(c, item)) {
      c.pos++;
      pieces.push({ e: { kind: 'text', text: item.name, span: [item.start, item.end] }, after });
      after = 'text';
      continue;
    }
    const at = c.pos;
    let e = readExpression(r, c);
    if (c.pos === at) e = readStray(r, c);
    pieces.push({ e, after });
    after = '';
  }
  return pieces;
}

/** `a_1 x_1 + a_2 x_2, \quad a_1 + a_2 = 1`: what is made of parts is no item of a list of letters that share a statement. */
function isComposed(e: Expr | undefined): boolean {
  return e !== undefined && /^(add|multiply|divide|big|negate)$/.test(e.kind);
}

/** Words in `\text` that stand alone after wide space are a remark beside a statement. */
function isRemark(c: Cursor, item: Item): boolean {
  if (item.type !== 'word' || item.node.kind !== 'text' || item.scripted || c.pos === 0) return false;
  const before = c.items[c.pos - 1];
  const after = c.pos + 1 < c.end ? c.items[c.pos + 1] : undefined;
  return before?.type === 'wide' && (!after || /^(wide|comma|semicolon|text)$/.test(after.type));
}

/** No relation anywhere: one thing, or a list of things; prose keeps them apart. */
function withoutRelations(pieces: readonly Piece[]): readonly Expr[] {
  const all = pieces.map((p) => p.e);
  if (all.length <= 1 || all.some((e) => e.kind === 'text')) return all;
  return [listOf(all)];
}

function listOf(items: readonly Expr[]): ListExpr {
  const first = items[0] as Expr;
  const last = items[items.length - 1] as Expr;
  const flat = items.flatMap((e) => (e.kind === 'list' ? e.items : [e]));
  return { kind: 'list', items: flat, span: [first.span[0], last.span[1]] };
}

const MEMBERSHIP = /^(in|notin|sim|subset|subseteq|ge|le|<|>|ll|gg|propto|ne)$/;

function joinPieces(pieces: readonly Piece[]): readonly Expr[] {
  const out: Expr[] = [];
  let waiting: Expr[] = [];
  const flush = (): void => {
    if (waiting.length === 1) out.push(waiting[0] as Expr);
    else if (waiting.length > 1) out.push(listOf(waiting));
    waiting = [];
  };
  for (let k = 0; k < pieces.length; k++) {
    const { e, after } = pieces[k] as Piece;
    const last = out[out.length - 1];
    if (e.kind === 'text') {
      flush();
      out.push(e);
      continue;
    }
    if (e.kind === 'relation') {
      const left = e.sides[0] as Expr;
      // `a = b, \quad = c`: the chain goes on.
      if (left.kind === 'hole' && left.name === 'empty' && last?.kind === 'relation' && waiting.length === 0) {
        out[out.length - 1] = extend(last, e);
        continue;
      }
      if (waiting.length > 0 && after === 'comma') {
        const joined = listOf([...waiting, left]);
        waiting = [];
        out.push({ ...e, sides: [joined, ...e.sides.slice(1)], span: [joined.span[0], e.span[1]] });
      } else {
        flush();
        out.push(e);
      }
      continue;
    }
    if (after === 'comma' && last?.kind === 'relation' && waiting.length === 0 && belongsBefore(pieces, k, last)) {
      out[out.length - 1] = lengthen(last, e);
      continue;
    }
    if (after !== 'comma') flush();
    waiting.push(e);
  }
  flush();
  return out;
}

function extend(chain: RelationExpr, more: RelationExpr): RelationExpr {
  return {
    ...chain,
    ops: [...chain.ops, ...more.ops],
    sides: [...chain.sides, ...more.sides.slice(1)],
    span: [chain.span[0], more.span[1]],
  };
}

/** `i = 1` and `2`: the last side becomes a list. */
function lengthen(chain: RelationExpr, e: Expr): RelationExpr {
  const last = chain.sides[chain.sides.length - 1] as Expr;
  const span: Span = [chain.span[0], e.span[1]];
  return { ...chain, sides: [...chain.sides.slice(0, -1), listOf([last, e])], span };
}

function isQuantified(e: Expr): boolean {
  return e.kind === 'apply' && e.head.kind === 'symbol' && /^(forall|exists|nexists)$/.test(e.head.name);
}

/** Without a relation of its own a piece belongs to the statement before, unless it is the subject of the one after. */
function belongsBefore(pieces: readonly Piece[], k: number, last: RelationExpr): boolean {
  // `f(x) \le g(x), \forall x`: for what it holds, not one more thing on the right.
  if (isQuantified((pieces[k] as Piece).e)) return false;
  const end = last.sides[last.sides.length - 1] as Expr;
  const listing = end.kind === 'number' || end.kind === 'list' || end.kind === 'hole';
  for (let n = k + 1; n < pieces.length; n++) {
    const piece = pieces[n] as Piece;
    if (piece.after !== 'comma') return true;
    if (piece.e.kind === 'relation') return listing || !MEMBERSHIP.test(piece.e.ops[0] ?? '');
    if (n > k + 12) return true;
  }
  return true;
}
