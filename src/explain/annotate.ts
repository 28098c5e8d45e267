import type { Catalogue, Concept } from '../catalogue/index.js';
import { exprKey } from '../expr/key.js';
import type { Expr, Reading } from '../expr/types.js';
import { type Fact, type Recognition, recognise } from '../recognise/index.js';
import { assumptionsOf } from './assumptions.js';
import { withBehaviour } from './behaviour.js';
import { inOrder, toChunks } from './chunks.js';
import { checkEquations } from './equations.js';
import { errorsOf, type ReadFormula, readFormula } from './formula.js';
import { composeGist } from './gist.js';
import { createKnowledge } from './knowledge.js';
import { matricesIn, matrixGist } from './matrices.js';
import { conceptsSaidBefore } from './prose-names.js';
import type { AnnotateOptions, Annotation, Versions } from './schema.js';
import { slipsIn } from './slips.js';
import { definitionsOf, type MeaningSources, meaningOf, symbolTable } from './symbols.js';
import { toWarnings } from './warnings.js';

/** The whole path of a formula: text, tree, expression, concepts, words. */
export function annotateFormula(
  latex: string,
  options: AnnotateOptions,
  catalogue: Catalogue,
  versions: Versions,
): Annotation {
  const knowledge = createKnowledge(options, catalogue);
  const read = knowledge.read(latex);
  const facts = knowledge.factsFor(read.reading);
  const said = conceptsSaidBefore(options.context?.prose ?? '', catalogue);
  return explainFormula(latex, read, { options, catalogue, versions, facts, said, sources: knowledge.sources })
    .annotation;
}

/** What the words of a formula depend on. */
export type Surroundings = {
  readonly options: AnnotateOptions;
  readonly catalogue: Catalogue;
  readonly versions: Versions;
  readonly facts: readonly Fact[];
  /** What the words before the formula call it. */
  readonly said: readonly Concept[];
  readonly sources: MeaningSources;
};

/** From the expression to the words. */
export function explainFormula(
  latex: string,
  { parsed, reading }: ReadFormula,
  { options, catalogue, versions, facts, said, sources }: Surroundings,
): { readonly annotation: Annotation; readonly recognition: Recognition } {
  const recognition = recognise(reading, catalogue.net, facts);
  const concepts = new Set(recognition.chunks.flatMap((c) => [c.pattern.concept.id, ...c.pattern.concept.ancestors]));
  // What a formula defines anew is not told by what it was before.
  const own = definitionsOf(recognition.chunks);
  const before: MeaningSources = {
    ...sources,
    preceding: (key) => (own.has(key) ? undefined : sources.preceding(key)),
  };
  const meaning = (e: Expr): string => meaningOf(exprKey(e), e, before, new Map(), catalogue, concepts).meaning;
  const told = toChunks(latex, recognition.chunks, meaning);
  const chunks = options.include?.includes('behaviour')
    ? withBehaviour(latex, told, inOrder(recognition.chunks))
    : told;
  const matrices = matricesIn(latex, reading, recognition.chunks);
  const gist = composeGist(latex, chunks, recognition.chunks, meaning, checkEquations(reading));
  const annotation = {
    latex,
    gist: gist || matrixGist(matrices),
    chunks,
    symbols: symbolTable(latex, reading, recognition.chunks, catalogue, sources),
    warnings: [
      ...toWarnings(latex, reading, recognition.nearMisses, catalogue, readMended),
      ...slipsIn({ latex, reading, recognition, catalogue, readAgain, said }),
    ],
    assumptions: assumptionsOf(latex, reading, recognition),
    errors: errorsOf(parsed, reading),
    versions,
    ...(matrices && { matrices }),
    ...(options.include?.includes('ast') && { ast: reading.expr }),
  };
  return { annotation, recognition };

  function readAgain(edited: string): Reading {
    return readFormula(edited, options).reading;
  }

  function readMended(mended: string, concept: string): Expr | undefined {
    const again = readAgain(mended);
    const { chunks: found } = recognise(again, catalogue.net, facts);
    const isFound = found.some((c) => [c.pattern.concept.id, ...c.pattern.concept.ancestors].includes(concept));
    return isFound ? again.expr : undefined;
  }
}
