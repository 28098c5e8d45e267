import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

describe('braces of statistics', () => {
  it('reads an event with a condition in braces', () => {
    expect(tree('\\mathbb P\\{Z = j \\mid Y\\}')).toBe('(apply blackboard:P (given:single [(relation[=] Z j)] [Y]))');
    expect(tree('S = \\{x \\mid x > 0\\}')).toBe('(relation[=] S (set x | (relation[>] x #0)))');
  });

  it('reads a plain E before braces as an expectation', () => {
    expect(tree('E\\{u[n]\\}')).toBe(tree('E[u[n]]'));
    expect(tree('E\\{a, b\\}')).not.toContain('expectation');
  });
});

describe('a small t that transposes', () => {
  it('is one where its base comes back in the same product', () => {
    expect(tree('V D V^t')).toBe(tree('V D V^\\top'));
    expect(tree('(z - m)^t B (z - m)')).toBe(tree('(z - m)^\\top B (z - m)'));
  });

  it('is a power everywhere else', () => {
    expect(tree('a^t y')).toBe('(multiply (power a t) y)');
    expect(tree('P^t v + P w')).toContain('(power P t)');
  });
});

describe('letters that are numbers', () => {
  it('raises to T what has other powers', () => {
    expect(tree('1 + q + q^2 + \\dots + q^T')).toContain('(power q T)');
    expect(tree('q^T y')).toContain('(transpose:T q)');
  });

  it('takes no inverse of a capital that is divided by', () => {
    expect(tree('\\frac{u}{R} + v R^{-1}')).toContain('(power R (negate #1))');
    expect(tree('R^{-1} v')).toContain('(inverse R)');
    expect(tree('\\frac{1}{|\\mathbf C|} \\mathbf C^{-1}')).toContain('(inverse bold:C)');
  });

  it('multiplies where a factorial or a square follows the brackets', () => {
    expect(tree('\\sigma^k (k - 1)!')).toBe('(multiply (power sigma k) (apply factorial (add k (negate #1))))');
    expect(tree('p_j (y_j - m)^2')).toBe('(multiply (indexed p sub:j) (power (add (indexed y sub:j) (negate m)) #2))');
  });
});

describe('elements of signals', () => {
  it('squares the element', () => {
    expect(tree('u^2[n]')).toBe('(power (indexed u bracket:n) #2)');
  });

  it('counts with Greek letters too', () => {
    expect(tree('h_N[\\kappa]')).toBe('(indexed (indexed h sub:N) bracket:kappa)');
    expect(tree('h_N[k - \\kappa]')).toBe('(indexed (indexed h sub:N) bracket:(add k (negate kappa)))');
  });

  it('takes an upright j in an exponent for the imaginary unit', () => {
    expect(tree('\\mathrm{e}^{\\,\\mathrm{j}\\,\\Omega}')).toBe('(power exponentialE (multiply imaginaryI Omega))');
  });
});
