import { needArgument, readArgument, takeRaw } from './argument.js';
import { negated, nodeOfCharacter } from './character.js';
import { commandNamed } from './commands/table.js';
import { missing, next, peek, type Reader, rowOf, skipSpaces, takeChar, unknownCommand } from './reader.js';
import { readNucleus } from './row.js';
import { readTextArgument } from './text.js';
import type { RowNode, SyntaxNode } from './tree.js';

/** `\genfrac{(}{)}{0pt}{1}{a}{b}`: brackets, thickness of the bar, size, and what stands above and below. */
export function readGenfrac(r: Reader): SyntaxNode {
  const command = next(r);
  const open = delimiterOf(takeRaw(r));
  const close = delimiterOf(takeRaw(r));
  const bar = !/^\s*0*\.?0*\s*([a-z]{2})?\s*$/.test(takeRaw(r) || '1');
  takeRaw(r);
  const numerator = needArgument(r, '\\genfrac', 5, 6);
  const denominator = needArgument(r, '\\genfrac', 6, 6);
  return { kind: 'fraction', numerator, denominator, bar, open, close, span: [command.start, r.lastEnd] };
}

/** The normal name of a delimiter that was taken as text. */
function delimiterOf(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('\\')) return trimmed === '.' ? '' : trimmed;
  const spec = commandNamed(trimmed.slice(1));
  return spec?.kind === 'sign' ? spec.name : '';
}

/** `\not=`; alone it is a sign of its own. */
export function readNot(r: Reader): SyntaxNode {
  const command = next(r);
  skipSpaces(r);
  const token = peek(r);
  const spec = token.type === 'command' ? commandNamed(token.text) : undefined;
  let target: SyntaxNode | null = null;
  if (token.type === 'char' || spec?.kind === 'sign') target = readNucleus(r);
  else if (token.type === 'open' || spec?.kind === 'class') target = readArgument(r);
  if (!target) return { kind: 'atom', name: 'not', cls: 'rel', span: [command.start, command.end] };
  const only = target.kind === 'row' && target.items.length === 1 ? target.items[0] : undefined;
  return negated(only ?? target, [command.start, r.lastEnd]);
}

/** `\char65`, `\char"41`, `\char'101`, `` \char`A ``, `\unicode{x41}`, `\symbol{65}`. */
export function readChar(r: Reader): SyntaxNode {
  const command = next(r);
  skipSpaces(r);
  const token = peek(r);
  let point = Number.NaN;
  if (token.type === 'char' && token.text === '`') {
    next(r);
    point = takeRaw(r).replace(/^\\/, '').codePointAt(0) ?? Number.NaN;
  } else if (token.type === 'open') point = codeOf(takeRaw(r).trim());
  else {
    let text = '';
    while (text.length < 8) {
      const part = peek(r);
      const fits = text === '' ? /^["']$/ : /^$/;
      if ((part.type !== 'char' && part.type !== 'prime') || !(/^[0-9A-Fa-f]$/.test(part.text) || fits.test(part.text)))
        break;
      if (!/^["0-9A-F]/.test(text || part.text) && part.type !== 'prime') break;
      if (!text.startsWith('"') && /^[A-Fa-f]$/.test(part.text)) break;
      text += next(r).text;
    }
    point = codeOf(text);
  }
  if (!(point >= 0 && point <= 0x10ffff) || (point >= 0xd800 && point <= 0xdfff)) {
    const message = `\\${command.text} at ${command.start} needs the number of a character`;
    return missing(r, 'latex/missing-argument', message, 'write \\char"41');
  }
  return nodeOfCharacter(String.fromCodePoint(point), [command.start, r.lastEnd]);
}

function codeOf(text: string): number {
  if (text === '') return Number.NaN;
  if (text.startsWith('"')) return Number.parseInt(text.slice(1), 16);
  if (text.startsWith("'")) return Number.parseInt(text.slice(1), 8);
  const hex = /^(?:0?x|U\+)([0-9a-f]+)$/i.exec(text);
  return hex?.[1] ? Number.parseInt(hex[1], 16) : Number.parseInt(text, 10);
}

/** `\sideset{_1^2}{_3^4}\prod`: the scripts of both sides, as a row; the operator follows by itself. */
export function readSideset(r: Reader): SyntaxNode {
  const command = next(r);
  const left = needArgument(r, '\\sideset', 1, 2);
  const right = needArgument(r, '\\sideset', 2, 2);
  const span = [command.start, r.lastEnd] as const;
  return { kind: 'style', name: 'sideset', hidden: false, body: pair(left, right), span };
}

/** `\prescript{a}{b}{X}`: superscript and subscript before `X`, as scripts without base, then `X`. */
export function readPrescript(r: Reader): SyntaxNode {
  const command = next(r);
  const sup = needArgument(r, '\\prescript', 1, 3);
  const sub = needArgument(r, '\\prescript', 2, 3);
  const before: SyntaxNode = { kind: 'scripts', base: null, sub, sup, primes: 0, span: [sup.span[0], sub.span[1]] };
  const body = pair(before, needArgument(r, '\\prescript', 3, 3));
  return { kind: 'style', name: 'prescript', hidden: false, body, span: [command.start, r.lastEnd] };
}

function pair(a: SyntaxNode, b: SyntaxNode): RowNode {
  return rowOf([a, b], [a.span[0], b.span[1]]);
}

/** `\tag{1}` leaves no node; the table around keeps its text. */
export function readTag(r: Reader): SyntaxNode | null {
  const command = next(r);
  takeChar(r, '*');
  const { text, math } = readTextArgument(r, 'normal', command);
  r.tag = text;
  return math.find((node) => node.kind === 'error') ?? null;
}

/** `\part{name}{…}` marks a piece of a catalogue form; elsewhere it is a command like any unknown one. */
export function readPart(r: Reader): SyntaxNode {
  const command = next(r);
  if (!r.parts) return unknownCommand(r, command);
  const name = takeRaw(r).trim();
  const body = needArgument(r, '\\part', 2, 2);
  const span = [command.start, r.lastEnd] as const;
  return { kind: 'style', name: `part:${name}`, hidden: false, body, span };
}
