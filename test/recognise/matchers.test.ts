import { describe, expect, it } from 'vitest';
import { builtInData, loadCatalogue } from '../../src/index.js';
import { type Found, findBoth, formsOf } from './both-matchers.js';
import { CASES } from './cases.js';

const catalogue = loadCatalogue(builtInData());

const fits = (found: Found, roles: Readonly<Record<string, string>>): boolean =>
  Object.entries(roles).every(([role, latex]) => found.roles.get(role)?.includes(latex));

describe('the plain and the fast matcher find the same', () => {
  for (const [concept, latex, roles] of CASES) {
    const claim = roles ? 'is found' : 'is not found';
    it(`${concept} ${claim} in ${latex}`, () => {
      const { fast, plain } = findBoth(latex, formsOf(catalogue, concept));
      const report = (found: readonly Found[]) => (roles ? found.some((f) => fits(f, roles)) : found.length > 0);
      expect({ plain: report(plain), fast: report(fast) }).toEqual({ plain: roles !== null, fast: roles !== null });
    });
  }

  // Form by form, on what the catalogue says of itself. The fast matcher also takes denominators and bars together, which numbers
  // then decide: it may propose more, and must propose all that the plain one does.
  it('in every formula that a concept says it is found in', () => {
    const differences: string[] = [];
    for (const concept of catalogue.concepts.values()) {
      const forms = catalogue.patterns.filter((p) => p.concept === concept && !p.nearMiss && p.lines.length === 1);
      for (const match of concept.file.matches) {
        const latex = typeof match === 'string' ? match : match.latex;
        const { fast, plain } = findBoth(latex, forms);
        for (const pattern of forms) {
          const [byFast, byPlain] = [fast, plain].map((found) => found.some((f) => f.pattern === pattern));
          if (byFast || !byPlain) continue;
          differences.push(
            `${concept.id}, form ${pattern.index + 1} ${pattern.form.latex}: only the plain matcher in ${latex}`,
          );
        }
      }
    }
    expect(differences).toEqual([]);
  });
});
