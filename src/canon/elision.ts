import { exprKey, symbolKey } from '../expr/key.js';
import { joinSpans } from '../expr/span.js';
import { mapChildren } from '../expr/traverse.js';
import type { AddExpr, BigExpr, Expr, MultiplyExpr } from '../expr/types.js';
import { shortenLists } from './dotted-list.js';
import { difference, type Family, generalise, sharesLetter } from './elision-family.js';
import { powerRun } from './power-elision.js';

/**
 * Sums and products written out, with or without dots, as the big operators that they are: `x_1 + \dots + x_n` is
 * $\sum_{k=1}^n x_k$, `w_1 x_1 + w_2 x_2` is $\sum_{k=1}^2 w_k x_k$. What is made up keeps the span of what it stands for.
 */
export function expandElisions(e: Expr): Expr {
  return expand(e, true);
}

/** The same for dots only: `x_1 + x_2` stays the sum of two things, for forms that have two. */
export function expandDots(e: Expr): Expr {
  return expand(e, false);
}

function expand(e: Expr, withoutDots: boolean): Expr {
  const inner = mapChildrenIfChanged(e, (child) => expand(child, withoutDots));
  if (inner.kind === 'add') return withoutDots || inner.terms.some(isDots) ? expandSum(inner) : inner;
  if (inner.kind === 'multiply') return expandProduct(inner);
  return shortenLists(inner);
}

function mapChildrenIfChanged(e: Expr, f: (e: Expr) => Expr): Expr {
  let changed = false;
  const next = mapChildren(e, (child) => {
    const made = f(child);
    if (made !== child) changed = true;
    return made;
  });
  return changed ? next : e;
}

function expandSum(e: AddExpr): Expr {
  const run = longestRun(e.terms) ?? powerRun(e.terms);
  if (!run) return e;
  const sum = bigOver('sum', run);
  const terms = [...e.terms.slice(0, run.from), sum, ...e.terms.slice(run.to)];
  return terms.length === 1 ? sum : { ...e, terms };
}

function expandProduct(e: MultiplyExpr): Expr {
  const dots = e.factors.findIndex(isDots);
  // Without dots a product of indexed letters is just a product.
  if (dots < 0) return e;
  const run = longestRun(e.factors);
  if (run?.from !== 0 || run.to !== e.factors.length) return e;
  return bigOver('product', run);
}

/** Terms from..to (end exclusive) of the list are elements of one family. */
type Run = Family & { readonly from: number; readonly to: number; readonly span: readonly [number, number] };

function bigOver(op: 'sum' | 'product', run: Run): BigExpr {
  const { variable, first, last, template, span } = run;
  return {
    kind: 'big',
    op,
    name: op === 'sum' ? 'sum' : 'prod',
    domains: [{ variables: [variable], range: { kind: 'range', from: first, to: last }, span }],
    body: template,
    span,
  };
}

function isDots(e: Expr): boolean {
  return e.kind === 'hole' && e.name === 'dots';
}

/** Around dots: first and last term, checked against those between. Without dots: neighbours whose indices count up by one. */
function longestRun(items: readonly Expr[]): Run | undefined {
  const dots = items.findIndex(isDots);
  if (dots >= 0) return dots === 0 || dots === items.length - 1 ? undefined : runAroundDots(items, dots);
  for (let from = 0; from + 1 < items.length; from++) {
    let best: Run | undefined;
    for (let to = from + 2; to <= items.length; to++) {
      const run = runBetween(items, from, to);
      if (!run) break;
      best = run;
    }
    if (best) return best;
  }
  return undefined;
}

function runAroundDots(items: readonly Expr[], dots: number): Run | undefined {
  for (let from = 0; from < dots; from++) {
    const [first, last] = [items[from], items[dots + 1]];
    if (!first || !last) continue;
    const between = items.slice(from + 1, dots);
    const span = joinSpans(first.span, last.span);
    const family = generalise(first, last, isCount);
    if (family) {
      if (between.every((t, i) => isElement(family, t, i + 1))) return { ...family, from, to: dots + 2, span };
      continue;
    }
    const moving = movingFamily(first, last);
    if (!moving || !between.every((t) => isMember(moving, first, t))) continue;
    return { ...moving, from, to: dots + 2, span };
  }
  return undefined;
}

function runBetween(items: readonly Expr[], from: number, to: number): Run | undefined {
  const [first, last] = [items[from], items[to - 1]];
  if (!first || !last) return undefined;
  const family = generalise(first, last, isCount);
  if (family?.first.kind !== 'number' || family.last.kind !== 'number') return undefined;
  if (family.last.value - family.first.value !== to - from - 1) return undefined;
  if (!items.slice(from + 1, to - 1).every((t, i) => isElement(family, t, i + 1))) return undefined;
  return { ...family, from, to, span: joinSpans(first.span, last.span) };
}

/** `x_n + \dots + x_{n+p-1}`, `x_t + \dots + x_{t-p+1}`: a family over a stretch that has a letter at both its ends. */
function movingFamily(first: Expr, last: Expr): Family | undefined {
  const family = generalise(first, last, (a, b) => stepsBetween(a, b) !== undefined);
  const steps = family && stepsBetween(family.first, family.last);
  if (!family || !steps) return undefined;
  return steps > 0 ? family : { ...family, first: family.last, last: family.first };
}

function isMember(family: Family, first: Expr, term: Expr): boolean {
  const other = generalise(first, term, (a, b) => stepsBetween(a, b) !== undefined, family.variable);
  return other !== undefined && exprKey(other.template) === exprKey(family.template);
}

/** The sign of b − a where both share a letter and the rest shows it: 1 for `n` and `n + p - 1`, -1 for `t` and `t - 3`. */
function stepsBetween(a: Expr, b: Expr): number | undefined {
  const rest = sharesLetter(a, b) ? difference(a, b) : undefined;
  if (!rest) return undefined;
  const left = [...rest].sort(([x], [y]) => Number(x === '') - Number(y === ''));
  const [main] = left;
  return main && left.length <= 2 ? Math.sign(main[1]) : undefined;
}

function isCount(a: Expr): boolean {
  return a.kind === 'number' && Number.isInteger(a.value);
}

function isElement({ template, variable, first }: Family, term: Expr, step: number): boolean {
  if (first.kind !== 'number') return false;
  const value: Expr = { kind: 'number', value: first.value + step, text: String(first.value + step), span: first.span };
  const put = (e: Expr): Expr =>
    e.kind === 'symbol' && symbolKey(e) === symbolKey(variable) ? value : mapChildren(e, put);
  return exprKey(put(template)) === exprKey(term);
}
