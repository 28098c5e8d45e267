import type { Expr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { joinsOnly } from './brackets-match.js';
import type { Item } from './items.js';

/** A pair of brackets and what is inside, whether written with `(`…`)` or with `\left(`…`\right)`. */
export type Bracket = {
  readonly pair: string;
  readonly items: readonly Item[];
  readonly from: number;
  readonly to: number;
  /** Index of the item after the closing bracket. */
  readonly next: number;
  /** The item that carries the scripts: the closing bracket. */
  readonly closer: Item;
  readonly start: number;
  /** End of the closing bracket, scripts left out. */
  readonly end: number;
};

const DELIMITER_PAIRS: Readonly<Record<string, string>> = {
  langle: '<',
  llangle: '<',
  rangle: '>',
  rrangle: '>',
  llbracket: '[',
  rrbracket: ']',
  lgroup: '(',
  rgroup: ')',
  lBrace: '{',
  rBrace: '}',
};

/** The pair of brackets that opens at `at`, if one does. */
export function bracketAt(
  items: readonly Item[],
  at: number,
  get: (node: SyntaxNode) => readonly Item[],
): Bracket | null {
  const item = items[at];
  if (!item) return null;
  if ((item.type === 'open' || (item.type === 'bar' && item.role === 'open')) && item.match > at) {
    const closer = items[item.match] as Item;
    return {
      pair: item.type === 'bar' ? (item.pair === 'ket' ? 'ket' : item.name) : item.pair,
      items,
      from: at + 1,
      to: item.match,
      next: item.match + 1,
      closer,
      start: item.start,
      end: closer.nucleusEnd,
    };
  }
  if (item.type !== 'delimited' || item.node.kind !== 'delimited') return null;
  const inside = get(item.node.body);
  const { open, close } = item.node;
  if ((open === 'langle' && close === 'rangle') || (open === '[' && joinsOnly(inside, 0, inside.length))) {
    divideBars(inside);
  }
  return {
    pair: delimitedPair(open, close),
    items: inside,
    from: 0,
    to: inside.length,
    next: at + 1,
    closer: item,
    start: item.start,
    end: item.nucleusEnd,
  };
}

/** Between `\left\langle` and `\right\rangle`, and where things are put end to end, every bar divides. */
function divideBars(items: readonly Item[]): void {
  for (const item of items) {
    if (item.type !== 'bar' || item.scripted) continue;
    item.role = 'divide';
    item.match = -1;
  }
}

function delimitedPair(open: string, close: string): string {
  if (open === '|' && close === '|') return '|';
  if ((open === 'Vert' || open === 'parallel') && (close === 'Vert' || close === 'parallel')) return 'Vert';
  if (open === 'lfloor') return 'floor';
  if (open === 'lceil') return 'ceil';
  if (open === 'ulcorner') return 'corner';
  if (open === '|' && close === 'rangle') return 'ket';
  if (open === 'langle' && close === '|') return 'bra';
  const left = Object.hasOwn(DELIMITER_PAIRS, open) ? DELIMITER_PAIRS[open] : open;
  const right = Object.hasOwn(DELIMITER_PAIRS, close) ? DELIMITER_PAIRS[close] : close;
  if (open === '' && close === '|') return 'at';
  return `${left}${right}`;
}

export type ContentKind =
  | 'empty'
  | 'placeholder'
  /** Divided by a comma, a bar or a semicolon. */
  | 'list'
  | 'single'
  | 'number'
  | 'negative'
  | 'relation'
  | 'set'
  | 'sum'
  | 'fraction'
  | 'call'
  | 'product';

/** What stands between brackets, from its signs alone; brackets inside are passed over. */
export function classify(bracket: Bracket): ContentKind {
  const { items, from, to } = bracket;
  if (from >= to) return 'empty';
  let sum = false;
  let relation = false;
  let set = false;
  let count = 0;
  for (let i = from; i < to; i++) {
    const item = items[i] as Item;
    if ((item.type === 'open' || item.type === 'bar') && item.match > i) {
      i = Math.min(item.match, to);
      count++;
      continue;
    }
    switch (item.type) {
      case 'comma':
      case 'semicolon':
        return 'list';
      case 'bar':
        if (item.role === 'divide') return 'list';
        break;
      case 'relation':
      case 'arrow':
        relation = true;
        break;
      case 'plus':
        if (i > from) sum = true;
        break;
      case 'set':
        set = true;
        break;
      case 'wide':
      case 'text':
        break;
      default:
        count++;
    }
  }
  if (relation) return 'relation';
  if (set) return 'set';
  const first = items[from] as Item;
  if (sum) return 'sum';
  if (count === 1 && to - from === 1) {
    if (first.type === 'times') return 'placeholder';
    if (first.type === 'delimited') return 'product';
    if (first.type === 'letter' || first.type === 'word' || first.type === 'dots') return 'single';
    if (first.type === 'number') return 'number';
    if (first.type === 'node') return first.node.kind === 'accent' ? 'single' : 'fraction';
    return 'single';
  }
  if (first.type === 'plus') return 'negative';
  if (first.type === 'function' || first.type === 'bigop') return 'call';
  return 'product';
}

/** `\{A \mid B\}`: a bar divides what is in the brackets. */
export function isDivided(bracket: Bracket): boolean {
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if (item.type === 'bar' && item.role === 'divide') return true;
  }
  return false;
}

