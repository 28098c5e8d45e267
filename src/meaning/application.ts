import type { Span } from '../expr/span.js';
import type { ApplyExpr, Expr } from '../expr/types.js';
import { readInside } from './brackets.js';
import {
  type Bracket,
  bracketAt,
  type ContentKind,
  classify,
  countable,
  firstLetter,
  groupApplies,
  holdsCall,
  holdsChange,
  holdsElement,
  holdsExponential,
  isConstant,
  isDivided,
  isFlanked,
  isIndicator,
  isSpace,
  isStep,
  joinsParts,
  mentions,
} from './content.js';
import type { Item } from './items.js';
import { joinedArguments } from './joined.js';
import { lawOf } from './laws.js';
import {
  assume,
  type Cursor,
  endOfScript,
  forcedReading,
  type Reader,
  rowItems,
  spanFrom,
  spanTo,
  withoutPower,
} from './reader.js';
import { attachScripts } from './scripts.js';
import { itemKey } from './survey.js';

/** Letters that are functions unless something speaks against it. */
const FUNCTION_LETTERS = /^([fghFGH]|phi|varphi|psi|Phi|Psi|Gamma|zeta|sigma)$/;
/** Letters of laws and densities. */
const LAW_LETTERS = /^[pPqQ]$/;
/** Letters of series and signals: applied to a shifted time or place. */
const SIGNAL_LETTERS = /^([uvwxyzrs]|[A-Z]|delta)$/;
/** Letters that are the argument of a signal. */
const ARGUMENT_LETTERS = /^([tnksxrz]|tau)$/;
/** Letters that are numbers wherever nothing else is said: before a bracket that holds a sum or a number they multiply. */
const NUMBER_LETTERS =
  /^([abcdijklmno]|lambda|eta|alpha|beta|gamma|kappa|nu|epsilon|varepsilon|omega|pi|rho|tau|theta|xi|mu)$/;

/**
 * What follows a head: arguments, if the bracket after it says that it is applied. `base` is the head without scripts, `item`
 * carries them (for brackets it is the closing one).
 */
export function readApplied(r: Reader, c: Cursor, base: Expr, item: Item, from: number): Expr {
  const bracket = c.pos < c.end ? bracketAt(c.items, c.pos, (n) => rowItems(r, n)) : null;
  if (!bracket || bracket.next > c.end || !decides(r, c, base, item, bracket, from)) {
    return item.scripted ? attachScripts(r, c, base, item, from) : base;
  }
  if (isIndexing(base, item, bracket)) return readIndexing(r, c, base, item, bracket, from);
  // `\Sigma^{-1}(x - \mu)`: the inverse of a matrix multiplies what is in the bracket; `F^{-1}(u)` needs none to multiply.
  const inverse = item.sup && isMatrixLike(base) && headSuperscript(r, item, bracket) === 'inverse';
  if (inverse && (item.font === 'bold' || !/^(single|number)$/.test(classify(bracket)))) {
    return attachScripts(r, c, base, item, from);
  }
  return applyTo(r, c, base, item, bracket, from);
}

function isMatrixLike(base: Expr): boolean {
  return (
    base.kind === 'symbol' &&
    (base.font === 'bold' || /^[A-Z]$/.test(base.name) || /^(?:Sigma|Lambda|Omega)$/.test(base.name))
  );
}

