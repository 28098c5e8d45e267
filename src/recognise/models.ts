import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import type { Compiled, Scope } from '../math/index.js';
import { atomModel } from './atom-model.js';
import type { Match } from './bindings.js';
import type { Claims } from './claims.js';
import { expectationModel } from './expectation-model.js';
import { lawModel } from './law-model.js';
import { measureModel } from './measure-model.js';
import { partialSums } from './partial-sums.js';
import { slopeModel } from './slope-model.js';

/**
 * A world in which a formula has a value that does not spell out all that it depends on: a law for what is averaged, a dependence
 * for what is differentiated. Source and definition are evaluated in the same world, each in its own way.
 */
export type Model = {
  /** The reader's sample with what the world adds to it. */
  readonly world?: (scope: Scope) => Scope;
  /** Values of nodes that are written, at one point. */
  readonly written: (scope: Scope) => ReadonlyMap<Expr, Compiled>;
  /** Values of nodes of a definition; `near` gives the definition's scope over another scope of the reader's. */
  readonly defined: (target: Expr, reader: Reader, near: (source: Scope) => Scope) => ReadonlyMap<Expr, Compiled>;
  /** How far values may differ that are computed in different ways. */
  readonly tolerance?: number;
  /** Several variables of one sum run through pairs: which ones the reader means is not always certain. */
  readonly joint?: boolean;
  /** What agreement in this world shows, in words. */
  readonly says: string;
  /** Why disagreement shows nothing. */
  readonly doubt: string;
};

/** The reader's scope, which is another one within each outcome of an average. */
export type Reader = { scope: Scope };

/** The world that a claim needs to have a value, if it needs one. */
export function modelOf(exprs: readonly Expr[], match: Match): Model | undefined {
  const models = [lawModel(exprs), slopeModel(exprs, match), expectationModel(exprs)].filter((m) => m !== undefined);
  const [first, second] = models;
  return first && second ? both(first, second) : first;
}

function both(first: Model, second: Model): Model {
  const world = first.world ?? second.world;
  const tolerance = first.tolerance ?? second.tolerance;
  return {
    ...second,
    ...(world && { world }),
    ...(tolerance && { tolerance }),
    written: (scope) => new Map([...first.written(scope), ...second.written(scope)]),
    defined: (target, reader, near) =>
      new Map([...first.defined(target, reader, near), ...second.defined(target, reader, near)]),
  };
}

/** Other worlds that may show what the first did not: nothing in them speaks against a claim. */
export function otherModels(claims: Claims, match: Match, first: Model | undefined): readonly (Model | undefined)[] {
  const partial = partialSums(claims.exprs);
  const measure = measureModel(claims.exprs);
  const atoms = atomModel(claims, match);
  const others = [
    jointModel(claims),
    partial,
    measure,
    first && measure && both(first, measure),
    atoms,
    atoms && first && both(first, atoms),
    atoms && partial && both(partial, atoms),
  ];
  return [...others.filter((m) => m !== undefined), ...(first ? [undefined] : [])];
}

/** Sums over pairs, where the definition has one. */
function jointModel({ claims }: Claims): Model | undefined {
  const isJoint = (e: Expr): boolean =>
    (e.kind === 'big' && e.domains.some((d) => d.variables.length > 1)) || children(e).some(isJoint);
  if (!claims.some(({ target }) => isJoint(target))) return undefined;
  return {
    joint: true,
    written: () => new Map(),
    defined: () => new Map(),
    says: 'the sums agree where their indices run through the same pairs',
    doubt: 'what the indices run through together is not certain',
  };
}
