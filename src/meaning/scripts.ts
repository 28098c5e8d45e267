import type { Span } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Expr, IndexedExpr, SymbolExpr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { asksQuestion, isOne, isOrder, normOrder } from './below.js';
import { readAll, readExpression } from './grammar.js';
import type { Item } from './items.js';
import { isLabelRun, LABEL_WORDS } from './names.js';
import { assume, type Cursor, cursorOver, endOfScript, forcedReading, peek, type Reader, rowItems } from './reader.js';
import { slopeBySubscript } from './subscript-slopes.js';
import { decideSuperscript } from './superscripts.js';
import { itemKey } from './survey.js';
import { beforeTranspose, isColumn } from './transposed.js';

/** The symbol an item names, its scripts left aside. */
export function nucleus(item: Item): SymbolExpr {
  return {
    kind: 'symbol',
    name: item.name,
    ...(item.font !== undefined && { font: item.font }),
    ...(item.accents.length > 0 && { accents: item.accents }),
    span: [item.nucleusStart, item.nucleusEnd],
  };
}

/**
 * The symbol with the primes and labels that are part of its name. `e` with a superscript alone is Euler's number;
 * `i` (or `j`) in its exponent is the imaginary unit.
 */
export function symbolOf(r: Reader, c: Cursor, item: Item, from: number): Expr {
  const symbol = nucleus(item);
  if (isEuler(r, item) || (item.name === 'e' && item.font === 'roman' && !item.scripted && item.accents.length === 0)) {
    return { kind: 'symbol', name: 'exponentialE', span: symbol.span };
  }
  if (isImaginary(r, c, item, from)) return { kind: 'symbol', name: 'imaginaryI', span: symbol.span };
  return symbol;
}

function isEuler(r: Reader, item: Item): boolean {
  if (item.name !== 'e' || item.accents.length > 0 || item.sub || item.primes > 0 || !item.sup) return false;
  if (item.font !== undefined && item.font !== 'roman') return false;
  const sup = rowItems(r, item.sup);
  const [only] = sup;
  if (sup.length === 1 && only) {
    if (only.type === 'word' || only.type === 'text' || only.type === 'plus') return false;
    if (/^(\*|star|dagger|top|prime|intercal)$/.test(only.name)) return false;
    if (only.type === 'letter' && only.name === 'T') return false;
  }
  // `e^{(t)}` is the error of step t, `e^{(a+b)}` a power.
  if (only?.type === 'open' && only.match === sup.length - 1 && sup.length === 3) {
    return !/^[ijklnt]$|^\d/.test(sup[1]?.name ?? '');
  }
  return true;
}

/** `i` as a factor in the exponent of e, in the argument of exp, before `\hbar`, or upright. */
function isImaginary(r: Reader, c: Cursor, item: Item, from: number): boolean {
  if ((item.name !== 'i' && item.name !== 'j' && item.name !== 'imath') || item.accents.length > 0 || item.scripted)
    return false;
  if (item.font === 'roman') return item.name === 'i' || (item.name === 'j' && (r.inExponent || r.survey.angles));
  if (item.font !== undefined) return false;
  if (r.survey.bound.has(item.name) || r.survey.subscripts.has(item.name)) return false;
  const next = c.items[from + 1];
  if (item.name === 'i' && next?.name === 'hbar') return true;
  // `\cos x + i \sin x`
  if (next?.name === 'sin' && c.items.some((other) => other.name === 'cos')) return true;
  if (!r.inExponent || c.end - c.pos + from === 0) return false;
  const before = c.items[from - 1];
  const factor =
    (next && from + 1 < c.end && /^(letter|number|node|open|delimited|times|function)$/.test(next.type)) ||
    /^(letter|number)$/.test(before?.type ?? '');
  if (!factor) return false;
  return item.name === 'i' || r.survey.angles;
}

