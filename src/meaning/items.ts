import type { Span } from '../expr/span.js';
import type { FontStyle } from '../expr/types.js';
import type { SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { expandAccent, expandStack } from './accents.js';
import { matchBrackets } from './brackets-match.js';
import { expandFont, sumOfNames } from './fonts.js';
import { type FunctionTable, isProse } from './names.js';
import { closerOf, DOTS, openerOf, prefixOf, signOf } from './signs.js';
import { settleWedges } from './wedges.js';
import { joinWords } from './words.js';

/**
 * A row of the syntax tree as the reader sees it: braces that only group, colours and fonts are opened, every item says
 * what part it can play, brackets know their partners. Built once for each row, in time linear in its length.
 */
export type ItemType =
  /** Operands. */
  | 'letter'
  | 'word'
  | 'function'
  | 'number'
  | 'bigop'
  | 'node'
  | 'delimited'
  | 'dots'
  | 'prefix'
  /** Brackets. */
  | 'open'
  | 'close'
  | 'bar'
  /** Signs, loosest last. */
  | 'bang'
  | 'slash'
  | 'times'
  | 'circled'
  | 'plus'
  | 'set'
  | 'relation'
  | 'and'
  | 'or'
  | 'arrow'
  | 'comma'
  | 'semicolon'
  | 'wide'
  | 'text'
  | 'cell'
  | 'prescript';

/** What a bar does: it opens or closes a pair, divides (`p(a|b)`), or says where something is taken (`|_{x=0}`). */
export type BarRole = 'open' | 'close' | 'divide' | 'at' | '';

export type Item = {
  type: ItemType;
  /** Letter, word, function, or normal name of the sign. */
  name: string;
  /** What is written, without its scripts. */
  readonly node: SyntaxNode;
  readonly font: FontStyle | undefined;
  readonly accents: readonly string[];
  /** Start and end with scripts. */
  start: number;
  end: number;
  /** Braces, fonts and colours around this item that were opened: those that begin with it, and those that end with it. */
  opens: readonly Span[];
  closes: readonly Span[];
  /** What is written, with the braces around it, before the scripts. */
  readonly nucleusStart: number;
  nucleusEnd: number;
  sub: SyntaxNode | null;
  sup: SyntaxNode | null;
  primes: number;
  /** The scripts node itself, if there is one: says which script came first. */
  scripted: boolean;
  /** Index of the partner of a bracket or a paired bar; −1 for none. */
  match: number;
  role: BarRole;
  /** Kind of bracket pair: `()`, `[]`, `[)` … as matched. */
  pair: string;
  cls: string;
  /** True where white space other than thin spaces stands before it in the source. */
  spaced: boolean;
};

/** Where items are collected; `fonts` is the stack of fonts that are open. */
export type Build = { readonly out: Item[]; spaced: boolean };

export function itemsOf(node: SyntaxNode, functions: FunctionTable): Item[] {
  const build: Build = { out: [], spaced: false };
  if (node.kind === 'row') for (const child of node.items) expand(child, undefined, build);
  else if (node.kind === 'group') for (const child of node.body.items) expand(child, undefined, build);
  else expand(node, undefined, build);
  return settleWedges(matchBrackets(joinWords(build.out, functions)));
}

/** The items of several rows, one after the other: the lines of one statement, the cells of one line. */
export function itemsOfRows(rows: readonly SyntaxNode[], functions: FunctionTable): Item[] {
  const build: Build = { out: [], spaced: false };
  for (const row of rows) {
    if (row.kind === 'row') for (const child of row.items) expand(child, undefined, build);
    else expand(row, undefined, build);
  }
  return settleWedges(matchBrackets(joinWords(build.out, functions)));
}

const NO_SPANS: readonly Span[] = [];

export function makeItem(type: ItemType, name: string, node: SyntaxNode, font?: FontStyle): Item {
  return {
    type,
    name,
    node,
    font,
    accents: [],
    start: node.span[0],
    end: node.span[1],
    opens: NO_SPANS,
    closes: NO_SPANS,
    nucleusStart: node.span[0],
    nucleusEnd: node.span[1],
    sub: null,
    sup: null,
    primes: 0,
    scripted: false,
    match: -1,
    role: '',
    pair: '',
    cls: node.kind === 'atom' ? node.cls : '',
    spaced: false,
  };
}

export function push(build: Build, item: Item): void {
  item.spaced = build.spaced;
  build.spaced = false;
  build.out.push(item);
}

export function expand(node: SyntaxNode, font: FontStyle | undefined, build: Build): void {
  switch (node.kind) {
    case 'row':
      for (const child of node.items) expand(child, font, build);
      return;
    case 'space':
      if (node.wide) push(build, makeItem('wide', '', node));
      else build.spaced = true;
      return;
    case 'group':
      expandGroup(node, font, build);
      return;
    case 'style':
      expandStyle(node, font, build);
      return;
    case 'font':
      expandFont(node, font, build);
      return;
    case 'text': {
      const sum = sumOfNames(node);
      if (sum) {
        for (const item of sum) push(build, item);
        return;
      }
      // `\text{target!}`: the factorial of what the word names.
      const counted = /^(\p{L}+)!$/u.exec(node.text.trim());
      push(build, textItem(counted ? { ...node, text: counted[1] as string } : node));
      if (counted) push(build, { ...makeItem('bang', '!', node), start: node.span[1], nucleusStart: node.span[1] });
      return;
    }
    case 'atom':
      push(build, atomItem(node, font));
      return;
    case 'number':
      push(build, makeItem('number', node.text, node, font));
      return;
    case 'operator':
      push(build, makeItem('function', node.name.replace(/[\s~]+/g, ''), node));
      return;
    case 'bigop':
      push(build, makeItem('bigop', node.name, node));
      return;
    case 'scripts':
      expandScripts(node, font, build);
      return;
    case 'accent':
      expandAccent(node, font, build);
      return;
    case 'stack':
      expandStack(node, font, build);
      return;
    case 'delimited':
      if (node.open === '|' && node.close === '') {
        // `E[R \left| s \right.]`: a tall bar on its own, not the left half of an absolute value.
        inline(build, node, () => {
          push(build, { ...makeItem('bar', '|', node), end: node.body.span[0], nucleusEnd: node.body.span[0] });
          expand(node.body, font, build);
        });
        return;
      }
      if (node.open === '' && node.close === '|') {
        // `E[\left. R \right| s]`: likewise; with a script the bar says where something is taken, and stays.
        const [start, end] = [node.body.span[1], node.span[1]];
        inline(build, node, () => {
          expand(node.body, font, build);
          push(build, { ...makeItem('bar', '|', node), start, end, nucleusStart: start, cls: 'close' });
        });
        return;
      }
      push(build, delimitedItem(node));
      return;
    default:
      push(build, makeItem('node', node.kind, node, font));
  }
}

function delimitedItem(node: SyntaxOf<'delimited'>): Item {
  return { ...makeItem('delimited', node.open, node), pair: node.open + node.close };
}

function atomItem(node: SyntaxOf<'atom'>, font: FontStyle | undefined): Item {
  const name = node.name;
  // `\bigtriangledown f`: who does not find `\nabla` writes the triangle.
  if (/^(big)?triangledown$/.test(name)) return makeItem('letter', 'nabla', node, font);
  if (DOTS.has(name)) return makeItem('dots', name, node);
  if (name === '!') return makeItem('bang', name, node);
  const opener = openerOf(name);
  if (opener !== undefined) return { ...makeItem('open', name, node), pair: opener };
  const closer = closerOf(name);
  if (closer !== undefined) return { ...makeItem('close', name, node), pair: closer };
  const prefix = prefixOf(name);
  if (prefix !== undefined) return makeItem('prefix', prefix, node);
  const sign = signOf(name, node.cls);
  if (sign.type !== 'none') return makeItem(sign.type, sign.op, node);
  return makeItem('letter', name, node, font);
}

function textItem(node: SyntaxOf<'text'>): Item {
  const prose = isProse(node.spaced ? ` ${node.text} ` : node.text) && node.math.length === 0;
  const text = node.text.trim().replace(/\s+/g, ' ');
  if (/^\p{L}$/u.test(text)) return makeItem('letter', text, node, node.font === 'bold' ? 'bold' : 'roman');
  return makeItem(prose ? 'text' : 'word', text, node);
}

/** Opens a node inline: what came out remembers at its ends where the node around it begins and ends. */
export function inline(build: Build, node: SyntaxNode, fill: () => void): void {
  const from = build.out.length;
  fill();
  const first = build.out[from];
  const last = build.out[build.out.length - 1];
  if (!first || !last || build.out.length === from) return;
  first.opens = [...first.opens, node.span];
  last.closes = [...last.closes, node.span];
}

export const SIGN_TYPES: ReadonlySet<ItemType> = new Set<ItemType>([
  'slash',
  'times',
  'circled',
  'plus',
  'set',
  'relation',
  'and',
  'or',
  'arrow',
  'comma',
  'semicolon',
  'wide',
  'text',
]);

/**
 * `{…}`: opened where it holds one thing, where it is not complete in itself (`{\sum_j} a_j`, `{=}`), or where it changes
 * nothing; kept as a unit where it holds a sum, or stands where braces mark an argument (`\sin{2x} y`, `1/{2x}`).
 */
function expandGroup(node: SyntaxOf<'group'>, font: FontStyle | undefined, build: Build): void {
  const inner: Build = { out: [], spaced: false };
  for (const child of node.body.items) expand(child, font, inner);
  const items = inner.out;
  if (items.length === 0) return;
  const before = build.out[build.out.length - 1];
  const argument = before !== undefined && (before.type === 'function' || before.type === 'slash');
  if (items.length > 1 && isUnit(items, argument)) {
    push(build, makeItem('node', 'group', node, font));
    return;
  }
  inline(build, node, () => {
    for (const item of items) {
      item.spaced ||= build.spaced;
      build.spaced = false;
      build.out.push(item);
    }
  });
}

function isUnit(items: readonly Item[], argument: boolean): boolean {
  const first = items[0] as Item;
  const last = items[items.length - 1] as Item;
  if (SIGN_TYPES.has(first.type) || SIGN_TYPES.has(last.type)) return false;
  if (last.type === 'bigop' || last.type === 'function' || last.type === 'prefix') return false;
  let depth = 0;
  let sum = false;
  for (const item of items) {
    if (item.type === 'open') depth++;
    else if (item.type === 'close' && --depth < 0) return false;
    else if (depth === 0) {
      if (item.type === 'relation' || item.type === 'comma' || item.type === 'text' || item.type === 'wide')
        return false;
      if (item.type === 'arrow' || item.type === 'semicolon') return false;
      if (item.type === 'plus' || item.type === 'circled' || item.type === 'set') sum = true;
    }
  }
  return depth === 0 && (sum || argument);
}

function expandStyle(node: SyntaxOf<'style'>, font: FontStyle | undefined, build: Build): void {
  if (node.hidden) return;
  if (node.name.startsWith('part:') || node.name === 'pmod' || node.name === 'pod' || node.name === 'mod') {
    push(build, makeItem('node', node.name, node, font));
    return;
  }
  inline(build, node, () => expand(node.body, font, build));
}

function expandScripts(node: SyntaxOf<'scripts'>, font: FontStyle | undefined, build: Build): void {
  const base = node.base;
  const empty = base === null || (base.kind === 'group' && base.body.items.length === 0);
  if (empty) {
    if (takesScripts(build, node)) return;
    push(build, {
      ...makeItem('prescript', '', node),
      sub: node.sub,
      sup: node.sup,
      primes: node.primes,
      scripted: true,
    });
    return;
  }
  const inner: Build = { out: [], spaced: build.spaced };
  if (base.kind === 'group') expandGroup(base, font, inner);
  else if (base.kind === 'delimited' && base.open === '') push(inner, delimitedItem(base));
  else expand(base, font, inner);
  const items = inner.out
    .map((item) => item.name)
    .join('')
    .match(/^arg(min|max)$/)
    ? joinWords(inner.out, NO_FUNCTIONS)
    : inner.out;
  const last = items[items.length - 1];
  if (!last) return;
  const whole = base.kind === 'group' || base.kind === 'style';
  if ((items.length > 1 && whole) || last.scripted) {
    push(build, withScripts(makeItem('node', 'unit', base, font), node));
    build.spaced = false;
    return;
  }
  build.spaced = false;
  const first = items[0] as Item;
  if (items.length > 1) {
    // `\mathbf{PA}^\top`: the scripts stand at the last letter, the whole still ends with them.
    first.opens = [...first.opens, node.span];
    build.out.push(...items.slice(0, -1), { ...withScripts(last, node), closes: [node.span] });
    return;
  }
  const start = node.span[0];
  const span = { start, nucleusStart: base.span[0], nucleusEnd: base.span[1], opens: NO_SPANS, closes: NO_SPANS };
  build.out.push({ ...withScripts(last, node), ...span });
}

/** `v_a{}^\top`, `T^a{}_b`: scripts of an empty group that touches what stands before it are scripts of that. */
function takesScripts(build: Build, node: SyntaxOf<'scripts'>): boolean {
  const before = build.out[build.out.length - 1];
  const script = Math.min(node.sub?.span[0] ?? Infinity, node.sup?.span[0] ?? Infinity);
  if (script - node.span[0] < '{}^'.length) return false;
  if (!before || before.end !== node.span[0] || !/^(?:letter|word|close|delimited|node)$/.test(before.type))
    return false;
  if ((node.sub && before.sub) || (node.sup && before.sup)) return false;
  before.sub ??= node.sub;
  before.sup ??= node.sup;
  before.primes += node.primes;
  before.scripted = true;
  before.end = node.span[1];
  return true;
}

const NO_FUNCTIONS: FunctionTable = new Set();

export function withScripts(item: Item, node: SyntaxOf<'scripts'>): Item {
  item.sub = node.sub;
  item.sup = node.sup;
  item.primes = node.primes;
  item.scripted = true;
  item.end = Math.max(item.end, node.span[1]);
  return item;
}
