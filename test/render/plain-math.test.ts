import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toPlainMath } from '../../src/render/plain-math.js';

const cases: readonly (readonly [latex: string, text: string])[] = [
  ['\\alpha_{ts}', 'α_ts'],
  ['z_{i+1}', 'z_(i + 1)'],
  ['e^{-x}', 'e^-x'],
  ['\\mathbf{h}_t^\\top \\mathbf{W} \\bar{\\mathbf{h}}_s', 'h_tᵀWh̄_s'],
  ['dW^2', 'dW²'],
  ['\\frac{\\partial J}{\\partial w_i}', '∂J/∂w_i'],
  ['\\frac{a+b}{\\sqrt{s}}', '(a + b)/√s'],
  ['\\sum_j e^{z_j}', '∑_j e^(z_j)'],
  ['-\\log p(x)', '-log p(x)'],
  ['\\eta \\nabla_\\theta J(\\theta)', 'η∇_θJ(θ)'],
  ['x \\le y', 'x ≤ y'],
  ['\\left\\|x\\right\\|', '‖x‖'],
  ['\\begin{pmatrix}a & b\\\\ c & d\\end{pmatrix}', '(a, b; c, d)'],
  ["f'(x)", 'f′(x)'],
  ['\\frac{a', '\\frac{a'],
];
it.each(cases)('%s', (latex, text) => {
  expect(toPlainMath(latex).normalize('NFC')).toBe(text.normalize('NFC'));
});

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (latex) => {
      expect(typeof toPlainMath(latex)).toBe('string');
    }),
    { seed: 3, numRuns: 300 },
  );
});
