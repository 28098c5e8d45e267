/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Annotation } from '../explain/schema.js';

/**
 * How a page and `<formulens-formula>` talk to each other. The element draws the formula, its marks and (unless `card` is
 * "none") its card; a page that shows tree, card or source of its own follows `formulens-focus` and sets `current`.
 */
export interface FormulaElement extends HTMLElement {
  /** The answer, with `html`; setting it draws anew and brings everything back to rest. */
  annotation: Annotation | undefined;
  /** Id of the stop in focus (see `render/reading-order.ts`: "c1", "c1/numerator", "whole"); `null` at rest. */
  current: string | null;
  /** "beside" floats the card; "none" leaves it to the page. */
  card: 'beside' | 'none';
  /** 0 is all symbols; each step folds one level more into words, up to `depth`. */
  zoom: number;
  readonly depth: number;
  /** Shown in place of the labels, by id: "7.39". */
  values: Readonly<Record<string, string>>;
  /** Folds what is in focus into its name, or opens it again. */
  fold(): void;
  /** Fades what hides the simpler thing in the chunk in focus, or brings it back. */
  fade(): void;
}

/** Bubbling events of the element, by name, with their `detail`. */
export interface FormulaEvents {
  'formulens-focus': { readonly id: string | null };
  'formulens-zoom': { readonly zoom: number };
  /** A key or button asks for something that the page may show in its own place; `preventDefault()` takes it over. */
  'formulens-ask': { readonly what: 'numbers' | 'evidence' | 'mend' | 'help' };
  /** The reader takes a mend: the LaTeX of the whole formula. */
  'formulens-mend': { readonly latex: string };
}
