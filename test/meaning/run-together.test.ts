import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

/** What stands so close together that it is one thing or two, with the tree that is meant. */
const CASES: readonly (readonly [why: string, latex: string, tree: string])[] = [
  ['a function is known in capitals', 'Tanh(u)', '(apply tanh u)'],
  ['and in any mixture of them', 'SoftMax(z)', '(apply softmax z)'],
  ['not only its last letters', 'Relu(v)', '(apply relu v)'],
  ['a logarithm and what it is of', 'y logL(\\omega)', '(multiply y (apply log (apply L omega)))'],
  ['with a script', 'logh_k', '(apply log (indexed h sub:k))'],
  ['a trace and what it is of', 'trB = 0', '(relation[=] (apply tr B) #0)'],
  ['a known name is one word', 'logit(p)', '(apply logit p)'],
  [
    'an arrow over a small step',
    '\\oint \\vec{B} \\cdot \\vec{dl}',
    '(big contour:oint [vec(l)] (multiply[cdot] vec(B) (differential d vec(l))))',
  ],
  ['a comma before the step of an integral', '\\int f(t) , dt', '(big integral:int [t] (apply f t))'],
  ['no comma of an integral', 'c, dt', '(list c (differential d t))'],
  ['an average over what is below', 'E_{x} \\log q(x)', '(big expectation:E [x] (apply log (apply q x)))'],
  ['a circle between tables', '(U \\circ V)_{kl}', '(indexed (multiply[odot] U V) sub:k sub:l)'],
  ['a circle between functions', '(u \\circ v)_k', '(indexed (multiply[circ] u v) sub:k)'],
  ['one of several energies', 'E_{k} \\log q', '(multiply (indexed E sub:k) (apply log q))'],
];

describe('what is written without space', () => {
  it.each(CASES)('%s: %s', (_why, latex, expected) => {
    expect(tree(latex)).toBe(expected);
  });
});
