import type { DocumentAnswer, DocumentRequest } from '../explain/document-schema.js';
import type { EvaluateAnswer, EvaluateRequest } from '../explain/evaluate-schema.js';
import type { MatrixAnswer, MatrixRequest } from '../explain/matrix-request-schema.js';
import type { PictureOptions } from '../explain/picture-schema.js';
import type {
  AnnotateRequest,
  Annotation,
  BatchLine,
  ConceptDetail,
  ConceptSummary,
  ParseAnswer,
  ParseRequest,
  Versions,
} from '../explain/schema.js';
import type { SimulateAnswer, SimulateRequest } from '../explain/simulate-schema.js';
import { annotateAll, type BatchAnswer } from './batch.js';
import { type CallOptions, type ClientOptions, createSend } from './request.js';

export type { BatchAnswer, BatchError } from './batch.js';
export { ProblemError } from './problem-error.js';
export type { CallOptions, ClientOptions } from './request.js';
export type {
  AnnotateRequest,
  Annotation,
  BatchLine,
  ConceptDetail,
  ConceptSummary,
  DocumentAnswer,
  DocumentRequest,
  EvaluateAnswer,
  EvaluateRequest,
  MatrixAnswer,
  MatrixRequest,
  ParseAnswer,
  ParseRequest,
  PictureOptions,
  SimulateAnswer,
  SimulateRequest,
};

export type ConceptList = { readonly concepts: readonly ConceptSummary[]; readonly versions: Versions };
export type Concept = ConceptDetail & { readonly versions: Versions };

/** What the service offers. Where it says no, the promise is rejected with a `ProblemError`. */
export type Client = {
  annotate(request: AnnotateRequest, options?: CallOptions): Promise<Annotation>;
  /** Many formulas, answered in order while they come. */
  annotateAll(
    lines: Iterable<BatchLine> | AsyncIterable<BatchLine>,
    options?: CallOptions,
  ): AsyncGenerator<BatchAnswer>;
  parse(request: ParseRequest, options?: CallOptions): Promise<ParseAnswer>;
  /** The value of a formula and of each chunk in it. */
  evaluate(request: EvaluateRequest, options?: CallOptions): Promise<EvaluateAnswer>;
  /** Runs lines that assign as programs. */
  simulate(request: SimulateRequest, options?: CallOptions): Promise<SimulateAnswer>;
  /** A picture of a formula, as SVG. */
  picture(latex: string, picture?: PictureOptions, options?: CallOptions): Promise<string>;
  /** What a matrix does, and its factors. */
  matrix(request: MatrixRequest, options?: CallOptions): Promise<MatrixAnswer>;
  /** All formulas of a document, each read with what the text and the formulas before it say. */
  document(request: DocumentRequest, options?: CallOptions): Promise<DocumentAnswer>;
  /** All concepts, or those that the words describe. */
  concepts(query?: string, options?: CallOptions): Promise<ConceptList>;
  concept(id: string, options?: CallOptions): Promise<Concept>;
};

const JSON_TYPE = 'application/json';
/** Problems come as JSON also where a picture is asked for. */
const PICTURE_TYPES = 'image/svg+xml, application/problem+json;q=0.1';

/** A client of the service, for browsers and Node. */
export function createClient(options: ClientOptions): Client {
  const send = createSend(options);
  const read = async <T>(answer: Response): Promise<T> => (await answer.json()) as T;
  const post = <T>(path: string, request: unknown, options: CallOptions = {}): Promise<T> => {
    const body = JSON.stringify(request);
    return send({ method: 'POST', path, type: JSON_TYPE, body, accept: JSON_TYPE, ...options }, read<T>);
  };
  const get = <T>(path: string, query: Record<string, string | undefined>, options: CallOptions = {}): Promise<T> =>
    send({ method: 'GET', path, query, accept: JSON_TYPE, ...options }, read<T>);
  return {
    annotate: (request, options) => post('/v1/annotate', request, options),
    annotateAll: (lines, options = {}) => annotateAll(send, lines, options),
    parse: (request, options) => post('/v1/parse', request, options),
    evaluate: (request, options) => post('/v1/evaluate', request, options),
    simulate: (request, options) => post('/v1/simulate', request, options),
    picture: (latex, { values } = {}, options = {}) => {
      const query = { latex, ...(values === undefined ? {} : { values: JSON.stringify(values) }) };
      const call = { method: 'GET', path: '/v1/picture.svg', query, accept: PICTURE_TYPES, ...options } as const;
      return send(call, (answer) => answer.text());
    },
    matrix: (request, options) => post('/v1/matrix', request, options),
    document: (request, options) => post('/v1/documents', request, options),
    concepts: (q, options) => get('/v1/concepts', { q }, options),
    concept: (id, options) => get(`/v1/concepts/${encodeURIComponent(id)}`, {}, options),
  };
}
