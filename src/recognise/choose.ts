import type { Candidate, Prospect } from './candidate.js';
import { disjoint, lengthOf, within } from './coverage.js';

/**
 * From all claims those that are told: disjoint or nested, the most specific at each place; a concept silences its
 * ancestors where they would only say less about the same thing. Proof is asked for in order of preference, so that what
 * gives way to a better claim in any case costs nothing.
 */
export function chooseCandidates(prospects: readonly Prospect[]): Candidate[] {
  const ranked = [...prospects].sort(compareProspects);
  const chosen: Candidate[] = [];
  const mayStand = (p: Ranked): boolean => chosen.every((other) => compatible(p, other) && !silences(other, p));
  for (let from = 0, to = 0; from < ranked.length; from = to) {
    const first = ranked[from] as Prospect;
    while (to < ranked.length && compareProspects(first, ranked[to] as Prospect) === 0) to++;
    const proved = proveEach(ranked.slice(from, to).filter(mayStand));
    for (const candidate of proved.sort(compareCandidates)) if (mayStand(candidate)) chosen.push(candidate);
  }
  return chosen.filter((c) => !chosen.some((other) => other !== c && silences(other, c)));
}

/** One concept found at one place in several forms says the same thing: the first form that is verified is enough. */
function proveEach(equals: readonly Prospect[]): Candidate[] {
  const proved: Candidate[] = [];
  for (const p of equals) {
    const isTold = proved.some(
      (c) => c.evidence.status === 'verified' && c.pattern.concept === p.pattern.concept && same(c, p),
    );
    const candidate = isTold ? undefined : p.prove();
    if (candidate) proved.push(candidate);
  }
  return proved;
}

function same(a: Ranked, b: Ranked): boolean {
  return within(a.spans, b.spans) && within(b.spans, a.spans);
}

type Ranked = Pick<Prospect, 'pattern' | 'spans'>;

/** Contiguous first, then what says more, then the more specific: all that is known without a proof. */
function compareProspects(a: Ranked, b: Ranked): number {
  return (
    Number(a.spans.length > 1) - Number(b.spans.length > 1) ||
    b.pattern.rigid - a.pattern.rigid ||
    b.pattern.concept.ancestors.length - a.pattern.concept.ancestors.length
  );
}

/** Among equals verified before structural, then earlier, then longer. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Number(a.evidence.status !== 'verified') - Number(b.evidence.status !== 'verified') ||
    (a.spans[0]?.[0] ?? 0) - (b.spans[0]?.[0] ?? 0) ||
    lengthOf(b.spans) - lengthOf(a.spans) ||
    compareText(a.pattern.concept.id, b.pattern.concept.id)
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compatible(a: Ranked, b: Ranked): boolean {
  return disjoint(a.spans, b.spans) || within(a.spans, b.spans) || within(b.spans, a.spans);
}

/** Share of a chunk that a more general claim inside it must cover to be the same claim, said again. */
const SAME_THING = 0.5;

function silences(a: Ranked, b: Ranked): boolean {
  const [ca, cb] = [a.pattern.concept, b.pattern.concept];
  const large = within(b.spans, a.spans) && lengthOf(b.spans) >= SAME_THING * lengthOf(a.spans);
  if (ca.id === cb.id && (same(a, b) || large)) return true;
  if (ca.file.replaces.includes(cb.id) && (within(b.spans, a.spans) || same(a, b))) return true;
  if (!ca.ancestors.includes(cb.id)) return false;
  return same(a, b) || large;
}
