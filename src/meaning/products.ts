import type { Span } from '../expr/span.js';
import { joinSpans } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Expr, ProductSign } from '../expr/types.js';
import { readFactor } from './factors.js';
import { readNode, readStray, signed } from './grammar.js';
import type { Item } from './items.js';
import {
  assume,
  type Cursor,
  fromSign,
  hole,
  MAX_DEPTH,
  peek,
  type Reader,
  spanFrom,
  spanTo,
  tooDeep,
} from './reader.js';
import { productSign } from './signs.js';
import { slashDerivative } from './slash-derivative.js';

const STARTS: ReadonlySet<string> = new Set([
  'letter',
  'word',
  'function',
  'number',
  'bigop',
  'node',
  'delimited',
  'dots',
  'prefix',
  'open',
  'prescript',
]);

/** True where an operand begins at the cursor. */
export function startsOperand(item: Item | undefined): boolean {
  if (!item) return false;
  return STARTS.has(item.type) || (item.type === 'bar' && item.role === 'open');
}

type Product = { factors: Expr[]; ops: ProductSign[]; starts: number[] };

/**
 * Factors side by side or with signs between them. A slash divides the run of factors before it, back to the last sign, by
 * the run of simple factors after it (`a/bc` is a over bc), except that a fraction of two numbers is a coefficient (`1/2 x`).
 */
export function readProduct(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const p: Product = { factors: [], ops: [], starts: [] };
  const first = peek(c);
  if ((first?.type === 'times' && !(first.sub && startsOperand(peek(c, 1)))) || first?.type === 'slash') {
    if (first.name === 'cdot' && !startsOperand(peek(c, 1))) {
      c.pos++;
      return { kind: 'hole', name: 'placeholder', span: [first.start, first.end] };
    }
    if (first.type === 'times' && !startsOperand(peek(c, 1)) && peek(c, 1)?.type !== 'plus') {
      return readStray(r, c);
    }
    push(p, hole(c), '', c.pos);
  } else push(p, readFactor(r, c), '', from);
  let places = 0;
  for (;;) {
    const item = peek(c);
    if (!item) break;
    if (item.type === 'times') {
      c.pos++;
      // An end of line or a sign after a sign: `a \times \\ b` was cut, `a \times -b` has a signed factor.
      const next = peek(c);
      const at = c.pos;
      if (next?.type === 'plus') push(p, readSignedFactor(r, c), productSign(item.name), at);
      else push(p, readFactor(r, c), productSign(item.name), at);
    } else if (item.type === 'slash') {
      if (dividesSums(c, from)) break;
      readSlash(r, c, p);
    } else if (item.type === 'bar' && item.role === 'at') {
      if (++places > MAX_DEPTH) {
        c.pos = c.end;
        return tooDeep(spanFrom(c, from));
      }
      takeAt(r, c, p);
    } else if (item.type === 'prefix' && item.name !== 'not' && p.factors.length > 0 && !isQuantified(p)) break;
    else if (startsOperand(item)) {
      if (c.integrals > 0 && startsDifferential(r, c)) break;
      const at = c.pos;
      const factor = readFactor(r, c);
      if (c.pos === at) break;
      push(p, factor, '', at);
    } else break;
  }
  return build(c, p, from);
}

/** `\sum_i w_i / \sum_i v_i`: after the body of a sum, a slash before another sum divides the one by the other. */
function dividesSums(c: Cursor, from: number): boolean {
  const isSum = (item: Item | undefined): boolean => item?.type === 'bigop' && /^(sum|prod)$/.test(item.name);
  return isSum(c.items[from - 1]) && isSum(peek(c, 1));
}

/** A product stops before the differential that an integral waits for. */
function startsDifferential(r: Reader, c: Cursor): boolean {
  return isDifferentialAt(r, c, c.pos);
}

/** `\forall x \exists y`: quantifiers follow each other; after anything else one begins a remark (`f(t) = 0 \; \forall t`). */
function isQuantified(p: Product): boolean {
  const last = p.factors[p.factors.length - 1] as Expr;
  return last.kind === 'apply' && last.head.kind === 'symbol' && /^(forall|exists|nexists|not)$/.test(last.head.name);
}

