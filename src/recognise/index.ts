import { type Canon, createCanon, expandDots, expandElisions, type Occurrence } from '../canon/index.js';
import type { Net } from '../catalogue/net.js';
import type { Pattern } from '../catalogue/pattern.js';
import { exprKey } from '../expr/key.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import { matchLines, matchPattern } from './attempt.js';
import type { Match } from './bindings.js';
import type { Candidate, NearMiss, Prospect } from './candidate.js';
import { chooseCandidates } from './choose.js';
import { disjoint, spansOf, within } from './coverage.js';
import { type Fact, factsOf, headsTold, isGiven } from './facts.js';
import { WORK_BOUND, type Work } from './match.js';
import { collectSubjects, type Subject, statementsOf } from './subjects.js';
import { type Verdicts, verdictsOf } from './verdicts.js';

export type { Candidate, NearMiss } from './candidate.js';
export { previousOf } from './claims.js';
export type { Check, Evidence } from './evidence.js';
export { type Fact, headOf } from './facts.js';
export { cyclesOf, permutationOf } from './matrix-literals.js';
export { counterexampleOf, differenceInNumbers, replaceInSource } from './mend.js';
export { valueOfOccurrence, valueOfPlace } from './source-value.js';
export { pairsOf, statementsOf } from './subjects.js';

export type Recognition = {
  readonly chunks: readonly Candidate[];
  readonly nearMisses: readonly NearMiss[];
  /** What the formula makes known, for the formulas after it; worked out when it is asked for. */
  readonly facts: readonly Fact[];
};

/** Rounds in which facts found on one line let forms on another match. */
const MOST_ROUNDS = 4;

