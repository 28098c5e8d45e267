import type { Pattern } from '../catalogue/pattern.js';
import type { Span } from '../expr/span.js';
import type { Expr } from '../expr/types.js';
import type { Match } from './bindings.js';
import type { Evidence } from './evidence.js';
import type { Subject } from './subjects.js';

/** A claim that survived the match: what, where, on what grounds. */
export type Candidate = {
  readonly pattern: Pattern;
  readonly match: Match;
  readonly subject: Subject;
  /** The left side that names it, when it is the whole right side of a definition. */
  readonly defines: Expr | undefined;
  readonly evidence: Evidence;
  readonly spans: readonly Span[];
  /** Facts that the claim leans on, by role. */
  readonly normalised: readonly string[];
};

/** A match that may become a claim: what is known of it before it is proved. The proof is made when asked for, and once. */
export type Prospect = Pick<Candidate, 'pattern' | 'match' | 'subject' | 'defines' | 'spans'> & {
  /** The claim with its evidence; nothing when it is refuted. */
  readonly prove: () => Candidate | undefined;
};

/** A mistake that a form stands for, found in the formula. */
export type NearMiss = {
  readonly pattern: Pattern;
  readonly match: Match;
  readonly subject: Subject;
  readonly spans: readonly Span[];
};