function push(p: Product, factor: Expr, op: ProductSign, start: number): void {
  if (p.factors.length > 0) p.ops.push(op);
  p.factors.push(factor);
  p.starts.push(start);
}

function build(c: Cursor, p: Product, from: number): Expr {
  if (p.factors.length === 1) return p.factors[0] as Expr;
  const ops = p.ops.map((op, i) => (op === 'circ' && isEntrywise(p.factors[i], p.factors[i + 1]) ? 'odot' : op));
  return { kind: 'multiply', factors: fromSign(p.factors, c, from), ops, span: spanFrom(c, from) };
}

/**
 * `\mathbf u \circ \mathbf v`, `z_t \circ h_{t-1}`, `(1 - z_t) \circ h_t`: between bold letters, and between what is indexed by time, the
 * circle multiplies entry by entry; between functions it composes.
 */
function isEntrywise(a: Expr | undefined, b: Expr | undefined): boolean {
  if (!a || !b) return false;
  if (isBold(a) && isBold(b)) return true;
  return (isTimed(a) || isTimed(b)) && [a, b].every((e) => isTimed(e) || e.kind === 'group');
}

function isTimed(e: Expr): boolean {
  return e.kind === 'indexed' && e.indices.some(holdsTime);
}

function holdsTime(e: Expr): boolean {
  return e.kind === 'symbol' ? e.name === 't' : children(e).some(holdsTime);
}

function isBold(e: Expr): boolean {
  const base = e.kind === 'indexed' ? e.base : e;
  return base.kind === 'symbol' && base.font === 'bold';
}

function readSignedFactor(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  const arg = readFactor(r, c);
  return signed(item.name, arg, spanFrom(c, from));
}

function readSlash(r: Reader, c: Cursor, p: Product): void {
  const slash = peek(c) as Item;
  let k = p.factors.length - 1;
  while (k > 0 && p.ops[k - 1] === '') k--;
  const start = p.starts[k] as number;
  const factors = p.factors.splice(k);
  const ops = p.ops.splice(k);
  const op = k > 0 ? (p.ops.pop() as ProductSign) : '';
  p.starts.splice(k);
  const numerator = build(c, { factors: fromSign(factors, c, start), ops, starts: [] }, start);
  c.pos++;
  const at = c.pos;
  const denominator = readDenominator(r, c, numerator);
  const derivative = factors.length === 1 ? slashDerivative(numerator, denominator, spanFrom(c, start)) : null;
  const quotient: Expr = derivative ?? {
    kind: 'divide',
    numerator,
    denominator,
    style: 'slash',
    span: c.pos > at ? spanFrom(c, start) : spanTo(c, start, slash.end),
  };
  push(p, depthOf(quotient), op, start);
}

/** Chains of slashes nest to the left; beyond the bound they are refused. */
function depthOf(quotient: Expr): Expr {
  const depth = slashDepth(quotient);
  return depth > MAX_DEPTH ? tooDeep(quotient.span) : quotient;
}

function slashDepth(e: Expr): number {
  let depth = 0;
  let inner: Expr = e;
  while (inner.kind === 'divide' && depth <= MAX_DEPTH) {
    depth++;
    inner = inner.numerator;
  }
  return depth;
}

