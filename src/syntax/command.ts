import { needArgument, readOptional, takeOptionalRaw, takeRaw, takeSize } from './argument.js';
import type { CommandSpec, SpecialName } from './commands/spec.js';
import { commandNamed } from './commands/table.js';
import { readLeftRight, readMiddle, readSized, readStrayRight } from './delimiter.js';
import { readEnvironment, readStrayEnd } from './environment.js';
import { readMathOp, readOperatorName } from './operator.js';
import { asRow, emptyRow, fail, missing, next, peek, type Reader, takeChar, unknownCommand } from './reader.js';
import { readSqrt } from './root.js';
import { readScripts } from './scripts.js';
import { readChar, readGenfrac, readNot, readPart, readPrescript, readSideset, readTag } from './special.js';
import { readIntertext, readSubstack } from './table.js';
import { readTextArgument, readVerbatim } from './text.js';
import type { Token } from './token.js';
import type { RowNode, SyntaxNode } from './tree.js';

/** Reads the command at the next token with its arguments; null if it leaves nothing in the tree. */
export function readCommand(r: Reader): SyntaxNode | null {
  const token = peek(r);
  const spec = commandNamed(token.text);
  if (!spec) {
    next(r);
    return unknownCommand(r, token);
  }
  if (spec.kind === 'special') return readSpecial(r, spec.name, token);
  if (spec.kind === 'sized') return readSized(r, spec.cls);
  next(r);
  return readSpec(r, spec, token);
}

function readSpec(
  r: Reader,
  spec: Exclude<CommandSpec, { kind: 'special' | 'sized' }>,
  token: Token,
): SyntaxNode | null {
  const { start } = token;
  const shown = `\\${token.text}`;
  /** From the command to the last token taken. */
  const span = () => [start, Math.max(token.end, r.lastEnd)] as const;
  switch (spec.kind) {
    case 'sign':
      return { kind: 'atom', name: spec.name, cls: spec.cls, span: span() };
    case 'letter': {
      const letter: SyntaxNode = { kind: 'atom', name: spec.name, cls: 'ord', span: span() };
      return { kind: 'font', font: spec.font, body: letter, span: span() };
    }
    case 'operator':
      return { kind: 'operator', name: spec.name, limits: spec.limits, span: span() };
    case 'bigop':
      return { kind: 'bigop', name: spec.name, span: span() };
    case 'accent': {
      const body = needArgument(r, shown);
      return { kind: 'accent', name: spec.name, body, span: span() };
    }
    case 'font': {
      const body = needArgument(r, shown);
      return { kind: 'font', font: spec.font, body, span: span() };
    }
    case 'fraction': {
      const numerator = needArgument(r, shown, 1, 2);
      const denominator = needArgument(r, shown, 2, 2);
      return {
        kind: 'fraction',
        numerator,
        denominator,
        bar: spec.bar,
        open: spec.open,
        close: spec.close,
        span: span(),
      };
    }
    case 'text':
      return readTextArgument(r, spec.font, token);
    case 'style':
      return readStyle(r, spec, token);
    case 'class': {
      const body = needArgument(r, shown);
      const only = body.kind === 'row' && body.items.length === 1 ? body.items[0] : body;
      if (only?.kind === 'atom') return { ...only, cls: spec.cls, span: span() };
      return { kind: 'style', name: spec.name, hidden: false, body, span: span() };
    }
    case 'space': {
      const wide = takeShape(r, spec.shape) || spec.wide || startsThick(r, token);
      return { kind: 'space', wide, span: span() };
    }
    case 'ignored':
      takeShape(r, spec.shape);
      return null;
    case 'stack':
      return readStack(r, spec.name, spec.order, token);
    case 'brace': {
      const base = needArgument(r, shown);
      return { kind: 'stack', form: 'brace', name: spec.name, base, over: null, under: null, span: span() };
    }
    case 'arrow': {
      const under = readOptional(r);
      const over = needArgument(r, shown);
      const base: SyntaxNode = { kind: 'atom', name: spec.name, cls: 'rel', span: [start, token.end] };
      const [above, below] = [unlessEmpty(over), under && unlessEmpty(under)];
      return { kind: 'stack', form: spec.form, name: token.text, base, over: above, under: below, span: span() };
    }
    case 'bracketed': {
      const body: RowNode = asRow(needArgument(r, shown));
      return { kind: 'delimited', open: spec.open, close: spec.close, body, middles: [], span: span() };
    }
    case 'infix':
    case 'fontDeclaration':
    case 'colorDeclaration':
      // Rows read these themselves; as an argument they have nothing to act on.
      return missing(
        r,
        'latex/missing-argument',
        `${shown} at ${start} stands where a formula is expected`,
        'use braces',
      );
  }
}

