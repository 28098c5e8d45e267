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

/** A mistake that a form stands for, found in the formula. */
export type NearMiss = {
  readonly pattern: Pattern;
  readonly match: Match;
  readonly subject: Subject;
  readonly spans: readonly Span[];
};
