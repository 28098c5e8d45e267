// What a page does not need of the engine stays at home.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Plugins of esbuild for the engine in a page. Shapes are checked where data comes in from outside, which in a page is nowhere:
 * zod becomes a name that can be called and does nothing. Of ml-matrix comes what is called. How a concept behaves is for
 * pages about it. And the catalogue goes without what only its own tests and its page about each concept read.
 */
export const diet = [withoutZod(), matrixModules(), withoutBehaviour(), onlyWhatIsUsed(), slimCatalogue()];

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

/** Its modules rather than its one file, of which everything would come along. */
function matrixModules() {
  const path = fileURLToPath(new URL('src/index.js', import.meta.resolve('ml-matrix')));
  return {
    name: 'matrix-modules',
    setup(build) {
      build.onResolve({ filter: /^ml-matrix$/ }, () => ({ path, sideEffects: false }));
    },
  };
}

/** A page cannot ask for it: see `PageOptions` in src/browser/core.ts. */
function withoutBehaviour() {
  return {
    name: 'without-behaviour',
    setup(build) {
      build.onLoad({ filter: /src\/explain\/behaviour\.ts$/ }, () => ({
        contents: 'export const withBehaviour = (_, chunks) => chunks;',
      }));
    },
  };
}

/** Below the adapters no module does anything by being loaded: one of which nothing is used can stay away, tables and all. */
function onlyWhatIsUsed() {
  const asked = Symbol('asked');
  return {
    name: 'only-what-is-used',
    setup(build) {
      build.onResolve({ filter: /^\./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === asked || !/[\\/]src[\\/](?!browser)/.test(importer)) return undefined;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: asked });
        return { ...found, sideEffects: false };
      });
    },
  };
}

function slimCatalogue() {
  return {
    name: 'slim-catalogue',
    setup(build) {
      build.onLoad({ filter: /src\/browser\/catalogue\/shipped\.ts$/ }, async ({ path }) => {
        const source = await readFile(new URL('../src/catalogue/generated.ts', import.meta.url), 'utf8');
        const literal = source.slice(source.indexOf('= "') + 2, source.lastIndexOf('"') + 1);
        const { toSlim } = await moduleOf(new URL('slim.ts', `file://${path}`));
        const slim = toSlim(JSON.parse(JSON.parse(literal)));
        const contents = `import { fromSlim } from "./slim.js"; export const readShipped = () => fromSlim(${literalOf(slim)});`;
        return { contents, loader: 'js', resolveDir: fileURLToPath(new URL('.', `file://${path}`)) };
      });
    },
  };
}

/** A module of the package, written in TypeScript, for use here. */
async function moduleOf(url) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(url)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** A string without escapes packs better: LaTeX is full of backslashes. */
function literalOf(text) {
  return /[`\r]|\$\{/.test(text) ? JSON.stringify(text) : `String.raw\`${text}\``;
}
