import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';

const engine = createEngine();

/** What is printed, the concept that was meant, and how the mend is spelled in the reader's own letters. */
const MISSES: readonly (readonly [string, string, string])[] = [
  // The variable of an integral is the reader's, and its differential is kept.
  [
    'R(x) = e^{\\int_0^x \\lambda(s)\\, ds}',
    'survival-function',
    'R\\left(x\\right) = e^{-\\int_0^x \\lambda\\left(s\\right) \\, ds}',
  ],
  [
    'S(y) = \\exp\\left(\\int_0^y \\mu(v) dv\\right)',
    'survival-function',
    'S\\left(y\\right) = e^{-\\int_0^y \\mu\\left(v\\right) dv}',
  ],
  // Names of several letters do not run into each other.
  [
    '\\frac{TP \\cdot TN - FP \\cdot FN}{(TP+FP)(TP+FN)(TN+FP)(TN+FN)}',
    'matthews-correlation',
    '\\frac{TP \\cdot TN - FP \\cdot FN}{\\sqrt{\\left(TP + FP\\right) \\left(TP + FN\\right) \\left(TN + FP\\right) \\left(TN + FN\\right)}}',
  ],
];

describe('the mend of a near miss', () => {
  it.each(MISSES)('is spelled in the letters of the reader: %s', (latex, concept, mend) => {
    const [warning] = engine.annotate(latex, {}).warnings.filter((w) => w.concept === concept);
    expect(warning?.mend?.replace(/\s+/g, ' ')).toBe(mend);
    const again = engine.annotate(warning?.mend ?? '', {});
    expect(again.chunks.map((c) => c.concept)).toContain(concept);
    expect(again.warnings).toEqual([]);
  });
});
