import { describe, expect, it } from 'vitest';
import { children, type Expr, exprKey, mapChildren, symbol, symbolKey, walk } from '../../src/expr/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

const expr = (latex: string) => read(parse(latex)).expr;

const FORMULAS = [
  '\\sum_{i=1}^n x_i^2 + \\int_a^b f(x)\\,dx - \\max_{s\\in S} \\|s\\|_p',
  '\\begin{cases} |x| & x > 0 \\\\ -\\sqrt[3]{x} & \\text{otherwise} \\end{cases}',
  '\\frac{\\partial^2 f}{\\partial x\\partial y} = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
  '\\{x : x > 0\\} \\cup [0,1) = (a, [b; c]), \\log_2 A^\\top B^{-1}, \\langle x, y\\rangle, p(a|b) \\pm dW',
];

describe('traversal', () => {
  it('maps to the same expression under identity, and reaches every part', () => {
    for (const latex of FORMULAS) {
      const copy = (e: Expr): Expr => mapChildren(e, copy);
      expect(exprKey(copy(expr(latex)))).toBe(exprKey(expr(latex)));
      const rename = (e: Expr): Expr => (e.kind === 'symbol' ? { ...e, name: `${e.name}1` } : mapChildren(e, rename));
      const renamed = rename(expr(latex));
      walk(renamed, (e) => {
        if (e.kind === 'symbol') expect(e.name.endsWith('1')).toBe(true);
      });
    }
  });

  it('visits parents first, once each, and stops where it is told to', () => {
    const e = expr('a + b c');
    const seen: string[] = [];
    walk(e, (x) => {
      seen.push(x.kind);
      return x.kind !== 'multiply';
    });
    expect(seen).toEqual(['add', 'symbol', 'multiply']);
    expect(children(e)).toHaveLength(2);
  });
});

describe('keys', () => {
  it('tell symbols apart by letter, font, accents, primes and label', () => {
    expect(symbolKey(symbol('x'))).toBe('x');
    expect(symbolKey(symbol('x', { font: 'bold', accents: ['hat'], primes: 1, label: 'c' }))).toBe("hat(bold:x)'|c");
    expect(symbolKey(expr('v_{t-1}'))).toBe('v');
    expect(symbolKey(expr('f(x)'))).toBe('f');
  });

  it('leave spans and grouping brackets aside', () => {
    expect(exprKey(expr('(a + b) c'))).toBe(exprKey(expr('[ a+b ]c')));
    expect(exprKey(expr('a - b'))).not.toBe(exprKey(expr('b - a')));
  });
});
