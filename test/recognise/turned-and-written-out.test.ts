import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.flatMap((c) => [c.concept, ...c.is_a]);

describe('a difference turned around', () => {
  it('is the same where a letter tells which side is which', () => {
    expect(named('\\exp(-\\exp(\\frac{m - y}{c}))')).toContain('gumbel-cdf');
    expect(named('\\exp(-\\exp(\\frac{y - m}{c}))')).not.toContain('gumbel-cdf');
  });

  it('is another thing where nothing tells them apart', () => {
    expect(named('\\max(0, y (a - b) + c)')).not.toContain('margin-ranking-loss');
  });
});

describe('matrices written out', () => {
  it('with zeros above and below their diagonals', () => {
    const lower = '\\begin{bmatrix} 1 & 0 \\\\ 2 & 1 \\end{bmatrix}';
    const upper = '\\begin{bmatrix} 3 & 1 \\\\ 0 & 4 \\end{bmatrix}';
    const product = '\\begin{bmatrix} 3 & 1 \\\\ 6 & 6 \\end{bmatrix}';
    expect(named(`${product} = ${lower} ${upper}`)).toContain('lu-decomposition');
    expect(named(`${product} = ${upper} ${lower}`)).not.toContain('lu-decomposition');
  });

  it('with the unknowns in a column', () => {
    const table = '\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}';
    const column = '\\begin{bmatrix} u \\\\ v \\end{bmatrix}';
    expect(named(`${table} ${column} = \\begin{bmatrix} 5 \\\\ 6 \\end{bmatrix}`)).toContain('linear-system');
    expect(named(`${table} ${column} = \\begin{bmatrix} u' \\\\ v' \\end{bmatrix}`)).not.toContain('linear-system');
  });
});

describe('names', () => {
  it('stay with their settings written below', () => {
    expect(named('\\mathrm{BN}_{\\gamma, \\beta}(a)')).toContain('batch-normalization');
  });

  it('are the same letter in bold or under an arrow', () => {
    expect(named('A \\vec{u} = \\vec{b}')).toContain('linear-system');
    expect(named('\\mathbf{k}(z)^\\top (\\mathbf{K} + \\tau^2 \\mathbf{I})^{-1} \\mathbf{y}')).toContain(
      'gp-posterior-mean',
    );
  });
});

describe('what must be positive', () => {
  it('is positive letter by letter in a product', () => {
    const body = '\\sum_{k=1}^m \\frac{(u_k - v_k)^2}{u_k + v_k}';
    expect(named(`\\exp\\left(-\\frac{1}{2 C} ${body}\\right)`)).toContain('chi-squared-kernel');
  });
});

describe('a minus sign before a product with a column and a row', () => {
  it('leaves the factors as they were', () => {
    expect(named('I - \\tau \\mathbf{w} \\mathbf{w}^\\top')).toContain('householder-reflection');
  });
});
