import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formulaMarkup, pageWith, servePages } from './formula-page.js';
import { inRepository, type Served, useBrowser, VIEWS, type View } from './support.js';

/**
 * How the founding formulas look with all their labels. The pictures were taken with the Chromium and the fonts that ship
 * with the development dependencies, which draw alike on every machine; another browser is only asked whether sizes agree.
 * UPDATE_SNAPSHOTS=1 takes them anew.
 */
const FORMULAS = {
  softmax: String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`,
  'attention-weights': String.raw`\alpha_{ts} = \frac{\exp(\operatorname{score}(\mathbf{h}_t,\bar{\mathbf{h}}_s))}{\sum_{s'=1}^{S}\exp(\operatorname{score}(\mathbf{h}_t,\bar{\mathbf{h}}_{s'}))}`,
  score: String.raw`\mathbf{h}_t^\top \mathbf{W} \bar{\mathbf{h}}_s`,
  adam: String.raw`v = \beta_1 v + (1-\beta_1) dW \\ s = \beta_2 s + (1-\beta_2) dW^2 \\ W = W - \alpha \frac{v}{\sqrt s + \epsilon}`,
  reflection: String.raw`H = I - 2 \frac{v v^\top}{v^\top v}`,
  almost: String.raw`\frac{e^{z_i}}{\sum_j z_j}`,
} as const;

const FOLDER = inRepository('test/browser/snapshots');
/** Share of the pixels that may differ: edges of letters, not a mark that moved. */
const TOLERANCE = 0.004;

const browser = useBrowser();
let site: Served;
beforeAll(async () => {
  const body = Object.entries(FORMULAS).map(([id, latex]) => formulaMarkup(latex, id, 'card="none"'));
  site = await servePages({ '/': pageWith(body.join('<p>Words between.</p>\n')) });
});
afterAll(() => site?.close());

describe.each(Object.keys(VIEWS) as View[])('the founding formulas: %s', (view) => {
  it('look as they did', async () => {
    const { page, close } = await browser.open(site.url, { view });
    await page.locator('formulens-formula .stage').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const faults: string[] = [];
    for (const id of Object.keys(FORMULAS)) {
      await page.evaluate((name) => document.getElementById(name)?.focus(), id);
      await page.keyboard.press('Home');
      if (id !== 'almost') await page.keyboard.press('ArrowDown');
      if (view !== 'phone') await page.keyboard.press('l');
      await page.waitForTimeout(100);
      const box = await page.locator(`#${id}`).boundingBox();
      if (box === null) throw new Error(`${id} is not to be seen`);
      const { width } = VIEWS[view].viewport;
      const clip = { x: 0, y: Math.floor(box.y) - 24, width: Math.min(width, 760), height: Math.ceil(box.height) + 88 };
      const taken = PNG.sync.read(
        await page.screenshot({ clip, animations: 'disabled', caret: 'hide', fullPage: true }),
      );
      const fault = compare(`${id}-${view}`, taken);
      if (fault !== undefined) faults.push(fault);
      await page.keyboard.press('Escape');
    }
    expect(faults).toEqual([]);
    await close();
  });
});

function compare(name: string, taken: PNG): string | undefined {
  const file = `${FOLDER}/${name}.png`;
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, PNG.sync.write(taken));
    return undefined;
  }
  if (!existsSync(file)) return `${name}: there is no snapshot; UPDATE_SNAPSHOTS=1 takes it`;
  const kept = PNG.sync.read(readFileSync(file));
  const { width, height } = kept;
  if (Math.abs(taken.width - width) > 2 || Math.abs(taken.height - height) > 2) {
    return `${name}: ${taken.width} × ${taken.height}, was ${width} × ${height}`;
  }
  if (!browser.isShipped() || taken.width !== width || taken.height !== height) return undefined;
  const different = new PNG({ width, height });
  const count = pixelmatch(kept.data, taken.data, different.data, width, height, { threshold: 0.2 });
  return count / (width * height) <= TOLERANCE ? undefined : `${name}: ${count} pixels differ`;
}
