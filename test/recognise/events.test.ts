import { describe, expect, it } from 'vitest';
import { createEngine, loadCatalogue } from '../../src/index.js';
import { dataAsItLies } from '../catalogue/data.js';

const engine = createEngine(loadCatalogue(dataAsItLies()));

const statusOf = (latex: string, concept: string) =>
  engine.annotate(latex).chunks.find((c) => c.concept === concept)?.evidence.status ?? 'not claimed';

describe('chances of events are told by what the events say', () => {
  it.each([
    [String.raw`P(U = 1 \mid V = 2) = \frac{P(V = 2 \mid U = 1) P(U = 1)}{P(V = 2)}`, 'bayes-theorem', 'verified'],
    [String.raw`P(U = 1 \mid V = 2) = \frac{P(V = 2 \mid U = 1) P(U = 0)}{P(V = 2)}`, 'bayes-theorem', 'not claimed'],
    ['P(U = u, V = v) = P(U = u) P(V = v)', 'independence', 'verified'],
    ['P(U = u, V = v) = P(U = u) P(V = u)', 'independence', 'not claimed'],
    [String.raw`P(U > 2 \mid V = v) = \frac{P(U > 2, V = v)}{P(V = v)}`, 'conditional-probability', 'verified'],
    [String.raw`P(U > 2 \mid V = v) = \frac{P(U > 3, V = v)}{P(V = v)}`, 'conditional-probability', 'not claimed'],
  ])('%s: %s is %s', (latex, concept, status) => {
    expect(statusOf(latex, concept)).toBe(status);
  });
});

describe('outcomes of many cases', () => {
  it.each([
    [String.raw`\prod_{k=1}^n P(U_k = u_k \mid \theta)`, 'likelihood', 'verified'],
    [String.raw`P(c) \prod_{k=1}^n P(U_k = u_k \mid c)`, 'naive-bayes', 'verified'],
    [String.raw`P(c) \prod_{k=1}^n P(U_k = u_k \mid d)`, 'naive-bayes', 'not claimed'],
    [String.raw`-\sum_{k=1}^n \log P(V_k = v_k \mid u_k)`, 'negative-log-likelihood', 'verified'],
    [String.raw`\sum_{k=1}^n \log P(V_k = v_k \mid u_k)`, 'negative-log-likelihood', 'not claimed'],
  ])('%s: %s is %s', (latex, concept, status) => {
    expect(statusOf(latex, concept)).toBe(status);
  });
});

describe('numbers beside an elementwise product', () => {
  it('are the weights of an average of it', () => {
    const average = String.raw`\mathbf{u}_k = \rho \mathbf{u}_{k-1} + (1 - \rho) \mathbf{h}_k \odot \mathbf{h}_k`;
    expect(statusOf(average, 'exponential-moving-average')).toBe('verified');
    expect(
      statusOf(average.replace(String.raw`(1 - \rho)`, String.raw`(1 + \rho)`), 'exponential-moving-average'),
    ).toBe('not claimed');
  });
});

describe('capitals whose lengths are taken', () => {
  it('are vectors, between which a point makes a dot product', () => {
    expect(statusOf(String.raw`\frac{U \cdot V}{\|U\| \|V\|}`, 'cosine-similarity')).toBe('verified');
    expect(statusOf(String.raw`\|U\|_F \|V\|_F \ge U \cdot V`, 'dot-product')).toBe('not claimed');
    expect(statusOf(String.raw`\frac{U \cdot V}{\|U\|}`, 'dot-product')).toBe('not claimed');
  });
});

describe('an arrow from what was to what is', () => {
  it('says a step as well', () => {
    expect(statusOf(String.raw`u \rightarrow u - \eta \nabla F(u)`, 'gradient-descent-update')).toBe('verified');
    expect(statusOf(String.raw`u \rightarrow u + \eta \nabla F(u)`, 'gradient-descent-update')).toBe('not claimed');
    expect(statusOf(String.raw`u \rightarrow v - \eta \nabla F(v)`, 'gradient-descent-update')).toBe('not claimed');
  });
});