function applyTo(r: Reader, c: Cursor, base: Expr, item: Item, bracket: Bracket, from: number): Expr {
  const split = item.sup ? headSuperscript(r, item, bracket) : 'head';
  let head = base;
  if (isIndicator(base, bracket)) head = { kind: 'symbol', name: 'indicator', span: base.span };
  if (item.scripted) {
    const bare = split === 'head' ? item : withoutPower(r, item);
    r.ofHead = bare.sup !== null;
    head = attachScripts(r, c, head, bare, from);
    r.ofHead = false;
    if (split === 'inverse' && item.sup) {
      head = { kind: 'inverse', arg: head, pseudo: false, span: [head.span[0], endOfScript(r, item.sup)] };
    }
  }
  // `f'(x)` and `f^{(n)}(x)`: the derivative is of the application.
  let primes = 0;
  if (head.kind === 'symbol' && head.primes && isFunctionSymbol(r, head.name, item)) {
    primes = head.primes;
    const { primes: _dropped, ...plain } = head;
    head = item.sub ? plain : { ...plain, span: [plain.span[0], item.nucleusEnd] };
  }
  const wrapped = head.kind === 'derivative' && head.op === 'prime' ? head : null;
  if (wrapped?.body) head = wrapped.body;
  c.pos = bracket.next;
  const closer = bracket.closer;
  const span = closer.scripted ? spanTo(c, from, bracket.end) : spanFrom(c, from);
  const args = joinedArguments(head, readArguments(r, bracket));
  const apply: ApplyExpr = { kind: 'apply', ...lawOf(r, head, args), brackets: shape(bracket.pair), span };
  let out: Expr = apply;
  if (primes > 0) out = { kind: 'derivative', op: 'prime', body: apply, variables: [], order: primes, span };
  else if (wrapped) out = { ...wrapped, body: apply, span };
  if (split === 'power' && item.sup) {
    const inner: Item = { ...item, primes: 0, sub: null, start: span[0], end: span[1] };
    out = attachScripts(r, c, out, inner, from);
  } else if (split === 'transpose') {
    out = { kind: 'transpose', arg: out, mark: 'T', span };
  }
  if (closer.scripted) out = attachScripts(r, c, out, { ...closer, end: closer.end }, from);
  return readCurried(r, c, out, from);
}

/** `\mathrm{LE}(\gamma)(j)`: a second bracket that holds one thing or a list is a second argument. */
function readCurried(r: Reader, c: Cursor, first: Expr, from: number): Expr {
  let out = first;
  for (let n = 0; n < 8 && c.pos < c.end; n++) {
    const next = c.items[c.pos] as Item;
    if (next.type !== 'open' && next.type !== 'delimited') break;
    const bracket = bracketAt(c.items, c.pos, (node) => rowItems(r, node));
    if (bracket?.pair !== '()' || bracket.next > c.end) break;
    const kind = classify(bracket);
    if (kind !== 'single' && kind !== 'list' && kind !== 'placeholder') break;
    c.pos = bracket.next;
    const span = bracket.closer.scripted ? spanTo(c, from, bracket.end) : spanFrom(c, from);
    out = { kind: 'apply', head: out, args: readArguments(r, bracket), brackets: '()', span };
    if (bracket.closer.scripted) out = attachScripts(r, c, out, bracket.closer, from);
  }
  return out;
}

export function readArguments(r: Reader, bracket: Bracket): readonly Expr[] {
  const inside = r.inExponent;
  const head = r.ofHead;
  r.ofHead = false;
  const out = readInside(r, bracket);
  r.inExponent = inside;
  r.ofHead = head;
  return out;
}

export function shape(pair: string): ApplyExpr['brackets'] {
  return pair === '[]' || pair === '{}' ? pair : '()';
}

/** What a superscript between a head and its bracket does. */
function headSuperscript(r: Reader, item: Item, bracket: Bracket): 'power' | 'inverse' | 'transpose' | 'head' {
  const items = rowItems(r, item.sup as NonNullable<Item['sup']>);
  const [first, second] = items;
  if (items.length === 1 && first?.type === 'number') return isSpace(item, bracket) ? 'head' : 'power';
  if (items.length === 2 && first?.name === '-' && second?.name === '1') return 'inverse';
  if (
    items.length === 1 &&
    (first?.name === 'top' || first?.name === 'intercal' || (first?.name === 'T' && !first.scripted))
  )
    return 'transpose';
  return 'head';
}

function isFunctionSymbol(r: Reader, name: string, item: Item): boolean {
  return FUNCTION_LETTERS.test(name) || r.survey.primed.has(itemKey(item)) || name.length > 2;
}

/** `w[n]`, `X[m,\omega]`, `\text{window}[k]`: an element, if what is in the brackets can count. */
function isIndexing(base: Expr, item: Item, bracket: Bracket): boolean {
  if (bracket.pair !== '[]' || base.kind !== 'symbol' || item.type === 'function') return false;
  if (base.font === 'blackboard' || base.font === 'calligraphic' || /^[EP]$/.test(base.name)) return false;
  return countable(bracket);
}

