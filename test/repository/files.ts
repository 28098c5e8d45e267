import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const NOT_OURS = new Set(['node_modules', 'dist', '.git', 'coverage', 'generated.ts']);

/** Files below a folder, as paths from the root of the repository. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder === '' ? './' : `${folder}/`, ROOT), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(path) : [path];
    })
    .sort();
}

export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

export function exists(path: string): boolean {
  return existsSync(new URL(path, ROOT));
}

export function absolute(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}
