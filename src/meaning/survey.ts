import type { SyntaxNode } from '../syntax/tree.js';
import { bracketAt, classify } from './content.js';
import type { Item } from './items.js';
import { changingBases } from './subscript-slopes.js';
import { standsBesideItself } from './transposed.js';

/** What the whole formula tells about its letters before any of it is read. Keys are those of `itemKey`. */
export type Survey = {
  /** Heads that are surely applied somewhere: `f(x)`, `p(a|b)`, `k(x, y)`. */
  readonly applied: ReadonlySet<string>;
  /** Letters that a big operator binds, or that are said to run (`i = 1, …, n` below a sign). */
  readonly bound: ReadonlySet<string>;
  /** Letters that stand as subscripts. */
  readonly subscripts: ReadonlySet<string>;
  /** Bases that stand with a single letter as superscript, and with which letters. */
  readonly superscripts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Bases that have a subscript somewhere. */
  readonly subscripted: ReadonlySet<string>;
  /** Bases at an index and at the next: `x^{k+1} = x^k …`. */
  readonly iterated: ReadonlySet<string>;
  /** `d` is a variable of its own. */
  readonly dIsVariable: boolean;
  /** `T` is a number: the end of a sum, part of `T-1`. */
  readonly tIsNumber: boolean;
  /** Heads with primes that are applied (`f'(x)`). */
  readonly primed: ReadonlySet<string>;
  /** Letters whose subscripts differentiate: `u_t` beside `u_{xx}`. */
  readonly changing: ReadonlySet<string>;
  /** Letters whose star is an adjoint, since it stands beside the letter itself somewhere. */
  readonly adjoint: ReadonlySet<string>;
  /** Letters that stand with a prime, applied or not. */
  readonly marked: ReadonlySet<string>;
  /** Letters of sequences: before square brackets that hold one letter or number (`x[n]`). */
  readonly sequences: ReadonlySet<string>;
  /** Letters with a letter as index that a big operator binds: `x_i` below `\sum_i`. */
  readonly summed: ReadonlySet<string>;
  /** Capital letters whose prime surely transposes: `X'X`, `X'WX`. */
  readonly transposed: ReadonlySet<string>;
  /** Letters that stand with a number as power: `c^2`. */
  readonly powers: ReadonlySet<string>;
  /** Letters that a row begins with, without a bracket, and an equals sign after them: `f' = …`. */
  readonly given: ReadonlySet<string>;
  /** Letters that are divided by somewhere: numbers, whose power of −1 is no inverse of a matrix. */
  readonly divisors: ReadonlySet<string>;
  /** A small `t` transposes: `U D U^t`, `(x - m)^t A (x - m)`; as a power it would stand with its base. */
  readonly smallTransposes: boolean;
  /** A derivative or an integral is in the formula. */
  readonly analysis: boolean;
  /** Angles are in the formula: `\pi`, `\omega`, `\theta`, `\phi`. */
  readonly angles: boolean;
  /** Bases whose subscripts are pairs: `a_{ij}`, or several of `a_{11}`, `a_{12}`, `a_{21}`. */
  readonly paired: ReadonlySet<string>;
  /** A bare `\Sigma` adds up what follows it, since that is divided by a count: `\frac{\Sigma x}{n}`. */
  readonly totals: boolean;
  /** Averages are written `\mathbb E`: an E in italics is something else. */
  readonly averages: boolean;
};

type Draft = {
  applied: Set<string>;
  bound: Set<string>;
  subscripts: Set<string>;
  superscripts: Map<string, Set<string>>;
  subscripted: Set<string>;
  iterated: Set<string>;
  dIsVariable: boolean;
  tIsNumber: boolean;
  primed: Set<string>;
  changing: ReadonlySet<string>;
  adjoint: Set<string>;
  /** Letters whose Laplacian is taken. */
  curved: Set<string>;
  below: Map<string, SyntaxNode[]>;
  marked: Set<string>;
  sequences: Set<string>;
  summed: Set<string>;
  singles: Map<string, Set<string>>;
  transposed: Set<string>;
  powers: Set<string>;
  given: Set<string>;
  divisors: Set<string>;
  smallTransposes: boolean;
  analysis: boolean;
  angles: boolean;
  paired: Set<string>;
  totals: boolean;
  averages: boolean;
  twoDigits: Map<string, number>;
};

/** Subscripts of one base that are looked at. */
const MOST_BELOW = 24;

