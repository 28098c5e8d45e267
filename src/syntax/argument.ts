import { readDigit } from './character.js';
import { commandNamed } from './commands/table.js';
import { readBraced } from './group.js';
import {
  abort,
  INHERITED,
  isChar,
  MAX_DEPTH,
  missing,
  next,
  peek,
  type Reader,
  rowOf,
  STOP,
  skipSpaces,
} from './reader.js';
import { readBody, readNucleus } from './row.js';
import type { RowNode, SyntaxNode } from './tree.js';

/** The argument of a command or script: the row inside braces, or the one thing that follows. Null if nothing does. */
export function readArgument(r: Reader): SyntaxNode | null {
  while (true) {
    skipSpaces(r);
    const token = peek(r);
    switch (token.type) {
      case 'open':
        return readBraced(r);
      case 'char':
        if (token.text === ']' && r.stops & STOP.bracket) return null;
        return readDigit(r) ?? readDeeper(r);
      case 'command': {
        const spec = commandNamed(token.text);
        if (spec?.kind === 'ignored' && spec.shape === '') {
          next(r);
          continue;
        }
        if (spec?.kind === 'fontDeclaration') {
          next(r);
          const body = readDeeperArgument(r);
          return body && { kind: 'font', font: spec.font, body, span: [token.start, body.span[1]] };
        }
        if (spec?.kind === 'infix') return null;
        if (spec?.kind === 'special' && ENDS.has(token.text)) return null;
        return readDeeper(r);
      }
      case 'prime':
      case 'raw':
      case 'error':
      case 'space':
        return readDeeper(r);
      case 'close':
      case 'dollar':
      case 'sup':
      case 'sub':
      case 'amp':
      case 'end':
        return null;
    }
  }
}
const ENDS = new Set(['\\', 'cr', 'newline', 'tabularnewline', 'right', 'end', 'middle', ')', ']', 'intertext', 'tag']);

function readDeeper(r: Reader): SyntaxNode | null {
  if (r.depth >= MAX_DEPTH) return abort(r);
  r.depth++;
  const node = readNucleus(r);
  r.depth--;
  return node;
}

function readDeeperArgument(r: Reader): SyntaxNode | null {
  if (r.depth >= MAX_DEPTH) return abort(r);
  r.depth++;
  const node = readArgument(r);
  r.depth--;
  return node;
}

/** An argument that must be there: an error node without width if it is not. `what` names the command. */
export function needArgument(r: Reader, what: string, place = 1, of = 1): SyntaxNode {
  const argument = readArgument(r);
  if (argument) return argument;
  const message =
    of === 1 ? `${what} needs an argument` : `${what} needs ${of} arguments, the ${ORDINALS[place]} is missing`;
  return missing(r, 'latex/missing-argument', message, `write ${what}${'{…}'.repeat(of)}`);
}
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** The row inside `[…]`; null if none follows. */
export function readOptional(r: Reader): RowNode | null {
  skipSpaces(r);
  const open = peek(r);
  if (!isChar(open, '[')) return null;
  next(r);
  const body = readBody(r, (r.stops & INHERITED) | STOP.bracket, open.end);
  if (isChar(peek(r), ']')) {
    next(r);
    return body;
  }
  if (r.aborted) return body;
  const error = missing(r, 'latex/missing-argument', `missing ] for the [ at ${open.start}`, 'add the closing bracket');
  return rowOf([...body.items, error], [body.span[0], Math.max(body.span[1], error.span[1])]);
}

/** Takes `{…}`, or one token, without reading it as a formula, and gives its text. */
export function takeRaw(r: Reader): string {
  skipSpaces(r);
  const token = peek(r);
  if (token.type === 'open') return takeBalanced(r);
  if (token.type === 'char' || token.type === 'raw') return next(r).text;
  if (token.type === 'command' && !ENDS.has(token.text)) return `\\${next(r).text}`;
  return '';
}

function takeBalanced(r: Reader): string {
  const open = next(r);
  let depth = 0;
  let text = '';
  for (let token = peek(r); token.type !== 'end'; token = peek(r)) {
    if (token.type === 'close' && depth === 0) {
      next(r);
      return text;
    }
    if (token.type === 'open') depth++;
    else if (token.type === 'close') depth--;
    text += token.type === 'command' ? `\\${token.text}` : token.text;
    next(r);
  }
  if (!r.aborted) {
    const message = `missing } for the group opened at ${open.start}`;
    r.late.push(missing(r, 'latex/open-group', message, 'add the closing brace'));
  }
  return text;
}

/** Takes `[…]` if its text fits the pattern; leaves everything as it was if not. */
export function takeOptionalRaw(r: Reader, fits: RegExp): string | null {
  const { at, lastEnd } = r;
  skipSpaces(r);
  if (isChar(peek(r), '[')) {
    next(r);
    let text = '';
    for (let i = 0; i < 60; i++) {
      const token = next(r);
      if (token.type === 'end') break;
      if (isChar(token, ']')) {
        if (fits.test(text)) return text;
        break;
      }
      text += token.text;
    }
  }
  r.at = at;
  r.lastEnd = lastEnd;
  return null;
}

const LENGTH = /^\s*([-+]?\s*\d*[.,]?\d*)\s*([a-z]{2})?/;

/** Takes a length, `{1em}` or `-.5em`; true if it is an em wide or more. */
export function takeSize(r: Reader): boolean {
  skipSpaces(r);
  return isWide(peek(r).type === 'open' ? takeBalanced(r) : takeBareSize(r));
}

function takeBareSize(r: Reader): string {
  let text = '';
  const take = (fits: RegExp, most: number) => {
    for (let i = 0; i < most; i++) {
      const { at } = r;
      skipSpaces(r);
      const token = peek(r);
      if (token.type !== 'char' || !fits.test(token.text)) {
        r.at = at;
        return;
      }
      text += next(r).text;
    }
  };
  take(/^[-+−]$/, 1);
  take(/^[\d.,]$/, 12);
  if (/\d/.test(text)) take(/^[a-z]$/, 2);
  return text;
}

const EM_PER_UNIT: Readonly<Record<string, number>> = {
  em: 1,
  ex: 0.43,
  mu: 1 / 18,
  pt: 0.1,
  px: 0.0625,
  bp: 0.1,
  mm: 0.285,
  cm: 2.85,
  in: 7.2,
  pc: 1.2,
};

function isWide(length: string): boolean {
  const match = LENGTH.exec(length);
  return Number(match?.[1]?.replace(/\s/g, '')) * (EM_PER_UNIT[match?.[2] ?? ''] ?? 0) >= 0.999;
}
