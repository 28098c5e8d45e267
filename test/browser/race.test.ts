import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutShift, type Served, seriousProblems, serveApp, useBrowser } from './support.js';

const browser = useBrowser();
let app: Served;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app?.close());

describe('the optimizer race', () => {
  it('runs with Space, steps with the arrows, and says where everybody is', async () => {
    const { page, complaints, close } = await browser.open(`${app.url}/race#step=0`);
    const steps = page.locator('output');
    const loss = (name: string) => page.locator('.fl-runs tr', { hasText: name }).locator('td').last();
    await expect.poll(() => page.locator('.fl-runs tbody tr').count()).toBe(4);
    expect(await loss('Adam').textContent()).toBe('10.5');
    await page.keyboard.press('ArrowRight');
    expect(await steps.textContent()).toBe('1 of 40');
    // 0.1 · 4.56² + 2 · 1.52²
    expect(await loss('gradient descent').textContent()).toBe('6.70');
    await page.keyboard.press('ArrowLeft');
    expect(await steps.textContent()).toBe('0 of 40');
    await page.keyboard.press('Space');
    await expect.poll(() => steps.textContent()).not.toBe('0 of 40');
    await page.keyboard.press('Space');
    expect(await page.locator('#run').textContent()).toContain('Run');
    const stopped = await steps.textContent();
    await page.waitForTimeout(400);
    expect(await steps.textContent()).toBe(stopped);
    expect(new URL(page.url()).hash).toMatch(/^#step=\d+$/);
    expect(await page.locator('.fl-race-stage svg').first().getAttribute('aria-label')).toContain('Adam is at');
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps to the width of a phone, and its words to at least 12 pixels', async () => {
    const { page, close } = await browser.open(`${app.url}/race`, { view: 'phone' });
    await expect.poll(() => page.locator('.fl-runs tbody tr').count()).toBe(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    const heights = await page
      .locator('.fl-race text')
      .evaluateAll((texts) => texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(12);
    await close();
  });

  it('has no serious fault for those who use other senses, and nothing jumps', async () => {
    const { page, close } = await browser.open(`${app.url}/race`);
    await expect.poll(() => page.locator('.fl-runs tbody tr').count()).toBe(4);
    expect(await seriousProblems(page)).toEqual([]);
    expect(await layoutShift(page)).toBeLessThan(0.01);
    await close();
  });
});
