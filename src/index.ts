import { CATALOGUE } from './catalogue/generated.js';
import { type Catalogue, type CatalogueData, dataOf, loadCompiled, type PackedCatalogue } from './catalogue/index.js';
import type { Engine } from './engine.js';
import { annotateFormula } from './explain/annotate.js';
import { conceptDetail, listConcepts } from './explain/concepts.js';
import { parseFormula } from './explain/parse-answer.js';
import { VERSION } from './version.js';

export type { Catalogue, CatalogueData, CatalogueProblem } from './catalogue/index.js';
export { loadCatalogue } from './catalogue/index.js';
export type { Engine } from './engine.js';
export type {
  AnnotateOptions,
  Annotation,
  Chunk,
  ConceptDetail,
  ConceptSummary,
  Evidence,
  ParseAnswer,
  SymbolEntry,
  Warning,
} from './explain/schema.js';

/**
 * An engine over a catalogue; without one, over the catalogue that ships with the package. Engines are independent of each other
 * and hold no state: equal calls give equal answers.
 */
export function createEngine(catalogue: Catalogue = loadCompiled(shipped())): Engine {
  const versions = { engine: VERSION, catalogue: catalogue.version };
  return {
    annotate: (latex, options = {}) => annotateFormula(latex, options, catalogue, versions),
    parse: (latex, options = {}) => parseFormula(latex, options, versions),
    concepts: (query) => listConcepts(catalogue, query),
    concept: (id) => {
      const concept = catalogue.concepts.get(id);
      return concept && conceptDetail(concept, catalogue);
    },
    versions,
  };
}

/** The data that ships with the package, as it lies in `data/`. */
export function builtInData(): CatalogueData {
  return dataOf(shipped());
}

function shipped(): PackedCatalogue {
  return JSON.parse(CATALOGUE) as PackedCatalogue;
}
