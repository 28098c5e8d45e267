import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';

const engine = createEngine(loadCatalogue(builtInData()));
const named = (latex: string): string[] => engine.annotate(latex).chunks.map((chunk) => chunk.concept);

/** Spellings of lecture notes: what is found in each, and what would be false. */
const CASES: readonly (readonly [latex: string, found: string, absent: string])[] = [
  // A bold capital less its mean, under an expectation, is a random vector and no matrix.
  [
    '\\mathbb{E}[(\\mathbf Z - \\boldsymbol\\nu)(\\mathbf Z - \\boldsymbol\\nu)^\\top]',
    'covariance-matrix',
    'gram-matrix',
  ],
  // A capital less a matrix times a small letter is a column.
  ['(Y - H\\gamma)^\\top (Y - H\\gamma)', 'least-squares', 'gram-matrix'],
  [
    '(\\mathbf Y - \\mathbf H\\boldsymbol\\gamma)^\\top (\\mathbf Y - \\mathbf H\\boldsymbol\\gamma)',
    'least-squares',
    'gram-matrix',
  ],
  // One letter for each of the two counts.
  ['\\frac{1}{HW} \\sum_{h, w} F_{h, w}', 'arithmetic-mean', 'matrix-product'],
  // A signal beside its own conjugate is an autocorrelation, beside another signal it is not.
  ['\\sum_n s^*[n] s[n + k]', 'autocorrelation', 'convolution'],
  ['\\sum_n u[n] g[n + k]', 'cross-correlation', 'autocorrelation'],
  ['\\sum_n u^*[n] g[n + k]', 'cross-correlation', 'autocorrelation'],
  // Turned either way, by an angle or by numbers, in the plane or in space.
  [
    '\\begin{pmatrix} \\cos b & 0 & -\\sin b \\\\ 0 & 1 & 0 \\\\ \\sin b & 0 & \\cos b \\end{pmatrix}',
    'rotation-matrix',
    'identity-matrix',
  ],
  [
    '\\begin{pmatrix} 1 & 0 & 0 \\\\ 0 & 0.6 & -0.8 \\\\ 0 & 0.8 & 0.6 \\end{pmatrix}',
    'rotation-matrix',
    'identity-matrix',
  ],
  ['\\begin{pmatrix} 1 & 0 & 0 \\\\ 0 & 1 & 0 \\\\ 0 & 0 & 1 \\end{pmatrix}', 'identity-matrix', 'rotation-matrix'],
  // The most telling name speaks.
  ['|\\langle a, b \\rangle| \\le \\|a\\| \\|b\\|', 'cauchy-schwarz-inequality', 'holder-inequality'],
  ['\\mathbf z \\mathbf A \\otimes \\sigma(\\mathbf z \\mathbf B)', 'glu', 'kronecker-product'],
];

describe('spellings of lecture notes', () => {
  it.each(CASES)('%s', (latex, found, absent) => {
    expect(named(latex)).toContain(found);
    expect(named(latex)).not.toContain(absent);
  });

  it('two processes are not one', () => {
    expect(named('\\mathbb{E}[X(s) Z(t)]')).not.toContain('autocorrelation');
    expect(named('\\mathbb{E}[X(s) X^*(t)]')).toContain('autocorrelation');
  });
});
