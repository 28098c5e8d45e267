import { type Candidate, cyclesOf, permutationOf } from '../recognise/index.js';

/** Slots that speak of a matrix's own numbers: `{rows}` of a permutation, and its `{cycles}`. */
export function matrixWords({ match }: Candidate): ReadonlyMap<string, string> {
  const source = match.covered[0]?.src;
  const order = source?.kind === 'matrix' ? permutationOf(source) : undefined;
  if (!order) return new Map();
  return new Map([
    ['rows', order.map((from, to) => `row ${from + 1} ${ordinal(to + 1)}`).join(', ')],
    [
      'cycles',
      cyclesOf(order)
        .map((c) => `a ${c.length}-cycle`)
        .join(' and '),
    ],
  ]);
}

const FIRST = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

function ordinal(n: number): string {
  return FIRST[n - 1] ?? `at place ${n}`;
}
