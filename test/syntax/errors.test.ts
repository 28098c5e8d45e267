import { describe, expect, it } from 'vitest';
import { parse, SYNTAX_PROBLEM_CODES } from '../../src/syntax/index.js';
import { sexpr } from './sexpr.js';

describe('what is wrong is said, and the rest is read', () => {
  it.each([
    ['a + {b', 'latex/open-group', [6, 6], 'missing } for the group opened at 4', '[a + {b (error latex/open-group)}]'],
    ['a } b', 'latex/stray-close', [2, 3], 'this } closes nothing', '[a (error latex/stray-close) b]'],
    [
      '\\frac{a}',
      'latex/missing-argument',
      [8, 8],
      '\\frac needs 2 arguments, the second is missing',
      '(frac a (error latex/missing-argument))',
    ],
    [
      'x^',
      'latex/missing-argument',
      [2, 2],
      'the superscript at 1 is empty',
      '(scripts x ^(error latex/missing-argument))',
    ],
    ['\\alhpa+1', 'latex/unknown-command', [0, 6], 'unknown command \\alhpa', '[(error latex/unknown-command) + 1]'],
    [
      '\\begin{foo}a&b\\end{foo}',
      'latex/unknown-environment',
      [6, 11],
      'unknown environment foo',
      '(table foo [(error latex/unknown-environment) a] & b)',
    ],
    [
      '\\begin{matrix}a\\end{pmatrix}b',
      'latex/environment-mismatch',
      [15, 28],
      '\\begin{matrix} at 0 ends with \\end{pmatrix}',
      '[(table matrix [a (error latex/environment-mismatch)]) b]',
    ],
    [
      '\\begin{matrix}a',
      'latex/environment-mismatch',
      [15, 15],
      'missing \\end{matrix} for the \\begin at 0',
      '(table matrix [a (error latex/environment-mismatch)])',
    ],
    [
      'x\\end{matrix}',
      'latex/environment-mismatch',
      [1, 13],
      'the \\end{matrix} at 1 has no \\begin{matrix}',
      '[x (error latex/environment-mismatch)]',
    ],
    [
      '\\left(x',
      'latex/left-without-right',
      [7, 7],
      'missing \\right for the \\left at 0',
      '(delimited ( . [x (error latex/left-without-right)])',
    ],
    [
      'x\\right) y',
      'latex/right-without-left',
      [1, 8],
      'the \\right at 1 has no \\left',
      '[x (error latex/right-without-left) y]',
    ],
    [
      '{\\left(a}b',
      'latex/left-without-right',
      [8, 8],
      'missing \\right for the \\left at 1',
      '[{(delimited ( . [a (error latex/left-without-right)])} b]',
    ],
    [
      '\\left({a\\right)b',
      'latex/open-group',
      [8, 8],
      'missing } for the group opened at 6',
      '[(delimited ( ) {a (error latex/open-group)}) b]',
    ],
    ['\\sqrt[3{x}', 'latex/missing-argument', [10, 10], 'missing ] for the [ at 5', null],
    [
      '\\text{ab',
      'latex/open-group',
      [8, 8],
      'missing } for the group opened at 5',
      '(text "ab" (error latex/open-group))',
    ],
    [
      'a\0b',
      'latex/bad-character',
      [1, 2],
      'the character U+0000 at 1 cannot stand in a formula',
      '[a (error latex/bad-character) b]',
    ],
    [
      'a\ud800b',
      'latex/bad-character',
      [1, 2],
      'the character U+D800 at 1 cannot stand in a formula',
      '[a (error latex/bad-character) b]',
    ],
    ['a $ b', 'latex/stray-close', [2, 3], 'a $ at 2 inside the formula', '[a (error latex/stray-close) b]'],
  ] as const)('%s', (latex, code, span, message, tree) => {
    const result = parse(latex);
    expect(result.problems[0]).toMatchObject({ code, span, message });
    if (tree !== null) {
      expect(result.problems).toHaveLength(1);
      expect(sexpr(result.tree)).toBe(tree);
    }
  });

  it('suggests the command that may have been meant', () => {
    expect(parse('\\aplha').problems[0]?.hint).toBe('did you mean \\alpha?');
    expect(parse('\\operatornam{x}').problems[0]?.hint).toBe('did you mean \\operatorname?');
    expect(parse('\\zzzzzzzzz').problems[0]?.hint).toBe('define it as a macro, or write it in other words');
  });

  it('is said in source order', () => {
    const { problems } = parse('{\\foo \\frac{a} } } \\bar');
    expect(problems.map((problem) => problem.span[0])).toEqual([1, 14, 17, 23]);
  });

  it('knows the empty formula and the endless one', () => {
    for (const latex of ['', '  \n']) {
      expect(parse(latex)).toMatchObject({ problems: [{ code: 'latex/empty' }], tree: { items: [{ kind: 'error' }] } });
    }
    expect(parse('x'.repeat(100_000)).problems).toEqual([]);
    expect(parse('x'.repeat(100_001)).problems.map((problem) => problem.code)).toEqual(['latex/too-long']);
  });

  it('uses every documented code', () => {
    const texts = [
      '{',
      '}',
      '\\frac',
      '\\foo',
      '\\begin{foo}\\end{foo}',
      '\\end{x}',
      '\\left(',
      '\\right)',
      `x${'^x'.repeat(30)}`,
    ];
    texts.push('\\def\\a{\\a}\\a', '{'.repeat(300), '\\def', '\0', 'x'.repeat(100_001), '');
    const codes = new Set(texts.flatMap((latex) => parse(latex).problems.map((problem) => problem.code)));
    expect([...codes].sort()).toEqual([...SYNTAX_PROBLEM_CODES].sort());
  });
});
