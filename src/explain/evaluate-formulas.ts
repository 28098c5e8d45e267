import type { Catalogue } from '../catalogue/index.js';
import { type PreparedFormula, prepareFormula } from './evaluate.js';
import type { EvaluateAnswer, EvaluateOptions } from './evaluate-schema.js';
import type { Versions } from './schema.js';

/** Formulas that stay read: whoever moves a slider asks for one formula again and again. */
const KEPT = 64;

/** Evaluation that reads a formula once; what is kept changes how long an answer takes, never what it is. */
export function createFormulas(
  catalogue: Catalogue,
  versions: Versions,
): (latex: string, options?: EvaluateOptions) => EvaluateAnswer {
  const kept = new Map<string, PreparedFormula>();
  return (latex, { values, ...options } = {}) => {
    const key = JSON.stringify([latex, options]);
    const prepared = kept.get(key) ?? prepareFormula(latex, options, catalogue, versions);
    // The one used last is the last to go.
    kept.delete(key);
    kept.set(key, prepared);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return prepared(values);
  };
}
