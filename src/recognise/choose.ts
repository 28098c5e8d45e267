import type { Candidate } from './candidate.js';
import { disjoint, lengthOf, within } from './coverage.js';

/**
 * From all claims those that are told: disjoint or nested, the most specific at each place; a concept silences its
 * ancestors where they would only say less about the same thing.
 */
export function chooseCandidates(candidates: readonly Candidate[]): Candidate[] {
  const ranked = [...candidates].sort(compareCandidates);
  const chosen: Candidate[] = [];
  for (const candidate of ranked) {
    const fits = chosen.every((other) => compatible(candidate, other));
    if (fits && !chosen.some((other) => silences(other, candidate))) chosen.push(candidate);
  }
  return chosen.filter((c) => !chosen.some((other) => other !== c && silences(other, c)));
}

/** Contiguous first, then what says more, then the more specific, then verified before structural, then earlier. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Number(a.spans.length > 1) - Number(b.spans.length > 1) ||
    b.pattern.rigid - a.pattern.rigid ||
    b.pattern.concept.ancestors.length - a.pattern.concept.ancestors.length ||
    Number(a.evidence.status !== 'verified') - Number(b.evidence.status !== 'verified') ||
    (a.spans[0]?.[0] ?? 0) - (b.spans[0]?.[0] ?? 0) ||
    lengthOf(b.spans) - lengthOf(a.spans) ||
    (a.pattern.concept.id < b.pattern.concept.id ? -1 : 1) ||
    a.pattern.index - b.pattern.index
  );
}

function compatible(a: Candidate, b: Candidate): boolean {
  return disjoint(a.spans, b.spans) || within(a.spans, b.spans) || within(b.spans, a.spans);
}

/** Share of a chunk that a more general claim inside it must cover to be the same claim, said again. */
const SAME_THING = 0.5;

function silences(a: Candidate, b: Candidate): boolean {
  const [ca, cb] = [a.pattern.concept, b.pattern.concept];
  const same = within(a.spans, b.spans) && within(b.spans, a.spans);
  const large = within(b.spans, a.spans) && lengthOf(b.spans) >= SAME_THING * lengthOf(a.spans);
  if (ca.id === cb.id && (same || large)) return true;
  if (ca.file.replaces.includes(cb.id) && (within(b.spans, a.spans) || same)) return true;
  if (!ca.ancestors.includes(cb.id)) return false;
  return same || large;
}
