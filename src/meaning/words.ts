import type { RowNode, SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import type { Item } from './items.js';
import {
  ACRONYMS,
  BARE_ARGUMENT,
  BIG_WORDS,
  COUNTS,
  type FunctionTable,
  GREEK_IN_LETTERS,
  isConditionWord,
  looksLikeWord,
  QUANTITY_WORDS,
  TRIGONOMETRIC,
} from './names.js';

/**
 * Puts together what several tokens say as one: runs of italic letters that are words (`exp(…)`, `score(…)`), `\arg\max`,
 * `:` and `=`, runs of full stops. A run is a word when it is a known function name, or when it is directly followed by a
 * bracket, has three letters or more and reads like a word; any other run is a product of letters.
 */
export function joinWords(items: Item[], functions: FunctionTable): Item[] {
  const out: Item[] = [];
  if (items.length >= 4 && items.every((item) => isPlainLetter(item) && !item.scripted))
    return plainWords(items, functions);
  for (let i = 0; i < items.length; ) {
    const item = items[i] as Item;
    if (isStrayComma(out, item, items[i + 1])) {
      i++;
      continue;
    }
    const end = identifierEnd(items, i);
    if (end > i) {
      const run = items.slice(i, end);
      out.push(cover(item, run[run.length - 1] as Item, { type: 'word', name: run.map((x) => x.name).join('') }));
      i = end;
      continue;
    }
    const joined = isPlainLetter(item) ? letterRun(items, i, functions, out) : joinSigns(items, i, functions);
    if (joined) {
      out.push(...joined.items);
      i = joined.next;
    } else {
      out.push(item);
      i++;
    }
  }
  return out;
}

/** `a + \ldots, + b`, `A \cdot \ldots, \cdot B`: between dots and the sign that stands before them too a comma says nothing. */
function isStrayComma(before: readonly Item[], comma: Item, next: Item | undefined): boolean {
  const [sign, dots] = before.slice(-2);
  if (comma.type !== 'comma') return false;
  if (endsIntegral(before, next)) return true;
  if (dots?.type !== 'dots' || !sign) return false;
  return /^(plus|times)$/.test(sign.type) && next?.type === sign.type && next.name === sign.name;
}

/** `\int f(t) , dt`: a thin space that lost its backslash; what is integrated goes on to its small step. */
function endsIntegral(before: readonly Item[], next: Item | undefined): boolean {
  if (next?.type !== 'letter' || next.name !== 'd' || next.scripted) return false;
  for (let i = before.length - 1; i >= 0; i--) {
    const item = before[i] as Item;
    if (item.type === 'bigop') return item.name.includes('int') && i < before.length - 1;
    if (/^(relation|comma|semicolon|wide|text|cell)$/.test(item.type) || item.name === 'd') return false;
  }
  return false;
}

type NameWithScripts = { readonly word: string; readonly end: number; readonly scripts: SyntaxOf<'scripts'> };

/** `\mathrm{softmax_i}`: a word of letters, the last of which carries the scripts of the whole; null where it is none. */
export function nameWithScripts(body: SyntaxNode): NameWithScripts | null {
  if (body.kind !== 'row') return null;
  const last = body.items[body.items.length - 1];
  if (last?.kind !== 'scripts' || last.base === null || body.items.length < 3) return null;
  const letters = [...body.items.slice(0, -1), last.base];
  if (!letters.every((x) => x.kind === 'atom' && /^[a-z]$/i.test(x.name))) return null;
  return {
    word: letters.map((x) => (x.kind === 'atom' ? x.name : '')).join(''),
    end: last.base.span[1],
    scripts: last,
  };
}

type Condition = {
  readonly word: string;
  readonly letters: readonly [SyntaxNode, ...SyntaxNode[]];
  readonly rest: readonly SyntaxNode[];
};

/** `{\rm if~|x| < 1}`: the letters at the beginning that say "if" or "for", and what stands after them. */
export function leadingCondition({ items }: RowNode): Condition | null {
  let word = '';
  let at = 0;
  for (let node = items[at]; node?.kind === 'atom' && /^[a-z]$/i.test(node.name); node = items[at]) {
    word += node.name;
    at++;
  }
  const [first, ...more] = items.slice(0, at);
  if (!first || at === items.length || !isConditionWord(word)) return null;
  return { word, letters: [first, ...more], rest: items.slice(at) };
}

/** `step\\_num`: letters and underscores that touch are one name; where it ends, or the start if there is none. */
function identifierEnd(items: readonly Item[], start: number): number {
  const part = (item: Item | undefined): boolean =>
    item !== undefined && item.type === 'letter' && item.font === undefined && /^[a-zA-Z_]$/.test(item.name);
  let end = start;
  let joined = false;
  while (part(items[end]) && (end === start || items[end]?.start === items[end - 1]?.end)) {
    const item = items[end] as Item;
    if (item.name === '_' && end > start && part(items[end + 1])) joined = true;
    end++;
    if (item.scripted) break;
  }
  return joined ? end : start;
}

/** Nothing but letters, some of which make words: prose without `\text`, or one name. */
function plainWords(items: readonly Item[], functions: FunctionTable): Item[] {
  const runs: Item[][] = [];
  for (const item of items) {
    const last = runs[runs.length - 1];
    if (last && last[last.length - 1]?.end === item.start) last.push(item);
    else runs.push([item]);
  }
  const spelled = runs.map(spell);
  if (!spelled.some((word) => word.length >= 4 && looksLikeWord(word))) return letterRuns(items, functions);
  return runs.map((run, i) => {
    const word = spelled[i] as string;
    const type = word.length === 1 ? 'letter' : functions.has(word) ? 'function' : 'word';
    return cover(run[0] as Item, run[run.length - 1] as Item, { type, name: word });
  });
}

function letterRuns(items: readonly Item[], functions: FunctionTable): Item[] {
  const out: Item[] = [];
  for (let i = 0; i < items.length; ) {
    const joined = letterRun(items, i, functions, out);
    out.push(...(joined?.items ?? items.slice(i, i + 1)));
    i = joined?.next ?? i + 1;
  }
  return out;
}

type Joined = { readonly items: readonly Item[]; readonly next: number };

function isPlainLetter(item: Item): boolean {
  return item.type === 'letter' && item.font === undefined && item.accents.length === 0 && /^[a-zA-Z]$/.test(item.name);
}

function cover(first: Item, last: Item, changes: Partial<Item>): Item {
  return {
    ...last,
    start: first.start,
    opens: first.opens,
    nucleusStart: first.nucleusStart,
    spaced: first.spaced,
    ...changes,
  };
}

function joinSigns(items: readonly Item[], i: number, functions: FunctionTable): Joined | null {
  const item = items[i] as Item;
  const next = items[i + 1];
  if (item.type === 'letter' && item.name === '.' && item.accents.length === 0) return joinStops(items, i);
  if (item.type === 'word' && item.accents.length === 0 && item.font === undefined) {
    if (item.name.replace(/\s/g, '') === 'arg') return joinArg(items, i);
    const known = functionName(item.name, functions);
    if (known !== undefined || BIG_WORDS.has(item.name.replace(/\s/g, ''))) {
      const name = known ?? item.name.replace(/\s/g, '');
      return { items: [{ ...item, type: 'function', name }], next: i + 1 };
    }
    return null;
  }
  if (item.type === 'function' && item.name === 'arg') return joinArg(items, i);
  if (!next || item.scripted) return null;
  if (item.type === 'relation' && next.type === 'relation' && item.end === next.start) {
    const both = { '<=': 'le', '>=': 'ge', '==': '==', '=>': 'implies' }[item.name + next.name];
    if (both)
      return {
        items: [cover(item, next, { name: both, type: both === 'implies' ? 'arrow' : 'relation' })],
        next: i + 2,
      };
  }
  if (item.type === 'relation' && item.name === ':' && next.type === 'relation' && next.name === '=') {
    return { items: [cover(item, next, { name: ':=' })], next: i + 2 };
  }
  if (item.type === 'plus' && item.name === '-' && next.name === '>' && item.end === next.start) {
    return { items: [cover(item, next, { name: 'to', type: 'relation' })], next: i + 2 };
  }
  return null;
}

/** `\text{Tanh}`, `Tanh(x)`, `\mathrm{Exp}`: a function is known by its name in small letters too. */
function functionName(name: string, functions: FunctionTable): string | undefined {
  if (functions.has(name)) return name;
  const small = name.toLowerCase();
  return name.length >= 3 && functions.has(small) ? small : undefined;
}

/** Two stops or more are dots; one between operands is a product sign, one at the end is punctuation. */
function joinStops(items: readonly Item[], i: number): Joined {
  const first = items[i] as Item;
  let end = i;
  while (items[end]?.type === 'letter' && items[end]?.name === '.' && (end === i || !items[end - 1]?.scripted)) end++;
  const last = items[end - 1] as Item;
  if (end - i >= 2) return { items: [cover(first, last, { type: 'dots', name: 'ldots' })], next: end };
  const next = items[end];
  const before = items[i - 1];
  const place = (!before || /^(open|comma|bar)$/.test(before.type)) && (!next || /^(close|comma|bar)$/.test(next.type));
  if (place && (next || before?.type === 'comma' || i === 0))
    return { items: [{ ...first, type: 'times', name: 'cdot' }], next: end };
  const separates = next !== undefined && !/^(wide|text|comma|semicolon|close|relation)$/.test(next.type) && i > 0;
  return { items: separates ? [{ ...first, type: 'times', name: 'cdot' }] : [], next: end };
}

function joinArg(items: readonly Item[], i: number): Joined | null {
  const item = items[i] as Item;
  const next = items[i + 1];
  if (!next || item.scripted || (next.type !== 'function' && next.type !== 'word')) return null;
  if (next.name !== 'min' && next.name !== 'max') return null;
  return { items: [cover(item, next, { type: 'function', name: `arg${next.name}` })], next: i + 2 };
}

function letterRun(
  items: readonly Item[],
  i: number,
  functions: FunctionTable,
  before: readonly Item[],
): Joined | null {
  const said = spelledCondition(items, i, before);
  if (said) return said;
  let end = i;
  let touching = true;
  while (end < items.length) {
    const item = items[end] as Item;
    if (!isPlainLetter(item)) break;
    if (end > i && item.start !== items[end - 1]?.end) touching = false;
    end++;
    if (item.scripted) break;
  }
  if (!touching) {
    const name = spacedName(items, i, end, functions);
    if (name?.from === i) {
      const [first, last] = [items[i] as Item, items[name.to - 1] as Item];
      return { items: [cover(first, last, { type: 'function', name: name.name })], next: name.to };
    }
    if (name) end = name.from;
  }
  const length = end - i;
  if (length < 2) return null;
  const run = items.slice(i, end);
  const letters = spell(run);
  const last = run[length - 1] as Item;
  const bracket = opensArgument(items[end]);
  const word = (from: number, type: 'function' | 'word', to = length): Item => {
    const name = letters.slice(from, to);
    return cover(run[from] as Item, run[to - 1] as Item, { type, name });
  };
  // `exp(…)`, `2\omega sin\phi`, `kexp(…)`: a known name at the end of the run, the longest first.
  const follows = bracket || startsBareArgument(items[end]);
  // `logL(\theta)`, `logp_k`, `trA`: the name of the function, and the letter that it is of.
  let tied = length - 1;
  while (tied > 0 && run[tied - 1]?.end === run[tied]?.start) tied--;
  const own = letters.slice(tied);
  if (/^(?:(log|ln)[A-Za-z]|(tr|det)[A-Z])$/.test(own) && !functions.has(own)) {
    const to = length - 1;
    return { items: [...run.slice(0, tied), word(tied, 'function', to), ...run.slice(to)], next: end };
  }
  const entire = bracket && touching ? functionName(letters, functions) : undefined;
  // `Tanh(x)`, `SoftMax(z)`, `Relu(v)`
  if (entire && entire !== letters) return { items: [{ ...word(0, 'function'), name: entire }], next: end };
  const acronym = bracket && touching && !isMarked(last) && !entire && isAcronym(letters, items, end);
  for (let from = 0; !acronym && from <= length - 2 && from < 12; from++) {
    const name = letters.slice(from);
    if (!functions.has(name)) continue;
    const bare = BARE_ARGUMENT.has(name) || BIG_WORDS.has(name);
    const pair = from === 0 && bracket && touching && /^([A-Z]{2}|Pr|[tT]r)$/.test(name);
    if (name.length < 3 && name !== 'ln' && !pair) break;
    if (!touching && !(bare && name.length >= 3 && from === 0)) break;
    if (bracket || (follows && bare) || (last.scripted && bare) || (items.length === length && from === 0)) {
      return { items: [...run.slice(0, from), word(from, 'function')], next: end };
    }
  }
  if (!touching) return { items: run, next: end };
  // `MMD(f, g)`, `MI(U, V)`: three capitals before a bracket are one name; so are two if the bracket holds a list.
  if (acronym) return { items: [word(0, 'word')], next: end };
  // `xyP(X = x)`: small letters before a probability multiply it.
  if (bracket && /^[a-z]{2,3}P$/.test(letters)) return { items: run, next: end };
  if (bracket && looksLikeWord(letters) && !last.scripted) return { items: [word(0, 'word')], next: end };
  // `sinx`, `cosxy`
  if (!last.scripted || length > 4) {
    for (const size of [4, 3]) {
      const name = letters.slice(0, size);
      if (length > size && TRIGONOMETRIC.has(name))
        return { items: [word(0, 'function', size), ...run.slice(size)], next: end };
    }
  }
  const previous = before[before.length - 1];
  const begins = !previous || /^(comma|semicolon|relation|wide|text|cell)$/.test(previous.type);
  const next = items[end];
  const named = ACRONYMS.has(letters) && begins && (!next || /^(relation|comma|cell|text|wide)$/.test(next.type));
  const alone = length === items.length && length >= 4 && looksLikeWord(letters);
  const defined = begins && next?.type === 'relation' && length >= 4 && looksLikeWord(letters);
  const long = length >= 5 && isLowerWord(letters);
  const spelled = defined || long || QUANTITY_WORDS.has(letters) || COUNTS.has(letters) || divides(items, end);
  if (GREEK_IN_LETTERS.has(letters)) return { items: [word(0, 'word')], next: end };
  if ((named && letters !== 'PV') || alone || spelled) return { items: [word(0, 'word')], next: end };
  return { items: run, next: end };
}

/** `x^2 \; for \; x > 0`, `\frac1n, for n = 1`: letters that touch, set apart on both sides, say for what a statement holds. */
function spelledCondition(items: readonly Item[], start: number, before: readonly Item[]): Joined | null {
  let end = start + 1;
  while (items[end] && isPlainLetter(items[end] as Item) && items[end]?.start === items[end - 1]?.end) end++;
  const [first, last, next] = [items[start] as Item, items[end - 1] as Item, items[end]];
  const word = end - start < 10 ? spell(items.slice(start, end)) : '';
  if (word.length < 2 || last.scripted || !(isConditionWord(word) || /^(and|with)$/.test(word))) return null;
  const previous = before[before.length - 1];
  const apart = first.spaced || /^(wide|comma|cell)$/.test(previous?.type ?? '');
  const ends = !next || next.spaced || next.type === 'wide' || next.start > last.end;
  return apart && ends ? { items: [cover(first, last, { type: 'text', name: word })], next: end } : null;
}

/** Scripts other than a power: `MMD^2[p, q]` is the square of what is named. */
function isMarked({ scripted, sub, sup, primes }: Item): boolean {
  return scripted && !(sub === null && primes === 0 && sup?.kind === 'number');
}

/** `RMSE(x)`, `MI(U, V)`: capitals before a bracket, three or more, or two before a list; `KLP(x, y)` ends with a probability. */
function isAcronym(letters: string, items: readonly Item[], open: number): boolean {
  if (!/^[A-Z]{2,6}$/.test(letters) || /[PQ]$/.test(letters)) return false;
  if (letters.length > 2) return true;
  const opener = items[open];
  for (let i = open + 1; i < Math.min(items.length, open + 24) && items[i]?.type !== 'close'; i++) {
    if (opener?.type === 'open' && items[i]?.type === 'comma') return true;
  }
  return false;
}

/** Five small letters or more that read as a word, vowels and consonants mixed: nobody multiplies as many without a space. */
function isLowerWord(letters: string): boolean {
  return (
    /^[a-z]{5,}$/.test(letters) && looksLikeWord(letters) && !/[^aeiouy]{5}|[aeiou]{4}|(.)\1\1|[xyz]{2}/.test(letters)
  );
}

type SpacedName = { readonly name: string; readonly from: number; readonly to: number };

/** `log p(x)`, `n log n`: letters that touch, apart from the letters around them, are the name of a function that takes what is beside it. */
function spacedName(items: readonly Item[], start: number, end: number, functions: FunctionTable): SpacedName | null {
  for (let from = start; from < end; ) {
    let to = from + 1;
    while (to < end && items[to]?.start === items[to - 1]?.end) to++;
    const name = to - from <= 12 ? spell(items.slice(from, to)) : '';
    const known = (name.length >= 3 || name === 'ln') && functions.has(name) && BARE_ARGUMENT.has(name);
    if (known && startsBareArgument(items[to])) return { name, from, to };
    from = to;
  }
  return null;
}

function spell(items: readonly Item[]): string {
  return items.map((item) => item.name).join('');
}

/** `KL(p \| q)`: what stands between these brackets is no product. */
function divides(items: readonly Item[], open: number): boolean {
  if (!opensArgument(items[open])) return false;
  for (let i = open + 1; i < Math.min(items.length, open + 24) && items[i]?.type !== 'close'; i++) {
    if (items[i]?.type === 'bar' && (items[i]?.name === 'Vert' || items[i + 1]?.type === 'bar')) return true;
  }
  return false;
}

export function opensArgument(item: Item | undefined): boolean {
  if (!item) return false;
  if (item.type === 'open') return item.pair === '()' || item.pair === '[]' || item.pair === '{}';
  return item.type === 'delimited' && (item.name === '(' || item.name === '[' || item.name === '{');
}

function startsBareArgument(item: Item | undefined): boolean {
  return item !== undefined && /^(letter|word|function|number|node|delimited|open|bigop)$/.test(item.type);
}
