import type { Span } from '../expr/span.js';
import type { Expr, ProductSign } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import type { Item } from './items.js';
import { readProduct, startsOperand } from './products.js';
import { type Cursor, cursorFor, fromSign, hole, MAX_DEPTH, peek, type Reader, spanFrom, tooDeep } from './reader.js';
import { attachScripts } from './scripts.js';

/**
 * The levels of precedence, loosest first: arrows between statements, or, and, relations, set signs, sums, circled sums,
 * products, factors. Each level reads as far as it can and leaves the cursor at what it does not know: a comma, a semicolon,
 * a dividing bar, wide space, prose, the end.
 */

/** One statement: everything up to a separator. */
export function readExpression(r: Reader, c: Cursor): Expr {
  if (r.depth >= MAX_DEPTH) {
    const from = c.pos;
    c.pos = c.end;
    return tooDeep(spanFrom(c, from));
  }
  r.depth++;
  const out = readArrows(r, c);
  r.depth--;
  return out;
}

/** A whole node as one expression; what is left over after it (stray signs) is kept in a list. */
export function readNode(r: Reader, node: SyntaxNode): Expr {
  const c = cursorFor(r, node);
  if (c.items.length === 0) {
    return { kind: 'hole', name: 'empty', span: [node.span[0], node.span[1]] };
  }
  return readAll(r, c);
}

/** Reads up to the end; several parts make a list. */
export function readAll(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const parts: Expr[] = [];
  while (c.pos < c.end) {
    const item = peek(c) as Item;
    if (item.type === 'comma' || item.type === 'semicolon' || item.type === 'wide') {
      c.pos++;
      continue;
    }
    const at = c.pos;
    if (item.type === 'text') {
      c.pos++;
      parts.push({ kind: 'text', text: item.name, span: [item.start, item.end] });
      continue;
    }
    parts.push(readExpression(r, c));
    if (c.pos === at) parts.push(readStray(r, c));
  }
  const [only] = parts;
  if (!only) return hole(c, from);
  if (parts.length === 1) return only;
  return { kind: 'list', items: parts, span: spanFrom(c, from) };
}

/** A sign that fits nowhere stands for itself, so that a row of signs (`\cup, \cap`) can be read. */
export function readStray(r: Reader, c: Cursor): Expr {
  const item = peek(c) as Item;
  const from = c.pos;
  c.pos++;
  return markOf(r, c, item, from);
}

/** A sign as a symbol, with its scripts (`>_u`). */
function markOf(r: Reader, c: Cursor, item: Item, from: number): Expr {
  const symbol: Expr = { kind: 'symbol', name: item.name || item.type, span: [item.nucleusStart, item.nucleusEnd] };
  return item.scripted ? attachScripts(r, c, symbol, item, from) : symbol;
}

/** Joins operands of one level by its signs; a missing operand is an empty hole. */
function readArrows(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const ops: string[] = [];
  const sides: Expr[] = [readOr(r, c)];
  for (let item = peek(c); item?.type === 'arrow'; item = peek(c)) {
    ops.push(item.name);
    c.pos++;
    sides.push(readOr(r, c));
  }
  if (ops.length === 0) return sides[0] as Expr;
  if (isLone(ops, sides)) return lone(r, c, from);
  // `\therefore a = b`: what follows from the line before is said by what stands behind the sign.
  const [none, said] = sides;
  if (ops.length === 1 && /^(therefore|because|implies|iff)$/.test(ops[0] as string) && said?.kind === 'relation')
    if (none?.kind === 'hole' && none.name === 'empty') return said;
  return { kind: 'relation', ops, sides: fromSign(sides, c, from), span: spanFrom(c, from) };
}

function readOr(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const operands: Expr[] = [readAnd(r, c)];
  while (peek(c)?.type === 'or') {
    c.pos++;
    operands.push(readAnd(r, c));
  }
  if (operands.length === 1) return operands[0] as Expr;
  const ops = operands.slice(1).map(() => 'or');
  if (isLone(ops, operands)) return lone(r, c, from);
  return { kind: 'operation', ops, operands: fromSign(operands, c, from), span: spanFrom(c, from) };
}

/** `\land` and `\wedge` are one sign: only where statements stand around it is it of this type (see `settleWedges`). */
function readAnd(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const operands: Expr[] = [readRelation(r, c)];
  while (peek(c)?.type === 'and') {
    c.pos++;
    operands.push(readRelation(r, c));
  }
  if (operands.length === 1) return operands[0] as Expr;
  const ops = operands.slice(1).map(() => 'and');
  if (isLone(ops, operands)) return lone(r, c, from);
  return { kind: 'operation', ops, operands: fromSign(operands, c, from), span: spanFrom(c, from) };
}