function readIndexing(r: Reader, c: Cursor, base: Expr, item: Item, bracket: Bracket, from: number): Expr {
  const { closer } = bracket;
  // `x^2[k]` is the square of x[k].
  const powered = item.sup !== null && headSuperscript(r, item, bracket) === 'power';
  const head = attachScripts(r, c, base, powered ? withoutPower(r, item) : item, from);
  c.pos = bracket.next;
  const indices = readArguments(r, bracket);
  const span = closer.scripted ? spanTo(c, from, bracket.end) : spanFrom(c, from);
  let out: Expr = { kind: 'indexed', base: head, indices, places: indices.map(() => 'bracket' as const), span };
  if (closer.scripted) out = attachScripts(r, c, out, closer, from);
  if (powered) out = attachScripts(r, c, out, { ...item, primes: 0, sub: null, start: span[0], end: span[1] }, from);
  if (c.pos < c.end && c.items[c.pos]?.type === 'open' && c.items[c.pos]?.name === '[') {
    const again = bracketAt(c.items, c.pos, (n) => rowItems(r, n));
    if (again && countable(again) && again.next <= c.end && r.depth < 60) {
      c.pos = again.next;
      const more = readArguments(r, again);
      out = {
        kind: 'indexed',
        base: out,
        indices: more,
        places: more.map(() => 'bracket' as const),
        span: spanFrom(c, from),
      };
    }
  }
  return out;
}

/** Application or product (or element, for square brackets)? */
function decides(r: Reader, c: Cursor, base: Expr, item: Item, bracket: Bracket, from: number): boolean {
  const pair = bracket.pair;
  if (pair !== '()' && pair !== '[]' && pair !== '{}') return false;
  if (bracket.from >= bracket.to && pair !== '()') return false;
  if (base.kind === 'number') return base.text === '1' && classify(bracket) === 'relation';
  if (base.kind === 'group') return groupApplies(base, classify(bracket), bracket);
  if (base.kind === 'apply' && base.head.kind === 'symbol' && base.brackets === '' && pair === '()') {
    return (
      /^(widehat|overline|widetilde|overrightarrow|overset|underset)$/.test(base.head.name) &&
      classify(bracket) !== 'sum'
    );
  }
  if (base.kind !== 'symbol' || base.name === 'exponentialE' || base.name === 'imaginaryI') return false;
  if (isIndicator(base, bracket)) return true;
  const start = c.items[from]?.start ?? item.start;
  const forced = forcedReading(r, start, bracket.end);
  if (forced === 'application' || forced === 'index') return true;
  if (forced === 'product') return false;
  const kind = classify(bracket);
  // `\sigma^k (k - 1)!`: the factorial belongs to the bracket.
  if (kind === 'sum' && item.sup && c.items[bracket.next]?.type === 'bang') return false;
  if (pair === '()' && r.differentiated === start && /^[a-zA-Z]$/.test(base.name)) return true;
  const declared = r.declared.get(declaredKey(base));
  if (declared === 'function' || declared === 'distribution') return true;
  if (declared === 'scalar' || declared === 'matrix' || declared === 'index') return false;
  // `(x - y)^\top H (x - y)`: a matrix between two equal vectors.
  if (pair === '()' && kind === 'sum' && isFlanked(c.items, bracket, from, r.latex)) return false;
  const answer =
    pair === '()' ? roundApplies(r, base.name, item, bracket, kind) : otherApplies(r, base.name, item, bracket, kind);
  if (answer.sure) return answer.applies;
  const span: Span = [start, bracket.end];
  const head = r.latex.slice(start, item.end);
  const inside = r.latex.slice(
    bracket.closer === item ? start : (bracket.items[bracket.from]?.start ?? start),
    bracket.items[bracket.to - 1]?.end ?? start,
  );
  if (answer.applies) assume(r, span, `${head} applied to ${inside}`, answer.because, ['product']);
  else assume(r, span, `${head} times the bracket`, answer.because, ['application']);
  return answer.applies;
}

function declaredKey(e: Expr): string {
  if (e.kind !== 'symbol') return '';
  let key = e.font ? `${e.font}:${e.name}` : e.name;
  for (const accent of e.accents ?? []) key = `${accent}(${key})`;
  return key;
}

type Answer = { readonly applies: boolean; readonly sure: boolean; readonly because: string };
const yes = (because: string, sure = false): Answer => ({ applies: true, sure, because });
const no = (because: string, sure = false): Answer => ({ applies: false, sure, because });

