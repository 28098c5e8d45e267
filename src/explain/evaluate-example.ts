import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import type { EvaluateResult, Evaluator, Given, NeededInput } from '../math/index.js';
import type { Candidate } from '../recognise/index.js';

/** Values from the examples of the concepts, and where each came from. */
export type ExampleValues = {
  readonly given: readonly Given[];
  readonly result: EvaluateResult;
  /** Keys of symbols that no example has a value for. */
  readonly madeUp: ReadonlySet<string>;
};

/** Small numbers that differ, none of them 0 or 1, so that nothing vanishes by chance. */
const NUMBERS = [2, 0.5, 3, 1.5, 0.25, 2.5, 4, 0.75, 1.25, 3.5] as const;
const FREE_LENGTH = 3;
/** Symbols that are given made-up values. */
const MAX_MADE_UP = 40;

/** The example of the outermost concept that has one, put to what plays its roles; made-up numbers for all that is then missing. */
export function exampleValues(chunks: readonly Candidate[], evaluate: Evaluator): ExampleValues {
  const given: Given[] = [];
  const taken = new Set<string>();
  for (const candidate of chunks) {
    for (const value of rolesFilled(candidate)) {
      const key = exprKey(value.expr);
      if (taken.has(key) || taken.has(symbolKey(value.expr))) continue;
      taken.add(key);
      given.push(value);
    }
  }
  const fitting = evaluate(given);
  // Examples that do not go together (two lengths for one index) are worse than made-up numbers.
  const kept = fitting.ok || fitting.error.code === 'math/missing-value' ? given : [];
  return withMadeUp(kept, evaluate, kindsOf(chunks));
}

function withMadeUp(start: readonly Given[], evaluate: Evaluator, kinds: ReadonlyMap<string, string>): ExampleValues {
  const madeUp = new Set<string>();
  let given = start;
  let result = evaluate(given);
  while (!result.ok && result.error.code === 'math/missing-value' && madeUp.size < MAX_MADE_UP) {
    const missing = result.inputs.find((input) => isMissing(input) && !madeUp.has(input.key));
    if (missing === undefined) break;
    madeUp.add(missing.key);
    const shape = missing.shape ?? SHAPES[kinds.get(missing.key) ?? ''] ?? [];
    given = [...given, { expr: missing.expr, value: numbersOf(shape, madeUp.size - 1) }];
    result = evaluate(given);
  }
  return { given, result, madeUp };
}

const SHAPES: Readonly<Record<string, readonly null[]>> = { vector: [null], matrix: [null, null] };

/** What the concepts take for a vector or a matrix. */
function kindsOf(chunks: readonly Candidate[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  for (const { match, pattern } of chunks) {
    for (const [letter, { role }] of pattern.concept.roles) {
      const kind = (match.assumedKinds.get(letter) ?? role.kind).replace('!', '');
      const source = match.roles.get(letter)?.places[0]?.pieces[0]?.src;
      if (source && kind in SHAPES && !kinds.has(exprKey(source))) kinds.set(exprKey(source), kind);
    }
  }
  return kinds;
}

export function isMissing({ given, isIndex, inferred }: NeededInput): boolean {
  return !given && !isIndex && inferred === undefined;
}

function numbersOf(shape: readonly (number | null)[], start: number): unknown {
  const [n, ...rest] = shape;
  if (n === undefined) return NUMBERS[start % NUMBERS.length];
  return Array.from({ length: n ?? FREE_LENGTH }, (_, k) => numbersOf(rest, start + k * (rest.length > 0 ? 3 : 1)));
}

/** `{z: [2, 1, 0.1]}` of a softmax over `e^{o_k}` gives `o` these numbers. */
function rolesFilled({ pattern, match }: Candidate): Given[] {
  const { concept } = pattern;
  return Object.entries(concept.file.example).flatMap(([name, value]): Given[] => {
    const named = ungroup(concept.read(name));
    const binding = match.roles.get(symbolKey(named));
    const piece = binding?.places.find((place) => place.pieces.length === 1)?.pieces[0]?.src;
    // An index is left to run: all values say more than one.
    if (!binding || !piece || binding.indexOf !== undefined) return [];
    const source = ungroup(piece);
    if (binding.groups !== undefined) return familyOf(source, value);
    if (named.kind === 'indexed' && source.kind === 'indexed') {
      const before = stateBefore(source, match.covered[0]?.src);
      return before ? [{ expr: before, value }] : [];
    }
    return isNameable(source) ? [{ expr: source, value }] : [];
  });
}

/** The state that an update starts from: on the right side, the same letter at another step. */
function stateBefore(state: Expr, update: Expr | null | undefined): Expr | undefined {
  const right = update?.kind === 'relation' ? update.sides.at(-1) : undefined;
  let found: Expr | undefined;
  if (right)
    walk(right, (node) => {
      const isBefore =
        node.kind === 'indexed' && symbolKey(node) === symbolKey(state) && exprKey(node) !== exprKey(state);
      if (isBefore) found ??= node;
    });
  return found;
}

function familyOf(source: Expr, value: unknown): Given[] {
  return source.kind === 'indexed' && source.base.kind === 'symbol' ? [{ expr: source.base, value }] : [];
}

function isNameable(e: Expr): boolean {
  return e.kind === 'symbol' || e.kind === 'indexed' || e.kind === 'apply' || e.kind === 'derivative';
}
