import type { FontStyle } from '../expr/types.js';
import type { SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { type Build, expand, type Item, makeItem, push, SIGN_TYPES } from './items.js';
import { BIG_WORDS } from './names.js';

const ACCENT_NAMES: Readonly<Record<string, string>> = {
  widehat: 'hat',
  widetilde: 'tilde',
  widecheck: 'check',
  overline: 'bar',
  overrightarrow: 'vec',
  overlinesegment: 'bar',
  underbar: 'underline',
};

function accentName(name: string): string {
  return Object.hasOwn(ACCENT_NAMES, name) ? (ACCENT_NAMES[name] ?? name) : name;
}

/**
 * An accent belongs to the letter: `\bar{\mathbf{h}_s}` is `\bar{\mathbf{h}}_s`. Over two capitals it makes one name
 * (`\overrightarrow{PQ}`); over anything else it stays a node of its own.
 */
export function expandAccent(node: SyntaxOf<'accent'>, font: FontStyle | undefined, build: Build): void {
  const inner: Build = { out: [], spaced: build.spaced };
  expand(node.body, font, inner);
  const [only] = inner.out;
  const name = accentName(node.name);
  if (only && inner.out.length === 1 && (only.type === 'letter' || only.type === 'word' || only.type === 'function')) {
    const accented: Item = {
      ...only,
      accents: [...only.accents, name],
      start: node.span[0],
      end: node.span[1],
      nucleusStart: node.span[0],
    };
    if (only.type === 'function') accented.type = 'word';
    build.spaced = false;
    build.out.push({ ...accented, nucleusEnd: only.scripted ? only.nucleusEnd : node.span[1] });
    return;
  }
  const [sign, what] = inner.out;
  // `\vec{dA}`: the arrow belongs to what the small step is of.
  if (name === 'vec' && inner.out.length === 2 && what && sign?.name === 'd' && !sign.scripted && isPath(what)) {
    build.out.push({ ...sign, start: node.span[0] }, { ...what, accents: [name], end: node.span[1] });
    build.spaced = false;
    return;
  }
  const letters = inner.out.map((item) => (item.type === 'letter' && !item.scripted ? item.name : ' ')).join('');
  if (/^[A-Z]{2,3}$/.test(letters) && /bar|vec/.test(name)) {
    push(build, { ...makeItem('word', letters, node, font), accents: [name] });
    return;
  }
  push(build, makeItem('node', 'accent', node, font));
}

/** A step along a path or over a surface: `d\vec r`, `d\vec l`, `d\vec A`. */
function isPath(item: Item): boolean {
  return (item.type === 'letter' || item.type === 'word') && /^([A-Zalrsx]|ell)$/.test(item.name);
}

export function expandStack(node: SyntaxOf<'stack'>, font: FontStyle | undefined, build: Build): void {
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
      build.out.push(only.name !== 'to' && isDefinition(node.over) ? { ...widened, name: ':=' } : widened);
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
    if (node.under && !node.over && !only.scripted && takesUnder(only)) {
      build.out.push({ ...widened, sub: node.under, scripted: true });
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

/** `\underset{x \sim p}{\mathbb{E}}`: what stands under an operator says over what it is taken. */
function takesUnder(item: Item): boolean {
  return /^(E|P|V|Pr|Var|Cov|mean)$/.test(item.name) && /^(letter|word|function)$/.test(item.type);
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
