import type { Span } from '../expr/span.js';
import type { DerivativeExpr, Expr } from '../expr/types.js';
import type { SyntaxNode } from '../syntax/tree.js';
import type { Item } from './items.js';
import { type Reader, rowItems } from './reader.js';
import type { Survey } from './survey.js';
import { itemKey } from './survey.js';

/** Letters of fields that change in time and space; of stresses and moments (σ, S, I) two equal letters are a place in a table. */
const FIELDS = /^([uvwfgVUHFCcqp]|phi|varphi|psi|theta)$/;
const PLACES = /^([xyztrsS]|tau)$/;

/**
 * `u_t = k u_{xx}`: subscripts that differentiate. The formula shows it by a letter twice in one subscript (`u_{xx}`) and another
 * letter, of time or place, below the same base (`u_t`, `u_{yy}`), or by its Laplacian (`u_t = k \nabla^2 u`).
 */
export function slopeBySubscript(r: Reader, base: Expr, item: Item, span: Span): DerivativeExpr | null {
  if (base.kind !== 'symbol' || base.font || !item.sub || item.primes > 0 || !FIELDS.test(item.name)) return null;
  const places = r.survey.changing.has(itemKey(item)) ? placesIn(rowItems(r, item.sub)) : null;
  if (!places) return null;
  const variables = new Map<string, { variable: Expr; order: number }>();
  for (const place of places) {
    const known = variables.get(place.name);
    if (known) known.order++;
    else variables.set(place.name, { variable: { kind: 'symbol', ...place }, order: 1 });
  }
  return {
    kind: 'derivative',
    op: 'partial',
    body: base,
    variables: [...variables.values()],
    order: places.length,
    span,
  };
}

type Place = { readonly name: string; readonly span: Span };

/** The letters of a subscript, if all are of time or place; `SS` was read as one word. */
function placesIn(items: readonly Item[]): readonly Place[] | null {
  const places: Place[] = [];
  for (const { type, name, font, scripted, start, end } of items) {
    const letters = type === 'word' && name.length === 2 ? [...name] : type === 'letter' ? [name] : [''];
    if (scripted || font !== undefined || !letters.every((letter) => PLACES.test(letter))) return null;
    letters.forEach((letter, i) => {
      places.push({ name: letter, span: letters.length > 1 ? [start + i, start + i + 1] : [start, end] });
    });
  }
  return places.length > 0 ? places : null;
}

/** Bases with a doubled letter in one subscript and another letter of time or place in a second one, or with t below and a Laplacian. */
export function changingBases(
  subscripts: ReadonlyMap<string, readonly SyntaxNode[]>,
  curved: ReadonlySet<string>,
  itemsOf: (node: SyntaxNode) => readonly Item[],
): Survey['changing'] {
  const found = new Set<string>();
  for (const [base, nodes] of subscripts) {
    const rows = nodes.map((node) => placesIn(itemsOf(node)) ?? []);
    const doubled = new Set(
      rows.filter((row) => row.length > 1 && row[0]?.name === row[1]?.name).map((row) => row[0]?.name),
    );
    const others = rows.some((row) => row.some((one) => !doubled.has(one.name)));
    const inTime = rows.some((row) => row.length > 0 && row.every((one) => one.name === 't'));
    if (inTime && curved.has(base)) found.add(base);
    else if (doubled.size > 1 || (doubled.size === 1 && others)) found.add(base);
  }
  return found;
}
