import type { MultiplyExpr } from '../expr/types.js';
import type { Builder } from './build.js';
import type { Node } from './node.js';
import type { Occurrence } from './occurrence.js';
import { isScalarLetter } from './shape.js';

/** Factors that stand beside each other, and the looser sign before them. */
export type Run = { readonly op: string; readonly factors: readonly Occurrence[] };

/**
 * `a \odot b`, `a \otimes b`: runs of factors joined by signs that bind more loosely. Numbers beside an elementwise product stand
 * before all of it: `(1 - \beta)\, g \odot g` is a share of `g \odot g`.
 */
export function joinRuns(build: Builder, runs: readonly Run[], e: MultiplyExpr): Occurrence {
  const [only] = runs;
  if (runs.length === 1 && only) return build.mul([...only.factors], e);
  const numbers: Occurrence[] = [];
  const elementwise = runs.slice(1).every((run) => run.op === 'odot');
  const pieces = runs.map(({ op, factors }) => {
    const rest = elementwise ? factors.filter((f) => !isNumeric(f.node)) : factors;
    const kept = rest.length > 0 ? rest : factors;
    numbers.push(...factors.filter((f) => !kept.includes(f)));
    return { op, value: build.mul([...kept], null) };
  });
  // What remains beside the numbers has no expression of its own in the source.
  const whole = numbers.length === 0 ? e : null;
  let result = (pieces[0] as { value: Occurrence }).value;
  for (const { op, value } of pieces.slice(1)) {
    if (op === 'odot') {
      const kids = result.node.op === 'had' ? [...result.kids, value] : [result, value];
      result = build.make('had', '', build.sorted(kids), whole);
    } else result = build.make(op === 'otimes' ? 'outer' : 'op', op === 'otimes' ? '' : op, [result, value], e);
  }
  return numbers.length === 0 ? result : build.mul([...numbers, result], e);
}

/** Made of numbers and small Greek letters alone. */
function isNumeric(node: Node): boolean {
  if (node.op === 'num' || isScalarLetter(node)) return true;
  return /^(add|mul|pow)$/.test(node.op) && node.kids.every(isNumeric);
}