/** The letter that comes first in the brackets, signs and brackets inside left out. */
export function firstLetter(bracket: Bracket): Item | undefined {
  const limit = Math.min(bracket.to, bracket.from + 4);
  for (let i = bracket.from; i < limit; i++) {
    const item = bracket.items[i] as Item;
    if (item.type === 'letter' || item.type === 'word' || item.type === 'number') return item;
    if (item.type !== 'plus') return undefined;
  }
  return undefined;
}

/** True if a letter of this name and font stands anywhere on the top level of the brackets. */
export function mentions(bracket: Bracket, head: Item): boolean {
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if (item.type === 'letter' && item.name === head.name && item.font === head.font) return true;
    if (item.type === 'delimited' && item.node.kind === 'delimited' && holdsLetter(item.node.body, head.name))
      return true;
    // `N (\frac{K - N}{K})`: what stands above the bar stands in the bracket.
    if (item.node.kind === 'fraction' && !/^[fgh]$/.test(head.name) && holdsLetter(item.node.numerator, head.name))
      return true;
  }
  return false;
}

/** A letter among the pieces of a row, or within its brackets: `\left` and `\right` hide nothing that plain brackets show. */
export function holdsLetter(row: SyntaxNode, name: string): boolean {
  switch (row.kind) {
    case 'row':
      return row.items.some((x) => holdsLetter(x, name));
    case 'delimited':
    case 'group':
      return holdsLetter(row.body, name);
    case 'scripts':
      return row.base !== null && holdsLetter(row.base, name);
    default:
      return row.kind === 'atom' && row.name === name;
  }
}

/** `(\frac12)`, `(0.9)`: numbers and nothing else. */
export function isConstant(bracket: Bracket, latex: string): boolean {
  const [first, last] = [bracket.items[bracket.from], bracket.items[bracket.to - 1]];
  return (
    first !== undefined && last !== undefined && /^(\\[dt]?frac|[\d\s{}./])+$/.test(latex.slice(first.start, last.end))
  );
}

/** `L^2(D)`, `H^1(\Omega)`: spaces of functions, not squares. */
export function isSpace(item: Item, bracket: Bracket): boolean {
  const first = firstLetter(bracket);
  return item.type === 'letter' && /^(L|H|ell)$/.test(item.name) && /^[A-Z]|^mu$/.test(first?.name ?? 'A');
}

/** `\mathbf 1\{…\}`, `\mathbb 1(…)`, `1\{…\}`, `\mathbb I(x > 0)`, `I(y = k)`. */
export function isIndicator(base: Expr, bracket: Bracket): boolean {
  if (base.kind === 'number') return base.text === '1';
  if (base.kind !== 'symbol' || base.accents) return false;
  // A symbol called 1 comes from `\\mathbf 1` or `\\textbf{1}`; the plain digit is a number.
  if (base.name === '1') return true;
  return base.name === 'I' && base.font !== 'calligraphic' && classify(bracket) === 'relation';
}

/** `(\Delta x)`, `(\delta\theta)`: a small change and nothing else. */
export function holdsChange({ items, from, to }: Bracket, kind: ContentKind): boolean {
  return to - from > 1 && kind !== 'list' && kind !== 'sum' && /^(?:Delta|delta)$/.test(items[from]?.name ?? '');
}