/** What subscripts say: a label that belongs to the name, and indices. */
export type Subscript = { readonly label: string | null; readonly indices: readonly Expr[] };

function readSubscript(r: Reader, node: SyntaxNode, paired: boolean): Subscript {
  const items = rowItems(r, node);
  const whole = labelOf(items);
  if (whole !== null) return { label: whole, indices: [] };
  const labels: string[] = [];
  const indices: Expr[] = [];
  for (let from = 0; from < items.length; ) {
    let to = from;
    while (to < items.length && items[to]?.type !== 'comma' && items[to]?.type !== 'semicolon') {
      const item = items[to] as Item;
      to = item.type === 'open' && item.match > to ? item.match + 1 : to + 1;
    }
    if (to > from) {
      const part = items.slice(from, to);
      const [mark] = part;
      const word = part.length === 1 && mark?.type === 'plus' ? mark.name : wordLabel(part);
      const upright = part.findIndex((item) => !isUpright(item));
      if (word !== null) labels.push(word);
      else if (upright > 0 && part.slice(upright).every(isIndexLetter)) {
        labels.push(
          part
            .slice(0, upright)
            .map((item) => item.name)
            .join(''),
        );
        indices.push(...readIndexPart(r, items, from + upright, to, paired));
      } else indices.push(...readIndexPart(r, items, from, to, paired));
    }
    from = to + 1;
  }
  return { label: labels.length > 0 ? labels.join(',') : null, indices };
}

/** The whole subscript as a label, or null. */
function labelOf(items: readonly Item[]): string | null {
  const [only] = items;
  if (!only) return '';
  if (items.length === 1) {
    if (only.type === 'times' && (only.name === '*' || only.name === 'star')) return '*';
    if (only.type === 'plus' || only.name === 'dagger') return only.name;
    if (only.name === 'circ') return 'circ';
    if (only.type === 'relation' || only.type === 'arrow' || only.type === 'bar') return only.name;
    if (only.name === 'perp' || only.name === 'top' || only.name === 'bot') return only.name;
  }
  if (items.some((item) => item.type === 'comma')) return null;
  return wordLabel(items);
}

/** Items that are a name: words, upright letters, function names, runs of letters that read as a word. */
export function wordLabel(items: readonly Item[]): string | null {
  let text = '';
  let upright = false;
  for (const item of items) {
    if (item.scripted && items.length > 1) return null;
    if (item.type === 'word' || item.type === 'text' || item.type === 'function') {
      if (item.scripted || item.node.kind === 'accent') return null;
      if (item.type === 'function' && items.length > 1) return null;
      upright = true;
      text += text === '' ? item.name : ` ${item.name}`;
    } else if (item.type === 'letter' && /^(roman|sans|typewriter)$/.test(item.font ?? '') && !item.scripted) {
      upright = true;
      text += item.name;
    } else if (item.type === 'letter' && item.font === undefined && /^[a-zA-Z]$/.test(item.name) && !item.scripted) {
      if (upright) return null;
      text += item.name;
    } else if (upright && (item.type === 'number' || (item.type === 'plus' && item.name === '-' && items.length > 1))) {
      if (item.type === 'plus') return null;
      text += item.name;
    } else return null;
  }
  if (upright) return text;
  if (items.length >= 2 && (isLabelRun(text) || (LABEL_WORDS.has(text) && text.length > 2))) return text;
  return null;
}

/** Letters side by side are several indices (`ij`); with a sign between them they are one (`t-1`, `2k`). */
function readIndexPart(r: Reader, items: readonly Item[], from: number, to: number, paired: boolean): Expr[] {
  const separate =
    to - from > 1 &&
    items.slice(from, to).every(isIndexLetter) &&
    !items.slice(from, to).some((item) => item.type === 'number' && item.name.length > 3);
  const first = items[from] as Item;
  const digits = to - from === 1 && first.type === 'number' ? first.name : '';
  if ((paired && /^\d\d$/.test(digits)) || /^0\d+$/.test(digits)) {
    return [...first.name].map((digit, i) => ({
      kind: 'number' as const,
      value: Number(digit),
      text: digit,
      span: [first.nucleusStart + i, first.nucleusStart + i + 1] as const,
    }));
  }
  if (!separate || (first.type === 'number' && to - from === 2 && !paired)) return [readPrefixed(r, items, from, to)];
  const out: Expr[] = [];
  for (let i = from; i < to; i++) out.push(readPrefixed(r, items, i, i + 1));
  return out;
}

