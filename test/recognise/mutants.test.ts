import { describe, expect, it } from 'vitest';
import { readText } from '../../bench/mutant-instances.js';
import { judge, plainKey } from '../../bench/mutant-judge.js';
import { falseOf, spoilAll } from '../../bench/mutants.js';
import { type Mutation, mutationsOf } from '../../bench/mutations.js';
import type { Span } from '../../src/expr/span.js';
import { builtInData, type Chunk, createEngine, loadCatalogue } from '../../src/index.js';

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);

describe('formulas of every concept, spoiled in one place', () => {
  it('are not taken for the concept, unless they have its value with the roles that are named', () => {
    const mutants = spoilAll(engine, catalogue);
    const made = [...mutants.made.values()].reduce((n, k) => n + k, 0);
    // What is told apart by its name or by its entries alone leaves nothing to spoil.
    expect(mutants.without.length, mutants.without.join(', ')).toBeLessThanOrEqual(5);
    expect(made).toBeGreaterThan(2500);
    const wrong = falseOf(mutants).map(
      (a) => `${a.judgement.verdict}: ${a.concept}, ${a.kind}: ${a.to} (from ${a.from})`,
    );
    expect(wrong.length / made, `${wrong.length} of ${made}:\n${wrong.join('\n')}`).toBeLessThanOrEqual(0.005);
  }, 400_000);
});

describe('the judge of claims, which knows nothing of the recogniser', () => {
  /** Claims about what concept files say they match, where the file's first line is one claim in one piece. */
  const claims = [...catalogue.concepts.values()].flatMap((concept) => {
    const [latex] = concept.file.matches;
    if (typeof latex !== 'string') return [];
    const chunk = engine
      .annotate(latex)
      .chunks.find((c) => c.concept === concept.id && c.evidence.status === 'verified');
    return chunk ? [{ latex, chunk, verdict: judge(latex, chunk, catalogue, chunk).verdict }] : [];
  });

  it('bears out nearly all of what the concept files promise', () => {
    const borneOut = claims.filter((c) => c.verdict === 'equal');
    expect(claims.length).toBeGreaterThan(350);
    expect(borneOut.length / claims.length).toBeGreaterThan(0.88);
  });

  it('refuses the same claims about spoiled formulas', () => {
    let refused = 0;
    const letThrough: string[] = [];
    for (const { latex, chunk } of claims.filter((c) => c.verdict === 'equal' && c.chunk.spans.length === 1)) {
      const key = plainKey(readText(latex));
      for (const mutation of mutationsOf(latex, readText(latex)).filter((_, i) => i % 4 === 0)) {
        const forged = forge(chunk, latex, mutation);
        if (!forged || plainKey(readText(mutation.latex)) === key) continue;
        if (judge(mutation.latex, forged, catalogue, chunk).verdict !== 'equal') refused++;
        else letThrough.push(`${chunk.concept}, ${mutation.kind}: ${mutation.latex}`);
      }
    }
    expect(refused).toBeGreaterThan(200);
    // A few keep the value (the lower branch of an ELU from 1 on) or are another of the concept's forms.
    expect(letThrough.length / refused, letThrough.join('\n')).toBeLessThan(0.04);
  });
});

/** The claim as it was, about the spoiled formula: undefined where the spoiled place is outside, or in a role. */
function forge(chunk: Chunk, latex: string, { span: [from, to], latex: spoiled }: Mutation): Chunk | undefined {
  const [[start, end]] = chunk.spans as [Span];
  const grown = spoiled.length - latex.length;
  const spans = Object.values(chunk.roles).flatMap((r) => r.spans);
  if (from < start || to > end || spans.some((s) => s[0] < to && from < s[1])) return undefined;
  const moved = (s: Span): Span => (s[0] >= to ? [s[0] + grown, s[1] + grown] : s);
  const roles = Object.entries(chunk.roles).map(([role, r]) => [role, { ...r, spans: r.spans.map(moved) }]);
  return {
    ...chunk,
    latex: spoiled.slice(start, end + grown),
    spans: [[start, end + grown]],
    roles: Object.fromEntries(roles),
  };
}
