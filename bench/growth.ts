import { builtInData, type Catalogue, createEngine, loadCatalogue } from '../src/index.js';
import { multiply } from './multiplied.js';
import { formatRatio, formatTime, type Row, type Section } from './table.js';
import { median, ratios, timeEach, total } from './timing.js';

const TIMES = 10;

/** What a formula costs when the catalogue has ten times the forms, beside what it costs with those that ship. */
export function measureGrowth(formulas: readonly string[], catalogue: Catalogue, passes: number): Section {
  return {
    title: `Growth: ${TIMES} times the forms`,
    rows: (['clones', 'others'] as const).flatMap((how) => growthRows(how, formulas, catalogue, passes)),
  };
}

const NAMES = { clones: 'near-clones', others: 'forms that differ' } as const;

function growthRows(
  how: 'clones' | 'others',
  formulas: readonly string[],
  catalogue: Catalogue,
  passes: number,
): Row[] {
  const large = loadCatalogue(multiply(builtInData(), how, TIMES));
  const [usual, grown] = [createEngine(catalogue), createEngine(large)];
  // Where an added form really matches there is more to prove and to say: only the search is asked about here.
  const isAdded = (concept: string): boolean => !catalogue.concepts.has(concept);
  const alike = formulas.filter((latex) => !grown.annotate(latex).chunks.some((c) => isAdded(c.concept)));
  const [before = [], after = []] = timeEach(
    alike,
    [(latex) => usual.annotate(latex), (latex) => grown.annotate(latex)],
    passes,
  );
  const forms = (c: Catalogue): number => c.patterns.filter((p) => !p.nearMiss).length;
  const perFormula = (times: readonly number[]): string => formatTime(total(times) / alike.length);
  return [
    {
      name: `${NAMES[how]}: ratio of the totals`,
      value: formatRatio(total(after) / total(before)),
      beside: `${perFormula(after)} to ${perFormula(before)} a formula, ${forms(large)} forms to ${forms(catalogue)}`,
    },
    {
      name: `${NAMES[how]}: median ratio`,
      value: formatRatio(median(ratios(after, before))),
      beside: `${alike.length} of ${formulas.length} formulas: those of which added forms claim nothing`,
    },
  ];
}
