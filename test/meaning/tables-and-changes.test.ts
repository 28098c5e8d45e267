import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

const CASES: readonly (readonly [latex: string, tree: string])[] = [
  // A square of nabla is a table beside a row or a bold letter, and where `H` is defined; elsewhere it is a number.
  ['\\mathbf{H} = \\nabla^2 g(u)', '(relation[=] bold:H (derivative hessian:2 [] (apply g u)))'],
  ['\\mathbf{d}^\\top \\nabla^2 g \\mathbf{d}', '(multiply (transpose:T bold:d) (derivative hessian:2 [] g) bold:d)'],
  ['\\nabla^2 g \\succeq 0', '(relation[succeq] (derivative hessian:2 [] g) #0)'],
  ['\\nabla \\nabla^\\top g', '(derivative hessian:2 [] g)'],
  ['a \\nabla^2 g', '(multiply a (derivative laplacian:2 [] g))'],
  // A Delta before what changes with time is the Laplacian, elsewhere a small change.
  ['\\partial_t v = \\Delta v', '(relation[=] (derivative partial:1 [t^1] v) (derivative laplacian:2 [] v))'],
  ['\\ddot{v} = c \\Delta v', '(relation[=] ddot(v) (multiply c (derivative laplacian:2 [] v)))'],
  ['w = v + \\Delta v', '(relation[=] w (add v (differential Delta v)))'],
  // Scripts of an empty group that touches a letter are scripts of that letter.
  ['u_k{}^\\top z', '(multiply (transpose:T (indexed u sub:k)) z)'],
  // A power of a change is multiplied; brackets that hold the letter itself are too.
  ['k (\\Delta u)^2', '(multiply k (power (differential Delta u) #2))'],
  ['c N \\left(\\frac{M - N}{M}\\right)', '(multiply c N (divide (add M (negate N)) M))'],
  ['I_0[\\alpha s]', '(apply (indexed I sub:#0) (multiply alpha s))'],
  ['E|U|^q', '(big expectation:E [] (power (absolute U) q))'],
  ['u \\oslash v', '(divide u v)'],
  [
    '\\left\\{ \\begin{array}{rcl} u &=& a \\\\ v &=& b \\end{array} \\right.',
    '(system (relation[=] u a) (relation[=] v b))',
  ],
]; // prettier-ignore

describe('tables, small changes and brackets', () => {
  for (const [latex, expected] of CASES) it(latex, () => expect(tree(latex)).toBe(expected));
});
