import { describe, expect, it } from 'vitest';
import { walk } from '../../src/expr/traverse.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';
import { tree } from './read.js';

const CASES: readonly (readonly [latex: string, tree: string])[] = [
  // A space ends the name of a function that is written in plain letters.
  ['log q(u)', '(apply log (apply q u))'],
  ['-log q(u)', '(negate (apply log (apply q u)))'],
  ['\\nabla_u log q(u)', '(derivative gradient:1 [u^1] (apply log (apply q u)))'],
  ['m log m + 1', '(add (multiply m (apply log m)) #1)'],
  ['log log u', '(apply log (apply log u))'],
  ['l o g (u)', '(apply log u)'],
  ['s o r t', '(multiply s o r t)'],
  // Short names that stand for one thing before a bracket.
  ['Pr(U = k)', '(apply Pr (relation[=] U k))'],
  ['tr(A B)', '(apply tr (multiply A B))'],
  // A transpose after what else stands above.
  ['\\mu^{*\\top} B', '(multiply (transpose:T mu|*) B)'],
  ['v^{(l)\\top} u', '(multiply (transpose:T (indexed v paren:l)) u)'],
  ['v^{(l)^T} u', '(multiply (transpose:T (indexed v paren:l)) u)'],
  ['\\mu^{*T} B', '(multiply (transpose:T mu|*) B)'],
  ['e^{kT}', '(power exponentialE (multiply k T))'],
  // Two strokes that touch are a double bar, strokes around an operand its size.
  ['D(p \\mid\\mid q)', '(apply D (given:double [p] [q]))'],
  ['\\mid u \\mid', '(absolute u)'],
  ['\\frac{\\mid u - v \\mid}{\\mid u \\mid}', '(divide (absolute (add u (negate v))) (absolute u))'],
  ['P(A \\mid B)', '(apply P (given:single [A] [B]))'],
  // A double bar with a range below it, where an operand must begin, puts end to end.
  ['h = \\big\\Vert_{k=1}^K u_k', '(relation[=] h (big other:Vert [k from #1 to K] (indexed u sub:k)))'],
  ['\\|u\\|_2', '(norm u #2)'],
  // The inverse of a function at one place; the inverse of a matrix before a sum or a slope.
  ['G^{-1}(u)', '(apply (inverse G) u)'],
  ['G^{-1}(u - v)', '(multiply (inverse G) (add u (negate v)))'],
  ['F^{-1} \\nabla J', '(multiply (inverse F) (derivative gradient:1 [] J))'],
  // What is to be made small may begin with a minus.
  ['\\min_A -\\log \\det A + c(A)', '(big min:min [A] (add (negate (apply log (apply det A))) (apply c A)))'],
];

describe('names, marks and bars as notes and blogs write them', () => {
  it.each(CASES)('%s', (latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});

describe('names in capitals with signs between them', () => {
  it.each(['\\mathrm{AB+CD}', '{\\rm AB+CD}', '\\text{AB + CD}', '{\\rm {AB}} + {\\rm {CD}}'])(
    '%s is their sum',
    (latex) => {
      expect(tree(latex)).toBe('(add AB CD)');
    },
  );

  it('keep their places, and prose stays prose', () => {
    const latex = 'x = \\text{AB + CD}';
    const words: string[] = [];
    walk(read(parse(latex)).expr, (e) => {
      if (e.kind === 'symbol') words.push(latex.slice(...e.span));
    });
    expect(words).toEqual(['x', 'AB', 'CD']);
    expect(tree('\\text{if A + B}')).not.toContain('add');
  });
});
