import { compileCatalogue, type RawConcept } from './compile.js';
import { type Convention, compileConventions } from './conventions.js';
import { buildNet, type Net } from './net.js';
import type { Concept, Pattern } from './pattern.js';
import type { CatalogueProblem } from './schema.js';

export type { Convention } from './conventions.js';
export type { Net } from './net.js';
export type { Concept, Pattern } from './pattern.js';
export type { CatalogueProblem } from './schema.js';

/** The data as it lies in `data/`: what `generated.ts` holds as JSON. */
export type CatalogueData = {
  readonly concepts: readonly RawConcept[];
  readonly symbols: readonly { readonly file: string; readonly data: unknown }[];
};

/** The catalogue, ready for use: immutable, and shared by any number of engines. */
export type Catalogue = {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly patterns: readonly Pattern[];
  readonly net: Net;
  readonly conventions: readonly Convention[];
  readonly problems: readonly CatalogueProblem[];
  /** Changes whenever the data does. */
  readonly version: string;
};

export function loadCatalogue(data: CatalogueData): Catalogue {
  const { concepts, patterns, problems } = compileCatalogue(data.concepts);
  const symbols = compileConventions(data.symbols);
  return {
    concepts,
    patterns,
    net: buildNet(patterns),
    conventions: symbols.conventions,
    problems: [...problems, ...symbols.problems],
    version: versionOf(JSON.stringify([data.concepts, data.symbols])),
  };
}

/** FNV-1a over the text, twice with different seeds: 64 bits are enough to tell catalogues apart. */
function versionOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
