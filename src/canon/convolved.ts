import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import type { Expr, MultiplyExpr } from '../expr/types.js';

/**
 * Whether the star between two factors convolves: beside an element of a sequence (`x[n] * h[n]`), and between two signals at one
 * time or frequency (`x(t) * h(t)`). Between functions of x it may be the sign of a plain product.
 */
export function isConvolved(left: Expr | undefined, right: Expr): boolean {
  if (!left) return false;
  if (isSequence(left) || isSequence(right)) return left.kind !== 'number' && right.kind !== 'number';
  const [a, b] = [ungroup(left), ungroup(right)];
  if (a.kind !== 'apply' || b.kind !== 'apply' || !isSignal(a.head) || !isSignal(b.head)) return false;
  const places = a.args.map(exprKey).join();
  const [place] = a.args;
  const timed = a.args.length > 1 || (place !== undefined && isTime(place));
  return timed && places === b.args.map(exprKey).join();
}

/** `f * g` as the head of `(f * g)(t)`. */
export function convolvedHead(head: Expr): MultiplyExpr | undefined {
  const inner = ungroup(head);
  return inner.kind === 'multiply' && inner.ops.every((op) => op === '*') ? inner : undefined;
}

function isSequence(e: Expr): boolean {
  // `y[i] * x[i]` with the index of a list is a product of two of its entries.
  const listed = (index: Expr): boolean => index.kind === 'symbol' && /^[ijlpquvxy]$/.test(index.name);
  return e.kind === 'indexed' && e.places.every((place) => place === 'bracket') && !e.indices.some(listed);
}

function isSignal(head: Expr): boolean {
  const inner = head.kind === 'indexed' ? head.base : head;
  return inner.kind === 'symbol' && /^([a-zA-Z]|delta|phi|varphi|psi)$/.test(inner.name);
}

/** `t`, `\omega`, `e^{j\Omega}`. */
function isTime(e: Expr): boolean {
  if (e.kind === 'power') return e.base.kind === 'symbol' && e.base.name === 'exponentialE';
  return e.kind === 'symbol' && /^([tnk]|tau|omega|Omega)$/.test(e.name);
}
