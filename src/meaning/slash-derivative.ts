import type { Span } from '../expr/span.js';
import type { Expr } from '../expr/types.js';

/** `dy/dx`, `\partial f/\partial x` and `\partial^2 f/\partial x \partial y` are derivatives, not quotients. */
export function slashDerivative(numerator: Expr, denominator: Expr, span: Span): Expr | null {
  const top = changeOf(numerator);
  const below = (denominator.kind === 'multiply' ? denominator.factors : [denominator]).map(changeOf);
  if (!top || !/^(d|partial|delta)$/.test(top.sign) || below.some((b) => b?.sign !== top.sign)) return null;
  const variables = below.flatMap((b) => (b ? [{ variable: b.of, order: b.order }] : []));
  const op = top.sign === 'd' ? 'total' : top.sign === 'partial' ? 'partial' : 'variation';
  return { kind: 'derivative', op, body: top.of, variables, order: top.order, span };
}

/** `\partial f`, `\partial^2 f` above the line, `\partial x^2` below it. */
function changeOf(e: Expr): { readonly sign: string; readonly of: Expr; readonly order: Expr | number } | null {
  if (e.kind === 'differential') {
    return e.arg.kind === 'power'
      ? { sign: e.sign, of: e.arg.base, order: asOrder(e.arg.exponent) }
      : { sign: e.sign, of: e.arg, order: 1 };
  }
  if (e.kind === 'multiply' && e.factors.length === 2) {
    const [sign, of] = e.factors as [Expr, Expr];
    const d = sign.kind === 'power' && sign.base.kind === 'symbol' && sign.base.name === 'd';
    return d ? { sign: 'd', of, order: asOrder(sign.exponent) } : null;
  }
  if (e.kind === 'derivative' && e.op === 'partial' && e.variables.length === 0 && e.body)
    return { sign: 'partial', of: e.body, order: e.order };
  if (e.kind !== 'power' || e.base.kind !== 'differential') return null;
  return { sign: e.base.sign, of: e.base.arg, order: asOrder(e.exponent) };
}

function asOrder(e: Expr): Expr | number {
  return e.kind === 'number' ? e.value : e;
}
