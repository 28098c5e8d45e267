import { exprKey } from '../src/expr/key.js';
import type { Span } from '../src/expr/span.js';
import { children } from '../src/expr/traverse.js';
import type { Expr } from '../src/expr/types.js';

export type MutationKind = 'factor dropped' | 'sign flipped' | 'index swapped' | 'normaliser removed';

/** One edit of the text; `span` is what it replaces. */
export type Mutation = {
  readonly kind: MutationKind;
  readonly span: Span;
  readonly text: string;
  readonly latex: string;
};

/** Every small mistake of the four kinds that can be made in a formula, as edits of its text. */
export function mutationsOf(latex: string, root: Expr): Mutation[] {
  const found: Mutation[] = [];
  const put = (kind: MutationKind, span: Span, text: string): void => {
    const edited = latex.slice(0, span[0]) + text + latex.slice(span[1]);
    found.push({ kind, span, text, latex: edited });
  };
  const indices = new Map<string, string>();
  visit(root, (e) => {
    if (e.kind !== 'indexed') return;
    for (const index of e.indices) if (index.kind === 'symbol') indices.set(exprKey(index), textOf(index));
  });
  const terms = new Set<Expr>();
  visit(root, (e) => {
    if (e.kind === 'add') for (const term of e.terms.slice(1)) terms.add(term);
  });
  visit(root, (e) => {
    if (e.kind === 'multiply') dropFactors(e.factors);
    else if (e.kind === 'add') flipSigns(e.terms);
    else if (e.kind === 'divide') put('normaliser removed', e.span, braced(e.numerator));
    else if (e.kind === 'indexed') {
      for (const index of e.indices) {
        if (index.kind !== 'symbol') continue;
        const other = [...indices].find(([key]) => key !== exprKey(index))?.[1] ?? 'q';
        put('index swapped', index.span, ` ${other} `);
      }
    } else if (e.kind === 'negate' && !terms.has(e) && latex[e.span[0]] === '-')
      put('sign flipped', [e.span[0], e.span[0] + 1], ' ');
  });
  return found;

  function textOf(e: Expr): string {
    return latex.slice(e.span[0], e.span[1]);
  }
  function braced(e: Expr): string {
    return `{${textOf(e)}}`;
  }
  /** Goes with the sign on its left, the first one with the sign on its right. */
  function dropFactors(factors: readonly Expr[]): void {
    for (const [i, factor] of factors.entries()) {
      const before = factors[i - 1];
      const after = factors[i + 1];
      if (before) put('factor dropped', [before.span[1], factor.span[1]], ' ');
      else if (after) put('factor dropped', [factor.span[0], after.span[0]], ' ');
    }
  }
  function flipSigns(summands: readonly Expr[]): void {
    for (const [i, term] of summands.entries()) {
      const before = summands[i - 1];
      if (!before) continue;
      const from = before.span[1];
      const to = term.kind === 'negate' ? term.arg.span[0] : term.span[0];
      const at = from + latex.slice(from, to).search(/[+-]/);
      if (at >= from) put('sign flipped', [at, at + 1], latex[at] === '+' ? '-' : '+');
    }
  }
}

function visit(e: Expr, look: (e: Expr) => void): void {
  look(e);
  for (const child of children(e)) visit(child, look);
}
