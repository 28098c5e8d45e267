import { INHERITED, missing, next, peek, type Reader, rowOf, STOP } from './reader.js';
import { readBody } from './row.js';
import type { RowNode, SyntaxNode } from './tree.js';

/** `{…}`; its end is reported as missing where the construct around it ends. */
export function readGroup(r: Reader): SyntaxNode {
  const start = peek(r).start;
  const body = readBraced(r);
  return { kind: 'group', body, span: [start, Math.max(r.lastEnd, body.span[1])] };
}

/** The content of `{…}`, which begins at the next token. */
export function readBraced(r: Reader): RowNode {
  const open = next(r);
  const body = readBody(r, (r.stops & INHERITED) | STOP.close, open.end);
  const closed = closeGroup(r, open.start);
  if (!closed) return body;
  // Spaces before what ended it belong to nobody.
  const last = body.items[body.items.length - 1]?.span[1] ?? body.span[0];
  return rowOf([...body.items, closed], [body.span[0], Math.max(last, closed.span[1])]);
}

/** Takes the `}`; gives an error node if there is none. */
export function closeGroup(r: Reader, openedAt: number): SyntaxNode | null {
  if (peek(r).type === 'close') {
    next(r);
    return null;
  }
  if (r.aborted) return null;
  return missing(r, 'latex/open-group', `missing } for the group opened at ${openedAt}`, 'add the closing brace');
}
