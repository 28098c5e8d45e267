/** What is used of markdown-it, so that its types need not be installed. */
export type Token = {
  type: string;
  tag: string;
  content: string;
  markup: string;
  block: boolean;
  map: [number, number] | null;
  meta: Record<string, unknown> | null;
  children: Token[] | null;
};
export type RenderRule = (tokens: Token[], index: number, options: never, env: never, self: never) => string;
export type InlineState = {
  src: string;
  pos: number;
  posMax: number;
  push(type: string, tag: string, nesting: number): Token;
};
export type BlockState = {
  src: string;
  bMarks: number[];
  tShift: number[];
  eMarks: number[];
  sCount: number[];
  blkIndent: number;
  line: number;
  push(type: string, tag: string, nesting: number): Token;
  getLines(begin: number, end: number, indent: number, keepLastLF: boolean): string;
};

const BACKSLASH = 92;

/** `$…$` within a line of text; a dollar beside a space or before a digit is money. */
export function inlineMath(state: InlineState, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const size = src[pos + 1] === '$' ? 2 : 1;
  const open = pos + size;
  const close = closingDollars(src, open, size, state.posMax);
  const content = close < 0 ? '' : src.slice(open, close);
  const isMath =
    size === 2 ? content.trim() !== '' : /^\S(?:[\s\S]*\S)?$/.test(content) && !/\d/.test(src[close + 1] ?? '');
  if (!isMath) return false;
  if (!silent) {
    const token = state.push(size === 2 ? 'math_inline_double' : 'math_inline', 'math', 0);
    token.markup = '$'.repeat(size);
    token.content = content;
  }
  state.pos = close + size;
  return true;
}

function closingDollars(src: string, open: number, size: number, end: number): number {
  for (let at = open; at < end; at++) {
    if (src.charCodeAt(at) === BACKSLASH) at += 1;
    else if (src[at] === '$' && (size === 1 || src[at + 1] === '$')) return at;
  }
  return -1;
}

/** A display between `$$` and `$$`, its fences on lines of their own or beside it. */
export function blockMath(state: BlockState, startLine: number, endLine: number, silent: boolean): boolean {
  const lineOf = (line: number): string =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  const first = lineOf(startLine);
  if (!first.startsWith('$$')) return false;
  const sole = /^\$\$([^$]+)\$\$\s*$/.exec(first)?.[1];
  if (sole === undefined && first.slice(2).includes('$')) return false;
  if (silent) return true;
  let last = startLine;
  let content = sole;
  if (content === undefined) {
    const lines = [first.slice(2)];
    for (last = startLine + 1; last < endLine; last++) {
      // A line that is less indented than the item it would belong to ends the item.
      if ((state.sCount[last] ?? 0) < state.blkIndent && lineOf(last) !== '') break;
      const line = lineOf(last);
      const close = line.indexOf('$$');
      if (close >= 0) {
        lines.push(line.slice(0, close));
        break;
      }
      lines.push(line);
    }
    content = lines.join('\n');
  }
  const token = state.push('math_block', 'math', 0);
  token.block = true;
  token.content = content.trim();
  token.map = [startLine, Math.min(last + 1, endLine)];
  token.markup = '$$';
  state.line = Math.min(last + 1, endLine);
  return true;
}
