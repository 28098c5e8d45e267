import type { Span } from '../expr/span.js';

/** Pairs [in the LaTeX, in the text]: from each on both run alike up to the next; the last is their end. */
export type Offsets = readonly (readonly [latex: number, text: number])[];

/** Puts LaTeX together from pieces of a text, remembering where each stood. */
export type LatexBuilder = {
  /** `text` as it stands in the document from `at` on. */
  readonly add: (text: string, at: number) => void;
  readonly build: () => { readonly latex: string; readonly offsets: Offsets };
};

export function buildLatex(): LatexBuilder {
  let latex = '';
  let end = 0;
  const pairs: [number, number][] = [];
  return {
    add(text, at) {
      if (text === '') return;
      const last = pairs.at(-1);
      if (last === undefined || latex.length - last[0] !== at - last[1]) pairs.push([latex.length, at]);
      latex += text;
      end = at + text.length;
    },
    build() {
      const last = pairs.at(-1);
      const isEnd = last !== undefined && last[0] === latex.length && last[1] === end;
      return { latex, offsets: isEnd ? pairs : [...pairs, [latex.length, end]] };
    },
  };
}

/** Where a place of the LaTeX stands in the document. */
export function toTextOffset(offsets: Offsets, at: number): number {
  let [low, high] = [0, offsets.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle]?.[0] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const [latex, text] = offsets[low] ?? [0, 0];
  return text + Math.max(0, at - latex);
}

/** The end of a span belongs to the piece before it: a line of a quotation ends before the next line's mark. */
export function toTextSpan(offsets: Offsets, [start, end]: Span): Span {
  if (end <= start) return [toTextOffset(offsets, start), toTextOffset(offsets, start)];
  return [toTextOffset(offsets, start), toTextOffset(offsets, end - 1) + 1];
}

export type Position = { readonly line: number; readonly column: number };

/** Lines and columns, from 1, of offsets into a text; columns count UTF-16 units. */
export function createPositions(text: string): (offset: number) => Position {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
