import { FORMULA } from '../explain/prose-text.js';
import type { Passage } from '../explain/reader.js';
import type { Block } from './block.js';
import { createDomains } from './domain.js';

/** Blocks that are read as one, and their formulas. */
export type ReadPassage<F> = { readonly passage: Passage; readonly formulas: readonly F[] };

/** A paragraph that goes on where a display has interrupted it. */
const GOES_ON = /^\s*(?:\p{Ll}|(?:Here|Where|With|In which)\b|[,;.])/u;
/** A paragraph that announces the list after it. */
const ANNOUNCES = /(?::|\bwhere|\bwith)\s*$/iu;
/** Text of a passage that is taken for one; an endless list is cut. */
const LONGEST = 20_000;

/**
 * What belongs together: a paragraph, the displays in it, what goes on behind them ("where $x$ is …"), and a list that it
 * announces. A symbol told of anywhere in there is known to all its formulas.
 */
export function toPassages<F extends { readonly latex: string }>(blocks: readonly Block<F>[]): ReadPassage<F>[] {
  const passages: ReadPassage<F>[] = [];
  const domains = createDomains();
  let text = '';
  let formulas: F[] = [];
  let last: Block<F>['kind'] | undefined;
  let announced = false;

  const flush = (): void => {
    const domain = domains.current();
    if (text.trim() !== '')
      passages.push({
        passage: { text, formulas: formulas.map(({ latex }) => latex), ...(domain !== undefined && { domain }) },
        formulas,
      });
    [text, formulas, last, announced] = ['', [], undefined, false];
  };

  for (const block of blocks) {
    const words = block.pieces
      .map((piece) => (typeof piece === 'string' ? piece.replaceAll(FORMULA, ' ') : FORMULA))
      .join('');
    if (!belongs(block.kind, words)) flush();
    if (block.kind === 'heading') domains.enter(block.level ?? 1, words);
    // A line of its own: patterns of lists look for the beginning of a line.
    text += `${text === '' ? '' : '\n'}${words}`;
    formulas.push(...block.pieces.filter((piece): piece is F => typeof piece !== 'string'));
    if (block.kind !== 'display') announced = ANNOUNCES.test(words) || (announced && block.kind === 'item');
    last = block.kind;
  }
  flush();
  return passages;

  function belongs(kind: Block<F>['kind'], words: string): boolean {
    if (last === undefined || last === 'heading' || kind === 'heading' || text.length > LONGEST) return false;
    if (kind === 'display') return true;
    if (kind === 'item') return announced;
    return last === 'display' && GOES_ON.test(words);
  }
}
