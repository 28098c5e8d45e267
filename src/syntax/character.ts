import type { Span } from '../expr/span.js';
import { characterSpec } from './commands/table.js';
import { isChar, next, peek, type Reader, skipSpaces } from './reader.js';
import { readRadicalSign } from './root.js';
import { readScripts } from './scripts.js';
import type { FontName, SyntaxNode } from './tree.js';
import { MARK_ACCENTS, STRIKE, styledLetter, subscriptOf, superscriptOf, VULGAR_FRACTIONS } from './unicode.js';

/** What the character at the next token stands for; a number takes all its digits. */
export function readCharacter(r: Reader): SyntaxNode | null {
  const token = peek(r);
  const { text } = token;
  if (isDigit(text) || text === '.') {
    const number = readNumber(r) ?? readEllipsis(r);
    if (number) return number;
  }
  if (text === '√') return readRadicalSign(r);
  if (text.length === 1 && text > '\x7f' && (superscriptOf(text) || subscriptOf(text))) {
    return readScripts(r, null, token.start);
  }
  next(r);
  return nodeOfCharacter(text, [token.start, token.end]);
}

/** One digit, as an argument without braces is read: `\frac12`. */
export function readDigit(r: Reader): SyntaxNode | null {
  const token = peek(r);
  if (!isDigit(token.text)) return null;
  next(r);
  return { kind: 'number', text: token.text, span: [token.start, token.end] };
}

/** Digits with at most one point before the last of them; TeX sets `1 000` as 1000, so spaces between digits do not count. */
function readNumber(r: Reader): SyntaxNode | null {
  const start = peek(r).start;
  let text = '';
  let point = false;
  for (let i = r.at; i < r.limit; i++) {
    const token = r.tokens[i];
    if (!token || (token.type === 'space' && token.text !== '~')) continue;
    if (token.type !== 'char') break;
    if (isDigit(token.text)) text += token.text;
    else if (token.text === '.' && !point && digitFollows(r, i)) {
      point = true;
      text += '.';
    } else break;
    r.at = i + 1;
    r.lastEnd = token.end;
  }
  return text === '' ? null : { kind: 'number', text, span: [start, r.lastEnd] };
}

function digitFollows(r: Reader, at: number): boolean {
  for (let i = at + 1; i < r.limit; i++) {
    const token = r.tokens[i];
    if (token?.type !== 'space' || token.text === '~') return token?.type === 'char' && isDigit(token.text);
  }
  return false;
}

/** Three points, with or without spaces between them. */
function readEllipsis(r: Reader): SyntaxNode | null {
  const start = peek(r).start;
  const { at, lastEnd } = r;
  for (let i = 0; i < 3; i++) {
    skipSpaces(r);
    if (!isChar(peek(r), '.')) {
      r.at = at;
      r.lastEnd = lastEnd;
      return null;
    }
    next(r);
  }
  return { kind: 'atom', name: 'ldots', cls: 'inner', span: [start, r.lastEnd] };
}

/** A character by itself, with its combining accents. */
export function nodeOfCharacter(text: string, span: Span): SyntaxNode {
  const point = text.codePointAt(0) ?? 0;
  if (text.length === 1 && ((point >= 0x61 && point <= 0x7a) || (point >= 0x41 && point <= 0x5a))) {
    return { kind: 'atom', name: text, cls: 'ord', span };
  }
  const base = String.fromCodePoint(point);
  if (base.length < text.length) return accented(base, text.slice(base.length), span);
  const spec = characterSpec(text);
  if (spec?.kind === 'sign') return { kind: 'atom', name: spec.name, cls: spec.cls, span };
  if (spec?.kind === 'letter') return inFont(spec.font, { kind: 'atom', name: spec.name, cls: 'ord', span });
  if (spec?.kind === 'bigop') return { kind: 'bigop', name: spec.name, span };
  if (isDigit(text)) return { kind: 'number', text, span };
  if (point >= 0xff01 && point <= 0xff5e) return nodeOfCharacter(String.fromCodePoint(point - 0xfee0), span);
  const styled = styledLetter(point);
  if (styled) {
    const letter = nodeOfCharacter(styled.letter, span);
    return styled.font ? inFont(styled.font, letter) : letter;
  }
  const parts = VULGAR_FRACTIONS[text];
  if (parts) {
    const [numerator, denominator] = parts.map((digits) => ({ kind: 'number', text: digits, span }) as const);
    if (numerator && denominator)
      return { kind: 'fraction', numerator, denominator, bar: true, open: '', close: '', span };
  }
  const split = point > 0x7f ? text.normalize('NFD') : text;
  const first = String.fromCodePoint(split.codePointAt(0) ?? 0);
  if (first.length < split.length && [...split.slice(first.length)].every((mark) => mark in MARK_ACCENTS)) {
    return accented(first, split.slice(first.length), span);
  }
  return { kind: 'atom', name: text, cls: 'ord', span };
}

function accented(base: string, marks: string, span: Span): SyntaxNode {
  let node = nodeOfCharacter(base, span);
  // More marks than this are decoration, and would nest without bound.
  for (const mark of [...marks].slice(0, 4)) {
    const name = MARK_ACCENTS[mark];
    if (name) node = { kind: 'accent', name, body: node, span };
    else if (mark === STRIKE) node = negated(node, span);
  }
  return node;
}

/** `\not=` is `ne`, `\not\in` is `notin`; any other sign becomes `not-` and its name. */
export function negated(node: SyntaxNode, span: Span): SyntaxNode {
  if (node.kind !== 'atom') return { kind: 'style', name: 'not', hidden: false, body: node, span };
  const known: Readonly<Record<string, string>> = { '=': 'ne', in: 'notin' };
  return { kind: 'atom', name: known[node.name] ?? `not-${node.name}`, cls: node.cls, span };
}

function inFont(font: FontName, body: SyntaxNode): SyntaxNode {
  return { kind: 'font', font, body, span: body.span };
}

function isDigit(text: string): boolean {
  return text.length === 1 && text >= '0' && text <= '9';
}
