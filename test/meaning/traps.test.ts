import { describe, expect, it } from 'vitest';
import { walk } from '../../src/expr/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';
import { tree } from './read.js';

/** Formulas that broke readers before, with the tree a mathematician sees. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  ['{\\sum_j} a_j', '(big sum:sum [j] (indexed a sub:j))'],
  [
    'H[P] = \\sum_j - P(j) \\log P(j)',
    '(relation[=] (apply H P) (big sum:sum [j] (negate (multiply (apply P j) (apply log (apply P j))))))',
  ],
  ['\\lambda(\\|P\\|^2_F+\\|Q\\|^2_F)', '(multiply lambda (add (power (norm P F) #2) (power (norm Q F) #2)))'],
  [
    '\\frac1{|T|}\\sum_{(u,i)\\in T} r_{ui}',
    '(multiply (divide #1 (cardinality T)) (big sum:sum [u i in T] (indexed r sub:u sub:i)))',
  ],
  ['\\sum_{(u, i, j \\in D)} y_{ui}', '(big sum:sum [u i j in D] (indexed y sub:u sub:i))'],
  ['p(x||y)', '(apply p (given:double [x] [y]))'],
  ['\\{x \\mid |x| < 1\\}', '(set x | (relation[<] (absolute x) #1))'],
  [
    's = \\beta s + (1-\\beta) dW^2',
    '(relation[=] s (add (multiply beta s) (multiply (add #1 (negate beta)) (power (differential d W) #2))))',
  ],
  ['\\frac{d^2 y}{dx^2}', '(derivative total:2 [x^2] y)'],
  ['\\int r^2 dr', '(big integral:int [r] (power r #2))'],
  ['\\log_{10} x', '(apply log base:#10 x)'],
  ['[x]_+ + r_+', '(add (apply positivePart x) r|+)'],
  ['(x)_+', '(apply positivePart x)'],
  ['p_u q_i^\\top', '(multiply (indexed p sub:u) (transpose:T (indexed q sub:i)))'],
  [
    "\\Pr(Y=1|X=x)=x'\\beta",
    '(relation[=] (apply Pr (given:single [(relation[=] Y #1)] [(relation[=] X x)])) (multiply (transpose:prime x) beta))',
  ],
  ["(X'X)^{-1}X'y", '(multiply (inverse (multiply (transpose:prime X) X)) (transpose:prime X) y)'],
  ["X(X'X)^{-1}X'", '(multiply X (inverse (multiply (transpose:prime X) X)) (transpose:prime X))'],
  ["f' f", "(multiply f' f)"],
  ["\\sigma^2 (A'A)^{-1}", '(multiply (power sigma #2) (inverse (multiply (transpose:prime A) A)))'],
  ['U_0 (\\frac12)^{t/h}', '(multiply (indexed U sub:#0) (power (divide #1 #2) (divide t h)))'],
  ['E\\left[G \\left| s = a \\right. \\right]', '(big expectation:E [] (given:single [G] [(relation[=] s a)]))'],
  [
    '\\sum_j \\frac{e^{e_{ij}}}{\\sum_k e^{e_{ik}}} b_j',
    '(big sum:sum [j] (multiply (divide (power exponentialE (indexed e sub:i sub:j)) (big sum:sum [k] (power exponentialE (indexed e sub:i sub:k)))) (indexed b sub:j)))',
  ],
  ['\\sum_a f(a) g(i-a)', '(big sum:sum [a] (multiply (apply f a) (apply g (add i (negate a)))))'],
  [
    '\\cos x = \\frac12(e^{ix}+e^{-ix})',
    '(relation[=] (apply cos x) (multiply (divide #1 #2) (add (power exponentialE (multiply imaginaryI x)) (power exponentialE (negate (multiply imaginaryI x))))))',
  ],
  [
    "\\sum_{s'=1}^{S}{score(h_t,h_{s'})}",
    "(big sum:sum [s' from #1 to S] (apply score (indexed h sub:t) (indexed h sub:s')))",
  ],
  [
    'tanh(\\mathbf{W_c} [ \\mathbf{c}_t ; \\mathbf{h}_t])',
    '(apply tanh (multiply (indexed bold:W sub:c) (concat (indexed bold:c sub:t) (indexed bold:h sub:t))))',
  ],
  [
    '\\frac{d}{dx}\\int_0^x f(y)\\,dy = f(x)',
    '(relation[=] (derivative total:1 [x^1] (big integral:int [y from #0 to x] (apply f y))) (apply f x))',
  ],
  [
    "f'(x) = \\lim_{h\\to 0}\\frac{f(x+h)-f(x)}{h}",
    '(relation[=] (derivative prime:1 [] (apply f x)) (big lim:lim [h -> #0] (divide (add (apply f (add x h)) (negate (apply f x))) h)))',
  ],
  [
    '\\mathbf{P} = \\left[\\begin{array}{rr} 0 & 1 \\\\ 1 & 0 \\end{array}\\right]',
    '(relation[=] bold:P (matrix [#0 #1] [#1 #0]))',
  ],
  ['Ae^{-E_a/RT}', '(multiply A (power exponentialE (negate (divide (indexed E sub:a) (multiply R T)))))'],
  ['\\|fg\\|_1 \\le \\|f\\|_p\\|g\\|_q', '(relation[le] (norm (multiply f g) #1) (multiply (norm f p) (norm g q)))'],
  [
    'a_{11} + a_{12} + a_{21} + a_{1n}',
    '(add (indexed a sub:#1 sub:#1) (indexed a sub:#1 sub:#2) (indexed a sub:#2 sub:#1) (indexed a sub:#1 sub:n))',
  ],
  [
    'A \\times B \\in \\mathbb{R}^{m \\times n}',
    '(relation[in] (multiply[times] A B) (power blackboard:R (multiply[times] m n)))',
  ],
  [
    '\\text{out}_i = \\text{start}_i + \\text{weight}_i \\times \\text{end}_i',
    '(relation[=] (indexed out sub:i) (add (indexed start sub:i) (multiply[times] (indexed weight sub:i) (indexed end sub:i))))',
  ],
  ['n! / k!', '(divide (apply factorial n) (apply factorial k))'],
  ['\\binom nk', '(apply binomial n k)'],
  ['\\langle \\psi | H | \\phi \\rangle', '(inner| psi H phi)'],
  ['|\\psi\\rangle', '(inner| psi)'],
  ['[0, 1)', '(interval[) #0 #1)'],
  ['\\bigcup_{i \\in I} A_i', '(big union:bigcup [i in I] (indexed A sub:i))'],
  ['\\cup_i A_i', '(big union:bigcup [i] (indexed A sub:i))'],
  ['\\quad', '∅'],
];

describe('traps of reading', () => {
  for (const [latex, expected] of CASES) it(latex || '(nothing)', () => expect(tree(latex)).toBe(expected));

  it('keeps white space and redundant braces out of the meaning', () => {
    expect(tree('\\frac { e ^ { z _ { i } } } { \\sum _ { j } e ^ { z _ { j } } }')).toBe(
      tree('\\frac{e^{z_i}}{\\sum_j e^{z_j}}'),
    );
    expect(tree('{{a}+{b}}')).toBe(tree('a+b'));
  });

  it('inherits the left side with its own span', () => {
    const latex = '\\begin{aligned} a &= b \\\\ &= c \\end{aligned}';
    const { expr } = read(parse(latex));
    expect(expr.kind).toBe('system');
    if (expr.kind !== 'system') return;
    const second = expr.lines[1];
    expect(second?.kind === 'relation' && second.inheritsLeft).toBe(true);
    if (second?.kind === 'relation') expect(latex.slice(...(second.sides[0]?.span ?? [0, 0]))).toBe('a');
  });

  it('points at its sources exactly', () => {
    const latex = 'v_t = \\beta v_{t-1} - (1-\\beta) g_t^2';
    const found: string[] = [];
    walk(read(parse(latex)).expr, (e) => {
      if (e.kind === 'negate' || e.kind === 'power' || e.kind === 'group' || e.kind === 'indexed')
        found.push(latex.slice(...e.span));
    });
    expect(found).toEqual(['v_t', 'v_{t-1}', '-1', '- (1-\\beta) g_t^2', '(1-\\beta)', '-\\beta', 'g_t^2', 'g_t']);
  });
});
