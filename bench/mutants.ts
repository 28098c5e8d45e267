import type { Catalogue, Concept } from '../src/catalogue/index.js';
import type { Engine } from '../src/engine.js';
import type { Chunk } from '../src/explain/schema.js';
import type { Span } from '../src/expr/span.js';
import { readText } from './mutant-instances.js';
import { type Judgement, judge, plainKey } from './mutant-judge.js';
import { type Mutation, type MutationKind, mutationsOf } from './mutations.js';
import { formatShare, type Section } from './table.js';

export type Accepted = {
  readonly concept: string;
  readonly kind: MutationKind;
  readonly from: string;
  readonly to: string;
  readonly chunk: Chunk;
  readonly judgement: Judgement;
  /** It is the concept by another of its statements than the formula before it was spoiled (a Doppler effect the other way). */
  readonly otherForm: boolean;
};

export type Mutants = {
  /** Concepts of which a formula was spoiled, and those of which none could be. */
  readonly concepts: number;
  readonly without: readonly string[];
  readonly made: ReadonlyMap<MutationKind, number>;
  readonly accepted: readonly Accepted[];
};

/**
 * Formulas in which a concept is found are spoiled in one place, and asked about again. A mutant counts where the place is part of the
 * claim: inside the chunk, and not inside what only one role stands for, once (there anything may stand). Some spoiled formulas are
 * still the concept, with other roles (a bias with its sign flipped): each one that is accepted is judged by its value.
 */
export function spoilAll(engine: Engine, catalogue: Catalogue): Mutants {
  const made = new Map<MutationKind, number>();
  const accepted: Accepted[] = [];
  const without: string[] = [];
  for (const concept of catalogue.concepts.values()) {
    let some = false;
    for (const match of concept.file.matches) {
      const latex = typeof match === 'string' ? match : match.latex;
      const options = typeof match === 'string' ? undefined : { context: { prose: match.context } };
      const find = (text: string): readonly Chunk[] => engine.annotate(text, options).chunks.filter(isOf(concept));
      const [original] = find(latex);
      if (original === undefined) continue;
      const key = readKey(latex);
      for (const mutation of mutationsOf(latex, readText(latex))) {
        if (!touchesClaim(original, mutation) || readKey(mutation.latex) === key) continue;
        some = true;
        made.set(mutation.kind, (made.get(mutation.kind) ?? 0) + 1);
        const chunk = find(mutation.latex).find((c) => c.evidence.status === 'verified' && reaches(c, mutation));
        if (chunk === undefined) continue;
        const judgement = judge(mutation.latex, chunk, catalogue, original);
        const otherForm = judgement.why !== judge(latex, original, catalogue, original).why;
        accepted.push({
          concept: concept.id,
          kind: mutation.kind,
          from: latex,
          to: mutation.latex,
          chunk,
          judgement,
          otherForm,
        });
      }
      if (some) break;
    }
    if (!some) without.push(concept.id);
  }
  return { concepts: catalogue.concepts.size - without.length, without, made, accepted };
}

/** What a text says, brackets left aside: some edits change nothing. */
function readKey(latex: string): string {
  return plainKey(readText(latex));
}

const isOf =
  ({ id }: Concept) =>
  (c: Chunk): boolean =>
    c.concept === id;

/** Claims that are not borne out by values, judged apart from the recogniser. */
export function falseOf({ accepted }: Mutants): readonly Accepted[] {
  return accepted.filter((a) => a.judgement.verdict !== 'equal');
}

export function measureMutants(
  engine: Engine,
  catalogue: Catalogue,
  tell: (accepted: Accepted) => void = () => {},
): Section {
  const mutants = spoilAll(engine, catalogue);
  const wrong = falseOf(mutants);
  const right = mutants.accepted.filter((a) => a.judgement.verdict === 'equal');
  for (const a of mutants.accepted) tell(a);
  const total = [...mutants.made.values()].reduce((n, k) => n + k, 0);
  const row = (name: string, list: readonly Accepted[], of: number) => ({
    name,
    value: formatShare(list.length, of),
    beside: `${list.length} of ${of}`,
  });
  return {
    title: `Spoiled formulas of ${mutants.concepts} concepts, still verified`,
    rows: [
      row('accepted', mutants.accepted, total),
      row(
        'of these by another form of the concept',
        right.filter((a) => a.otherForm),
        total,
      ),
      row('of these falsely: not worth the concept with the roles named', wrong, total),
      ...[...mutants.made].map(([kind, made]) =>
        row(
          `falsely, ${kind}`,
          wrong.filter((a) => a.kind === kind),
          made,
        ),
      ),
    ],
  };
}

/**
 * Inside the chunk; an edit inside a role counts only where the role stands in two places, which then no longer agree. A factor
 * that is dropped may be all that stood for a role.
 */
function touchesClaim(chunk: Chunk, { kind, span }: Mutation): boolean {
  if (!chunk.spans.some((s) => holds(s, span))) return false;
  const inside = (s: Span): boolean =>
    holds(s, span) && !(kind === 'factor dropped' && s[0] === span[0] && s[1] === span[1]);
  return Object.values(chunk.roles).every((role) => role.spans.length > 1 || !role.spans.some(inside));
}

/** The claim about the mutant is about the place that was changed, not about another part of the formula. */
function reaches(chunk: Chunk, { span: [at] }: Mutation): boolean {
  return chunk.spans.some(([from, to]) => from <= at && at <= to);
}

function holds([from, to]: Span, [a, b]: Span): boolean {
  return from <= a && b <= to;
}
