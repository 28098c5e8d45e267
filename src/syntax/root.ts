import { needArgument, readArgument, readOptional } from './argument.js';
import { isChar, next, peek, type Reader } from './reader.js';
import { readBody } from './row.js';
import type { Token } from './token.js';
import type { SyntaxNode } from './tree.js';

/** `\sqrt[n]{x}`; `\sqrt(x + 1)`, as it is written after programs, means the whole bracket. */
export function readSqrt(r: Reader): SyntaxNode {
  const command = next(r);
  const index = readOptional(r);
  const body = readParenthesis(r) ?? needArgument(r, '\\sqrt');
  return { kind: 'sqrt', body, index, span: [command.start, Math.max(command.end, r.lastEnd)] };
}

/** `√x`, `√{x}`, and `√(x+1)`, which covers the whole bracket; a sign of its own if nothing follows. */
export function readRadicalSign(r: Reader): SyntaxNode {
  const sign = next(r);
  const body = readParenthesis(r) ?? readArgument(r);
  if (!body) return { kind: 'atom', name: 'surd', cls: 'ord', span: [sign.start, sign.end] };
  return { kind: 'sqrt', body, index: null, span: [sign.start, Math.max(sign.end, r.lastEnd)] };
}

/** The bracket that opens at the next token, as one argument; null if none does. */
function readParenthesis(r: Reader): SyntaxNode | null {
  const close = isChar(peek(r), '(') ? matchingParenthesis(r) : null;
  if (close === null) return null;
  const { limit } = r;
  r.limit = close + 1;
  const body = readBody(r, 0, peek(r).start);
  r.limit = limit;
  return body;
}

/** Where the parenthesis at the next token closes, within the same braces; null if it does not. */
function matchingParenthesis(r: Reader): number | null {
  r.parentheses ??= matchParentheses(r.tokens);
  const close = r.parentheses.get(r.at);
  return close !== undefined && close < r.limit ? close : null;
}

/** All pairs at once, so that many signs in a row do not each look for their own. */
function matchParentheses(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: (number | 'brace')[] = [];
  tokens.forEach((token, i) => {
    if (token.type === 'open') open.push('brace');
    else if (token.type === 'close') {
      while (open.length > 0 && open.pop() !== 'brace');
    } else if (isChar(token, '(')) open.push(i);
    else if (isChar(token, ')')) {
      const start = open[open.length - 1];
      if (typeof start === 'number') {
        pairs.set(start, i);
        open.pop();
      }
    }
  });
  return pairs;
}
