import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DocumentFormat } from '../explain/document-schema.js';

/** A file with its text; undefined where it is not UTF-8. */
export type Listed = { readonly path: string; readonly text: string | undefined };

const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mdx': 'mdx',
  '.tex': 'latex',
  '.ltx': 'latex',
};
const DEEPEST = 40;

export function formatOfPath(path: string): DocumentFormat | undefined {
  return FORMATS[extname(path).toLowerCase()];
}

/**
 * The documents at these paths: a file whatever it is called (Markdown unless its name says otherwise), a folder with all that
 * is in it, links, hidden folders and `node_modules` left out. A string says what is wrong.
 */
export async function listDocuments(paths: readonly string[]): Promise<readonly Listed[] | string> {
  const found: string[] = [];
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) found.push(...(await inFolder(path, 0)));
      else found.push(path);
    } catch {
      return `${path} cannot be read`;
    }
  }
  const listed: Listed[] = [];
  for (const path of new Set(found)) listed.push({ path, text: decode(await readFile(path)) });
  return listed;
}

async function inFolder(folder: string, depth: number): Promise<string[]> {
  if (depth > DEEPEST) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await inFolder(path, depth + 1)));
    else if (entry.isFile() && formatOfPath(path) !== undefined) found.push(path);
  }
  return found;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
