import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf } from '../expr/types.js';
import { bind, type Compiled, type Scope, type Value, weightedSum } from '../math/index.js';
import type { Model } from './models.js';
import { compiled } from './source-value.js';

type Big = ExprOf<'big'>;

/** Where integrands are compared, as shares of the way from one bound to the other, and what each place counts. */
const SHARES: readonly number[] = [0.07, 0.31, 0.52, 0.78, 0.94];
const WEIGHTS: readonly number[] = [0.21, 0.34, 0.13, 0.4, 0.26];
/** The same where there is no bound, on both sides of zero. */
const ANYWHERE: readonly number[] = [-1.9, -0.6, 0.35, 1.1, 2.3];
/** How near to the limit bodies are compared. */
const NEAR: readonly number[] = [0.31, -0.27, 0.17, -0.11, 0.05];
/** Integrals within integrals: each takes as many values as there are places. */
const MOST_NESTED = 3;

/**
 * Integrals and limits that have no value because what stands in them is unknown: each takes its body at a few places instead,
 * with unequal weights. Integrands that agree there, between bounds that agree, have equal integrals. Undefined where there is
 * neither.
 */
export function measureModel(exprs: readonly Expr[]): Model | undefined {
  const written = exprs.flatMap(measuresIn);
  if (written.length === 0 || written.length > MOST_NESTED) return undefined;
  const own = new Map<Expr, Compiled>(written.map((e) => [e, (scope) => measured(e, scope, (d) => wayOf(d, scope))]));
  const [only] = written.length === 1 ? written : [];
  return {
    written: () => own,
    defined: (target, { scope }) =>
      new Map(
        measuresIn(target).map((e) => {
          // An integral without bounds is the reader's, whatever its bounds are.
          const reader = only?.op === e.op && only.domains.length === e.domains.length ? only : undefined;
          const way = (d: Domain, k: number, inner: Scope): Way | undefined =>
            d.range.kind === 'all' && reader ? wayOf(reader.domains[k] as Domain, scope) : wayOf(d, inner);
          return [e, (inner: Scope) => measured(e, inner, (d, k) => way(d, k, inner))];
        }),
      ),
    says: 'what is integrated, or taken to a limit, agrees wherever it is compared',
    doubt: 'an integral of something unknown has no value',
  };
}

function measuresIn(e: Expr): Big[] {
  const found: Big[] = [];
  walk(e, (node) => {
    if (node.kind === 'big' && (node.op === 'integral' || node.op === 'lim')) found.push(node);
  });
  return found;
}

/** The weighted sum over all domains in turn. */
function measured(e: Big, scope: Scope, wayAlong: (domain: Domain, k: number) => Way | undefined): Value {
  const body = compiled(e.body);
  const at = (inner: Scope, k: number): Value => {
    const domain = e.domains[k];
    if (!domain) return body(inner);
    const [variable] = domain.variables;
    const way = wayAlong(domain, k);
    if (!variable || domain.variables.length !== 1 || !way) return Number.NaN;
    return weightedSum(
      way.places.map((place) => at(bind(inner, exprKey(variable), place), k + 1)),
      WEIGHTS.map((weight) => weight * way.counts),
    );
  };
  return at(scope, 0);
}

/** Places on the way from one bound to the other, and what the whole way counts: backwards it counts less than nothing. */
type Way = { readonly places: readonly number[]; readonly counts: number };

/** Undefined where what the variable runs through is not a stretch of numbers. */
function wayOf({ range }: Domain, scope: Scope): Way | undefined {
  if (range.kind === 'all') return { places: ANYWHERE, counts: 1 };
  if (range.kind === 'limit') {
    const to = Number(compiled(range.to)(scope));
    return { places: NEAR.map((h) => (Number.isFinite(to) ? to + h : Math.sign(to) / Math.abs(h))), counts: 1 };
  }
  const bounds = boundsOf(range);
  // A region that is only named: the same places for the same name.
  if (!bounds) return range.kind === 'in' ? { places: ANYWHERE, counts: 1 } : undefined;
  const [from, to] = bounds.map((b) => Number(compiled(b)(scope))) as [number, number];
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  if (Number.isFinite(from) && Number.isFinite(to))
    return { places: SHARES.map((s) => from + s * (to - from)), counts: to - from };
  if (from === to) return undefined;
  const counts = Math.sign(to - from);
  if (Number.isFinite(from)) return { places: SHARES.map((s) => from + counts * (s / (1.2 - s))), counts };
  if (Number.isFinite(to)) return { places: SHARES.map((s) => to - counts * (s / (1.2 - s))), counts };
  return { places: ANYWHERE, counts };
}

function boundsOf(range: Domain['range']): readonly [Expr, Expr] | undefined {
  if (range.kind === 'range' && range.to !== null) return [range.from, range.to];
  if (range.kind !== 'in') return undefined;
  const set = ungroup(range.set);
  return set.kind === 'interval' ? [set.from, set.to] : undefined;
}
