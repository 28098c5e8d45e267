import { exprKey } from '../../src/expr/index.js';
import { children, mapChildren, walk } from '../../src/expr/traverse.js';
import type { Expr } from '../../src/expr/types.js';

export type Mutant = { readonly what: string; readonly expr: Expr };

/** Formulas that differ from a formula in one place: a factor dropped, a sign flipped, an index swapped, a divisor removed. */
export function mutantsOf(source: Expr): Mutant[] {
  const letters = indexLetters(source);
  const bounds = boundsOf(source);
  const mutants: Mutant[] = [];
  const visit = (e: Expr, put: (made: Expr) => Expr): void => {
    for (const { what, expr } of changesOf(e, letters)) mutants.push({ what, expr: put(expr) });
    for (const child of children(e)) {
      // A left side only names what is defined.
      if (e.kind === 'relation' && child === e.sides[0]) continue;
      // Another range is another sum of the same kind: forms without bounds take any.
      if (bounds.has(child)) continue;
      visit(child, (made) => put(mapChildren(e, (c) => (c === child ? made : c))));
    }
  };
  visit(source, (made) => made);
  return mutants;
}

function changesOf(e: Expr, letters: readonly Expr[]): Mutant[] {
  switch (e.kind) {
    case 'multiply':
      return e.factors.map((_, i) => {
        const factors = e.factors.filter((_, k) => k !== i);
        const ops = e.ops.filter((_, k) => k !== Math.max(0, i - 1));
        const [only] = factors;
        return { what: 'factor dropped', expr: factors.length === 1 && only ? only : { ...e, factors, ops } };
      });
    case 'add':
      return e.terms.map((term, i) => ({
        what: 'sign flipped',
        expr: { ...e, terms: e.terms.map((t, k) => (k === i ? negated(term) : t)) },
      }));
    case 'negate':
      return [{ what: 'sign flipped', expr: e.arg }];
    case 'divide':
      return [{ what: 'divisor removed', expr: { kind: 'group', brackets: '()', body: e.numerator, span: e.span } }];
    case 'indexed':
      return e.indices.flatMap((index, i) =>
        letters
          .filter((letter) => index.kind === 'symbol' && exprKey(letter) !== exprKey(index))
          .map((letter) => ({
            what: 'index swapped',
            expr: { ...e, indices: e.indices.map((x, k) => (k === i ? letter : x)) },
          })),
      );
    default:
      return [];
  }
}

function negated(e: Expr): Expr {
  return e.kind === 'negate' ? e.arg : { kind: 'negate', arg: e, span: e.span };
}

function boundsOf(source: Expr): ReadonlySet<Expr> {
  const bounds = new Set<Expr>();
  walk(source, (e) => {
    if (e.kind === 'big') for (const child of children(e)) if (child !== e.body) bounds.add(child);
  });
  return bounds;
}

/** Letters that stand as an index somewhere and are bound nowhere: `z_k` over a sum over k is only another way to write `z_i`. */
function indexLetters(source: Expr): readonly Expr[] {
  const found = new Map<string, Expr>();
  const bound = new Set<string>();
  walk(source, (e) => {
    if (e.kind === 'big') for (const v of e.domains.flatMap((d) => d.variables)) bound.add(exprKey(v));
  });
  walk(source, (e) => {
    if (e.kind === 'indexed') for (const i of e.indices) if (i.kind === 'symbol') found.set(exprKey(i), i);
  });
  return [...found].filter(([key]) => !bound.has(key)).map(([, letter]) => letter);
}
