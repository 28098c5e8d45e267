import type { Span } from '../expr/span.js';
import type { Offsets } from './offsets.js';

/** A formula as it stands in a document. */
export type FoundFormula = {
  readonly latex: string;
  /** With its delimiters. */
  readonly span: Span;
  readonly offsets: Offsets;
  readonly display: boolean;
  /** What the document itself has wrong about it: "the $$ is never closed". */
  readonly fault?: string;
};

/** Words of a block and its formulas, in reading order. */
export type Piece<F> = string | F;

/** A stretch of a document that readers see as one: a heading, a paragraph, an entry of a list, a display. */
export type Block<F> = {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'display';
  /** Of a heading, from 1. */
  readonly level?: number;
  readonly pieces: readonly Piece<F>[];
};

/** What is found in a document. */
export type Scanned = {
  readonly blocks: readonly Block<FoundFormula>[];
  /** Macros that the document defines for its formulas, in KaTeX's format. */
  readonly macros: Readonly<Record<string, string>>;
};

const IGNORE = /(?:<!--|\{\/\*|%)\s*formulens-ignore\s*(?:-->|\*\/\}|)[\s>]*$/;

/** Whether the author asks right before a formula to leave it alone. */
export function isIgnored(text: string, start: number): boolean {
  return IGNORE.test(text.slice(Math.max(0, start - 120), start));
}
