import { cpus } from 'node:os';
import { builtInData, createEngine, loadCatalogue } from '../src/index.js';
import { measureAnnotating } from './annotating.js';
import { measureBundles } from './bundles.js';
import { loadFormulas, spread } from './formulas.js';
import { measureGrowth } from './growth.js';
import { measureLoading } from './loading.js';
import { measureMutants } from './mutants.js';
import { measureEvaluating, measureNumbers } from './numbers.js';
import { measurePlugins } from './plugins.js';
import { measurePrograms } from './programs.js';
import { measureReading } from './reading.js';
import { measureScore } from './scoring.js';
import { formatTable, type Section } from './table.js';

/**
 * Prints one table of ratios, all measured in this one run on this one machine. `--short` takes fewer formulas and fewer passes;
 * `--accepted` prints the mutants that are still accepted to standard error, `--only NAME` measures one part.
 */
const short = process.argv.includes('--short');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const passes = short ? 1 : 3;

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);
const { source, formulas } = loadFormulas();
const some = (most: number): readonly string[] => spread(formulas, most);

const parts: Readonly<Record<string, () => Section>> = {
  reading: () => measureReading(short ? some(1000) : formulas, passes + 1),
  annotating: () => measureAnnotating(some(short ? 250 : 1500), catalogue, passes),
  loading: () => measureLoading(catalogue, 5),
  growth: () => measureGrowth(some(short ? 100 : 400), catalogue, passes),
  score: () => measureScore(engine, short ? some(500) : formulas),
  mutants: () =>
    measureMutants(engine, catalogue, (a) => {
      if (process.argv.includes('--accepted'))
        console.error(`${a.judgement.verdict}: ${a.concept}, ${a.kind}: ${a.from}  ->  ${a.to}`);
    }),
  numbers: measureNumbers,
  evaluating: () => measureEvaluating(engine),
  bundles: measureBundles,
  plugins: () => measurePlugins(some(600), passes),
  programs: () => measurePrograms(engine),
};

const sections: Section[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (only === undefined || only === name) sections.push(measure());
}
const { model = 'unknown processor' } = cpus()[0] ?? {};
console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${model}.`);
console.log(`Formulas: ${formulas.length}, from ${source}${short ? ', a sample of them (--short)' : ''}.\n`);
process.stdout.write(formatTable(sections));