/** Font, accents and name of a letter or word; scripts and primes left aside. */
export function itemKey(item: Item): string {
  return `${item.font ?? ''}:${item.accents.join(',')}:${item.name}`;
}

export function surveyOf(tree: SyntaxNode, itemsOf: (node: SyntaxNode) => Item[]): Survey {
  const draft: Draft = {
    applied: new Set(),
    bound: new Set(),
    subscripts: new Set(),
    superscripts: new Map(),
    subscripted: new Set(),
    iterated: new Set(),
    dIsVariable: false,
    tIsNumber: false,
    primed: new Set(),
    changing: new Set(),
    adjoint: new Set(),
    curved: new Set(),
    below: new Map(),
    marked: new Set(),
    sequences: new Set(),
    summed: new Set(),
    singles: new Map(),
    transposed: new Set(),
    powers: new Set(),
    given: new Set(),
    divisors: new Set(),
    smallTransposes: false,
    analysis: false,
    angles: false,
    paired: new Set(),
    totals: false,
    averages: false,
    twoDigits: new Map(),
  };
  visit(tree, draft, itemsOf, 0);
  for (const [letter, bases] of draft.singles)
    if (draft.bound.has(letter)) for (const base of bases) draft.summed.add(base);
  draft.changing = changingBases(draft.below, draft.curved, itemsOf);
  return draft;
}

type Get = (node: SyntaxNode) => Item[];

function visit(node: SyntaxNode, draft: Draft, get: Get, depth: number): void {
  if (depth > 400) return;
  const items = get(node);
  if (comesBack(items, get)) draft.smallTransposes = true;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    note(items, i, draft, get);
    if (isTotal(items, i) && isShare(items[i - 1], get)) draft.totals = true;
    if (item.sub) visit(item.sub, draft, get, depth + 1);
    if (item.sup) visit(item.sup, draft, get, depth + 1);
    below(item.node, draft, get, depth + 1);
  }
}

/** The rows inside one item. */
function below(node: SyntaxNode, draft: Draft, get: Get, depth: number): void {
  switch (node.kind) {
    case 'fraction':
      noteDivisors(get(node.denominator), draft);
      if (isTotal(get(node.numerator), 0) && isCount(get(node.denominator))) draft.totals = true;
      visit(node.numerator, draft, get, depth);
      visit(node.denominator, draft, get, depth);
      return;
    case 'sqrt':
      visit(node.body, draft, get, depth);
      return;
    case 'accent':
    case 'style':
      visit(node.body, draft, get, depth);
      return;
    case 'group':
      visit(node, draft, get, depth);
      return;
    case 'delimited':
      visit(node.body, draft, get, depth);
      return;
    case 'stack':
      visit(node.base, draft, get, depth);
      return;
    case 'table':
      for (const row of node.rows) for (const cell of row) visit(cell, draft, get, depth);
      return;
    default:
  }
}

/** A `\Sigma` without scripts before what it could add up. */
function isTotal(items: readonly Item[], at: number): boolean {
  const item = items[at];
  const next = items[at + 1];
  if (item?.name !== 'Sigma' || item.type !== 'letter' || item.scripted || item.accents.length > 0 || item.font)
    return false;
  return (
    next?.type === 'open' || next?.type === 'delimited' || next?.type === 'node' || /^[a-zX-Z]$/.test(next?.name ?? '')
  );
}

/** `n`, `N - 1`, or another total. */
function isCount(items: readonly Item[]): boolean {
  const [first, ...more] = items;
  if (first?.name === 'Sigma') return isTotal(items, 0);
  return /^[nN]$/.test(first?.name ?? '') && !first?.scripted && /^(-1)?$/.test(more.map((item) => item.name).join(''));
}

/** `\frac{1}{n} \Sigma x`. */
function isShare(item: Item | undefined, get: Get): boolean {
  if (item?.type !== 'node' || item.node.kind !== 'fraction') return false;
  const above = get(item.node.numerator);
  return above.length === 1 && above[0]?.name === '1' && isCount(get(item.node.denominator));
}

/** Letters alone, with numbers and signs; what stands between bars or after a name is not itself divided by. */
function noteDivisors(items: readonly Item[], draft: Draft): void {
  if (!items.every((item) => /^(letter|number|plus|open|close)$/.test(item.type))) return;
  // `x^\top A^{-1} x` below the line: a power of −1 there is what has to be told, not what tells.
  for (const item of items) if (item.type === 'letter' && !item.sup) draft.divisors.add(itemKey(item));
}

