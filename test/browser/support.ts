import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Launched, launch } from '../../bench/chromium.js';
import { buildApp } from '../../src/http/app.js';
import { readConfig } from '../../src/http/config.js';
import { createEngine } from '../../src/index.js';

/** The widths and colours in which every page is looked at. */
export const VIEWS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 375, height: 740 }, colorScheme: 'light', hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;
export type View = keyof typeof VIEWS;

/** What must be served for pages to be as strict as ours. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; img-src 'self'; connect-src 'self'";

/** One browser for all tests of a file. */
export function useBrowser(): {
  readonly open: (url: string, options?: OpenOptions) => Promise<Opened>;
  readonly isShipped: () => boolean;
} {
  let launched: Launched | undefined;
  beforeAll(async () => {
    launched = await launch();
  });
  afterAll(() => launched?.browser.close());
  return {
    isShipped: () => launched?.isShipped ?? false,
    open: async (url, options = {}) => {
      if (launched === undefined) throw new Error('the browser is not there yet');
      return openPage(launched.browser, url, options);
    },
  };
}

export type OpenOptions = {
  readonly view?: View;
  readonly javaScriptEnabled?: boolean;
  readonly context?: BrowserContextOptions;
};

/** A page, and what it has complained about and asked for since it was opened. */
export type Opened = {
  readonly page: Page;
  /** Errors in the console, uncaught exceptions and violations of the Content-Security-Policy. */
  readonly complaints: readonly string[];
  /** Addresses of all requests, in order. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

async function openPage(browser: Browser, url: string, options: OpenOptions): Promise<Opened> {
  const { view = 'light', javaScriptEnabled = true } = options;
  const context = await browser.newContext({
    ...VIEWS[view],
    reducedMotion: 'reduce',
    javaScriptEnabled,
    ...options.context,
  });
  context.setDefaultTimeout(6_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints, requests, close: () => context.close() };
}

/** What axe-core finds that is serious or worse, one line each. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  // The policy of the page allows no script but its own; the debugger may put one in.
  await page.evaluate(AxeBuilder.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof AxeBuilder };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      );
  });
}

/** How far things have jumped since the page was opened: 0 is not at all. */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 100);
      }),
  );
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

export type Served = { readonly url: string; readonly close: () => Promise<void> };

export type Site = {
  /** Pages by their path: {"/": "<!doctype html>…"}. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Folders by the path under which they lie: {"/katex/": "node_modules/katex/dist"}. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly policy?: string;
};

/** Serves files as a static host does, under the strict policy unless told otherwise. */
export async function serveSite({ pages = {}, folders = {}, policy = STRICT_POLICY }: Site): Promise<Served> {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const page = pages[path];
    const found = page === undefined ? await readIn(folders, path) : { name: '.html', bytes: page };
    response.setHeader('content-security-policy', policy);
    if (found === undefined) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.setHeader('content-type', MEDIA_TYPES[extname(found.name) || found.name] ?? 'application/octet-stream');
    response.end(found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readIn(folders: NonNullable<Site['folders']>, path: string) {
  for (const [base, folder] of Object.entries(folders)) {
    if (!path.startsWith(base)) continue;
    const inside = join(folder, path.slice(base.length));
    for (const name of [inside, `${inside}.html`, join(inside, 'index.html')]) {
      const bytes = await readFile(name).catch(() => undefined);
      if (bytes !== undefined) return { name, bytes };
    }
  }
  return undefined;
}

/** A path from the root of the repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The service itself, with the whole catalogue. */
export async function serveApp(environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('; '));
  const app = await buildApp({ engine: createEngine(), config: read.config });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() };
}
