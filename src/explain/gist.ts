import { exprKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import type { Candidate } from '../recognise/index.js';
import type { CheckedEquation } from './equations.js';
import type { Chunk } from './schema.js';
import { inlineMath, withArticle } from './slots.js';
import { definedBy } from './symbols.js';

/** Sentences of a formula's gist; more would not be read. */
const MOST_SENTENCES = 4;

/**
 * The gist of the whole formula, from its outermost chunks: what the left side names, what it is, and what is inside, each
 * inner chunk by its short name.
 */
export function composeGist(
  latex: string,
  chunks: readonly Chunk[],
  candidates: readonly Candidate[],
  meaning: (e: Expr) => string,
  equations: readonly CheckedEquation[] = [],
): string {
  const tops = chunks.filter((c) => c.parent === null).slice(0, MOST_SENTENCES);
  const sentences = tops.map((chunk) => {
    const candidate = candidates.find((c) => c.pattern.concept.id === chunk.concept && c.spans === chunk.spans);
    const left = candidate && definedBy(candidate);
    const inner = chunks.filter((c) => c.parent === chunk.id).slice(0, 3);
    const inside = inner.map((c) => `${inlineMath(c.latex)} is ${withArticle(c.name)}`);
    const what = `${withArticle(chunk.name)}: ${chunk.explanation.gist}`;
    const named = left ? `${subjectPhrase(latex, left, meaning)} is ${what}` : what;
    return inside.length > 0 ? `${named}, where ${joinWords(inside)}` : named;
  });
  return [...new Set(sentences), ...equations.map(({ says }) => says)].join('; then ');
}

function subjectPhrase(latex: string, left: Expr, meaning: (e: Expr) => string): string {
  const written = inlineMath(latex.slice(left.span[0], left.span[1]));
  const known = meaning(left);
  return known === '' || exprKey(left) === known ? written : `${written} (${known})`;
}

function joinWords(items: readonly string[]): string {
  const last = items[items.length - 1] ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
