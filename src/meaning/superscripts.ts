import type { Span } from '../expr/span.js';
import type { Expr, TransposeExpr } from '../expr/types.js';
import { readAll, readNode } from './grammar.js';
import type { Item } from './items.js';
import { isLabelRun } from './names.js';
import { readParen, readPlaces } from './places.js';
import { startsOperand } from './products.js';
import { assume, type Cursor, cursorOver, forcedReading, peek, type Reader, rowItems } from './reader.js';
import { itemKey } from './survey.js';
import { isAdjoint } from './transposed.js';

/** What a superscript is. */
export type Superscript =
  | { readonly kind: 'index'; readonly indices: readonly Expr[]; readonly place: 'sup' | 'paren' }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'wrap'; readonly wrap: (base: Expr, span: Span) => Expr };

const LORENTZ = /^(mu|nu|rho|sigma|lambda|alpha|beta|gamma|kappa|tau|delta|eta)$/;

/**
 * Decides in this order: what the caller asked for; marks (`*`, `\dagger`, `+`, degrees); transposes; inverses; brackets
 * `(i)`; names; indices that the formula shows to be indices; powers.
 */
export function decideSuperscript(r: Reader, c: Cursor, base: Expr, item: Item, subscripted: boolean): Superscript {
  const node = item.sup as NonNullable<Item['sup']>;
  const items = rowItems(r, node);
  const forced = forcedReading(r, item.nucleusStart, item.end);
  const [only] = items;
  if (forced === 'power') return power(r, item);
  if (forced === 'index') return { kind: 'index', indices: [readNode(r, node)], place: 'sup' };
  if (forced === 'transpose') return transpose('T');
  if (forced === 'label') return { kind: 'label', label: items.map((i) => i.name).join('') };
  if (!only) return { kind: 'wrap', wrap: (e) => e };
  if (items.length === 1) {
    const mark = readMark(r, c, base, item, only);
    if (mark) return mark;
  }
  if (items.length === 2 && only.name === '-') {
    const inverse = r.survey.divisors.has(itemKey(item))
      ? null
      : readInverse(r, base, items, peek(c)?.name === 'nabla' && /^[A-Z]$/.test(item.name));
    if (inverse) return inverse;
    if (items[1]?.name === 'T' || items[1]?.name === 'top') {
      return {
        kind: 'wrap',
        wrap: (e, span) => ({
          kind: 'transpose',
          mark: 'T',
          span,
          arg: { kind: 'inverse', arg: e, pseudo: false, span },
        }),
      };
    }
  }
  if (isEulerNumber(base)) return power(r, item);
  const places = readPlaces(r, base, items);
  if (places) return places;
  // `x^{(i)}`
  if (only.type === 'open' && only.pair === '()' && only.match === items.length - 1)
    return readParen(r, c, base, item, items);
  if (only.type === 'delimited' && items.length === 1 && only.name === '(' && only.node.kind === 'delimited') {
    return readParen(r, c, base, item, items);
  }
  // `\{x_i\}_{i=1}^n`: the end of the range that the subscript begins.
  const counted = base.kind === 'set' || base.kind === 'tuple' || base.kind === 'group';
  if (counted && item.sub && rowItems(r, item.sub).some((i) => i.type === 'relation' && i.name === '=')) {
    return { kind: 'index', indices: [readNode(r, node)], place: 'sup' };
  }
  const label = nameIn(items);
  if (label !== null && base.kind === 'group' && /^(deg|degree|exponent|power)$/.test(label)) return power(r, item);
  if (label !== null && base.kind !== 'number') return { kind: 'label', label };
  const indices = indexLetters(r, base, item, items, subscripted);
  if (indices) return indices;
  return power(r, item);
}

/** `(x)^+` is the positive part of x. */
function positivePart(base: Expr, span: Span): Expr {
  if (base.kind !== 'group') return base;
  const head: Expr = { kind: 'symbol', name: 'positivePart', span: [span[1], span[1]] };
  return { kind: 'apply', head, args: [base.body], brackets: base.brackets === '[]' ? '[]' : '()', span };
}

function isEulerNumber(base: Expr): boolean {
  return base.kind === 'symbol' && base.name === 'exponentialE';
}

