import { keyOfSymbolNode } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import {
  bind,
  closeTo,
  extendScope,
  isFiniteValue,
  isZeroValue,
  MathError,
  prepareSamples,
  refreshScope,
  type Scope,
  toValue,
  type Value,
} from '../math/index.js';
import type { Match } from './bindings.js';
import { type Claims, claimsOf } from './claims.js';
import { createDefinitionScope, type DefinitionScope } from './definition-scope.js';
import { placeCounts, placeIndices } from './indices.js';
import { literalChecks } from './matrix-literals.js';
import { type Model, modelOf, otherModels } from './models.js';
import { rowScopes } from './row-wise.js';
import { checkLaws, type LawResult } from './runtime-laws.js';
import { domainsOf, normalise } from './sampling.js';
import { compiled } from './source-value.js';

/** One thing that was checked and could have failed. */
export type Check = {
  readonly kind: 'as-written' | 'law' | 'range' | 'model';
  readonly says?: string;
  readonly points?: number;
  readonly maxRelativeDifference?: number;
};

export type Evidence =
  | { readonly status: 'verified'; readonly checks: readonly Check[]; readonly seed: number }
  | {
      readonly status: 'structural';
      readonly checks: readonly Check[];
      readonly seed: number;
      readonly because: string;
    }
  | { readonly status: 'refuted'; readonly because: string };

/** Samples at which a claim must hold, and how many are tried to get them (a logarithm may not like one). */
const POINTS = 12;
const MOST_POINTS = 30;
const TOLERANCE = 1e-9;
/** Elementary operations that one point may take: a claim that costs more stays unproved rather than slow. */
const WORK_PER_POINT = 40_000;
/** Operations after which a claim that held at a few points is believed: what costs thousands a point has many terms to differ in. */
const ENOUGH_WORK = 8_000;
const FEWEST_POINTS = 4;
/** What asking an unknown function costs beside an elementary operation: an integral asks thousands of times. */
const WORK_PER_CALL = 20;
/** Attempts that are made before a claim is given up of which no point could be evaluated; fewer where each is dear. */
const MOST_FAILURES = 4;
const MOST_DEAR_FAILURES = 2;
const SEED = 20240607;

export type EvidenceInput = {
  readonly pattern: Pattern;
  readonly match: Match;
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  /** The statement that the claim is part of: shapes are inferred from all of it. */
  readonly statement: Expr;
  /** Weights known to sum to 1 because of a fact: role letters. */
  readonly normalised: readonly string[];
  /** Names by which the letters' values are drawn; whatever else is asked here must be part of the claim's shape. */
  readonly drawnAs: ReadonlyMap<string, string>;
};

/** Evaluates a claim as written against the concept's definition, and its laws with these roles and this range. */
export function gatherEvidence(input: EvidenceInput): Evidence {
  const { assume, doubt } = input.pattern.form;
  const evidence = compareWithDefinition(input);
  if (doubt !== undefined && evidence.status !== 'refuted')
    return { status: 'structural', checks: [], seed: SEED, because: doubt };
  // A letter taken for a known function (σ for the sigmoid) has no value of its own to compare.
  if (assume !== undefined && evidence.status === 'refuted' && restsOnFunctionName(input.pattern)) {
    return { status: 'structural', checks: [], seed: SEED, because: assume };
  }
  return evidence.status === 'structural' && assume !== undefined ? { ...evidence, because: assume } : evidence;
}

function restsOnFunctionName({ form, concept }: Pattern): boolean {
  return (
    form.named || [...concept.roles.values()].some(({ role, among }) => role.kind === 'function' && among !== undefined)
  );
}

function compareWithDefinition(input: EvidenceInput): Evidence {
  const { pattern, match } = input;
  const { definition } = pattern;
  const literal = match.covered[0]?.node.data === 'permutation' ? match.covered[0].src : undefined;
  const literally = literal && literalChecks(literal);
  if (literally) return { status: 'verified', checks: literally, seed: SEED };
  if (!definition) return structural('the concept is a statement, not a value that can be compared');
  const claims = claimsOf(pattern, match, definition);
  if (!claims) return structural('it is made of pieces that have no value of their own');
  const open = openRole(pattern, match, claims);
  if (open !== undefined) {
    const because = `what is written does not say what the ${open} is`;
    return pattern.form.named ? structural(because) : { status: 'refuted', because };
  }
  const model = modelOf(claims.exprs, match);
  const evidence = compareAtPoints(input, claims, model);
  if (evidence.status !== 'structural') return evidence;
  for (const other of otherModels(claims, match, model)) {
    const again = compareAtPoints(input, claims, other);
    if (again.status === 'verified') return again;
  }
  return evidence;
}

