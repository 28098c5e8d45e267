import { sourcesOf } from '../canon/index.js';
import { joinSpans, type Span } from '../expr/span.js';
import type { Expr } from '../expr/types.js';
import type { Candidate } from '../recognise/index.js';
import { matrixWords } from './matrix-words.js';
import { latexOfPiece, rolesOf, uniqueSpans } from './roles.js';
import type { Chunk, Evidence, Explanation, Part } from './schema.js';
import { fillSlots, inlineMath } from './slots.js';

/** Claims as chunks of the answer: a tree by containment, outermost first, with words. */
export function toChunks(latex: string, candidates: readonly Candidate[], meaning: (e: Expr) => string): Chunk[] {
  const ordered = inOrder(candidates);
  const ids = new Map(ordered.map((c, i) => [c, `c${i + 1}`]));
  return ordered.map((candidate) => {
    const { pattern, spans } = candidate;
    const { concept } = pattern;
    const parent = parentOf(candidate, ordered);
    const parts = partsOf(latex, candidate);
    const fade = concept.file.fade.flatMap((letter) => {
      const piece = candidate.match.roles.get(letter)?.places[0]?.pieces[0];
      return piece ? [latexOfPiece(latex, piece)] : [];
    });
    return {
      id: ids.get(candidate) as string,
      parent: parent ? (ids.get(parent) as string) : null,
      concept: concept.id,
      name: concept.file.name,
      is_a: [...concept.ancestors],
      spans,
      latex: spans.map(([a, b]) => latex.slice(a, b)).join(' … '),
      roles: rolesOf(latex, candidate, meaning),
      explanation: explain(latex, candidate, meaning),
      evidence: toEvidence(latex, candidate),
      ...(parts.length > 0 && { parts }),
      ...(fade.length > 0 && { fade }),
    };
  });
}

/** Outermost first, then as they stand: chunk `c1` is the first. */
export function inOrder(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => (a.spans[0]?.[0] ?? 0) - (b.spans[0]?.[0] ?? 0) || extent(b) - extent(a));
}

function extent(c: Candidate): number {
  const [first, last] = [c.spans[0], c.spans[c.spans.length - 1]];
  return first && last ? last[1] - first[0] : 0;
}

/** The smallest chunk around this one; of two at the same place the one that says more is outside. */
export function parentOf(c: Candidate, all: readonly Candidate[]): Candidate | undefined {
  const inside = (inner: Candidate, outer: Candidate): boolean =>
    inner.spans.every((s) => outer.spans.some((o) => o[0] <= s[0] && s[1] <= o[1]));
  const around = all.filter((o) => o !== c && inside(c, o) && (!inside(o, c) || all.indexOf(o) < all.indexOf(c)));
  return around.sort((a, b) => size(a.spans) - size(b.spans) || all.indexOf(b) - all.indexOf(a))[0];
}

function size(spans: readonly Span[]): number {
  return spans.reduce((n, [a, b]) => n + b - a, 0);
}

/** The four texts with the reader's symbols in the slots. */
export function explain(latex: string, candidate: Candidate, meaning: (e: Expr) => string): Explanation {
  const { pattern, match } = candidate;
  const { explain: texts } = pattern.concept.file;
  const special = matrixWords(candidate);
  const roles = rolesOf(latex, candidate, meaning);
  const fill = (withMeaning: boolean) => (slot: string) => {
    const words = special.get(slot);
    if (words !== undefined) return words;
    const role = roles[slot];
    if (!role || role.latex === '') return pattern.concept.roles.get(slot)?.role.name;
    const source = match.roles.get(slot)?.places[0]?.pieces[0]?.src;
    const known = source && withMeaning ? meaning(source) : '';
    return known === '' ? inlineMath(role.latex) : `${inlineMath(role.latex)} (${known})`;
  };
  return {
    gist: fillSlots(texts.gist, fill(true)),
    abstraction: fillSlots(texts.abstraction, fill(false)),
    chunking: fillSlots(texts.chunking, fill(false)),
    action: fillSlots(texts.action, fill(false)),
  };
}

function partsOf(latex: string, { pattern, match }: Candidate): Part[] {
  return Object.entries(pattern.form.parts).flatMap(([name, says]) => {
    const pieces = match.parts.get(name) ?? [];
    const spans = uniqueSpans(
      latex,
      pieces.flatMap((p) => sourcesOf(p).map((e) => e.span)),
    );
    if (spans.length === 0) return [];
    const [from, to] = spans.reduce(joinSpans);
    return [{ name, says, spans, latex: latex.slice(from, to) }];
  });
}

function toEvidence(latex: string, { evidence, match, pattern }: Candidate): Evidence {
  if (evidence.status === 'refuted') throw new Error('a refuted claim is never told');
  const { status, checks, seed } = evidence;
  const base = { status, checks: [...checks], seed };
  if (!('because' in evidence)) return base;
  const because = fillSlots(evidence.because, (slot) => {
    const piece = match.roles.get(slot)?.places[0]?.pieces[0];
    return piece ? inlineMath(latexOfPiece(latex, piece)) : pattern.concept.roles.get(slot)?.role.name;
  });
  return { ...base, because };
}
