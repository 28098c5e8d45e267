import { describe, expect, it } from 'vitest';
import { createEngine, loadCatalogue } from '../../src/index.js';
import { dataAsItLies } from '../catalogue/data.js';

const engine = createEngine(loadCatalogue(dataAsItLies()));

/** The pieces that a reader is told to mend, as they stand in the formula. */
function placesIn(latex: string, concept: string): readonly string[] {
  const warning = engine.annotate(latex).warnings.find((w) => w.concept === concept);
  expect(warning, `${latex} is almost a ${concept}`).toBeDefined();
  for (const [from, to] of warning?.spans ?? []) {
    expect(warning?.within.some(([a, b]) => a <= from && to <= b)).toBe(true);
  }
  return (warning?.spans ?? []).map(([from, to]) => latex.slice(from, to));
}

describe('a near miss points at the smallest place to mend', () => {
  it.each([
    ['a missing exp', String.raw`\frac{e^{u_k}}{\sum_l u_l}`, 'softmax', ['u_l']],
    ['a missing exp above the bar', String.raw`\frac{u_k}{\sum_l e^{u_l}}`, 'softmax', ['u_k']],
    [
      'a missing 1 inside a log',
      String.raw`W \log_2\left(\frac{P}{N}\right)`,
      'shannon-hartley-theorem',
      [String.raw`\frac{P}{N}`],
    ],
    [
      'a missing root',
      String.raw`\frac{\mathrm{Cov}(U,V)}{\mathrm{Var}(U) \mathrm{Var}(V)}`,
      'correlation-coefficient',
      [String.raw`\mathrm{Var}(U)`, String.raw`\mathrm{Var}(V)`],
    ],
    ['a missing square', String.raw`\sqrt{\frac1m \sum_k (t_k - o_k)}`, 'root-mean-square-error', ['(t_k - o_k)']],
    [
      'a missing half',
      String.raw`\begin{cases} u^2 & |u| < 1 \\ |u| - 0.5 & \text{otherwise} \end{cases}`,
      'smooth-l1-loss',
      ['u^2'],
    ],
    [
      'a missing 2 below the bar',
      String.raw`\frac{1}{\sqrt{2\pi s^2}} \exp\left(-\frac{(x - m)^2}{s^2}\right)`,
      'gaussian-density',
      ['s^2'],
    ],
    [
      'a missing 2 in front',
      String.raw`\Pr(|\hat p - p| \ge \epsilon) \le e^{-2n\epsilon^2}`,
      'hoeffding-inequality',
      [String.raw`e^{-2n\epsilon^2}`],
    ],
    ['a missing normaliser', String.raw`\frac{l^k e^{-l}}{k}`, 'poisson-pmf', ['k']],
    ['a missing minus', String.raw`\frac{l^k e^{l}}{k!}`, 'poisson-pmf', ['l']],
    ['a flipped sign', String.raw`-t \log o - (1 + t) \log(1 - o)`, 'binary-cross-entropy', ['+']],
    ['a flipped minus', String.raw`\frac{1}{\sqrt{1 + \frac{v^2}{c^2}}}`, 'lorentz-factor', ['+']],
    ['a relation the wrong way', String.raw`\|u + v\| \ge \|u\| + \|v\|`, 'triangle-inequality', [String.raw`\ge`]],
    ['a flipped fraction', String.raw`I = \frac{R}{V}`, 'ohms-law', [String.raw`\frac{R}{V}`]],
    ['a wrong sign in the exponent', String.raw`\frac{e^{-c_k}}{\sum_l e^{c_l}}`, 'softmin', ['c_l']],
    [
      'weights that do not complement each other',
      String.raw`u_t = \beta u_{t-1} + (1-\alpha) x_t`,
      'exponential-moving-average',
      [String.raw`\alpha`],
    ],
    ['a wrong index', String.raw`\sum_{j \ne y} \max(0, s_y - s_j + m)`, 'multi-margin-loss', ['y', 'j']],
    ['a wrong exponent', String.raw`\binom{n}{k} p^k (1-p)^{n}`, 'binomial-pmf', ['n']],
    ['max for min', String.raw`\min(0, 1 - y s)`, 'hinge-loss', [String.raw`\min`]],
    ['a wrong middle', String.raw`\frac{q - p}{6} (g(p) + 4 g(p + q) + g(q))`, 'simpsons-rule', ['p + q']],
  ])('%s: %s', (_what, latex, concept, places) => {
    expect(placesIn(latex, concept)).toEqual(places);
  });

  it('and not at what is only written in another way or another order', () => {
    expect(placesIn(String.raw`u_t = (1 - \alpha) x_t + \beta u_{t-1}`, 'exponential-moving-average')).toEqual([
      String.raw`\alpha`,
    ]);
    expect(placesIn(String.raw`\frac{\exp(u_k)}{\sum_l (u_l)}`, 'softmax')).toEqual(['(u_l)']);
  });

  it('and the mend keeps what may be exchanged in the order in which it was written', () => {
    const { warnings } = engine.annotate(String.raw`\frac{v^\top u}{\|v\|_2^2 \|u\|_2^2}`);
    expect(warnings.map((w) => w.mend)).toEqual([
      String.raw`\frac{v^{\top} u}{\left\|v\right\|_{2} \left\|u\right\|_{2}}`,
    ]);
  });
});
