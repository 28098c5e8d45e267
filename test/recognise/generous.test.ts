import { describe, expect, it } from 'vitest';
import { createEngine, loadCatalogue } from '../../src/index.js';
import { dataAsItLies } from '../catalogue/data.js';

const engine = createEngine(loadCatalogue(dataAsItLies()));

const statusOf = (latex: string, concept: string) =>
  engine.annotate(latex).chunks.find((c) => c.concept === concept)?.evidence.status ?? 'not claimed';

describe('a relation is verified only where it says what the concept says', () => {
  it.each([
    [String.raw`\nabla^2 \phi = -\frac{\rho}{\varepsilon_0}`, 'poisson-equation', 'verified'],
    [String.raw`\nabla^2 \phi = \frac{\rho}{\varepsilon_0}`, 'poisson-equation', 'structural'],
    ['F = -kx', 'hookes-law', 'verified'],
    ['F = kx', 'hookes-law', 'structural'],
    [String.raw`\frac{dP}{dt} = r P (1 - P)`, 'logistic-growth', 'structural'],
    [String.raw`\frac{P_1 V_1}{T_1} = \frac{P_2 V_2}{T_2}`, 'combined-gas-law', 'verified'],
    [String.raw`\frac{V_1}{T_1} = \frac{P_2 V_2}{T_2}`, 'combined-gas-law', 'not claimed'],
    [String.raw`\Pr(|\hat q - q| \ge \delta) \le 2 e^{-2m\delta^2}`, 'hoeffding-inequality', 'verified'],
    [String.raw`\Pr(|\hat q - q| \ge \delta) \le e^{-2m\delta^2}`, 'hoeffding-inequality', 'not claimed'],
    [String.raw`\Pr(\hat q - q \ge \delta) \le e^{-2m\delta^2}`, 'hoeffding-inequality', 'verified'],
    [String.raw`\Delta u \Delta p \ge \hbar`, 'uncertainty-principle', 'not claimed'],
    [String.raw`\frac{v - u}{6} (h(u) + 4 h(u + v) + h(v))`, 'simpsons-rule', 'not claimed'],
  ])('%s: %s is %s', (latex, concept, status) => {
    expect(statusOf(latex, concept)).toBe(status);
  });

  it('a sum of squares is of this gradient, at this step', () => {
    const step = (scale: string, gradient: string) =>
      String.raw`r_t = r_{t-1} + g_t^2 \\ x_t = x_{t-1} - \frac{\eta}{\sqrt{${scale}} + \epsilon} ${gradient}`;
    expect(statusOf(step('r_t', 'g_t'), 'adagrad-update')).not.toBe('not claimed');
    expect(statusOf(step('r_q', 'g_t'), 'adagrad-update')).toBe('not claimed');
    expect(statusOf(step('r_t', 'g_q'), 'adagrad-update')).toBe('not claimed');
  });
});
