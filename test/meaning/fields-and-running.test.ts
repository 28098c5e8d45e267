import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

describe('letters compared below an operator', () => {
  it('both run where nothing around says what one of them is', () => {
    expect(tree('\\sum_{a<b} d_{ab}')).toContain('[a b with');
    expect(tree('\\sum_{a<b} d_{ab} + \\sum_{a<b} e_{ab}')).toBe(
      '(add (big sum:sum [a b with (relation[<] a b)] (indexed d sub:a sub:b)) (big sum:sum [a b with (relation[<] a b)] (indexed e sub:a sub:b)))',
    );
  });

  it('leave out the one that stands around it, too', () => {
    expect(tree('w_k = v_k \\prod_{j<k} (1 - v_j)')).toContain('[j with (relation[<] j k)]');
    expect(tree('s(k) = \\sum_{j \\le k} a_j')).toContain('[j with (relation[le] j k)]');
  });
});

describe('a law with its condition below', () => {
  it('is read with the condition behind its argument', () => {
    expect(tree('f_{V \\mid U = u}(v)')).toBe(tree('f(v \\mid u)'));
    expect(tree('p_{V|U=u}(v)')).toBe(tree('p(v | u)'));
    expect(tree('f_{V \\mid U = u}(w)')).not.toContain('given');
  });
});

describe('a starting value', () => {
  it('multiplies a sum with an exponential', () => {
    expect(tree('P(t) + P_0 (e^{kt} - 1)')).toContain('(multiply (indexed P sub:#0) (add');
  });
});

describe('a star', () => {
  it('is the adjoint throughout where it is one once', () => {
    expect(tree('(B^* B)^{-1} B^*')).toContain('(transpose:star B))');
    expect(tree('c^* c')).not.toContain('transpose');
  });
});

describe('a number that is counted', () => {
  it('has no elements', () => {
    expect(tree('a_{k_F} + \\sum_{k=1}^K a_k')).toContain('(indexed a sub:k|F)');
    expect(tree('a_{k_F} + \\sum_k a_k')).toContain('(indexed a sub:(indexed k sub:F))');
    expect(tree('\\int_0^1 x_m \\, dx')).toContain('(indexed x sub:m)');
  });
});

describe('fields', () => {
  it('change in time where their Laplacian is taken', () => {
    expect(tree('v_t = k \\nabla^2 v')).toBe(
      '(relation[=] (derivative partial:1 [t^1] v) (multiply k (derivative laplacian:2 [] v)))',
    );
    expect(tree('v_t = k \\nabla^2 w')).toContain('(indexed v sub:t)');
  });
});

describe('an upright E', () => {
  it('averages a function of what is random', () => {
    expect(tree('\\mathrm{E} h(Y)')).toBe('(big expectation:E [] (apply h Y))');
    expect(tree('\\mathrm{E} h(y)')).not.toContain('expectation');
  });
});

describe('the law below an average', () => {
  it('is named by its head where its argument is the variable', () => {
    expect(tree('\\mathbb{E}_{z \\sim h(z)}[z]')).toBe(tree('\\mathbb{E}_{z \\sim h}[z]'));
    expect(tree('\\mathbb{E}_{z \\sim h(w)}[z]')).toContain('(apply h w)');
  });
});
