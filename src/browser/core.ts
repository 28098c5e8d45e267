import { CATALOGUE } from '../catalogue/generated.js';
import { loadCompiled, type PackedCatalogue } from '../catalogue/index.js';
import type { Engine } from '../engine.js';
import { annotateFormula } from '../explain/annotate.js';
import { createFormulas } from '../explain/evaluate-formulas.js';
import { VERSION } from '../version.js';

/** What a page needs of an engine: the words and the numbers. */
export type PageEngine = Pick<Engine, 'annotate' | 'evaluate' | 'versions'>;

/**
 * The engine for a page: the same path from LaTeX to words and numbers, with the catalogue that ships. What sets formulas is
 * left out, for pages have KaTeX of their own, and so is what only servers and programs ask for.
 */
export function createEngine(): PageEngine {
  const catalogue = loadCompiled(JSON.parse(CATALOGUE) as PackedCatalogue);
  const versions = { engine: VERSION, catalogue: catalogue.version };
  return {
    annotate: (latex, options = {}) => annotateFormula(latex, options, catalogue, versions),
    evaluate: createFormulas(catalogue, versions),
    versions,
  };
}
