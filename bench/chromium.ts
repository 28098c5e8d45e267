import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
/** In `node_modules`, wherever this file runs from. */
const CACHE = join(dirname(require.resolve('playwright-core/package.json')), '../.cache/formulens-chromium');

/** No sandbox, since tests also run as root in containers; fonts without hinting, so that glyphs are alike everywhere. */
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/**
 * The Chromium that ships with @sparticuz/chromium, with its own libraries and fonts, so that pages look the same on
 * every machine; where that does not start, one that is installed.
 */
export async function launch(): Promise<Launched> {
  const failures: string[] = [];
  for (const { name, executablePath, env } of candidates()) {
    try {
      const path = executablePath();
      const browser = await chromium.launch({ executablePath: path, args: FLAGS, env: { ...process.env, ...env } });
      return { browser, isShipped: name.startsWith('shipped') };
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : error}`);
    }
  }
  throw new Error(`No Chromium starts. Set CHROMIUM to the path of one.\n${failures.join('\n')}`);
}

/** `isShipped`: drawn by the browser and the fonts that come with the package, which are alike on every machine. */
export type Launched = { readonly browser: Browser; readonly isShipped: boolean };

type Candidate = {
  readonly name: string;
  readonly executablePath: () => string;
  readonly env: Readonly<Record<string, string>>;
};

function candidates(): readonly Candidate[] {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== '') return [{ name: given, executablePath: () => given, env: {} }];
  const libraries = join(CACHE, 'lib');
  const shipped = () => join(unpack(), 'chromium');
  return [
    { name: 'shipped', executablePath: shipped, env: { FONTCONFIG_PATH: CACHE } },
    // A bare system lacks NSS; the package brings it, built for another one, hence only then.
    {
      name: 'shipped, with its libraries',
      executablePath: shipped,
      env: { FONTCONFIG_PATH: CACHE, LD_LIBRARY_PATH: libraries },
    },
    ...['chromium', 'chromium-browser', 'google-chrome'].map((name) => ({
      name,
      executablePath: () => execFileSync('which', [name], { encoding: 'utf8' }).trim(),
      env: {},
    })),
  ];
}

/** Unpacks once; several test workers may come here at the same time, and the first to finish wins. */
function unpack(): string {
  if (existsSync(CACHE)) return CACHE;
  const bin = findBin(dirname(require.resolve('@sparticuz/chromium')));
  mkdirSync(dirname(CACHE), { recursive: true });
  const scratch = mkdtempSync(`${CACHE}-`);
  writeFileSync(join(scratch, 'chromium'), brotliDecompressSync(readFileSync(join(bin, 'chromium.br'))));
  chmodSync(join(scratch, 'chromium'), 0o755);
  for (const archive of ['fonts', 'al2023']) {
    const tar = brotliDecompressSync(readFileSync(join(bin, `${archive}.tar.br`)));
    execFileSync('tar', ['-x', '-C', scratch], { input: tar });
  }
  writeFileSync(join(scratch, 'fonts.conf'), fontSettings());
  try {
    renameSync(scratch, CACHE);
  } catch {
    rmSync(scratch, { recursive: true, force: true });
  }
  return CACHE;
}

function findBin(folder: string): string {
  const bin = join(folder, 'bin');
  return existsSync(bin) ? bin : findBin(dirname(folder));
}

/** Only the shipped fonts are seen: text has the same width on every machine. */
function fontSettings(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${CACHE}/fonts</dir>
  <cachedir>${CACHE}/fonts-cache</cachedir>
</fontconfig>
`;
}
