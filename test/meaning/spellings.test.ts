import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** Spellings of encyclopaedias and textbooks, with the tree a mathematician sees. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  // The law of an average may stand above; a number there is a power.
  ['\\mathbb{E}^Q[X]', '(big expectation:E [ ~ Q] X)'],
  ['\\mathbb{E}^{\\pi}[R]', '(big expectation:E [ ~ pi] R)'],
  // A norm is called after its space.
  ['\\|f\\|_{L^p(\\Omega)}', '(norm f p)'],
  ['\\|x\\|_{\\ell_1}', '(norm x #1)'],
  // A capital beside itself with a star is a matrix beside its adjoint; alone it keeps its mark.
  ['A A^*', '(multiply A (transpose:star A))'],
  ['A^{*} A', '(multiply (transpose:star A) A)'],
  ['V^* B', '(multiply V|* B)'],
  // A slash between two sums divides the one by the other.
  ['\\sum_i w_i / \\sum_i v_i', '(divide (big sum:sum [i] (indexed w sub:i)) (big sum:sum [i] (indexed v sub:i)))'],
  ['\\sum_i w_i / n', '(big sum:sum [i] (divide (indexed w sub:i) n))'],
  // The difference of two elements is a length, not a place.
  ['x_0 + u (x_1 - x_0)', '(add (indexed x sub:#0) (multiply u (add (indexed x sub:#1) (negate (indexed x sub:#0)))))'],
  ['IG(T, a)', '(apply IG T a)'],
  // The comma after the dots is often left out.
  ['f(a_1, \\ldots a_n)', '(apply f (indexed a sub:#1) … (indexed a sub:n))'],
  // A bold one from text is the indicator too; a matrix multiplies vectors put end to end.
  ['\\textbf{1}(a < b)', '(apply indicator (relation[<] a b))'],
  ['\\mathbf{W}[\\mathbf{a}, \\mathbf{b}]', '(multiply bold:W (tuple[] bold:a bold:b))'],
  // One state with two labels; two things between angle brackets are a product.
  ['| u; v \\rangle', '(inner| u v)'],
  ['\\langle u; v \\rangle', '(inner u v)'],
  // The slope of a number says nothing: the average it belongs to is meant.
  [
    '\\partial_v \\frac{1}{m} \\sum_k g(u_k, v)',
    '(derivative partial:1 [v^1] (multiply (divide #1 m) (big sum:sum [k] (apply g (indexed u sub:k) v))))',
  ],
  // The slope of an inverse function.
  ["(g^{-1})'(u)", '(multiply (derivative prime:1 [] (power g (negate #1))) u)'],
];

describe('spellings', () => {
  it.each(CASES)('%s', (latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
