import type { Expr } from '../expr/types.js';
import type { Compiled, Scope } from '../math/index.js';
import type { Match } from './bindings.js';
import { expectationModel } from './expectation-model.js';
import { slopeModel } from './slope-model.js';

/**
 * A world in which a formula has a value that does not spell out all that it depends on: a law for what is averaged, a dependence
 * for what is differentiated. Source and definition are evaluated in the same world, each in its own way.
 */
export type Model = {
  /** Values of nodes that are written, at one point. */
  readonly written: (scope: Scope) => ReadonlyMap<Expr, Compiled>;
  /** Values of nodes of a definition; `near` gives the definition's scope over another scope of the reader's. */
  readonly defined: (target: Expr, scope: Scope, near: (source: Scope) => Scope) => ReadonlyMap<Expr, Compiled>;
  /** What agreement in this world shows, in words. */
  readonly says: string;
  /** Why disagreement shows nothing. */
  readonly doubt: string;
};

/** The world that a claim needs to have a value, if it needs one. */
export function modelOf(exprs: readonly Expr[], match: Match): Model | undefined {
  const models = [slopeModel(exprs, match), expectationModel(exprs)].filter((m) => m !== undefined);
  const [first, second] = models;
  if (!first || !second) return first;
  return {
    ...second,
    written: (scope) => new Map([...first.written(scope), ...second.written(scope)]),
    defined: (target, scope, near) =>
      new Map([...first.defined(target, scope, near), ...second.defined(target, scope, near)]),
  };
}
