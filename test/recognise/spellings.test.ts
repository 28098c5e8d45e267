import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.flatMap((c) => [c.concept, ...c.is_a]);

describe('letters that stand for functions', () => {
  it('what a formula defines is not what its letter usually stands for', () => {
    expect(named('\\sigma(z) = \\max(0, z)')).not.toContain('sigmoid');
    expect(named('\\sigma(\\mathbf{a})_k = \\frac{e^{a_k}}{\\sum_l e^{a_l}}')).not.toContain('sigmoid');
    expect(named('y = \\sigma(z)')).toContain('sigmoid');
    expect(named('\\sigma(z) = \\frac{1}{1 + e^{-z}}')).toContain('sigmoid');
  });
});

describe('weights that are shares of a short sum', () => {
  it('the sum of its terms agrees with the terms beside it', () => {
    expect(named('q = \\frac{m_1}{m_1 + m_2} a + \\frac{m_2}{m_1 + m_2} b')).toContain('convex-combination');
    expect(named('q = \\frac{m_1}{m_1 + m_2} a + \\frac{m_3}{m_1 + m_2} b')).not.toContain('convex-combination');
  });
});

describe('an estimate', () => {
  it('goes by the name of its letter', () => {
    expect(named('\\hat b_0 + \\sum_i u_i z_i')).toContain('affine-transformation');
    expect(named('\\bar b_0 + \\sum_i u_i z_i')).not.toContain('affine-transformation');
  });
});

describe('the inverse of a function that is applied', () => {
  it('is no matrix', () => {
    expect(named('\\Phi^{-1}(p + \\frac{1}{2} r)')).not.toContain('matrix-inverse');
    expect(named('\\Sigma^{-1} u')).toContain('matrix-inverse');
  });
});

describe('shares of exponentials of products with a table', () => {
  it('are numbers, whatever the table is', () => {
    expect(named('\\frac{e^{W_k^\\top u}}{\\sum_{l=1}^m e^{W_l^\\top u}}')).toContain('softmax');
  });
});

describe('factors whose order says nothing', () => {
  it('a fixed factor is found among them', () => {
    expect(named('v = r + \\gamma P v')).toContain('bellman-equation');
  });
});

describe('averages over a stretch', () => {
  it('the number of terms is compared with what divides', () => {
    expect(named('\\frac{p_t + p_{t-1} + \\dots + p_{t-k+1}}{k}')).toContain('arithmetic-mean');
    expect(named('\\frac{p_t + p_{t-1} + \\dots + p_{t-k+1}}{k + 1}')).not.toContain('arithmetic-mean');
  });
});
