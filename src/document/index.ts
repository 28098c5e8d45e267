import type { Engine } from '../engine.js';
import {
  type DocumentAnswer,
  type DocumentFormat,
  type DocumentFormula,
  type DocumentOptions,
  MAX_DOCUMENT_FORMULAS,
} from '../explain/document-schema.js';
import { type Annotation, type ErrorEntry, MAX_LATEX_LENGTH } from '../explain/schema.js';
import type { FoundFormula, Scanned } from './block.js';
import { scanLatex } from './latex.js';
import { scanMarkdown } from './markdown.js';
import { isPageIgnored } from './mask.js';
import { createPositions } from './offsets.js';
import { toPassages } from './passages.js';

export type { Block, FoundFormula, Piece } from './block.js';
export { isIgnored } from './block.js';
export { isPageIgnored } from './mask.js';
export { createPositions, type Offsets, toTextOffset, toTextSpan } from './offsets.js';
export { type ReadPassage, toPassages } from './passages.js';

const NOTHING: Scanned = { blocks: [], macros: {} };

/** The formulas of a document, each with its annotation, the context flowing from one to the next. */
export function readDocument(engine: Engine, text: string, options: DocumentOptions = {}): DocumentAnswer {
  const { format = 'markdown', domain, symbols, macros, include } = options;
  const scanned = isPageIgnored(text) ? NOTHING : scan(text, format);
  const allMacros = { ...scanned.macros, ...macros };
  const read = engine
    .reader({
      ...(Object.keys(allMacros).length > 0 && { macros: allMacros }),
      ...((domain !== undefined || symbols !== undefined) && {
        context: { ...(domain !== undefined && { domain }), ...(symbols !== undefined && { symbols }) },
      }),
      ...(include !== undefined && { include }),
    })
    .open();
  const position = createPositions(text);
  const formulas: DocumentFormula[] = [];
  let leftOut = 0;
  for (const { passage, formulas: found } of toPassages(scanned.blocks)) {
    const room = MAX_DOCUMENT_FORMULAS - formulas.length;
    leftOut += Math.max(0, found.length - room);
    if (room <= 0) continue;
    const bounded = { ...passage, formulas: passage.formulas.map(withinBounds).slice(0, room) };
    const annotations = read(bounded);
    for (const [i, annotation] of annotations.entries()) {
      const formula = found[i];
      if (formula !== undefined) formulas.push(toFormula(formula, withFault(annotation, formula), position));
    }
  }
  return { formulas, left_out: leftOut, versions: engine.versions };
}

function scan(text: string, format: DocumentFormat): Scanned {
  return format === 'latex' ? scanLatex(text) : scanMarkdown(text, format);
}

/** Nothing longer is read anywhere; `withFault` says so. */
function withinBounds(latex: string): string {
  return latex.length > MAX_LATEX_LENGTH ? '' : latex;
}

function withFault(annotation: Annotation, { latex, fault }: FoundFormula): Annotation {
  const errors: ErrorEntry[] = [];
  if (fault !== undefined) {
    errors.push({ code: 'document/unclosed', message: fault, span: [0, latex.length], hint: 'close it' });
  }
  if (latex.length > MAX_LATEX_LENGTH) {
    const message = `the formula has ${latex.length} characters, ${MAX_LATEX_LENGTH} are allowed`;
    errors.push({ code: 'latex/too-long', message, span: [MAX_LATEX_LENGTH, latex.length], hint: 'split it' });
  }
  if (errors.length === 0) return annotation;
  const own = latex.length > MAX_LATEX_LENGTH || latex === '' ? [] : annotation.errors;
  return { ...annotation, latex, errors: [...errors, ...own] };
}

function toFormula(
  { latex, span, offsets, display }: FoundFormula,
  annotation: Annotation,
  position: ReturnType<typeof createPositions>,
): DocumentFormula {
  return {
    span: [span[0], span[1]],
    ...position(span[0]),
    display,
    latex,
    offsets: offsets.map(([a, b]) => [a, b]),
    annotation,
  };
}
