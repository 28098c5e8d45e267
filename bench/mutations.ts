import { exprKey } from '../src/expr/key.js';
import type { Span } from '../src/expr/span.js';
import { children } from '../src/expr/traverse.js';
import type { Expr, ExprOf } from '../src/expr/types.js';

export type MutationKind =
  | 'factor dropped'
  | 'sign flipped'
  | 'index swapped'
  | 'normaliser removed'
  | 'root removed'
  | 'function removed'
  | 'exponent changed'
  | 'operator removed'
  | 'operator exchanged'
  | 'number changed';

/** One edit of the text; `span` is what it replaces. */
export type Mutation = {
  readonly kind: MutationKind;
  readonly span: Span;
  readonly text: string;
  readonly latex: string;
};

/** What is easily taken for one another. */
const EXCHANGED: Readonly<Record<string, string>> = {
  max: 'min',
  min: 'max',
  argmax: 'argmin',
  argmin: 'argmax',
  sum: 'prod',
  product: 'sum',
  sin: 'cos',
  cos: 'sin',
  tanh: 'tan',
  log: 'exp',
  ln: 'exp',
};
const TURNED: Readonly<Record<string, string>> = { le: '\\ge', ge: '\\le', '<': '>', '>': '<' };

/** Every small mistake of these kinds that can be made in a formula, as edits of its text. */
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
  /** Numbers that are changed as exponents, and bounds: another range is another sum of the same kind. */
  const apart = new Set<Expr>();
  const terms = new Set<Expr>();
  visit(root, (e) => {
    if (e.kind === 'big') for (const bound of children(e)) if (bound !== e.body) visit(bound, (x) => apart.add(x));
    if (e.kind === 'power') apart.add(e.exponent);
    if (e.kind === 'root' && e.degree) apart.add(e.degree);
    if (e.kind === 'norm' && e.order) apart.add(e.order);
    if (e.kind === 'add') for (const term of e.terms.slice(1)) terms.add(term);
  });
  visit(root, (e) => {
    if (e.kind === 'multiply') dropFactors(e.factors);
    else if (e.kind === 'add') flipSigns(e.terms);
    else if (e.kind === 'divide') put('normaliser removed', e.span, braced(e.numerator));
    else if (e.kind === 'root') put('root removed', e.span, braced(e.radicand));
    else if (e.kind === 'apply') changeFunction(e);
    else if (e.kind === 'power') changeExponent(e);
    else if (e.kind === 'big') changeOperator(e);
    else if (e.kind === 'relation') turnRelations(e);
    else if (e.kind === 'derivative' && e.body) put('operator removed', e.span, braced(e.body));
    else if (e.kind === 'norm' || e.kind === 'abs' || e.kind === 'transpose' || e.kind === 'inverse')
      put('operator removed', e.span, `(${textOf(e.arg)})`);
    else if (e.kind === 'number' && !apart.has(e)) put('number changed', e.span, ` ${e.value + 1} `);
    if (e.kind === 'norm' && e.order?.kind === 'number') put('exponent changed', e.order.span, `${e.order.value + 1}`);
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
  function changeFunction({ head, args, span }: ExprOf<'apply'>): void {
    const [arg] = args;
    if (head.kind !== 'symbol') return;
    if (arg && args.length === 1) put('function removed', span, `(${textOf(arg)})`);
    exchange(head.name, head.span);
  }
  function changeOperator({ op, body, span }: ExprOf<'big'>): void {
    put('operator removed', span, `(${textOf(body)})`);
    exchange(op, span);
  }
  function exchange(name: string, [from, to]: Span): void {
    const other = EXCHANGED[name];
    const at = latex.slice(from, to).search(new RegExp(`\\\\?${name}`));
    if (other !== undefined && at >= 0)
      put(
        'operator exchanged',
        [from + at, from + at + (latex[from + at] === '\\' ? 1 : 0) + name.length],
        `\\${other} `,
      );
  }
  /** An inequality the other way round. */
  function turnRelations({ ops, sides }: ExprOf<'relation'>): void {
    for (const [i, op] of ops.entries()) {
      const [before, after] = [sides[i], sides[i + 1]];
      const other = TURNED[op];
      if (before && after && other !== undefined)
        put('operator exchanged', [before.span[1], after.span[0]], ` ${other} `);
    }
  }
  /** A power of e is an exponential, which is left out; any other exponent becomes one more. */
  function changeExponent({ base, exponent, span }: ExprOf<'power'>): void {
    const isExponential = base.kind === 'symbol' && base.name === 'exponentialE';
    if (isExponential) put('function removed', span, `(${textOf(exponent)})`);
    else if (exponent.kind === 'number') put('exponent changed', exponent.span, `{${exponent.value + 1}}`);
    else if (base.span[1] <= exponent.span[0]) put('exponent changed', exponent.span, `{${textOf(exponent)} + 1}`);
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
