import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** Brackets above a letter, and letters that move with time. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  ['V^{[k]}', '(indexed V paren:k)'],
  ['V^{[k](j)}', '(indexed V paren:k paren:j)'],
  ['u^{(a)(b)}', '(indexed u paren:a paren:b)'],
  ['V_{pq}^{[k]2}', '(power (indexed V sub:p sub:q paren:k) #2)'],
  ['B^{[k-1]T}', '(transpose:T (indexed B paren:(add k (negate #1))))'],
  ['h^{<s>}', '(indexed h paren:s)'],
  ["\\beta^{<s,s'>}", "(indexed beta paren:s paren:s')"],
  ['3^{[k]}', '(power #3 k)'],
  ['(1 + v)^{[k]}', '(power (add #1 v) k)'],
  ['u^{<0}', '(indexed u sup:(relation[<] ∅ #0))'],
  // A column that is applied elsewhere is applied beside its transpose, too.
  ['v^T(s) M v(s)', '(multiply (transpose:T (apply v s)) M (apply v s))'],
  ['v^T (s)', '(multiply (transpose:T v) s)'],
  // The places of a measure are no factor of the integral.
  ['\\int g(u, v) \\, d\\rho(u, v)', '(big integral:int [(apply rho u v)] (apply g u v))'],
  ['\\int d\\rho (\\rho + 1)', '(big integral:int [rho] (add rho #1))'],
  ['\\Gamma\\left[ (m + 2)/2 \\right]', '(apply Gamma (divide (add m #2) #2))'],
  [
    '\\int_{\\partial G} g(u) \\, d\\mu_G^v(u)',
    '(big integral:int [(apply (indexed mu sub:G sup:v) u) in (differential partial G)] (apply g u))',
  ],
  ['\\partial_{[a} H_{b]}', '(derivative partial:1 [a^1] (indexed H sub:b sub:]))'],
  // As seen at the start; a plain letter with a number is one of several.
  ['\\mathbb{E}_0[v]', '(big expectation:E [ ~ #0] v)'],
  ['E_0[v]', '(apply (indexed E sub:#0) v)'],
  // The sine of Romance languages, and the imaginary unit of engineers.
  [
    'e^{\\mathrm j\\omega} = \\cos\\omega + \\mathrm j\\,\\mathrm{sen}\\,\\omega',
    '(relation[=] (power exponentialE (multiply imaginaryI omega)) (add (apply cos omega) (multiply imaginaryI (apply sin omega))))',
  ],
  // Brackets at the end that hold a relation say where a statement holds, if they stand apart.
  ['g(u) = a u + b\\,(a > 0)', '(system (relation[=] (apply g u) (add (multiply a u) b)) (relation[>] a #0))'],
  ['g(u) = u^2 (u > 0)', '(system (relation[=] (apply g u) (power u #2)) (relation[>] u #0))'],
  ['F(u) = P\\,(U \\le u)', '(relation[=] (apply F u) (apply P (relation[le] U u)))'],
  ['v = g\\,(u + 1)', '(relation[=] v (apply g (add u #1)))'],
];

describe('places', () => {
  it.each(CASES)('%s', (latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
