import { describe, expect, it } from 'vitest';
import { expandElisions } from '../../src/canon/index.js';
import { exprKey } from '../../src/expr/key.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

const expanded = (latex: string): string => exprKey(expandElisions(read(parse(latex)).expr));

describe('sums whose terms have one power more each', () => {
  it.each([
    ['c_0 + c_1 u + c_2 u^2 + \\dots + c_n u^n', '\\sum_{k=0}^n u^k c_k'],
    ['c_1 + u c_2 + \\dots + u^{n-1} c_n', '\\sum_{k=0}^{n-1} u^k c_{1+k}'],
    ['c_t + u c_{t+1} + u^2 c_{t+2} + \\cdots', '\\sum_{k=0}^\\infty u^k c_{t+k}'],
    ['c_{t+1} + u c_{t+2} + \\dots + u^{N-t-1} c_N', '\\sum_{k=0}^{N-t-1} u^k c_{t+1+k}'],
  ])('%s', (written, sum) => {
    const numbers = (key: string): string =>
      key.replace(/\(add ([^()]*)\)/g, (_, t: string) => t.split(' ').sort().join('+'));
    expect(numbers(expanded(written))).toBe(numbers(expanded(sum)));
  });

  it('leaves a sum alone whose powers and places do not go together', () => {
    for (const latex of [
      'c_0 + c_1 u + c_2 u^3 + \\dots + c_n u^n',
      'c_0 + c_2 u + c_4 u^2 + \\dots + c_n u^n',
      'c_1 + u c_2 + \\dots + u^n c_n',
      'c_0 + c_1 u + \\cdots',
    ])
      expect(expanded(latex)).toContain('…');
  });

  it('keeps what stands after the last term', () => {
    expect(expanded('c_0 + u c_1 + \\dots + u^{n-1} c_{n-1} + u^n d')).toMatch(
      /^\(add \(big sum.* \(multiply \(power u n\) d\)\)$/,
    );
  });
});
