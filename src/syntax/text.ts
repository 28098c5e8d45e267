import { takeRaw } from './argument.js';
import { commandNamed } from './commands/table.js';
import {
  abort,
  fail,
  MAX_DEPTH,
  missing,
  next,
  peek,
  type Reader,
  STOP,
  skipSpaces,
  unknownCommand,
} from './reader.js';
import { readBody } from './row.js';
import type { Token } from './token.js';
import type { FontName, SyntaxNode, SyntaxOf } from './tree.js';

type Text = { text: string; math: SyntaxNode[] };

/** Commands of text that stand for a character. */
const TEXT_SIGNS: Readonly<Record<string, string>> = {
  ' ': ' ',
  ',': ' ',
  ':': ' ',
  ';': ' ',
  '>': ' ',
  '!': '',
  quad: ' ',
  qquad: ' ',
  space: ' ',
  nobreakspace: ' ',
  enspace: ' ',
  '\\': ' ',
  newline: ' ',
  par: ' ',
  '%': '%',
  $: '$',
  '#': '#',
  '&': '&',
  _: '_',
  '{': '{',
  '}': '}',
  '-': '',
  '/': '',
  '@': '',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textunderscore: '_',
  textdollar: '$',
  textbar: '|',
  textbardbl: '‖',
  textless: '<',
  textgreater: '>',
  textbraceleft: '{',
  textbraceright: '}',
  lbrack: '[',
  rbrack: ']',
  textellipsis: '…',
  ldots: '…',
  dots: '…',
  textendash: '–',
  textemdash: '—',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
  lq: '‘',
  rq: '’',
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  i: 'ı',
  j: 'ȷ',
  l: 'ł',
  L: 'Ł',
  S: '§',
  P: '¶',
  dag: '†',
  ddag: '‡',
  textdagger: '†',
  textdaggerdbl: '‡',
  textdegree: '°',
  degree: '°',
  pounds: '£',
  textsterling: '£',
  copyright: '©',
  textcopyright: '©',
  textregistered: '®',
  circledR: '®',
  yen: '¥',
  checkmark: '✓',
  maltese: '✠',
  varvdots: '⋮',
  vdots: '⋮',
  TeX: 'TeX',
  LaTeX: 'LaTeX',
  KaTeX: 'KaTeX',
};

/** Accents of text, as combining characters. */
const TEXT_ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030c',
  r: '\u030a',
  H: '\u030b',
  c: '\u0327',
};

/** The argument of `\text` and the like. The span begins at `command`, or at the argument if the command is a box. */
export function readTextArgument(r: Reader, font: FontName, command: Token, boxed = false): SyntaxOf<'text'> {
  const content: Text = { text: '', math: [] };
  skipSpaces(r);
  const start = boxed ? Math.max(command.end, peek(r).start) : command.start;
  if (!readPiece(r, content)) {
    const shown = `\\${command.text}`;
    content.math.push(missing(r, 'latex/missing-argument', `${shown} needs an argument`, `write ${shown}{…}`));
  }
  const text = content.text.replace(/\s+/g, ' ').trim().normalize('NFC');
  const spaced = /^\s+\S|\S\s+$/.test(content.text) ? { spaced: true as const } : {};
  const span = [start, Math.max(start, command.end, r.lastEnd)] as const;
  return { kind: 'text', text, ...spaced, font, math: content.math, span };
}

/** `\verb|…|`, or a URL: the text as it stands. */
export function readVerbatim(r: Reader): SyntaxNode {
  const token = next(r);
  return { kind: 'text', text: token.text, font: 'typewriter', math: [], span: [token.start, token.end] };
}

/** A group, a character, a command or a formula in text. False, with nothing taken, where the text ends. */
function readPiece(r: Reader, content: Text): boolean {
  const token = peek(r);
  switch (token.type) {
    case 'open':
      readGroupOfText(r, content);
      return true;
    case 'end':
    case 'close':
      return false;
    case 'dollar':
      readMath(r, content);
      return true;
    case 'command':
      if (token.text === '(') readMath(r, content);
      else if (token.text === 'end' || token.text === 'right') return false;
      else readTextCommand(r, content);
      return true;
    case 'error':
      next(r);
      if (token.problem && !r.aborted) {
        r.problems.push(token.problem);
        const { code, span, message, hint } = token.problem;
        content.math.push({ kind: 'error', code, span, message, hint });
      }
      return true;
    default:
      next(r);
      content.text += token.text === '~' ? ' ' : token.text;
      return true;
  }
}

function readGroupOfText(r: Reader, content: Text): void {
  const open = next(r);
  if (r.depth >= MAX_DEPTH) {
    content.math.push(abort(r));
    return;
  }
  r.depth++;
  while (readPiece(r, content));
  r.depth--;
  if (peek(r).type === 'close') next(r);
  else if (!r.aborted) {
    const message = `missing } for the group opened at ${open.start}`;
    content.math.push(missing(r, 'latex/open-group', message, 'add the closing brace'));
  }
}

/** `$…$` or `\(…\)` inside text. */
function readMath(r: Reader, content: Text): void {
  const open = next(r);
  const body = readBody(r, STOP.close | STOP.math, open.end);
  content.math.push(body);
  content.text += ' ';
  const close = peek(r);
  if (close.type === 'dollar' || (close.type === 'command' && close.text === ')')) next(r);
  else if (!r.aborted) {
    const message = `missing $ for the formula in text opened at ${open.start}`;
    content.math.push(missing(r, 'latex/open-group', message, 'add the closing dollar sign'));
  }
}

function readTextCommand(r: Reader, content: Text): void {
  const token = next(r);
  const sign = TEXT_SIGNS[token.text];
  if (sign !== undefined) {
    content.text += sign;
    return;
  }
  const mark = TEXT_ACCENTS[token.text];
  if (mark !== undefined) {
    const letter = takeRaw(r);
    content.text += letter.slice(0, 1) + mark + letter.slice(1);
    return;
  }
  const spec = commandNamed(token.text);
  switch (spec?.kind) {
    case 'text':
    case 'font':
    case 'accent':
    case 'class':
    case 'bracketed':
    case 'fontDeclaration':
      // The argument follows as more text.
      return;
    case 'style':
    case 'ignored':
    case 'space':
      for (const argument of spec.shape) if (argument === 'r' || argument === 's') takeRaw(r);
      if (spec.kind === 'space') content.text += ' ';
      return;
    case 'colorDeclaration':
      takeRaw(r);
      return;
    case 'sign':
    case 'letter':
    case 'operator':
      content.text += spec.name.length === 1 ? spec.name : ` ${spec.name} `;
      return;
    case 'special':
      if (spec.name === 'url' || spec.name === 'tag') content.text += takeRaw(r);
      else notText(r, token, content);
      return;
    case undefined:
      content.math.push(unknownCommand(r, token));
      return;
    default:
      notText(r, token, content);
  }
}

function notText(r: Reader, token: Token, content: Text): void {
  const message = `\\${token.text} stands for a formula, but is in text`;
  const hint = `write $\\${token.text}…$`;
  content.math.push(fail(r, 'latex/bad-character', [token.start, token.end], message, hint));
}
