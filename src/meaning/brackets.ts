import { exprKey } from '../expr/key.js';
import { joinSpans, type Span } from '../expr/span.js';
import type { ConditionalExpr, Expr, GroupExpr, TupleExpr } from '../expr/types.js';
import { type Bracket, classify } from './content.js';
import { readAll, readExpression, readStray } from './grammar.js';
import type { Item } from './items.js';
import { assume, type Cursor, cursorOver, forcedReading, MAX_DEPTH, peek, type Reader, tooDeep } from './reader.js';
import { labelledTable, onlyTable } from './tables.js';

/** Parts between commas, and what divides them on the next level. */
type Inside = {
  readonly items: Expr[];
  readonly bar: ConditionalExpr['bar'] | null;
  readonly rest: Inside | null;
  readonly span: Span;
};

function spanOf(bracket: Bracket, from: number, to: number): Span {
  const first = bracket.items[from];
  const last = bracket.items[to - 1];
  if (!first || !last || to <= from) return [bracket.end - 1, bracket.end - 1];
  return [first.start, last.end];
}

/** Reads what is in brackets: parts between commas; a bar or a semicolon divides it into what is before and after. */
function readParts(r: Reader, bracket: Bracket, from: number, bars: boolean): Inside {
  const c: Cursor = cursorOver(bracket.items, from, bracket.to);
  const items: Expr[] = [];
  while (c.pos < c.end) {
    const item = peek(c) as Item;
    if (item.type === 'comma' || item.type === 'wide') {
      c.pos++;
      continue;
    }
    const divides = item.type === 'semicolon' || (bars && item.type === 'bar' && item.role !== 'open');
    if (divides) {
      c.pos++;
      const bar = item.type === 'semicolon' ? 'semicolon' : item.name === 'Vert' ? 'double' : 'single';
      if (r.depth >= MAX_DEPTH)
        return {
          items: [...items, tooDeep([item.start, item.end])],
          bar: null,
          rest: null,
          span: spanOf(bracket, from, bracket.to),
        };
      r.depth++;
      const rest = readParts(r, bracket, c.pos, bars);
      r.depth--;
      return { items, bar, rest, span: spanOf(bracket, from, bracket.to) };
    }
    if (item.type === 'text') {
      c.pos++;
      items.push({ kind: 'text', text: item.name, span: [item.start, item.end] });
      continue;
    }
    if (leadsList(item, c.items[c.pos + 1]) && items.length > 0) {
      c.pos++;
      items.push({ kind: 'hole', name: 'dots', span: [item.nucleusStart, item.nucleusEnd] });
      continue;
    }
    const at = c.pos;
    items.push(readExpression(r, c));
    if (c.pos === at) items.push(readStray(r, c));
  }
  return { items, bar: null, rest: null, span: spanOf(bracket, from, bracket.to) };
}

/** `x_1, \ldots x_n`: the comma after the dots is often left out. */
function leadsList(item: Item, next: Item | undefined): boolean {
  return item.type === 'dots' && !item.scripted && item.name !== 'cdots' && next?.type === 'letter';
}

/** The arguments in brackets: several, or one `conditional` where a bar or a semicolon divides them. */
export function readInside(r: Reader, bracket: Bracket): readonly Expr[] {
  if (r.depth >= MAX_DEPTH) return [tooDeep(spanOf(bracket, bracket.from, bracket.to))];
  r.depth++;
  const inside = readParts(r, bracket, bracket.from, true);
  r.depth--;
  return inside.bar === null ? inside.items : [conditional(inside)];
}

function conditional(inside: Inside): Expr {
  if (inside.bar === null || inside.rest === null) {
    const [only] = inside.items;
    if (only && inside.items.length === 1) return only;
    return { kind: 'list', items: inside.items, span: inside.span };
  }
  const right = inside.rest.bar === null ? inside.rest.items : [conditional(inside.rest)];
  // A brace that closes within it (`|b{w}`) belongs to it.
  const span = [...inside.items, ...right].map((e) => e.span).reduce(joinSpans, inside.span);
  return { kind: 'conditional', left: inside.items, right, bar: inside.bar, span };
}

