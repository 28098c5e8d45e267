import { describe, expect, it } from 'vitest';
import { toLatex } from '../../src/expr/index.js';
import type { SymbolKind } from '../../src/expr/types.js';
import { closeTo, compile, isFiniteValue, isMathError, prepareSamples } from '../../src/math/index.js';
import { fromCanonical } from './from-canonical.js';
import { canonical, stepOf, structure, structureOf } from './read.js';

/** Formulas of all kinds that have a value. */
const FORMULAS: readonly string[] = [
  'a - (b - c) + 2 - 5',
  '-(x + y) z',
  '2 x \\cdot 3 y / 6',
  '\\frac{a}{b/c}',
  '\\frac{\\frac{a}{b}}{c}',
  '(a b)^2 c^{-1}',
  '\\sqrt{x^2 + 1}',
  '\\sqrt[3]{a + b^2}',
  '(x^2)^3 y',
  'e^{-x^2} + \\exp(a) \\exp(b)',
  '(e^{x})^2',
  '\\frac{e^{a}}{1 + e^{a}}',
  '\\ln(1 + x^2) - \\log_2(1 + y^2)',
  '\\sin^2 x + \\cos 2x',
  '|a - b| \\max(a, b, 0)',
  '\\sum_{i=1}^{5} x_i^2',
  '\\frac{1}{n} \\sum_{i=1}^{n} x_i y_i',
  '\\sum_{i=1}^{3} \\sum_{j=1}^{4} 2 a_{ij} b_j',
  '\\prod_{k=1}^{4} (1 + u_k)',
  '\\sum_{j=1}^{4} \\frac{e^{z_j}}{\\sum_{k=1}^{4} e^{z_k}} b_j',
  '\\frac{e^{z_i}}{\\sum_{j=1}^{4} e^{z_j}}',
  'x_1 + x_2 + x_3 + c',
  '\\frac{x_1 + \\dots + x_n}{n}',
  'w_1 x_1 + w_2 x_2 + \\dots + w_n x_n',
  '\\mathbf{a}^\\top \\mathbf{b} + c',
  '\\mathbf{x}^\\top \\mathbf{A} \\mathbf{y}',
  '\\mathbf{A} \\mathbf{B}^\\top \\mathbf{x}',
  '(\\mathbf{A} \\mathbf{B})^\\top \\mathbf{x}',
  '\\|\\mathbf{x}\\|_2^2 - 2 \\mathbf{x}^\\top \\mathbf{y}',
  '\\mathbf{x} \\odot \\mathbf{y} \\odot \\mathbf{z}',
  '0.9 v + (1 - 0.9) g',
  '\\frac{1/(1+e^{-h})}{e^{-h}/(1+e^{-h})}',
];

