import { describe, expect, it } from 'vitest';
import type { Occurrence } from '../../src/canon/index.js';
import { CATALOGUE } from '../../src/catalogue/generated.js';
import { compileForShipping, loadCompiled, type PackedCatalogue, type Pattern } from '../../src/catalogue/index.js';
import { builtInData, createEngine, loadCatalogue } from '../../src/index.js';
import { dataAsItLies, sampleFormulas } from './data.js';

const data = dataAsItLies();
const packed = JSON.parse(CATALOGUE) as PackedCatalogue;
const fresh = loadCatalogue(data);
const restored = loadCompiled(packed);

describe('the catalogue that ships', () => {
  it('is in step with data/ (npm run generate)', () => {
    expect(packed).toEqual(JSON.parse(JSON.stringify(compileForShipping(data))));
  });

  it('has the same patterns as one compiled from the files, part by part', () => {
    expect(restored.patterns.length).toBeGreaterThan(1000);
    for (const [i, pattern] of restored.patterns.entries()) {
      expect(summary(pattern)).toEqual(summary(fresh.patterns[i] as Pattern));
    }
  });

  it('gives the same answers', () => {
    const [a, b] = [createEngine(), createEngine(fresh)];
    const formulas = sampleFormulas(data, 10);
    expect(formulas.length).toBeGreaterThan(40);
    const answers = formulas.map((latex) => a.annotate(latex));
    expect(answers).toEqual(formulas.map((latex) => b.annotate(latex)));
    expect(answers.filter((answer) => answer.chunks.length > 0).length).toBeGreaterThan(20);
    expect(answers.filter((answer) => answer.warnings.length > 0).length).toBeGreaterThan(3);
  });

  it('gives back the data that it was made of', () => {
    const again = loadCatalogue(builtInData());
    expect(again.version).toBe(restored.version);
    expect([...again.concepts.keys()]).toEqual([...restored.concepts.keys()]);
  });

  it('reads no expression before it is asked for', () => {
    let asked = 0;
    const watched = packed.concepts.map((concept) => {
      const file = { ...concept.file };
      Object.defineProperty(file, 'definition', { get: () => `${asked++}` });
      return { ...concept, file };
    });
    const [pattern] = loadCompiled({ ...packed, concepts: watched }).patterns;
    expect(asked).toBe(0);
    expect(pattern?.definition?.kind).toBe('number');
    expect(asked).toBeGreaterThan(0);
    expect(pattern?.definition).toBe(pattern?.definition);
  });
});

/** Everything about a pattern that matching sees, as plain data. */
function summary(pattern: Pattern): unknown {
  const { concept, index, form, lines, guards, given, rigid, nearMiss } = pattern;
  return {
    concept: concept.id,
    ancestors: concept.ancestors,
    roles: [...concept.roles],
    index,
    form,
    lines: lines.map(outline),
    guards: guards.map(({ latex, op, left, right }) => [latex, op, left.hash, right.hash]),
    given,
    rigid,
    nearMiss,
  };
}

function outline(o: Occurrence): string {
  const part = o.src?.kind === 'group' && o.src.part !== undefined ? `${o.src.part}:` : '';
  const { op, data, hash, mask, height, size } = o.node;
  return `${part}(${op} ${data} ${hash} ${mask} ${height} ${size} ${o.kids.map(outline).join(' ')})`;
}
