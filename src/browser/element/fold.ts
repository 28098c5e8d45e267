import { plainWords } from './plain.js';
import type { Station } from './stations.js';

/** The elements of a piece in the formula of the page. */
export function piecesIn(formula: Element, id: string): readonly HTMLElement[] {
  return [...formula.querySelectorAll<HTMLElement>('.katex-html [data-fl]')].filter((e) => e.dataset.fl === id);
}

/** Marks the pieces in focus and those that fade, in the formula of the page. */
export function lightPieces(formula: Element, on: string | null, faded: ReadonlySet<string>): void {
  for (const piece of formula.querySelectorAll<HTMLElement>('.katex-html [data-fl]')) {
    const id = piece.dataset.fl ?? '';
    piece.classList.toggle('fl-on', id === on);
    const [chunk = ''] = id.split('~');
    piece.classList.toggle('fl-faded', id.includes('~') && faded.has(chunk));
  }
}

/**
 * Puts words in place of symbols. The symbols stay in the page, out of sight, and so does the height of the line: opening gives
 * back exactly what was written, and nothing around the formula moves.
 */
export function foldPieces(formula: Element, folded: readonly Station[]): void {
  for (const words of formula.querySelectorAll('.fl-words')) words.remove();
  for (const piece of formula.querySelectorAll('.fl-folded')) piece.classList.remove('fl-folded');
  for (const { id, name } of folded) {
    const [first, ...others] = piecesIn(formula, id);
    if (!first) continue;
    const words = document.createElement('span');
    words.className = 'fl-words';
    words.textContent = plainWords(name);
    first.prepend(words);
    for (const piece of [first, ...others]) piece.classList.add('fl-folded');
  }
}

/** How many levels there are to fold; a formula that is only named as a whole has none. */
export function levelsOf(stations: readonly Station[]): number {
  const depths = stations.filter(canFold).map(({ depth }) => depth);
  return depths.length === 0 ? 0 : Math.max(...depths) - Math.min(...depths) + 1;
}

/** The stations that are words at a distance: 0 none, each step one level more, from the inside out. */
export function foldedAt(stations: readonly Station[], zoom: number): ReadonlySet<string> {
  const foldable = stations.filter(canFold);
  const deepest = Math.max(...foldable.map(({ depth }) => depth));
  return new Set(foldable.filter(({ depth }) => depth > deepest - zoom).map(({ id }) => id));
}

function canFold({ kind }: Station): boolean {
  return kind === 'chunk' || kind === 'part';
}
