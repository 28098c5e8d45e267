/**
 * Prose in which each formula is one sign: what stands before and after a symbol can then be told without reading LaTeX.
 * Words are kept as they are; `formulas[k]` is what the k-th sign stands for.
 */
export type Prose = { readonly text: string; readonly formulas: readonly string[] };

/** U+FFFC, "object replacement": it stands for something that is no text, and nobody writes it. */
export const FORMULA = '\uFFFC';

/** Longer ones are no symbols. An escaped dollar is money. */
const INLINE = /(?<!\\)\$\$([^$]{1,2000})\$\$|(?<!\\)\$([^$\n]{1,300})\$|\\\(([^\n]{1,300}?)\\\)/g;

/** Prose as a caller writes it, with its symbols between dollars or `\(…\)`. */
export function toProse(text: string): Prose {
  const formulas: string[] = [];
  const replaced = text.replaceAll(FORMULA, ' ').replace(INLINE, (_whole, display, inline, bracketed) => {
    formulas.push(String(display ?? inline ?? bracketed));
    return FORMULA;
  });
  return { text: replaced, formulas };
}

/** What stands left and right of each formula, as far as a sentence could speak of it. */
export type Place = { readonly index: number; readonly left: string; readonly right: string };

const FAR = 120;

export function placesOf({ text }: Prose): Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(FORMULA); at >= 0; at = text.indexOf(FORMULA, at + 1)) {
    const left = text.slice(Math.max(0, at - FAR), at);
    places.push({ index: places.length, left, right: text.slice(at + 1, at + 1 + FAR) });
  }
  return places;
}
