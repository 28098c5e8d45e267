import katex from 'katex';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { annotatedHtml } from '../../src/render/annotated-html.js';
import { inRepository, type Served, serveSite, useBrowser } from './support.js';

/** Pieces that begin and end at binary signs, relations, brackets, scripts, and lines: where spacing goes wrong first. */
const FORMULAS = [
  String.raw`a_t + \beta v_{t-1} + (1-\beta) g_t = v_t`,
  String.raw`v_t = \beta v_{t-1} + (1-\beta) g_t`,
  String.raw`\left(\frac{1}{n}\sum_{i=1}^n x_i\right)^2 - \frac1n\sum_i x_i`,
  String.raw`-\sum_i p_i\log q_i\ge 0,\quad \sum_i p_i = 1`,
  String.raw`\begin{aligned} m &= \beta m + (1-\beta) g \\ \theta &= \theta - \alpha m\end{aligned}`,
  String.raw`\alpha_{ts}=\frac{\exp(\operatorname{score}(h_t,h_s))}{\sum_{s'=1}^{S}\exp(\operatorname{score}(h_t,h_{s'}))}`,
  String.raw`\{x : \tfrac{1}{1+e^{-x}} > \tfrac12\}`,
  String.raw`e^{\frac{-(x-\mu)^2}{2\sigma^2}}`,
];

const engine = createEngine();
const browser = useBrowser();
let site: Served;

function page(set: (latex: string, displayMode: boolean) => string): string {
  const blocks = FORMULAS.flatMap((latex) => [
    `<div>${set(latex, true)}</div>`,
    `<p>In a line ${set(latex, false)} of text.</p>`,
  ]);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Formulas</title>
<link rel="stylesheet" href="/katex/katex.min.css"></head><body>${blocks.join('')}</body></html>`;
}

beforeAll(async () => {
  site = await serveSite({
    pages: {
      '/plain': page((latex, displayMode) => katex.renderToString(latex, { displayMode })),
      '/pieces': page((latex, displayMode) => annotatedHtml(engine.annotate(latex), { displayMode })),
    },
    folders: { '/katex/': inRepository('node_modules/katex/dist') },
  });
});
afterAll(() => site?.close());

async function photo(path: string): Promise<PNG> {
  const { page, close } = await browser.open(`${site.url}${path}`, {
    context: { viewport: { width: 700, height: 1800 } },
  });
  await page.evaluate(() => document.fonts.ready);
  const png = PNG.sync.read(await page.screenshot());
  await close();
  return png;
}

describe('a formula with its pieces', () => {
  it('looks like one without, to the pixel', async () => {
    const [plain, pieces] = [await photo('/plain'), await photo('/pieces')];
    const { width, height } = plain;
    expect(pixelmatch(plain.data, pieces.data, null, width, height, { threshold: 0 })).toBe(0);
    // Both are full of ink, so the comparison could have failed.
    const ink = new PNG({ width, height });
    ink.data.fill(255);
    expect(pixelmatch(plain.data, ink.data, null, width, height)).toBeGreaterThan(5_000);
  });
});
