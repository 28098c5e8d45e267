import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

describe('programs in columns', () => {
  it('read what stands after wide space as what is made small', () => {
    const columns =
      '\\begin{aligned} \\min_{u} \\quad & g(u) + 1 \\\\ \\text{s.t.} \\quad & h(u) \\le 0 \\end{aligned}';
    expect(tree(columns)).toContain('(big min:min [u] (add (apply g u) #1))');
    expect(tree('\\text{minimize} \\quad q^\\top u')).toBe('(big min:minimize [] (multiply (transpose:T q) u))');
    expect(tree('\\min \\quad \\|u\\|')).toBe('(big min:min [] (norm u _))');
  });

  it('leave two things that wide space parts alone', () => {
    expect(tree('\\max(a, b) \\quad c')).not.toContain('big');
  });
});

describe('branches in one line', () => {
  it('are cases, as with a brace', () => {
    const cases = '(cases [u if (relation[>] u c)] [#0 if _])';
    expect(tree('g(u) = u \\text{ if } u > c, \\; 0 \\text{ otherwise}')).toBe(`(relation[=] (apply g u) ${cases})`);
    expect(tree('u \\text{ if } u > c \\text{ else } 0')).toBe(cases);
  });

  it('want two values: one condition is a remark', () => {
    expect(tree('u_k = 1 \\text{ if } k < m')).not.toContain('cases');
    expect(tree('g(u) = 0 \\text{ for } u < 0, \\quad g(u) = 1 \\text{ for } u > 1')).not.toContain('cases');
  });
});

describe('a brace before aligned equations', () => {
  it('holds statements where the sign stands in the second column', () => {
    const lines = '\\left\\{ \\begin{aligned} a u &= b \\\\ c u &= d \\end{aligned} \\right.';
    expect(tree(lines)).toContain('(system (relation[=] (multiply a u) b)');
  });
});

describe('a sum and a condition after wide space', () => {
  it('are two statements', () => {
    expect(tree('r u + s v, \\quad r + s = 1')).toMatch(/^\(system /);
    expect(tree('u, \\quad v \\in K')).toBe(tree('u, v \\in K'));
  });
});

describe('operators that wait for what they work on', () => {
  it('are derivatives without an operand between signs', () => {
    expect(tree('(\\partial_t^2 - c) u')).toContain('(derivative partial:2 [t^2] _)');
  });
});

describe('a circle', () => {
  it('multiplies what is indexed by time', () => {
    expect(tree('u_t \\circ v_{t-1}')).toBe('(multiply[odot] (indexed u sub:t) (indexed v sub:(add t (negate #1))))');
    expect(tree('(1 - u_t) \\circ v_t')).toContain('multiply[odot]');
    expect(tree('s_n \\circ s_{n+1}')).toContain('multiply[circ]');
  });
});

describe('an operator at the head of a side', () => {
  it('covers later terms that speak of its letter, in brackets and below letters too', () => {
    expect(tree('\\max_w f(x_w) + g(z_w)')).toBe(
      '(big max:max [w] (add (apply f (indexed x sub:w)) (apply g (indexed z sub:w))))',
    );
    expect(tree('\\min_u \\max_w f(u) + g(h_w)')).toBe(
      '(big min:min [u] (big max:max [w] (add (apply f u) (apply g (indexed h sub:w)))))',
    );
    expect(tree('\\min_u f(u) + \\sum_i g_i(u)')).toContain('(big min:min [u] (add');
  });

  it('but no term that binds the letter anew', () => {
    expect(tree('\\max_s f(s) + g\\left(\\max_s h(s)\\right)')).toMatch(/^\(add \(big max/);
    expect(tree('\\max_i x_i - \\min_i x_i')).toBe(
      '(add (big max:max [i] (indexed x sub:i)) (negate (big min:min [i] (indexed x sub:i))))',
    );
  });
});
