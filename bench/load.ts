/**
 * The service under load, next to a bare Fastify that sends answers of the same size; client and server share the cores. `--short`
 * takes a few seconds for each part, `--only NAME` measures one of repeated, fresh, memory, batch, overload, kept.
 */
import { cpus } from 'node:os';
import { measureBatch } from './batches.js';
import { cycle, fire, type Hits, pathFor } from './firing.js';
import { loadFormulas, spread } from './formulas.js';
import { type RunningServer, startBare, startService, withServers, withService } from './servers.js';
import { formatRatio, formatShare, formatTable, formatTime, type Row, type Section } from './table.js';

const short = process.argv.includes('--short');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const seconds = short ? 2 : 5;
const warmUpSeconds = short ? 1 : 4;
const TURNS = short ? 1 : 3;
const CONNECTIONS = 16;

const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

type Measured = Hits & { readonly cpuPerAnswer: number };

/** What is fired at which server. */
type Side = { readonly server: RunningServer; readonly nextPath: () => string };

/** Warms the servers up, then fires at them by turns, so that all meet the same noise; of each the turn with the most answers. */
async function measureByTurns(sides: readonly Side[]): Promise<readonly Measured[]> {
  for (const side of sides) await window(side, warmUpSeconds);
  const best: Measured[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, side] of sides.entries()) {
      const measured = await window(side, seconds);
      if (measured.rate > (best[i]?.rate ?? -1)) best[i] = measured;
    }
  }
  return best;
}

async function window({ server, nextPath }: Side, length: number): Promise<Measured> {
  const before = server.cpuSeconds();
  const hits = await fire({ url: server.url, connections: CONNECTIONS, seconds: length, nextPath });
  return { ...hits, cpuPerAnswer: ((server.cpuSeconds() - before) * 1_000) / hits.served };
}

async function answerTo(path: string): Promise<Uint8Array> {
  return withService({}, async ({ url }) => new Uint8Array(await (await fetch(url + path)).arrayBuffer()));
}

function compared(name: string, ours: Measured, bare: Measured): Row[] {
  const rates = `${Math.round(ours.rate)} a second to ${Math.round(bare.rate)}`;
  const row = (what: string, value: string, beside: string): Row => ({ name: `${name}: ${what}`, value, beside });
  const rows = [
    row('answers a second', formatRatio(ours.rate / bare.rate), rates),
    row('p99', formatRatio(ours.p99 / bare.p99), `${formatTime(ours.p99)} to ${formatTime(bare.p99)}`),
  ];
  if (Number.isFinite(ours.cpuPerAnswer)) {
    const times = `${formatTime(ours.cpuPerAnswer)} to ${formatTime(bare.cpuPerAnswer)}`;
    rows.push(row('processor time an answer', formatRatio(ours.cpuPerAnswer / bare.cpuPerAnswer), times));
  }
  if (ours.turnedAway + ours.failed > 0) {
    rows.push(row('turned away, failed', `${ours.turnedAway}, ${ours.failed}`, `of ${ours.served} served`));
  }
  return rows;
}

async function measureRepeated(): Promise<Section> {
  const path = pathFor(SOFTMAX);
  const answer = await answerTo(path);
  const starts = [
    () => startBare(answer),
    () => startBare(answer, ['--log']),
    () => startService(),
    () => startService({ LOG_LEVEL: 'warn' }),
  ];
  return withServers(starts, async (servers) => {
    const measured = await measureByTurns(servers.map((server) => ({ server, nextPath: () => path })));
    const [bare, logging, ours, quiet] = measured as [Measured, Measured, Measured, Measured];
    const rows = [
      ...compared('a log line a request', ours, bare),
      ...compared('a log line a request, to a bare one with a log line', ours, logging),
      ...compared('LOG_LEVEL=warn', quiet, bare),
    ];
    return { title: 'Repeated formulas to a bare Fastify', rows };
  });
}

/** Formulas that nobody asked for before. */
function freshPaths(toLatex: (n: number) => string): () => string {
  let n = 0;
  return () => {
    n += 1;
    return pathFor(toLatex(n));
  };
}

/** Formulas of real texts, the cache is off, so that each is read anew. */
function realFormulas(): readonly string[] {
  return spread(
    loadFormulas().formulas.filter((latex) => latex.length < 2_000),
    1_500,
  );
}

async function measureFresh(): Promise<Section> {
  const path = pathFor(SOFTMAX);
  const answer = await answerTo(path);
  const patient = { QUEUE_MS: '10000', MAX_LOOP_DELAY_MS: '0', CACHE_BYTES: '0' };
  const starts = [
    () => startBare(answer),
    () => startService(patient),
    () => startService({ ...patient, WORKERS: '0' }),
  ];
  return withServers(starts, async ([bare, threads, alone]) => {
    const [toBare, toThreads, toOne] = [bare as RunningServer, threads as RunningServer, alone as RunningServer];
    const rows: Row[] = [];
    for (const [name, next] of [
      ['a short formula', freshPaths((n) => `a_{${n}} + b`)],
      ['a softmax', freshPaths((n) => `\\frac{e^{z_i/${n}}}{\\sum_j e^{z_j/${n}}}`)],
      ['real formulas', cycle(realFormulas().map(pathFor))],
    ] as const) {
      const [none, inThreads, here] = await measureByTurns([
        { server: toBare, nextPath: () => path },
        { server: toThreads, nextPath: next },
        { server: toOne, nextPath: next },
      ]);
      rows.push(...compared(`${name}, threads`, inThreads as Measured, none as Measured));
      rows.push(...compared(`${name}, WORKERS=0`, here as Measured, none as Measured));
    }
    return { title: 'Fresh formulas to a bare Fastify', rows };
  });
}

