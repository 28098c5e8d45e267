import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formulaMarkup, pageWith, servePages } from './formula-page.js';
import { type Served, seriousProblems, useBrowser } from './support.js';

const SOFTMAX = String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`;
const SIGMOID = String.raw`\frac{1}{1 + e^{-x}}`;

const browser = useBrowser();
let site: Served;
beforeAll(async () => {
  const core = 'core="/formulens/core.js"';
  site = await servePages({
    '/': pageWith(`${formulaMarkup(SOFTMAX, 'softmax', core)}<p>and</p>${formulaMarkup(SIGMOID, 'sigmoid', core)}`),
    '/without': pageWith(formulaMarkup(SIGMOID, 'sigmoid')),
  });
});
afterAll(() => site?.close());

async function openNumbers(page: Page, id: string): Promise<void> {
  await page.locator(`#${id} .stage`).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('n');
  await page.locator(`#${id} .numbers`).waitFor();
}

/** The number that stands at the mark of the chunk. */
const valueAt = (page: Page, id: string) =>
  page.locator(`#${id} .stage svg .value text, #${id} .stage svg .focus text`).first();

describe('numbers in a formula', () => {
  it('come from the engine in the page, which is loaded when they are asked for', async () => {
    const { page, complaints, requests, close } = await browser.open(site.url);
    const loaded = () => requests.some((url) => url.endsWith('/core.js'));
    await page.locator('#sigmoid .stage').waitFor();
    expect(loaded()).toBe(false);
    await openNumbers(page, 'sigmoid');
    expect(loaded()).toBe(true);
    const field = page.locator('#sigmoid .numbers input[type=text]').first();
    await field.fill('0');
    await field.press('Enter');
    await expect.poll(() => page.locator('#sigmoid output').textContent()).toContain('0.5');
    expect(complaints).toEqual([]);
    expect(await seriousProblems(page)).toEqual([]);
    await close();
  });

  it('follow the slider, and are written at the marks', async () => {
    const { page, close } = await browser.open(site.url);
    await openNumbers(page, 'softmax');
    const slider = page.locator('#softmax .numbers input[type=range]').first();
    const before = await page.locator('#softmax output').textContent();
    await slider.focus();
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('#softmax output').textContent()).not.toBe(before);
    await expect.poll(() => valueAt(page, 'softmax').textContent()).toMatch(/\d/);
    await page.locator('#softmax .stage').focus();
    await page.keyboard.press('n');
    expect(await page.locator('#softmax .numbers').count()).toBe(0);
    await close();
  });

  it('are not offered where nobody can compute them', async () => {
    const { page, close } = await browser.open(`${site.url}/without`);
    await page.locator('#sigmoid .stage').focus();
    await page.keyboard.press('Home');
    expect(await page.locator('#sigmoid .card').textContent()).not.toContain('Numbers');
    await close();
  });
});
