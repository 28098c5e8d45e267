import { describe, expect, it } from 'vitest';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';
import { tree } from './read.js';

describe('a sum without anything below it and without an index in its body', () => {
  it('adds the values that its letters stand for, one for each place', () => {
    expect(tree('\\sum u v')).toBe(tree('\\sum_i u_i v_i'));
    expect(tree('\\sum (y - \\bar{y})^2')).toBe(tree('\\sum_i (y_i - \\bar{y})^2'));
    expect(tree('\\prod z^w')).toBe(tree('\\prod_i z_i^{w_i}'));
    expect(tree('\\sum \\ln(x)')).toBe(tree('\\sum_i \\ln(x_i)'));
    expect(tree('\\sum (t - \\hat{t})^2')).toBe(tree('\\sum_i (t_i - \\hat{t}_i)^2'));
  });

  it('leaves a sum inside its own letters', () => {
    expect(tree('\\sum u^2 \\sum v^2')).toBe(tree('\\sum_i u_i^2 \\sum_i v_i^2'));
  });

  it('takes words for values too', () => {
    expect(tree('\\sum (\\text{Price} \\times \\text{Amount})')).toBe(
      tree('\\sum_i (\\text{Price}_i \\times \\text{Amount}_i)'),
    );
    expect(tree('\\sum \\theta')).toBe('(big sum:sum [] theta)');
  });

  it('leaves constants and counts alone', () => {
    expect(tree('\\sum (y - a - b x)')).toBe(tree('\\sum_i (y_i - a - b x_i)'));
    expect(tree('\\sum m')).toBe('(big sum:sum [] m)');
  });

  it('keeps what is written below the sign', () => {
    expect(tree('\\sum_{x} x')).toBe('(big sum:sum [x] x)');
    expect(tree('\\sum_{k=1}^n x')).toBe('(big sum:sum [k from #1 to n] x)');
    expect(tree('\\sum u_k v')).toBe('(big sum:sum [k] (multiply (indexed u sub:k) v))');
  });

  it('says what it takes for granted', () => {
    const { assumptions } = read(parse('\\sum u v'));
    expect(assumptions.map((a) => a.reading)).toContain('u, v stand for one value each time');
  });
});

describe('a bare capital sigma', () => {
  it('adds up what follows where that is divided by a count', () => {
    expect(tree('\\frac{\\Sigma y}{n}')).toBe(tree('\\frac{\\sum y}{n}'));
    expect(tree('\\frac{\\Sigma (y - \\bar y)^2}{N - 1}')).toBe(tree('\\frac{\\sum (y - \\bar y)^2}{N - 1}'));
    expect(tree('\\frac{1}{n} \\Sigma y^2')).toBe(tree('\\frac{1}{n} \\sum y^2'));
    expect(tree('\\frac{\\Sigma w y}{\\Sigma w}')).toBe(tree('\\frac{\\sum w y}{\\sum w}'));
  });

  it('is a matrix elsewhere', () => {
    expect(tree('v^\\top \\Sigma v')).toBe('(multiply (transpose:T v) Sigma v)');
    expect(tree('\\frac{\\Sigma v}{\\sqrt{v^\\top \\Sigma v}}')).not.toContain('big');
    expect(tree('\\frac{1}{n} \\Sigma^{-1}')).toBe('(multiply (divide #1 n) (inverse Sigma))');
  });
});

describe('odd and even below a sum', () => {
  it('say which numbers the letter runs over', () => {
    const odd = '(big sum:sum [k with (relation[=] (operation[bmod] k #2) #1)] (indexed z sub:k))';
    expect(tree('\\sum_{k \\text{ odd}} z_k')).toBe(odd);
    expect(tree('\\sum_{\\text{odd } k} z_k')).toBe(odd);
    expect(tree('\\sum_{k \\bmod 2 = 1} z_k')).toBe(odd);
    expect(tree('\\sum_{k\\ \\mathrm{even}} z_k')).toBe(odd.replace('#1)', '#0)'));
    expect(tree('\\sum_{\\substack{k=1 \\\\ k\\ \\text{odd}}}^{n} z_k')).toContain('[k from #1 to n; k with');
  });

  it('leave it to the body what runs where no letter stands beside them', () => {
    expect(tree('\\sum_{\\text{odd}} f(z_k)')).toBe('(big sum:sum [k] (apply f (indexed z sub:k)))');
  });
});

describe('the reach of a sum', () => {
  it('ends before another sum over the same letter in brackets', () => {
    expect(tree('\\sum_i u_i v_i - (\\sum_i u_i)(\\sum_i v_i)')).toMatch(/^\(add \(big sum/);
    expect(tree('\\sum_i u_i v_i - (u_i + v_i)')).toMatch(/^\(big sum/);
  });
});

describe('bars around words', () => {
  it('count things in the plural', () => {
    expect(tree('|\\text{wanted pages}|')).toContain('cardinality');
    expect(tree('|\\text{loss}|')).toContain('absolute');
    expect(tree('|\\text{net loss}|')).toContain('absolute');
  });
});

describe('a transposed change', () => {
  it('is the change, transposed', () => {
    expect(tree('\\Delta u^\\top B \\Delta u')).toBe(
      '(multiply (transpose:T (differential Delta u)) B (differential Delta u))',
    );
  });
});