/** Memory after a first part of the requests, and after all of them. */
async function measureMemory(): Promise<Section> {
  const all = short ? 20_000 : 200_000;
  const paths = freshAndRepeated();
  return withService({ CACHE_BYTES: '8388608', QUEUE_MS: '10000' }, async (server) => {
    const marks: number[] = [];
    let served = 0;
    while (served < all) {
      const hits = await fire({ url: server.url, connections: CONNECTIONS, seconds: short ? 1 : 4, nextPath: paths });
      served += hits.served;
      marks.push(server.memoryBytes());
      if (hits.served === 0) break;
    }
    const megabytes = (bytes = Number.NaN): string => `${(bytes / 1_048_576).toFixed(0)} MB`;
    const [half, last] = [marks[Math.floor(marks.length / 2)], marks.at(-1)];
    return {
      title: `Memory in ${served} requests, one in 50 of them fresh`,
      rows: [
        {
          name: 'at the end to half of the way',
          value: formatRatio((last ?? 0) / (half ?? 1)),
          beside: megabytes(last),
        },
      ],
    };
  });
}

function freshAndRepeated(): () => string {
  let n = 0;
  return () => {
    n += 1;
    return pathFor(n % 50 === 0 ? `x_{${n}} + y` : `x^{${n % 400}}`);
  };
}

/** Ten times as many real formulas as can be read: who is served is served in time, and the rest is turned away. */
async function measureOverload(): Promise<Section> {
  const paths = cycle(realFormulas().map(pathFor));
  return withService({ CACHE_BYTES: '0' }, ({ url }) =>
    overload('Overload: ten times the rate that can be read', url, paths),
  );
}

/** The same with a cache that knows nearly all: one in a thousand is new. */
async function measureKeptOverload(): Promise<Section> {
  const known = spread(realFormulas(), 50).map(pathFor);
  let n = 0;
  const paths = (): string => {
    n += 1;
    return n % 1_000 === 0 ? pathFor(`x_{${n}} + y`) : (known[n % known.length] as string);
  };
  return withService({}, async ({ url }) => {
    for (const path of [...known, ...known]) await (await fetch(url + path)).arrayBuffer();
    return overload('Overload, nearly all from the cache: ten times the rate that can be answered', url, paths);
  });
}

async function overload(title: string, url: string, paths: () => string): Promise<Section> {
  const shots = { url, nextPath: paths };
  await fire({ ...shots, connections: 4, seconds: warmUpSeconds });
  const most = await fire({ ...shots, connections: 4, seconds });
  const idle = await fire({ ...shots, connections: 2, seconds, rate: Math.max(2, Math.round(most.rate * 0.2)) });
  const rate = Math.round(most.rate * 10);
  const over = await fire({ ...shots, connections: 64, seconds: short ? 3 : 30, rate });
  const after = await fire({ ...shots, connections: 2, seconds, rate: Math.max(2, Math.round(most.rate * 0.2)) });
  const asked = over.served + over.turnedAway + over.failed;
  return {
    title,
    rows: [
      { name: 'rate that can be answered', value: `${Math.round(most.rate)} a second` },
      { name: 'served under overload', value: formatRatio(over.rate / most.rate), beside: `${over.served}` },
      { name: 'turned away with 503', value: formatShare(over.turnedAway, asked), beside: `${over.turnedAway}` },
      { name: 'failed in another way', value: `${over.failed}` },
      {
        name: 'p99 of what is served, to idle',
        value: formatRatio(over.p99 / idle.p99),
        beside: `${formatTime(over.p99)} to ${formatTime(idle.p99)}`,
      },
      {
        name: 'p99 right afterwards, to idle',
        value: formatRatio(after.p99 / idle.p99),
        beside: `${after.turnedAway} turned away`,
      },
    ],
  };
}

const parts: Readonly<Record<string, () => Promise<Section>>> = {
  repeated: measureRepeated,
  fresh: measureFresh,
  memory: measureMemory,
  batch: () => (short ? measureBatch(20_000, 30) : measureBatch(1_000_000, 600)),
  overload: measureOverload,
  kept: measureKeptOverload,
};

const sections: Section[] = [];
for (const [name, measurePart] of Object.entries(parts)) {
  if (only === undefined || only === name) sections.push(await measurePart());
}
const { model = 'unknown processor' } = cpus()[0] ?? {};
console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${model}.\n`);
process.stdout.write(formatTable(sections));
