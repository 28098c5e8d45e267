import type { Builder, Occurrence } from '../../src/canon/index.js';

/** Ways to take an occurrence apart, for the plain matcher: all of them, in no clever order. */

/** All choices of `count` pieces of an occurrence. */
export function* valuesIn(o: Occurrence, count: number): Generator<readonly Occurrence[]> {
  if (count === 0) return yield [];
  for (const piece of piecesOf(o)) {
    for (const rest of valuesIn(o, count - 1)) yield [piece, ...rest];
  }
}

export function* piecesOf(o: Occurrence): Generator<Occurrence> {
  yield o;
  for (const kid of o.kids) yield* piecesOf(kid);
}

export function* choices(pieces: readonly Occurrence[]) {
  for (let bits = 1; bits < 1 << pieces.length; bits++) {
    yield { taken: pieces.filter((_, i) => bits & (1 << i)), rest: pieces.filter((_, i) => !(bits & (1 << i))) };
  }
}

/** Factors in the order written. */
export function orderedFactors(s: Occurrence): readonly Occurrence[] | undefined {
  if (s.node.op === 'seq') return s.kids;
  if (s.node.op !== 'mul') return undefined;
  return [...s.kids].sort((a, b) => (a.src?.span[0] ?? 0) - (b.src?.span[0] ?? 0));
}

/** The same product with its sum turned around and a minus sign before it. */
export function turned(build: Builder, factors: readonly Occurrence[]): readonly Occurrence[] {
  const number = factors.find((k) => k.node.op === 'num');
  const minus = build.num(-1, null);
  const rest = factors.filter((k) => k !== number).map((k) => (k.node.op === 'add' ? build.mul([minus, k], null) : k));
  return [...rest, build.num(-Number(number?.node.data ?? 1), null)];
}
