import { describe, expect, it } from 'vitest';
import { createCanon, expandElisions } from '../../src/canon/index.js';
import { hasEach, hasInnerSum, lettersOf, needsInnerSum } from '../../src/catalogue/letters.js';
import type { Pattern } from '../../src/catalogue/pattern.js';
import { mayHold } from '../../src/catalogue/possible.js';
import { builtInData, loadCatalogue } from '../../src/index.js';
import { read } from '../../src/meaning/index.js';
import { matchPattern } from '../../src/recognise/attempt.js';
import { collectSubjects } from '../../src/recognise/subjects.js';
import { parse } from '../../src/syntax/index.js';

const catalogue = loadCatalogue(builtInData());
const single = catalogue.patterns.filter((p) => p.lines.length === 1);
const letters = lettersOf(catalogue.patterns);

/** Patterns that match somewhere in a formula although the quick look before the attempt says that they cannot. */
function missedBy(
  latex: string,
  patterns: readonly Pattern[],
): { readonly missed: string[]; readonly matched: number } {
  const reading = read(parse(latex));
  const canon = createCanon({ kinds: reading.kinds });
  const missed: string[] = [];
  let matched = 0;
  for (const { occurrence } of collectSubjects(canon, expandElisions(reading.expr))) {
    const { node } = occurrence;
    for (const pattern of patterns) {
      if (matchPattern(canon.build, pattern, occurrence).length === 0) continue;
      matched++;
      const named = hasEach(letters.wantedBy(pattern), letters.bitsOf(node));
      const root = pattern.lines[0]?.node;
      if (
        !named ||
        !root ||
        !mayHold(root, node, pattern.concept.omissible) ||
        (needsInnerSum(pattern) && !hasInnerSum(node))
      )
        missed.push(`${pattern.concept.id}, ${pattern.form.latex}, in ${latex}`);
    }
  }
  return { missed, matched };
}

describe('what is asked of a place before a form is tried there', () => {
  it('keeps no form away from the formulas that the file of its concept gives', () => {
    const found = [...catalogue.concepts.values()].flatMap((concept) => {
      const own = single.filter((p) => p.concept === concept);
      return concept.file.matches.map((m) => missedBy(typeof m === 'string' ? m : m.latex, own));
    });
    expect(found.reduce((n, f) => n + f.matched, 0)).toBeGreaterThan(800);
    expect(found.flatMap((f) => f.missed)).toEqual([]);
  });

  it.each([
    '(1-\\alpha) x + \\alpha y',
    '\\frac{\\sigma}{\\sqrt{n}} + \\frac{1}{4\\pi\\varepsilon_0} \\frac{Q q}{R^2}',
    '\\frac{u}{u+v} x + \\frac{v}{u+v} y',
    'N(t) = N_0 (\\frac12)^{t/T} + A e^{-t / \\tau}',
    '\\frac{1}{n} \\sum_{i=1}^{n} \\frac{1}{\\mathrm{rank}_i}',
    '\\frac{e^{z_i}}{\\sum_j e^{z_j}}',
  ])('keeps no form of the catalogue away from %s', (latex) => {
    const { missed, matched } = missedBy(latex, single);
    expect(matched).toBeGreaterThan(0);
    expect(missed).toEqual([]);
  });

  it('keeps forms away where no letter is called as they ask', () => {
    const form = single.find((p) => p.concept.id === 'standard-error' && p.index === 0) as Pattern;
    const at = (latex: string) => createCanon({ kinds: new Map() }).of(read(parse(latex)).expr).node;
    expect(catalogue.net.candidates(at('\\frac{\\sigma}{\\sqrt{n}}'))).toContain(form);
    expect(catalogue.net.candidates(at('\\frac{u}{\\sqrt{v}}'))).not.toContain(form);
  });
});
