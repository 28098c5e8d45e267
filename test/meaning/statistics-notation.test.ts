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

describe('round brackets after a plain E', () => {
  it('hold a random quantity wherever its capital stands', () => {
    expect(tree('E(h(Z))')).toBe('(big expectation:E [] (apply h Z))');
    expect(tree('E\\left(\\left(Y - m\\right)^2\\right)')).toContain('expectation');
    expect(tree('E(h(z), Z)')).not.toContain('expectation');
    expect(tree('E(h(z))')).not.toContain('expectation');
  });

  it('hold what has a mean where they are set equal to it', () => {
    expect(tree('\\mu = E(y) = n q')).toContain('(big expectation:E [] y)');
    expect(tree('v = E(y)')).not.toContain('expectation');
    expect(tree('E(b_2) = \\gamma_2')).toContain('(big expectation:E [] (indexed b sub:#2))');
    expect(tree('E(k_2) = \\gamma_2')).not.toContain('expectation');
  });
});

describe('events in square brackets', () => {
  it('are arguments of a probability', () => {
    expect(tree('P[S \\cup T]')).toBe(tree('P(S \\cup T)'));
    expect(tree('w [S \\cup T]')).toContain('multiply');
  });
});

describe('an upright or slanted I before a condition', () => {
  it('asks whether it holds', () => {
    expect(tree('I(z = j)')).toBe('(apply indicator (relation[=] z j))');
    expect(tree('I(Z; Y)')).not.toContain('indicator');
  });
});

describe('a letter above an arrow', () => {
  it('says in which way it is approached, and defines nothing', () => {
    expect(tree('Z_n \\overset{d}{\\to} Z')).toBe(tree('Z_n \\to Z'));
    expect(tree('Z_n \\stackrel{d}{\\longrightarrow} Z')).toBe(tree('Z_n \\to Z'));
  });
});

describe('a small t that transposes', () => {
  it('is one where an inverse follows a row', () => {
    expect(tree('(u - v)^t S^{-1} w')).toBe(tree('(u - v)^\\top S^{-1} w'));
    expect(tree('(u - v)^t s^{-1} w')).toContain('(power (add u (negate v)) t)');
  });

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
