import type { Catalogue } from '../catalogue/index.js';
import { exprKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import { type ReadContext, read } from '../meaning/index.js';
import { type Fact, recognise } from '../recognise/index.js';
import { type ParseResult, parse } from '../syntax/index.js';
import { assumptionsOf } from './assumptions.js';
import { toChunks } from './chunks.js';
import { checkEquations } from './equations.js';
import { composeGist } from './gist.js';
import { meaningsIn } from './prose.js';
import { requestFacts } from './request-facts.js';
import type { AnnotateOptions, Annotation, ErrorEntry, Versions } from './schema.js';
import { definitionsOf, type MeaningSources, meaningOf, symbolTable } from './symbols.js';
import { toWarnings } from './warnings.js';

/** The whole path of a formula: text, tree, expression, concepts, words. */
export function annotateFormula(
  latex: string,
  options: AnnotateOptions,
  catalogue: Catalogue,
  versions: Versions,
): Annotation {
  const context = createContext(options, catalogue);
  const { parsed, reading } = readFormula(latex, options);
  const recognition = recognise(reading, catalogue.net, context.facts);
  const concepts = new Set(recognition.chunks.flatMap((c) => [c.pattern.concept.id, ...c.pattern.concept.ancestors]));
  const meaning = (e: Expr): string =>
    meaningOf(exprKey(e), e, context.sources, new Map(), catalogue, concepts).meaning;
  const chunks = toChunks(latex, recognition.chunks, meaning);
  return {
    latex,
    gist: composeGist(latex, chunks, recognition.chunks, meaning, checkEquations(reading)),
    chunks,
    symbols: symbolTable(latex, reading, recognition.chunks, catalogue, context.sources),
    warnings: toWarnings(latex, reading, recognition.nearMisses, catalogue, isRecognised),
    assumptions: assumptionsOf(latex, reading, recognition),
    errors: errorsOf(parsed, reading),
    versions,
    ...(options.include?.includes('ast') && { ast: reading.expr }),
  };

  function isRecognised(mended: string, concept: string): boolean {
    const { chunks: found } = recognise(readFormula(mended, options).reading, catalogue.net, context.facts);
    return found.some((c) => c.pattern.concept.id === concept || c.pattern.concept.ancestors.includes(concept));
  }
}

export function readFormula(latex: string, options: AnnotateOptions): { parsed: ParseResult; reading: Reading } {
  const parsed = parse(latex, options.macros ? { macros: options.macros } : {});
  return { parsed, reading: read(parsed, readContextOf(options)) };
}

function readContextOf({ context }: AnnotateOptions): ReadContext {
  const symbols: Record<string, { kind?: SymbolKind; meaning?: string }> = {};
  for (const [letter, known] of Object.entries(context?.symbols ?? {})) {
    symbols[letter] = { ...(known.kind && { kind: known.kind }), ...(known.meaning && { meaning: known.meaning }) };
  }
  return { symbols, ...(context?.readings && { readings: context.readings }) };
}

type AnnotationContext = { readonly facts: readonly Fact[]; readonly sources: MeaningSources };

/** What is known before the formula is read: from the request, the prose, and the formulas that precede it, in order. */
function createContext(options: AnnotateOptions, catalogue: Catalogue): AnnotationContext {
  const { context } = options;
  const request = new Map<string, string>();
  for (const [letter, { meaning }] of Object.entries(context?.symbols ?? {})) {
    if (meaning !== undefined) request.set(exprKey(readFormula(letter, {}).reading.expr), meaning);
  }
  const prose = new Map(meaningsIn(context?.prose ?? '').map((m) => [m.key, m.meaning]));
  const preceding = new Map<string, string>();
  let facts: readonly Fact[] = requestFacts(context?.symbols ?? {}, context?.prose ?? '');
  for (const earlier of context?.preceding ?? []) {
    const { reading } = readFormula(earlier, options);
    const found = recognise(reading, catalogue.net, facts);
    facts = found.facts;
    for (const [key, name] of definitionsOf(found.chunks)) preceding.set(key, `${name} from before`);
  }
  return { facts, sources: { request, prose, preceding, domain: context?.domain } };
}

/** What could not be read, from the text up to the expression. */
export function errorsOf(parsed: ParseResult, reading: Reading): ErrorEntry[] {
  const errors: ErrorEntry[] = parsed.problems.map((p) => ({
    code: p.code,
    message: p.message,
    span: [p.span[0], p.span[1]],
    hint: p.hint,
  }));
  if (errors.length > 0) return errors;
  const look = (e: Expr): void => {
    if (e.kind === 'error') errors.push({ code: e.code, message: e.message, span: [e.span[0], e.span[1]], hint: '' });
  };
  walkAll(reading.expr, look);
  return errors;
}

function walkAll(e: Expr, look: (e: Expr) => void): void {
  look(e);
  for (const child of children(e)) walkAll(child, look);
}
