import type { Span } from '../expr/span.js';
import { nearestCommand } from './nearest.js';
import type { Token } from './token.js';
import type { RowNode, SyntaxNode, SyntaxOf, SyntaxProblem, SyntaxProblemCode } from './tree.js';

/** What ends the row being read, besides the end of the text, `&` and `\\`. */
export const STOP = {
  close: 1,
  right: 2,
  end: 4,
  bracket: 8,
  math: 16,
  infix: 32,
  font: 64,
  color: 128,
} as const;

/** Stops that hold inside nested constructs too, so that a forgotten `}` does not swallow the `\right` around it. */
export const INHERITED = STOP.close | STOP.right | STOP.end | STOP.math;

/** Deeper nesting is no formula, and would overflow the stack here or in a later stage. */
export const MAX_DEPTH = 200;

/** A position in the tokens, with what the reading functions need to know about where they are. */
export type Reader = {
  readonly latex: string;
  readonly tokens: readonly Token[];
  readonly parts: boolean;
  readonly problems: SyntaxProblem[];
  /** Names of the environments around, outermost first. */
  readonly environments: string[];
  readonly hints: Map<string, string>;
  /** Errors without a place of their own, which go to the end of the formula. */
  readonly late: SyntaxNode[];
  /** Closing parenthesis by opening one, as token numbers; found when first asked for. */
  parentheses: ReadonlyMap<number, number> | null;
  at: number;
  /** Tokens from here on are out of reach. */
  limit: number;
  /** Where the last token taken ends in the text. */
  lastEnd: number;
  depth: number;
  stops: number;
  /** Set once the nesting is too deep: the rest is skipped, and what is missing then is nobody's fault. */
  aborted: boolean;
  /** The `\tag` of the row being read. */
  tag: string | null;
  /** The `\middle` delimiters of the `\left … \right` being read; null outside. */
  middles: string[] | null;
};

export function createReader(latex: string, tokens: readonly Token[], parts: boolean): Reader {
  return {
    latex,
    tokens,
    parts,
    problems: [],
    environments: [],
    hints: new Map(),
    late: [],
    parentheses: null,
    at: 0,
    limit: tokens.length,
    lastEnd: 0,
    depth: 0,
    stops: 0,
    aborted: false,
    tag: null,
    middles: null,
  };
}

export function peek(r: Reader): Token {
  return (r.at < r.limit ? r.tokens[r.at] : undefined) ?? endToken(r);
}

export function next(r: Reader): Token {
  const token = peek(r);
  if (token.type !== 'end') {
    r.at++;
    r.lastEnd = token.end;
  }
  return token;
}

function endToken(r: Reader): Token {
  const at = r.tokens[r.limit]?.start ?? Math.max(r.lastEnd, r.tokens[r.tokens.length - 1]?.end ?? 0);
  return { type: 'end', text: '', start: at, end: at };
}

/** Passes over spaces between tokens; `~` is a space of its own. */
export function skipSpaces(r: Reader): void {
  while (r.at < r.limit) {
    const token = r.tokens[r.at];
    if (token?.type !== 'space' || token.text === '~') return;
    r.at++;
  }
}

export function isChar(token: Token, character: string): boolean {
  return token.type === 'char' && token.text === character;
}

export function isCommand(token: Token, name: string): boolean {
  return token.type === 'command' && token.text === name;
}

export function takeChar(r: Reader, character: string): boolean {
  if (!isChar(peek(r), character)) return false;
  next(r);
  return true;
}

/** Records a problem and gives the node that stands for it. */
export function fail(r: Reader, code: SyntaxProblemCode, span: Span, message: string, hint: string): SyntaxOf<'error'> {
  if (!r.aborted) r.problems.push({ code, span, message, hint });
  return { kind: 'error', span, code, message, hint };
}

/** An error without width, at the place where something is missing. */
export function missing(r: Reader, code: SyntaxProblemCode, message: string, hint: string): SyntaxOf<'error'> {
  return fail(r, code, [r.lastEnd, r.lastEnd], message, hint);
}

export function unknownCommand(r: Reader, token: Token): SyntaxOf<'error'> {
  let hint = r.hints.get(token.text);
  if (hint === undefined) {
    // Looking for a similar name takes a while: a text full of invented commands gets its suggestions at the start only.
    const near = r.hints.size < 20 ? nearestCommand(token.text) : null;
    hint = near ? `did you mean \\${near}?` : 'define it as a macro, or write it in other words';
    r.hints.set(token.text, hint);
  }
  return fail(r, 'latex/unknown-command', [token.start, token.end], `unknown command \\${token.text}`, hint);
}

/** Skips the rest of the text: the nesting is deeper than any formula. */
export function abort(r: Reader): SyntaxOf<'error'> {
  const start = peek(r).start;
  r.at = r.limit;
  r.lastEnd = Math.max(start, r.tokens[r.limit - 1]?.end ?? start);
  const message = `more than ${MAX_DEPTH} levels deep at ${start}; the rest is not read`;
  const error = fail(r, 'latex/too-deep', [start, r.lastEnd], message, 'split the formula');
  r.aborted = true;
  return error;
}

export function rowOf(items: readonly SyntaxNode[], span: Span): RowNode {
  return { kind: 'row', items, span };
}

/** A row as wide as its items; `at` if it has none. */
export function tightRow(items: readonly SyntaxNode[], at: number): RowNode {
  const first = items[0];
  const last = items[items.length - 1];
  return rowOf(items, first && last ? [first.span[0], last.span[1]] : [at, at]);
}

export function asRow(node: SyntaxNode): RowNode {
  return node.kind === 'row' ? node : rowOf([node], node.span);
}

/** A row for something left out, at the place where it would stand. */
export function emptyRow(r: Reader): RowNode {
  return rowOf([], [r.lastEnd, r.lastEnd]);
}
