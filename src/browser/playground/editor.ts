import { html, render } from 'lit';
import type { Span } from '../../expr/span.js';

/** What is drawn under the source: the span in focus, and the places that a near miss or an error is about. */
export type Marks = { readonly focus: readonly Span[]; readonly near: readonly Span[] };

/**
 * The source as a plain text area, with a copy of it behind that carries the marks: the browser's own editing, undo and
 * screen reader support stay as they are.
 */
export function drawMirror(mirror: HTMLElement, latex: string, marks: Marks): void {
  const edges = [...marks.focus, ...marks.near].flat();
  const cuts = [...new Set([0, ...edges.map((edge) => Math.min(edge, latex.length)), latex.length])].sort(
    (a, b) => a - b,
  );
  const pieces = cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0;
    const text = latex.slice(start, end);
    const near = isCovered(marks.near, start, end);
    const focus = isCovered(marks.focus, start, end);
    if (near) return html`<span class="is-near">${text}</span>`;
    return focus ? html`<mark>${text}</mark>` : text;
  });
  // A line that ends the text is only as high as a line if something stands in it.
  render(html`${pieces}${'\u200b'}`, mirror);
}

function isCovered(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some((span) => span[0] <= start && end <= span[1]);
}
