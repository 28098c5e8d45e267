import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCanon, expandElisions } from '../../src/canon/index.js';
import type { Pattern } from '../../src/catalogue/pattern.js';
import type { SymbolKind } from '../../src/expr/types.js';
import { builtInData, loadCatalogue } from '../../src/index.js';
import { read } from '../../src/meaning/index.js';
import { matchPattern } from '../../src/recognise/attempt.js';
import { collectSubjects, statementsOf } from '../../src/recognise/subjects.js';
import { createVerdicts } from '../../src/recognise/verdicts.js';
import { parse } from '../../src/syntax/index.js';
import { fillForm, isFillable } from './fill-forms.js';
import { plainMatches } from './plain-matcher.js';

const catalogue = loadCatalogue(builtInData());
const patterns = catalogue.patterns.filter(isFillable);
const RUNS = 500;

/** What is wrong with a filled form, if anything is. */
function faultOf(pattern: Pattern, latex: string): string | undefined {
  const parsed = parse(latex);
  const reading = read(parsed);
  if (parsed.problems.length > 0) return 'cannot be read';
  const expr = expandElisions(reading.expr);
  const canon = createCanon({ kinds: reading.kinds });
  const kinds = new Map<string, SymbolKind>([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const subjects = collectSubjects(canon, expr);
  // What one form is filled to may be found by another form of the same concept.
  const forms = catalogue.patterns.filter((p) => p.concept === pattern.concept && !p.nearMiss && p.lines.length === 1);
  const pairs = subjects.flatMap((s) => forms.map((form) => [s, form] as const));
  const plain = pairs.some(([s, form]) => plainMatches(canon.build, form, s.occurrence, 1).length > 0);
  const statuses = pairs.flatMap(([s, form]) => {
    const statement = statementsOf(expr)[s.line] ?? expr;
    return matchPattern(canon.build, form, s.occurrence).map(
      (match) => createVerdicts().of({ pattern: form, match, kinds, normalised: [], statement }).status,
    );
  });
  if (!plain) return statuses.length > 0 ? 'only the fast matcher finds it' : 'neither matcher finds it';
  if (statuses.length === 0) return 'only the plain matcher finds it';
  return statuses.every((s) => s === 'refuted') ? 'its evidence refutes it' : undefined;
}

describe('forms with random expressions for their roles', () => {
  it('are most of the catalogue', () => {
    expect(patterns.length).toBeGreaterThan(300);
  });

  it('are found by both matchers, and not refuted', () => {
    const arbitrary = fc.tuple(fc.nat(patterns.length - 1), fc.infiniteStream(fc.nat(1_000_000)));
    const faults: string[] = [];
    for (const [at, stream] of fc.sample(arbitrary, { seed: 20240607, numRuns: RUNS })) {
      const pattern = patterns[at] as Pattern;
      const latex = fillForm(pattern, (n) => (stream.next().value as number) % Math.max(1, n));
      const fault = faultOf(pattern, latex);
      if (fault)
        faults.push(`${pattern.concept.id}, form ${pattern.index + 1} ${pattern.form.latex}: ${fault} in ${latex}`);
    }
    // Random letters now and then make a formula that reads otherwise (`c(t - a)` as a product, `y_5^l` as an index): one in
    // fifty may.
    expect(faults.length / RUNS, faults.join('\n')).toBeLessThanOrEqual(0.02);
  });
});
