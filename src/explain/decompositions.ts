import { exprKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import {
  DECOMPOSITION_KINDS,
  type Decomposition,
  type DecompositionKind,
  decompose,
  decompositionOfConcept,
  evaluate,
  factorsOf,
  type Given,
  type RoleFactors,
  type Tensor,
  toPlain,
  type Value,
} from '../math/index.js';
import type { Candidate } from '../recognise/index.js';
import { isMatrix, type WorthOf } from './constant-value.js';
import { DECOMPOSITION_NAMES, failureWords, stepsOf, summaryOf } from './decomposition-words.js';
import type { DecompositionEntry } from './matrix-schema.js';
import { fillSlots, inlineMath } from './slots.js';
import { toJsonValue } from './value-schema.js';

/** All decompositions of a matrix, those that do not exist with the reason. */
export function allDecompositions(a: Tensor): DecompositionEntry[] {
  return DECOMPOSITION_KINDS.map((kind) => entryOf(kind, a));
}

function entryOf(kind: DecompositionKind, a: Tensor): DecompositionEntry {
  const { name, concept, latex } = DECOMPOSITION_NAMES[kind];
  const base = { kind, name, concept, latex };
  const found = decompose(kind, a);
  if (!found.ok) return { ...base, exists: false, factors: [], steps: [], says: failureWords(kind, found.because) };
  const { factors, largestDifference } = found;
  return {
    ...base,
    exists: true,
    factors: Object.entries(factors).map(([letter, value]) => ({ latex: letter, value: toJsonValue(toPlain(value)) })),
    ...wordsOf(kind, factors, (letter) => letter),
    largestDifference,
  };
}

function wordsOf(
  kind: DecompositionKind,
  factors: RoleFactors,
  written: (letter: string) => string | undefined,
): Pick<DecompositionEntry, 'steps' | 'says'> {
  const plain = Object.fromEntries(Object.entries(factors).map(([letter, value]) => [letter, toPlain(value)]));
  const fill = (text: string): string => fillSlots(text, (letter) => inlineMath(written(letter) ?? letter));
  const steps = stepsOf(kind, plain).filter(({ name }) => name !== 'P' || written('P') !== undefined);
  return { steps: steps.map(({ says }) => fill(says)), says: fill(summaryOf(kind, plain)) };
}

// --------------------------------------------------------------------------- equations in which factors are unknown

/** An equation of a decomposition whose matrix has a value. */
type Solved = {
  readonly kind: DecompositionKind;
  readonly candidate: Candidate;
  readonly equation: Expr;
  readonly a: Tensor;
  readonly found: Decomposition;
  /** The letters of the factors, by the factor's name. */
  readonly letters: readonly (readonly [string, Expr])[];
  /** Factors in the form that the equation asks for; undefined where there are none. */
  readonly fitting: RoleFactors | undefined;
};

function solvedIn(reading: Reading, candidates: readonly Candidate[], worthOf: WorthOf): Solved[] {
  const kinds = new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  return candidates.flatMap((candidate): Solved[] => {
    const { concept } = candidate.pattern;
    const kind = decompositionOfConcept(concept.id);
    const equation = candidate.match.covered[0]?.src ?? candidate.subject.expr;
    const subject = kind && sourceOf(candidate, 'A');
    const a = subject && worthOf(subject);
    if (kind === undefined || !equation || !subject || !isMatrix(a)) return [];
    const letters = lettersOf(candidate, equation);
    const found = decompose(kind, a);
    const fitting = factorsOf(concept.id, a).find((factors) =>
      satisfies(equation, letters, factors, { subject, value: a }, kinds),
    );
    return [{ kind, candidate, equation, a, found, letters, fitting }];
  });
}

/** Values for the letters of factors that have none, from the matrix that has one. */
export function computedFactors(
  reading: Reading,
  candidates: readonly Candidate[],
  given: readonly Given[],
  worthOf: WorthOf,
): Given[] {
  const known = new Set(given.map(({ expr }) => exprKey(expr)));
  return solvedIn(reading, candidates, worthOf).flatMap(({ letters, fitting }) => {
    // Factors belong together: where one is given, the others are the caller's to give.
    if (!fitting || letters.some(([, expr]) => known.has(exprKey(expr)))) return [];
    return letters.map(([letter, expr]) => ({ expr, value: toPlain(fitting[letter] as Value) }));
  });
}

/** What the factors of such equations are, and what each does. */
export function decompositionsIn(
  latex: string,
  reading: Reading,
  candidates: readonly Candidate[],
  worthOf: WorthOf,
): DecompositionEntry[] {
  const text = (e: Expr): string => latex.slice(e.span[0], e.span[1]);
  return solvedIn(reading, candidates, worthOf).map(({ kind, candidate, equation, a, found, letters, fitting }) => {
    const { concept } = candidate.pattern;
    const span: [number, number] = [equation.span[0], equation.span[1]];
    const base = { kind, name: concept.file.name, concept: concept.id, latex: text(equation), span };
    const none = (says: string): DecompositionEntry => ({ ...base, exists: false, factors: [], steps: [], says });
    if (!found.ok) return none(failureWords(kind, found.because));
    if (!fitting) return none(misfitWords(kind));
    const shown = { ...found.factors, ...fitting, ...rowOrder(a, found.factors, fitting) };
    return {
      ...base,
      exists: true,
      factors: letters.map(([letter, e]) => ({
        latex: text(e),
        value: toJsonValue(toPlain(fitting[letter] as Value)),
      })),
      ...wordsOf(kind, shown, (letter) => {
        const e = letters.find(([name]) => name === letter)?.[1];
        return e && text(e);
      }),
      largestDifference: found.largestDifference,
    };
  });
}

/** The words speak of the order in which rows are taken, on whichever side of the equation the permutation stands. */
function rowOrder(a: Tensor, own: RoleFactors, fitting: RoleFactors): RoleFactors {
  if (own.P === undefined || fitting.L === undefined) return {};
  const same = JSON.stringify(toPlain(own.L as Value)) === JSON.stringify(toPlain(fitting.L));
  if (same) return { P: own.P };
  const [n] = a.shape as [number];
  const data = Float64Array.from({ length: n * n }, (_, k) => (Math.floor(k / n) === k % n ? 1 : 0));
  return { P: { kind: 'tensor', shape: [n, n], data } };
}

function sourceOf({ match }: Candidate, letter: string): Expr | undefined {
  const source = match.roles.get(letter)?.places[0]?.pieces[0]?.src;
  return source?.kind === 'indexed' && match.roles.get(letter)?.groups ? source.base : (source ?? undefined);
}

/** The letters of the equation that are factors, by the factor's name; `\sigma` and `\lambda` of a sum of pieces are no roles. */
function lettersOf(candidate: Candidate, equation: Expr): readonly (readonly [string, Expr])[] {
  const letters = new Map<string, Expr>();
  for (const letter of candidate.pattern.concept.roles.keys()) {
    const source = letter === 'A' ? undefined : sourceOf(candidate, letter);
    if (source) letters.set(letter, source);
  }
  walk(equation, (e) => {
    if (e.kind === 'indexed' && e.base.kind === 'symbol' && (e.base.name === 'sigma' || e.base.name === 'lambda'))
      letters.set(e.base.name, e.base);
  });
  return [...letters];
}

/** Whether the equation holds with these factors put in. */
function satisfies(
  equation: Expr,
  letters: readonly (readonly [string, Expr])[],
  factors: RoleFactors,
  whole: { readonly subject: Expr; readonly value: Value },
  kinds: ReadonlyMap<string, SymbolKind>,
): boolean {
  const given: Given[] = letters.flatMap(([letter, expr]) =>
    factors[letter] === undefined ? [] : [{ expr, value: toPlain(factors[letter]) }],
  );
  if (whole.subject.kind !== 'matrix') given.push({ expr: whole.subject, value: toPlain(whole.value) });
  const names = new Set(given.map(({ expr }) => exprKey(expr)));
  if (names.size < given.length || letters.some(([letter]) => factors[letter] === undefined)) return false;
  const result = evaluate({ expr: equation, given, kinds, budget: 2_000_000 });
  return result.ok && result.value.value === true;
}

function misfitWords(kind: DecompositionKind): string {
  switch (kind) {
    case 'lu':
      return 'There are no such triangles as long as the rows keep their order: a zero stands where elimination divides. With a permutation, $P A = L U$, there are.';
    case 'eigen':
      return 'In this form there are none: the matrix is not symmetric, so its directions are not at right angles, and a transpose does not undo what they do. With the inverse in its place, $A = Q D Q^{-1}$, there are.';
    default:
      return 'There are factors, but they do not satisfy the equation as it is written.';
  }
}