/** All parts that semicolons or double bars divide, in order; null where something else divides too. */
function flatParts(inside: Inside, bar: ConditionalExpr['bar']): Inside[] | null {
  const out: Inside[] = [];
  for (let at: Inside | null = inside; at; at = at.rest) {
    if (at.bar !== null && at.bar !== bar) return null;
    out.push(at);
  }
  return out;
}

function partOf(inside: Inside): Expr {
  const [only] = inside.items;
  if (only && inside.items.length === 1) return only;
  const first = inside.items[0];
  const last = inside.items[inside.items.length - 1];
  const span: Span = first && last ? [first.span[0], last.span[1]] : inside.span;
  return { kind: 'list', items: inside.items, span };
}

/** Brackets that stand as an operand. `before` and `after` are the items around them. */
export function readBracket(r: Reader, bracket: Bracket, before: Item | undefined, after: Item | undefined): Expr {
  const span: Span = [bracket.start, bracket.end];
  if (r.depth >= MAX_DEPTH) return tooDeep(span);
  const table = onlyTable(bracket);
  if (table) return labelledTable(r, table, bracket.pair, span);
  switch (bracket.pair) {
    case 'floor':
    case 'ceil': {
      const head: Expr = { kind: 'symbol', name: bracket.pair, span: [span[0], span[0]] };
      return { kind: 'apply', head, args: readInside(r, bracket), brackets: '', span };
    }
    case '|':
    case 'mid':
      return readAbs(r, bracket, span);
    case 'Vert':
      return { kind: 'norm', arg: readWhole(r, bracket), order: null, span };
    case '<>':
    case 'ket':
    case 'bra':
      return readInner(r, bracket, span);
    case 'at':
      return readWhole(r, bracket);
    case '{}':
      return readBraces(r, bracket, span, before);
    case '()':
    case '[]':
      return readRound(r, bracket, span, before, after);
    case '[)':
    case '(]':
    case '][':
    case ']]':
    case '[[':
      return readHalfOpen(r, bracket, span);
    default:
      return { kind: 'group', brackets: '', body: readWhole(r, bracket), span };
  }
}

/** The content as one expression. */
function readWhole(r: Reader, bracket: Bracket): Expr {
  if (bracket.from >= bracket.to) return { kind: 'hole', name: 'empty', span: [bracket.end, bracket.end] };
  const inside = readInside(r, bracket);
  const [only] = inside;
  if (only && inside.length === 1) return only;
  return { kind: 'list', items: inside, span: spanOf(bracket, bracket.from, bracket.to) };
}

function readAbs(r: Reader, bracket: Bracket, span: Span): Expr {
  const arg = readWhole(r, bracket);
  const forced = forcedReading(r, span[0], span[1]);
  if (forced === 'determinant' || (forced === undefined && isDeclared(r, arg, 'matrix'))) {
    const head: Expr = { kind: 'symbol', name: 'det', span: [span[0], span[0]] };
    return { kind: 'apply', head, args: [arg], brackets: '', span };
  }
  if (forced === 'absolute') return { kind: 'abs', arg, reading: 'absolute', span };
  const set =
    forced === 'cardinality' ||
    arg.kind === 'set' ||
    isDeclared(r, arg, 'set') ||
    // `|\text{relevant documents}|`: things in the plural are counted.
    (arg.kind === 'symbol' && / .*[^s]s$/i.test(arg.name)) ||
    (arg.kind === 'symbol' && (arg.font === 'calligraphic' || arg.font === 'script')) ||
    (arg.kind === 'indexed' &&
      arg.base.kind === 'symbol' &&
      (arg.base.font === 'calligraphic' || arg.base.font === 'script')) ||
    (arg.kind === 'operation' && arg.ops.every((op) => /^(cup|cap|setminus)$/.test(op)));
  if (!set && arg.kind === 'symbol' && /^[A-Z]$/.test(arg.name) && arg.font === undefined && forced === undefined) {
    const counted = /^[STVQD]$/.test(arg.name);
    assume(r, span, counted ? 'the number of elements' : 'an absolute value', 'a capital letter between bars', [
      counted ? 'absolute' : 'determinant',
      counted ? 'determinant' : 'cardinality',
    ]);
    return { kind: 'abs', arg, reading: counted ? 'cardinality' : 'absolute', span };
  }
  return { kind: 'abs', arg, reading: set ? 'cardinality' : 'absolute', span };
}

