import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';

/** Heads that compare two laws: `D(p \\| q)`. */
const DIVERGENCES = /^(D|d|K|R|S|H|I|J|KL|JS|TV|W)$/;

/**
 * `h(\mathbf x \,\Vert\, \mathbf y)`: what a function other than a divergence takes is put end to end, if bold letters stand on
 * both sides of the double bar.
 */
export function joinedArguments(head: Expr, args: readonly Expr[]): readonly Expr[] {
  const [only] = args;
  if (only?.kind !== 'conditional' || only.bar !== 'double' || args.length > 1) return args;
  const base = head.kind === 'indexed' ? head.base : head;
  if (base.kind === 'symbol' && DIVERGENCES.test(base.name)) return args;
  const parts = partsOf(only);
  return parts?.every(holdsBold) ? [{ kind: 'concat', items: parts, span: only.span }] : args;
}

function partsOf(e: Expr): readonly Expr[] | null {
  if (e.kind !== 'conditional') return [e];
  const [left, right] = [e.left[0], e.right[0]];
  if (!left || !right || e.left.length > 1 || e.right.length > 1 || e.bar !== 'double') return null;
  const rest = partsOf(right);
  return rest && [left, ...rest];
}

function holdsBold(e: Expr): boolean {
  return (e.kind === 'symbol' && e.font === 'bold') || children(e).some(holdsBold);
}
