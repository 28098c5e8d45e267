import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { renderCataloguePage } from '../../src/render/catalogue-page.js';
import { exists, readText } from '../repository/files.js';
import { sampleEngine } from '../support/samples.js';

describe('docs/catalogue.md', () => {
  const page = readText('docs/catalogue.md');

  it('is in step with the data (npm run written)', () => {
    const engine = createEngine();
    const concepts = engine
      .concepts()
      .map(({ id }) => engine.concept(id))
      .filter((c) => c !== undefined);
    expect(page).toBe(renderCataloguePage(concepts));
  });

  it('links only to files that there are', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map((match) => `docs/${match[1]}`);
    expect(links.length).toBeGreaterThan(400);
    expect(links.filter((link) => !exists(link))).toEqual([]);
  });

  it('has four cells in each row of a table, whatever bars the LaTeX has', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 6)).toEqual([]);
  });

  it('names what plays a role in place of its letter, and keeps a bar inside its cell', () => {
    const softmax = sampleEngine().concept('softmax');
    if (!softmax) throw new Error('the sample has a softmax');
    const text = renderCataloguePage([{ ...softmax, forms: ['\\|z\\|'] }]);
    expect(text).toContain(
      '| [softmax](../data/concepts/activation/softmax.yaml) | positive shares of one whole, handed out by the scores | `\\\\|z\\\\|` | `sum-normalization` |',
    );
  });
});
