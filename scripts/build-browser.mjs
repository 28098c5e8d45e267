// src/browser/ -> dist/browser/: the modules of the package under plain names, the pages of the service under names with a
// hash, which may be cached for ever; `site/manifest.json` tells which is which.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { diet } from './browser-diet.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** One file, to be copied or linked to as it is. */
const ELEMENT = { element: 'src/browser/element/index.ts' };

/** What else `package.json` exports for browsers; what of it is loaded late lies in `chunks/`. */
const PACKAGE = {
  auto: 'src/browser/auto.ts',
  core: 'src/browser/core.ts',
  katex: 'node_modules/katex/dist/katex.min.css',
};

/** What the service serves under /assets/. */
const SITE = {
  playground: 'src/browser/playground/main.ts',
  race: 'src/browser/race/main.ts',
  site: 'src/browser/styles/site.css',
};

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  splitting: true,
  metafile: true,
  legalComments: 'none',
  loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
  logLevel: 'warning',
};

export async function buildBrowser(outdir = join(root, 'dist/browser')) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(join(outdir, 'site'), { recursive: true });
  await build({ ...common, entryPoints: ELEMENT, outdir, splitting: false });
  await build({
    ...common,
    entryPoints: present(PACKAGE),
    outdir,
    plugins: diet,
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'fonts/[name]',
  });
  const { metafile } = await build({
    ...common,
    entryPoints: present(SITE),
    outdir: join(outdir, 'site'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
  });
  writeFileSync(join(outdir, 'site/manifest.json'), `${JSON.stringify(toManifest(metafile), null, 2)}\n`);
}

function present(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file))));
}

/** The fonts of nearly every formula: pages ask for them before they know that they need them, so that nothing jumps. */
const FIRST_FONTS = /^(KaTeX_(?:Main-Regular|Main-Bold|Math-Italic))-\w+\.woff2$/;

/** {"playground.js": "playground-5WTQ.js", "site.css": …} */
function toManifest({ outputs }) {
  const names = Object.fromEntries(Object.entries(SITE).map(([name, file]) => [file, name]));
  const built = Object.entries(outputs).filter(([, { entryPoint }]) => names[entryPoint] !== undefined);
  const fonts = Object.keys(outputs).filter((path) => FIRST_FONTS.test(basename(path)));
  return Object.fromEntries([
    ...fonts.map((path) => [basename(path).replace(FIRST_FONTS, '$1.woff2'), basename(path)]),
    ...built.map(([path, { entryPoint }]) => [
      `${names[entryPoint]}${path.endsWith('.css') ? '.css' : '.js'}`,
      basename(path),
    ]),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBrowser(process.argv[2]);
