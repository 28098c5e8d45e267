import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/index.js';
import { sexpr } from './sexpr.js';
import { childrenOf } from './tree-checks.js';

describe('macros in the text', () => {
  it.each([
    ['\\newcommand{\\E}{\\mathbb{E}} \\E X', '[(blackboard E) X]'],
    ['\\newcommand\\n[1]{\\|#1\\|} \\n{x} \\n y', '[Vert x Vert Vert y Vert]'],
    ['\\newcommand{\\a}[2][x]{#1_#2} \\a{1} \\a[y]{2}', '[(scripts x _1) (scripts y _2)]'],
    ['\\renewcommand{\\vec}[1]{\\mathbf{#1}} \\vec x', '(bold x)'],
    ['\\providecommand{\\R}{R} \\providecommand{\\R}{S} \\R', 'R'],
    ['\\def\\f(#1,#2){\\frac{#1}{#2}} \\f(a,{b,c})', '(frac a [b , c])'],
    ['\\def\\a{x} \\def\\b{\\a^2} \\b', '(scripts x ^2)'],
    ['{\\def\\a{x} \\a} \\def\\a{y} {\\def\\a{z}} \\a', '[{x} {} y]'],
    ['{\\gdef\\a{x}} \\a', '[{} x]'],
    ['\\let\\b=\\beta \\b', 'beta'],
    ['\\let\\old\\vec \\renewcommand\\vec[1]{\\old{#1}} \\vec x', '(vec x)'],
    ['\\DeclareMathOperator{\\softmax}{softmax} \\softmax z', '[(op softmax) z]'],
    ['\\DeclareMathOperator*{\\am}{arg\\,max} \\am_x', '(scripts (op* argmax) _x)'],
    ['\\DeclarePairedDelimiter{\\abs}{|}{|} \\abs{x} \\abs*{y}', '[(delimited | | x) (delimited | | y)]'],
  ])('%s', (latex, tree) => {
    const result = parse(latex);
    expect(result.problems).toEqual([]);
    expect(sexpr(result.tree)).toBe(tree);
  });
});

describe('macros in the options', () => {
  it('are in the format of KaTeX', () => {
    const macros = { '\\RR': '\\mathbb{R}', '\\norm': '\\lVert #1 \\rVert', '∇': '\\nabla' };
    expect(sexpr(parse('\\norm{x} \\in \\RR ∇', { macros }).tree)).toBe('[Vert x Vert in (blackboard R) nabla]');
  });

  it('give tokens the span of their call, arguments included', () => {
    const { tree } = parse('a\\norm{xy}b', { macros: { '\\norm': '\\lVert #1 \\rVert' } });
    expect(tree.items.map((item) => item.span)).toEqual([[0, 1], ...Array(4).fill([1, 10]), [10, 11]]);
  });

  it('lie within the nodes that they are part of', () => {
    const latex = '\\frac{\\half}{\\pair{a}{b}^2}';
    const { tree } = parse(latex, { macros: { '\\half': '\\frac12', '\\pair': '\\left(#1,#2\\right)' } });
    const [fraction] = tree.items;
    expect(fraction && childrenOf(fraction).map((part) => latex.slice(...part.span))).toEqual([
      '\\half',
      '\\pair{a}{b}^2',
    ]);
  });
});

describe('macros that go wrong', () => {
  it.each([
    ['\\def\\a{\\a\\a}\\a x', 'latex/macro-bomb'],
    ['\\def\\a#1{\\a{#1#1}}\\a{xy} z', 'latex/macro-bomb'],
    ['\\def\\a(#1){#1}\\a[x]', 'latex/bad-macro'],
    ['\\newcommand{\\a}[2]{#1#2} \\a{x}', 'latex/missing-argument'],
    ['\\newcommand', 'latex/bad-macro'],
    ['\\newcommand{\\a}', 'latex/bad-macro'],
    ['\\newcommand{\\a}[x]{y}', 'latex/bad-macro'],
  ])('%s is %s', (latex, code) => {
    const { problems, tree } = parse(latex);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(JSON.stringify(tree)).toContain(code);
  });

  it('leave the rest to be read', () => {
    expect(sexpr(parse('\\def\\a{\\a}\\a + x').tree)).toBe('[(error latex/macro-bomb) + x]');
  });

  it('stop in time where each call multiplies', () => {
    const levels = 'bcdefgh'.split('').map((name, i) => `\\def\\${name}{${`\\${'abcdefg'[i]}`.repeat(10)}}`);
    const { problems } = parse(`\\def\\a{x}${levels.join('')}\\h`);
    expect(problems.map((problem) => problem.code)).toEqual(['latex/macro-bomb']);
  });
});
