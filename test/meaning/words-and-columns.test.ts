import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** Words beside formulas, and sums whose extent or index only their letters show. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  // Words that end in a colon announce what comes.
  ['\\text{Total: } T = a + b', '(system "Total:" (relation[=] T (add a b)))'],
  ['\\text{Loss}: L = a', '(relation[:,=] Loss L a)'],
  // White space inside the braces: a word among others, no name.
  ['v = 0 \\text{ on } D', '(system (relation[=] v #0) "on" D)'],
  ['x^2 \\text{ over } D', '(system (power x #2) "over" D)'],
  ['n \\text{ even}', '(multiply n even)'],
  // A later sum over the same index, even inside tall brackets, binds its own letters.
  [
    '-\\sum_i q_i \\ln q_i - \\mu \\left( \\sum_i q_i - 1 \\right)',
    '(add (negate (big sum:sum [i] (multiply (indexed q sub:i) (apply ln (indexed q sub:i))))) ' +
      '(negate (multiply mu (add (big sum:sum [i] (indexed q sub:i)) (negate #1)))))',
  ],
  // An arrow is one value of many, as a plain letter is.
  ['\\sum \\vec F', '(big sum:sum [i] (indexed vec(F) sub:i))'],
];

describe('words and sums', () => {
  it.each(CASES)('%s', (latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
