import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, seriousProblems, serveApp, useBrowser } from './support.js';

const browser = useBrowser();
let app: Served;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app?.close());

describe('pages of concepts', () => {
  it('lead from the list to a concept, and from one of its formulas to the playground', async () => {
    const { page, complaints, close } = await browser.open(`${app.url}/v1/concepts?format=html&q=softmax`);
    await page.getByRole('link', { name: 'softmax', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('softmax');
    expect(await page.locator('dt').allTextContents()).toEqual(['What it is', 'How it is built', 'What it does']);
    await page.getByRole('link', { name: /^Read it in the playground/ }).click();
    await expect.poll(() => page.locator('#card .fl-name').textContent()).toBe('softmax');
    expect(complaints).toEqual([]);
    await close();
  });

  it.each(['light', 'dark', 'phone'] as const)(
    'have no serious fault for those who use other senses: %s',
    async (view) => {
      for (const path of ['/v1/concepts?format=html&q=average', '/v1/concepts/softmax?format=html']) {
        const { page, complaints, close } = await browser.open(`${app.url}${path}`, { view });
        expect(await seriousProblems(page)).toEqual([]);
        if (view === 'phone') expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
        expect(complaints).toEqual([]);
        await close();
      }
    },
  );

  it('say that there is nothing, where nothing is found', async () => {
    const { page, close } = await browser.open(`${app.url}/v1/concepts?format=html&q=nonsense`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('No concept with these words');
    await close();
  });
});
