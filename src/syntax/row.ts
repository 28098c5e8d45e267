import { takeSize } from './argument.js';
import { readCharacter } from './character.js';
import { readCommand } from './command.js';
import { commandNamed } from './commands/table.js';
import { readColorDeclaration, readFontDeclaration } from './declaration.js';
import { readDelimiter } from './delimiter.js';
import { readGroup } from './group.js';
import { abort, fail, MAX_DEPTH, next, peek, type Reader, rowOf, STOP, skipSpaces, tightRow } from './reader.js';
import { readScripts, scriptFollows } from './scripts.js';
import { readLines, rowEnds } from './table.js';
import { readVerbatim } from './text.js';
import type { Token } from './token.js';
import type { RowNode, SyntaxNode } from './tree.js';

/** `a \over b \over c …` nests to the left; more than this is no formula. */
const MAX_INFIXES = 40;

/**
 * The content of a group, of `\left … \right`, of a whole formula: one row, or a `lines` table if it holds `&` or `\\`.
 * The span runs from `start` to where the content ends.
 */
export function readBody(r: Reader, stops: number, start: number): RowNode {
  const items = readItems(r, stops, start);
  if (!rowEnds(peek(r))) return rowOf(items, [start, Math.max(start, peek(r).start)]);
  const lines = readLines(r, stops, tightRow(items, start));
  return rowOf(lines, [start, Math.max(start, peek(r).start)]);
}

/** One row, up to a `&`, a `\\` or what ends the construct around it; its span is that of its items. */
export function readRow(r: Reader, stops: number): RowNode {
  const start = peek(r).start;
  const items = readItems(r, stops, start);
  return tightRow(items, start);
}

function readItems(r: Reader, stops: number, start: number): readonly SyntaxNode[] {
  if (r.depth >= MAX_DEPTH) return [abort(r)];
  const outerStops = r.stops;
  r.depth++;
  r.stops = stops;
  let items: SyntaxNode[] = [];
  let infixes = 0;
  for (let token = peek(r); !endsRow(r, token); token = peek(r)) {
    const spec = token.type === 'command' ? commandNamed(token.text) : undefined;
    if (spec?.kind === 'infix') {
      if (stops & STOP.infix) break;
      items = [readInfix(r, spec, items, start)];
      if (++infixes > MAX_INFIXES) {
        items.push(abort(r));
        break;
      }
    } else if (spec?.kind === 'fontDeclaration') {
      if (stops & STOP.font) break;
      items.push(readFontDeclaration(r, spec.font));
    } else if (spec?.kind === 'colorDeclaration') {
      if (stops & STOP.color) break;
      items.push(readColorDeclaration(r));
    } else {
      const item = readItem(r);
      if (item) pushItem(items, item);
    }
  }
  r.stops = outerStops;
  r.depth--;
  return items;
}

function endsRow(r: Reader, token: Token): boolean {
  switch (token.type) {
    case 'end':
    case 'amp':
      return true;
    case 'close':
      return (r.stops & STOP.close) !== 0;
    case 'dollar':
      return (r.stops & STOP.math) !== 0;
    case 'char':
      return token.text === ']' && (r.stops & STOP.bracket) !== 0;
    case 'command':
      switch (token.text) {
        case 'right':
          return (r.stops & STOP.right) !== 0;
        case 'end':
          return (r.stops & STOP.end) !== 0;
        case ')':
          return (r.stops & STOP.math) !== 0;
        default:
          return rowEnds(token);
      }
    default:
      return false;
  }
}

/** `:` and `=` side by side are one sign, however the colon was written. */
function pushItem(items: SyntaxNode[], item: SyntaxNode): void {
  const before = items[items.length - 1];
  if (item.kind === 'atom' && before?.kind === 'atom' && before.span[1] <= item.span[0]) {
    const joined = JOINED_SIGNS[`${before.name} ${item.name}`];
    if (joined) {
      items[items.length - 1] = { kind: 'atom', name: joined, cls: 'rel', span: [before.span[0], item.span[1]] };
      const earlier = items[items.length - 2];
      if (joined === ':=' && earlier?.kind === 'atom' && earlier.name === ':' && earlier.span[1] <= before.span[0]) {
        items.length -= 2;
        items.push({ kind: 'atom', name: '::=', cls: 'rel', span: [earlier.span[0], item.span[1]] });
      }
      return;
    }
  }
  items.push(item);
}
const JOINED_SIGNS: Readonly<Record<string, string>> = { ': =': ':=', '= :': '=:' };

/** A nucleus with its scripts; null if the tokens leave nothing in the tree. */
export function readItem(r: Reader): SyntaxNode | null {
  if (scriptFollows(r)) {
    skipSpaces(r);
    return readScripts(r, null, peek(r).start);
  }
  const start = peek(r).start;
  const nucleus = readNucleus(r);
  if (!nucleus || nucleus.kind === 'error' || !scriptFollows(r)) return nucleus;
  const empty = nucleus.kind === 'group' && nucleus.body.items.length === 0;
  return readScripts(r, empty ? null : nucleus, start);
}

/** One thing without scripts; always takes at least one token. */
export function readNucleus(r: Reader): SyntaxNode | null {
  const token = peek(r);
  switch (token.type) {
    case 'char':
      return readCharacter(r);
    case 'command':
      return readCommand(r);
    case 'open':
      return readGroup(r);
    case 'space':
      next(r);
      return token.text === '~' ? { kind: 'space', wide: startsGap(r), span: [token.start, token.end] } : null;
    case 'raw':
      return readVerbatim(r);
    case 'close':
      next(r);
      return stray(r, token, 'this } closes nothing', 'remove it, or write \\} for a brace that shows');
    case 'dollar':
      next(r);
      return stray(
        r,
        token,
        `a $ at ${token.start} inside the formula`,
        'give one formula at a time, without dollar signs',
      );
    case 'error':
      next(r);
      if (token.problem && !r.aborted) r.problems.push(token.problem);
      return {
        kind: 'error',
        code: token.problem?.code ?? 'latex/bad-character',
        message: token.problem?.message ?? '',
        hint: token.problem?.hint ?? '',
        span: [token.start, token.end],
      };
    case 'sup':
    case 'sub':
    case 'prime':
      return readScripts(r, null, token.start);
    case 'amp':
    case 'end':
      next(r);
      return null;
  }
}

/** `~~~`: three ties in a row are as wide as a `\quad`. The first has been read. */
function startsGap(r: Reader): boolean {
  return r.tokens[r.at]?.text === '~' && r.tokens[r.at + 1]?.text === '~';
}

function stray(r: Reader, token: Token, message: string, hint: string): SyntaxNode {
  return fail(r, 'latex/stray-close', [token.start, token.end], message, hint);
}

/** `a \over b`: what the row holds so far goes above, the rest of the row below. */
function readInfix(
  r: Reader,
  spec: { readonly bar: boolean; readonly open: string; readonly close: string; readonly extra: string },
  items: readonly SyntaxNode[],
  start: number,
): SyntaxNode {
  const command = next(r);
  const numerator = tightRow(items, Math.min(start, command.start));
  let { open, close } = spec;
  if (spec.extra === 'delims') {
    open = readDelimiter(r, command).name;
    close = readDelimiter(r, command).name;
  } else if (spec.extra === 'size') takeSize(r);
  const end = r.lastEnd;
  const denominator = readRow(r, r.stops | STOP.infix);
  const span = [numerator.span[0], Math.max(end, denominator.span[1])] as const;
  return { kind: 'fraction', numerator, denominator, bar: spec.bar, open, close, span };
}
