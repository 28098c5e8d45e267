import type { Annotation } from '../explain/schema.js';
import type { Span } from '../expr/span.js';

/** A piece of a formula that a reader can point at, with the id it carries in the markup (`data-fl`). */
export type Piece = { readonly id: string; readonly spans: readonly Span[] };

/**
 * The pieces of an annotation, outer before inner: chunks (`c1`), their parts (`c1/numerator`), what is faded out of them
 * (`c1~1`), what was probably meant to be a concept (`w1`), and the places to mend in it (`w1/change`).
 */
export function piecesOf({ chunks, warnings }: Pick<Annotation, 'chunks' | 'warnings'>): Piece[] {
  const pieces: Piece[] = [];
  for (const chunk of chunks) {
    pieces.push({ id: chunk.id, spans: chunk.spans });
    for (const part of chunk.parts ?? []) pieces.push({ id: partId(chunk.id, part.name), spans: part.spans });
    for (const [index, latex] of (chunk.fade ?? []).entries()) {
      const role = Object.values(chunk.roles).find((r) => r.latex === latex);
      if (role) pieces.push({ id: fadeId(chunk.id, index), spans: role.spans });
    }
  }
  for (const [index, { spans, within }] of warnings.entries()) {
    const id = warningId(index);
    pieces.push({ id, spans: within }, { id: changeId(id), spans });
  }
  return pieces;
}

export function partId(chunk: string, part: string): string {
  return `${chunk}/${part}`;
}

/** What is left when the piece of this id fades: `index` counts the `fade` of the chunk from 0. */
export function fadeId(chunk: string, index: number): string {
  return `${chunk}~${index + 1}`;
}

export function warningId(index: number): string {
  return `w${index + 1}`;
}

export function changeId(warning: string): string {
  return `${warning}/change`;
}
