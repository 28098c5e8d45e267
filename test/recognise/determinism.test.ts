import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, type Engine, loadCatalogue } from '../../src/index.js';
import { FORMULAS } from './formulas.js';

const data = builtInData();

/** Answers without the versions: a catalogue in another order is another text. */
function answersOf(engine: Engine, formulas: readonly string[] = FORMULAS): string[] {
  return formulas.map((latex) => {
    const { versions: _, ...answer } = engine.annotate(latex);
    return JSON.stringify(answer);
  });
}

describe('answers', () => {
  const engine = createEngine(loadCatalogue(data));
  const answers = answersOf(engine);

  it('find something in most of these formulas', () => {
    const found = answers.filter((a) => (JSON.parse(a) as { chunks: unknown[] }).chunks.length > 0);
    expect(found.length).toBeGreaterThan(FORMULAS.length * 0.8);
  });

  it('do not depend on the order of the concept files', () => {
    const order = fc.shuffledSubarray([...data.concepts], { minLength: data.concepts.length });
    for (const concepts of fc.sample(order, { seed: 11, numRuns: 2 })) {
      const shuffled = createEngine(loadCatalogue({ ...data, concepts }));
      expect(answersOf(shuffled)).toEqual(answers);
    }
    const reversed = createEngine(loadCatalogue({ ...data, concepts: [...data.concepts].reverse() }));
    expect(answersOf(reversed)).toEqual(answers);
  });

  it('do not depend on the names of the concept files', () => {
    // The order in which files are compiled follows their names.
    const renamed = data.concepts.map((c, i) => {
      const family = c.file.split('/').at(-2) ?? '';
      return { ...c, file: `${String(data.concepts.length - i).padStart(4, '0')}/${family}/file.yaml` };
    });
    expect(answersOf(createEngine(loadCatalogue({ ...data, concepts: renamed })))).toEqual(answers);
  });

  it('are byte for byte the same for equal calls, whatever was asked before', () => {
    expect(answersOf(engine, [...FORMULAS].reverse()).reverse()).toEqual(answers);
  });

  it('are those of the engine that is asked, when two stand side by side', () => {
    const without = { ...data, concepts: data.concepts.filter((c) => !c.file.endsWith('/softmax.yaml')) };
    const softmax = FORMULAS[0] as string;
    const [whole, part] = [createEngine(loadCatalogue(data)), createEngine(loadCatalogue(without))];
    const alone = part.annotate(softmax);
    for (let turn = 0; turn < 2; turn++) {
      expect(whole.annotate(softmax).chunks.map((c) => c.concept)).toContain('softmax');
      expect(part.annotate(softmax).chunks.map((c) => c.concept)).not.toContain('softmax');
      expect(JSON.stringify(part.annotate(softmax))).toBe(JSON.stringify(alone));
    }
    expect(whole.versions.catalogue).not.toBe(part.versions.catalogue);
  });
});
