import { CATALOGUE } from './catalogue/generated.js';
import { type Catalogue, type CatalogueData, dataOf, loadCompiled, type PackedCatalogue } from './catalogue/index.js';
import type { Engine } from './engine.js';
import { annotateFormula } from './explain/annotate.js';
import { conceptDetail, listConcepts } from './explain/concepts.js';
import { createFormulas } from './explain/evaluate-formulas.js';
import { describeMatrixRequest } from './explain/matrix-answer.js';
import { parseFormula } from './explain/parse-answer.js';
import type { PictureAnswer, PictureOptions } from './explain/picture-schema.js';
import { type PictureSubject, pictureSubject } from './explain/picture-subject.js';
import { createReader } from './explain/reader.js';
import type { AnnotateOptions, Annotation, Versions } from './explain/schema.js';
import { type RunScene, type Simulated, simulateProgram } from './explain/simulate.js';
import type { SimulateAnswer, SimulateRequest } from './explain/simulate-schema.js';
import { VERSION } from './version.js';

/** What stands to the right of the words and is put on an answer where `include` asks for it. */
export type Renderers = {
  readonly html?: (annotation: Annotation, options: AnnotateOptions) => Pick<Annotation, 'html' | 'math'>;
  /** Draws what suits a formula; nothing where nothing does. */
  readonly picture?: (subject: PictureSubject) => string | undefined;
  /** Draws the runs of programs. */
  readonly runs?: (scene: RunScene) => string | undefined;
};

/** The engine without renderers of its own: what the command loads to start fast, and what runs in a page. */
export function createCore(catalogue: Catalogue = loadCompiled(shipped()), renderers: Renderers = {}): Engine {
  const versions = { engine: VERSION, catalogue: catalogue.version };
  return {
    annotate: (latex, options = {}) =>
      withRendered(annotateFormula(latex, options, catalogue, versions), options, catalogue, renderers),
    parse: (latex, options = {}) => parseFormula(latex, options, versions),
    evaluate: createFormulas(catalogue, versions),
    concepts: (query) => listConcepts(catalogue, query),
    concept: (id) => {
      const concept = catalogue.concepts.get(id);
      return concept && conceptDetail(concept, catalogue);
    },
    describeMatrix: (request) => describeMatrixRequest(request, catalogue, versions),
    reader: (options = {}) =>
      createReader(options, catalogue, versions, (annotation) =>
        withRendered(annotation, options, catalogue, renderers),
      ),
    picture: (latex, options = {}) => pictureAnswer(latex, options, catalogue, versions, renderers),
    simulate: (request) => withRuns(request, simulateProgram(request, versions), renderers),
    versions,
  };
}

function withRendered(
  annotation: Annotation,
  options: AnnotateOptions,
  catalogue: Catalogue,
  renderers: Renderers,
): Annotation {
  const { include = [], context, macros } = options;
  const html = include.includes('html') ? renderers.html?.(annotation, options) : undefined;
  const asked = include.includes('picture') && annotation.errors.length === 0;
  const about = { ...(context && { context }), ...(macros && { macros }) };
  const picture = asked ? drawnOf(annotation.latex, about, catalogue, renderers).picture : undefined;
  if (html === undefined && picture === undefined) return annotation;
  return { ...annotation, ...html, ...(picture !== undefined && { picture }) };
}

function pictureAnswer(
  latex: string,
  options: PictureOptions,
  catalogue: Catalogue,
  versions: Versions,
  renderers: Renderers,
): PictureAnswer {
  const { picture, errors } = drawnOf(latex, options, catalogue, renderers);
  return { latex, ...(picture !== undefined && { picture }), errors, versions };
}

function drawnOf(
  latex: string,
  options: PictureOptions,
  catalogue: Catalogue,
  renderers: Renderers,
): Pick<PictureAnswer, 'picture' | 'errors'> {
  if (renderers.picture === undefined) return { errors: [] };
  const result = pictureSubject(latex, options, catalogue);
  if (!result.ok) return { errors: result.errors };
  const picture = renderers.picture(result.subject);
  return { errors: [], ...(picture !== undefined && { picture }) };
}

function withRuns(request: SimulateRequest, { answer, scene }: Simulated, { runs }: Renderers): SimulateAnswer {
  const picture = request.picture === false || scene === undefined ? undefined : runs?.(scene);
  return picture === undefined ? answer : { ...answer, picture };
}

/** The data that ships with the package, as it lies in `data/`. */
export function builtInData(): CatalogueData {
  return dataOf(shipped());
}

function shipped(): PackedCatalogue {
  return JSON.parse(CATALOGUE) as PackedCatalogue;
}
