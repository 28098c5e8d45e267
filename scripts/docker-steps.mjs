// Does what the Dockerfile says without Docker, in folders of its own and as the user who runs it: COPY copies, RUN runs, and what
// CMD starts has to answer. So the Dockerfile cannot rot where there is no Docker. What it cannot see is the base image.
//
//   node scripts/docker-steps.mjs            exit code 0 when everything holds
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'docker-steps-'));
const START_MS = 30_000;

/** [{name, args}] with continuation lines joined and comments left out. */
function readSteps(text) {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, args] = /^\s*([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`this line is no instruction: ${line}`);
      return { name, args: args.trim() };
    });
}

/** The patterns of .dockerignore that are used here: names at the root, paths, and `*.ending`. */
function readIgnored() {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => /^[^#\s]/.test(line));
  return (path) =>
    patterns.some((pattern) =>
      pattern.startsWith('*.') ? path.endsWith(pattern.slice(1)) : path === pattern || path.startsWith(`${pattern}/`),
    );
}

/** Where a path of the image lies in the folder of its stage. */
function inside(stage, path) {
  return join(stage.folder, path.startsWith('/') ? path : join(stage.workdir, path));
}

function copy(stage, stages, args, isIgnored) {
  const words = args.split(/\s+/);
  const from = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : undefined;
  const target = words.pop();
  const source = from === undefined ? undefined : stages.find(({ name }) => name === from);
  if (from !== undefined && source === undefined) throw new Error(`COPY --from=${from}: no such stage`);
  for (const word of words) {
    const origin = source === undefined ? join(root, word) : inside(source, word);
    if (!existsSync(origin)) throw new Error(`COPY ${word}: there is no such file`);
    if (source === undefined && isIgnored(word)) throw new Error(`COPY ${word}: .dockerignore leaves it out`);
    const place = inside(stage, target);
    const intoFolder = target.endsWith('/') || words.length > 1;
    const goal = intoFolder && !statSync(origin).isDirectory() ? join(place, basename(word)) : place;
    cpSync(origin, goal, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => source !== undefined || path === origin || !isIgnored(relative(root, path)),
    });
  }
}

function run(stage, args) {
  const { status } = spawnSync('sh', ['-c', args], {
    cwd: inside(stage, '.'),
    env: environmentOf(stage),
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`RUN ${args}: exit code ${status}`);
}

/** Only what every image has, and what the stage sets. */
function environmentOf(stage) {
  const { PATH, HOME, npm_config_cache, npm_config_registry } = process.env;
  const given = Object.entries({ PATH, HOME, npm_config_cache, npm_config_registry });
  return { ...Object.fromEntries(given.filter(([, value]) => value !== undefined)), ...stage.environment };
}

/** The last stage, built. */
function build() {
  const isIgnored = readIgnored();
  const stages = [];
  for (const { name, args } of readSteps(readFileSync(join(root, 'Dockerfile'), 'utf8'))) {
    const stage = stages.at(-1);
    console.log(`${name} ${args}`);
    if (name === 'FROM') {
      const [, base, as] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(args) ?? [];
      const folder = join(scratch, `stage${stages.length}`);
      mkdirSync(folder, { recursive: true });
      stages.push({ name: as, base, folder, workdir: '/', environment: {} });
    } else if (name === 'WORKDIR') {
      stage.workdir = args;
      mkdirSync(inside(stage, '.'), { recursive: true });
    } else if (name === 'ENV') {
      for (const pair of args.split(/\s+/)) {
        const at = pair.indexOf('=');
        stage.environment[pair.slice(0, at)] = pair.slice(at + 1);
      }
    } else if (name === 'COPY') copy(stage, stages, args, isIgnored);
    else if (name === 'RUN') run(stage, args);
    else if (name === 'USER') stage.user = args;
    else if (name === 'CMD') stage.command = JSON.parse(args);
    else if (name === 'HEALTHCHECK') stage.health = JSON.parse(args.slice(args.indexOf('CMD') + 3));
    else if (name !== 'EXPOSE') throw new Error(`${name}: this script does not know the instruction`);
  }
  return stages.at(-1);
}

function expect(what, holds) {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`ok: ${what}`);
}

function inspect(stage) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const files = readdirSync(inside(stage, 'dist'));
  expect('dist holds the service and its pages, no benchmarks', !files.includes('bench') && files.includes('src'));
  expect('the pages of the service are there', existsSync(inside(stage, 'dist/browser/site/manifest.json')));
  const surplus = Object.keys(manifest.devDependencies).filter(
    (name) => lock.packages[`node_modules/${name}`]?.dev === true && existsSync(inside(stage, `node_modules/${name}`)),
  );
  expect(
    `no development dependency is there${surplus.length === 0 ? '' : `, but ${surplus.join(', ')}`}`,
    surplus.length === 0,
  );
  expect('the service does not run as root', stage.user !== undefined && stage.user !== 'root');
  expect('the base is Node 24, slim', stage.base === 'node:24-slim');
}

async function start(stage) {
  // The image opens itself to all; here it is asked from this machine only, on a port that is free.
  const env = { ...environmentOf(stage), HOST: '127.0.0.1', PORT: '0' };
  const [program, ...args] = stage.command;
  const child = spawn(program, args, { cwd: inside(stage, '.'), env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`the service did not start: ${said}`)), START_MS).unref();
    child.on('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)));
    child.stderr.on('data', (piece) => {
      said += piece;
      const found = /listens on (http:\/\/[\d.:]+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  }).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { child, url };
}

async function ask(stage) {
  const { child, url } = await start(stage);
  try {
    expect('/livez answers', (await fetch(`${url}/livez`)).status === 200);
    expect('/readyz answers', (await fetch(`${url}/readyz`)).status === 200);
    const latex = encodeURIComponent('\\frac{e^{z_i}}{\\sum_j e^{z_j}}');
    const answer = await (await fetch(`${url}/v1/annotate?format=json&latex=${latex}`)).json();
    expect('a formula is read', answer.chunks?.[0]?.concept === 'softmax');
    expect('the page is there', (await fetch(url, { headers: { accept: 'text/html' } })).status === 200);
    const [program, ...args] = stage.health;
    const env = { ...environmentOf(stage), PORT: new URL(url).port };
    const { status } = spawnSync(program, args, { cwd: inside(stage, '.'), env, stdio: 'inherit' });
    expect('HEALTHCHECK finds it well', status === 0);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect('SIGTERM ends it with exit code 0', child.exitCode === 0);
  } finally {
    child.kill('SIGKILL');
  }
}

try {
  const stage = build();
  inspect(stage);
  await ask(stage);
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