function isStarred(item: Item, get: Get): boolean {
  const [mark, ...more] = item.sup ? get(item.sup) : [];
  return more.length === 0 && mark?.type === 'times' && /^(\*|star|ast)$/.test(mark.name);
}

/** `\nabla^2`. */
function isSquaredSlope(item: Item | undefined, get: Get): boolean {
  return item?.name === 'nabla' && item.sup !== null && get(item.sup)[0]?.name === '2';
}

function note(items: readonly Item[], i: number, draft: Draft, get: Get): void {
  const item = items[i] as Item;
  const next = items[i + 1];
  if (item.type === 'bigop') {
    if (item.name.includes('int')) draft.analysis = true;
    if (item.sub) bind(get(item.sub), draft);
    if (item.sup && plainLetter(get(item.sup)) === 'T') draft.tIsNumber = true;
    return;
  }
  if (item.type === 'function' && item.sub) {
    bind(get(item.sub), draft);
    return;
  }
  if (item.type !== 'letter' && item.type !== 'word') return;
  const key = itemKey(item);
  if (item.name === 'E' && item.font === 'blackboard') draft.averages = true;
  if (items[i - 1]?.type === 'slash') draft.divisors.add(key);
  if (isSquaredSlope(items[i - 1], get)) draft.curved.add(key);
  if (/^(pi|omega|theta|phi|varphi|Omega)$/.test(item.name)) draft.angles = true;
  if (item.sub) {
    draft.subscripted.add(key);
    const sub = get(item.sub);
    for (const part of sub) if (part.type === 'letter') draft.subscripts.add(part.name);
    draft.below.set(key, [...(draft.below.get(key) ?? []), item.sub].slice(-MOST_BELOW));
    const index = plainLetter(sub);
    if (index !== '') draft.singles.set(index, (draft.singles.get(index) ?? new Set()).add(key));
    notePair(sub, key, draft);
  }
  if (item.sup) noteSuperscript(items, i, key, draft, get);
  if (item.primes > 0) draft.marked.add(key);
  if (i === 0 && next?.type === 'relation' && next.name === '=') draft.given.add(key);
  if (transposes(items, i)) draft.transposed.add(key);
  if (isStarred(item, get) && standsBesideItself(items, i)) draft.adjoint.add(key);
  if (item.name === 'd' && !item.font && (item.sub || !next || !/^(letter|word|node)$/.test(next.type))) {
    if (!item.sup) draft.dIsVariable = true;
  }
  if (item.name === 'T' && !item.scripted && next?.type === 'plus' && items[i + 2]?.type === 'number')
    draft.tIsNumber = true;
  const bracket = bracketAt(items, i + 1, get);
  if (!bracket || bracket.pair === '{}') return;
  const kind = classify(bracket);
  if (bracket.pair === '[]' && (kind === 'single' || kind === 'number')) draft.sequences.add(key);
  const atNumber = kind === 'number' && item.name !== 'P' && /^[A-Z]$/.test(item.name);
  // `N(-d)`: a capital letter before one letter with a minus sign.
  const atNegative = kind === 'negative' && bracket.to - bracket.from === 2 && /^[A-Z]$/.test(item.name);
  const sure =
    atNumber || atNegative || kind === 'list' || kind === 'single' || kind === 'empty' || kind === 'placeholder';
  if (sure && (bracket.pair === '()' || kind === 'list')) {
    // In `x^2(t)` and `w^\top (x)` the letter before the bracket may be a factor: powers and transposes say nothing.
    const sup = item.sup ? get(item.sup) : [];
    const mute = sup[0]?.type === 'number' || /^(top|intercal|T)$/.test(sup[0]?.name ?? '');
    if (sup.length !== 1 || !mute) draft.applied.add(key);
    if (item.primes > 0) draft.primed.add(key);
  }
}

/** `X'X`, `X'WX`, `x'Ax`: the letter comes back without its prime, at once or behind one matrix. */
function transposes(items: readonly Item[], i: number): boolean {
  const item = items[i] as Item;
  if (item.primes !== 1 || item.sub || item.sup || !/^[A-EH-Zu-z]$/.test(item.name)) return false;
  const again = (other: Item | undefined): boolean =>
    other?.type === 'letter' && itemKey(other) === itemKey(item) && other.primes === 0 && !other.sub;
  const next = items[i + 1];
  if (again(next)) return true;
  return (
    next?.type === 'letter' &&
    next.primes === 0 &&
    /^([A-Z]|Sigma|Omega|Lambda)$/.test(next.name) &&
    again(items[i + 2])
  );
}

