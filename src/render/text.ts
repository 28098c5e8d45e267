/** Text for terminals: what may be shown, how wide it is, how it breaks into lines, how it is coloured. */

/**
 * Controls, invisible formatting (bidirectional overrides among them), line and paragraph separators and halves of
 * characters: whatever could move the cursor, hide text or change colours.
 */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const UNSHOWABLE_ALL = new RegExp(UNSHOWABLE.source, 'gu');

/** One character as a terminal may show it: `␛[` of an attacker becomes the text `\u{1b}[`. */
export function toVisible(character: string): string {
  if (character === '\t') return ' ';
  if (!UNSHOWABLE.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Any text on one line, without a single control character. */
export function oneLine(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(UNSHOWABLE_ALL, toVisible);
}

const COMBINING = /^\p{M}$/u;
/** Blocks of characters that take two columns (East Asian wide and fullwidth, emoji), as ranges of code points. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.some(([from, to]) => from <= code && code <= to) ? 2 : 1;
}

/** Columns that a text takes; it must not hold control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** Words of `text` in lines of at most `width` columns; a word that is wider than a line is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of oneLine(text).split(/ +/)) {
    for (const piece of cut(word, room)) {
      const needs = textWidth(piece);
      if (used > 0 && used + 1 + needs > room) {
        lines.push(line);
        line = '';
        used = 0;
      }
      line += used > 0 ? ` ${piece}` : piece;
      used += (used > 0 ? 1 : 0) + needs;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

function cut(word: string, width: number): readonly string[] {
  if (textWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const needs = characterWidth(character);
    if (used + needs > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += needs;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

/** `label` in its own column, `text` wrapped beside it; a label that is too wide for the column stands above. */
export function beside(label: string, text: string, at: { indent: number; column: number; width: number }): string[] {
  const indent = ' '.repeat(at.indent);
  const rest = ' '.repeat(at.column);
  const lines = wrap(text, at.width - at.column).map((line) => rest + line);
  if (textWidth(label) >= at.column - at.indent) {
    return [...wrap(label, at.width - at.indent).map((line) => indent + line), ...lines];
  }
  const head = indent + padEnd(label, at.column - at.indent);
  return lines.map((line, index) => (index === 0 ? head + line.slice(at.column) : line));
}

export type Style = 'strong' | 'quiet' | 'mark' | 'near' | 'error';
/** Colours a text that is otherwise finished; the identity where no colour was asked for. */
export type Paint = (style: Style, text: string) => string;

const SGR: Readonly<Record<Style, string>> = { strong: '1', quiet: '2', mark: '36', near: '33', error: '31' };

export const plain: Paint = (_style, text) => text;
export const coloured: Paint = (style, text) => (text === '' ? '' : `\u001b[${SGR[style]}m${text}\u001b[0m`);
