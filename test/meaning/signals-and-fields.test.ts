import { describe, expect, it } from 'vitest';
import { structureOf } from '../canon/read.js';
import { tree } from './read.js';

/** Spellings of lecture notes on signals, fields, probability and economics. */
const CASES: readonly (readonly [latex: string, tree: string])[] = [
  ['g_M[-n]', '(multiply (indexed g sub:M) (negate n))'],
  ['g_M[n] + g_M[-n]', '(add (indexed (indexed g sub:M) bracket:n) (indexed (indexed g sub:M) bracket:(negate n)))'],
  ['\\delta[m - k P]', '(indexed delta bracket:(add m (negate (multiply k P))))'],
  [
    'b = c_1 v_1 + \\cdots c_n v_n',
    '(relation[=] b (add (multiply (indexed c sub:#1) (indexed v sub:#1)) … (multiply (indexed c sub:n) (indexed v sub:n))))',
  ],
  ['abP(A = a)', '(multiply a b (apply P (relation[=] A a)))'],
  ['\\mathbb E_s u \\, \\mathbb E_s w', '(multiply (big expectation:E [s] u) (big expectation:E [s] w))'],
  ['\\mathbf{1}_{\\{u > v\\}}', '(apply indicator (relation[>] u v))'],
  ['M \\Sigma^T', '(multiply M (transpose:T Sigma))'],
  ["(u \\pm w)' = u' \\pm w'", "(relation[=] (derivative prime:1 [] (add u (pm w))) (add u' (pm w')))"],
  [
    'C_t + r S C_S + C_{SS} = 0',
    '(relation[=] (add (derivative partial:1 [t^1] C) (multiply r S (derivative partial:1 [S^1] C)) (derivative partial:2 [S^2] C)) #0)',
  ],
  ['\\because a = 2 \\\\ \\therefore b = 3', '(system (relation[=] a #2) (relation[=] b #3))'],
]; // prettier-ignore

describe('spellings of lecture notes', () => {
  for (const [latex, expected] of CASES) it(latex, () => expect(tree(latex)).toBe(expected));

  it('a remark behind a wide gap of ties is no factor', () => {
    expect(tree('a = b \\;\\; \\; c = d')).toBe('(system (relation[=] a b) (relation[=] c d))');
    expect(tree('a \\; b = c \\;\\; d')).toBe('(relation[=] (multiply a b) (multiply c d))');
    expect(tree('a = b ~~~~ \\text{(by symmetry)}')).toBe('(system (relation[=] a b) "(by symmetry)")');
  });
});

describe('bold capitals that are arrows', () => {
  it('a force times a way, a field through a surface', () => {
    expect(structureOf('\\mathbf{F} \\cdot \\mathbf{u}')).toMatch(/^inner/);
    expect(structureOf('\\mathbf{G} \\cdot d\\mathbf{r}')).toMatch(/^inner/);
  });

  it('a weight matrix times a vector', () => {
    expect(structureOf('\\mathbf{W} \\cdot \\mathbf{u}')).toBe('seq:strict[sym:bold:W#matrix sym:bold:u#vector]');
  });

  it('a number times a direction is no matrix', () => {
    expect(structureOf('Q \\hat{\\mathbf{n}}')).not.toContain('strict');
  });
});

describe('a limit lies outside its own variable', () => {
  it('the upper x of an integral over x is another x', () => {
    expect(structureOf('\\int_0^x x^2 \\, dx')).toBe(structureOf('\\int_0^x t^2 \\, dt'));
  });
});

describe('a star that convolves', () => {
  it('between elements of sequences and between signals of one time', () => {
    expect(structureOf('c[n] * h[n]')).toContain('op:conv');
    expect(structureOf('(g * h)(t)')).toContain('op:conv');
    expect(structureOf('f(x) * g(x)')).not.toContain('op:conv');
    expect(structureOf('2 * h[n]')).not.toContain('op:conv');
  });
});
