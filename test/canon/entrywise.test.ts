import { describe, expect, it } from 'vitest';
import { structureOf } from './read.js';

describe('numbers beside an elementwise product', () => {
  it.each([
    ['(1 - \\beta) \\mathbf{g} \\odot \\mathbf{g}', '(1 - \\beta) (\\mathbf{g} \\odot \\mathbf{g})'],
    ['\\mathbf{a} \\odot 2 \\mathbf{b}', '2 (\\mathbf{a} \\odot \\mathbf{b})'],
    ['\\alpha_1 u \\odot v \\odot w', '\\alpha_1 (u \\odot v \\odot w)'],
  ])('%s is %s', (written, apart) => {
    expect(structureOf(written)).toBe(structureOf(apart));
  });

  it('leaves matrices and unknown letters where they stand', () => {
    expect(structureOf('\\mathbf{W} \\mathbf{a} \\odot \\mathbf{b}')).not.toBe(
      structureOf('\\mathbf{W} (\\mathbf{a} \\odot \\mathbf{b})'),
    );
    expect(structureOf('x \\mathbf{a} \\odot \\mathbf{b}')).not.toBe(structureOf('x (\\mathbf{a} \\odot \\mathbf{b})'));
    expect(structureOf('\\alpha \\odot \\mathbf{b}')).toContain('had');
  });
});
