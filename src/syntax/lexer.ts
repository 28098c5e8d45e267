import type { Token, TokenType } from './token.js';

/** Commands whose first argument is taken as it stands, since `%`, `#` and `&` are common in it. */
const RAW_ARGUMENT = new Set(['href', 'url', 'includegraphics', 'htmlData', 'htmlStyle', 'htmlClass', 'htmlId']);

/** How far a raw argument may reach: without a bound, many unclosed ones would each be looked for to the very end. */
const FAR = 2000;

/** Left in formulas by tools that escape for HTML. */
const ENTITIES: Readonly<Record<string, readonly [type: TokenType, text: string]>> = {
  lt: ['char', '<'],
  gt: ['char', '>'],
  amp: ['amp', '&'],
  quot: ['char', '"'],
  nbsp: ['space', ' '],
};
const ENTITY = /&(lt|gt|amp|quot|nbsp);/y;
/** The label of a numbered formula in R Markdown: `(\#eq:loss)`. It shows nothing, as `\label` does. */
const LABEL = /\(\\#[a-z]{2,8}:[\w:-]{1,80}\)/y;
const WORD = /[a-zA-Z@]+/y;
/** Combining marks of a letter before them. */
const MARKS = /[\u0300-\u036f\u20d0-\u20ff]+/y;
const PRIMES: Readonly<Record<string, string>> = {
  '\u2032': "'",
  '\u2033': "''",
  '\u2034': "'''",
  '\u2057': "''''",
  '\u2019': "'",
  '\u02b9': "'",
};
/** Spaces and marks without width. */
const BLANK = /[\s\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]|[\ufe00-\ufe0f]/;

/** Splits LaTeX into tokens. Takes any string; what is no character of a text becomes an `error` token. */
export function lex(latex: string): Token[] {
  const tokens: Token[] = [];
  const length = latex.length;
  let at = 0;
  const push = (type: TokenType, text: string, end: number) => {
    tokens.push({ type, text, start: at, end });
    at = end;
  };

  while (at < length) {
    const code = latex.charCodeAt(at);
    if (isLetterOrDigit(code) && !isMark(latex.charCodeAt(at + 1))) {
      push('char', latex.charAt(at), at + 1);
      continue;
    }
    switch (code) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d: {
        let end = at + 1;
        while (end < length && isSpace(latex.charCodeAt(end))) end++;
        push('space', ' ', end);
        break;
      }
      case 0x5c /* \ */:
        lexCommand(latex, at, tokens);
        at = tokens[tokens.length - 1]?.end ?? at + 1;
        break;
      case 0x7b:
        push('open', '{', at + 1);
        break;
      case 0x7d:
        push('close', '}', at + 1);
        break;
      case 0x5e:
        push('sup', '^', at + 1);
        break;
      case 0x5f:
        push('sub', '_', at + 1);
        break;
      case 0x24:
        push('dollar', '$', at + 1);
        break;
      case 0x27:
        push('prime', "'", at + 1);
        break;
      case 0x7e:
        push('space', '~', at + 1);
        break;
      case 0x25 /* % */:
        {
          const newline = latex.indexOf('\n', at);
          at = newline < 0 ? length : newline + 1;
          break;
        }
      case 0x28 /* ( */:
        LABEL.lastIndex = at;
        if (LABEL.test(latex)) push('space', ' ', LABEL.lastIndex);
        else lexCharacter();
        break;
      case 0x26 /* & */:
        {
          ENTITY.lastIndex = at;
          const entity = ENTITIES[ENTITY.exec(latex)?.[1] ?? ''];
          if (entity) push(entity[0], entity[1], ENTITY.lastIndex);
          else push('amp', '&', at + 1);
          break;
        }
      default:
        lexCharacter();
    }
  }
  return tokens;

  function lexCharacter() {
    const point = latex.codePointAt(at) ?? 0;
    const end = at + (point > 0xffff ? 2 : 1);
    const character = latex.slice(at, end);
    if (point < 0x80 && point >= 0x20 && !isMark(latex.charCodeAt(end))) {
      push('char', character, end);
    } else if (character in PRIMES) {
      push('prime', PRIMES[character] ?? "'", end);
    } else if (BLANK.test(character)) {
      push('space', ' ', end);
    } else if (isNoText(point)) {
      const named = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
      const message = `the character ${named} at ${at} cannot stand in a formula`;
      const problem = { code: 'latex/bad-character', span: [at, end], message, hint: 'remove it' } as const;
      tokens.push({ type: 'error', text: character, start: at, end, problem });
      at = end;
    } else {
      MARKS.lastIndex = end;
      const marked = MARKS.test(latex) ? MARKS.lastIndex : end;
      push('char', latex.slice(at, marked), marked);
    }
  }
}