describe('the canonical form', () => {
  for (const latex of FORMULAS) {
    it(`of ${latex} has the value that was written`, () => {
      const { reading, expr, node } = canonical(latex);
      const rebuilt = fromCanonical(node, expr);
      expect(rebuilt, structure(node)).toBeDefined();
      if (!rebuilt) return;
      const kinds = new Map<string, SymbolKind>([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
      const sample = prepareSamples({ exprs: [expr], kinds, seed: 7 });
      const [asWritten, asCanonical] = [compile(expr), compile(rebuilt)];
      let points = 0;
      let problem = '';
      for (let point = 0; point < 12; point++) {
        try {
          const value = asWritten(sample(point));
          if (!isFiniteValue(value)) continue;
          const other = asCanonical(sample(point));
          // A root of an odd degree is defined where its power is not.
          if (!isFiniteValue(other)) continue;
          points++;
          const { close, relativeDifference } = closeTo(value, other);
          expect(close, `point ${point} of ${toLatex(rebuilt)}: differs by ${relativeDifference}`).toBe(true);
        } catch (error) {
          if (!isMathError(error)) throw error;
          problem = error.message;
        }
      }
      expect(points, problem).toBeGreaterThan(3);
    });

    it(`of ${latex} stays itself when it is printed and read again`, () => {
      const first = canonical(latex);
      const rebuilt = fromCanonical(first.node, first.expr);
      expect(rebuilt).toBeDefined();
      if (!rebuilt) return;
      const printed = toLatex(rebuilt);
      // In the same arena and with the same kinds: equal forms are one node.
      const again = canonical(printed, first.canon);
      expect(structure(again.node), printed).toBe(structure(first.node));
      expect(again.node).toBe(first.node);
    });
  }
});

/** Spellings of one meaning, and meanings that stay apart. */
const SAME: readonly (readonly [string, string])[] = [
  ['e^{x}', '\\exp x'],
  ['e^{-z_i}', '\\exp(-z_i)'],
  ['\\sqrt{x}', 'x^{1/2}'],
  ['\\sqrt[3]{x}', 'x^{1/3}'],
  ['\\frac{1}{n}\\sum_{i=1}^n x_i', '\\frac{\\sum_{i=1}^n x_i}{n}'],
  ['\\frac12 \\sum_i x_i', '\\sum_i \\frac{x_i}{2}'],
  ['a/b', 'a b^{-1}'],
  ['a - b', '-b + a'],
  ['\\frac{1}{2^{n-1}}', '2^{1-n}'],
  ['\\frac{e^{W_i^\\top x}}{\\sum_j e^{W_j^\\top x}}', '\\frac{1}{\\sum_j e^{W_j^\\top x}} e^{W_i^\\top x}'],
  ['a + (b + c)', '(a + b) + c'],
  ['x y z', 'z \\cdot (x y)'],
  ['-(a - b)', 'b - a'],
  ['\\ln x', '\\log x'],
  ['\\widehat{\\mathrm{Var}}(u)', '\\operatorname{Var}(u)'],
  ['\\sum_i x_i y_i', '\\sum_k y_k x_k'],
  ['\\sum_i \\sum_j a_{ij} b_j', '\\sum_m \\sum_n a_{mn} b_n'],
  ['\\sum_{i=1}^n \\left( \\sum_{j=1}^m a_{ij} \\right)^2', '\\sum_{j=1}^n \\left( \\sum_{i=1}^m a_{ji} \\right)^2'],
  ['x_1 + \\dots + x_n', '\\sum_{i=1}^n x_i'],
  ['x_1 + x_2 + \\cdots + x_n', '\\sum_{j=1}^n x_j'],
  ['w_1 x_1 + w_2 x_2 + \\ldots + w_n x_n', '\\sum_{k=1}^n w_k x_k'],
  ['x_1 x_2 \\cdots x_n', '\\prod_{k=1}^n x_k'],
  ['a > b', 'b < a'],
  ['\\mathbf{a}^\\top \\mathbf{b}', '\\langle \\mathbf{a}, \\mathbf{b} \\rangle'],
  ['\\mathbf{a} \\cdot \\mathbf{b}', '\\mathbf{b}^\\top \\mathbf{a}'],
  ['[x]_+', '\\max(0, x)'],
];

const APART: readonly (readonly [string, string])[] = [
  ['\\mathbf{A} \\mathbf{B}', '\\mathbf{B} \\mathbf{A}'],
  ['A^\\top B', 'B A^\\top'],
  ['A^\\top B', 'B^\\top A'],
  ['\\mathbf{x}^\\top \\mathbf{A} \\mathbf{y}', '\\mathbf{y}^\\top \\mathbf{A} \\mathbf{x}'],
  ['\\mathbf{a}^\\top \\mathbf{b}', '\\mathbf{a} \\mathbf{b}^\\top'],
  ['\\mathbf{a}^\\top \\mathbf{b}', '\\sum_i a_i b_i'],
  ['\\mathbf{a} \\odot \\mathbf{b}', '\\mathbf{a}^\\top \\mathbf{b}'],
  ['\\log_2 x', '\\log x'],
  ['\\log_2 x', '\\log_3 x'],
  ['\\sum_i x_i', '\\prod_i x_i'],
  ['\\sum_{i=1}^n x_i', '\\sum_{i=0}^n x_i'],
  ['\\sum_{j \\ne i} x_j', '\\sum_j x_j'],
  ['\\sum_i \\sum_j a_{ij}', '\\sum_i \\sum_j a_{ji} b_j'],
  ['\\sum_j \\frac{e^{z_j}}{\\sum_k e^{z_k}} b_j', '\\frac{\\sum_j e^{z_j} b_j}{\\sum_k e^{z_k}} + 0 z'],
  ['x^2', 'x_2'],
  ['x^{(2)}', 'x^2'],
  ['W_c x', 'W_d x'],
  ['\\hat x', '\\bar x'],
  ['\\mathbf{x}', 'x'],
  ["x'", 'x'],
  ['a \\le b', 'a < b'],
  ['e^{x}', 'e_{x}'],
  ['x_1 + \\dots + x_n', 'x_1 + x_n'],
];

describe('one spelling per meaning', () => {
  for (const [a, b] of SAME) it(`${a} is ${b}`, () => expect(structureOf(a)).toBe(structureOf(b)));
  for (const [a, b] of APART) it(`${a} is not ${b}`, () => expect(structureOf(a)).not.toBe(structureOf(b)));
});

describe('updates', () => {
  it('say one step in all their spellings', () => {
    const steps = [
      'v_t = \\beta v_{t-1} + x',
      'v_{t+1} = \\beta v_t + x',
      'v^{(t)} = \\beta v^{(t-1)} + x',
      'v^{(t+1)} = x + \\beta v^{(t)}',
      'v = \\beta v + x',
      'v \\leftarrow \\beta v + x',
      'v := x + v \\beta',
      'v_{t,k} = x + \\beta v_{t-1,k}',
      'v(t+1) = \\beta v(t) + x',
    ].map(stepOf);
    expect(steps[0]).toBeDefined();
    expect(new Set(steps).size, steps.join('\n')).toBe(1);
  });

  it('step by exactly one', () => {
    for (const latex of [
      'v_t = \\beta v_{t-2} + x',
      'v_{t+2} = v_t + x',
      'v_t = w_{t-1} + x',
      'v_{t-1} = v_t + x',
      'v = w + x',
    ]) {
      expect(stepOf(latex), latex).toBeUndefined();
    }
  });
});

describe('what means nothing', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['\\frac{e^{z_i}}{\\sum_j e^{z_j}}', '  \\frac { e ^ { z _ i } }\n{ \\sum _ j { e ^ { { z } _ { j } } } } '],
    ['v_t=\\beta v_{t-1}+x', '{v}_{t} \\; = \\, {\\beta} \\, v_{{t-1}} + {x}'],
    ['\\left( a + b \\right) c', '\\bigl( a + b \\bigr)\\! c'],
    ['\\dfrac{a}{b}', '\\tfrac{a}{b}'],
    ['\\sum\\limits_{i=1}^n x_i', '\\sum^n_{i=1} x_i'],
    ['a \\leq b', 'a \\le b % at most'],
  ];
  for (const [a, b] of pairs) it(`changes nothing in ${a}`, () => expect(structureOf(b)).toBe(structureOf(a)));
});

