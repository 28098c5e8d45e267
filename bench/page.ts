import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { annotatedHtml, createEngine } from '../src/index.js';
import { mathOfWords } from '../src/render/word-math.js';
import { launch } from './chromium.js';
import { formatTable, formatTime } from './table.js';

/**
 * What a reader notices of a page with twenty formulas, in a real browser: `node dist/bench/page.js` after a build. The same page
 * without the element stands beside it.
 */
const FORMULAS = [
  String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`,
  String.raw`\mathbf{h}_t^\top \mathbf{W} \bar{\mathbf{h}}_s`,
  String.raw`v_t = \beta v_{t-1} + (1-\beta) g_t`,
  String.raw`H(p, q) = -\sum_x p(x) \log q(x)`,
];
const COPIES = 5;
const PASSES = 5;

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** `late`: the script comes when everything else is at rest, so that what then moves is moved by it. */
type Kind = 'with' | 'without' | 'late';

function pageText(kind: Kind): string {
  const engine = createEngine();
  const formulas = Array.from({ length: COPIES }, () => FORMULAS).flat();
  const body = formulas.map((latex) => {
    const annotation = engine.annotate(latex);
    const html = annotatedHtml(annotation);
    if (kind === 'without') return html;
    const data = JSON.stringify({ ...annotation, math: mathOfWords(annotation) }).replaceAll('<', '\\u003c');
    return `<formulens-formula>${html}<script type="application/json" data-formulens>${data}</script></formulens-formula>`;
  });
  const script = kind === 'with' ? '<script type="module" src="/formulens/element.js"></script>' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Formulas</title>
<link rel="stylesheet" href="/katex/katex.min.css">${script}</head>
<body><main>${body.join('\n<p>Words of the page, between one formula and the next.</p>\n')}</main></body></html>`;
}

async function serve(): Promise<{ readonly url: string; readonly close: () => void }> {
  const katex = dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));
  const folders = { '/katex/': katex, '/formulens/': fileURLToPath(new URL('../browser', import.meta.url)) };
  const pages: Readonly<Record<string, string>> = {
    '/with': pageText('with'),
    '/without': pageText('without'),
    '/late': pageText('late'),
  };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const base = Object.entries(folders).find(([start]) => path.startsWith(start));
    const file = base && (await readFile(join(base[1], path.slice(base[0].length))).catch(() => undefined));
    const sent = pages[path] ?? file;
    response.writeHead(sent === undefined ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? 'text/html' });
    response.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

/** Milliseconds since the page was asked for until it is loaded, and with the element until every formula answers. */
async function timeReady(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'load' });
  const ready = await page.evaluate(async () => {
    const all = [...document.querySelectorAll('formulens-formula')];
    if (all.length > 0) await customElements.whenDefined('formulens-formula');
    await Promise.all(
      all.map((element) => (element as unknown as { updateComplete: Promise<unknown> }).updateComplete),
    );
    return performance.now();
  });
  await page.close();
  return ready;
}

/** Milliseconds from pointing at a piece until its card is there. */
async function timeHover(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url, { waitUntil: 'load' });
  await page.locator('formulens-formula .stage').first().waitFor();
  const box = await page.locator('[data-fl=c1]').first().boundingBox();
  if (box === null) throw new Error('there is no piece to point at');
  const start = performance.now();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
  await page.locator('formulens-formula .card').first().waitFor();
  const took = performance.now() - start;
  await page.close();
  return took;
}

/** How far things jump when the element takes over formulas that stand there already. */
async function shiftOfElement(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url, { waitUntil: 'networkidle' });
  const shift = await page.evaluate(async () => {
    await document.fonts.ready;
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift' });
    const script = document.createElement('script');
    script.type = 'module';
    script.src = '/formulens/element.js';
    document.head.append(script);
    await customElements.whenDefined('formulens-formula');
    await new Promise((resolve) => setTimeout(resolve, 500));
    return sum;
  });
  await page.close();
  return shift;
}

async function repeated(measure: () => Promise<number>): Promise<readonly number[]> {
  const figures: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) figures.push(await measure());
  return figures;
}

const { browser } = await launch();
const site = await serve();
try {
  const loaded = await repeated(() => timeReady(browser, `${site.url}/without`));
  const ready = await repeated(() => timeReady(browser, `${site.url}/with`));
  const hover = await repeated(() => timeHover(browser, `${site.url}/with`));
  const shifts = await repeated(() => shiftOfElement(browser, `${site.url}/late`));
  const rows = [
    { name: 'layout shift by the element', value: String(Math.max(...shifts)), beside: `the most of ${PASSES} visits` },
    {
      name: 'from the request until every formula answers to the pointer',
      value: formatTime(Math.min(...ready)),
      beside: `the same page without formulens is there after ${formatTime(Math.min(...loaded))}`,
    },
    { name: 'from pointing at a piece to its card', value: formatTime(Math.min(...hover)) },
  ];
  process.stdout.write(formatTable([{ title: `a page with ${FORMULAS.length * COPIES} formulas`, rows }]));
} finally {
  site.close();
  await browser.close();
}
