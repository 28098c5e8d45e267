import { children } from '../expr/traverse.js';
import type { Expr, Reading, SymbolKind } from '../expr/types.js';
import { type ReadContext, read } from '../meaning/index.js';
import { type ParseResult, parse } from '../syntax/index.js';
import type { AnnotateOptions, ErrorEntry } from './schema.js';

/** What was written, and what it was read as. */
export type ReadFormula = { readonly parsed: ParseResult; readonly reading: Reading };
type Kinds = ReadContext['symbols'];

/** Kinds that prose gives hold where the request says nothing of the symbol. */
export function readFormula(latex: string, options: AnnotateOptions, kinds: Kinds = {}): ReadFormula {
  const parsed = parse(latex, options.macros ? { macros: options.macros } : {});
  return { parsed, reading: read(parsed, readContextOf(options, kinds)) };
}

function readContextOf({ context }: AnnotateOptions, kinds: Kinds): ReadContext {
  const symbols: Record<string, { kind?: SymbolKind; meaning?: string }> = { ...kinds };
  for (const [letter, known] of Object.entries(context?.symbols ?? {})) {
    symbols[letter] = {
      ...symbols[letter],
      ...(known.kind && { kind: known.kind }),
      ...(known.meaning && { meaning: known.meaning }),
    };
  }
  return { symbols, ...(context?.readings && { readings: context.readings }) };
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
    for (const child of children(e)) look(child);
  };
  look(reading.expr);
  return errors;
}
