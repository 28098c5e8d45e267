import type { Builder } from './build.js';
import type { Occurrence } from './occurrence.js';
import { substitute } from './substitute.js';

/**
 * `(\partial_t^2 - \nabla^2 + m^2) \phi`: a sum of operators before what they work on says what each does to it, as does
 * `\partial_t^2 \phi - \nabla^2 \phi + m^2 \phi`; and `(v \cdot \nabla) w` is `v \cdot \nabla w`. The factors with the last
 * such factor applied to all that follows it.
 */
export function applyOperators(build: Builder, factors: readonly Occurrence[]): readonly Occurrence[] {
  const at = factors.findLastIndex((f) => (f.node.op === 'add' && f.kids.some(waits)) || isAlong(f));
  const operators = factors[at];
  const operand = factors.slice(at + 1);
  if (!operators || operand.length === 0) return factors;
  if (isAlong(operators)) return [...factors.slice(0, at), fill(build, operators, build.mul(operand, null))];
  const applied = operators.kids.map((term) =>
    waits(term) ? fill(build, term, build.mul(operand, null)) : build.mul([term, ...operand], null),
  );
  return [...factors.slice(0, at), build.add(applied, null)];
}

/** `(v \cdot \nabla)`: the change along v of what follows. */
function isAlong({ node, kids }: Occurrence): boolean {
  return (node.op === 'mul' || node.op === 'inner' || node.op === 'seq') && kids.some(waits);
}

/** A derivative of nothing, alone or with factors before it. */
function waits(o: Occurrence): boolean {
  if (o.node.op === 'mul') return o.kids.some(waits);
  return o.node.op === 'deriv' && isOpen(o.kids[0]);
}

function isOpen(o: Occurrence | undefined): boolean {
  return o?.node.op === 'dots' && o.node.data === 'placeholder';
}

function fill(build: Builder, term: Occurrence, operand: Occurrence): Occurrence {
  return substitute(build, term, (part) => (isOpen(part) ? operand : undefined));
}
