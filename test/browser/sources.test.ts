import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { pageWith } from './formula-page.js';
import { inRepository, type Served, STRICT_POLICY, serveApp, serveSite, useBrowser } from './support.js';

const ALMOST = String.raw`\frac{e^{z_i}}{\sum_j z_j}`;
const AVERAGE = String.raw`v_t = \beta v_{t-1} + (1-\beta) g_t`;

const engine = createEngine();
const browser = useBrowser();
let app: Served;
let site: Served;
beforeAll(async () => {
  app = await serveApp({ CORS_ORIGIN: '*' });
  const annotation = engine.annotate(AVERAGE, { include: ['html'] });
  site = await serveSite({
    pages: {
      '/': pageWith(
        `<formulens-formula id="asks" latex="${ALMOST}" server="${app.url}">${ALMOST}</formulens-formula>
         <formulens-formula id="file" src="/answers.json" key="c1">${AVERAGE}</formulens-formula>
         <formulens-formula id="none" src="/answers.json" key="c9">${AVERAGE}</formulens-formula>`,
      ),
      '/answers.json': JSON.stringify({ c1: annotation }),
    },
    folders: {
      '/katex/': inRepository('node_modules/katex/dist'),
      '/formulens/': inRepository('dist/browser'),
      '/': inRepository('test/browser/page'),
    },
    policy: STRICT_POLICY.replace("connect-src 'self'", `connect-src 'self' ${app.url}`),
  });
});
afterAll(async () => {
  await site?.close();
  await app?.close();
});

async function opened(page: Page, id: string): Promise<string> {
  await page.locator(`#${id} .stage`).focus();
  await page.keyboard.press('Home');
  return (await page.locator(`#${id} .card`).textContent()) ?? '';
}

describe('an element with LaTeX only', () => {
  it('asks the server, sets the formula, and takes a mend from there', async () => {
    const { page, complaints, close } = await browser.open(site.url);
    await page.locator('#asks .katex').first().waitFor();
    expect(await opened(page, 'asks')).toContain('Almost a softmax');
    await page.keyboard.press('m');
    await expect
      .poll(() => page.locator('#asks .card, #asks .stage').first().getAttribute('aria-label'))
      .toContain('positive shares');
    expect(await opened(page, 'asks')).toContain('softmax');
    expect(await page.locator('#asks [data-fl="w1"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('can be computed by the server', async () => {
    const { page, complaints, close } = await browser.open(site.url);
    await page.locator('#asks .katex').first().waitFor();
    await opened(page, 'asks');
    await page.keyboard.press('m');
    await page.locator('#asks [data-fl="c1"]').first().waitFor();
    await opened(page, 'asks');
    await page.keyboard.press('n');
    await page.locator('#asks .numbers input').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('reads its answer in a file beside the page, and stays as it is where there is none', async () => {
    const { page, requests, close } = await browser.open(site.url);
    await page.locator('#file .katex').first().waitFor();
    expect(await opened(page, 'file')).toContain('exponential moving average');
    expect(await page.locator('#none').textContent()).toContain('v_t');
    expect(await page.locator('#none .stage').count()).toBe(0);
    expect(requests.filter((url) => url.endsWith('/answers.json'))).toHaveLength(1);
    await close();
  });
});
