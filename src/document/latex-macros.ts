const DEFINITION =
  /\\(?:(newcommand|renewcommand|providecommand)\*?\s*(?:\{\s*\\([a-zA-Z]+)\s*\}|\\([a-zA-Z]+))\s*(?:\[\d\])?\s*(\[[^\]]{0,200}\])?\s*(?=\{)|(DeclareMathOperator)(\*?)\s*(?:\{\s*\\([a-zA-Z]+)\s*\}|\\([a-zA-Z]+))\s*(?=\{)|[gex]?def\s*\\([a-zA-Z]+)\s*((?:#\d)*)\s*(?=\{))/g;

/** Longer ones are programs, not notation. */
const LONGEST_BODY = 2_000;
const MOST_MACROS = 500;

/** The macros that a LaTeX document defines anywhere, in KaTeX's format; those with an optional argument have none there. */
export function macrosIn(text: string): Record<string, string> {
  const macros: Record<string, string> = {};
  let count = 0;
  for (const match of text.matchAll(DEFINITION)) {
    const open = match.index + match[0].length;
    const isComment = /(?:^|[^\\])%[^\n]*$/.test(text.slice(Math.max(0, match.index - 200), match.index));
    const body = isComment ? undefined : groupAt(text, open);
    if (body === undefined || match[4] !== undefined || body.length > LONGEST_BODY) continue;
    if (++count > MOST_MACROS) break;
    const name = match[2] ?? match[3] ?? match[7] ?? match[8] ?? match[9] ?? '';
    macros[`\\${name}`] = match[5] === undefined ? body : `\\operatorname${match[6] ?? ''}{${body}}`;
  }
  return macros;
}

/** What stands between the brace at `open` and its partner. */
export function groupAt(text: string, open: number): string | undefined {
  let depth = 0;
  const last = Math.min(text.length, open + LONGEST_BODY + 2);
  for (let at = open; at < last; at++) {
    const c = text[at];
    if (c === '\\') at += 1;
    else if (c === '{') depth += 1;
    else if (c === '}') {
      depth -= 1;
      if (depth === 0) return text.slice(open + 1, at);
    }
  }
  return undefined;
}