/** An upright letter among indices is a label: `\Omega_{\mathrm J y}`. */
function isUpright(item: Item): boolean {
  return (
    item.type === 'letter' &&
    !item.scripted &&
    /^(roman|sans|typewriter)$/.test(item.font ?? '') &&
    /^[a-zA-Z]$/.test(item.name)
  );
}

function isIndexLetter(item: Item): boolean {
  return (item.type === 'letter' && !/^(partial|nabla|infty)$/.test(item.name)) || item.type === 'number';
}

/** `x_{<t}`, `x_{\ge 0}`: a relation without a left side is a mark applied to its right side. */
function readPrefixed(r: Reader, items: readonly Item[], from: number, to: number): Expr {
  const first = items[from] as Item;
  if (first.type === 'relation' && to - from > 1) {
    const c = cursorOver(items, from + 1, to);
    const arg = readAll(r, c);
    const head: Expr = { kind: 'symbol', name: first.name, span: [first.start, first.end] };
    return { kind: 'apply', head, args: [arg], brackets: '', span: [first.start, items[to - 1]?.end ?? first.end] };
  }
  const c = cursorOver(items, from, to);
  const e = readExpression(r, c);
  if (c.pos < to) return readAll(r, cursorOver(items, from, to));
  return e;
}

/**
 * Puts scripts on what they stand at. Primes and labels become part of a symbol's name; subscripts are indices; a
 * superscript is a power, an index, a transpose, an inverse or a mark, as `decideSuperscript` says.
 */
