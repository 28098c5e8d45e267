import { exprKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import type { BigExpr, BigOp, Domain, Expr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { readArguments, shape } from './application.js';
import { readBinders, readLaw } from './binders.js';
import { type Bracket, bracketAt, type ContentKind, classify, firstLetter, holdsLetter, isDivided } from './content.js';
import { readSum, readTerm } from './grammar.js';
import { impliedIndex } from './implied-index.js';
import { readIntegralBody } from './integrals.js';
import type { Item } from './items.js';
import { BIG_WORDS, LOGARITHMS } from './names.js';
import { isDifferentialAt, startsOperand } from './products.js';
import { mentionedLater, reachesOn } from './reach.js';
import {
  assume,
  type Cursor,
  hole,
  MAX_DEPTH,
  peek,
  type Reader,
  rowItems,
  spanFrom,
  spanTo,
  tooDeep,
} from './reader.js';
import { attachScripts } from './scripts.js';
import { itemKey } from './survey.js';

const BIG_OPS: Readonly<Record<string, BigOp>> = {
  sum: 'sum',
  Sigma: 'sum',
  prod: 'product',
  Pi: 'product',
  int: 'integral',
  iint: 'integral',
  iiint: 'integral',
  iiiint: 'integral',
  idotsint: 'integral',
  oint: 'contour',
  oiint: 'contour',
  oiiint: 'contour',
  bigcup: 'union',
  bigcap: 'intersection',
};

/** `\sum`, `\prod`, `\int` and the like: binders, then the body as far as it reaches. */
export function readBig(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  if (r.depth >= MAX_DEPTH) {
    c.pos = c.end;
    return tooDeep(spanFrom(c, from));
  }
  const op: BigOp = Object.hasOwn(BIG_OPS, item.name) ? (BIG_OPS[item.name] as BigOp) : 'other';
  const name = item.name === 'Sigma' ? 'sum' : item.name === 'Pi' ? 'prod' : item.name;
  if (op === 'integral' || op === 'contour') return readIntegralBody(r, c, item, op, from);
  const domains = readBinders(r, item.sub, item.sup, [item.nucleusStart, item.end]);
  const further = op === 'sum' && startsOperand(peek(c)) && reachesOn(r, c, from, boundNames(domains));
  const body = further ? readSum(r, c) : readBody(r, c);
  if (further) {
    assume(r, body.span, 'all of this is added up', 'every term speaks of what the sum runs over', [
      'the sum ends at the sign',
    ]);
  }
  const clear = (op !== 'sum' && op !== 'product') || domains.some((domain) => domain.range.kind !== 'all');
  const implied = clear ? { domains, body } : impliedIndex(r, domains, body);
  return { kind: 'big', op, name, ...implied, span: spanFrom(c, from) };
}

const BIG_SIGNS: Readonly<Record<string, readonly [op: BigOp, name: string]>> = {
  cup: ['union', 'bigcup'],
  cap: ['intersection', 'bigcap'],
  oplus: ['other', 'bigoplus'],
  otimes: ['other', 'bigotimes'],
  times: ['product', 'prod'],
  wedge: ['other', 'bigwedge'],
  and: ['other', 'bigwedge'],
  or: ['other', 'bigvee'],
};

/** `\cup_i A_i`, `\oplus_p H^p`: a small sign with bounds where an operand must begin is the big operator. */
export function readSmallBig(r: Reader, c: Cursor): Expr | null {
  const item = peek(c);
  if (
    !item?.scripted ||
    !item.sub ||
    !Object.hasOwn(BIG_SIGNS, item.name) ||
    !startsOperand(peek(c, 1)) ||
    r.depth >= MAX_DEPTH
  ) {
    return null;
  }
  const [op, name] = BIG_SIGNS[item.name] as readonly [BigOp, string];
  const from = c.pos;
  c.pos++;
  const domains = readBinders(r, item.sub, item.sup, [item.nucleusStart, item.end]);
  const body = readBody(r, c);
  return { kind: 'big', op, name, domains, body, span: spanFrom(c, from) };
}

/** The body of a sum: the term after it, with a minus sign if it begins with one; a missing body is a hole. */
function readBody(r: Reader, c: Cursor): Expr {
  const item = peek(c);
  if (item?.type === 'plus' && (item.name === '-' || item.name === 'pm') && startsOperand(peek(c, 1))) {
    const from = c.pos;
    c.pos++;
    const arg = readTerm(r, c);
    if (item.name === 'pm') return { kind: 'plusminus', sign: 'pm', arg, span: spanFrom(c, from) };
    return { kind: 'negate', arg, span: spanFrom(c, from) };
  }
  if (!startsOperand(item)) return hole(c);
  if (c.integrals > 0 && isDifferentialAt(r, c, c.pos)) return hole(c);
  return readTerm(r, c);
}

/**
 * `\max_x`, `\arg\min_\theta`, `\lim_{x\to 0}`, `\operatorname*{median}_i`. A sum after it belongs to the body if a later term
 * mentions what is bound, or if the word asks for a place (`argmin`, `minimize`), which makes sense for a whole objective only.
 */
export function readBigWord(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  const op: BigOp = BIG_WORDS.get(item.name) ?? 'other';
  const starts = isFirst(c, from);
  c.pos++;
  // `\min_x \quad & f(x)`: programs are set in columns, with space between the word and what it is about.
  const apart = starts && op !== 'lim' && isBodyApart(c);
  if (apart) c.pos++;
  const sub = item.sub;
  const domains = sub
    ? readBinders(r, sub, null, [item.nucleusStart, item.end])
    : [{ variables: [], range: { kind: 'all' }, span: [item.nucleusStart, item.end] } satisfies Domain];
  const whole = apart || isPlace(item.name) || (!sub && isObjective({ ...c, pos: from }));
  const signed = peek(c)?.type === 'plus' && peek(c)?.name === '-' && startsOperand(peek(c, 1));
  const begins = startsOperand(peek(c)) || signed;
  const wide = starts && begins && (whole || mentionedLater(r, c, boundNames(domains)));
  const body = wide ? readSum(r, c) : readBody(r, c);
  return { kind: 'big', op, name: item.name, domains, body, span: spanFrom(c, from) };
}

/** `\\min` and `\\max` with nothing below, before a norm or a sum: what is to be made small is all that follows. */
export function isObjective(c: Cursor): boolean {
  const next = peek(c, 1);
  const begins = next?.type === 'bar' || next?.type === 'bigop' || next?.name === 'frac';
  return isFirst(c, c.pos) && (begins || isBodyApart({ ...c, pos: c.pos + 1 }));
}

/** Wide space, and then something to be made small. */
function isBodyApart(c: Cursor): boolean {
  const body = peek(c, 1);
  return peek(c)?.type === 'wide' && (startsOperand(body) || body?.type === 'bar');
}

function isPlace(name: string): boolean {
  return /^(arg|Arg|mini|maxi|Mini|Maxi)/.test(name);
}

/** True if nothing but a relation, a comma or a bracket stands before: the operator heads its side. */
function isFirst(c: Cursor, at: number): boolean {
  const before = at > 0 ? c.items[at - 1] : undefined;
  return (
    !before || /^(relation|arrow|comma|semicolon|open|wide|text|bigop)$/.test(before.type) || BIG_WORDS.has(before.name)
  );
}

function boundNames(domains: readonly Domain[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const domain of domains) {
    for (const v of domain.variables) {
      const base = v.kind === 'indexed' ? v.base : v;
      if (base.kind === 'symbol') names.add(base.name);
    }
  }
  return names;
}

/**
 * `\mathbb E`, `E[…]`, `\operatorname{E}`: an expectation if a bracket follows that can hold a random quantity, or if the
 * subscript names a law or a variable. A plain `E` before round brackets with small letters only is a function (`E(t)`).
 */
export function isExpectation(r: Reader, c: Cursor): boolean {
  const item = peek(c) as Item;
  // `\hat{\mathbb E}_t`: an average over what was drawn stands for the expectation.
  const estimated = item.font === 'blackboard' && item.accents.every((accent) => accent === 'hat');
  if (item.primes > 0 || (item.accents.length > 0 && !estimated)) return false;
  if (item.sup && !(isLawAbove(rowItems(r, item.sup)) && (item.font !== undefined || peek(c, 1)?.pair === '[]')))
    return false;
  if (item.font !== undefined && !/^(blackboard|roman|bold|sans)$/.test(item.font)) return false;
  const sub = item.sub ? rowItems(r, item.sub) : [];
  // `\mathbb{E}_0[x]` is the average as seen at the start; `E_0(t)` is one of several energies.
  if (sub.length === 1 && sub[0]?.type === 'number' && item.font !== 'blackboard') return false;
  const law = sub.some((i) => i.name === 'sim') || (sub.length > 1 && sub[1]?.type === 'open');
  const bracket = c.pos + 1 < c.end ? bracketAt(c.items, c.pos + 1, (n) => rowItems(r, n)) : null;
  const random = item.font === 'roman' && (isCapital(peek(c, 1)) || isOfRandom(r, c));
  const operator = item.font === 'blackboard' || item.type === 'function' || random;
  if (!bracket || !/^(\(\)|\[\]|\{\})$/.test(bracket.pair))
    return law || (operator && startsOperand(peek(c, 1))) || isNested(c) || isMeanSize(c) || isMeanLog(c, sub);
  if (bracket.from >= bracket.to) return false;
  if (operator || law || item.font === 'roman') return true;
  // `\mathbb{E}[\log D(E(x))]`: beside the sign of averages the letter is a function of its own, an encoder.
  if (r.survey.averages && bracket.pair === '()') return false;
  const kind = classify(bracket);
  if (bracket.pair === '{}') return kind !== 'list' || isDivided(bracket);
  const first = firstLetter(bracket);
  if (bracket.pair === '[]') return !(kind === 'single' && /^[ijklmnt]$/.test(first?.name ?? ''));
  // An energy has values `E_R` beside `E(L)`.
  if (kind === 'single' && r.survey.subscripted.has(itemKey(item))) return false;
  return isMeanOf(c) || isRandom(r, kind, first, bracket.items, bracket.from, bracket.to);
}

function isCapital(item: Item | undefined): boolean {
  return item?.type === 'letter' && /^[A-Z]$/.test(item.name);
}

/** `\mathrm{E} f(X)`: a function of what is random. */
function isOfRandom(r: Reader, c: Cursor): boolean {
  if (peek(c, 1)?.type !== 'letter' || c.pos + 2 >= c.end) return false;
  const bracket = bracketAt(c.items, c.pos + 2, (n) => rowItems(r, n));
  return bracket?.pair === '()' && bracket.to === bracket.from + 1 && isCapital(bracket.items[bracket.from]);
}

/** `E|X|^p`, `E\|X - m\|`: bars around what is random, after the sign of an average. */
function isMeanSize(c: Cursor): boolean {
  const [sign, bar, inside] = [peek(c), peek(c, 1), peek(c, 2)];
  return !sign?.sub && bar?.type === 'bar' && bar.role === 'open' && /^[U-Z]$/.test(inside?.name ?? '');
}

/** `E_{x, y} \log q(x)`: the log of something, averaged over what is drawn. */
function isMeanLog(c: Cursor, sub: readonly Item[]): boolean {
  const next = peek(c, 1);
  return next?.type === 'function' && LOGARITHMS.has(next.name) && /^[xyzXYZ]$/.test(sub[0]?.name ?? '');
}

/** `E_x E_y [\dots]`: one expectation of another, each with what it runs over below it. */
function isNested(c: Cursor): boolean {
  const [item, next, after] = [peek(c), peek(c, 1), peek(c, 2)];
  if (!item?.sub || next?.name !== 'E' || !next.sub || next.sup) return false;
  return /^[[{]$/.test(after?.name ?? '') || (after?.name === 'E' && after.sub !== null);
}

/** `\mathbb E^Q[X]`, `\mathbb E^\pi[R]`: the law stands above, where no power and no transpose can be meant. */
function isLawAbove(sup: readonly Item[]): boolean {
  const [law] = sup;
  return (
    law?.type === 'letter' &&
    !law.scripted &&
    (sup.length === 1 ? /^(P|Q|pi|mu|nu)$/.test(law.name) : sup[1]?.name === 'sim')
  );
}

const holdsRandom = (row: SyntaxNode): boolean => ['X', 'Y', 'Z'].some((name) => holdsLetter(row, name));

/** `\mu = E(x)`: what is set equal to the letter of a mean. */
function isMeanOf(c: Cursor): boolean {
  const [mean, sign] = [c.items[c.pos - 2], c.items[c.pos - 1]];
  return sign?.name === '=' && mean?.type === 'letter' && mean.name === 'mu';
}

/** `b_0`, `b_1`: an estimated coefficient. */
function isCoefficient(r: Reader, item: Item): boolean {
  const sub = item.sub ? rowItems(r, item.sub) : [];
  return item.name === 'b' && sub.length === 1 && sub[0]?.type === 'number';
}

/** Round brackets after a plain `E`: capitals are random variables; small letters are arguments. */
function isRandom(
  r: Reader,
  kind: ContentKind,
  first: Item | undefined,
  items: readonly Item[],
  from: number,
  to: number,
): boolean {
  if (kind === 'fraction') return true;
  if (first?.type === 'letter' && /^[A-Z]$/.test(first.name)) return true;
  // An estimate is random: `E(\hat\theta) - \theta`, `E(b_1) = \beta_1`.
  if (first?.type === 'letter' && (first.accents.includes('hat') || (kind === 'single' && isCoefficient(r, first))))
    return true;
  for (let i = from; i < to; i++) {
    const item = items[i] as Item;
    if (item.type === 'bar' && item.role === 'divide') return true;
    // `E(g(X))`, `E((X - \mu)^2)`: the last capitals are random wherever they stand; a list may hold parameters.
    if (kind !== 'list' && /^[XYZ]$/.test(item.name) && item.type === 'letter') return true;
    if (kind !== 'list' && item.node.kind === 'delimited' && holdsRandom(item.node.body)) return true;
  }
  return false;
}

export function readExpectation(r: Reader, c: Cursor): Expr {
  const from = c.pos;
  const item = peek(c) as Item;
  c.pos++;
  const operatorSpan: Span = [item.nucleusStart, item.end];
  const law = item.sub ?? item.sup;
  const domains = law
    ? readLaw(r, law, operatorSpan)
    : [{ variables: [], range: { kind: 'all' as const }, span: operatorSpan }];
  const bracket = c.pos < c.end ? bracketAt(c.items, c.pos, (n) => rowItems(r, n)) : null;
  const bare = !bracket || bracket.next > c.end || !/^(\(\)|\[\]|\{\})$/.test(bracket.pair);
  if (!bracket || bare || isFactor(r, c, bracket)) {
    const body = readBody(r, c);
    return besideItself({ kind: 'big', op: 'expectation', name: 'E', domains, body, span: spanFrom(c, from) });
  }
  const body = bodyOfExpectation(r, bracket);
  c.pos = bracket.next;
  const span = bracket.closer.scripted ? spanTo(c, from, bracket.end) : spanFrom(c, from);
  const big: BigExpr = { kind: 'big', op: 'expectation', name: 'E', domains, body, span };
  if (!bracket.closer.scripted) return big;
  return attachScripts(r, c, big, bracket.closer, from) as BigExpr;
}

/** `\mathbb E (X - a)^2`, `\mathbb E (X - a)(Y - b)`: round brackets that only group what the average is of. */
function isFactor(r: Reader, c: Cursor, bracket: Bracket): boolean {
  if (bracket.pair !== '()' || classify(bracket) !== 'sum') return false;
  if (bracket.closer.sup) return rowItems(r, bracket.closer.sup)[0]?.type === 'number';
  return bracketAt(c.items, bracket.next, (n) => rowItems(r, n))?.pair === '()' && bracket.next < c.end;
}

/** `\mathbb E X \mathbb E Y`: an average ends where another one over the same begins, which multiplies it. */
function besideItself(average: BigExpr): Expr {
  const { body } = average;
  if (body.kind !== 'multiply') return average;
  const domains = (e: BigExpr): string => e.domains.map((d) => `${d.range.kind} ${d.variables.map(exprKey)}`).join();
  const at = body.factors.findIndex(
    (f) => f.kind === 'big' && f.op === 'expectation' && domains(f) === domains(average),
  );
  const [first, last] = [body.factors[0], body.factors[at - 1]];
  if (at < 1 || !first || !last) return average;
  const own: Expr =
    at === 1
      ? first
      : {
          ...body,
          factors: body.factors.slice(0, at),
          ops: body.ops.slice(0, at - 1),
          span: [first.span[0], last.span[1]],
        };
  const left: BigExpr = { ...average, body: own, span: [average.span[0], last.span[1]] };
  return { ...body, factors: [left, ...body.factors.slice(at)], ops: body.ops.slice(at - 1), span: average.span };
}

/** The brackets are those of the operator, whatever they would be alone. */
function bodyOfExpectation(r: Reader, bracket: Bracket): Expr {
  const inside = readArguments(r, bracket);
  const [only] = inside;
  const first = bracket.items[bracket.from] as Item;
  const last = bracket.items[bracket.to - 1] as Item;
  const body: Expr =
    only && inside.length === 1 ? only : { kind: 'list', items: inside, span: [first.start, last.end] };
  return { kind: 'group', brackets: shape(bracket.pair), body, span: [bracket.start, bracket.end] };
}
