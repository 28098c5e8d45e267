import type { Token } from './token.js';

/** The tokens still to be expanded: those that a macro call has put back come before those of the text. */
export class TokenSource {
  /** Where the last token taken ends. */
  lastEnd = 0;
  /** In reverse order. */
  private readonly pending: Token[] = [];
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  next(): Token | undefined {
    const token = this.pending.pop() ?? this.tokens[this.at++];
    if (token) this.lastEnd = token.end;
    return token;
  }

  peek(): Token | undefined {
    return this.pending[this.pending.length - 1] ?? this.tokens[this.at];
  }

  push(tokens: readonly Token[]): void {
    for (let i = tokens.length - 1; i >= 0; i--) {
      const token = tokens[i];
      if (token) this.pending.push(token);
    }
  }

  /** Forgets what macro calls have put back. */
  dropPending(): void {
    this.pending.length = 0;
  }

  skipSpaces(): void {
    while (this.peek()?.type === 'space') this.next();
  }

  takeIf(expected: Token): boolean {
    const token = this.peek();
    if (!token || !isSame(token, expected)) return false;
    this.next();
    return true;
  }

  takeIfChar(character: string): boolean {
    this.skipSpaces();
    const token = this.peek();
    if (token?.type !== 'char' || token.text !== character) return false;
    this.next();
    return true;
  }

  /** The next token that is no space. */
  takeToken(): Token | undefined {
    this.skipSpaces();
    return this.next();
  }

  /** `\name`, `{\name}`, or an active character. */
  takeName(): Token | null {
    this.skipSpaces();
    const token = this.peek();
    if (token?.type === 'command' || token?.type === 'char') return this.next() ?? null;
    if (token?.type !== 'open') return null;
    const inside = this.takeArgument()?.filter((t) => t.type !== 'space');
    const only = inside?.[0];
    return inside?.length === 1 && only && only.type !== 'error' ? only : null;
  }

  /** `{…}` without its braces, or one token; null if there is none. */
  takeArgument(): readonly Token[] | null {
    this.skipSpaces();
    const first = this.peek();
    if (!first || first.type === 'close') return null;
    this.next();
    return first.type === 'open' ? this.takeBalanced((token, depth) => token.type === 'close' && depth === 0) : [first];
  }

  /** `[…]` without its brackets; null if none follows. */
  takeBracketed(): readonly Token[] | null {
    this.skipSpaces();
    const token = this.peek();
    if (token?.type !== 'char' || token.text !== '[') return null;
    this.next();
    return this.takeBalanced((t, depth) => t.type === 'char' && t.text === ']' && depth === 0);
  }

  /** What stands before `delimiter`; null if it never comes. Braces around the whole of it are taken off. */
  takeUntil(delimiter: readonly Token[]): readonly Token[] | null {
    const taken: Token[] = [];
    let depth = 0;
    for (let token = this.next(); token; token = this.next()) {
      taken.push(token);
      if (token.type === 'open') depth++;
      else if (token.type === 'close') depth--;
      if (depth < 0) return null;
      if (depth > 0 || taken.length < delimiter.length) continue;
      const from = taken.length - delimiter.length;
      if (delimiter.every((t, i) => isSame(t, taken[from + i] ?? t))) return withoutBraces(taken.slice(0, from));
    }
    return null;
  }

  takeUntilOpen(): readonly Token[] | null {
    const taken: Token[] = [];
    for (let token = this.peek(); token && token.type !== 'open'; token = this.peek()) {
      if (token.type === 'close') return null;
      this.next();
      taken.push(token);
    }
    return taken;
  }

  private takeBalanced(ends: (token: Token, depth: number) => boolean): readonly Token[] | null {
    const taken: Token[] = [];
    let depth = 0;
    for (let token = this.next(); token; token = this.next()) {
      if (ends(token, depth)) return taken;
      if (token.type === 'open') depth++;
      else if (token.type === 'close') depth--;
      taken.push(token);
    }
    return null;
  }
}

function isSame(a: Token, b: Token): boolean {
  return a.type === b.type && a.text === b.text;
}

function withoutBraces(tokens: Token[]): readonly Token[] {
  const [first, last] = [tokens[0], tokens[tokens.length - 1]];
  if (first?.type !== 'open' || last?.type !== 'close') return tokens;
  let depth = 0;
  for (let i = 0; i < tokens.length - 1; i++) {
    if (tokens[i]?.type === 'open') depth++;
    else if (tokens[i]?.type === 'close') depth--;
    if (depth === 0) return tokens;
  }
  return tokens.slice(1, -1);
}
