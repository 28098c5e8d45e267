import { exprKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import { difference, freshVariable, generalise } from './elision-family.js';

/** `p(x_n \mid x_1, x_2, \dots, x_{n-1})` as `p(x_n \mid x_1, \dots, x_{n-1})`: the dots say where the list goes on from its first. */
export function shortenLists(e: Expr): Expr {
  if (e.kind === 'apply') {
    const args = shorten(e.args);
    return args === e.args ? e : { ...e, args };
  }
  if (e.kind !== 'conditional') return e;
  const [left, right] = [shorten(e.left), shorten(e.right)];
  return left === e.left && right === e.right ? e : { ...e, left, right };
}

function shorten(items: readonly Expr[]): readonly Expr[] {
  const dots = items.findIndex((item) => item.kind === 'hole' && item.name === 'dots');
  const last = items[dots + 1];
  if (dots < 2 || !last) return items;
  let from = dots - 1;
  while (from > 0 && isNext(items[from - 1], items[from], last)) from--;
  return from < dots - 1 ? [...items.slice(0, from + 1), ...items.slice(dots)] : items;
}

/** True for two neighbours whose index goes up or down by one, and whose like the last of the list is. */
function isNext(a: Expr | undefined, b: Expr | undefined, last: Expr): boolean {
  if (!a || !b) return false;
  const variable = freshVariable(a, b, last);
  const step = generalise(a, b, isOneApart, variable);
  const whole = generalise(a, last, () => true, variable);
  return step !== undefined && whole !== undefined && exprKey(whole.template) === exprKey(step.template);
}

function isOneApart(a: Expr, b: Expr): boolean {
  const rest = difference(a, b);
  return rest?.size === 1 && Math.abs(rest.get('') ?? 0) === 1;
}