export function attachScripts(r: Reader, c: Cursor, base: Expr, item: Item, from: number): Expr {
  const rest = item.sup ? beforeTranspose(r, item.sup) : null;
  if (rest) {
    const arg = attachScripts(r, c, base, { ...item, sup: rest }, from);
    return { kind: 'transpose', arg, mark: 'T', span: arg.span };
  }
  const slope = slopeBySubscript(r, base, item, [base.span[0], item.sub ? endOfScript(r, item.sub) : item.end]);
  if (slope) return item.sup ? attachScripts(r, c, slope, { ...item, sub: null }, from) : slope;
  let out = base;
  // The scripts of a bracket stand at the closing one: what they are put on begins where its opening one does.
  const begin = Math.min(base.span[0], c.items[from]?.start ?? base.span[0]);
  const subEnd = item.sub ? endOfScript(r, item.sub) : item.nucleusEnd;
  const whole: Span = [begin, item.end];
  const indices: Expr[] = [];
  const places: IndexedExpr['places'][number][] = [];
  const subFirst = !item.sup || !item.sub || item.sub.span[0] < item.sup.span[0];
  if (item.primes > 0) out = withPrimes(r, c, out, item, begin);
  if (item.sub) {
    const read = readSubscript(r, item.sub, r.survey.paired.has(itemKey(item)));
    const sub = namesMatrix(r, item, read) ? { label: lettersOf(read.indices), indices: [] } : read;
    if (out.kind === 'group' && /^[([]/.test(out.brackets) && sub.label === '+') {
      const head: Expr = { kind: 'symbol', name: 'positivePart', span: [item.sub.span[0], item.sub.span[1]] };
      out = {
        kind: 'apply',
        head,
        args: [out.body],
        brackets: out.brackets === '[]' ? '[]' : '()',
        span: [begin, subEnd],
      };
    } else if (out.kind === 'norm' && out.order === null) {
      out = { ...out, order: normOrder(r, item.sub), span: [begin, subEnd] };
    } else if (out.kind === 'abs' && isOrder(sub)) {
      out = { kind: 'norm', arg: out.arg, order: normOrder(r, item.sub), span: [begin, subEnd] };
    } else if (isOne(out) && asksQuestion(sub)) {
      const head: Expr = { kind: 'symbol', name: 'indicator', span: out.span };
      out = { kind: 'apply', head, args: sub.indices, brackets: '', span: [begin, subEnd] };
    } else if (out.kind === 'abs' && sub.label !== null) {
      out = labelled(out, sub.label, [begin, subEnd]);
    } else {
      if (sub.label !== null) {
        out = labelled(out, sub.label, [begin, sub.indices.length > 0 ? item.nucleusEnd : subEnd]);
      }
      for (const index of sub.indices) {
        indices.push(index);
        places.push('sub');
      }
    }
  }
  // An accent over all of it ends after its scripts.
  const end = item.accents.length > 0 ? item.end : subEnd;
  if (!item.sup) return indices.length > 0 ? indexedExpr(out, indices, places, [begin, end]) : out;
  const inner: Span = subFirst ? [begin, subEnd] : whole;
  const decision = decideSuperscript(r, c, out, item, indices.length > 0 || (item.sub !== null && out !== base));
  if (decision.kind === 'index') {
    const at = subFirst ? indices.length : 0;
    indices.splice(at, 0, ...decision.indices);
    places.splice(at, 0, ...decision.indices.map(() => decision.place));
    return indexedExpr(out, indices, places, whole);
  }
  if (decision.kind === 'label') {
    if (out.kind === 'symbol') {
      const named = labelled(out, decision.label, [
        begin,
        subFirst && indices.length > 0 ? item.nucleusEnd : Math.max(item.nucleusEnd, endOfScript(r, item.sup)),
      ]);
      return indices.length > 0 ? indexedExpr(named, indices, places, whole) : { ...named, span: whole };
    }
    const marked = indices.length > 0 ? indexedExpr(out, indices, places, inner) : out;
    return labelled(marked, decision.label, whole);
  }
  if (indices.length > 0) out = indexedExpr(out, indices, places, inner);
  return decision.wrap(out, whole);
}

function indexedExpr(base: Expr, indices: readonly Expr[], places: IndexedExpr['places'], span: Span): Expr {
  if (base.kind === 'indexed' && base.span[0] === span[0]) {
    return { ...base, indices: [...base.indices, ...indices], places: [...base.places, ...places], span };
  }
  return { kind: 'indexed', base: entrywise(base, indices), indices, places, span };
}

/** `(A \circ B)_{ij}`: what has rows and columns is no function of a function; the circle multiplies entry by entry. */
function entrywise(base: Expr, indices: readonly Expr[]): Expr {
  if (indices.length !== 2 || base.kind !== 'group' || base.body.kind !== 'multiply') return base;
  const { body } = base;
  if (body.ops.length === 0 || !body.ops.every((op) => op === 'circ')) return base;
  return { ...base, body: { ...body, ops: body.ops.map(() => 'odot' as const) } };
}

/** A label is part of a symbol's name; on anything else it is an index that is a name. */
function labelled(base: Expr, label: string, span: Span): Expr {
  if (base.kind === 'symbol') {
    const joined = base.label === undefined ? label : `${base.label},${label}`;
    return { ...base, label: joined, span };
  }
  if (label === '') return base;
  const mark: Expr = { kind: 'symbol', name: label, span: [span[1], span[1]] };
  return { kind: 'indexed', base, indices: [mark], places: ['sub'], span };
}

/**
 * `W_{ih}^\top`: an element cannot be transposed, so the letters are the name of a matrix. `\mathbf{W}_{hx}` is one matrix
 * as well, if a letter of the pair is none that counts.
 */
function namesMatrix(r: Reader, item: Item, { label, indices }: Subscript): boolean {
  if (label !== null || indices.length < 2 || !/^[A-Z]$/.test(item.name)) return false;
  if (!indices.every((i) => i.kind === 'symbol')) return false;
  if (item.sup) {
    const sup = rowItems(r, item.sup);
    if (sup.length === 1 && /^(top|T|intercal)$/.test(sup[0]?.name ?? '')) return true;
  }
  if (item.font !== 'bold') return false;
  const names = indices.map((i) => (i.kind === 'symbol' ? i.name : ''));
  return (
    names.every((n) => !r.survey.bound.has(n)) && names.some((n) => /^[a-ho-rt-z]$/i.test(n) && !/^[pqruv]$/.test(n))
  );
}

function lettersOf(indices: readonly Expr[]): string {
  return indices.map((i) => (i.kind === 'symbol' ? i.name : '')).join('');
}

/** `x'`: part of the name; `x'\beta` with columns in a statistical formula: a transpose; `A'` on anything else: a prime. */
function withPrimes(r: Reader, c: Cursor, base: Expr, item: Item, begin: number): Expr {
  const end = primesEnd(r, item);
  const span: Span = [begin, end];
  if (base.kind === 'symbol') {
    const forced = forcedReading(r, begin, end);
    const next = peek(c);
    const column = base.label === undefined && isColumn(r, item, next);
    if (forced === 'transpose' || (column && forced !== 'prime')) {
      if (forced === undefined) {
        assume(
          r,
          span,
          `${base.name} transposed`,
          'a prime before a vector or matrix transposes, as is usual in statistics',
          ['prime'],
        );
      }
      return { kind: 'transpose', arg: base, mark: 'prime', span };
    }
    return { ...base, primes: (base.primes ?? 0) + item.primes, span };
  }
  const composed = base.kind === 'group' && base.body.kind === 'multiply' && base.body.ops.includes('circ');
  const differentiated = base.kind === 'group' && (isOfFunctions(r, base.body) || isInverseFunction(base.body));
  if (!composed && !differentiated && (base.kind === 'group' || base.kind === 'matrix'))
    return { kind: 'transpose', arg: base, mark: 'prime', span };
  return { kind: 'derivative', op: 'prime', body: base, variables: [], order: item.primes, span };
}

/** `(fg)'` beside `f'` and `g'`: bare letters, one of which is differentiated elsewhere in the formula. */
function isOfFunctions(r: Reader, body: Expr): boolean {
  const letters: Expr[] = [body];
  let marked = false;
  for (let at = letters.pop(); at; at = letters.pop()) {
    if (at.kind === 'symbol') {
      if (at.font || at.accents || at.primes || !/^[fghpquvwy]$/.test(at.name)) return false;
      marked ||= r.survey.marked.has(`::${at.name}`);
    } else if (/^(multiply|add|divide|negate|plusminus|group)$/.test(at.kind)) letters.push(...children(at));
    else return false;
  }
  return marked;
}

/** `(f^{-1})'(x)`: the slope of an inverse function. */
function isInverseFunction(body: Expr): boolean {
  const base = body.kind === 'power' ? body.base : body.kind === 'inverse' ? body.arg : undefined;
  return base?.kind === 'symbol' && !base.font && /^(?:[fgh]|F|phi|varphi)$/.test(base.name);
}

/** The primes end where the next script begins, or with the item. */
function primesEnd(r: Reader, item: Item): number {
  const scripts = [item.sub, item.sup].filter((s): s is SyntaxNode => s !== null).map((s) => s.span[0]);
  if (scripts.length === 0) return item.end;
  let end = Math.min(...scripts);
  // Back over `^` or `_` and the space before it.
  while (end > item.nucleusEnd && /[\s^_{]/.test(r.latex.charAt(end - 1))) end--;
  return Math.max(end, item.nucleusEnd);
}
