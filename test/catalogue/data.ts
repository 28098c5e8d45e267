import { parse } from 'yaml';
import type { CatalogueData } from '../../src/index.js';
import { filesIn, readText } from '../repository/files.js';

/** The data files as they lie in `data/` now. */
export function dataAsItLies(): CatalogueData {
  const read = (folder: string) =>
    filesIn(folder)
      .filter((path) => path.endsWith('.yaml'))
      .map((file) => ({ file, data: parse(readText(file)) as unknown }));
  return { concepts: read('data/concepts'), symbols: read('data/symbols') };
}

/** Formulas from the concept files, every n-th concept one that it must match and one that it must not. */
export function sampleFormulas({ concepts }: CatalogueData, every: number): string[] {
  type File = {
    readonly matches?: readonly (string | { readonly latex: string })[];
    readonly near_misses?: readonly { readonly latex: string; readonly silent?: boolean }[];
  };
  return concepts
    .filter((_, i) => i % every === 0)
    .flatMap(({ data }) => {
      const { matches = [], near_misses = [] } = data as File;
      const spoken = near_misses.filter((miss) => !miss.silent);
      return [...matches.slice(0, 1), ...spoken.slice(0, 1)].map((m) => (typeof m === 'string' ? m : m.latex));
    });
}
