import { spawnSync } from 'node:child_process';
import type { Catalogue } from '../src/index.js';
import { formatRatio, formatTime, type Section } from './table.js';
import { median } from './timing.js';

/** Prints how long the modules, and then the catalogue, take in a process that has done nothing before. */
const PROBE = `
const start = performance.now();
const { createEngine } = await import(process.argv[1]);
const imported = performance.now();
const engine = createEngine();
const loaded = performance.now();
engine.annotate('e^{x}');
console.log(JSON.stringify([imported - start, loaded - imported, performance.now() - loaded]));
`;

/** How long a new process takes before it can answer, beside how long Node takes to start. */
export function measureLoading(catalogue: Catalogue, runs: number): Section {
  const library = new URL('../src/index.js', import.meta.url).href;
  const probes = Array.from({ length: runs }, () => probe(PROBE, library) as [number, number, number]);
  const bare = Array.from({ length: runs }, () => {
    const start = performance.now();
    probe('console.log(0)', library);
    return performance.now() - start;
  });
  const [imports, loads, firsts] = [0, 1, 2].map((k) => median(probes.map((p) => p[k] as number))) as [
    number,
    number,
    number,
  ];
  const forms = catalogue.patterns.filter((p) => !p.nearMiss).length;
  const misses = catalogue.patterns.length - forms;
  return {
    title: 'Loading in a new process',
    rows: [
      {
        name: 'catalogue to the start of Node itself',
        value: formatRatio(loads / median(bare)),
        beside: `${formatTime(loads)} to ${formatTime(median(bare))}, median of ${runs}`,
      },
      {
        name: 'modules to the start of Node itself',
        value: formatRatio(imports / median(bare)),
        beside: formatTime(imports),
      },
      { name: 'first annotation', value: formatRatio(firsts / median(bare)), beside: formatTime(firsts) },
      { name: 'concepts', value: String(catalogue.concepts.size) },
      { name: 'forms', value: String(forms), beside: `and ${misses} written near misses` },
      { name: 'problems in the data', value: String(catalogue.problems.length), beside: firstProblem(catalogue) },
    ],
  };
}

function firstProblem({ problems: [first] }: Catalogue): string {
  return first ? `${first.file} ${first.key}` : '';
}

function probe(program: string, argument: string): unknown {
  const args = ['--input-type=module', '-e', program, argument];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the measuring process failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as unknown;
}
