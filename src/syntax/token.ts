import type { SyntaxProblem } from './tree.js';

export type TokenType =
  /** A letter, digit or sign; with the combining accents after it, if any. */
  | 'char'
  /** `text` is the name without backslash. */
  | 'command'
  | 'space'
  /** `{`, and `\bgroup`. */
  | 'open'
  | 'close'
  | 'sup'
  | 'sub'
  /** `&`, and `&amp;`. */
  | 'amp'
  | 'dollar'
  /** `'` and its Unicode forms; `text` holds one `'` for each prime. */
  | 'prime'
  /** Text taken as it stands: the content of `\verb`, a URL. */
  | 'raw'
  /** Something that cannot be read; `problem` says why. */
  | 'error'
  | 'end';

export type Token = {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly problem?: SyntaxProblem;
};
