import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What the pages of the service are made of: files whose names hold a hash of what is in them. */
export type Site = {
  readonly folder: string;
  /** Address of a file by its plain name: "playground.js". Undefined where it was not built. */
  readonly address: (name: string) => string | undefined;
};

/** What a page with this script is made of. */
export function pageFiles(script: string): {
  readonly script: string | undefined;
  readonly style: string | undefined;
  readonly fonts: readonly string[];
} {
  const site = findSite();
  const fonts = ['Main-Regular', 'Main-Bold', 'Math-Italic'].flatMap(
    (name) => site?.address(`KaTeX_${name}.woff2`) ?? [],
  );
  return { script: site?.address(script), style: site?.address('site.css'), fonts };
}

export const ASSETS = '/assets/';

/** The compiled service lies in `dist/src/http`, its source in `src/http`; the files lie in `dist/browser/site` for both. */
const FOLDERS = ['../../browser/site/', '../../dist/browser/site/'];

/** Undefined where the pages were not built: the service then gives pages without scripts. */
export function findSite(): Site | undefined {
  for (const name of FOLDERS) {
    const folder = fileURLToPath(new URL(name, import.meta.url));
    if (!existsSync(`${folder}manifest.json`)) continue;
    const manifest = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));
    return { folder, address: (file) => (manifest[file] === undefined ? undefined : `${ASSETS}${manifest[file]}`) };
  }
  return undefined;
}

/** For pages that need styles and no script. */
export const PLAIN_FILES = { ...pageFiles('none'), script: undefined };
