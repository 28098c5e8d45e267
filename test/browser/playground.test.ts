import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layoutShift, type Served, seriousProblems, serveApp, useBrowser } from './support.js';

const browser = useBrowser();
let app: Served;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app?.close());

const SOFTMAX = String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`;
const SIGMOID = String.raw`\frac{1}{1 + e^{-x}}`;
const ALMOST = String.raw`\frac{e^{z_i}}{\sum_j z_j}`;

const at = (latex: string, more = '') => `${app.url}/#${new URLSearchParams({ latex })}${more}`;
const card = (page: Page) => page.locator('#card');
const name = (page: Page) => card(page).locator('.fl-name');
const rows = (page: Page) => page.locator('[role=treeitem]');

describe('the playground', () => {
  it('is a form that works before any script does', async () => {
    const { page, close } = await browser.open(app.url, { javaScriptEnabled: false });
    await page.locator('#latex').fill(SOFTMAX);
    await page.locator('#read').click();
    expect(new URL(page.url()).pathname).toBe('/v1/annotate');
    expect(await page.locator('body').textContent()).toContain('softmax');
    await close();
  });

  it('reads what is typed, without a button, and keeps the address in step', async () => {
    const { page, complaints, requests, close } = await browser.open(app.url);
    await rows(page).first().waitFor();
    expect(await name(page).textContent()).toBe('softmax');
    await page.locator('#latex').fill(SIGMOID);
    await expect.poll(() => rows(page).allTextContents()).toContainEqual(expect.stringContaining('sigmoid'));
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('latex')).toBe(SIGMOID);
    expect(await page.locator('#note').textContent()).toBe('1 chunk');
    expect(await page.locator('#curl').textContent()).toContain(`--data-urlencode 'latex=${SIGMOID}'`);
    await page.locator('.fl-json summary').click();
    expect(JSON.parse((await page.locator('#json').textContent()) ?? '').chunks[0].concept).toBe('sigmoid');
    // Everything comes from the service itself, and its strict policy is kept.
    expect(requests.every((url) => url.startsWith(app.url))).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  it('lists the keys in the place of the card until the next step', async () => {
    const { page, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().waitFor();
    await page.evaluate(() => document.querySelector('formulens-formula')?.focus());
    await page.keyboard.press('?');
    const keys = page.locator('.fl-card[aria-label=Keys]');
    expect(await keys.textContent()).toContain('fold the chunk');
    await page.keyboard.press('ArrowDown');
    await keys.waitFor({ state: 'detached' });
    await close();
  });

  it('draws the brackets of lines beside them, not one over the other', async () => {
    const { page, close } = await browser.open(at('v = a v + (1 - a) g \\\\ w = b w + (1 - b) h'));
    await rows(page).first().waitFor();
    await page.evaluate(() => document.querySelector('formulens-formula')?.focus());
    await page.keyboard.press('l');
    const boxes = await page
      .locator('formulens-formula svg.marks g > path')
      .evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().toJSON() as DOMRect));
    expect(boxes.length).toBeGreaterThan(1);
    const formula = await page.locator('formulens-formula .katex-display').boundingBox();
    for (const box of boxes) expect(box.bottom).toBeLessThanOrEqual((formula?.y ?? 0) + (formula?.height ?? 0) + 5);
    await close();
  });

  it('tells the chunk that is chosen in the tree in three lenses, with what was checked', async () => {
    const { page, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().click();
    expect(await name(page).textContent()).toBe('softmax');
    expect(await card(page).locator('dt').allTextContents()).toEqual(['What it is', 'How it is built', 'What it does']);
    await card(page).locator('summary').click();
    expect(await card(page).locator('#evidence').textContent()).toMatch(/Checked\. Agrees with softmax at 12 points/);
    expect(await card(page).locator('#evidence li').allTextContents()).toContainEqual(
      expect.stringMatching(/^The shares add up to 1: 12 points, largest difference /),
    );
    await close();
  });

  it('is walked by the keys of a tree, and underlines the source of what is in focus', async () => {
    const { page, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await name(page).textContent()).toContain('exponentiated score');
    expect(await page.locator('#mirror mark').textContent()).toBe('e^{z_i}');
    await page.keyboard.press('ArrowLeft');
    expect(await name(page).textContent()).toBe('softmax');
    await page.keyboard.press('End');
    expect(await page.locator('#mirror mark').textContent()).toBe(String.raw`\sum_j e^{z_j}`);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
    await close();
  });

  it('mends a near miss with one press, and can be told that it is meant so', async () => {
    const { page, close } = await browser.open(at(ALMOST));
    await expect.poll(() => name(page).textContent()).toBe('Almost a softmax');
    expect(await page.locator('#mirror .is-near').count()).toBeGreaterThan(0);
    expect(await page.locator('.fl-mend ins').first().textContent()).toContain('e');
    await page.locator('#keep').click();
    await expect.poll(() => page.locator('#mend').count()).toBe(0);
    await page.reload();
    await page.locator('#mend').click();
    await expect.poll(() => page.locator('#note').textContent()).toContain('chunk');
    await expect.poll(() => rows(page).first().textContent()).toContain('softmax');
    await close();
  });

  it('takes another reading with one press, keeps it in the address, and takes it back', async () => {
    const { page, close } = await browser.open(at('y = u(v)'));
    const readings = page.locator('#readings button');
    await expect.poll(() => readings.count()).toBeGreaterThan(1);
    const [taken, other] = await readings.allTextContents();
    await readings.nth(1).click();
    await expect.poll(() => readings.first().textContent()).toBe(other);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('read')).toContain('u(v)');
    expect(await page.locator('#curl').textContent()).toContain('"readings"');
    await page.locator('#readings button', { hasText: 'as it was' }).click();
    await expect.poll(() => readings.first().textContent()).toBe(taken);
    await close();
  });

  it('needs no mouse: the formula is walked, folded, computed and mended by keys', async () => {
    const { page, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().waitFor();
    await page.locator('#latex').focus();
    for (let presses = 0; presses < 12; presses++) {
      if ((await page.evaluate(() => document.activeElement?.localName)) === 'formulens-formula') break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => name(page).textContent()).toBe('exponentiated score');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('f');
    await expect.poll(() => page.locator('formulens-formula .fl-words').textContent()).toBe('softmax');
    await page.keyboard.press('f');
    await page.keyboard.press('e');
    await expect.poll(() => page.locator('#evidence').getAttribute('open')).not.toBeNull();
    await page.keyboard.press('n');
    await page.locator('#ladder').waitFor();
    await page.locator('#latex').fill(ALMOST);
    await expect.poll(() => page.locator('#note').textContent()).toContain('near miss');
    await page.evaluate(() => document.querySelector('formulens-formula')?.focus());
    await page.keyboard.press('m');
    await expect.poll(() => page.locator('#latex').inputValue()).toContain('e^{z_j}');
    await close();
  });

  it('keeps what the pointer was on in focus while it goes to the card, until Escape', async () => {
    const { page, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().waitFor();
    const box = await page.locator('formulens-formula [data-fl="c1/score"]').first().boundingBox();
    if (box === null) throw new Error('the piece is not to be seen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await expect.poll(() => name(page).textContent()).toBe('exponentiated score');
    await card(page).hover();
    await page.waitForTimeout(600);
    expect(await name(page).textContent()).toBe('exponentiated score');
    await page.evaluate(() => document.querySelector('formulens-formula')?.focus());
    await page.keyboard.press('Escape');
    await expect.poll(() => name(page).textContent()).toBe('softmax');
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('at')).toBeNull();
    await close();
  });

  it('takes numbers, and shows what every piece comes to as they change', async () => {
    const { page, complaints, close } = await browser.open(at(SOFTMAX));
    await rows(page).first().click();
    await card(page).getByRole('button', { name: 'Put numbers in' }).click();
    const result = page.locator('#ladder .is-result td');
    await expect.poll(() => result.textContent()).toContain('0.659');
    const first = page.getByLabel('z, place 1', { exact: true });
    await first.focus();
    await page.keyboard.press('Shift+ArrowUp');
    // e³ / (e³ + e¹ + e^0.1)
    await expect.poll(() => result.textContent()).toContain('0.84');
    expect(await first.inputValue()).toBe('3');
    expect(await card(page).textContent()).toContain('rose from 2 to 3');
    await page.getByLabel('z, place 1, slider').press('Home');
    await expect.poll(() => first.inputValue()).toBe('−5');
    const shared = await browser.open(page.url());
    await expect.poll(() => shared.page.getByLabel('z, place 1', { exact: true }).inputValue()).toBe('−5');
    expect(await seriousProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await shared.close();
    await close();
  });

  it('shows the picture that suits the formula, and says so where none does', async () => {
    const { page, complaints, close } = await browser.open(at(SIGMOID, '&view=picture'));
    await page.locator('.fl-figure svg').waitFor();
    expect(await page.locator('.fl-figure svg title').textContent()).toContain('sigmoid');
    expect(complaints).toEqual([]);
    await page.locator('#latex').fill('A = U \\Sigma V^\\top');
    await expect.poll(() => page.locator('.fl-board').textContent()).toContain('No picture suits');
    await close();
  });

  it('opens what somebody has shared as it was: the formula, its story and what was in focus', async () => {
    const first = await browser.open(app.url);
    await first.page.locator('#shelf a', { hasText: 'Context vector' }).click();
    await expect
      .poll(() => rows(first.page).allTextContents())
      .toContainEqual(expect.stringContaining('weighted average'));
    await rows(first.page).filter({ hasText: 'weighted average' }).last().click();
    const second = await browser.open(first.page.url());
    await expect.poll(() => name(second.page).textContent()).toBe('weighted average');
    expect(await second.page.locator('#latex').inputValue()).toContain(String.raw`\alpha_{ts}`);
    await first.close();
    await second.close();
  });

  it('shows what it could read of a formula with a mistake, and where the mistake is', async () => {
    const { page, complaints, close } = await browser.open(at(String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}`));
    await expect.poll(() => page.locator('.fl-errors').textContent()).toContain('}');
    expect(await page.locator('#note').textContent()).toBe('1 place cannot be read');
    // The browser itself notes the status 422.
    expect(complaints.filter((line) => !line.includes('422'))).toEqual([]);
    await close();
  });

  it('takes markup in a formula for text', async () => {
    const evil = String.raw`\text{<img src=x onerror=alert(1)>} + \href{javascript:alert(1)}{x} + \htmlData{fl=c1}{y}`;
    const { page, complaints, close } = await browser.open(at(evil));
    await page.locator('#curl').waitFor();
    expect(await page.locator('img, main a[href^="javascript"]').count()).toBe(0);
    expect(complaints.filter((line) => !line.includes('422'))).toEqual([]);
    await close();
  });

  it.each(['light', 'dark', 'phone'] as const)(
    'has no serious fault for those who use other senses: %s',
    async (view) => {
      for (const url of [app.url, at(SOFTMAX, '&at=c1'), at(ALMOST)]) {
        const { page, close } = await browser.open(url, { view });
        await page.locator('#curl').waitFor();
        expect(await seriousProblems(page)).toEqual([]);
        if (view === 'phone') expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
        await close();
      }
    },
  );

  it('does not let anything jump while it comes up', async () => {
    const { page, close } = await browser.open(app.url);
    await page.locator('#curl').waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.01);
    await close();
  });
});