function structural(because: string): Evidence {
  return { status: 'structural', checks: [], seed: SEED, because };
}

/** Roles that need no value: an index runs, words only say. */
const OPEN_KINDS: ReadonlySet<string> = new Set(['index', 'text']);

/** A role of the definition for which nothing stands in what is written. */
function openRole(pattern: Pattern, match: Match, { claims }: Claims): string | undefined {
  for (const { target, previous } of claims) {
    let found: string | undefined;
    const bound = new Set(letterNames(target));
    walk(target, (e) => {
      const key = e.kind === 'symbol' ? symbolKey(e) : undefined;
      const test =
        key === undefined || bound.has(key) || key === previous?.role ? undefined : pattern.concept.roles.get(key);
      if (test && key !== undefined && !match.roles.has(key) && !OPEN_KINDS.has(test.role.kind))
        found ??= test.role.name;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function compareAtPoints(input: EvidenceInput, claims: Claims, model: Model | undefined): Evidence {
  const { pattern, match } = input;
  const { runtimeLaws } = pattern.concept;
  // Pieces without an expression of their own say nothing of each other's shapes: the statement does.
  const exprs = match.covered.every((o) => o.src) ? claims.exprs : [input.statement];
  let points = 0;
  let largest = 0;
  let indexChecked = false;
  let isNothing = true;
  let reason = '';
  let work = 0;
  const laws: LawResult[] = runtimeLaws.map(() => ({ points: 0, largest: 0, failed: false }));
  const tolerance = model?.tolerance ?? TOLERANCE;
  const samples = prepareSamples({
    exprs,
    kinds: kindsOf(input),
    seed: SEED,
    domains: domainsOf(pattern, match),
    drawnAs: input.drawnAs,
  });
  const isEnough = (): boolean => points >= POINTS || (points >= FEWEST_POINTS && work > ENOUGH_WORK);
  for (let point = 0; point < MOST_POINTS && !isEnough(); point++) {
    try {
      const sample = metered(refreshScope(samples(point), WORK_PER_POINT));
      const placed = placeIndices(pattern, match, placeCounts(pattern, match, sample));
      if (placed.outside) return { status: 'refuted', because: 'the index lies outside the range of the sum' };
      indexChecked ||= placed.checked;
      const sampled = normalise(input, placed.scope);
      const normal = model?.world?.(sampled) ?? sampled;
      const scope = model ? extendScope(normal, { overrides: model.written(normal) }) : normal;
      const found = largestDifference(input, claims, scope, model);
      if (found === undefined) continue;
      const { difference } = found;
      isNothing &&= found.isZero;
      if (difference > tolerance) {
        if (model) return structural(model.doubt);
        return { status: 'refuted', because: `as written it differs from the definition by ${difference}` };
      }
      largest = Math.max(largest, difference);
      points++;
      checkLaws({ input, scope, claims, laws });
      work += WORK_PER_POINT - sample.run.remaining;
      const broken = laws.findIndex((l) => l.failed);
      if (broken >= 0) return { status: 'refuted', because: `it breaks a law: ${runtimeLaws[broken]?.says}` };
    } catch (error) {
      if (!(error instanceof MathError)) throw error;
      reason = error.message;
      const dear = error.code === 'math/limit' || error.code === 'math/no-convergence';
      if (points === 0 && point + 1 >= (dear ? MOST_DEAR_FAILURES : MOST_FAILURES)) break;
    }
  }
  if (points < POINTS / 2 && !isEnough()) return structural(reason || 'it could not be evaluated at enough points');
  if (isNothing) return structural('all that is compared is 0');
  const kind = model ? 'model' : 'as-written';
  const checks: Check[] = [{ kind, ...(model && { says: model.says }), points, maxRelativeDifference: largest }];
  for (const [i, law] of runtimeLaws.entries()) {
    const result = laws[i];
    if (result && result.points > 0)
      checks.push({ kind: 'law', says: law.says, points: result.points, maxRelativeDifference: result.largest });
  }
  if (indexChecked) checks.push({ kind: 'range', says: 'the index lies within the range of the sum', points });
  return { status: 'verified', checks, seed: SEED };
}

/** The scope in which unknown functions count as work. */
function metered(scope: Scope): Scope {
  const { source, run } = scope;
  const spend = (e: Expr): void => {
    run.remaining -= WORK_PER_CALL;
    if (run.remaining < 0) throw new MathError('math/limit', e.span, 'This takes more work than a check may take.');
  };
  return {
    ...scope,
    source: {
      ...source,
      call: (key, args, e, inner, indices) => {
        spend(e);
        return source.call(key, args, e, inner, indices);
      },
      opaque: (e, inner) => {
        spend(e);
        return source.opaque(e, inner);
      },
    },
  };
}

/** Over all claims of a match at one point; undefined where something has no finite value there. */
function largestDifference(
  { pattern, match }: EvidenceInput,
  { claims }: Claims,
  scope: Scope,
  model: Model | undefined,
): { readonly difference: number; readonly isZero: boolean } | undefined {
  const tolerance = model?.tolerance ?? TOLERANCE;
  let largest = 0;
  let isZero = true;
  for (const { value, otherSide, target, previous } of claims) {
    const inOutcome = (source: Scope): DefinitionScope =>
      createDefinitionScope(pattern, match, source, previous, model?.joint);
    const plain = inOutcome(scope);
    const overrides = model?.defined(target, { scope }, (source) => inOutcome(source).scope);
    const definition = overrides ? { ...plain, scope: extendScope(plain.scope, { overrides }) } : plain;
    const defined = definedValue(target, pattern, match, definition);
    const written = value(scope);
    if (!isFiniteValue(written) || !isFiniteValue(defined)) return undefined;
    isZero &&= isZeroValue(defined);
    let { close, relativeDifference } = closeTo(written, defined, tolerance);
    // An equation may be written the other way round.
    if (!close && otherSide) ({ close, relativeDifference } = closeTo(otherSide(scope), defined, tolerance));
    largest = Math.max(largest, close ? relativeDifference : Math.max(relativeDifference, 2 * tolerance));
  }
  return { difference: largest, isZero };
}

/** Kinds of the symbols, with what the concept takes its roles to be. */
function kindsOf({ pattern, match, kinds }: EvidenceInput): ReadonlyMap<string, SymbolKind> {
  const known = new Map(kinds);
  for (const [letter, { role }] of pattern.concept.roles) {
    const kind = role.kind.replace('!', '');
    const node = match.roles.get(letter)?.node;
    if ((kind === 'vector' || kind === 'matrix') && node?.op === 'sym') known.set(keyOfSymbolNode(node), kind);
  }
  return known;
}

function definedValue(target: Expr, pattern: Pattern, match: Match, definition: DefinitionScope): Value {
  const free = definition.elided[0] ?? openIndex(target, pattern, match);
  if (free === undefined) return compiled(target)(definition.scope);
  const rows = rowScopes(target, free, definition.scope);
  if (rows) {
    const value = compiled(target);
    return toValue(rows.map((row) => row.columns.map((k) => Number(value(bind(row.scope, free, k)))))) ?? Number.NaN;
  }
  const range = letterNames(target)
    .map(definition.rangeOf)
    .find((r) => r !== undefined);
  const values = range?.values.map((v) => v[0] as number) ?? axisValues(target, free, definition);
  if (!values) throw new MathError('math/missing-range', target.span, 'The range of the index left off is not known.');
  return toValue(values.map((v) => compiled(target)(bind(definition.scope, free, v)))) ?? Number.NaN;
}

/** A family's index in the definition that nothing stands for: a named function of the whole vector was found. */
function openIndex(target: Expr, pattern: Pattern, match: Match): string | undefined {
  const bound = new Set(letterNames(target));
  let found: string | undefined;
  walk(target, (e) => {
    if (e.kind !== 'indexed') return;
    const binding = match.roles.get(symbolKey(e.base));
    // The index of a state counts steps: no vector has one element for each.
    if (!binding || binding.groups || pattern.concept.roles.get(symbolKey(e.base))?.role.state) return;
    for (const index of e.indices) {
      const key = exprKey(index);
      if (index.kind === 'symbol' && !bound.has(key) && !match.roles.has(key)) found ??= key;
    }
  });
  return found;
}

function axisValues(target: Expr, index: string, definition: DefinitionScope): number[] | undefined {
  let length: number | undefined;
  walk(target, (e) => {
    if (e.kind === 'indexed' && e.indices.some((i) => exprKey(i) === index))
      length ??= definition.lengthOf(symbolKey(e.base));
  });
  return length === undefined ? undefined : Array.from({ length }, (_, k) => k + 1);
}

function letterNames(e: Expr): string[] {
  const found: string[] = [];
  walk(e, (x) => {
    if (x.kind === 'big') for (const d of x.domains) found.push(...d.variables.map(exprKey));
  });
  return found;
}
