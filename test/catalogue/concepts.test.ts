import { describe, expect, it } from 'vitest';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';
import { checkConcept } from './check-concept.js';

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);

describe('the catalogue', () => {
  it('has no file with a mistake in it', () => {
    expect(catalogue.problems).toEqual([]);
  });

  it('has one hierarchy without cycles', () => {
    const cyclic = [...catalogue.concepts.values()].filter((c) => c.ancestors.includes(c.id)).map((c) => c.id);
    expect(cyclic).toEqual([]);
  });
});

describe('concept files keep what they claim', () => {
  for (const concept of catalogue.concepts.values()) {
    it(concept.id, () => {
      expect(checkConcept(engine, concept)).toEqual([]);
    });
  }
});