function readSpecial(r: Reader, name: SpecialName, token: Token): SyntaxNode | null {
  switch (name) {
    case 'begin':
      return readEnvironment(r);
    case 'end':
      return readStrayEnd(r);
    case 'left':
      return readLeftRight(r);
    case 'right':
      return readStrayRight(r);
    case 'middle':
      return readMiddle(r);
    case 'sqrt':
      return readSqrt(r);
    case 'genfrac':
      return readGenfrac(r);
    case 'operatorname':
      return readOperatorName(r, false);
    case 'operatorname*':
      return readOperatorName(r, true);
    case 'mathop':
      return readMathOp(r);
    case 'not':
      return readNot(r);
    case 'char':
      return readChar(r);
    case 'substack':
      return readSubstack(r);
    case 'sideset':
      return readSideset(r);
    case 'prescript':
      return readPrescript(r);
    case 'tag':
      return readTag(r);
    case 'intertext':
      return readIntertext(r);
    case 'part':
      return readPart(r);
    case 'url':
      next(r);
      return peek(r).type === 'raw' ? widened(readVerbatim(r), token.start) : readTextArgument(r, 'typewriter', token);
    case 'limits':
      return readScripts(r, null, token.start);
    case 'newline':
      next(r);
      return { kind: 'space', wide: true, span: [token.start, token.end] };
    case 'outer': {
      next(r);
      const message = `\\${token.text} at ${token.start} inside the formula`;
      return fail(r, 'latex/stray-close', [token.start, token.end], message, 'give one formula at a time');
    }
  }
}

/** `\;\;\;`: three thick spaces in a row are nearly as wide as a `\quad`. The first has been read. */
function startsThick(r: Reader, { text }: Token): boolean {
  const [second, third] = [0, 1].map((k) => r.tokens.slice(r.at, r.at + 4).filter((t) => t.type !== 'space')[k]);
  return [second, third].every((t) => t?.type === 'command' && t.text === text) && text === ';';
}

function widened(node: SyntaxNode, start: number): SyntaxNode {
  return { ...node, span: [start, node.span[1]] };
}

function unlessEmpty(node: SyntaxNode): SyntaxNode | null {
  return node.kind === 'row' && node.items.length === 0 ? null : node;
}

/** Takes arguments that leave nothing; true if one of them is a length of an em or more. */
function takeShape(r: Reader, shape: string): boolean {
  let wide = false;
  for (const argument of shape) {
    if (argument === 's') wide = takeSize(r) || wide;
    else takeDropped(r, argument);
  }
  return wide;
}

function takeDropped(r: Reader, argument: string): void {
  if (argument === '*') takeChar(r, '*');
  else if (argument === 'o') takeOptionalRaw(r, /^/);
  else takeRaw(r);
}

function readStyle(r: Reader, spec: Extract<CommandSpec, { kind: 'style' }>, token: Token): SyntaxNode {
  let body: SyntaxNode | null = null;
  for (const argument of spec.shape) {
    if (argument === 'm') body = needArgument(r, `\\${token.text}`);
    else if (argument === 't') body = readTextArgument(r, 'normal', token, true);
    else if (argument === 's') takeSize(r);
    else takeDropped(r, argument);
  }
  const span = [token.start, Math.max(token.end, r.lastEnd)] as const;
  return { kind: 'style', name: token.text, hidden: spec.hidden, body: body ?? emptyRow(r), span };
}

function readStack(r: Reader, name: string, order: string, token: Token): SyntaxNode {
  const shown = `\\${token.text}`;
  const wanted = order.replace('U', '').length;
  let base: SyntaxNode | null = null;
  let over: SyntaxNode | null = null;
  let under: SyntaxNode | null = null;
  let place = 0;
  for (const part of order) {
    if (part === 'U') under = readOptional(r);
    else {
      const argument = needArgument(r, shown, ++place, wanted);
      if (part === 'b') base = argument;
      else if (part === 'o') over = unlessEmpty(argument);
      else under = unlessEmpty(argument);
    }
  }
  const span = [token.start, Math.max(token.end, r.lastEnd)] as const;
  return { kind: 'stack', form: 'set', name, base: base ?? emptyRow(r), over, under, span };
}
