import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.flatMap((c) => [c.concept, ...c.is_a]);

describe('updates whose later value is labelled', () => {
  it('new beside old, or beside nothing, is one step', () => {
    expect(named('q_{\\text{new}} = 0.9 q_{\\text{old}} + 0.1 u')).toContain('exponential-moving-average');
    expect(named('\\hat q_{\\text{new}} = (1 - c) \\hat q + c u_k')).toContain('exponential-moving-average');
  });

  it('a prime renews the state of a network, and no other letter', () => {
    expect(named("h' = \\tanh(W x + U h + b)")).toContain('recurrent-cell');
    expect(named("q' = 0.9 q + 0.1 u")).not.toContain('exponential-moving-average');
  });

  it('another letter or another label is none', () => {
    expect(named('q_{\\text{new}} = 0.9 r_{\\text{old}} + 0.1 u')).not.toContain('exponential-moving-average');
    expect(named('q_{\\text{new}} = 0.9 q_{\\text{max}} + 0.1 u')).not.toContain('exponential-moving-average');
  });
});

describe('a diagonal matrix that is spelled out', () => {
  it('keeps its place in a product', () => {
    expect(named('A = P \\operatorname{diag}(s) P^{-1}')).toContain('eigendecomposition');
    expect(named('M = U \\times \\operatorname{diag}(s) \\times V^T')).toContain('singular-value-decomposition');
    expect(named('C = R \\, \\operatorname{diag}(s) R^T')).not.toContain('gram-matrix');
  });
});

describe('shares of vectors', () => {
  it('add up to 1 in every entry', () => {
    const shares = '\\frac{\\exp(\\mathbf{a}_{u,v})}{\\sum_{w} \\exp(\\mathbf{a}_{u,w})}';
    const [softmax] = engine.annotate(shares).chunks.filter((c) => c.concept === 'softmax');
    expect(softmax?.evidence.status).toBe('verified');
  });
});

describe('a count that is itself a product of capitals', () => {
  it('divides the sum over as many', () => {
    const mean = '\\frac{1}{kH * kW} \\sum_{m=0}^{kH-1} \\sum_{n=0}^{kW-1} u(m, n)';
    expect(named(mean)).toContain('arithmetic-mean');
    expect(named(mean.replace('kW-1', 'kW'))).not.toContain('arithmetic-mean');
  });
});

describe('a squared distance under argmin', () => {
  it('is a projection where the point itself is sought, and a fit where it is not', () => {
    expect(named('\\operatorname{argmin}_u \\|v - u\\|_2^2 \\quad \\text{subject to} \\quad u \\ge 0')).toContain(
      'euclidean-projection',
    );
    expect(named('\\operatorname{argmin}_u \\|v - A u\\|_2^2')).not.toContain('euclidean-projection');
  });
});

describe('a probability with parameters below its letter', () => {
  it('has the values of one without', () => {
    expect(named('\\exp\\left(-\\frac{1}{n} \\sum_{k=1}^n \\log q_\\phi(u_k \\mid u_{<k})\\right)')).toContain(
      'perplexity',
    );
  });
});
