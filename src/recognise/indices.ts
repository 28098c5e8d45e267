import type { Pattern } from '../catalogue/pattern.js';
import { letterOf } from '../catalogue/possible.js';
import { exprKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import { bind, extendScope, type Scope } from '../math/index.js';
import type { Match, RoleBinding } from './bindings.js';
import { createDefinitionScope, rangeOfIndex } from './definition-scope.js';
import { compiled } from './source-value.js';

export type PlacedIndices = {
  readonly scope: Scope;
  /** An index stands outside the range that the formula sums over. */
  readonly outside: boolean;
  readonly checked: boolean;
};

/**
 * Free indices of families take values that the family's index takes: `i` in `z_i` is one of the `j` in `\sum_j e^{z_j}`. A number
 * written there must be one of them; a range that leaves the index out (`j \ne i`) leaves none.
 */
export function placeIndices(pattern: Pattern, match: Match, sample: Scope): PlacedIndices {
  let scope = sample;
  let checked = false;
  for (const binding of match.roles.values()) {
    const sources = indexSources(binding);
    if (!sources) continue;
    const values = rangeValues(pattern, match, binding, scope);
    if (!values || values.length === 0) continue;
    checked = true;
    const current = sources.map((s) => compiled(s)(scope));
    if (values.some((v) => v.every((x, k) => x === current[k]))) continue;
    if (sources.some((s) => s.kind === 'number')) return { scope, outside: true, checked };
    const chosen = values[Math.floor(values.length / 2)] as readonly number[];
    scope = withIndices(scope, sources, chosen);
    const now = rangeValues(pattern, match, binding, scope) ?? [];
    if (!now.some((v) => v.every((x, k) => x === chosen[k]))) return { scope, outside: true, checked };
  }
  return { scope, outside: false, checked };
}

/** The reader's expressions for an index role's parts; undefined for other roles and for an index left off. */
export function indexSources(binding: RoleBinding): readonly Expr[] | undefined {
  if (binding.indexOf === undefined || binding.node.op === 'dots') return undefined;
  const piece = binding.places[0]?.pieces[0];
  if (!piece) return undefined;
  const sources = piece.node.op === 'list' && !piece.src ? piece.kids.map((k) => k.src) : [piece.src];
  return sources.every((s) => s !== null) ? (sources as Expr[]) : undefined;
}

/** A letter is bound, so that a binder of the same name still hides it; any other term is given its value as a whole. */
export function withIndices(scope: Scope, sources: readonly Expr[], values: readonly number[]): Scope {
  let result = scope;
  for (const [k, source] of sources.entries()) {
    const value = values[k];
    if (value === undefined) continue;
    const key = exprKey(source);
    result =
      source.kind === 'symbol' ? bind(result, key, value) : extendScope(result, { terms: new Map([[key, value]]) });
  }
  return result;
}

export function rangeValues(
  pattern: Pattern,
  match: Match,
  index: RoleBinding,
  scope: Scope,
): readonly (readonly number[])[] | undefined {
  const definition = createDefinitionScope(pattern, match, scope, undefined);
  return rangeOfIndex(match, index, definition.rangeOfGroup)?.values;
}

/** A letter that a guard takes for a count (`n` beside a sum without bounds) has the number of values as its value. */
export function placeCounts(pattern: Pattern, match: Match, sample: Scope): Scope {
  let scope = sample;
  for (const { left, right } of pattern.guards) {
    const letter =
      right.op === 'fn' && right.data === 'count' ? String(right.kids[0]?.data).replace(/#.*$/, '') : undefined;
    const piece = match.roles.get(letterOf(left))?.places[0]?.pieces[0];
    if (letter === undefined || left.op !== 'hole' || !piece) continue;
    const values = createDefinitionScope(pattern, match, scope, undefined).rangeOf(letter)?.values;
    if (!values) continue;
    const sources = piece.src ? [piece.src] : piece.kids.flatMap((k) => k.src ?? []);
    // Several letters are the counts of several variables, in order; one that is squared is the count of either.
    const counts =
      sources.length === 1 && piece.node.op !== 'pow'
        ? [values.length]
        : sources.map((_, k) => new Set(values.map((v) => v[k])).size);
    if (sources.some((s, k) => compiled(s)(scope) !== counts[k])) scope = withIndices(scope, sources, counts);
  }
  return scope;
}
