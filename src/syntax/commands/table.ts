import type { AtomClass, FontName } from '../tree.js';
import * as rows from './commands.js';
import { RELATIONS } from './relations.js';
import * as signs from './signs.js';
import type { CommandSpec, SpecialName } from './spec.js';

/** Commands by name without backslash, and single characters (Unicode and ASCII signs) by themselves. */
export type CommandTable = {
  readonly commands: ReadonlyMap<string, CommandSpec>;
  readonly characters: ReadonlyMap<string, CommandSpec>;
};

/** Commands with a reading function of their own. */
const SPECIALS: readonly (readonly [words: string, name: SpecialName])[] = [
  ['begin', 'begin'],
  ['end', 'end'],
  ['left', 'left'],
  ['right', 'right'],
  ['middle', 'middle'],
  ['sqrt √', 'sqrt'],
  ['genfrac', 'genfrac'],
  ['operatorname operatorname@', 'operatorname'],
  ['operatornamewithlimits', 'operatorname*'],
  ['mathop', 'mathop'],
  ['limits nolimits displaylimits', 'limits'],
  ['not', 'not'],
  ['char unicode symbol @char', 'char'],
  ['substack', 'substack'],
  ['sideset', 'sideset'],
  ['prescript', 'prescript'],
  ['tag', 'tag'],
  ['\\\\ cr newline tabularnewline', 'newline'],
  ['intertext shortintertext', 'intertext'],
  ['part', 'part'],
  ['url', 'url'],
  ['\\( \\) \\[ \\]', 'outer'],
];

const SIGN_TABLES: readonly (readonly [rows: readonly string[], cls: AtomClass])[] = [
  [signs.ORDINARY_SIGNS, 'ord'],
  [signs.BINARY_SIGNS, 'bin'],
  [RELATIONS, 'rel'],
  [signs.INNER_SIGNS, 'inner'],
  [signs.OPEN_SIGNS, 'open'],
  [signs.CLOSE_SIGNS, 'close'],
  [signs.PUNCTUATION_SIGNS, 'punct'],
];

function buildTable(): CommandTable {
  const commands = new Map<string, CommandSpec>();
  const characters = new Map<string, CommandSpec>();

  /** Files `spec` under every word of a row: `\{` and letters are commands, one other character is a character. */
  const file = (words: string, spec: CommandSpec) => {
    for (const word of words.split(' ')) {
      if (word.startsWith('\\') && word.length > 1) commands.set(word.slice(1), spec);
      else if (/^@?[A-Za-z]+[@A-Za-z]*$/.test(word)) commands.set(word, spec);
      else if ([...word].length === 1) characters.set(word, spec);
    }
  };
  const firstWord = (row: string) => row.split(' ', 1)[0] ?? row;

  for (const [table, cls] of SIGN_TABLES) {
    for (const row of table) {
      const name = firstWord(row);
      // A row such as `| lvert` names its sign after a character or command that keeps the class of its own row.
      const claimed = characters.has(name) || commands.has(name);
      const words = claimed ? row.slice(name.length + 1) : row;
      if (words !== '') file(words, { kind: 'sign', name, cls });
    }
  }
  for (const [words, font, name] of signs.FONT_LETTERS) file(words, { kind: 'letter', name, font: font as FontName });
  for (const name of rows.OPERATORS.split(' ')) file(name, { kind: 'operator', name, limits: false });
  for (const name of rows.LIMIT_OPERATORS.split(' ')) file(name, { kind: 'operator', name, limits: true });
  for (const row of rows.BIG_OPERATORS) file(row, { kind: 'bigop', name: firstWord(row) });
  for (const row of rows.ACCENTS) file(row, { kind: 'accent', name: firstWord(row) });
  for (const [font, words] of Object.entries(rows.FONTS)) file(words, { kind: 'font', font: font as FontName });
  for (const [name, font] of Object.entries(rows.FONT_DECLARATIONS)) {
    if (!commands.has(name)) file(name, { kind: 'fontDeclaration', font });
  }
  file('color', { kind: 'colorDeclaration' });
  for (const [name, font] of Object.entries(rows.TEXTS)) file(name, { kind: 'text', font });
  for (const [words, bar, open, close] of rows.FRACTIONS) file(words, { kind: 'fraction', bar, open, close });
  for (const [name, bar, open, close, extra] of rows.INFIXES) file(name, { kind: 'infix', bar, open, close, extra });
  for (const [words, shape] of rows.STYLES) {
    for (const name of words.split(' ')) commands.set(name, { kind: 'style', name, shape, hidden: false });
  }
  for (const name of rows.PHANTOMS.split(' ')) file(name, { kind: 'style', name, shape: 'm', hidden: true });
  for (const [name, cls] of Object.entries(rows.CLASSES)) file(name, { kind: 'class', name, cls });
  for (const [words, wide, shape] of rows.SPACES) file(words, { kind: 'space', wide, shape });
  commands.set(' ', { kind: 'space', wide: false, shape: '' });
  for (const [words, shape] of rows.IGNORED) file(words, { kind: 'ignored', shape });
  for (const [name, order] of rows.STACKS) file(name, { kind: 'stack', name, order });
  for (const [name, side] of rows.BRACES) file(name, { kind: 'brace', name, side });
  for (const [command, name] of rows.ARROWS) file(command, { kind: 'arrow', name, form: 'arrow' });
  file('xlongequal', { kind: 'arrow', name: '=', form: 'line' });
  for (const [cls, words] of Object.entries(rows.SIZED)) file(words, { kind: 'sized', cls: cls as AtomClass });
  for (const [words, open, close] of rows.BRACKETED) file(words, { kind: 'bracketed', open, close });
  for (const [words, name] of SPECIALS) file(words, { kind: 'special', name });
  return { commands, characters };
}

const TABLE = buildTable();

/** What a command (without backslash) does; undefined if nobody knows it. */
export function commandNamed(name: string): CommandSpec | undefined {
  return TABLE.commands.get(name);
}

/** What a character does by itself; letters and digits are not listed. */
export function characterSpec(character: string): CommandSpec | undefined {
  return TABLE.characters.get(character);
}

/** Every known command, for suggestions. */
export function commandNames(): Iterable<string> {
  return TABLE.commands.keys();
}
