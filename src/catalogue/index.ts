import { compileCatalogue, inOrder, type RawConcept } from './compile.js';
import { compileConventions } from './conventions.js';
import { buildNet, type Net } from './net.js';
import { type PackedCatalogue, type Parts, packCatalogue, unpackCatalogue } from './pack.js';

export type { RawConcept } from './compile.js';
export type { Convention } from './conventions.js';
export type { Net } from './net.js';
export type { PackedCatalogue } from './pack.js';
export type { Concept, Pattern } from './pattern.js';
export type { CatalogueProblem } from './schema.js';

/** The data as it lies in `data/`, read from YAML. */
export type CatalogueData = {
  readonly concepts: readonly RawConcept[];
  readonly symbols: readonly RawConcept[];
};

/** The catalogue, ready for use: immutable, and shared by any number of engines. */
export type Catalogue = Parts & { readonly net: Net };

/** Checks and compiles data files; the order in which they come changes nothing. */
export function loadCatalogue(data: CatalogueData): Catalogue {
  return ready(compileData(data));
}

/** Puts together a catalogue that was compiled before. */
export function loadCompiled(packed: PackedCatalogue): Catalogue {
  return ready(unpackCatalogue(packed));
}

/** Compiles data files into plain data for `loadCompiled`. */
export function compileForShipping(data: CatalogueData): PackedCatalogue {
  return packCatalogue(compileData(data), { concepts: inOrder(data.concepts), symbols: inOrder(data.symbols) });
}

/** The data that a packed catalogue was compiled from. */
export function dataOf({ concepts, refused, symbols }: PackedCatalogue): CatalogueData {
  return {
    concepts: inOrder([...concepts.map(({ path, file }) => ({ file: path, data: file })), ...refused]),
    symbols,
  };
}

function ready(parts: Parts): Catalogue {
  return { ...parts, net: buildNet(parts.patterns) };
}

function compileData(data: CatalogueData): Parts {
  const { concepts, patterns, problems } = compileCatalogue(data.concepts);
  const symbols = compileConventions(inOrder(data.symbols));
  return {
    concepts,
    patterns,
    conventions: symbols.conventions,
    problems: [...problems, ...symbols.problems],
    version: versionOf(JSON.stringify([[...concepts.values()].map((c) => [c.path, c.file]), inOrder(data.symbols)])),
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
