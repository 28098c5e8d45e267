import type { FontStyle } from '../expr/types.js';
import type { FontName, SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { matchBrackets } from './brackets-match.js';
import { BIG_WORDS, type FunctionTable, isProse } from './names.js';
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
  /** Start and end with scripts and with the braces around it. */
  start: number;
  end: number;
  /** The end before the scripts. */
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

const FONT_STYLES: Readonly<Partial<Record<FontName, FontStyle>>> = {
  bold: 'bold',
  roman: 'roman',
  calligraphic: 'calligraphic',
  script: 'script',
  fraktur: 'fraktur',
  blackboard: 'blackboard',
  sans: 'sans',
  typewriter: 'typewriter',
};

/** Where items are collected; `fonts` is the stack of fonts that are open. */
type Build = { readonly out: Item[]; spaced: boolean };

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

export function makeItem(type: ItemType, name: string, node: SyntaxNode, font?: FontStyle): Item {
  return {
    type,
    name,
    node,
    font,
    accents: [],
    start: node.span[0],
    end: node.span[1],
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

function push(build: Build, item: Item): void {
  item.spaced = build.spaced;
  build.spaced = false;
  build.out.push(item);
}

function expand(node: SyntaxNode, font: FontStyle | undefined, build: Build): void {
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
    case 'text':
      push(build, textItem(node));
      return;
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
      push(build, { ...makeItem('delimited', node.open, node), pair: node.open + node.close });
      return;
    default:
      push(build, makeItem('node', node.kind, node, font));
  }
}

function atomItem(node: SyntaxOf<'atom'>, font: FontStyle | undefined): Item {
  const name = node.name;
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
  const prose = isProse(node.text) && node.math.length === 0;
  const text = node.text.trim().replace(/\s+/g, ' ');
  if (/^\p{L}$/u.test(text)) return makeItem('letter', text, node, 'roman');
  return makeItem(prose ? 'text' : 'word', text, node);
}

/** Opens a node inline: what came out gets the node's outer span at its ends. */
function inline(build: Build, node: SyntaxNode, fill: () => void): void {
  const from = build.out.length;
  fill();
  const first = build.out[from];
  const last = build.out[build.out.length - 1];
  if (first) first.start = Math.min(first.start, node.span[0]);
  if (last && build.out.length > from) last.end = Math.max(last.end, node.span[1]);
}

const SIGN_TYPES: ReadonlySet<ItemType> = new Set<ItemType>([
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

function expandFont(node: SyntaxOf<'font'>, font: FontStyle | undefined, build: Build): void {
  const style = FONT_STYLES[node.font] ?? (node.font === 'italic' ? font : undefined);
  const body = node.body.kind === 'group' ? node.body.body : node.body;
  const word = wordIn(body, node.font);
  if (word !== null) {
    const single = [...word].length === 1;
    if (single) push(build, makeItem('letter', word, node, style));
    else if (isProse(word) && /^[a-z]/i.test(word) && style === 'roman')
      push(build, makeItem('text', word.replace(/\s+/g, ' '), node));
    else push(build, makeItem('word', word.trim(), node, keepsFont(style) ? style : undefined));
    return;
  }
  inline(build, node, () => expand(body, style, build));
}

/** In these fonts a word is told apart from the same word in another font; elsewhere the font of a word says nothing. */
function keepsFont(style: FontStyle | undefined): boolean {
  return (
    style === 'calligraphic' || style === 'script' || style === 'fraktur' || style === 'blackboard' || style === 'bold'
  );
}

/**
 * The letters in a font change, if there is nothing else: one letter, or a word. Bold letters in a row are factors
 * (`\mathbf{Ax}`) unless they make up a word; letters in the other fonts always make up one name.
 */
function wordIn(body: SyntaxNode, font: FontName): string | null {
  const nodes = body.kind === 'row' ? body.items : [body];
  let letters = '';
  let spaces = false;
  for (const node of nodes) {
    if (node.kind === 'space' && !node.wide) {
      spaces = true;
      if (letters !== '') letters += ' ';
    } else if (node.kind === 'atom' && /^\p{L}$/u.test(node.name)) letters += node.name;
    else if (node.kind === 'number' && (letters !== '' || font === 'blackboard' || font === 'bold'))
      letters += node.text;
    else if (node.kind === 'atom' && /^[-_.]$/.test(node.name) && letters !== '') letters += node.name;
    else return null;
  }
  letters = letters.trim();
  const count = [...letters].length;
  if (count === 0 || (count > 1 && /[-_.]$/.test(letters))) return null;
  if (count === 1) return letters;
  if (font === 'roman' && /^d[a-zA-Z]$/.test(letters)) return null;
  if (font === 'bold' || font === 'normal') return isBoldWord(letters) ? letters : null;
  if (font === 'italic') return spaces ? null : letters;
  if (/[-.]/.test(letters) && count < 4) return null;
  return letters;
}

function isBoldWord(letters: string): boolean {
  return (
    /^[a-zA-Z]{3,}$/.test(letters) && /[aeiou]/i.test(letters) && /[^aeiou]/i.test(letters) && !/^[A-Z]+$/.test(letters)
  );
}

function expandScripts(node: SyntaxOf<'scripts'>, font: FontStyle | undefined, build: Build): void {
  const base = node.base;
  const empty = base === null || (base.kind === 'group' && base.body.items.length === 0);
  if (empty) {
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
  first.start = Math.min(first.start, node.span[0]);
  build.out.push(...items.slice(0, -1), withScripts(last, node));
}

const NO_FUNCTIONS: FunctionTable = new Set();

function withScripts(item: Item, node: SyntaxOf<'scripts'>): Item {
  item.nucleusEnd = Math.max(item.nucleusEnd, item.end);
  item.sub = node.sub;
  item.sup = node.sup;
  item.primes = node.primes;
  item.scripted = true;
  item.end = Math.max(item.end, node.span[1]);
  return item;
}

const ACCENT_NAMES: Readonly<Record<string, string>> = {
  widehat: 'hat',
  widetilde: 'tilde',
  widecheck: 'check',
  overline: 'bar',
  overrightarrow: 'vec',
  overlinesegment: 'bar',
  underbar: 'underline',
};

export function accentName(name: string): string {
  return Object.hasOwn(ACCENT_NAMES, name) ? (ACCENT_NAMES[name] ?? name) : name;
}

/**
 * An accent belongs to the letter: `\bar{\mathbf{h}_s}` is `\bar{\mathbf{h}}_s`. Over two capitals it makes one name
 * (`\overrightarrow{PQ}`); over anything else it stays a node of its own.
 */
function expandAccent(node: SyntaxOf<'accent'>, font: FontStyle | undefined, build: Build): void {
  const inner: Build = { out: [], spaced: build.spaced };
  expand(node.body, font, inner);
  const [only] = inner.out;
  const name = accentName(node.name);
  if (only && inner.out.length === 1 && (only.type === 'letter' || only.type === 'word' || only.type === 'function')) {
    const accented: Item = { ...only, accents: [...only.accents, name], start: node.span[0], end: node.span[1] };
    if (only.type === 'function') accented.type = 'word';
    build.spaced = false;
    build.out.push({ ...accented, nucleusEnd: only.scripted ? only.nucleusEnd : node.span[1] });
    return;
  }
  const letters = inner.out.map((item) => (item.type === 'letter' && !item.scripted ? item.name : ' ')).join('');
  if (/^[A-Z]{2,3}$/.test(letters) && /bar|vec/.test(name)) {
    push(build, { ...makeItem('word', letters, node, font), accents: [name] });
    return;
  }
  push(build, makeItem('node', 'accent', node, font));
}

function expandStack(node: SyntaxOf<'stack'>, font: FontStyle | undefined, build: Build): void {
  if (node.form === 'arrow') {
    const name = arrowName(node.name);
    push(build, makeItem(/^(implies|impliedby|iff)$/.test(name) ? 'arrow' : 'relation', name, node));
    return;
  }
  if (node.form === 'brace' || node.form === 'line') {
    push(build, makeItem('node', 'brace', node, font));
    return;
  }
  const inner: Build = { out: [], spaced: build.spaced };
  expand(node.base, font, inner);
  const [only] = inner.out;
  if (only && inner.out.length === 1) {
    const widened: Item = {
      ...only,
      start: node.span[0],
      end: node.span[1],
      nucleusStart: node.span[0],
      nucleusEnd: node.span[1],
    };
    build.spaced = false;
    if (only.type === 'relation' || only.type === 'arrow') {
      build.out.push(isDefinition(node.over) ? { ...widened, name: ':=' } : widened);
      return;
    }
    if (SIGN_TYPES.has(only.type)) {
      build.out.push(widened);
      return;
    }
    const isBig = only.type === 'bigop' || (only.type === 'function' && BIG_WORDS.has(only.name));
    if ((isBig || (only.type === 'word' && BIG_WORDS.has(only.name.replace(/\s/g, '')))) && !only.scripted) {
      const name = only.name.replace(/\s/g, '');
      const type = only.type === 'bigop' ? 'bigop' : 'function';
      build.out.push({ ...widened, name, type, sub: node.under, sup: node.over, scripted: true });
      return;
    }
  }
  // `\underset{x}{\arg\min}`, `\underset{x}{\mathrm{arg}\,\mathrm{min}}`
  const name = inner.out.map((item) => item.name).join('');
  if (BIG_WORDS.has(name) && node.under) {
    push(build, { ...makeItem('function', name, node), sub: node.under, sup: node.over, scripted: true });
    return;
  }
  push(build, makeItem('node', 'stack', node, font));
}

const STRETCHED: Readonly<Record<string, string>> = {
  xrightarrow: 'to',
  xleftarrow: 'gets',
  xRightarrow: 'implies',
  xLeftarrow: 'impliedby',
  xLeftrightarrow: 'iff',
  xtofrom: 'rightleftarrows',
  xrightequilibrium: 'rightleftharpoons',
  xleftequilibrium: 'leftrightharpoons',
};

/** The plain arrow under a stretched one. */
function arrowName(name: string): string {
  return Object.hasOwn(STRETCHED, name) ? (STRETCHED[name] as string) : name.replace(/^x/, '');
}

function isDefinition(over: SyntaxNode | null): boolean {
  if (!over) return false;
  const text = plainText(over).toLowerCase();
  return text.startsWith('def') || text === 'd' || text === 'triangle' || text === '△';
}

/** The letters of a node, without anything around them. */
export function plainText(node: SyntaxNode): string {
  switch (node.kind) {
    case 'row':
      return node.items.map(plainText).join('');
    case 'group':
      return plainText(node.body);
    case 'font':
    case 'style':
    case 'accent':
      return plainText(node.body);
    case 'text':
      return node.text.trim();
    case 'atom':
      return node.name;
    case 'number':
      return node.text;
    case 'operator':
      return node.name;
    default:
      return '';
  }
}
