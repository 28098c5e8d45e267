// Turns data/**/*.yaml into src/catalogue/generated.ts, so that the engine needs neither files nor a YAML parser.
// The text is one JSON string: JSON.parse of a literal is the fastest way to load it.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

function readYaml(file) {
  const document = parseDocument(readFileSync(new URL(file, root), 'utf8'), { uniqueKeys: true });
  const problem = document.errors[0];
  if (problem) throw new Error(`${file}: ${problem.message}`);
  return { file, data: document.toJS() };
}

export function generateData() {
  const functions = 'data/functions.yaml';
  const catalogue = {
    concepts: yamlFiles('data/concepts').map(readYaml),
    symbols: yamlFiles('data/symbols').map(readYaml),
    functions: existsSync(new URL(functions, root)) ? readYaml(functions) : null,
  };
  const text = [
    '// Written by scripts/generate-data.mjs from data/; do not edit.',
    '/** JSON of { concepts: [{ file, data }], symbols: [{ file, data }], functions: { file, data } | null }. */',
    `export const DATA: string = ${JSON.stringify(JSON.stringify(catalogue))};`,
    '',
  ].join('\n');
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return catalogue;
  // By way of a second file, so that nobody ever reads half of it.
  const draft = new URL(`generated.ts.${process.pid}`, target);
  writeFileSync(draft, text);
  renameSync(draft, target);
  return catalogue;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { concepts, symbols } = generateData();
    console.log(`${concepts.length} concepts, ${symbols.length} files of symbols`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
