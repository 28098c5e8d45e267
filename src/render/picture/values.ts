import type { PictureSubject } from '../../explain/picture-subject.js';
import { exprKey, symbolKey } from '../../expr/key.js';
import {
  type EvaluateResult,
  type Evaluator,
  type Given,
  isArray,
  itemsOf,
  type NeededInput,
  toValue,
  type Value,
} from '../../math/index.js';

/** The values that a picture is drawn with. */

/** Operations for one value. */
export const BUDGET = 200_000;

const MADE_UP = [2, 1, 0.1, -1];

/** A letter with its value. */
export type Input = {
  readonly needed: NeededInput;
  readonly value: Value;
  readonly source: 'given' | 'example' | 'made-up';
};
export type Values = { readonly inputs: readonly Input[]; readonly all: readonly Given[] };

/** A value for every letter: the reader's, an example's, or a small number; undefined where a matrix would have to be made up. */
export function completeValues(evaluator: Evaluator, { given, examples }: PictureSubject): Values | undefined {
  const known = new Map<string, Given & { source: Input['source'] }>();
  const isNeeded = inputsOf(evaluator(given, BUDGET)).filter(
    (needed) => !needed.isIndex && needed.inferred === undefined,
  );
  for (const value of examples) {
    const key = symbolKey(value.expr);
    if (isNeeded.some((needed) => needed.key === key)) known.set(key, { ...value, source: 'example' });
  }
  for (const value of given) known.set(exprKey(value.expr), { ...value, source: 'given' });
  // Arrays first: their lengths fix what numbers such as n must be.
  for (const isArrayTurn of [true, false]) {
    for (const needed of inputsOf(evaluator([...known.values()], BUDGET))) {
      if (needed.given || needed.isIndex || needed.inferred !== undefined || known.has(needed.key)) continue;
      const { shape = [] } = needed;
      if (shape.length > 1) return undefined;
      if (isArrayTurn === shape.length > 0) {
        known.set(needed.key, { expr: needed.expr, value: madeUp(shape), source: 'made-up' });
      }
    }
  }
  const all = [...known.values()];
  const inputs = inputsOf(evaluator(all, BUDGET)).flatMap((needed): readonly Input[] => {
    const chosen = known.get(needed.key);
    const value = chosen && toValue(chosen.value);
    return value === undefined ? [] : [{ needed, value, source: chosen?.source ?? 'made-up' }];
  });
  return { inputs, all };
}

function inputsOf(result: EvaluateResult): readonly NeededInput[] {
  return result.ok ? result.value.inputs : result.inputs;
}

function madeUp([length]: readonly (number | null)[]): unknown {
  if (length === undefined) return 1;
  return Array.from({ length: length ?? 3 }, (_, k) => MADE_UP[k % MADE_UP.length]);
}

/** The real numbers of a value; undefined for truth values, complex numbers and what is not finite at all. */
export function realNumbers(value: Value): readonly number[] | undefined {
  if (typeof value === 'number') return [value];
  if (!isArray(value)) return undefined;
  const items = Array.from(itemsOf(value), (item) => (typeof item === 'number' ? item : Number.NaN));
  return items.some(Number.isFinite) ? items : undefined;
}
