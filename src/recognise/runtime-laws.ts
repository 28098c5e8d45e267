import type { Occurrence } from '../canon/index.js';
import type { CompiledLaw } from '../catalogue/pattern.js';
import type { Expr } from '../expr/types.js';
import {
  type Compiled,
  closeTo,
  createScope,
  extendScope,
  isArray,
  isFiniteValue,
  isScalar,
  MathError,
  type Scope,
  toPlain,
  type Value,
} from '../math/index.js';
import type { Match, Place } from './bindings.js';
import type { Claims } from './claims.js';
import type { EvidenceInput } from './evidence.js';
import { indexSources, rangeValues, withIndices } from './indices.js';
import { compiled } from './source-value.js';

/** How a law has fared so far. */
export type LawResult = { points: number; largest: number; failed: boolean };

const TOLERANCE = 1e-8;
/** The constant that laws put in place of a role. */
const CONSTANT = 1.375;

/** Checks each law of the concept on the chunk as written, in the given scope; results are added up. */
export function checkLaws(args: {
  readonly input: EvidenceInput;
  readonly scope: Scope;
  readonly claims: Claims;
  readonly laws: readonly LawResult[];
}): void {
  const { pattern } = args.input;
  for (const [i, law] of pattern.concept.runtimeLaws.entries()) {
    const result = args.laws[i];
    if (!result) continue;
    try {
      const left = leftSide(law, args.input, args.scope, args.claims);
      if (left === undefined || !isFiniteValue(left)) continue;
      const right = compiled(law.right)(constants(args.scope));
      const outcome = compare(law.op, left, right);
      result.points++;
      result.largest = Math.max(result.largest, outcome.difference);
      result.failed ||= !outcome.holds;
    } catch (error) {
      // A law that cannot be evaluated here says nothing, for or against.
      if (!(error instanceof MathError)) throw error;
    }
  }
}

function constants(scope: Scope): Scope {
  return createScope({ symbol: (key) => (key === 'c' ? CONSTANT : undefined), real: scope.real });
}

function leftSide(law: CompiledLaw, input: EvidenceInput, scope: Scope, claims: Claims): Value | undefined {
  const value = claims.claims[0]?.value;
  if (!value || claims.claims.length > 1) return undefined;
  const replaced = law.replace.length === 0 ? scope : replaceRoles(law, input.match, scope, claims);
  if (!replaced) return undefined;
  if (law.sumOver.length === 0) return value(replaced);
  const [letter] = law.sumOver;
  const binding = letter === undefined ? undefined : input.match.roles.get(letter);
  if (!binding || law.sumOver.length > 1) return undefined;
  if (binding.node.op === 'dots') return total([value(replaced)]);
  const sources = indexSources(binding);
  // A number for an index names one element: there is nothing to sum over.
  if (!sources || sources.some((s) => s.kind === 'number')) return undefined;
  const values = rangeValues(input.pattern, input.match, binding, scope);
  return values && total(values.map((v) => value(withIndices(replaced, sources, v))));
}

/** One array holds the terms itself; several arrays are added entry by entry, and have one total if all entries agree. */
function total(values: readonly Value[]): Value | undefined {
  const terms = values.map(elementsOf);
  const size = terms[0]?.length ?? 0;
  const sums = terms.length > 1 && size > 1 && terms.every((t) => t.length === size) ? byEntry(terms, size) : [];
  const [first] = sums;
  if (first !== undefined && sums.every((s) => closeTo(s, first, TOLERANCE).close)) return first;
  let sum = 0;
  for (const term of terms) for (const x of term) sum += x;
  return Number.isNaN(sum) ? undefined : sum;
}

function byEntry(terms: readonly (readonly number[])[], size: number): number[] {
  return Array.from({ length: size }, (_, i) => terms.reduce((sum, term) => sum + (term[i] ?? 0), 0));
}

/** Puts the law's values in place of the reader's pieces, wherever they stand. */
function replaceRoles(law: CompiledLaw, match: Match, scope: Scope, claims: Claims): Scope | undefined {
  const overrides = new Map<Expr, Compiled>();
  for (const { role, previous, by } of law.replace) {
    const value = compiled(by)(constants(scope));
    if (!isScalar(value) || typeof value !== 'number') return undefined;
    if (previous) {
      for (const at of claims.previousPlaces) overrides.set(at, () => value);
      continue;
    }
    const binding = match.roles.get(role.replace(/^\\/, ''));
    if (!binding) return undefined;
    for (const place of binding.places) if (!overridePlace(place, value, overrides)) return undefined;
  }
  return extendScope(scope, { overrides });
}

/** The first piece takes the value, the others what leaves it unchanged. */
function overridePlace(place: Place, value: number, overrides: Map<Expr, Compiled>): boolean {
  const neutral = place.combine === 'add' ? 0 : 1;
  return place.pieces.every((piece, i) => overrideOccurrence(piece, i === 0 ? value : neutral, overrides));
}

function overrideOccurrence(o: Occurrence, value: number, overrides: Map<Expr, Compiled>): boolean {
  if (o.src) {
    overrides.set(o.src, () => value);
    return true;
  }
  const [first, second] = o.kids;
  if (o.node.op === 'pow' && first && second?.node.op === 'num') {
    return overrideOccurrence(first, value ** (1 / Number(second.node.data)), overrides);
  }
  if (o.node.op !== 'mul' && o.node.op !== 'add') return false;
  const neutral = o.node.op === 'add' ? 0 : 1;
  const movable = o.kids.filter((k) => k.node.op !== 'num');
  return movable.every((k, i) => overrideOccurrence(k, i === 0 ? value : neutral, overrides));
}

function compare(op: string, left: Value, right: Value): { holds: boolean; difference: number } {
  if (op === '=') {
    const { close, relativeDifference } = closeTo(left, right, TOLERANCE);
    return { holds: close, difference: relativeDifference };
  }
  const b = Number(right);
  const slack = (a: number): number => TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
  const holds = elementsOf(left).every((a) => (op === 'le' || op === '<' ? a <= b + slack(a) : a >= b - slack(a)));
  return { holds, difference: 0 };
}

/** An inequality holds of an array when it holds of every element. */
function elementsOf(value: Value): readonly number[] {
  const plain = isArray(value) ? toPlain(value) : value;
  return (Array.isArray(plain) ? plain.flat(3) : [plain]).map(Number);
}
