import type { FontStyle } from '../expr/types.js';
import type { FontName, SyntaxNode, SyntaxOf } from '../syntax/tree.js';
import { type Build, expand, type Item, inline, makeItem, push, withScripts } from './items.js';
import { isProse } from './names.js';
import { leadingCondition, nameWithScripts } from './words.js';

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

/** A change of font: a letter in it, a word, or whatever else stands there, piece by piece. */
export function expandFont(node: SyntaxOf<'font'>, font: FontStyle | undefined, build: Build): void {
  const style = FONT_STYLES[node.font] ?? (node.font === 'italic' ? font : undefined);
  const body = insideOf(node.body);
  const word = wordIn(body, node.font);
  if (word !== null) {
    const single = [...word].length === 1;
    if (single) push(build, makeItem('letter', word, node, style));
    else if (isProse(word) && /^[a-z]/i.test(word) && style === 'roman')
      push(build, makeItem('text', word.replace(/\s+/g, ' '), node));
    else push(build, makeItem('word', word.trim(), node, keepsFont(style) ? style : undefined));
    return;
  }
  const named = style === 'roman' ? nameWithScripts(body) : null;
  if (named) {
    push(build, withScripts({ ...makeItem('word', named.word, node), nucleusEnd: named.end }, named.scripts));
    return;
  }
  const from = build.out.length;
  inline(build, node, () => expandInFont(body, style, font, build));
  const [only, ...more] = build.out.slice(from);
  // A letter that has a name of its own (`\boldsymbol\mu`) is as long as the command that sets its font.
  if (only?.type !== 'letter' || only.scripted || more.length > 0) return;
  const [start, end] = node.span;
  build.out[from] = { ...only, start, end, nucleusStart: start, nucleusEnd: end };
}

/** `{\rm if~|x| < 1}`: the word is upright and the rest is not meant to be. */
function expandInFont(
  body: SyntaxNode,
  style: FontStyle | undefined,
  outer: FontStyle | undefined,
  build: Build,
): void {
  const condition = style === 'roman' && body.kind === 'row' ? leadingCondition(body) : null;
  if (!condition) {
    if (style === 'roman' && body.kind === 'row') expandAcronyms(body, build);
    else expand(body, style, build);
    return;
  }
  const [first, ...more] = condition.letters;
  const end = more[more.length - 1]?.span[1] ?? first.span[1];
  push(build, { ...makeItem('text', condition.word, first), end, nucleusEnd: end });
  for (const child of condition.rest) expand(child, outer, build);
}

/** `\text{TP + FP}`: a sum of names in capitals, as it is of letters. */
export function sumOfNames(node: SyntaxOf<'text'>): readonly Item[] | null {
  if (node.math.length > 0 || !/^\s*\p{Lu}{2,}(\s*[+-]\s*\p{Lu}{2,})+\s*$/u.test(node.text)) return null;
  // What is in braces ends right before the last of them.
  const start = node.span[1] - 1 - node.text.length;
  return [...node.text.matchAll(/\p{Lu}+|[+-]/gu)].map((piece) => {
    const [name] = piece;
    const at = start + piece.index;
    const place = { ...node, span: [at, at + name.length] as const };
    return makeItem(/[+-]/.test(name) ? 'plus' : 'word', name, place);
  });
}

/** `\mathrm{TP + FP}`, `{\rm TP + FP}`: capitals side by side are one name each. */
function expandAcronyms(row: SyntaxOf<'row'>, build: Build): void {
  const { items } = row;
  for (let at = 0; at < items.length; ) {
    let end = at;
    while (isCapital(items[end])) end++;
    const run = items.slice(at, Math.max(end, at + 1));
    const [first, last] = [run[0] as SyntaxNode, run[run.length - 1] as SyntaxNode];
    if (run.length < 2) expand(first, 'roman', build);
    else {
      const name = run.map((one) => (one.kind === 'atom' ? one.name : '')).join('');
      push(build, { ...makeItem('word', name, first), end: last.span[1], nucleusEnd: last.span[1] });
    }
    at += run.length;
  }
}

function isCapital(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'atom' && /^\p{Lu}$/u.test(node.name);
}

/** What braces hold, however many there are: `{\rm {RSS}}`. */
function insideOf(node: SyntaxNode): SyntaxNode {
  if (node.kind === 'group') return insideOf(node.body);
  const [only, ...more] = node.kind === 'row' ? node.items : [];
  return only?.kind === 'group' && more.length === 0 ? insideOf(only) : node;
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
    else if (node.kind === 'atom' && /^[-_.,;]$/.test(node.name) && letters !== '') letters += node.name;
    else return null;
  }
  letters = letters.replace(/[\s.,;]+$/, '');
  if (/[,;]/.test(letters) && !spaces) return null;
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
