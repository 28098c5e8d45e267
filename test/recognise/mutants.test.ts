import { describe, expect, it } from 'vitest';
import { toLatex } from '../../src/expr/index.js';
import type { Expr, SymbolKind } from '../../src/expr/types.js';
import { builtInData, type Chunk, createEngine, loadCatalogue } from '../../src/index.js';
import { closeTo, compile, isFiniteValue, isMathError, prepareSamples } from '../../src/math/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';
import { mutantsOf } from './mutate.js';

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);
/** Mutants of one formula that are looked at; every third or so of the long ones. */
const MOST = 8;

/** Concepts whose files have forms with the other sign or number too, or whose forms leave a factor beside them open. */
const SPELLED_BOTH_WAYS: ReadonlySet<string> = new Set([
  'digital-filter',
  'doppler-effect',
  'hoeffding-inequality',
  'hookes-law',
  'l2-regularization',
  'morlet-wavelet',
  'squared-error',
  'uncertainty-principle',
]);

const rolesOf = (c: Chunk): string =>
  JSON.stringify(
    Object.entries(c.roles)
      .map(([role, r]) => [role, r.latex.replace(/\s+/g, '')])
      .sort(),
  );

const verified = (latex: string, concept: string): Chunk | undefined =>
  engine.annotate(latex).chunks.find((c) => c.concept === concept && c.evidence.status === 'verified');

/** Whether two formulas have the same value at all points where both have one; undefined where that cannot be told. */
function sameValue(a: Expr, b: Expr, kinds: ReadonlyMap<string, SymbolKind>): boolean | undefined {
  const right = (e: Expr): Expr => (e.kind === 'relation' ? (e.sides[1] ?? e) : e);
  const sample = prepareSamples({ exprs: [a, b], kinds, seed: 3 });
  let points = 0;
  for (let point = 0; point < 8; point++) {
    try {
      const [x, y] = [right(a), right(b)].map((e) => compile(e)(sample(point)));
      if (x === undefined || y === undefined || !isFiniteValue(x) || !isFiniteValue(y)) continue;
      points++;
      if (!closeTo(x, y, 1e-6).close) return false;
    } catch (error) {
      if (!isMathError(error)) throw error;
    }
  }
  return points > 2 ? true : undefined;
}

describe('mutants of formulas that a concept is found in', () => {
  it('are not taken for the same concept with the same roles', () => {
    let tried = 0;
    let concepts = 0;
    const accepted: string[] = [];
    for (const concept of catalogue.concepts.values()) {
      const [first] = concept.file.matches;
      if (typeof first !== 'string' || SPELLED_BOTH_WAYS.has(concept.id)) continue;
      const reading = read(parse(first));
      const printed = toLatex(reading.expr);
      const original = verified(printed, concept.id);
      if (!original) continue;
      concepts++;
      const kinds = new Map<string, SymbolKind>([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
      const mutants = mutantsOf(reading.expr);
      const step = Math.max(1, Math.ceil(mutants.length / MOST));
      for (const { what, expr } of mutants.filter((_, i) => i % step === 0)) {
        const latex = toLatex(expr);
        tried++;
        const chunk = verified(latex, concept.id);
        if (!chunk || rolesOf(chunk) !== rolesOf(original)) continue;
        // What stands outside the chunk may have changed: then the chunk is what it was.
        if (chunk.latex.replace(/\s+/g, '') === original.latex.replace(/\s+/g, '')) continue;
        if (sameValue(reading.expr, expr, kinds) !== false) continue;
        accepted.push(`${concept.id}, ${what}: ${latex} (from ${printed})`);
      }
    }
    expect(concepts).toBeGreaterThan(150);
    expect(tried).toBeGreaterThan(1000);
    const rate = accepted.length / tried;
    expect(rate, `${accepted.length} of ${tried} accepted:\n${accepted.join('\n')}`).toBeLessThanOrEqual(0.005);
  }, 180_000);
});
