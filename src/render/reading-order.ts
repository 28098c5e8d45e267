import type { Annotation, Chunk } from '../explain/schema.js';
import type { Span } from '../expr/span.js';
import { partId } from './pieces.js';

/** One stop of a walk through a formula: the whole, a chunk, or a part of one. */
export type Stop = {
  /** As in the markup: "c1", "c1/numerator"; "whole" for a formula that no single chunk covers. */
  readonly id: string;
  readonly kind: 'whole' | 'chunk' | 'part';
  /** Its place in the reading order, from 1: the same in formula, tree and source. */
  readonly number: number;
  readonly depth: number;
  readonly parent: string | null;
  readonly children: readonly string[];
  /** A plain noun phrase, with `$…$` for LaTeX. */
  readonly name: string;
  readonly spans: readonly Span[];
  readonly latex: string;
  /** The chunk that it is, or of which it is a part. */
  readonly chunk: Chunk | undefined;
};

export const WHOLE = 'whole';

type Draft = Omit<Stop, 'number' | 'depth' | 'children'> & { readonly size: number };

/**
 * Outer before inner, then in source order. What lies in a part of a chunk hangs below that part, and a part that is a chunk
 * of its own is told once, as the chunk.
 */
export function readingOrder({ latex, chunks, gist }: Annotation): readonly Stop[] {
  const drafts = [...chunks.map(chunkDraft), ...chunks.flatMap((chunk) => partDrafts(chunk, chunks))];
  const tops = drafts.filter(({ parent }) => parent === null);
  const whole: Draft = {
    id: WHOLE,
    kind: 'whole',
    parent: null,
    name: 'the whole formula',
    spans: [[0, latex.length]],
    latex,
    chunk: undefined,
    size: latex.length,
  };
  const needsWhole = gist !== '' && !(tops.length === 1 && (tops[0]?.size ?? 0) >= latex.trim().length);
  const hung = drafts.map((draft) => ({
    ...draft,
    parent: nearestAround(draft, drafts) ?? (needsWhole ? WHOLE : null),
  }));
  return numbered(needsWhole ? [whole, ...hung] : hung);
}

function chunkDraft(chunk: Chunk): Draft {
  const { id, parent, name, spans, latex } = chunk;
  return { id, kind: 'chunk', parent, name, spans, latex, chunk, size: sizeOf(spans) };
}

function partDrafts(chunk: Chunk, chunks: readonly Chunk[]): Draft[] {
  const inner = chunks.filter(({ id }) => id !== chunk.id);
  return (chunk.parts ?? [])
    .filter(({ spans }) => spans.length > 0 && !inner.some((other) => sameSpans(other.spans, spans)))
    .map(({ name, says, spans, latex }) => ({
      id: partId(chunk.id, name),
      kind: 'part' as const,
      parent: chunk.id,
      name: withoutArticle(says),
      spans,
      latex,
      chunk,
      size: sizeOf(spans),
    }));
}

/** The smallest piece around this one; pieces nest and never cross. */
function nearestAround(draft: Draft, drafts: readonly Draft[]): string | undefined {
  const around = drafts.filter((other) => other !== draft && isAround(other, draft));
  around.sort((a, b) => a.size - b.size || rank(b) - rank(a));
  return around[0]?.id ?? draft.parent ?? undefined;
}

/** A chunk and its part of the same extent: the chunk is outside. Chunks of the same extent nest as their parents say. */
function isAround(outer: Draft, inner: Draft): boolean {
  if (inner.parent === outer.id) return true;
  if (outer.kind === 'part' && outer.parent === inner.id) return false;
  if (!inner.spans.every((span) => outer.spans.some(([start, end]) => start <= span[0] && span[1] <= end)))
    return false;
  return outer.size > inner.size;
}

function rank({ kind }: Draft): number {
  return kind === 'part' ? 1 : 0;
}

function numbered(drafts: readonly Draft[]): readonly Stop[] {
  const children = new Map<string | null, Draft[]>();
  for (const draft of drafts) children.set(draft.parent, [...(children.get(draft.parent) ?? []), draft]);
  for (const siblings of children.values()) siblings.sort((a, b) => startOf(a) - startOf(b) || b.size - a.size);
  const stops: Stop[] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const { size: _, ...draft } of children.get(parent) ?? []) {
      const inner = (children.get(draft.id) ?? []).map(({ id }) => id);
      stops.push({ ...draft, number: stops.length + 1, depth, children: inner });
      walk(draft.id, depth + 1);
    }
  };
  walk(null, 0);
  return stops;
}

function startOf({ spans }: Draft): number {
  return spans[0]?.[0] ?? 0;
}

function sizeOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}

function sameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  return a.length === b.length && a.every((span, index) => span.join() === b[index]?.join());
}

function withoutArticle(says: string): string {
  return says.replace(/^(?:the|an?) /, '');
}
