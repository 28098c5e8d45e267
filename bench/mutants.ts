import type { Engine } from '../src/engine.js';
import type { Chunk } from '../src/explain/schema.js';
import type { Span } from '../src/expr/span.js';
import { builtInData } from '../src/index.js';
import { read } from '../src/meaning/index.js';
import { parse } from '../src/syntax/index.js';
import { type MutationKind, mutationsOf } from './mutations.js';
import { formatShare, type Section } from './table.js';

export type Accepted = {
  readonly concept: string;
  readonly kind: MutationKind;
  readonly from: string;
  readonly to: string;
};

/**
 * Formulas in which a concept is found are spoiled in one place, and asked about again. A mutant counts where the place is part of the
 * claim: inside the chunk, and not inside what only one role stands for, once (there anything may stand). Some spoiled formulas are
 * still the concept (a signed bias with its sign flipped), so the share accepted is an upper bound of what is wrongly accepted.
 */
export function measureMutants(engine: Engine, tell: (accepted: Accepted) => void = () => {}): Section {
  const counts = new Map<MutationKind, { made: number; accepted: number }>();
  for (const { data } of builtInData().concepts) {
    const { id, matches } = data as { id: string; matches: readonly (string | { latex: string; context: string })[] };
    const latex = matches.find((m) => typeof m === 'string');
    if (typeof latex !== 'string') continue;
    const chunk = engine.annotate(latex).chunks.find((c) => c.concept === id);
    if (chunk === undefined) continue;
    for (const mutation of mutationsOf(latex, read(parse(latex)).expr)) {
      if (!touchesClaim(chunk, mutation.span)) continue;
      const count = counts.get(mutation.kind) ?? { made: 0, accepted: 0 };
      counts.set(mutation.kind, count);
      count.made++;
      const still = engine.annotate(mutation.latex).chunks;
      if (!still.some((c) => c.concept === id && c.evidence.status === 'verified' && reaches(c, mutation.span)))
        continue;
      count.accepted++;
      tell({ concept: id, kind: mutation.kind, from: latex, to: mutation.latex });
    }
  }
  const all = [...counts.values()];
  const made = all.reduce((n, c) => n + c.made, 0);
  const accepted = all.reduce((n, c) => n + c.accepted, 0);
  const row = (name: string, c: { made: number; accepted: number }) => ({
    name,
    value: formatShare(c.accepted, c.made),
    beside: `${c.accepted} of ${c.made}`,
  });
  return {
    title: 'Mutants still accepted as verified (upper bound)',
    rows: [row('all kinds', { made, accepted }), ...[...counts].map(([kind, count]) => row(kind, count))],
  };
}

/** Inside the chunk; an edit inside a role counts only where the role stands in two places, which then no longer agree. */
function touchesClaim(chunk: Chunk, span: Span): boolean {
  if (!chunk.spans.some((s) => holds(s, span))) return false;
  return Object.values(chunk.roles).every((role) => role.spans.length > 1 || !role.spans.some((s) => holds(s, span)));
}

/** The claim about the mutant is about the place that was changed, not about another part of the formula. */
function reaches(chunk: Chunk, [at]: Span): boolean {
  return chunk.spans.some(([from, to]) => from <= at && at <= to);
}

function holds([from, to]: Span, [a, b]: Span): boolean {
  return from <= a && b <= to;
}
