import { type Occurrence, sourcesOf } from '../canon/index.js';
import { balancedPieces, joinSpans, type Span } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Expr, Reading } from '../expr/types.js';

import type { Match } from './bindings.js';

/** Spans of what a match covers, in pieces that can be cut out of the text. */
export function spansOf(match: Match, { latex, expr }: Reading): Span[] {
  return coveredSpans(match, expr).flatMap((span) => balancedPieces(latex, span));
}

/** Neighbours that touch, or have only numbers and signs between them, are one. */
function coveredSpans(match: Match, root: Expr): Span[] {
  const sources = match.covered.flatMap(sourcesOf);
  const spans = sources.flatMap(spansOfExpr).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last && span[0] <= last[1]) merged[merged.length - 1] = joinSpans(last, span);
    else merged.push(span);
  }
  if (merged.length < 2 && match.covered.every((o) => o.src)) return merged;
  return widen(merged, root, match.whole);
}

/** A line that leaves out its left side does not cover the left side it inherits. */
function spansOfExpr(e: Expr): Span[] {
  if (e.kind !== 'relation' || !e.inheritsLeft) return [e.span];
  const sides = e.sides.slice(1);
  return sides.length > 0 ? [sides.map((s) => s.span).reduce(joinSpans)] : [];
}

/**
 * To the smallest source node around all pieces, where everything it adds is numbers only: the numbers of the form, and beside a
 * match that leaves factors over no number but 1, since a mean times 2 is no mean.
 */
function widen(spans: readonly Span[], root: Expr, isWhole: boolean): Span[] {
  const first = spans[0];
  if (!first) return [...spans];
  const whole = spans.reduce(joinSpans);
  const around = smallestAround(root, whole);
  if (!around || !onlyNumbersBeside(around, spans, isWhole)) return [...spans];
  return [around.span];
}

function smallestAround(e: Expr, span: Span): Expr | undefined {
  if (e.span[0] > span[0] || e.span[1] < span[1]) return undefined;
  for (const child of children(e)) {
    const inner = smallestAround(child, span);
    if (inner) return inner;
  }
  return e;
}

function onlyNumbersBeside(e: Expr, spans: readonly Span[], isWhole: boolean): boolean {
  const inside = spans.some((s) => s[0] <= e.span[0] && e.span[1] <= s[1]);
  if (inside) return true;
  if (e.kind === 'number') return isWhole || e.value === 1;
  const kids = children(e);
  if (kids.length === 0) return false;
  return kids.every((kid) => onlyNumbersBeside(kid, spans, isWhole));
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((n, [a, b]) => n + b - a, 0);
}

export function within(inner: readonly Span[], outer: readonly Span[]): boolean {
  return inner.every((s) => outer.some((o) => o[0] <= s[0] && s[1] <= o[1]));
}

export function disjoint(a: readonly Span[], b: readonly Span[]): boolean {
  return a.every((s) => b.every((t) => s[1] <= t[0] || t[1] <= s[0]));
}

export function occurrenceSpan(o: Occurrence): Span | undefined {
  const spans = sourcesOf(o).map((e) => e.span);
  return spans.length > 0 ? spans.reduce(joinSpans) : undefined;
}
