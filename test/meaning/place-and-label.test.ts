import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

describe('labels of laws', () => {
  it.each([
    ['q_{S,T}(s, t)', 'q(s, t)'],
    ['P_{ST}(s, t)', 'P(s, t)'],
    ['f_{T \\mid S}(t \\mid s)', 'f(t \\mid s)'],
    ['p_{\\mathbf{U}}(\\mathbf{u})', 'p(\\mathbf{u})'],
  ])('%s is %s', (written, plain) => {
    expect(tree(written)).toBe(tree(plain));
  });

  it.each(['q_S(t)', "q_S(s')", 'q_{S,T}(t, s)', 'q_{st}(s, t)', 'g_S(s)', 'q_{S,T}(s)'])(
    '%s keeps its label',
    (written) => {
      expect(tree(written)).not.toMatch(/\(apply \w /);
    },
  );
});

describe('a derivative before a bracket', () => {
  it('is taken at what the bracket holds', () => {
    expect(tree('\\frac{du}{dt}(t_0)')).toBe('(derivative prime:1 [] (apply u (indexed t sub:#0)))');
    expect(tree('\\frac{du}{dv}(v(t)) \\frac{dv}{dt}(t)')).toBe(
      '(multiply (derivative prime:1 [] (apply u (apply v t))) (derivative prime:1 [] (apply v t)))',
    );
    expect(tree('\\frac{\\partial g}{\\partial y}(x, y)')).toBe('(derivative partial:1 [y^1] (apply g x y))');
  });

  it('multiplies a sum, and a list in which its variable does not stand', () => {
    expect(tree('\\frac{du}{dt}(t - a)')).toContain('(multiply (derivative total:1 [t^1] u)');
    expect(tree('\\frac{\\partial g}{\\partial y}(a, b)')).not.toContain('(apply g a b)');
  });
});

describe('a comma that says nothing', () => {
  it('stands between dots and the sign that stands before them too', () => {
    expect(tree('u_1 + \\ldots, + u_n')).toBe(tree('u_1 + \\ldots + u_n'));
    expect(tree('A \\cdot \\ldots, \\cdot B')).toBe(tree('A \\cdot \\ldots \\cdot B'));
  });

  it('divides a list all the same', () => {
    expect(tree('u_1, \\ldots, -u_n')).toContain('list');
    expect(tree('u_1 + \\ldots, - u_n')).toContain('list');
  });
});

describe('a left side in a row of its own', () => {
  it('may hold a relation in brackets', () => {
    expect(tree('\\begin{aligned} &P(U = 1 \\mid V = 0) \\\\ =& w \\\\ =& 0.3 \\end{aligned}')).toBe(
      tree('\\begin{aligned} P(U = 1 \\mid V = 0) &= w \\\\ &= 0.3 \\end{aligned}'),
    );
  });
});

describe('one expectation of another', () => {
  it('is read from plain letters with what they run over', () => {
    expect(tree('E_u E_v [g(u, v)]')).toBe(tree('\\mathbb{E}_u \\mathbb{E}_v [g(u, v)]').replaceAll('blackboard:', ''));
    expect(tree('E_u E_v + 1')).not.toContain('expectation');
  });
});