function isDeclared(r: Reader, e: Expr, kind: string): boolean {
  if (e.kind !== 'symbol') return false;
  return r.declared.get(e.font ? `${e.font}:${e.name}` : e.name) === kind;
}

/** `\langle x, y\rangle`, `\langle\psi|\phi\rangle`, `|\psi\rangle`. */
function readInner(r: Reader, bracket: Bracket, span: Span): Expr {
  const inside = readParts(r, bracket, bracket.from, true);
  const quantum = bracket.pair !== '<>';
  if (inside.bar === null) return { kind: 'inner', parts: inside.items, bar: quantum, span };
  const parts: Expr[] = [];
  for (let at: Inside | null = inside; at; at = at.rest) parts.push(partOf(at));
  // `|a; b\rangle` is one state, whatever its labels are.
  return { kind: 'inner', parts, bar: quantum || inside.bar !== 'semicolon', span };
}

function readHalfOpen(r: Reader, bracket: Bracket, span: Span): Expr {
  const inside = readInside(r, bracket);
  const [from, to] = inside;
  if (!from || !to || inside.length !== 2) {
    const items = inside.length > 0 ? inside : [];
    return { kind: 'tuple', items, brackets: '()', span };
  }
  const openFrom = bracket.pair[0] !== '[';
  const openTo = bracket.pair[1] !== ']';
  return { kind: 'interval', from, to, openFrom, openTo, span };
}

const SET_CONTEXT =
  /^(in|notin|subset|subseteq|supset|supseteq|cup|cap|setminus|times|to|not-subset|subsetneq|ni|backslash|sqcup)$/;

/** `\{…\}`: a set where it holds a condition, a list, or stands where a set must; otherwise brackets that group. */
function readBraces(r: Reader, bracket: Bracket, span: Span, before: Item | undefined): Expr {
  const colon = colonAt(bracket);
  if (colon > bracket.from) {
    const left = readStretchList(r, bracket, bracket.from, colon);
    const right = readStretchList(r, bracket, colon + 1, bracket.to);
    return { kind: 'set', items: left, condition: asOne(right, spanOf(bracket, colon + 1, bracket.to)), span };
  }
  const inside = readParts(r, bracket, bracket.from, true);
  if (inside.bar !== null && inside.rest) {
    const right = inside.rest.bar === null ? inside.rest.items : [conditional(inside.rest)];
    return { kind: 'set', items: inside.items, condition: asOne(right, inside.rest.span), span };
  }
  const [only] = inside.items;
  if (!only) return { kind: 'set', items: [], condition: null, span };
  if (inside.items.length > 1) return { kind: 'set', items: inside.items, condition: null, span };
  const context = before !== undefined && SET_CONTEXT.test(before.name);
  const sole = before === undefined || before.type === 'comma' || (before.type === 'relation' && before.name === '=');
  const grouping = /^(add|negate|multiply|divide|relation|big|power|derivative)$/.test(only.kind) && !context;
  const element =
    /^(symbol|indexed|number|tuple|hole|set|plusminus)$/.test(only.kind) && (context || sole || only.kind !== 'symbol');
  if (context || (element && !grouping)) return { kind: 'set', items: inside.items, condition: null, span };
  return { kind: 'group', brackets: '{}', body: only, span };
}

/** The first `:` on the top level: `\{x : x > 0\}`. */
function colonAt(bracket: Bracket): number {
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if ((item.type === 'open' || item.type === 'bar') && item.match > i) i = item.match;
    else if (item.type === 'bar') return -1;
    else if (item.type === 'relation' && item.name === ':') return i;
  }
  return -1;
}

