import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { formatShare, type Row, type Section } from './table.js';

const BROWSER = new URL('../browser/', import.meta.url);

/** What a page loads, beside what we mean it to weigh at most: kB with gzip. */
const FILES = [
  ['element.js', 'the element', 30],
  ['auto.js', 'the element that finds formulas by itself', 30],
  ['core.js', 'the engine in the page, with the whole catalogue', 250],
  ['katex.css', 'styles of KaTeX, for pages without', 30],
] as const;

/** Sizes of the modules for browsers, each with all that it loads at once. */
export function measureBundles(): Section {
  const rows = FILES.flatMap(([file, name, most]): Row[] => {
    const bytes = withImports(file);
    if (bytes === undefined) return [];
    const packed = gzipSync(bytes, { level: 9 }).length;
    const beside = `${kilobytes(packed)} gzip, ${kilobytes(brotliCompressSync(bytes).length)} brotli, ${kilobytes(bytes.length)} as it is`;
    return [{ name: `${name}, of ${most} kB`, value: formatShare(packed, most * 1000), beside }];
  });
  return { title: 'Modules for browsers', rows };
}

/** The file and the chunks that it imports statically. */
function withImports(file: string): Buffer | undefined {
  const seen = new Set<string>();
  const parts: Buffer[] = [];
  const add = (url: URL): void => {
    if (seen.has(url.href) || !existsSync(url)) return;
    seen.add(url.href);
    const bytes = readFileSync(url);
    parts.push(bytes);
    for (const [, path = ''] of bytes.toString('utf8').matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g))
      add(new URL(path, url));
  };
  add(new URL(file, BROWSER));
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
