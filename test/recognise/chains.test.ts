import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.map((c) => c.concept);

describe('a chain of comparisons', () => {
  it('says of its ends what all its links say', () => {
    expect(named('\\Delta u \\Delta v \\ge a = \\frac{\\hbar}{2}')).toContain('uncertainty-principle');
    expect(named('\\Delta u \\Delta v \\ge a > \\frac{\\hbar}{2}')).toContain('uncertainty-principle');
  });

  it('says nothing of its ends where its links point both ways', () => {
    expect(named('\\Delta u \\Delta v \\ge a \\le \\frac{\\hbar}{2}')).not.toContain('uncertainty-principle');
  });
});

describe('a velocity', () => {
  it('adds up slopes, not their squares', () => {
    expect(named('u_k = 0.9 u_{k-1} + 0.1 \\nabla h(w)')).toContain('momentum-update');
    expect(named('u_k = 0.9 u_{k-1} + 0.1 (\\nabla h(w))^2')).not.toContain('momentum-update');
  });
});

describe('two distributions', () => {
  it('have a joint entropy only where the letters are quantities', () => {
    expect(named('H(U, V) - H(V)')).toContain('conditional-entropy');
    expect(named('H(p, q) - H(p)')).not.toContain('conditional-entropy');
  });

  it('are two where their ratio is asked for', () => {
    expect(named('\\frac{p(u)}{q(u)}')).toContain('density-ratio');
    expect(named('\\frac{p(u)}{p(u)}')).not.toContain('density-ratio');
  });
});

describe('a sum that names no index', () => {
  it('runs over the values of an estimate and of what is true', () => {
    expect(named('1 - \\frac{2 \\sum \\hat{M} M^*}{\\sum \\hat{M} + \\sum M^*}')).toContain('dice-loss');
  });
});