function readStretchList(r: Reader, bracket: Bracket, from: number, to: number): readonly Expr[] {
  const e = readAll(r, cursorOver(bracket.items, from, to));
  return e.kind === 'list' ? e.items : [e];
}

function asOne(items: readonly Expr[], span: Span): Expr {
  const [only] = items;
  if (only && items.length === 1) return only;
  return { kind: 'list', items, span };
}

/** `(…)` and `[…]`: tuple, interval, concatenation, indicator, or brackets that only group. */
function readRound(r: Reader, bracket: Bracket, span: Span, before: Item | undefined, after: Item | undefined): Expr {
  const square = bracket.pair === '[]';
  const inside = readParts(r, bracket, bracket.from, true);
  const brackets = bracket.pair as TupleExpr['brackets'] & GroupExpr['brackets'];
  if (inside.bar !== null) {
    if (square) {
      const parts = flatParts(inside, 'semicolon') ?? flatParts(inside, 'double') ?? flatParts(inside, 'single');
      if (parts) return { kind: 'concat', items: parts.map(partOf), span };
    } else if (inside.bar === 'double' || inside.bar === 'semicolon') {
      const parts = flatParts(inside, inside.bar);
      if (parts && inside.bar === 'double') return { kind: 'concat', items: parts.map(partOf), span };
    }
    return { kind: 'group', brackets, body: conditional(inside), span };
  }
  const [first, second] = inside.items;
  if (!first) return { kind: 'tuple', items: [], brackets, span };
  if (inside.items.length === 1) {
    if (square && first.kind === 'relation' && isStatement(first) && !bracket.closer.scripted) {
      const head: Expr = { kind: 'symbol', name: 'indicator', span: [span[0], span[0]] };
      assume(r, span, 'one if it holds, zero if not', 'a statement in square brackets is counted', ['group']);
      return { kind: 'apply', head, args: [first], brackets: '[]', span };
    }
    return { kind: 'group', brackets, body: first, span };
  }
  if (inside.items.length === 2 && second && isInterval(bracket, first, second, before, after)) {
    return { kind: 'interval', from: first, to: second, openFrom: !square, openTo: !square, span };
  }
  return { kind: 'tuple', items: inside.items, brackets, span };
}

function isStatement(e: Expr): boolean {
  return e.kind === 'relation' && e.ops.every((op) => /^(=|ne|<|>|le|ge|in|notin)$/.test(op));
}

function isInterval(
  bracket: Bracket,
  from: Expr,
  to: Expr,
  before: Item | undefined,
  after: Item | undefined,
): boolean {
  const member = before !== undefined && /^(in|notin|subset|subseteq)$/.test(before.name);
  const ends = isEnd(from) && isEnd(to);
  if (bracket.closer.scripted && !/^(d|n|m|k|N|D|2|3)$/.test(bracket.closer.sup ? 'n' : '')) {
    if (!member) return false;
  }
  if (bracket.pair === '[]') {
    if (member) return true;
    if (bracket.closer.scripted) return false;
    if (from.kind === 'negate' && exprKey(from.arg) === exprKey(to)) return true;
    if (!ends) return false;
    const low = numeric(from);
    const high = numeric(to);
    return low < high && (before === undefined || before.type !== 'letter') && after?.type !== 'bar';
  }
  return member && ends && classify(bracket) === 'list';
}

function isEnd(e: Expr): boolean {
  if (e.kind === 'negate') return isEnd(e.arg);
  return (
    e.kind === 'number' ||
    (e.kind === 'symbol' && (e.name === 'infty' || e.name === 'pi')) ||
    (e.kind === 'multiply' && e.factors.every(isEnd))
  );
}

function numeric(e: Expr): number {
  if (e.kind === 'negate') return -numeric(e.arg);
  if (e.kind === 'number') return e.value;
  if (e.kind === 'multiply') return e.factors.reduce((product, f) => product * numeric(f), 1);
  if (e.kind === 'symbol' && e.name === 'pi') return Math.PI;
  return Number.POSITIVE_INFINITY;
}
