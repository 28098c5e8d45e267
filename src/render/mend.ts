import type { Span } from '../expr/span.js';
import { newSpans } from './difference.js';

/** What a mend changes in the formula as written. */
export type Change = {
  /** What has to go; or, where something is only missing, the place before which it is missing. */
  readonly spans: readonly Span[];
  readonly inserts: boolean;
};

export function changeOf(latex: string, mend: string): Change | undefined {
  if (mend === '' || mend === latex) return undefined;
  const gone = newSpans(mend, latex);
  if (gone.length > 0) return { spans: gone, inserts: false };
  let start = 0;
  while (start < latex.length - 1 && latex[start] === mend[start]) start++;
  return { spans: [[start, start + 1]], inserts: true };
}
