import { describe, expect, it } from 'vitest';
import { structureOf } from './read.js';

describe('a sum of operators before an operand', () => {
  it('is each of them applied', () => {
    expect(structureOf('(\\nabla^2 + k^2) u')).toBe(structureOf('\\nabla^2 u + k^2 u'));
    expect(structureOf('\\left(\\frac{\\partial^2}{\\partial t^2} - \\nabla^2\\right) u')).toBe(
      structureOf('\\frac{\\partial^2 u}{\\partial t^2} - \\nabla^2 u'),
    );
  });

  it('and so is a change along a direction', () => {
    expect(structureOf('(\\mathbf v \\cdot \\nabla) \\mathbf w')).toBe(
      structureOf('\\mathbf v \\cdot \\nabla \\mathbf w'),
    );
    expect(structureOf('(v \\cdot \\nabla) v')).toContain('inner');
  });

  it('stays a factor where nothing follows, or nothing waits', () => {
    expect(structureOf('(\\nabla^2 + k^2)')).toContain('placeholder');
    expect(structureOf('(a + b) u')).not.toBe(structureOf('a u + b u'));
  });
});

describe('a power between a matrix and its inverse', () => {
  it('keeps its place', () => {
    expect(structureOf('P D^k P^{-1}')).toContain('pow[sym:D sym:k] inverse[sym:P');
    expect(structureOf('\\frac{1}{N^2} X X^\\top')).not.toContain('pow[sym:N num:-2] transpose');
  });
});

describe('a small change behind a matrix', () => {
  it('keeps its place', () => {
    expect(structureOf('\\Delta u^\\top B \\Delta u')).toBe(
      'seq:strict[transpose[diff:Delta[sym:u]] sym:B diff:Delta[sym:u]]',
    );
  });
});

describe('one thing in several spellings', () => {
  it('zero vectors are zero', () => {
    expect(structureOf('A \\mathbf x = \\mathbf 0')).toBe(structureOf('A \\mathbf x = 0'));
    expect(structureOf('\\vec u = \\vec 0')).toBe(structureOf('\\vec u = 0'));
  });

  it('a clipped value is a minimum of a maximum', () => {
    expect(structureOf('\\operatorname{clip}(u, a, b)')).toBe(structureOf('\\min(\\max(u, a), b)'));
    expect(structureOf('\\mathrm{ReLU6}(u)')).toBe(structureOf('\\min(\\max(0, u), 6)'));
  });

  it('what is to be made small needs no variable below it', () => {
    expect(structureOf('\\text{minimize } \\; g(u)')).toBe(structureOf('\\min g(u)'));
  });
});

describe('one case of a table of data', () => {
  it('is a column, whose product with weights is a number', () => {
    expect(structureOf('X_i^\\top w')).toMatch(/^inner/);
    expect(structureOf('W_i^\\top u')).toMatch(/^seq/);
  });
});
