import type { Span } from '../expr/span.js';
import type { ApplyExpr, Expr, SymbolExpr } from '../expr/types.js';
import { readArguments, shape } from './application.js';
import { readBracket } from './brackets.js';
import { type Bracket, bracketAt } from './content.js';
import { readFactor } from './factors.js';
import { readNode } from './grammar.js';
import type { Item } from './items.js';
import { ALIASES, BARE_ARGUMENT, INVERSE_FUNCTIONS, LOGARITHMS, TRIGONOMETRIC } from './names.js';
import { isDifferentialAt, startsOperand } from './products.js';
import { assume, type Cursor, endOfScript, peek, type Reader, rowItems, spanFrom, spanTo } from './reader.js';
import { attachScripts } from './scripts.js';

/** A known function name with its scripts and its argument, in brackets or without. */
export function readFunction(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  const name = ALIASES.get(item.name) ?? item.name;
  const sup = item.sup ? rowItems(r, item.sup) : [];
  const inverse = sup.length === 2 && sup[0]?.name === '-' && sup[1]?.name === '1';
  const inverseName = inverse ? INVERSE_FUNCTIONS.get(name) : undefined;
  const headSpan: Span = [item.nucleusStart, inverse && !item.sub ? item.end : item.nucleusEnd];
  const plain: SymbolExpr = { kind: 'symbol', name: inverseName ?? name, span: headSpan };
  const log = LOGARITHMS.has(name) && item.sub !== null;
  let head: Expr = plain;
  if (item.sub && !log) {
    head = attachScripts(r, c, plain, { ...item, sup: null, primes: 0, end: endOfScript(r, item.sub) }, from);
  }
  if (inverse && inverseName === undefined && item.sup) {
    head = {
      kind: 'inverse',
      arg: head,
      pseudo: false,
      span: [head.span[0], Math.max(head.span[1], endOfScript(r, item.sup))],
    };
  }
  const base = log && item.sub ? logBase(readNode(r, item.sub)) : undefined;
  const inside = r.inExponent;
  if (name === 'exp') r.inExponent = true;
  const args = readArgs(r, c, item, name);
  r.inExponent = inside;
  if (!args) return withoutArgument(r, c, item, head, name, base, from);
  const span = args.closer?.scripted ? spanTo(c, from, args.end) : spanFrom(c, from);
  const apply: ApplyExpr = {
    kind: 'apply',
    head,
    args: args.list,
    ...(base && { base }),
    brackets: args.brackets,
    span,
  };
  let out: Expr = apply;
  if (item.primes > 0) out = { kind: 'derivative', op: 'prime', body: apply, variables: [], order: item.primes, span };
  if (item.sup && !inverse) {
    out = attachScripts(
      r,
      c,
      out,
      { ...item, sub: null, primes: 0, start: span[0], end: span[1], nucleusEnd: span[1] },
      from,
    );
  }
  if (args.closer?.scripted) out = attachScripts(r, c, out, args.closer, from);
  return out;
}

/** `\sup\{f(x) : x \in S\}`: the braces are those of a set. */
function holdsCondition(bracket: Bracket): boolean {
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if (item.match > i) i = item.match;
    else if (item.type === 'bar' || (item.type === 'relation' && item.name === ':')) return true;
  }
  return false;
}

/** The base `e` of a logarithm is Euler's number. */
function logBase(e: Expr): Expr {
  return e.kind === 'symbol' && e.name === 'e' && !e.accents
    ? { kind: 'symbol', name: 'exponentialE', span: e.span }
    : e;
}

type Args = {
  readonly list: readonly Expr[];
  readonly brackets: ApplyExpr['brackets'];
  /** The bracket that closes the arguments, for the scripts it carries. */
  readonly closer: Item | null;
  readonly end: number;
};

function readArgs(r: Reader, c: Cursor, item: Item, name: string): Args | null {
  if (c.pos >= c.end) return null;
  const bracket = bracketAt(c.items, c.pos, (n) => rowItems(r, n));
  if (bracket && bracket.next <= c.end && /^(\(\)|\[\]|\{\})$/.test(bracket.pair)) {
    c.pos = bracket.next;
    if (bracket.pair === '{}' && /^(sup|inf|max|min|argmax|argmin|conv|span)$/.test(name) && holdsCondition(bracket)) {
      const set = readBracket(r, bracket, undefined, undefined);
      return { list: [set], brackets: '', closer: bracket.closer, end: bracket.end };
    }
    return { list: readArguments(r, bracket), brackets: shape(bracket.pair), closer: bracket.closer, end: bracket.end };
  }
  if (!BARE_ARGUMENT.has(name) && item.node.kind !== 'operator') return null;
  const arg = readBareArgument(r, c, name);
  return arg ? { list: [arg], brackets: '', closer: null, end: arg.span[1] } : null;
}

