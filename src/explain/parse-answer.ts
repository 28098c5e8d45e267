import { toMathJSON } from '../expr/print-mathjson.js';
import { toOutline } from '../expr/print-outline.js';
import { errorsOf, readFormula } from './formula.js';
import type { ParseAnswer, ParseOptionsInput, Versions } from './schema.js';

/** A formula as it was read, without concepts. */
export function parseFormula(latex: string, options: ParseOptionsInput, versions: Versions): ParseAnswer {
  const { parsed, reading } = readFormula(latex, options);
  return {
    latex,
    ast: reading.expr,
    mathjson: toMathJSON(reading.expr),
    outline: toOutline(reading.expr),
    assumptions: reading.assumptions.map((a) => ({
      ...a,
      span: [a.span[0], a.span[1]],
      alternatives: [...a.alternatives],
    })),
    errors: errorsOf(parsed, reading),
    versions,
  };
}
