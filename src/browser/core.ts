import { loadCompiled } from '../catalogue/index.js';
import type { Engine } from '../engine.js';
import { annotateFormula } from '../explain/annotate.js';
import { createFormulas } from '../explain/evaluate-formulas.js';
import type { AnnotateOptions, Annotation } from '../explain/schema.js';
import { VERSION } from '../version.js';
import { readShipped } from './catalogue/shipped.js';

/** What a page needs of an engine: the words and the numbers. */
export type PageEngine = Pick<Engine, 'evaluate' | 'versions'> & {
  readonly annotate: (latex: string, options?: PageOptions) => Annotation;
};

/** Of what can be asked for besides, a page has the tree. */
export type PageOptions = Omit<AnnotateOptions, 'include'> & { readonly include?: readonly 'ast'[] };

/**
 * The engine for a page: the same path from LaTeX to words and numbers, with the catalogue that ships. What sets formulas is
 * left out, for pages have KaTeX of their own, and so is what only servers and programs ask for.
 */
export function createEngine(): PageEngine {
  const catalogue = loadCompiled(readShipped());
  const versions = { engine: VERSION, catalogue: catalogue.version };
  return {
    annotate: (latex, { include, ...options } = {}) =>
      annotateFormula(latex, { ...options, ...(include && { include: [...include] }) }, catalogue, versions),
    evaluate: createFormulas(catalogue, versions),
    versions,
  };
}
