import { describe, expect, it } from 'vitest';
import { nearestId } from '../../src/explain/concept-search.js';
import { createEngine } from '../../src/index.js';

const engine = createEngine();
const meaningOf = (latex: string, symbol: string) =>
  engine.annotate(latex).symbols.find((entry) => entry.latex === symbol)?.meaning;

describe('the letter π', () => {
  it.each(['\\frac{1}{\\sqrt{2\\pi}} e^{-x^2/2}', '\\pi r^2', 'e^{i\\pi} = -1'])(
    'is the circle constant in %s',
    (latex) => {
      expect(meaningOf(latex, '\\pi')).toBe('the circle constant, 3.14159…');
    },
  );

  it.each(['\\pi(a|s)', 'P \\pi = \\pi', '\\sum_{\\pi} f(\\pi)', '\\mathbb{E}_{a \\sim \\pi}[Q(s,a)]'])(
    'is a thing of its own in %s',
    (latex) => expect(meaningOf(latex, '\\pi')).not.toContain('circle'),
  );
});

describe('an id that no concept has', () => {
  const ids = ['softmax', 'softmin', 'moving-average', 'exponential-moving-average', 'gelu'];
  it.each([
    ['softmx', 'softmax'],
    ['sofmtax', 'softmax'],
    ['Moving Averge', 'moving-average'],
    ['exponential', 'exponential-moving-average'],
    ['gleu', 'gelu'],
  ])('%s is near %s', (asked, meant) => expect(nearestId(ids, asked)).toBe(meant));

  it.each(['', 'zz', 'eigenvalue', 'x'.repeat(10_000)])('is near to nothing: %s', (asked) =>
    expect(nearestId(ids, asked)).toBeUndefined(),
  );
});
