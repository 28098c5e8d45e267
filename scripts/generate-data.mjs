// Turns data/**/*.yaml into src/catalogue/generated.ts: the catalogue checked, compiled and packed, so that the engine
// needs neither files, nor a YAML parser, nor the time to compile. The text is one JSON string: JSON.parse of a literal is
// the fastest way to load it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { parseDocument } from 'yaml';

const root = new URL('../', import.meta.url);
const target = new URL('src/catalogue/generated.ts', root);

/** Paths from the root, in an order that does not depend on the machine. */
function yamlFiles(folder) {
  const at = new URL(`${folder}/`, root);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return yamlFiles(path);
      return /\.ya?ml$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

function readTexts(folder) {
  return yamlFiles(folder).map((file) => ({ file, text: readFileSync(new URL(file, root), 'utf8') }));
}

function parseYaml({ file, text }) {
  const document = parseDocument(text, { uniqueKeys: true });
  const problem = document.errors[0];
  if (problem) throw new Error(`${file}: ${problem.message}`);
  return { file, data: document.toJS() };
}

/** The data files, parsed. */
export function readData() {
  return {
    concepts: readTexts('data/concepts').map(parseYaml),
    symbols: readTexts('data/symbols').map(parseYaml),
  };
}

/** The catalogue's own compiler, from its TypeScript source. */
function bundleCompiler() {
  const { outputFiles } = buildSync({
    entryPoints: ['src/catalogue/index.ts'],
    absWorkingDir: fileURLToPath(root),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** Compiles anew where the data, or the code that compiles it, has changed; the first line of the file tells. */
export async function generateData() {
  const compiler = bundleCompiler();
  const inputs = [readTexts('data/concepts'), readTexts('data/symbols'), compiler];
  const head = `// Written by scripts/generate-data.mjs; do not edit. Inputs: ${sha256(JSON.stringify(inputs))}`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(`${head}\n`)) return undefined;
  const { compileForShipping } = await import(
    `data:text/javascript;base64,${Buffer.from(compiler, 'utf8').toString('base64')}`
  );
  const packed = compileForShipping(readData());
  const text = [
    head,
    '/** JSON of a PackedCatalogue (see pack.ts). */',
    `export const CATALOGUE: string = ${JSON.stringify(JSON.stringify(packed))};`,
    '',
  ].join('\n');
  // By way of a second file, so that nobody ever reads half of it.
  const draft = new URL(`generated.ts.${process.pid}`, target);
  writeFileSync(draft, text);
  renameSync(draft, target);
  return packed;
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** Before tests: what they load is what lies in `data/`. */
export async function setup() {
  await generateData();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const packed = await generateData();
    for (const { file, key, reason } of packed?.problems ?? []) console.error(`${file}: ${key}: ${reason}`);
    const made = packed && `${packed.concepts.length} concepts, ${packed.patterns.length} patterns`;
    console.log(made ?? 'src/catalogue/generated.ts is in step with data/');
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
