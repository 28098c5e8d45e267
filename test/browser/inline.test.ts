import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { formulaMarkup, pageWith, servePages } from './formula-page.js';
import { type Served, useBrowser } from './support.js';

const engine = createEngine();

function inLine(latex: string): string {
  const { html, ...answer } = engine.annotate(latex, { include: ['html'], display: false });
  const data = JSON.stringify(answer).replaceAll('<', '\\u003c');
  return `<formulens-formula>${html}<script type="application/json" data-formulens>${data}</script></formulens-formula>`;
}

const LONG = Array.from({ length: 6 }, () => String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`).join(' + ');
const body = `<p id="text">In a line of text stands ${inLine(String.raw`v_t = \beta v_{t-1} + (1-\beta) g_t`)}, and then, with a comma
right after it, ${inLine(String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`)}; the text goes on for long enough to need a second line.</p>
${formulaMarkup(LONG, 'long')}`;

const browser = useBrowser();
let site: Served;
beforeAll(async () => {
  site = await servePages({ '/': pageWith(body), '/plain': pageWith(body, { script: false }) });
});
afterAll(() => site?.close());

describe('a formula in a line of text', () => {
  it('takes no more room than it does without the element', async () => {
    const boxes = [];
    for (const path of ['/', '/plain']) {
      const { page, complaints, close } = await browser.open(`${site.url}${path}`);
      if (path === '/') await page.locator('formulens-formula .stage').nth(1).waitFor({ state: 'attached' });
      boxes.push(
        await page.locator('#text').evaluate((p) => {
          const range = document.createRange();
          // The words between and after the formulas: where they stand shows what the formulas take.
          return [...p.childNodes]
            .filter((node) => node.nodeType === Node.TEXT_NODE)
            .map((node) => {
              range.selectNodeContents(node);
              return [...range.getClientRects()].map(({ x, y, width }) => [x, y, width].map((n) => Math.round(n * 10)));
            });
        }),
      );
      expect(complaints).toEqual([]);
      await close();
    }
    expect(boxes[0]).toEqual(boxes[1]);
  });

  it('is marked close by, so that the next line can be read', async () => {
    const { page, close } = await browser.open(site.url);
    const element = page.locator('formulens-formula').first();
    await element.locator('.stage').focus();
    await page.keyboard.press('Home');
    const [line, mark] = [
      await element.locator('.katex-html').first().boundingBox(),
      await element.locator('.marks .focus path').first().boundingBox(),
    ];
    expect((mark?.y ?? 0) + (mark?.height ?? 0)).toBeLessThan((line?.y ?? 0) + (line?.height ?? 0) + 8);
    await close();
  });
});

describe('a formula wider than the page', () => {
  it('scrolls in its own box, with its marks', async () => {
    const { page, close } = await browser.open(site.url, { view: 'phone' });
    await page.locator('#long[data-long] .stage').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await page.locator('#long .stage').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const left = () =>
      page
        .locator('#long .marks .focus path')
        .first()
        .evaluate((path) => path.getBoundingClientRect().left);
    const before = await left();
    await page.locator('#long > .katex-display > .katex').evaluate((box) => box.scrollBy(40, 0));
    await expect.poll(left).toBeLessThan(before - 30);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await close();
  });
});
