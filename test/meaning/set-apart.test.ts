import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** What stands beside a statement, and letters that its line uses without a bracket. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  // Italic letters set apart on both sides say "for" and "if".
  ['b_k = k, for k = 1, 2', '(system (relation[=] (indexed b sub:k) k) "for" (relation[=] k (list #1 #2)))'],
  ['c \\quad if \\quad u > 0', '(system c "if" (relation[>] u #0))'],
  ['x for y', '(multiply x f o r y)'],
  // A quantifier after a comma says for what the statement holds.
  ['a_n < b_n, \\forall n', '(system (relation[<] (indexed a sub:n) (indexed b sub:n)) (apply forall n))'],
  // What a line gives without a bracket is a number on its right side too; what it gives as a function is applied.
  [
    'f_1 = f_0 (1 + \\frac{a}{u})',
    '(relation[=] (indexed f sub:#1) (multiply (indexed f sub:#0) (add #1 (divide a u))))',
  ],
  ['g(u) = g(\\frac{u}{2})', '(relation[=] (apply g u) (apply g (divide u #2)))'],
  // A letter with a power elsewhere is no function in its differential.
  ['du \\left( \\frac{u^2}{T} \\right)', '(multiply (differential d u) (divide (power u #2) T))'],
  ['{}^3\\sqrt{u}', '(root u #3)'],
  // The rate of learning goes by two letters.
  ['lr_t = lr_0 u', '(relation[=] (indexed lr sub:t) (multiply (indexed lr sub:#0) u))'],
  ['l r + 1', '(add (multiply l r) #1)'],
  ['\\bigtriangledown h(u)', '(derivative gradient:1 [] (apply h u))'],
];

describe('what is set apart', () => {
  it.each(CASES)('%s', (latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