/** A function name that nothing follows is a name; `\exp^A` is read as e to the A. */
function withoutArgument(
  r: Reader,
  c: Cursor,
  item: Item,
  head: Expr,
  name: string,
  base: Expr | undefined,
  from: number,
): Expr {
  if (name === 'exp' && item.sup && head.kind === 'symbol') {
    assume(r, [item.start, item.end], 'the exponential of the superscript', 'a function without an argument', [
      'power',
    ]);
    return { kind: 'apply', head, args: [readNode(r, item.sup)], brackets: '', span: [item.start, item.end] };
  }
  const named = base
    ? ({
        kind: 'indexed',
        base: head,
        indices: [base],
        places: ['sub'],
        span: [item.nucleusStart, item.end],
      } as const)
    : head;
  if ((!item.sup || head.kind === 'inverse') && item.primes === 0) return named;
  return attachScripts(r, c, named, { ...item, sub: null }, from);
}

/**
 * The argument of a function written without brackets: the factors side by side after it. It ends before a sign, another
 * function, a big operator, a differential, and before a bracket unless only numbers stand before that (`\sin 2\pi(x-ct)`).
 * After an application it goes on only with another of the same head (`\log p(x) p(y)`, not `\log \pi(a|s) Q(s,a)`).
 */
function readBareArgument(r: Reader, c: Cursor, name: string): Expr | null {
  const from = c.pos;
  const first = peek(c);
  if (first?.type === 'plus' && first.name === '-' && startsOperand(peek(c, 1)) && /^(exp|log|ln)$/.test(name)) {
    c.pos++;
    const arg = readFactor(r, c);
    return { kind: 'negate', arg, span: spanFrom(c, from) };
  }
  if (!startsOperand(first)) return null;
  if (c.integrals > 0 && isDifferentialAt(r, c, c.pos)) return null;
  const factors: Expr[] = [];
  for (let item = peek(c); startsOperand(item) && item; item = peek(c)) {
    if (factors.length > 0 && (!goesOn(r, c, factors, item) || isSetApart(factors, item))) break;
    const at = c.pos;
    factors.push(readFactor(r, c));
    if (c.pos === at) {
      factors.pop();
      break;
    }
  }
  const [only] = factors;
  if (!only) return null;
  const product: Expr =
    factors.length === 1
      ? only
      : { kind: 'multiply', factors, ops: factors.slice(1).map(() => '' as const), span: spanFrom(c, from) };
  return takeSlash(r, c, name, product, from);
}

/** `\cos\theta \, t`: after an angle alone, a letter behind a space that was asked for multiplies the value. */
function isSetApart(factors: readonly Expr[], item: Item): boolean {
  const [angle, more] = factors;
  const alone = angle?.kind === 'symbol' && !more && /^(theta|vartheta|phi|varphi|alpha|beta|psi)$/.test(angle.name);
  return alone && item.spaced && item.type === 'letter' && /^[a-zA-Z]$/.test(item.name);
}

function goesOn(r: Reader, c: Cursor, factors: readonly Expr[], item: Item): boolean {
  if (/^(function|bigop|prefix|prescript|bar|delimited)$/.test(item.type) || item.type === 'open') {
    if (item.type !== 'open' && item.type !== 'delimited') return false;
    return factors.every(
      (f) => f.kind === 'number' || (f.kind === 'symbol' && (f.name === 'pi' || f.name === 'imaginaryI')),
    );
  }
  if (isDifferentialAt(r, c, c.pos) || /^(partial|nabla)$/.test(item.name)) return false;
  const last = factors[factors.length - 1] as Expr;
  if (last.kind === 'big') return false;
  if (last.kind === 'apply' && last.brackets !== '') {
    const head = last.head.kind === 'indexed' ? last.head.base : last.head;
    return head.kind === 'symbol' && item.type === 'letter' && item.name === head.name;
  }
  return true;
}

/** `\sin x/2` is a half inside; `\log a/b` a ratio inside; `\ln 2/\lambda` and `\sin x/x` are quotients of the value. */
function takeSlash(r: Reader, c: Cursor, name: string, arg: Expr, from: number): Expr {
  const slash = peek(c);
  const next = peek(c, 1);
  if (slash?.type !== 'slash' || !next) return arg;
  const same = arg.kind === 'symbol' && next.name === arg.name;
  const inside = TRIGONOMETRIC.has(name)
    ? next.type === 'number'
    : LOGARITHMS.has(name) && next.type === 'letter' && arg.kind !== 'number' && !same;
  if (!inside) return arg;
  c.pos++;
  const denominator = readFactor(r, c);
  const span = spanFrom(c, from);
  assume(r, span, 'the quotient is the argument', 'a slash right after the argument of a function', [
    'the function of the first part, divided',
  ]);
  return { kind: 'divide', numerator: arg, denominator, style: 'slash', span };
}
