// What a page does not need of the engine stays at home.
import { readFile } from 'node:fs/promises';

/**
 * Plugins of esbuild for the engine in a page. Shapes are checked where data comes in from outside, which in a page is nowhere:
 * zod becomes a name that can be called and does nothing. And the catalogue goes without what only its own tests and its
 * page about each concept read.
 */
export const diet = [withoutZod(), slimCatalogue()];

function withoutZod() {
  return {
    name: 'without-zod',
    setup(build) {
      build.onResolve({ filter: /^zod$/ }, () => ({ path: 'zod', namespace: 'diet' }));
      build.onLoad({ filter: /^zod$/, namespace: 'diet' }, () => ({
        contents:
          'const z = new Proxy(() => {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => "" : z), apply: () => z });' +
          'export { z };',
      }));
    },
  };
}

function slimCatalogue() {
  return {
    name: 'slim-catalogue',
    setup(build) {
      build.onLoad({ filter: /src\/catalogue\/generated\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const literal = source.slice(source.indexOf('= "') + 2, source.lastIndexOf('"') + 1);
        const catalogue = JSON.parse(JSON.parse(literal));
        const slim = { ...catalogue, symbols: [], refused: [], concepts: catalogue.concepts.map(slimConcept) };
        return { contents: `export const CATALOGUE = ${literalOf(JSON.stringify(slim))};`, loader: 'js' };
      });
    },
  };
}

/** A string without escapes packs better: LaTeX is full of backslashes. */
function literalOf(text) {
  return /[`]|\$\{/.test(text) ? JSON.stringify(text) : `String.raw\`${text}\``;
}

/** Lists that are looked into by place keep their length. */
function slimConcept({ file, ...rest }) {
  const near_misses = file.near_misses.map((miss) => (miss.silent ? { latex: '', silent: true } : miss));
  const laws = file.laws.filter(({ runtime }) => runtime);
  return { ...rest, file: { ...file, near_misses, laws, matches: [], references: [] } };
}