/** Pushes the command at `start`, and the raw argument of `\verb` or `\href` if there is one. */
function lexCommand(latex: string, start: number, tokens: Token[]): void {
  WORD.lastIndex = start + 1;
  const word = WORD.exec(latex)?.[0];
  if (word === undefined) {
    const point = latex.codePointAt(start + 1);
    if (point === undefined) {
      const message = `a backslash at ${start} ends the formula`;
      const problem = { code: 'latex/bad-character', span: [start, start + 1], message, hint: 'remove it' } as const;
      tokens.push({ type: 'error', text: '\\', start, end: start + 1, problem });
      return;
    }
    let end = start + (point > 0xffff ? 3 : 2);
    let text = latex.slice(start + 1, end);
    if (BLANK.test(text)) {
      while (end < latex.length && isSpace(latex.charCodeAt(end))) end++;
      text = ' ';
    }
    tokens.push({ type: 'command', text, start, end });
    return;
  }
  const end = start + 1 + word.length;
  if (word === 'bgroup' || word === 'begingroup') tokens.push({ type: 'open', text: word, start, end });
  else if (word === 'egroup' || word === 'endgroup') tokens.push({ type: 'close', text: word, start, end });
  else if (word === 'rq') tokens.push({ type: 'prime', text: "'", start, end });
  else if (word === 'verb') lexVerbatim(latex, start, end, tokens);
  else {
    tokens.push({ type: 'command', text: word, start, end });
    if (RAW_ARGUMENT.has(word)) lexRawArgument(latex, end, tokens);
  }
}

function lexVerbatim(latex: string, start: number, afterName: number, tokens: Token[]): void {
  const from = latex.charAt(afterName) === '*' ? afterName + 1 : afterName;
  const found = latex.slice(from + 1, from + 1 + FAR).indexOf(latex.charAt(from));
  const close = from + 1 + found;
  if (from >= latex.length || found < 0) {
    const message = `the \\verb at ${start} has no closing delimiter`;
    const hint = 'repeat the character that follows \\verb';
    const problem = { code: 'latex/missing-argument', span: [start, afterName], message, hint } as const;
    tokens.push({ type: 'error', text: '\\verb', start, end: afterName, problem });
  } else {
    tokens.push({ type: 'raw', text: latex.slice(from + 1, close), start, end: close + 1 });
  }
}

/** `[…]` stays as it is; the braces after it become one raw token. */
function lexRawArgument(latex: string, from: number, tokens: Token[]): void {
  let at = from;
  while (isSpace(latex.charCodeAt(at))) at++;
  if (latex.charAt(at) === '[') {
    const found = latex.slice(at, at + FAR).indexOf(']');
    if (found < 0) return;
    at += found + 1;
  }
  if (latex.charAt(at) !== '{') return;
  let depth = 0;
  for (let end = at; end < Math.min(latex.length, at + FAR); end++) {
    const code = latex.charCodeAt(end);
    if (code === 0x5c) end++;
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) {
      tokens.push({ type: 'raw', text: latex.slice(at + 1, end), start: at, end: end + 1 });
      return;
    }
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

function isMark(code: number): boolean {
  return (code >= 0x0300 && code <= 0x036f) || (code >= 0x20d0 && code <= 0x20ff);
}

/** Control characters, lone surrogates, private use and the other code points that are no characters. */
function isNoText(point: number): boolean {
  return (
    point < 0x20 ||
    (point >= 0x7f && point <= 0x9f) ||
    (point >= 0xd800 && point <= 0xf8ff) ||
    (point >= 0xfff0 && point <= 0xffff && point !== 0xfffc) ||
    point >= 0xf0000
  );
}
