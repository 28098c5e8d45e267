import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtInData } from '../src/index.js';

/** A formula with the concepts it holds, those that may be claimed too, and those that would be wrong. */
export type LabelledFormula = {
  readonly id: string;
  readonly latex: string;
  readonly expect: readonly string[];
  readonly also_ok?: readonly string[];
  readonly not?: readonly string[];
  readonly domain: string;
  readonly context?: string;
};

/** What is measured on: real formulas that lie beside the project where there are any, otherwise the project's own. */
export type FormulaSet = { readonly source: string; readonly formulas: readonly string[] };

/** The root of the project, seen from the compiled file. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BESIDE = new URL('../../../shared/data/', import.meta.url);

export const OWN_CASES = `${ROOT}bench/cases.jsonl`;

/** Path of a data set that stands beside the project; undefined where it does not. */
export function besidePath(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, BESIDE));
  return existsSync(path) ? path : undefined;
}

export function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

export function loadFormulas(): FormulaSet {
  const corpus = besidePath('dev-corpus.jsonl');
  if (corpus !== undefined) {
    return {
      source: 'the corpus beside the project',
      formulas: readLines<{ latex: string }>(corpus).map((r) => r.latex),
    };
  }
  const own = [...readLines<LabelledFormula>(OWN_CASES).map((r) => r.latex), ...catalogueMatches()];
  return { source: "the project's own formulas", formulas: own };
}

/** Every formula in which a concept file says that its concept is found. */
export function catalogueMatches(): string[] {
  const formulas = builtInData().concepts.flatMap(({ data }) => (data as { matches: readonly Match[] }).matches);
  return formulas.map((m) => (typeof m === 'string' ? m : m.latex));
}

type Match = string | { readonly latex: string };

/** At most so many of the items, spread evenly over all of them. */
export function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T);
}