/** `U D U^t`, `x^t A x`, `(x - m)^t A (x - m)`: in one product the base of a small `t` comes back without it. */
function comesBack(items: readonly Item[], get: Get): boolean {
  const bare = new Set<string>();
  const small = new Set<string>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    const opener = item.type === 'open' && item.match > i;
    if (!opener && item.type !== 'letter' && item.type !== 'delimited') {
      bare.clear();
      small.clear();
      continue;
    }
    const carrier = opener ? (items[item.match] as Item) : item;
    const key = keyOfBase(items, i, get);
    if (opener) i = item.match;
    const sup = carrier.sup ? get(carrier.sup) : [];
    const mark = sup.length === 1 && sup[0]?.type === 'letter' && sup[0].name === 't' && !sup[0].scripted;
    if (key === '' || (carrier.sup && !mark)) continue;
    if (mark && isInverted(items[i + 1], get)) return true;
    if ((mark ? bare : small).has(key)) return true;
    (mark ? small : bare).add(key);
  }
  return false;
}

/** `(m - n)^t S^{-1}`: a row before an inverse. */
function isInverted(item: Item | undefined, get: Get): boolean {
  const sup = item?.sup ? get(item.sup) : [];
  return item?.type === 'letter' && /^[A-Z]/.test(item.name) && sup[0]?.name === '-' && sup[1]?.name === '1';
}

/** What a letter or a bracket shows without its superscript; '' for what is not compared. */
function keyOfBase(items: readonly Item[], i: number, get: Get): string {
  const item = items[i] as Item;
  const index = (of: Item): string =>
    of.sub
      ? get(of.sub)
          .map((s) => s.name)
          .join()
      : ''; // prettier-ignore
  if (item.type === 'letter')
    return /^[a-zA-Z]$|^(beta|mu|theta)$/.test(item.name) ? `${itemKey(item)}_${index(item)}` : '';
  const bracket = bracketAt(items, i, get);
  if (bracket?.pair !== '()') return '';
  return bracket.items
    .slice(bracket.from, bracket.to)
    .map((inner) => (inner.sup ? '?' : `${itemKey(inner)}_${index(inner)}`))
    .join(' ');
}

/** `a_{ij}` and `a_{m1}` are pairs; numbers of two digits are, once there are three of them. */
function notePair(sub: readonly Item[], key: string, draft: Draft): void {
  const [first, second] = sub;
  if (sub.length === 2 && first?.type === 'letter' && (second?.type === 'letter' || second?.type === 'number'))
    draft.paired.add(key);
  if (sub.length === 1 && first?.type === 'number' && /^\d\d$/.test(first.name)) {
    const count = (draft.twoDigits.get(key) ?? 0) + 1;
    draft.twoDigits.set(key, count);
    if (count >= 3) draft.paired.add(key);
  }
}

function noteSuperscript(items: readonly Item[], i: number, key: string, draft: Draft, get: Get): void {
  const item = items[i] as Item;
  const sup = get(item.sup as SyntaxNode);
  const letter = sup[0];
  if (letter?.type === 'number' && sup.length === 1) draft.powers.add(key);
  if (letter?.type !== 'letter') return;
  if (sup.length === 1) {
    const set = draft.superscripts.get(key) ?? new Set<string>();
    set.add(letter.name);
    draft.superscripts.set(key, set);
  } else if (sup.length === 3 && sup[1]?.type === 'plus' && sup[2]?.name === '1') {
    // `x^{k+1} = …` at the start of a line
    const next = items[i + 1];
    if (i === 0 && next?.type === 'relation' && /^(=|gets|:=)$/.test(next.name)) draft.iterated.add(key);
  }
}

function plainLetter(items: readonly Item[]): string {
  return items.length === 1 && items[0]?.type === 'letter' ? items[0].name : '';
}

/** The letters below a big operator up to its first relation sign in each part: those are bound. */
function bind(items: readonly Item[], draft: Draft): void {
  let binding = true;
  for (const item of items) {
    if (item.type === 'comma') binding = true;
    else if (item.type === 'relation' || item.type === 'arrow') binding = item.name === '<' || item.name === 'le';
    else if (item.type === 'letter' && binding) draft.bound.add(item.name);
    else if (item.type === 'node' && item.node.kind === 'table') return;
  }
}
