import { describe, expect, it } from 'vitest';
import { DEFAULT_FUNCTIONS, keyOfLatex, read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';
import { tree } from './read.js';

describe('context', () => {
  it('lets the caller declare a letter a function or a number', () => {
    expect(tree('x(1+k)')).toBe('(multiply x (add #1 k))');
    expect(tree('x(1+k)', { symbols: { x: { kind: 'function' } } })).toBe('(apply x (add #1 k))');
    expect(tree('f(a)')).toBe('(apply f a)');
    expect(tree('f(a)', { symbols: { f: { kind: 'scalar' } } })).toBe('(multiply f a)');
  });

  it('lets the caller force one reading at one place', () => {
    expect(tree('f(x) + f(y)', { readings: { 'f(x)': 'product' } })).toBe('(add (multiply f x) (apply f y))');
    expect(tree('x^T y', { readings: { 'x^T': 'power' } })).toBe('(multiply (power x T) y)');
    expect(tree('|A|', { readings: { '|A|': 'determinant' } })).toBe('(apply det A)');
    expect(tree('|A|', { readings: { '| A |': 'cardinality' } })).toBe('(cardinality A)');
  });

  it('takes a declared matrix between bars for a determinant', () => {
    expect(tree('|A|', { symbols: { A: { kind: 'matrix' } } })).toBe('(apply det A)');
  });

  it('knows the functions it is given', () => {
    expect(tree('zap x')).toBe('(multiply z a p x)');
    expect(tree('\\mathrm{zap}(x)', { functions: new Set([...DEFAULT_FUNCTIONS, 'zap']) })).toBe('(apply zap x)');
    expect(tree('2zap(x)', { functions: new Set([...DEFAULT_FUNCTIONS, 'zap']) })).toBe('(multiply #2 (apply zap x))');
  });

  it('reads the keys of symbols from LaTeX', () => {
    expect(keyOfLatex('\\mathbf W')).toBe('bold:W');
    expect(keyOfLatex('\\hat{\\mathbf x}')).toBe('hat(bold:x)');
    expect(keyOfLatex('W_{\\mathrm{in}}')).toBe('W|in');
    expect(keyOfLatex('v_{t-1}')).toBe('v');
    expect(keyOfLatex("x'")).toBe("x'");
    expect(keyOfLatex('f(x)')).toBe('f');
  });
});

describe('assumptions', () => {
  const of = (latex: string) => read(parse(latex)).assumptions.map((a) => [latex.slice(...a.span), a.alternatives[0]]);

  it('lists what could be read another way, and nothing else', () => {
    expect(of('a + b')).toEqual([]);
    expect(of('\\exp(x)')).toEqual([]);
    expect(of('J(\\theta)')).toEqual([['J(\\theta)', 'product']]);
    expect(of('\\lambda(a+b)')).toEqual([['\\lambda(a+b)', 'application']]);
    expect(of("y = x'\\beta")).toEqual([["x'", 'prime']]);
  });

  it('says nothing of a place that the caller has settled', () => {
    const latex = 'J(\\theta)';
    expect(read(parse(latex), { readings: { [latex]: 'application' } }).assumptions).toEqual([]);
  });

  it('gives a reading that is taken when it is asked for', () => {
    const latex = '\\lambda(a+b)';
    const [assumption] = read(parse(latex)).assumptions;
    expect(tree(latex, { readings: { [latex]: assumption?.alternatives[0] ?? '' } })).toBe('(apply lambda (add a b))');
  });
});

describe('kinds', () => {
  const kinds = (latex: string, symbols = {}) =>
    Object.fromEntries(
      [...read(parse(latex), { symbols }).kinds].map(([key, fact]) => [key, `${fact.kind} by ${fact.source}`]),
    );

  it('come from the notation', () => {
    expect(kinds('\\mathbf{y} = \\mathbf{W}\\mathbf{x} + b')).toEqual({
      'bold:y': 'vector by notation',
      'bold:W': 'matrix by notation',
      'bold:x': 'vector by notation',
    });
    expect(kinds('\\sum_{i \\in S} f(x_i)')).toEqual({
      i: 'index by notation',
      S: 'set by notation',
      f: 'function by notation',
      x: 'family by notation',
    });
    expect(kinds('A^{-1} v^\\top').A).toBe('matrix by notation');
    expect(kinds('P = \\begin{bmatrix} 0 & 1 \\\\ 1 & 0 \\end{bmatrix}').P).toBe('matrix by notation');
  });

  it('come from the request first', () => {
    expect(kinds('\\mathbf{W} x', { '\\mathbf W': { kind: 'scalar' } })['bold:W']).toBe('scalar by request');
  });
});
