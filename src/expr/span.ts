/** Half-open range of UTF-16 offsets into the LaTeX as the caller gave it: `latex.slice(span[0], span[1])`. */
export type Span = readonly [start: number, end: number];

/** The smallest span that covers both. */
export function joinSpans(a: Span, b: Span): Span {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** True when `inner` lies within `outer` (equal spans count). */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}
