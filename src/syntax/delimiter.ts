import { characterSpec, commandNamed } from './commands/table.js';
import { fail, INHERITED, isCommand, missing, next, peek, type Reader, rowOf, STOP, skipSpaces } from './reader.js';
import { readBody } from './row.js';
import type { Token } from './token.js';
import type { AtomClass, SyntaxNode, SyntaxOf } from './tree.js';

/** Delimiters that are no brackets by class. */
const OTHERS = new Set([
  ...['|', 'Vert', '/', 'backslash', 'mid', 'parallel', 'surd'],
  ...['uparrow', 'downarrow', 'updownarrow', 'Uparrow', 'Downarrow', 'Updownarrow'],
]);

export type Delimiter = { readonly name: string; readonly error: SyntaxOf<'error'> | null };

/** The delimiter after `\left`, `\big` and the like: its normal name, '' for `.`. */
export function readDelimiter(r: Reader, command: Token): Delimiter {
  skipSpaces(r);
  const token = peek(r);
  const name = delimiterName(token);
  if (name !== null) {
    next(r);
    return { name, error: null };
  }
  const shown = `\\${command.text}`;
  const braced = token.type === 'open' ? bracedDelimiter(r) : null;
  if (braced !== null) return { name: braced, error: null };
  if (token.type === 'open' || (token.type === 'close' && command.text === 'right' && !(r.stops & STOP.close))) {
    next(r);
    const brace = token.type === 'open' ? '{' : '}';
    const message = `a bare ${brace} cannot be the delimiter of ${shown} at ${command.start}`;
    const error = fail(r, 'latex/missing-argument', [token.start, token.end], message, `write ${shown}\\${brace}`);
    return { name: brace, error };
  }
  const message = `${shown} at ${command.start} needs a delimiter`;
  return { name: '', error: missing(r, 'latex/missing-argument', message, `write ${shown}( or ${shown}.`) };
}

/** `\big{(}`. */
function bracedDelimiter(r: Reader): string | null {
  const { at, lastEnd } = r;
  next(r);
  skipSpaces(r);
  const name = delimiterName(next(r));
  skipSpaces(r);
  if (name !== null && next(r).type === 'close') return name;
  r.at = at;
  r.lastEnd = lastEnd;
  return null;
}

function delimiterName(token: Token): string | null {
  if (token.type !== 'char' && token.type !== 'command') return null;
  const spec = token.type === 'char' ? characterSpec(token.text) : commandNamed(token.text);
  if (spec?.kind !== 'sign') return null;
  if (spec.name === '.') return '';
  if (spec.name === '<') return 'langle';
  if (spec.name === '>') return 'rangle';
  if (spec.name === 'mid') return '|';
  if (spec.name === 'parallel') return 'Vert';
  const bracket = (spec.cls === 'open' || spec.cls === 'close') && spec.name !== '!' && spec.name !== '?';
  return bracket || OTHERS.has(spec.name) ? spec.name : null;
}

/** `\left( … \middle| … \right)`. */
export function readLeftRight(r: Reader): SyntaxNode {
  const command = next(r);
  const open = readDelimiter(r, command);
  const outer = r.middles;
  const middles: string[] = [];
  r.middles = middles;
  const body = readBody(r, (r.stops & INHERITED) | STOP.right, r.lastEnd);
  r.middles = outer;
  const items = open.error ? [open.error, ...body.items] : [...body.items];
  let close = '';
  if (isCommand(peek(r), 'right')) {
    const right = readDelimiter(r, next(r));
    close = right.name;
    if (right.error) items.push(right.error);
  } else if (!r.aborted) {
    const message = `missing \\right for the \\left at ${command.start}`;
    items.push(missing(r, 'latex/left-without-right', message, 'add \\right and a delimiter, or \\right.'));
  }
  const [first, last] = [items[0]?.span[0] ?? body.span[0], items[items.length - 1]?.span[1] ?? body.span[1]];
  const inside = rowOf(items, [Math.min(first, body.span[0]), Math.max(last, body.span[1])]);
  const span = [command.start, Math.max(r.lastEnd, inside.span[1])] as const;
  return { kind: 'delimited', open: open.name, close, body: inside, middles, span };
}

/** `\middle|` inside `\left … \right`; elsewhere it is read as the sign alone. */
export function readMiddle(r: Reader): SyntaxNode {
  const command = next(r);
  const { name, error } = readDelimiter(r, command);
  if (error) return error;
  r.middles?.push(name);
  return { kind: 'atom', name, cls: 'rel', span: [command.start, r.lastEnd] };
}

/** A `\right` that no `\left` has asked for. */
export function readStrayRight(r: Reader): SyntaxNode {
  const command = next(r);
  skipSpaces(r);
  if (delimiterName(peek(r)) !== null) next(r);
  const message = `the \\right at ${command.start} has no \\left`;
  return fail(r, 'latex/right-without-left', [command.start, r.lastEnd], message, 'add \\left, or remove \\right');
}

/** `\bigl(`; `\big.` shows nothing. */
export function readSized(r: Reader, cls: AtomClass): SyntaxNode {
  const command = next(r);
  const { name, error } = readDelimiter(r, command);
  if (error) return error;
  const span = [command.start, r.lastEnd] as const;
  return name === '' ? { kind: 'space', wide: false, span } : { kind: 'atom', name, cls, sized: true, span };
}
