import type { Span } from '../expr/span.js';

export const MATH_PROBLEM_CODES = [
  'math/missing-value',
  'math/shape',
  'math/undefined-function',
  'math/unsupported',
  'math/domain',
  'math/limit',
  'math/singular',
  'math/no-convergence',
  'math/missing-range',
  'math/not-a-number',
  'math/not-a-symbol',
] as const;
export type MathProblemCode = (typeof MATH_PROBLEM_CODES)[number];

/** The only thing the math core throws for what a reader can cause: what is wrong, where, and what to do about it. */
export class MathError extends Error {
  override readonly name = 'MathError';
  constructor(
    readonly code: MathProblemCode,
    readonly span: Span,
    message: string,
    readonly hint: string = '',
    /** Other places that belong to the problem: the operands whose shapes disagree, every use of a missing symbol. */
    readonly related: readonly Span[] = [],
  ) {
    super(message);
  }
}

export function isMathError(error: unknown): error is MathError {
  return error instanceof MathError;
}