/** Finds the concepts of one formula: candidates from the net, evidence for each, and the choice among them. */
export function recognise(
  asRead: Reading,
  net: Net,
  known: readonly Fact[] = [],
  verdicts: Verdicts = verdictsOf(net),
): Recognition {
  const reading = { ...asRead, expr: expandElisions(asRead.expr) };
  const canon = createCanon({ kinds: reading.kinds });
  const subjects = collectSubjects(canon, ...waysToRead(asRead.expr, reading.expr));
  const kinds = new Map<string, SymbolKind>([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const context: Context = { canon, reading, kinds, net, subjects, verdicts };

  const free: Prospect[] = [];
  const waiting: Proposal[] = [];
  const missed: NearMiss[] = [];
  for (const proposal of propose(context)) {
    if (proposal.pattern.nearMiss) missed.push(toNearMiss(context, proposal));
    else if (proposal.pattern.given.length > 0) waiting.push(proposal);
    else free.push(...toProspect(context, proposal, []));
  }
  const { prospects, facts } = settleFacts(context, free, waiting, known);
  const chunks = chooseCandidates(prospects);
  return {
    chunks,
    nearMisses: missed.filter((m) => isNews(m, chunks)),
    get facts() {
      return facts.all();
    },
  };
}

/** `x_1 + x_2` as a sum over an index and as the sum of two things: forms ask for the one or for the other. */
function waysToRead(written: Expr, expanded: Expr): readonly Expr[] {
  if (written === expanded) return [expanded];
  const spelled = expandDots(written);
  return exprKey(spelled) === exprKey(expanded) ? [expanded] : [expanded, spelled];
}

type Context = {
  readonly canon: Canon;
  readonly reading: Reading;
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  readonly net: Net;
  readonly subjects: readonly Subject[];
  readonly verdicts: Verdicts;
};

type Proposal = { readonly pattern: Pattern; readonly match: Match; readonly subject: Subject };

function* propose({ canon, net, subjects }: Context): Generator<Proposal> {
  const work: Work = { remaining: WORK_BOUND };
  for (const subject of subjects) {
    for (const pattern of net.candidates(subject.occurrence.node)) {
      // `\sigma(x) = \max(0, x)`: what is defined here is not what its letter usually stands for.
      if (subject.isDefined && restsOnLetter(pattern)) continue;
      for (const match of matchPattern(canon.build, pattern, subject.occurrence, work))
        yield { pattern, match, subject };
    }
  }
  if (net.lines.length === 0) return;
  const lines = linesOf(subjects);
  if (lines.length < 2) return;
  for (const pattern of net.lines) {
    for (const match of matchLines(canon.build, pattern, lines, work)) {
      const subject = subjects.find((s) => s.occurrence === match.covered[0]);
      if (subject) yield { pattern, match, subject };
    }
  }
}

/** `\sigma(x)` as a sigmoid: a form that has nothing but the letter of a function. */
function restsOnLetter({ form, concept }: Pattern): boolean {
  return (
    form.named &&
    form.assume !== undefined &&
    [...concept.roles.values()].some(({ role, among }) => role.kind === 'function' && among !== undefined)
  );
}

/** The statements of the formula, each with the ways it can be looked at (relation, recurrence). */
function linesOf(subjects: readonly Subject[]): Occurrence[][] {
  const lines: Occurrence[][] = [];
  for (const { occurrence, line } of subjects) {
    if (occurrence.node.op !== 'rel' && occurrence.node.op !== 'rec') continue;
    const own = lines[line];
    if (own) own.push(occurrence);
    else lines[line] = [occurrence];
  }
  return Array.from(lines, (l) => l ?? []);
}

/** Facts let forms match, and what matches gives new facts: repeated until nothing changes. */
function settleFacts(
  context: Context,
  free: readonly Prospect[],
  waiting: readonly Proposal[],
  known: readonly Fact[],
) {
  let prospects = free;
  let facts = factsFrom(prospects, known);
  let open = waiting;
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const still: Proposal[] = [];
    const found: Prospect[] = [];
    for (const proposal of open) {
      const { given } = proposal.pattern;
      if (!given.every((g) => isGiven(g, proposal.match, facts.on, prospects, context.canon))) still.push(proposal);
      else {
        const normalised = given.filter((g) => g.fact.startsWith('sums to 1')).map((g) => g.role);
        found.push(...toProspect(context, proposal, normalised));
      }
    }
    if (found.length === 0) break;
    prospects = [...prospects, ...found];
    facts = factsFrom(prospects, known);
    open = still;
  }
  return { prospects, facts };
}

type Facts = {
  readonly all: () => readonly Fact[];
  /** All that is known of one head; of others there may be some among them. */
  readonly on: (head: string) => readonly Fact[];
};

/**
 * What is known before and by the formula itself. A definition in this formula ends what was known of its left side before.
 * What is not asked about needs no proof.
 */
function factsFrom(prospects: readonly Prospect[], known: readonly Fact[]): Facts {
  const tellers = prospects.filter((p) => p.match.whole);
  const told = once(() => new Set(tellers.flatMap(headsTold)));
  const all = once(() => {
    const own: Fact[] = [];
    for (const p of tellers) if (headsTold(p).length > 0 && p.prove()) own.push(...factsOf(p, [...known, ...own]));
    const redefined = new Set(own.map((f) => f.head));
    return [...known.filter((f) => !redefined.has(f.head)), ...own];
  });
  return { all, on: (head) => (told().has(head) ? all() : known) };
}

/** A value that is worked out when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a proposal may become; nothing where it covers nothing that could be pointed at. */
function toProspect(context: Context, proposal: Proposal, normalised: readonly string[]): readonly Prospect[] {
  const { pattern, match, subject } = proposal;
  const spans = spansOf(match, context.reading);
  if (spans.length === 0) return [];
  const defines = match.whole ? subject.defines : undefined;
  const prove = once((): Candidate | undefined => {
    const statement = statementsOf(context.reading.expr)[subject.line] ?? context.reading.expr;
    const evidence = context.verdicts.of({ pattern, match, kinds: context.kinds, normalised, statement });
    return evidence.status === 'refuted'
      ? undefined
      : { pattern, match, subject, defines, evidence, spans, normalised };
  });
  return [{ pattern, match, subject, defines, spans, prove }];
}

function toNearMiss(context: Context, { pattern, match, subject }: Proposal): NearMiss {
  return { pattern, match, subject, spans: spansOf(match, context.reading) };
}

/** A mistake is told only where nothing else explains what is written. */
function isNews(miss: NearMiss, chunks: readonly Candidate[]): boolean {
  if (miss.spans.length === 0) return false;
  return chunks.every(
    (c) => disjoint(c.spans, miss.spans) || (within(c.spans, miss.spans) && !within(miss.spans, c.spans)),
  );
}
