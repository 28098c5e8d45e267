import type { Concept } from '../catalogue/index.js';
import { exprKey } from '../expr/key.js';
import { evaluate, type Given, isFiniteValue, type PlainValue, toPlain } from '../math/index.js';
import { kindsOfRoles, statements, withGuards } from './concept-value.js';

const BUDGET = 200_000;

export type Example = { readonly latex: string; readonly value: PlainValue };

/**
 * What the concept comes to for the values of its example: the definition, or the first form that these values suffice for.
 * Undefined where none can be computed.
 */
export function computeExample(concept: Concept): Example | undefined {
  const { example } = concept.file;
  if (Object.keys(example).length === 0) return undefined;
  const given = Object.entries(example).map(([latex, value]): Given => ({ expr: concept.read(latex), value }));
  const names = new Set(given.map((g) => exprKey(g.expr)));
  for (const { latex, expr: statement } of statements(concept)) {
    const { expr } = withGuards(concept, statement, (key) => !names.has(key));
    const result = evaluate({ expr, given, kinds: kindsOfRoles(concept), budget: BUDGET });
    if (result.ok && isFiniteValue(result.value.value)) return { latex, value: toPlain(result.value.value) };
  }
  return undefined;
}