/** `x[y[j]]`: what stands in the brackets is itself an element. */
export function holdsElement(bracket: Bracket): boolean {
  const [letter, open] = [bracket.items[bracket.from], bracket.items[bracket.from + 1]];
  return letter?.type === 'letter' && open?.pair === '[]' && open.match === bracket.to - 1;
}

/** True where a transposed bracket with the same content stands before the head at `from`. */
export function isFlanked(items: readonly Item[], bracket: Bracket, from: number, latex: string): boolean {
  const before = items[from - 1];
  if (
    !before?.sup ||
    !/^\^\{?\s*(\\top|\\intercal|\\mathsf\{?\s*T|T|t(?![a-z+-]))/.test(latex.slice(before.nucleusEnd, before.end))
  ) {
    return false;
  }
  const start = before.type === 'close' ? (items[before.match]?.start ?? before.start) : before.start;
  return plain(latex.slice(start, before.nucleusEnd)) === plain(latex.slice(bracket.start, bracket.end));
}

/** Source text without white space and without the sizes of brackets. */
function plain(latex: string): string {
  return latex.replace(/\\(left|right|[bB]igg?[lr]?)(?![a-zA-Z])|\s/g, '');
}

/** A function, a big operator, a fraction or brackets stand in the brackets. */
export function holdsCall(bracket: Bracket): boolean {
  for (let i = bracket.from; i < bracket.to; i++) {
    const type = (bracket.items[i] as Item).type;
    if (type === 'function' || type === 'bigop' || type === 'node' || type === 'open') return true;
  }
  return false;
}

/** `[a; b]`, `[a \Vert b]`, `[\mathbf a, \mathbf b]`: parts put end to end. */
export function joinsParts(bracket: Bracket): boolean {
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if (item.type === 'semicolon' || (item.type === 'bar' && item.role === 'divide' && item.name === 'Vert'))
      return true;
  }
  return bracket.items[bracket.from]?.font === 'bold';
}

/** `x_1 - x_0`: two elements of one family. */
export function isStep({ items, from, to }: Bracket): boolean {
  const [a, minus, b] = items.slice(from, to);
  return to - from === 3 && minus?.name === '-' && a?.name === b?.name && a?.sub !== null && b?.sub !== null;
}

/** What is in the brackets can count: letters of indices, numbers and signs. */
export function countable(bracket: Bracket): boolean {
  if (bracket.from >= bracket.to) return false;
  for (let i = bracket.from; i < bracket.to; i++) {
    const item = bracket.items[i] as Item;
    if (item.type === 'letter' && /^([ijklmnpqtrsuvwxyc]|omega|tau|kappa|mu|nu|cdot|ell|N|M|K|T|L)$/.test(item.name))
      continue;
    // A period beside what counts (`\delta[k - nP]`); alone it is a law.
    if (item.type === 'letter' && item.name === 'P' && i > bracket.from) continue;
    if (/^(number|plus|comma|word|times|open|close|relation|dots)$/.test(item.type) && item.name !== '=') continue;
    return false;
  }
  return true;
}

/** `(f * g)(x)`, `(f \circ g)(x)`, `(Tf)(x)`: brackets that hold functions, before an argument. */
export function groupApplies(group: Expr, kind: ContentKind, bracket: Bracket): boolean {
  if (group.kind !== 'group' || bracket.pair !== '()' || group.brackets === '{}') return false;
  const body = group.body;
  if (body.kind === 'derivative') return false;
  if (body.kind !== 'multiply') return false;
  const combined = body.ops.every((op) => op === '*' || op === 'circ' || op === 'star');
  const letters = body.factors.every(
    (f) => f.kind === 'symbol' || f.kind === 'indexed' || (f.kind === 'inverse' && f.arg.kind === 'symbol'),
  );
  if (combined && letters && body.factors.length > 1) return true;
  return letters && (kind === 'single' || kind === 'list') && body.ops.every((op) => op === '');
}

/** `P_0 (e^{r t} - 1)`, `N_0 (1 - e^{-k t})`: e with a power among the terms. */
export function holdsExponential(bracket: Bracket): boolean {
  return bracket.items.slice(bracket.from, bracket.to).some((one) => one.name === 'e' && one.sup !== null);
}
