import type { Span } from '../expr/span.js';

const MAX_TOKENS = 400;

/** What of `next` is new compared with `before`, as spans of `next`: whole commands and characters, blanks left aside. */
export function newSpans(before: string, next: string): readonly Span[] {
  const a = tokens(before);
  const b = tokens(next);
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head]?.text === b[head]?.text) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail)?.text === b.at(-1 - tail)?.text) tail++;
  const middle = b.slice(head, b.length - tail);
  const kept = longestCommon(a.slice(head, a.length - tail), middle);
  return joined(middle.filter((_token, index) => !kept.has(index)));
}

type Token = { readonly text: string; readonly span: Span };

function tokens(latex: string): readonly Token[] {
  return [...latex.matchAll(/\\(?:[a-zA-Z]+|[\s\S])|\S/g)].map((match) => ({
    text: match[0],
    span: [match.index, match.index + match[0].length],
  }));
}

/** Places in `b` that a longest common subsequence keeps; none where that would take too long to find. */
function longestCommon(a: readonly Token[], b: readonly Token[]): ReadonlySet<number> {
  const kept = new Set<number>();
  if (a.length > MAX_TOKENS || b.length > MAX_TOKENS) return kept;
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i]?.text === b[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]?.text === b[j]?.text) {
      kept.add(j);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

function joined(list: readonly Token[]): readonly Span[] {
  const spans: [number, number][] = [];
  for (const { span } of list) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === span[0]) last[1] = span[1];
    else spans.push([span[0], span[1]]);
  }
  return spans;
}
