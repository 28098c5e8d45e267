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

/**
 * The pieces of a span whose braces are all matched within it. What lies partly in a group and partly outside it
 * (`P=}=0` of `\boxed{P=}=0`) falls apart at the brace; half a brace can be neither wrapped nor cut out.
 */
export function balancedPieces(latex: string, [start, end]: Span): readonly Span[] {
  const cuts: number[] = [];
  const open: number[] = [];
  for (let i = start; i < end; i++) {
    if (latex[i] === '\\') i++;
    else if (latex[i] === '{') open.push(i);
    else if (latex[i] === '}' && open.pop() === undefined) cuts.push(i);
  }
  if (cuts.length === 0 && open.length === 0) return [[start, end]];
  const edges = [...cuts, ...open, end].sort((a, b) => a - b);
  const starts = [start, ...edges.map((at) => at + 1)];
  return edges.flatMap((to, k): Span[] => trimmed(latex, [starts[k] ?? end, to]));
}

function trimmed(latex: string, [start, end]: Span): Span[] {
  const text = latex.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  const to = end - (text.length - text.trimEnd().length);
  return from < to ? [[from, to]] : [];
}
