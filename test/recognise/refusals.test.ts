import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.flatMap((c) => [c.concept, ...c.is_a]);

describe('one list is not two', () => {
  it('values compared with each other have no partner', () => {
    expect(named('\\sum_{a} \\sum_{b} |v_a - v_b|')).not.toContain('manhattan-distance');
    expect(named('\\sum_{a, b} v_a v_b')).not.toContain('weighted-sum');
    expect(named('\\frac{1}{m^2} \\sum_{a=1}^m \\sum_{b=1}^m |v_a - v_b|')).not.toContain('mean-absolute-error');
  });

  it('two lists, or a table and its mirror, are two', () => {
    expect(named('\\sum_{a} |v_a - w_a|')).toContain('manhattan-distance');
    expect(named('\\sum_{a} \\sum_{b} |V_{ab} - W_{ab}|')).toContain('manhattan-distance');
    expect(named('\\sum_{a, b} V_{ab} V_{ba}')).toContain('weighted-sum');
  });

  it('an index is no element', () => {
    expect(named('\\sum_r \\sum_s r s \\, h(r, s)')).not.toContain('quadratic-form');
    expect(named('\\sum_r \\sum_s q_r q_s h_{rs}')).toContain('quadratic-form');
  });
});

describe('letters that mean something else', () => {
  it('never stand in a role that names them', () => {
    expect(named('\\frac{\\nu + q}{2}')).not.toContain('arithmetic-mean');
    expect(named('\\frac{r + q}{2}')).toContain('arithmetic-mean');
  });

  it('are told from themselves with a mark', () => {
    expect(named('\\mathbb{E}[(w_k - w^*)^2]')).not.toContain('mean-squared-error');
    expect(named('\\mathbb{E}[(w_k - w)^2]')).toContain('mean-squared-error');
  });
});

describe('vectors and numbers', () => {
  it('half a derivative is no vector', () => {
    expect(named('\\mathbf{B} \\, \\partial \\mathbf{u}')).not.toContain('matrix-vector-product');
    expect(named('\\mathbf{B} \\, d\\mathbf{u}')).toContain('matrix-vector-product');
  });

  it('a small letter of several things is a number', () => {
    expect(named('\\mathbf{B} g(s, t)')).not.toContain('matrix-vector-product');
  });

  it('a state is no number, whatever its labels', () => {
    expect(named('\\sum_m | u_m \\rangle | v_m \\rangle')).not.toContain('weighted-sum');
    expect(named('| 0; 1 \\rangle')).not.toContain('dot-product');
    expect(named('\\langle g; h \\rangle')).toContain('dot-product');
  });

  it('bold capitals are arrows where fields are added up over space, or carry a quantity along', () => {
    expect(named('\\int \\mathbf{C} \\cdot \\mathbf{D} \\, d^3 \\mathbf{r}')).not.toContain('matrix-product');
    expect(named('\\mathbf{U} \\cdot \\nabla T')).not.toContain('linear-transformation');
    expect(named('\\mathbf{C} \\cdot \\mathbf{D}')).toContain('matrix-product');
  });
});

describe('what changes nothing', () => {
  it('a field seen in another way is not updated', () => {
    expect(named('C_\\mu \\to C_\\mu + \\partial_\\mu \\lambda')).not.toContain('gradient-ascent-update');
    expect(named('w \\to w + \\nabla f(w)')).toContain('gradient-ascent-update');
  });

  it('a spread beside its mean is no sigmoid', () => {
    expect(named('\\frac{u - \\mu(s)}{\\sigma(s)}')).not.toContain('sigmoid');
    expect(named('u = \\sigma(s)')).toContain('sigmoid');
    expect(named('\\sigma_v^2(m \\tau)')).not.toContain('sigmoid');
    expect(named('\\sigma_v(m \\tau + b)')).toContain('sigmoid');
  });
});

describe('shapes of factors', () => {
  it('an inverse function is a function', () => {
    expect(named('p_V(v) = p_U(h^{-1}(v)) |\\frac{d}{dv} h^{-1}(v)|')).toContain('change-of-variables');
  });

  it('numbers in front of a sum are no matrix', () => {
    const mean = '\\mathbf{C} = \\frac{1}{\\lambda \\rho^2} \\sum_{k=1}^{n} \\mathbf{u}_k \\mathbf{v}_k^\\top';
    expect(named(mean)).not.toContain('matrix-product');
  });

  it('the slope of an inverse function is no row', () => {
    expect(named("(g^{-1})'(u)")).not.toContain('dot-product');
    expect(named("(u + v)'w")).toContain('dot-product');
  });
});

describe('a step of many', () => {
  it('is no second of two', () => {
    expect(named('c_2 = c_1 - \\rho \\sqrt{\\tau}')).not.toContain('parameter-update');
    expect(named('c_{n+1} = c_n - \\rho \\sqrt{\\tau}')).toContain('parameter-update');
    expect(named('c_1^{(n+1)} = c_1^{(n)} - \\rho')).toContain('parameter-update');
    expect(named('c_1 = c_0 + \\eta_0 p_0')).toContain('parameter-update');
  });
});
