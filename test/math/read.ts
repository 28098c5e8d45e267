import type { Expr, SymbolKind } from '../../src/expr/types.js';
import { type EvaluateResult, evaluate, type Given, toPlain } from '../../src/math/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

export type ReadFormula = { readonly expr: Expr; readonly kinds: ReadonlyMap<string, SymbolKind> };

export function readFormula(latex: string): ReadFormula {
  const reading = read(parse(latex));
  return { expr: reading.expr, kinds: new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind])) };
}

export function givenValues(values: Readonly<Record<string, unknown>>): readonly Given[] {
  return Object.entries(values).map(([latex, value]) => ({ expr: readFormula(latex).expr, value }));
}

export function evaluateLatex(latex: string, values: Readonly<Record<string, unknown>> = {}): EvaluateResult {
  return evaluate({ ...readFormula(latex), given: givenValues(values) });
}

/** The value as plain data, or the code of the error. */
export function valueOfLatex(latex: string, values: Readonly<Record<string, unknown>> = {}): unknown {
  const result = evaluateLatex(latex, values);
  return result.ok ? toPlain(result.value.value) : result.error.code;
}
