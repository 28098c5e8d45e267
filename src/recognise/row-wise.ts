import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import { extendScope, isArray, itemsOf, type Scope, type Value } from '../math/index.js';

/**
 * A definition of one index over what is a matrix (`\\operatorname{softmax}(Q K^\\top)`): it holds of every row. For each row the
 * definition's scope in which the family is that row; undefined where the family is no matrix.
 */
export function rowScopes(target: Expr, index: string, scope: Scope): readonly RowScope[] | undefined {
  const role = familyAt(target, index);
  const whole = role === undefined ? undefined : scope.source.symbol(symbolKey(role), role, scope);
  if (role === undefined || whole === undefined || !isArray(whole) || whole.shape.length !== 2) return undefined;
  const [height, width] = whole.shape as [number, number];
  const items = itemsOf(whole);
  const key = symbolKey(role);
  const columns = Array.from({ length: width }, (_, k) => k + 1);
  return Array.from({ length: height }, (_, row) => ({
    columns,
    scope: extendScope(scope, {
      indexed: (family, [k, ...rest]): Value | undefined =>
        family === key && k !== undefined && rest.length === 0 ? items[row * width + k - 1] : undefined,
      domain: (domain, _scope, body) => {
        const [variable] = domain.variables;
        return variable && familyAt(body, exprKey(variable)) ? columns : undefined;
      },
    }),
  }));
}

export type RowScope = { readonly columns: readonly number[]; readonly scope: Scope };

/** The letter that stands with this index alone. */
function familyAt(e: Expr, index: string): Expr | undefined {
  let found: Expr | undefined;
  walk(e, (node) => {
    const [only] = node.kind === 'indexed' && node.indices.length === 1 ? node.indices : [];
    if (node.kind === 'indexed' && only && exprKey(only) === index) found ??= node.base;
  });
  return found;
}
