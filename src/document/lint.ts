import type { Annotation } from '../explain/schema.js';
import type { Span } from '../expr/span.js';
import { type Offsets, toTextSpan } from './offsets.js';

/**
 * What an author is told about a formula: `error` where it cannot be read, `warning` where it is almost a known concept,
 * `info` where it is read and nothing known is found in it.
 */
export type Finding = {
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  /** What to do about it; empty where nothing is known. */
  readonly hint: string;
  /** In the LaTeX. */
  readonly span: Span;
};

/** Something is claimed or computed: a letter, a size or a unit is not. */
const SAYS_SOMETHING =
  /[=<>]|\\(?:frac|sum|prod|int|leq?|geq?|approx|sim|propto|leftarrow|gets|log|exp|sqrt|nabla|partial)(?![a-zA-Z])/;

export function findingsOf({ latex, chunks, errors, warnings }: Annotation, display: boolean): Finding[] {
  const found: Finding[] = [
    ...errors.map(({ code, message, hint, span }): Finding => ({ level: 'error', code, message, hint, span })),
    ...warnings.map(
      ({ kind, concept, message, mend, spans }): Finding => ({
        level: 'warning',
        code: `${kind}/${concept}`,
        message,
        hint: mend === '' ? '' : `meant, perhaps: ${mend}`,
        span: spans[0] ?? [0, latex.length],
      }),
    ),
  ];
  if (found.length === 0 && chunks.length === 0 && (display || SAYS_SOMETHING.test(latex))) {
    const message = 'no known pattern in this formula';
    found.push({ level: 'info', code: 'not-understood', message, hint: '', span: [0, latex.length] });
  }
  return found;
}

/** The same place in the document. A formula that was not closed has no LaTeX: there the place is where it opens. */
export function placeOf({ span }: Finding, offsets: Offsets, whole: Span): Span {
  const last = offsets.at(-1)?.[0] ?? 0;
  return last === 0 ? whole : toTextSpan(offsets, [Math.min(span[0], last), Math.min(span[1], last)]);
}
