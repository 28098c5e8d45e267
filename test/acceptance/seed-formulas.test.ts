import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Annotation, type Chunk, createEngine } from '../../src/index.js';
import { FACTS } from './seed-words.js';

type Entry = {
  readonly id: string;
  readonly document?: string;
  readonly latex?: string;
  readonly chunks: readonly string[];
  readonly alone?: readonly string[];
  readonly not?: readonly string[];
  readonly near_miss?: string;
  readonly fade?: readonly string[];
};

const engine = createEngine();
const path = new URL('seed-formulas.yaml', import.meta.url);
// Programs (entries without a formula of their own) are run elsewhere.
const entries = (parse(readFileSync(path, 'utf8')) as Entry[]).filter(
  (e): e is Entry & { latex: string } => e.latex !== undefined,
);

const isA = (c: Chunk, concept: string): boolean => c.concept === concept || c.is_a.includes(concept);

/** Formulas of the same document that stand before this one. */
function precedingOf(entry: Entry): string[] {
  if (entry.document === undefined) return [];
  const own = entries.filter((e) => e.document === entry.document);
  return own.slice(0, own.indexOf(entry as Entry & { latex: string })).map((e) => e.latex);
}

function annotate(entry: Entry & { latex: string }): Annotation {
  const preceding = precedingOf(entry);
  return engine.annotate(entry.latex, preceding.length > 0 ? { context: { preceding } } : {});
}

/** What was expected and has no chunk of its own: `> x` lies inside the chunk of the line above that has no `>`. */
function missing(expected: readonly string[], chunks: readonly Chunk[]): readonly string[] {
  const byId = new Map(chunks.map((c) => [c.id, c]));
  const liesIn = (c: Chunk, outer: Chunk): boolean => {
    const parent = c.parent === null ? undefined : byId.get(c.parent);
    return parent !== undefined && (parent === outer || liesIn(parent, outer));
  };
  let best: readonly string[] = expected;
  const place = (at: number, used: ReadonlySet<Chunk>, outer: Chunk | undefined, lost: readonly string[]): void => {
    if (lost.length >= best.length) return;
    const line = expected[at];
    if (line === undefined) {
      best = lost;
      return;
    }
    const concept = line.replace(/^>\s*/, '');
    const nested = line.startsWith('>');
    for (const c of chunks) {
      if (used.has(c) || !isA(c, concept) || (nested && !(outer && liesIn(c, outer)))) continue;
      place(at + 1, new Set([...used, c]), nested ? outer : c, lost);
    }
    place(at + 1, used, nested ? outer : undefined, [...lost, line]);
  };
  place(0, new Set(), undefined, []);
  return best;
}

/** All that a reader is told, in one text; symbols as "`x` is …". */
function wordsOf(a: Annotation): string {
  const chunks = a.chunks.flatMap((c) => [
    c.name,
    ...Object.values(c.explanation),
    ...(c.parts ?? []).map((p) => p.says),
    ...Object.values(c.roles).map((r) => r.meaning),
    ...c.evidence.checks.map((check) => check.says ?? ''),
    ...(c.fade ?? []).map((latex) => `fade out $${latex}$`),
  ]);
  const symbols = a.symbols.map((s) => `\`${s.latex}\` is ${s.meaning}`);
  return [a.gist, ...chunks, ...symbols, ...a.warnings.map((w) => w.message)].join('\n');
}

describe('the formulas that formulens was conceived from', () => {
  for (const entry of entries) {
    describe(entry.id, () => {
      const answer = annotate(entry);

      it('is read without errors', () => {
        expect(answer.errors).toEqual([]);
      });

      it('shows its chunks', () => {
        const found = answer.chunks.map((c) => `${c.concept} ${c.latex}`);
        expect({ missing: missing(entry.chunks, answer.chunks), found }).toEqual({ missing: [], found });
      });

      it('carries its facts in words', () => {
        const words = wordsOf(answer);
        const facts = FACTS[entry.id] ?? [];
        expect(facts.length).toBeGreaterThan(0);
        expect(facts.filter((fact) => !fact.test(words)).map(String)).toEqual([]);
      });

      it('places every chunk in the source', () => {
        for (const chunk of answer.chunks) {
          for (const [start, end] of chunk.spans) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(entry.latex.length);
          }
        }
      });

      if (entry.not) {
        it('makes no claim that does not hold', () => {
          expect(entry.not?.filter((id) => answer.chunks.some((c) => isA(c, id)))).toEqual([]);
        });
      }

      if (entry.alone) {
        it('claims less when it stands alone', () => {
          const { chunks } = engine.annotate(entry.latex);
          const claimed = chunks.map((c) => c.concept);
          expect(claimed).toEqual(expect.arrayContaining([...(entry.alone ?? [])]));
          // What only the document shows is not claimed without it.
          const more = entry.chunks.map((line) => line.replace(/^>\s*/, '')).filter((c) => !entry.alone?.includes(c));
          expect(more.filter((id) => chunks.some((c) => isA(c, id)))).toEqual([]);
        });
      }

      if (entry.fade) {
        it('says what to fade out', () => {
          const fades = answer.chunks.flatMap((c) => c.fade ?? []);
          expect(fades).toEqual(expect.arrayContaining([...(entry.fade ?? [])]));
        });
      }

      if (entry.near_miss) {
        const concept = entry.near_miss;
        const warning = answer.warnings.find((w) => w.kind === 'near-miss' && w.concept === concept);

        it('is diagnosed, and not claimed', () => {
          expect(answer.chunks.filter((c) => isA(c, concept))).toEqual([]);
          expect(answer.warnings.map((w) => `${w.kind} ${w.concept}`)).toContain(`near-miss ${concept}`);
        });

        it('shows where it goes wrong', () => {
          expect(warning?.spans.length).toBeGreaterThan(0);
          for (const [start, end] of warning?.spans ?? []) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(entry.latex.length);
          }
        });

        it('has a mend that is then recognised', () => {
          expect(warning?.mend).toBeTruthy();
          const mended = engine.annotate(warning?.mend ?? '');
          expect(mended.errors).toEqual([]);
          expect(mended.chunks.filter((c) => isA(c, concept)).length).toBeGreaterThan(0);
          expect(mended.warnings).toEqual([]);
        });

        it('shows the difference in numbers', () => {
          expect(warning?.counterexample.match(/\d+(\.\d+)?/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
        });
      }
    });
  }
});
