import { describe, expect, it } from 'vitest';
import { builtInData, type Chunk, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const find = (latex: string, concept: string): Chunk | undefined =>
  engine.annotate(latex).chunks.find((c) => c.concept === concept);
const status = (latex: string, concept: string): string | undefined => find(latex, concept)?.evidence.status;

describe('elements of what a function gives', () => {
  it('are compared by their index', () => {
    expect(status('\\frac{e^{g(v)_c}}{\\sum_k e^{g(v)_k}}', 'softmax')).toBe('verified');
    expect(status('\\sum_{k \\ne c} \\max(0, g(v, U)_k - g(v, U)_c + 1)', 'multi-margin-loss')).toBeDefined();
  });

  it('of another function are no softmax', () => {
    expect(find('\\frac{e^{g(v)_c}}{\\sum_k e^{h(v)_k}}', 'softmax')).toBeUndefined();
    expect(find('\\frac{e^{g(v)_c}}{\\sum_{k \\ne c} e^{g(v)_k}}', 'softmax')).toBeUndefined();
  });
});

describe('what divides by a vector', () => {
  it('goes by places, in whatever order the factors stand', () => {
    const step = '\\frac{\\alpha \\hat{\\mathbf{m}}_k}{\\sqrt{\\hat{\\mathbf{v}}_k} + \\epsilon}';
    expect(find(`\\mathbf{u}_k = \\mathbf{u}_{k-1} - ${step}`, 'adam-update')).toBeDefined();
    expect(find(`\\mathbf{d}_k = ${step}`, 'adam-update')).toBeDefined();
  });
});

describe('numbers with a sign', () => {
  it('are coefficients with their sign', () => {
    expect(status('5 t^4 - 2 t^3 - 7 t^2', 'polynomial')).toBe('verified');
  });
});

describe('a gradient and its components', () => {
  it('are no Jacobian', () => {
    const list =
      '\\left[\\frac{\\partial h(\\mathbf{t})}{\\partial t_1}, \\frac{\\partial h(\\mathbf{t})}{\\partial t_2}\\right]^\\top';
    expect(find(list, 'jacobian')).toBeUndefined();
    expect(find('\\frac{\\partial y_k}{\\partial t_l}', 'jacobian')).toBeDefined();
  });
});

describe('expected logarithms with a name', () => {
  it('are told apart by what they are of', () => {
    expect(find('H(Z) = -\\mathbb{E}_{z \\sim R}[\\log r(z)]', 'entropy')).toBeDefined();
    expect(find('H(S, T) = -\\mathbb{E}[\\log p(s, t)]', 'joint-entropy')).toBeDefined();
    expect(find('H(T \\mid S) = -\\mathbb{E}[\\log p(t \\mid s)]', 'conditional-entropy')).toBeDefined();
    expect(find('H(r, s) = -\\mathbb{E}_{z \\sim r}[\\log s(z)]', 'entropy')).toBeUndefined();
  });

  it('shares of a portfolio are shares of returns', () => {
    expect(find('\\mu_X = \\mathbb{E}[X] = \\sum_i x_i p_i', 'portfolio-return')).toBeUndefined();
  });
});

describe('a number of values that is a square', () => {
  it('counts the places of a table', () => {
    expect(status('\\frac{1}{m^2} \\sum_{a=1}^{m} \\sum_{b=1}^{m} h(u_a, u_b)', 'arithmetic-mean')).toBe('verified');
    expect(find('\\frac{1}{m^2} \\sum_{a=1}^{m} h(u_a)', 'arithmetic-mean')).toBeUndefined();
  });
});
