import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, type SyntaxNode } from '../../src/syntax/index.js';
import { soup, validFormula } from './formulas.js';
import { childrenOf, reparseFaults, spanFaults } from './tree-checks.js';

const depthOf = (node: SyntaxNode): number => 1 + Math.max(0, ...childrenOf(node).map(depthOf));
const errorsIn = (node: SyntaxNode): number =>
  (node.kind === 'error' ? 1 : 0) + childrenOf(node).reduce((sum, child) => sum + errorsIn(child), 0);

describe('every formula', () => {
  it('has children within their parents, side by side', () => {
    fc.assert(
      fc.property(validFormula, (latex) => {
        expect(spanFaults(parse(latex).tree)).toEqual([]);
      }),
      { seed: 1 },
    );
  });
  it('has nodes whose own text gives the same node', () => {
    fc.assert(
      fc.property(validFormula, (latex) => {
        expect(reparseFaults(latex)).toEqual([]);
      }),
      { seed: 2 },
    );
  });
  it('keeps its tree when spaces are put between its tokens', () => {
    const shape = (latex: string) =>
      JSON.stringify(parse(latex).tree, (key, value) => (key === 'span' ? undefined : value));
    const tokens = /\\[a-zA-Z]+\*?|\\.|:=|[\s\S]/g;
    const plain = validFormula.filter((latex) => !/text|begin|\[|operatorname|color/.test(latex));
    fc.assert(
      fc.property(plain, (latex) => {
        expect(shape((latex.match(tokens) ?? []).join(' '))).toBe(shape(latex));
      }),
      { seed: 3 },
    );
  });
});

describe('every string', () => {
  const any = fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));

  it('gives a tree over the whole of it, with every problem in its place', () => {
    fc.assert(
      fc.property(any, (latex) => {
        const { tree, problems } = parse(latex);
        expect(tree.span).toEqual([0, latex.length]);
        expect(errorsIn(tree)).toBeGreaterThanOrEqual(problems.length);
        for (const { span, message } of problems) {
          expect(span[0]).toBeGreaterThanOrEqual(0);
          expect(span[1]).toBeLessThanOrEqual(latex.length);
          expect(message).not.toBe('');
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
  it('has spans in order where no macro is at work', () => {
    const withoutMacros = any.filter((latex) => !/\\(def|let|newcommand)/.test(latex));
    fc.assert(
      fc.property(withoutMacros, (latex) => {
        expect(spanFaults(parse(latex).tree)).toEqual([]);
      }),
      {
        seed: 5,
        numRuns: 1000,
      },
    );
  });
});

describe('hostile strings', () => {
  const openers = [
    '{',
    '\\left(',
    '\\sqrt',
    '\\hat',
    '\\frac{',
    '\\begin{matrix}',
    '\\text{$',
    'x^{',
    '\\bf\\color{a}',
    '\\mathbf',
  ];

  it.each([...openers, '\\sqrt[', '√(', 'x^', 'a\\over '])(
    '%s ten thousand times is read to a bounded depth',
    (piece) => {
      const { tree, problems } = parse(piece.repeat(10_000).slice(0, 100_000));
      expect(depthOf(tree)).toBeLessThan(1000);
      expect(problems.length).toBeGreaterThan(piece === '√(' ? -1 : 0);
    },
  );
  it.each([..."&}$]^_%'#~", '\\\\', '\\right)', '\\verb|', '\\href{', '\\kern', '\\limits', '\u0301', '\ud800', '\\q'])(
    '%s ten thousand times is read',
    (piece) => {
      const latex = piece.repeat(10_000);
      expect(parse(latex).tree.span).toEqual([0, latex.length]);
    },
  );
  it('says once that the nesting is too deep', () => {
    const { problems } = parse(`${'{'.repeat(10_000)}x${'}'.repeat(10_000)}`);
    expect(problems).toEqual([
      {
        code: 'latex/too-deep',
        span: [200, 20_001],
        message: 'more than 200 levels deep at 200; the rest is not read',
        hint: 'split the formula',
      },
    ]);
  });
  it('reads scripts that alternate, up to a bound', () => {
    const { tree, problems } = parse(`${'x^x_'.repeat(5_000)}x`);
    expect(problems.map((problem) => problem.code)).not.toContain('latex/missing-argument');
    expect(depthOf(tree)).toBeLessThan(100);
  });
});
