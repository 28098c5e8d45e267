import { describe, expect, it } from 'vitest';
import { FORMULAS } from './formulas.js';
import { valueOfLatex } from './read.js';

/** Series and limits are found by extrapolation: their last digits are not theirs. */
const TOLERANCE = 1e-9;

function closeTo(found: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'number' && typeof found === 'number') {
    return found === wanted || Math.abs(found - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
  }
  if (Array.isArray(wanted) && Array.isArray(found)) {
    return wanted.length === found.length && wanted.every((part, k) => closeTo(found[k], part));
  }
  if (typeof wanted === 'object' && wanted !== null && typeof found === 'object' && found !== null) {
    const [p, q] = [wanted as Record<string, unknown>, found as Record<string, unknown>];
    return closeTo(q.re, p.re) && closeTo(q.im, p.im);
  }
  return found === wanted;
}

describe.each(Object.entries(FORMULAS))('%s', (_subject, rows) => {
  it.each(rows.map(([latex, expected, values]) => ({ latex, expected, values })))('$latex', (row) => {
    const found = valueOfLatex(row.latex, row.values);
    if (!closeTo(found, row.expected)) expect(found).toEqual(row.expected);
  });
});
