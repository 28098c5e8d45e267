import type { Catalogue } from './catalogue/index.js';
import { createCore } from './core.js';
import { readDocument } from './document/index.js';
import type { Engine } from './engine.js';
import type { DocumentAnswer, DocumentOptions } from './explain/document-schema.js';
import { annotatedHtml } from './render/annotated-html.js';
import { drawFormula, drawRuns } from './render/picture/index.js';
import { mathOfWords } from './render/word-math.js';

export type { Catalogue, CatalogueData, CatalogueProblem } from './catalogue/index.js';
export { loadCatalogue } from './catalogue/index.js';
export { builtInData } from './core.js';
export type { Engine } from './engine.js';
export type { DocumentAnswer, DocumentFormula, DocumentOptions } from './explain/document-schema.js';
export type { EvaluateAnswer, EvaluateOptions } from './explain/evaluate-schema.js';
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
export type { SimulateAnswer, SimulateRequest } from './explain/simulate-schema.js';
export { type AnnotatedHtmlOptions, annotatedHtml } from './render/annotated-html.js';
export { mathOfWords } from './render/word-math.js';

/** The engine, and what needs a parser of documents. */
export type Library = Engine & {
  /** The formulas of a Markdown or LaTeX text, the context flowing from one to the next. */
  document(text: string, options?: DocumentOptions): DocumentAnswer;
};

/**
 * An engine over a catalogue; without one, over the catalogue that ships with the package. Engines are independent of each other
 * and hold no state: equal calls give equal answers.
 */
export function createEngine(catalogue?: Catalogue): Library {
  const engine = createCore(catalogue, {
    html: (annotation, { macros = {}, display: displayMode = true }) => ({
      html: annotatedHtml(annotation, { macros, displayMode }),
      math: mathOfWords(annotation, macros),
    }),
    picture: drawFormula,
    runs: drawRuns,
  });
  return { ...engine, document: (text, options) => readDocument(engine, text, options) };
}