/** The factors that a slash takes: the first, and all simple ones that are written directly after it. */
function readDenominator(r: Reader, c: Cursor, numerator: Expr): Expr {
  const from = c.pos;
  const p: Product = { factors: [], ops: [], starts: [] };
  const item = peek(c);
  if (item?.type === 'plus') push(p, readSignedFactor(r, c), '', from);
  else push(p, readFactor(r, c), '', from);
  const first = p.factors[0] as Expr;
  const numbers = first.kind === 'number' && numerator.kind === 'number';
  if (numbers && isSimple(peek(c)) && peek(c)?.name !== 'pi') {
    assume(
      r,
      joinSpans(numerator.span, first.span),
      'a fraction of two numbers that multiplies what follows',
      'a number over a number is a coefficient',
      ['everything after the slash below the line'],
    );
    return first;
  }
  let taken = 0;
  const ofChanges = numerator.kind === 'derivative' && (first.kind === 'differential' || first.kind === 'power');
  while (ofChanges && peek(c)?.name === 'partial') push(p, readFactor(r, c), '', c.pos);
  for (let next = peek(c); isSimple(next); next = peek(c)) {
    if (c.integrals > 0 && startsDifferential(r, c)) break;
    const at = c.pos;
    const factor = readFactor(r, c);
    if (c.pos === at) break;
    push(p, factor, '', at);
    taken++;
  }
  const out = build(c, p, from);
  if (taken > 0) {
    assume(
      r,
      spanFrom(c, from),
      'all factors after the slash are below the line',
      'factors side by side bind tighter than a slash',
      ['only the first factor below the line'],
    );
  }
  return out;
}

function isSimple(item: Item | undefined): boolean {
  if (!item) return false;
  return item.type === 'letter' || item.type === 'word' || item.type === 'number';
}

/** `x^2\big|_{x=0}`, `F(x)\big|_a^b`: what stands before, taken there. */
function takeAt(r: Reader, c: Cursor, p: Product): void {
  const bar = peek(c) as Item;
  c.pos++;
  const from = p.starts[0] as number;
  const body = build(c, { ...p, factors: fromSign(p.factors, c, from), ops: [...p.ops] }, from);
  const span = spanTo(c, from, bar.end);
  const inner: Span = [span[0], bar.start > span[0] ? (c.items[c.pos - 2]?.end ?? bar.start) : bar.start];
  const out = evaluated(r, body.kind === 'multiply' ? { ...body, span: inner } : body, bar, span);
  p.factors.length = 0;
  p.ops.length = 0;
  p.starts.length = 0;
  push(p, out, '', from);
}

/** A derivative remembers its place; anything else becomes `evaluated(body, place …)`. */
export function evaluated(r: Reader, body: Expr, bar: Item, span: Span): Expr {
  const places: Expr[] = [];
  if (bar.sub) places.push(readNode(r, bar.sub));
  if (bar.sup) places.push(readNode(r, bar.sup));
  const [place] = places;
  if (body.kind === 'derivative' && place && places.length === 1 && !body.at) return { ...body, at: place, span };
  const head: Expr = { kind: 'symbol', name: 'evaluated', span: [bar.start, bar.nucleusEnd] };
  return { kind: 'apply', head, args: [body, ...places], brackets: '', span };
}

/**
 * `dx`, `\mathrm{d}\theta`, `d^3x`, `dW`: a `d` directly before what it is the small change of. An upright d always is
 * one; an italic d is, unless the formula uses `d` as a variable.
 */
export function isDifferentialAt(r: Reader, c: Cursor, at: number): boolean {
  const d = at < c.end ? c.items[at] : undefined;
  if (d?.type !== 'letter' || d.name !== 'd' || d.accents.length > 0 || d.sub || d.primes > 0) return false;
  if (d.font !== undefined && d.font !== 'roman') return false;
  const next = at + 1 < c.end ? c.items[at + 1] : undefined;
  if (!next) return false;
  const takes = next.type === 'letter' || next.type === 'word' || (next.type === 'node' && next.node.kind === 'accent');
  if (!takes || next.name === 'infty') return false;
  if (d.sup) return c.integrals > 0 || d.font === 'roman';
  if (d.font === 'roman' || c.integrals > 0) return true;
  if (r.survey.dIsVariable || r.survey.bound.has('d')) return false;
  const before = at > 0 ? c.items[at - 1] : undefined;
  const inRun =
    before?.type === 'letter' &&
    before.font === undefined &&
    /^[a-zA-Z]$/.test(before.name) &&
    !before.scripted &&
    before.end === d.start;
  return !inRun && (next.start === d.end || r.survey.analysis || r.loose);
}
