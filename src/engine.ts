import type {
  AnnotateOptions,
  Annotation,
  ConceptDetail,
  ConceptSummary,
  ParseAnswer,
  ParseOptionsInput,
} from './explain/schema.js';

/** What the adapters (http, cli, plugins, browser) need of formulens: synchronous, deterministic, no I/O. */
export interface Engine {
  /** Never throws on a string: what could not be read is in `errors`. */
  annotate(latex: string, options?: AnnotateOptions): Annotation;
  /** The tree without the concepts: own AST, MathJSON, outline. */
  parse(latex: string, options?: ParseOptionsInput): ParseAnswer;
  /** All concepts; with a query those whose name, other names or family have every word of it, best first. */
  concepts(query?: string): readonly ConceptSummary[];
  concept(id: string): ConceptDetail | undefined;
  readonly versions: { readonly engine: string; readonly catalogue: string };
}
