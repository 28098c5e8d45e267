import { createEngine } from '../src/index.js';
import { catalogueMatches } from './formulas.js';
import { check, STEPS, type Times } from './fuzz-checks.js';
import { type FuzzInput, HOSTILE, mutatedFormula, tokenSoup } from './fuzz-inputs.js';
import { fuzzRequests } from './fuzz-requests.js';
import { createRandom } from './random.js';
import { shrink } from './shrink.js';
import { formatTime } from './table.js';

/**
 * Sends generated texts through parse, read, annotate and the terminal, then generated requests to the service, and exits
 * with 1 where something that must never happen did: `--seed N`, `--count N` (20,000) texts, `--requests N` (3,000),
 * `--seconds N` (60, and half of it for the requests). The smallest text found for each fault is printed as a JSON string.
 */
function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isFinite(value) ? value : otherwise;
}

const seed = option('seed', Date.now() % 1_000_000);
const count = option('count', 20_000);
const seconds = option('seconds', 60);
const deadline = performance.now() + seconds * 1000;
/** Kinds of faults after which there is enough to mend. */
const MOST_FAULTS = 20;
const SIZES = [60, 400, 2000, 10_000];
const SMALL = 1000;
const LARGE_EVERY = 20;

const engine = createEngine();
const formulas = catalogueMatches();
const random = createRandom(seed);
console.log(`seed ${seed}, at most ${count} inputs`);

/** Small hostile shapes first; then soup and accidents in turn, with a large hostile shape now and then. */
function* inputs(): Generator<FuzzInput> {
  const hostile = SIZES.flatMap((size) =>
    Object.entries(HOSTILE).map(([family, make]) => ({ family, text: make(size) })),
  );
  const small = hostile.filter(({ text }) => text.length < SMALL);
  const large = hostile.filter(({ text }) => text.length >= SMALL);
  yield* small;
  for (let k = 0; ; k++) {
    yield random.chance(0.5) ? tokenSoup(random) : mutatedFormula(random, formulas);
    const next = k % LARGE_EVERY === 0 ? large[k / LARGE_EVERY] : undefined;
    if (next) yield next;
  }
}

type Slow = FuzzInput & { readonly ms: number };
const slowest: Record<keyof Times, Slow> = {
  reading: { family: '', text: '', ms: 0 },
  annotating: { family: '', text: '', ms: 0 },
  rendering: { family: '', text: '', ms: 0 },
};
const faults = new Map<string, { readonly detail: string; readonly input: FuzzInput; times: number }>();

let tried = 0;
for (const input of inputs()) {
  if (tried >= count || performance.now() > deadline || faults.size >= MOST_FAULTS) break;
  tried++;
  const { faults: found, times } = check(input.text, engine);
  for (const step of STEPS) {
    if (times[step] > slowest[step].ms) slowest[step] = { ...input, ms: times[step] };
  }
  for (const { what, detail } of found) {
    const known = faults.get(what);
    if (known) known.times++;
    else if (!what.endsWith('too slow') || isFaulty(input.text, what)) faults.set(what, { detail, input, times: 1 });
  }
}

function isFaulty(text: string, what: string): boolean {
  return check(text, engine).faults.some((f) => f.what === what);
}

console.log(`${tried} inputs tried`);
for (const [step, { family, text, ms }] of Object.entries(slowest)) {
  console.log(
    `slowest ${step}: ${formatTime(ms)} for ${text.length} characters (${family}): ${JSON.stringify(text.slice(0, 160))}`,
  );
}
for (const [what, { detail, input, times }] of faults) {
  // What takes seconds once takes hours four hundred times.
  const costly = /does not end|too slow/.test(what);
  const smallest = costly ? input.text : shrink(input.text, (text) => isFaulty(text, what));
  console.log(`\nFAULT (${times} times) ${what}: ${detail}`);
  console.log(
    `  ${input.family}, ${costly ? '' : 'shrunk to '}${smallest.length} characters: ${JSON.stringify(smallest.slice(0, 600))}`,
  );
}

const requestsEnd = performance.now() + seconds * 500;
const ofRequests = await fuzzRequests(random, option('requests', 3_000), requestsEnd);
for (const { what, detail, request } of ofRequests) {
  console.log(`\nFAULT of the service: ${what}: ${detail}\n  ${JSON.stringify(request).slice(0, 600)}`);
}
const total = faults.size + ofRequests.length;
if (total === 0) console.log('no faults');
process.exitCode = total === 0 ? 0 : 1;
