import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';

const engine = createEngine();

/** What is printed under a concept's name, and what was meant: the concept, the place, the mend. */
const SLIPS = [
  ['\\mathrm{MSE} = \\frac{1}{n} \\sum_{i=1}^n (y_i - \\hat y_i)', 'mean-squared-error', '(y_i - \\hat y_i)'],
  [
    '\\mathrm{RMSE} = \\frac1n \\sum_i (y_i - \\hat y_i)^2',
    'root-mean-square-error',
    '\\frac1n \\sum_i (y_i - \\hat y_i)^2',
  ],
  ['\\mathrm{MAE} = \\frac{1}{m} \\sum_{k=1}^m (u_k - v_k)', 'mean-absolute-error', '(u_k - v_k)'],
  ['\\sigma(x) = \\frac{1}{1 - e^{-x}}', 'sigmoid', ' - e^{-x}'],
  ['\\operatorname{ReLU}(x) = \\min(0, x)', 'relu', '\\min'],
  ['\\tanh(x) = \\frac{e^x + e^{-x}}{e^x - e^{-x}}', 'tanh', '\\frac{e^x + e^{-x}}{e^x - e^{-x}}'],
  ['\\mathrm{softplus}(z) = \\log(1 - e^z)', 'softplus', ' - e^z'],
  ['F_1 = \\frac{P R}{P + R}', 'f1-score', 'P'],
  ['\\mathrm{Var}(X) = E[X^2] - E[X]', 'variance', 'E[X]'],
  ['\\mathrm{KL}(p \\| q) = \\sum_i p_i \\log \\frac{q_i}{p_i}', 'kl-divergence', '\\frac{q_i}{p_i}'],
  ['\\|x\\|_2 = \\sum_i x_i^2', 'l2-norm', '\\sum_i x_i^2'],
  ['\\mathrm{accuracy} = \\frac{TP + TN}{TP + FP + FN}', 'accuracy', 'TP + FP + FN'],
] as const;

/** Right sides that a name allows: the concept itself, another way to say it, something that no small slip explains. */
const SOUND = [
  '\\mathrm{MSE} = \\frac{1}{n} \\sum_{i=1}^n (y_i - \\hat y_i)^2',
  '\\mathrm{MSE}(\\hat\\theta) = \\mathrm{Var}(\\hat\\theta) + b^2',
  '\\sigma(x) = 1 - \\sigma(-x)',
  '\\mathrm{Var}(a X) = a^2 \\mathrm{Var}(X)',
  '\\mathrm{Var}(X) = n p (1 - p)',
  '\\mathrm{Cov}(X, Y) = \\rho \\sigma_X \\sigma_Y',
  'D_{\\mathrm{KL}}(P \\| Q) = E_{x \\sim P} [\\log \\frac{p(x)}{q(x)}]',
  '\\|x\\|_2 = 1',
  '\\tanh(x) = 2 \\sigma(2x) - 1',
  '\\operatorname{ReLU}(x) = \\max(0, x)',
  'F_1 = 2 \\cdot \\frac{P R}{P + R}',
  'F_1 = m_1 a_1',
];

describe('a name that the right side does not bear out', () => {
  it.each(SLIPS)('is told, with the place and a mend: %s', (latex, concept, place) => {
    const slips = engine.annotate(latex).warnings.filter((w) => w.message.startsWith('Called'));
    expect(slips.map((w) => [w.concept, ...w.spans.map(([from, to]) => latex.slice(from, to))])).toEqual([
      [concept, place],
    ]);
    const [slip] = slips;
    expect(slip?.counterexample).toMatch(/^At one random point it comes to \S+ as printed, and to \S+ as meant\.$/);
    const again = engine.annotate(slip?.mend ?? '');
    expect(again.chunks.some((c) => c.concept === concept && c.evidence.status === 'verified')).toBe(true);
    expect(again.warnings).toEqual([]);
  });

  it.each(SOUND)('is no reason for a warning where it is borne out or says something else: %s', (latex) => {
    expect(engine.annotate(latex).warnings).toEqual([]);
  });

  it('names the slip once, though the concept has a written near miss for it as well', () => {
    const { warnings } = engine.annotate('\\mathrm{softmax}(z)_i = \\frac{e^{z_i}}{\\sum_j z_j}');
    expect(warnings).toHaveLength(1);
  });
});

describe('a name in the words before a formula', () => {
  const told = (prose: string, latex: string) =>
    engine.annotate(latex, { context: { prose } }).warnings.map((w) => [w.concept, w.mend]);

  it.each([
    ['The sigmoid of $u$ is', '\\frac{1}{1 - e^{-u}}', 'sigmoid', '\\frac{1}{1 + e^{-u}}'],
    ['We report the mean absolute error', 'L = \\frac{1}{m} \\sum_{k=1}^m (u_k - v_k)', 'mean-absolute-error'],
  ])('is held to, where the formula is nothing else: %s', (prose, latex, concept, mend?: string) => {
    const [first, ...more] = told(prose, latex);
    expect(first?.[0]).toBe(concept);
    if (mend) expect(first?.[1]).toBe(mend);
    expect(more).toEqual([]);
    expect(told('', latex)).toEqual([]);
  });

  it.each([
    ['The sigmoid of $u$ is', '\\frac{1}{1 + e^{-u}}'],
    ['Unlike the sigmoid, it is', '\\frac{1}{1 - e^{-u}}'],
    ['The sigmoid saturates. Instead we take', '\\frac{1}{1 - e^{-u}}'],
    ['The mean squared error is weighted by', 'w_k = \\frac{1}{k}'],
    ['For the softmax we need the scores', 's_k = u_k^\\top v'],
  ])('is no reason for a warning where the words say otherwise, or the formula: %s', (prose, latex) => {
    expect(told(prose, latex)).toEqual([]);
  });

  it('is heard in a document, before its own formula only', () => {
    const text = 'The sigmoid is $$\\frac{1}{1 - e^{-u}}$$ and beside it stands $$\\frac{1}{1 - e^{-v}}$$.';
    const { formulas } = engine.document(text);
    expect(formulas.map((f) => f.annotation.warnings.length)).toEqual([1, 0]);
  });
});
