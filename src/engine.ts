import type { EvaluateAnswer, EvaluateOptions } from './explain/evaluate-schema.js';
import type { MatrixAnswer, MatrixRequest } from './explain/matrix-request-schema.js';
import type { PictureAnswer, PictureOptions } from './explain/picture-schema.js';
import type { DocumentReader } from './explain/reader.js';
import type {
  AnnotateOptions,
  Annotation,
  ConceptDetail,
  ConceptSummary,
  ParseAnswer,
  ParseOptionsInput,
} from './explain/schema.js';
import type { SimulateAnswer, SimulateRequest } from './explain/simulate-schema.js';

/** What the adapters (http, cli, plugins, browser) need of formulens: synchronous, deterministic, no I/O. */
export interface Engine {
  /** Never throws on a string: what could not be read is in `errors`. */
  annotate(latex: string, options?: AnnotateOptions): Annotation;
  /** The tree without the concepts: own AST, MathJSON, outline. */
  parse(latex: string, options?: ParseOptionsInput): ParseAnswer;
  /** The formula with values put in, as a whole and chunk by chunk; what stands in the way is in `errors`. */
  evaluate(latex: string, options?: EvaluateOptions): EvaluateAnswer;
  /** All concepts; with a query those whose name, other names or family have every word of it, best first. */
  concepts(query?: string): readonly ConceptSummary[];
  concept(id: string): ConceptDetail | undefined;
  /** What a matrix does, given by its rows or as LaTeX with values: actions, products, equations, decompositions. */
  describeMatrix(request: MatrixRequest): MatrixAnswer;
  /** Reads texts passage by passage, for those who find the formulas themselves; it remembers what it has worked out. */
  reader(options?: AnnotateOptions): DocumentReader;
  /** The picture that suits a formula. */
  picture(latex: string, options?: PictureOptions): PictureAnswer;
  /** Runs programs written as formulas, step by step; what could not be run is in `errors`. */
  simulate(request: SimulateRequest): SimulateAnswer;
  readonly versions: { readonly engine: string; readonly catalogue: string };
}
