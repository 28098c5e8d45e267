import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** Spellings that the documentation of programs uses, with the tree that is meant. */
const CASES: readonly (readonly [why: string, latex: string, tree: string])[] = [
  ['a root is written with brackets', '\\sqrt(u / v) w', '(multiply (root (divide u v) _) w)'],
  [
    'an index is an element itself',
    'u[v[k]] - u[m]',
    '(add (indexed u bracket:(indexed v bracket:k)) (negate (indexed u bracket:m)))',
  ],
  [
    'the right half of a pair of bars says what is given',
    'E\\left[ \\left. G \\right| u = v \\right]',
    '(big expectation:E [] (given:single [G] [(relation[=] u v)]))',
  ],
  [
    'a bar with a script says where',
    '\\left. \\frac{dy}{dx} \\right|_{x=2}',
    '(derivative total:1 [x^1] y at:(relation[=] x #2))',
  ],
  [
    'the slope is that of the whole average',
    '\\nabla_w \\frac{1}{n} \\sum_k f(w)',
    '(derivative gradient:1 [w^1] (multiply (divide #1 n) (big sum:sum [k] (apply f w))))',
  ],
  [
    'a fraction with letters is differentiated alone',
    '\\nabla \\frac{u}{v} w',
    '(multiply (derivative gradient:1 [] (divide u v)) w)',
  ],
  [
    'a matrix stands between two equal vectors',
    '(u - v)^\\top H (u - v)',
    '(multiply (transpose:T (add u (negate v))) H (add u (negate v)))',
  ],
  ['a word has a factorial', '\\log(\\text{count!})', '(apply log (apply factorial count))'],
  [
    'three parts are put end to end',
    '[\\mathbf{u} \\, \\Vert \\, \\mathbf{v} \\, \\Vert \\, \\mathbf{w}]',
    '(concat bold:u bold:v bold:w)',
  ],
  ['double bars in brackets may still be a norm', '[2 \\|u\\| + v]', '(add (multiply #2 (norm u _)) v)'],
  ['a matrix takes what was put end to end', 'W [u \\| v]', '(multiply W (concat u v))'],
  [
    'an upright condition is no product',
    '\\begin{cases} u & {\\rm if~u > c} \\\\ c & {\\rm otherwise} \\end{cases}',
    '(cases [u if (relation[>] u c)] [c if _])',
  ],
  ['an upright name has its index inside', '\\mathrm{rank_k}(v)', '(apply (indexed rank sub:k) v)'],
  [
    'a mean says below what it runs over',
    '\\mathrm{mean}_{k \\in S} v_k',
    '(big other:mean [k in S] (indexed v sub:k))',
  ],
  ['a mean of a list is a function', '\\mathrm{mean}(v)', '(apply mean v)'],
  [
    'an estimated expectation is an expectation',
    '\\hat{\\mathbb{E}}_t[r_t]',
    '(big expectation:E [t] (indexed r sub:t))',
  ],
];

describe('spellings from the documentation of programs', () => {
  it.each(CASES)('%s: %s', (_why, latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