function roundApplies(r: Reader, name: string, item: Item, bracket: Bracket, kind: ContentKind): Answer {
  if (/^(infty|emptyset|hbar|partial|nabla|ldots|top|bot)$/.test(name)) return no('a constant multiplies', true);
  if (item.type === 'word' && [...name].length > 1) return yes('a word before a bracket is a function', true);
  if (item.font === 'calligraphic' || item.font === 'script')
    return yes('a calligraphic letter before a bracket is applied', true);
  if (item.font === 'fraktur' || item.font === 'sans' || item.font === 'roman') {
    return kind === 'sum'
      ? no('the bracket holds a sum')
      : yes('an upright letter before a bracket is a function', true);
  }
  if (item.font === 'blackboard')
    return kind === 'sum' ? no('the bracket holds a sum') : yes('an operator is applied', true);
  const sup = item.sup ? rowItems(r, item.sup) : [];
  const powered = sup.length > 0 && (sup[0]?.type === 'number' || (sup[0]?.type === 'plus' && sup[1]?.name !== '1'));
  const transposed = sup.length === 1 && /^(top|intercal|T|dagger)$/.test(sup[0]?.name ?? '');
  const letter = FUNCTION_LETTERS.test(name);
  switch (kind) {
    case 'empty':
    case 'placeholder':
      return yes('empty places are arguments', true);
    case 'list':
      return yes('the bracket holds several arguments', true);
    default:
  }
  if (transposed) {
    return (letter || r.survey.applied.has(itemKey(item))) && kind === 'single'
      ? yes('a function, transposed')
      : no('a transposed vector multiplies', true);
  }
  if (powered && isSpace(item, bracket) && (kind === 'single' || kind === 'product'))
    return yes('a space of functions');
  if (powered && !letter) {
    return kind === 'single' ? yes('a power of a value') : no('a power multiplies', true);
  }
  const raised = bracket.closer.sup ? rowItems(r, bracket.closer.sup)[0]?.name : undefined;
  if (powered && raised === '-') return no('a power before an inverse multiplies');
  // `k (\Delta x)^2`: the brackets hold a change together under its power.
  if (raised !== undefined && !letter && holdsChange(bracket, kind)) return no('a power of a change is multiplied');
  if (item.sub && LAW_LETTERS.test(name) && kind === 'sum' && raised === '2')
    return no('a probability multiplies a square');
  const opening = bracket.items[bracket.from]?.type === 'number';
  if (item.sub && !letter && bracket.closer.sup && (isConstant(bracket, r.latex) || (kind === 'sum' && opening)))
    return no('a starting value before a power of a number multiplies');
  const fraction = bracket.to - bracket.from === 1 && bracket.items[bracket.from]?.node.kind === 'fraction';
  if (fraction && !letter && mentions(bracket, item)) return no('the letter itself stands in the bracket');
  const applied = r.survey.applied.has(itemKey(item));
  // `f' = f (\frac{v}{v - u})`, `f_1 = f_0 (1 + w)`: without a bracket the letter is what the line gives; here it is a number too.
  const numeric = fraction || (kind === 'sum' && opening);
  if (numeric && !applied && r.survey.given.has(itemKey(item))) return no('the letter stands for a number elsewhere');
  if (kind === 'single') {
    const because = applied && letter ? 'a function letter before one argument' : 'one symbol in a bracket';
    return yes(because, letter || LAW_LETTERS.test(name));
  }
  if (kind === 'relation' || kind === 'set') {
    return yes('the bracket holds an event', LAW_LETTERS.test(name));
  }
  if (kind === 'product' && !letter && (mentions(bracket, item) || inverted(r, bracket)))
    return no('a matrix multiplies');
  const summed = kind === 'sum' || kind === 'negative';
  // `f(x - \eta f'(x))` beside `f(x)`: the letter in the bracket is the function again, applied.
  if (summed && mentions(bracket, item) && !(letter && applied)) return no('the letter itself stands in the bracket');
  if (kind === 'sum' && item.sub && !letter && holdsExponential(bracket)) return no('a starting value grows or decays');
  if (applied) return yes('it is applied elsewhere in the formula');
  if (item.primes > 0 && !summed) return yes('a derivative at a place');
  if (letter) return yes('a letter that is usually a function');
  const first = firstLetter(bracket);
  if (LAW_LETTERS.test(name)) {
    const one = first?.type === 'number' && summed;
    return one ? no('a number before a bracket with 1 ± x multiplies') : yes('a letter that is usually a law');
  }
  if (item.font === 'bold')
    return kind === 'number' || kind === 'product'
      ? yes('a function of time or place')
      : no('a vector or matrix multiplies');
  if (kind === 'number') {
    return /^[a-zA-Z]$|^(theta|phi|rho|omega)$/.test(name) && !/^[abckmn]$/.test(name)
      ? yes('a value at a number')
      : no('a number multiplies');
  }
  if (summed) {
    if (isStep(bracket)) return no('a difference of two elements is a length');
    const argument = first?.type === 'letter' && ARGUMENT_LETTERS.test(first.name) && !first.sup;
    const time = first?.type === 'letter' && /^(t|tau)$/.test(first.name);
    if (name === 'O' || name === 'Theta' || name === 'Omega') return yes('an order of growth');
    if (time && /^([uvwxyzrsghae]|[A-Z])$/.test(name)) return yes('a signal at a shifted time');
    if (argument && SIGNAL_LETTERS.test(name) && /^([A-Z]|delta|u)$/.test(name))
      return yes('a function at a shifted place');
    return no('the bracket holds a sum');
  }
  if (NUMBER_LETTERS.test(name)) {
    return kind === 'product' && !/^(pi|lambda|eta|alpha|beta|gamma)$/.test(name) && !holdsCall(bracket)
      ? yes('a product in brackets is an argument')
      : no('a number multiplies');
  }
  return yes('a bracket without a sum is an argument');
}

