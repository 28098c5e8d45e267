import { lex } from './lexer.js';
import { definesMacros, expandMacros } from './macros.js';
import { createReader, fail, next, peek, type Reader, rowOf } from './reader.js';
import { readBody } from './row.js';
import type { Token } from './token.js';
import type { ParseOptions, ParseResult, RowNode, SyntaxNode, SyntaxProblem } from './tree.js';

/** No formula is longer; the limit keeps the time for one request small. */
export const MAX_LENGTH = 100_000;

/** Reads LaTeX into a tree. Takes any string: what makes no sense becomes `error` nodes, and `problems`. */
export function parse(latex: string, options: ParseOptions = {}): ParseResult {
  if (latex.length > MAX_LENGTH) {
    const message = `the formula has ${latex.length} characters, more than ${MAX_LENGTH}`;
    return onlyProblem(latex, { code: 'latex/too-long', span: [0, latex.length], message, hint: 'split it' });
  }
  const lexed = withoutFences(lex(latex));
  const macros = options.macros ?? {};
  const expand = definesMacros(latex) || Object.keys(macros).length > 0;
  const reader = createReader(latex, expand ? expandMacros(lexed, macros) : lexed, options.parts === true);
  const body = readBody(reader, 0, 0);
  // A stray `\\` or `&` cannot be left here, since a body takes them; anything else would be lost without a word.
  const items = [...body.items, ...readRest(reader), ...reader.late];
  if (items.length === 0 && reader.problems.length === 0 && latex.trim() === '') {
    return onlyProblem(latex, {
      code: 'latex/empty',
      span: [0, latex.length],
      message: 'the formula is empty',
      hint: '',
    });
  }
  const problems = reader.problems.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  return { latex, tree: rowOf(items, [0, latex.length]), problems };
}

function readRest(reader: Reader): readonly SyntaxNode[] {
  const token = peek(reader);
  if (token.type === 'end') return [];
  while (peek(reader).type !== 'end') next(reader);
  const span = [token.start, reader.lastEnd] as const;
  return [fail(reader, 'latex/stray-close', span, `the formula ends at ${token.start}`, 'remove what follows')];
}

function onlyProblem(latex: string, problem: SyntaxProblem): ParseResult {
  const { code, span, message, hint } = problem;
  const tree: RowNode = rowOf([{ kind: 'error', code, span, message, hint }], [0, latex.length]);
  return { latex, tree, problems: [problem] };
}

/** Takes `$…$`, `$$…$$`, `\(…\)` or `\[…\]` around the whole off. */
function withoutFences(tokens: readonly Token[]): readonly Token[] {
  let from = 0;
  let to = tokens.length;
  const isBlank = (token: Token | undefined) => token?.type === 'space' && token.text !== '~';
  for (let layer = 0; layer < 2; layer++) {
    while (from < to && isBlank(tokens[from])) from++;
    while (to > from && isBlank(tokens[to - 1])) to--;
    if (to - from < 2 || !isFence(tokens[from], tokens[to - 1])) break;
    from++;
    to--;
  }
  return from === 0 && to === tokens.length ? tokens : tokens.slice(from, to);
}

function isFence(first: Token | undefined, last: Token | undefined): boolean {
  if (first?.type === 'dollar') return last?.type === 'dollar';
  if (first?.type !== 'command' || last?.type !== 'command') return false;
  return (first.text === '(' && last.text === ')') || (first.text === '[' && last.text === ']');
}