/** A chain of relations; a line that begins with its sign has an empty first side. */
function readRelation(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const sides: Expr[] = [readSet(r, c)];
  const ops: string[] = [];
  skipGap(c, 'relation');
  for (let item = peek(c); item?.type === 'relation'; item = peek(c)) {
    c.pos++;
    const next = peek(c);
    // Two signs in a row (`\ge\le`, `::`) say one thing together.
    if (next?.type === 'relation' && next.start === item.end) {
      ops.push(item.name + next.name);
      c.pos++;
    } else ops.push(withMark(item));
    skipGap(c, 'operand');
    sides.push(readSet(r, c));
    skipGap(c, 'relation');
  }
  if (ops.length === 0) return sides[0] as Expr;
  if (isLone(ops, sides)) return lone(r, c, from);
  return { kind: 'relation', ops, sides: fromSign(sides, c, from), span: spanFrom(c, from) };
}

/** `x \quad = \quad y`: wide space around a sign is layout. */
function skipGap(c: Cursor, before: 'relation' | 'operand'): void {
  let gap = 0;
  while (gap < 4 && peek(c, gap)?.type === 'wide') gap++;
  const next = peek(c, gap);
  if (gap > 0 && (before === 'relation' ? next?.type === 'relation' : startsOperand(next))) c.pos += gap;
}

/** `\sim_{iid}` and `\to^{d}` are the sign itself; `=_{\text{def}}` defines. */
function withMark(item: Item): string {
  if (item.name === '=' && item.scripted) {
    const mark = item.sub ?? item.sup;
    if (mark && /^(text|font|group)$/.test(mark.kind) && /def/.test(JSON.stringify(mark))) return ':=';
  }
  return item.name;
}

/** A sign that stands alone between separators is a symbol. */
function isLone(ops: readonly string[], sides: readonly Expr[]): boolean {
  return ops.length === 1 && sides.every((side) => side.kind === 'hole' && side.name === 'empty');
}

function lone(r: Reader, c: Cursor, from: number): Expr {
  return markOf(r, c, c.items[from] as Item, from);
}

function readSet(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const operands: Expr[] = [readSum(r, c)];
  const ops: string[] = [];
  for (let item = peek(c); item?.type === 'set'; item = peek(c)) {
    ops.push(item.name);
    c.pos++;
    operands.push(readSum(r, c));
  }
  if (ops.length === 0) return operands[0] as Expr;
  if (isLone(ops, operands)) return lone(r, c, from);
  return { kind: 'operation', ops, operands: fromSign(operands, c, from), span: spanFrom(c, from) };
}

/** A sum; every term after a minus is a `negate` that begins at its sign. */
export function readSum(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const terms: Expr[] = [];
  const first = peek(c);
  if (first?.type !== 'plus') terms.push(readTerm(r, c));
  for (let item = peek(c); item?.type === 'plus'; item = peek(c)) {
    const at = c.pos;
    const term = readSigned(r, c);
    if (term.kind === 'hole' && terms.length === 0 && c.pos === at + 1 && peek(c)?.type !== 'plus') {
      return markOf(r, c, item, at);
    }
    if (item.name === '+') terms.push(...besideDots(term));
    else terms.push(term);
  }
  if (terms.length === 1) return terms[0] as Expr;
  return { kind: 'add', terms, span: spanFrom(c, from) };
}

/** `+ \cdots c_n x_n`: the sign after the dots was forgotten. */
function besideDots(term: Expr): readonly Expr[] {
  if (term.kind !== 'multiply' || term.ops[0] !== '') return [term];
  const [dots, first, ...more] = term.factors;
  if (dots?.kind !== 'hole' || dots.name !== 'dots' || !first) return [term];
  if (more.length === 0) return [dots, first];
  const span: Span = [first.span[0], term.span[1]];
  return [dots, { kind: 'multiply', factors: [first, ...more], ops: term.ops.slice(1), span }];
}

/** A sign and its term. Several signs in a row (`--x`, `+-x`) apply one after the other. */
function readSigned(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  if (r.depth >= MAX_DEPTH) return tooDeep(spanFrom(c, from));
  r.depth++;
  const arg = peek(c)?.type === 'plus' ? readSigned(r, c) : readTerm(r, c);
  r.depth--;
  if (arg.kind === 'hole' && arg.name === 'empty')
    return item.name === '+' ? arg : signed(item.name, arg, spanFrom(c, from));
  return signed(item.name, arg, spanFrom(c, from));
}

export function signed(sign: string, arg: Expr, span: Span): Expr {
  if (sign === '-') return { kind: 'negate', arg, span };
  if (sign === 'pm' || sign === 'mp') return { kind: 'plusminus', sign, arg, span };
  return arg;
}

/** Terms joined by `\oplus`: tighter than `+`, looser than a product. */
export function readTerm(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const first = readProduct(r, c);
  if (peek(c)?.type !== 'circled') return first;
  const factors = [first];
  const ops: ProductSign[] = [];
  for (let item = peek(c); item?.type === 'circled'; item = peek(c)) {
    ops.push(item.name === 'oplus' ? 'oplus' : 'other');
    c.pos++;
    factors.push(readProduct(r, c));
  }
  if (isLone(ops, factors)) return lone(r, c, from);
  return { kind: 'multiply', factors, ops, span: spanFrom(c, from) };
}