/** `(A^\top A)^{-1}`, `(A^\top b)`: brackets around a product of matrices. */
function inverted(r: Reader, bracket: Bracket): boolean {
  const sup = bracket.closer.sup ? rowItems(r, bracket.closer.sup) : [];
  if (sup[0]?.name === '-' || /^(top|T|intercal)$/.test(sup[0]?.name ?? '')) return true;
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    const mark = item.sup ? rowItems(r, item.sup) : [];
    if (mark.length === 1 && /^(top|T|intercal)$/.test(mark[0]?.name ?? '')) return true;
  }
  return false;
}

/** Square brackets and braces after a letter. */
function otherApplies(r: Reader, name: string, item: Item, bracket: Bracket, kind: ContentKind): Answer {
  const word = item.type === 'word' && [...name].length > 1;
  if (bracket.pair === '{}') {
    if (word) return yes('a word before braces is a function', true);
    const event = kind === 'relation' || isDivided(bracket);
    return event && /^[PE]$/.test(name) ? yes('the braces hold an event') : no('braces group', true);
  }
  if (word) return yes('a word before brackets is a function or an array', true);
  if (item.font === 'blackboard' || item.font === 'calligraphic' || item.font === 'script')
    return yes('an operator is applied', kind !== 'sum');
  const matrix = item.font === 'bold' || item.accents.includes('vec') || /^([AMUVW]|Theta)$/.test(name);
  if (kind === 'list' && matrix && joinsParts(bracket)) return no('a matrix multiplies what is put end to end', true);
  if (kind === 'list')
    return countable(bracket) ? yes('an element of an array') : yes('the brackets hold several arguments');
  if (kind === 'single' || kind === 'number') {
    return NUMBER_LETTERS.test(name) && name.length > 1 && kind === 'number'
      ? no('a number multiplies')
      : yes(countable(bracket) ? 'an element of a sequence' : 'a functional in square brackets');
  }
  if (holdsElement(bracket) && countable(bracket)) return yes('an element of an array');
  if (kind === 'relation' || kind === 'set')
    return /^[PEI]$/.test(name) ? yes('the brackets hold an event') : no('brackets group');
  if (name === 'Gamma') return yes('the gamma function');
  if (r.survey.applied.has(itemKey(item)) && FUNCTION_LETTERS.test(name))
    return yes('it is applied elsewhere in the formula');
  // `I_0[\pi \alpha s]`: a product needs no brackets, unless it is an argument.
  if (kind === 'product' && item.sub && /^[IJK]$/.test(name)) return yes('a Bessel function of a product');
  // `\varphi[-k]` beside `\varphi[k]`: the same sequence elsewhere.
  if (r.survey.sequences.has(itemKey(item)) && countable(bracket)) return yes('an element of a sequence');
  const first = bracket.items[bracket.from]?.name ?? '';
  const signal = /^([a-zA-Z]|delta|varphi|phi|psi)$/.test(name) && countable(bracket) && /^[ijklmnt]/.test(first);
  if (signal && !mentions(bracket, item)) return yes('an element of a sequence');
  return no('brackets group');
}
