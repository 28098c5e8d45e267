import type { Pattern } from '../catalogue/pattern.js';
import type { Span } from '../expr/span.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import { createSampleScope, isMathError, type Scope, type Value } from '../math/index.js';
import type { NearMiss } from './candidate.js';
import { createDefinitionScope } from './definition-scope.js';
import { indexSources, placeIndices, rangeValues, withIndices } from './indices.js';
import { compiled } from './source-value.js';

const SEED = 7;
const ATTEMPTS = 24;
const LARGEST = 100;

/** The formula with one place, an expression's or any other, replaced by other LaTeX. */
export function replaceInSource(latex: string, at: { readonly span: Span }, by: string): string {
  return latex.slice(0, at.span[0]) + by + latex.slice(at.span[1]);
}

/**
 * What a mistake comes to in numbers: the value as printed beside the value that was meant, and where a law speaks of a total, the
 * total as printed. Empty where it cannot be computed.
 */
export function counterexampleOf(miss: NearMiss, target: Pattern, reading: Reading): string {
  const { match, pattern } = miss;
  const source = match.covered[0]?.src;
  const { definition } = target;
  if (!source || !definition) return '';
  const kinds = new Map<string, SymbolKind>([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const written = source.kind === 'relation' ? source.sides[1] : source;
  const meant = definition.kind === 'relation' ? definition.sides[1] : definition;
  if (!written || !meant) return '';
  return firstDifference(kinds, [source], (sample) => {
    const { scope } = placeIndices(pattern, match, sample);
    const printed = compiled(written)(scope);
    const right = compiled(meant)(createDefinitionScope(pattern, match, scope, undefined).scope);
    return { printed, right, total: () => totalAsPrinted(miss, scope, written) };
  });
}

/** The same for two readings of one formula, as printed and as mended: letters have one value in both. */
export function differenceInNumbers(printed: Expr, meant: Expr, before: Reading, after: Reading): string {
  const kinds = new Map([...before.kinds, ...after.kinds].map(([key, fact]) => [key, fact.kind] as const));
  return firstDifference(kinds, [printed, meant], (scope) => ({
    printed: compiled(printed)(scope),
    right: compiled(meant)(scope),
    total: () => undefined,
  }));
}

type Compared = { readonly printed: Value; readonly right: Value; readonly total: () => number | undefined };

/** In words, at the first point where both are plain numbers that a reader can tell apart. */
function firstDifference(
  kinds: ReadonlyMap<string, SymbolKind>,
  exprs: readonly Expr[],
  compare: (sample: Scope) => Compared,
): string {
  for (let point = 0; point < ATTEMPTS; point++) {
    try {
      const { printed, right, total } = compare(createSampleScope({ exprs, kinds, seed: SEED, point }));
      if (typeof printed !== 'number' || typeof right !== 'number') continue;
      // Numbers that a reader can take in at a glance.
      const plain = Math.abs(printed) < LARGEST && Math.abs(right) < LARGEST;
      if (!plain || Math.abs(printed - right) < 0.01) continue;
      const added = total();
      const sum = added === undefined ? '' : ` Added up over the index, the values as printed come to ${short(added)}.`;
      return `At one random point it comes to ${short(printed)} as printed, and to ${short(right)} as meant.${sum}`;
    } catch (error) {
      if (!isMathError(error)) throw error;
    }
  }
  return '';
}

function totalAsPrinted(
  { match, pattern }: NearMiss,
  scope: Parameters<typeof rangeValues>[3],
  written: Expr,
): number | undefined {
  const sums = pattern.concept.runtimeLaws.some((law) => law.sumOver.length === 1);
  const index = [...match.roles.values()].find((b) => b.indexOf !== undefined);
  const sources = index && indexSources(index);
  if (!sums || !index || !sources) return undefined;
  const values = rangeValues(pattern, match, index, scope) ?? [];
  let total = 0;
  for (const v of values) {
    const value = compiled(written)(withIndices(scope, sources, v));
    if (typeof value !== 'number') return undefined;
    total += value;
  }
  return values.length > 0 ? total : undefined;
}

function short(x: number): string {
  return Number(x.toPrecision(3)).toString();
}