export function power(r: Reader, item: Item): Superscript {
  if (r.ofHead && item.name !== 'e') {
    r.ofHead = false;
    const indices = [readNode(r, item.sup as NonNullable<Item['sup']>)];
    return { kind: 'index', indices, place: 'sup' };
  }
  const inside = r.inExponent;
  const node = item.sup as NonNullable<Item['sup']>;
  if (item.name === 'e') r.inExponent = true;
  const exponent = readNode(r, node);
  r.inExponent = inside;
  return { kind: 'wrap', wrap: (base, span) => ({ kind: 'power', base, exponent, span }) };
}

function transpose(mark: TransposeExpr['mark']): Superscript {
  return { kind: 'wrap', wrap: (arg, span) => ({ kind: 'transpose', arg, mark, span }) };
}

/** One sign or letter as superscript: marks, transposes, degrees. */
function readMark(r: Reader, c: Cursor, base: Expr, item: Item, mark: Item): Superscript | null {
  if (mark.scripted && mark.type !== 'letter') return null;
  if (isEulerNumber(base) && mark.type !== 'times') return null;
  switch (mark.name) {
    case '*':
    case 'star':
    case 'ast':
      if (mark.type !== 'times') return null;
      if (isMatrixLike(r, base) && (base.kind !== 'symbol' || (item.font === 'bold' && /^[A-Z]$/.test(item.name))))
        return transpose('star');
      if (r.survey.adjoint.has(itemKey(item)) && !item.sub) return transpose('star');
      return { kind: 'label', label: '*' };
    case 'dagger':
      if (isMatrixLike(r, base)) {
        assume(r, [item.start, item.end], 'the adjoint', 'a dagger on a matrix or operator is its adjoint', [
          'pseudo-inverse',
        ]);
        return transpose('dagger');
      }
      return { kind: 'label', label: 'dagger' };
    case '+':
    case '-':
      if (mark.type !== 'plus') return null;
      if (mark.name === '+' && base.kind === 'group' && /^[([]/.test(base.brackets))
        return { kind: 'wrap', wrap: positivePart };
      if (mark.name === '+' && item.font === 'bold' && /^[A-Z]$/.test(item.name)) {
        return { kind: 'wrap', wrap: (arg, span) => ({ kind: 'inverse', arg, pseudo: true, span }) };
      }
      return { kind: 'label', label: mark.name };
    case 'pm':
    case 'mp':
      return mark.type === 'plus' ? { kind: 'label', label: mark.name } : null;
    case 'circ':
      if (base.kind === 'number' || base.kind === 'negate') {
        const degree: Expr = { kind: 'symbol', name: 'degree', span: [mark.start, mark.end] };
        return { kind: 'wrap', wrap: (e, span) => ({ kind: 'multiply', factors: [e, degree], ops: [''], span }) };
      }
      return { kind: 'label', label: 'circ' };
    case 'top':
    case 'intercal':
      return transpose('T');
    case 'prime':
      return null;
    case 'perp':
    case 'bot':
    case 'times':
    case 'or':
    case 'wedge':
    case 'ddagger':
      return { kind: 'label', label: mark.name };
    case 'T':
      return readT(r, c, base, item, mark);
    case 't':
      return r.survey.smallTransposes && !mark.scripted && base.kind !== 'number' ? transpose('T') : null;
    default:
      return mark.name === 'H' && isAdjoint(r, c, base, item, mark) ? transpose('dagger') : null;
  }
}

/** `x^T`: a transpose where the base may be a vector or a matrix and `T` is not a number of the formula. */
function readT(r: Reader, c: Cursor, base: Expr, item: Item, mark: Item): Superscript | null {
  if (mark.scripted) return null;
  if (mark.font === 'roman' || mark.font === 'sans' || mark.font === 'bold') return transpose('T');
  if (base.kind === 'number' || base.kind === 'divide') return null;
  if (base.kind === 'symbol' && base.font === 'blackboard') return null;
  if (base.kind === 'group' && hasNumberTerm(base.body)) return null;
  const kind = base.kind === 'symbol' ? r.declared.get(base.name) : undefined;
  if (kind === 'scalar') return null;
  // `c^2 + \dots + c^T`: what has powers counts.
  if (/^[a-z]$/.test(item.name) && r.survey.powers.has(itemKey(item)) && item.font === undefined) return null;
  const shown =
    item.font === 'bold' ||
    kind === 'vector' ||
    kind === 'matrix' ||
    /^([A-Z]|Sigma|Lambda|Omega|Theta|Phi|Psi|Gamma)$/.test(item.name) ||
    base.kind === 'matrix';
  if (shown) return transpose('T');
  const greek =
    base.kind === 'symbol' &&
    base.name.length > 1 &&
    !/^(phi|varphi|psi|theta|beta|mu|Phi|Psi|alpha|omega|eta|xi|epsilon)$/.test(base.name);
  if (greek || (r.survey.tIsNumber && !startsOperand(peek(c)))) return null;
  assume(r, [item.start, item.end], 'a transpose', 'a superscript T on what may be a vector transposes', ['power']);
  return transpose('T');
}

function hasNumberTerm(e: Expr): boolean {
  return e.kind === 'add' && e.terms.some((t) => t.kind === 'number');
}

/** A capital before a gradient (`F^{-1} \nabla L`) is a matrix, whatever it may be elsewhere. */
function readInverse(r: Reader, base: Expr, items: readonly Item[], reshapes: boolean): Superscript | null {
  const one = items[1];
  if (one?.type !== 'number' || one.name !== '1' || one.scripted) return null;
  if (!reshapes && !isMatrixLike(r, base)) return null;
  return { kind: 'wrap', wrap: (arg, span) => ({ kind: 'inverse', arg, pseudo: false, span }) };
}

/** Bold and plain capitals, matrices, and what is made of them. Capitals that are usually numbers in powers are left out. */
export function isMatrixLike(r: Reader, e: Expr, depth = 0): boolean {
  if (depth > 6) return false;
  switch (e.kind) {
    case 'symbol': {
      const kind = r.declared.get(e.name);
      if (kind !== undefined) return kind === 'matrix' || kind === 'vector';
      if (e.font === 'bold') return /^[A-Z]$|^(Sigma|Lambda|Omega|Theta|Phi|Psi|Gamma|Pi|Delta|Xi)$/.test(e.name);
      if (e.font !== undefined) return false;
      return /^[ABCDGHJKLMPQRSUVWXYZ]$|^(Sigma|Lambda|Phi|Psi)$/.test(e.name);
    }
    case 'indexed':
      return isMatrixLike(r, e.base, depth + 1);
    case 'matrix':
    case 'transpose':
    case 'inverse':
      return true;
    case 'group':
      return isMatrixLike(r, e.body, depth + 1);
    case 'multiply':
      return isOuter(e.factors) || e.factors.every((f) => isMatrixLike(r, f, depth + 1) || isVectorLike(f));
    case 'add':
      return e.terms.some((t) => isMatrixLike(r, t, depth + 1)) && !hasNumberTerm(e);
    case 'negate':
      return isMatrixLike(r, e.arg, depth + 1);
    default:
      return false;
  }
}

/** `u v^\top`: a column by a row is a matrix. */
function isOuter(factors: readonly Expr[]): boolean {
  const [column, row] = factors;
  return factors.length === 2 && row?.kind === 'transpose' && column?.kind !== 'transpose' && column?.kind !== 'number';
}

function isVectorLike(e: Expr): boolean {
  return e.kind === 'symbol' && (e.font === 'bold' || /^[lambdasgt]/.test(e.name));
}

/** Upright words, words and function names as superscripts are labels. */
export function nameIn(items: readonly Item[]): string | null {
  let text = '';
  let upright = false;
  for (const item of items) {
    if (item.scripted) return null;
    if (item.type === 'word' || item.type === 'text' || (item.type === 'function' && items.length === 1)) {
      upright = true;
      text += text === '' ? item.name : ` ${item.name}`;
    } else if (item.type === 'letter' && /^(roman|sans|typewriter)$/.test(item.font ?? '')) {
      upright = true;
      text += item.name;
    } else if (item.type === 'letter' && item.font === undefined && /^[a-zA-Z]$/.test(item.name) && !upright)
      text += item.name;
    else return null;
  }
  if (upright) return text;
  return items.length >= 3 && isLabelRun(text) ? text : null;
}

/**
 * A superscript is an index if the formula shows it: the letter is bound or a subscript elsewhere and the base carries a
 * subscript too (`R_t^i`); Greek pairs (`g^{\mu\nu}`); a base that steps (`x^{k+1} = x^k …`); a policy (`V^\pi`).
 */
function indexLetters(
  r: Reader,
  base: Expr,
  item: Item,
  items: readonly Item[],
  subscripted: boolean,
): Superscript | null {
  if (base.kind !== 'symbol') {
    if (base.kind !== 'indexed' && !(base.kind === 'group' && base.brackets === '[]')) return null;
  }
  const key = itemKey(item);
  const index = (because: string, quiet = false): Superscript => {
    const node = item.sup as NonNullable<Item['sup']>;
    const indices = separate(items)
      ? items.map((_, i) => readAll(r, cursorOver(items, i, i + 1)))
      : [readNode(r, node)];
    if (!quiet) assume(r, [item.start, item.end], 'an index', because, ['power']);
    return { kind: 'index', indices, place: 'sup' };
  };
  if (items.length > 1 && items.some((i) => i.type === 'relation')) return index('a relation says which one', true);
  const commas = items.some((i) => i.type === 'comma');
  if (commas) return { kind: 'index', indices: listItems(r, items), place: 'sup' };
  const letters = items.filter((i) => i.type === 'letter');
  const first = letters[0];
  if (letters.length === items.length && first) {
    const greek = letters.every((l) => LORENTZ.test(l.name));
    if (letters.length >= 2) {
      if (greek) return index('Greek letters side by side are indices of a tensor');
      const running = letters.every((l) => /^[ijklmnabcd]$/.test(l.name) && r.survey.subscripts.has(l.name));
      if (running && (subscripted || /^[A-Zg]$|^(delta|epsilon|eta|Gamma)$/.test(item.name))) {
        return index('the same letters are subscripts elsewhere');
      }
      return null;
    }
    if (first.scripted && !first.sub) return null;
    if (first.name === 'pi' && /^[AQVGJTBdr]$/.test(item.name)) return index('a value belongs to a policy');
    const superscripts = r.survey.superscripts.get(key);
    const steps = superscripts !== undefined && [...superscripts].some((name) => r.survey.bound.has(name));
    const twice =
      /^[ijklm]$/.test(first.name) &&
      [...r.survey.superscripts].some(([other, set]) => other !== key && set.has(first.name));
    const shared = r.survey.bound.has(first.name) || r.survey.subscripts.has(first.name) || steps || twice;
    if (
      subscripted &&
      shared &&
      !/^(p|q|r|infty)$/.test(first.name) &&
      (!isCoefficient(item) || /^[qr]$/.test(item.name))
    ) {
      return index('the letter is an index elsewhere and the base has a subscript too');
    }
    if (
      LORENTZ.test(first.name) &&
      (subscripted || /^[pqxkAJjFTRugP]$|^(gamma|sigma|partial|Gamma|epsilon|eta|phi)$/.test(item.name))
    ) {
      if (r.survey.subscripts.has(first.name) || /^(mu|nu)$/.test(first.name))
        return index('a Greek superscript on a vector or tensor is an index');
    }
    const sharers = [...r.survey.superscripts].filter(([other, set]) => other !== key && set.has(first.name));
    if (r.survey.bound.has(first.name) && /^[ijk]$/.test(first.name) && !isCoefficient(item) && sharers.length > 0) {
      return index('two families share the bound letter as superscript');
    }
  }
  if (r.survey.iterated.has(key) && items.length <= 3) return index('the base steps from one superscript to the next');
  return null;
}

/** Letters that are raised to powers with a running exponent: discounts and rates. */
function isCoefficient(item: Item): boolean {
  return /^(beta|gamma|lambda|alpha|rho|delta|kappa|eta|mu|r|q)$/.test(item.name) && item.font === undefined;
}

function separate(items: readonly Item[]): boolean {
  return items.length > 1 && items.every((i) => i.type === 'letter' || i.type === 'number');
}

function listItems(r: Reader, items: readonly Item[]): Expr[] {
  const out: Expr[] = [];
  for (let from = 0; from < items.length; ) {
    let to = from;
    while (to < items.length && items[to]?.type !== 'comma') {
      const item = items[to] as Item;
      to = item.type === 'open' && item.match > to ? item.match + 1 : to + 1;
    }
    if (to > from) out.push(readAll(r, cursorOver(items, from, to)));
    from = to + 1;
  }
  return out;
}
