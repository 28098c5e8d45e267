import type { Engine } from '../engine.js';
import type { Explanation, SymbolContext } from '../explain/schema.js';

export type Lens = Exclude<keyof Explanation, 'gist'>;

/** Options of both plugins. */
export type FormulensOptions = {
  /** Field whose conventions hold on all pages: "machine-learning"; headings may tell it where it is left out. */
  readonly domain?: string;
  /** Macros in KaTeX's format. */
  readonly macros?: Readonly<Record<string, string>>;
  /** What is known of symbols on all pages, by their LaTeX. */
  readonly symbols?: Readonly<Record<string, SymbolContext>>;
  /** The lenses that readers see; all three unless said. */
  readonly lenses?: readonly Lens[];
  /** Address before the id of a concept, for links to its page: "https://formulens.example/v1/concepts/". */
  readonly conceptHref?: string;
  /** Address at which the site serves `formulens/core`, for numbers that readers put in. */
  readonly core?: string;
  /**
   * How the answers reach the page: in a script element that holds data only, in an attribute (for pages that are compiled by
   * Vue or React, which take no scripts), or in one file a page: a function is given its JSON, puts it somewhere, and says
   * where ("/formulens/3f2a.json").
   */
  readonly embed?: 'script' | 'attribute' | ((json: string, page: PageInfo) => string);
  /** What becomes of formulas of which there is nothing to say: set plainly, or left to the plugin that comes after. */
  readonly plain?: 'render' | 'leave';
  /** Tell also of formulas that were read and in which nothing known was found. */
  readonly all?: boolean;
  /** An engine of your own: another catalogue. */
  readonly engine?: Engine;
};

/** What is known of the page that is built. */
export type PageInfo = { readonly path: string | undefined };