describe('sums over a stretch that has a letter at both its ends', () => {
  it.each([
    ['x_n + \\dots + x_{n+p-1}', '\\sum_{k=n}^{n+p-1} x_k'],
    ['x_t + x_{t-1} + \\dots + x_{t-m+1}', '\\sum_{k=t-m+1}^{t} x_k'],
  ])('%s', (dots, sum) => {
    expect(structureOf(dots)).toBe(structureOf(sum));
  });

  it('needs a letter that both ends share', () => {
    expect(structureOf('x_n + \\dots + x_m')).toContain('dots');
  });
});

describe('arrows', () => {
  it('a cross between two arrows of one kind is the cross product', () => {
    expect(structureOf('\\mathbf{E} \\times \\mathbf{H}')).toContain('op:times');
    expect(structureOf('\\mathbf{u} \\times \\mathbf{v}')).toContain('op:times');
    expect(structureOf('\\mathbf{A} \\times \\mathbf{x}')).toBe(structureOf('\\mathbf{A} \\mathbf{x}'));
  });

  it('single bars around an arrow are its length where a power is taken', () => {
    expect(structureOf('|\\mathbf{r}|^2')).toBe(structureOf('\\|\\mathbf{r}\\|^2'));
    expect(structureOf('\\frac{1}{|\\mathbf{y}|}')).not.toContain('norm');
    expect(structureOf('|x|^2')).not.toBe(structureOf('\\|x\\|^2'));
  });
});
