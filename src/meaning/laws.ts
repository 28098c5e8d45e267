import { joinSpans } from '../expr/span.js';
import type { Expr, SymbolExpr } from '../expr/types.js';
import { assume, type Reader } from './reader.js';

type Applied = { readonly head: Expr; readonly args: readonly Expr[] };

/** A law and what it is a law of, wherever its condition is written. */
export function lawOf(r: Reader, head: Expr, args: readonly Expr[]): Applied {
  return conditionBelow(r, head, args) ?? { head: plainLaw(r, head, args), args };
}

/** `f_{Y \mid X = x}(y)` is `f(y \mid x)`: what is known stands below, behind the bar. */
function conditionBelow(r: Reader, head: Expr, args: readonly Expr[]): Applied | null {
  if (head.kind !== 'indexed' || head.base.kind !== 'symbol' || !isLaw(head.base)) return null;
  const [below, ...more] = head.indices;
  if (below?.kind !== 'list' || more.length > 0 || args.length !== 1) return null;
  const bar = below.items.findIndex((e) => e.kind === 'symbol' && (e.name === '|' || e.name === 'mid'));
  const named = below.items.slice(0, Math.max(bar, 0)).filter((e) => e.kind !== 'hole');
  const given = below.items.slice(bar + 1);
  const values = given.flatMap((e) => (e.kind === 'relation' && e.ops.join() === '=' ? e.sides.slice(1) : []));
  const [arg] = args;
  const [known] = values;
  if (
    values.length < given.length ||
    !known ||
    !arg ||
    named.map(capitals).join('') !== argumentLetters(args).split('|')[0]
  )
    return null;
  assume(r, head.span, 'the law given what stands behind the bar', 'the label says what is known', [
    'one function by this name',
  ]);
  if (arg.kind === 'conditional') return { head: head.base, args };
  return {
    head: head.base,
    args: [{ kind: 'conditional', left: args, right: values, bar: 'single', span: joinSpans(known.span, arg.span) }],
  };
}

/**
 * `p_{X,Y}(x, y)`, `f_{Y|X}(y \mid x)`: capitals below a law that repeat its arguments only say whose law it is. The law is then told
 * by its arguments, as in `p(x, y)`, which is how most formulas are written. `p_X(z)` keeps its label.
 */
function plainLaw(r: Reader, head: Expr, args: readonly Expr[]): Expr {
  const law = labelledLaw(head);
  if (!law || law.label === '' || law.label !== argumentLetters(args)) return head;
  assume(r, head.span, 'the law of what stands in the brackets', 'the label repeats the arguments', [
    'one function by this name',
  ]);
  return law.plain;
}

type Labelled = { readonly plain: SymbolExpr; readonly label: string };

function labelledLaw(head: Expr): Labelled | null {
  if (head.kind === 'symbol' && head.label !== undefined) {
    const { label, ...plain } = head;
    return isLaw(plain) && /^[A-Z]+$/.test(label) ? { plain, label } : null;
  }
  if (head.kind !== 'indexed' || head.base.kind !== 'symbol' || !isLaw(head.base)) return null;
  if (head.places.some((place) => place !== 'sub')) return null;
  const label = head.indices.map(capitals).join('');
  return /^[A-Z|]+$/.test(label) ? { plain: head.base, label } : null;
}

function isLaw(e: SymbolExpr): boolean {
  return /^[fpqFPQ]$/.test(e.name) && !e.primes;
}

/** The capitals of a subscript, with the bar between them; `?` for anything else. */
function capitals(e: Expr): string {
  if (e.kind === 'list') return e.items.map(capitals).join('');
  if (e.kind === 'hole') return '';
  if (e.kind !== 'symbol' || e.accents || e.primes) return '?';
  if (e.name === '|' || e.name === 'mid') return '|';
  return /^[A-Z]$/.test(e.name) ? e.name : '?';
}

/** The arguments in capitals: `Y|X` for `(y \mid x)`; `?` for what is no small letter. */
function argumentLetters(args: readonly Expr[]): string {
  return args
    .map((e): string => {
      if (e.kind === 'conditional')
        return e.bar === 'single' ? `${argumentLetters(e.left)}|${argumentLetters(e.right)}` : '?';
      return e.kind === 'symbol' && /^[a-z]$/.test(e.name) && !e.primes ? e.name.toUpperCase() : '?';
    })
    .join('');
}
