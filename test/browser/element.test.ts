import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formulaMarkup, pageWith, servePages } from './formula-page.js';
import { layoutShift, type Opened, type Served, seriousProblems, useBrowser, type View } from './support.js';

const SOFTMAX = String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`;
const SCORE = String.raw`\mathbf{h}_t^\top \mathbf{W} \bar{\mathbf{h}}_s`;
const ALMOST = String.raw`\frac{e^{z_i}}{\sum_j z_j}`;

const body = `<p>Scores become shares.</p>${formulaMarkup(SOFTMAX, 'softmax')}
<p>How well two states match.</p>${formulaMarkup(SCORE, 'score')}
<p>This one is not quite right.</p>${formulaMarkup(ALMOST, 'almost')}`;

const browser = useBrowser();
let site: Served;
beforeAll(async () => {
  site = await servePages({
    '/': pageWith(body),
    '/plain': pageWith(body, { script: false }),
    '/rtl': pageWith(body, { dir: 'rtl' }),
  });
});
afterAll(() => site?.close());

async function open(path = '/', view: View = 'light'): Promise<Opened> {
  const opened = await browser.open(`${site.url}${path}`, { view });
  await opened.page.locator('formulens-formula .stage').first().waitFor();
  return opened;
}

const formula = (page: Page, id = 'softmax') => page.locator(`#${id}`);
const piece = (page: Page, name: string, id = 'softmax') => page.locator(`#${id} [data-fl="${name}"]`).first();
const card = (page: Page, id = 'softmax') => page.locator(`#${id} .card`);
const spoken = (page: Page, id = 'softmax') => page.locator(`#${id} [role=status]`);

/** The formula itself; the card may hold others. */
const symbols = (where: Locator) =>
  where.locator('xpath=./*[contains(@class, "katex")]').locator('.katex-html').first();

/** The middle of a piece; what lies there may be a box that KaTeX lays over it. */
async function middleOf(page: Page, name: string): Promise<readonly [number, number]> {
  const box = await piece(page, name).boundingBox();
  if (box === null) throw new Error(`${name} is not to be seen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Where the symbols stand; marks, cards and dimming must not move them. */
async function geometry(where: Locator): Promise<string> {
  return symbols(where).evaluate((element) =>
    JSON.stringify(
      [...element.querySelectorAll('*')].map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [x, y, width, height].map((n) => Math.round(n * 100));
      }),
    ),
  );
}

/** By Tab, as somebody without a mouse comes to it. */
async function tabTo(page: Page, id = 'softmax'): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
  }
  throw new Error(`Tab does not come to ${id}`);
}

describe('<formulens-formula> in a page', () => {
  it('is only a formula at rest', async () => {
    const { page, complaints, close } = await open();
    const plain = await browser.open(`${site.url}/plain`);
    expect(await card(page).count()).toBe(0);
    expect(await geometry(formula(page))).toBe(await geometry(formula(plain.page)));
    // The fonts of KaTeX arrive late in any page; the element adds nothing to that.
    expect(await layoutShift(page)).toBeLessThan(0.001);
    expect(complaints).toEqual([]);
    await plain.close();
    await close();
  });

  it('explains what the pointer is on, beside the formula, and dims the rest', async () => {
    const { page, complaints, close } = await open();
    const before = await geometry(formula(page));
    await page.mouse.move(...(await middleOf(page, 'c1/total')), { steps: 3 });
    await expect.poll(() => card(page).locator('.name').textContent()).toContain('total');
    const [box, shown] = [await symbols(formula(page)).boundingBox(), await card(page).boundingBox()];
    const covers =
      box !== null &&
      shown !== null &&
      shown.x < box.x + box.width &&
      shown.y < box.y + box.height &&
      shown.y + shown.height > box.y &&
      shown.x + shown.width > box.x;
    expect(covers).toBe(false);
    const colour = (name: string) =>
      piece(page, name).evaluate((element) => getComputedStyle(element.querySelector('.mord') ?? element).color);
    expect(await colour('c1/score')).not.toBe(await colour('c1/total'));
    expect(await geometry(formula(page))).toBe(before);
    await page.mouse.move(5, 5);
    await expect.poll(() => card(page).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is walked by the keys, says each move, and is left by Escape', async () => {
    const { page, close } = await open();
    await tabTo(page);
    const walk: string[] = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowUp', 'Home']) {
      await page.keyboard.press(key);
      walk.push((await spoken(page).textContent())?.split('.')[0] ?? '');
    }
    expect(walk).toEqual([
      'softmax, 1 of 1, level 2',
      'exponentiated score, 1 of 2, level 3',
      'total of all exponentiated scores, 2 of 2, level 3',
      'exponentiated score, 1 of 2, level 3',
      'softmax, 1 of 1, level 2',
      'the whole formula, 1 of 1, level 1',
    ]);
    await page.keyboard.press('Escape');
    expect(await card(page).count()).toBe(0);
    expect(await formula(page).getAttribute('data-focused')).toBeNull();
    await close();
  });

  it('folds a chunk into its name and gives back what was written', async () => {
    const { page, close } = await open();
    const before = await geometry(formula(page));
    await tabTo(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('f');
    expect(await formula(page).locator('.fl-words').textContent()).toBe('softmax');
    expect(await piece(page, 'c1/total').isVisible()).toBe(false);
    await page.keyboard.press('f');
    expect(await geometry(formula(page))).toBe(before);
    await close();
  });

  it('zooms out level by level into words, and back', async () => {
    const { page, close } = await open();
    const before = await geometry(formula(page));
    await tabTo(page);
    const words = formula(page).locator('.fl-words:visible');
    const seen: string[][] = [];
    const depth = await formula(page).evaluate((element) => (element as unknown as { depth: number }).depth);
    expect(depth).toBeGreaterThanOrEqual(1);
    for (let level = 0; level < depth; level++) {
      await page.keyboard.press('-');
      seen.push(await words.allTextContents());
    }
    expect(seen.at(-1)?.length).toBeGreaterThan(0);
    for (let level = 0; level < depth; level++) await page.keyboard.press('+');
    expect(await words.count()).toBe(0);
    expect(await geometry(formula(page))).toBe(before);
    await close();
  });

  it('fades the matrix, so that the dot product appears', async () => {
    const { page, close } = await open();
    await tabTo(page, 'score');
    await page.keyboard.press('Home');
    await page.keyboard.press('d');
    const colour = (text: string) =>
      formula(page, 'score')
        .locator('.katex-html .mathbf', { hasText: text })
        .first()
        .evaluate((element) => getComputedStyle(element).color);
    expect(await colour('W')).not.toBe(await colour('h'));
    await page.keyboard.press('d');
    expect(await colour('W')).toBe(await colour('h'));
    await close();
  });

  it('shows the evidence, all labels and the list of keys when asked', async () => {
    const { page, close } = await open();
    await tabTo(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('e');
    expect(await card(page).textContent()).toMatch(/12 points/);
    await page.keyboard.press('l');
    await expect
      .poll(() => formula(page).locator('.stage svg text').allTextContents())
      .toContainEqual(expect.stringContaining('softmax'));
    // The labels make room for the list of keys.
    await page.keyboard.press('?');
    expect(await card(page).textContent()).toContain('all labels');
    await close();
  });

  it('marks a near miss and offers the mend', async () => {
    const { page, close } = await open();
    await tabTo(page, 'almost');
    await page.keyboard.press('Home');
    expect(await card(page, 'almost').locator('.name').textContent()).toContain('Almost a softmax');
    await page.evaluate(() => {
      document.addEventListener('formulens-mend', (event) => {
        document.title = (event as CustomEvent<{ latex: string }>).detail.latex;
      });
    });
    await page.keyboard.press('m');
    await expect.poll(() => page.title()).toContain('e^{z_j}');
    await close();
  });

  it('works on when the server is gone: it has asked for nothing but its own file', async () => {
    const own = await servePages({ '/': pageWith(body) });
    const { page, requests, close } = await browser.open(own.url);
    await page.locator('formulens-formula .stage').first().waitFor();
    await own.close();
    const asked = requests.length;
    await tabTo(page);
    await page.keyboard.press('ArrowDown');
    expect(await card(page).locator('.name').textContent()).toBe('softmax');
    await page.keyboard.press('e');
    expect(requests.slice(asked)).toEqual([]);
    expect(requests.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/v1/'))).toEqual([]);
    await close();
  });

  it.each(['light', 'dark', 'phone'] as const)(
    'has no serious fault for those who use other senses: %s',
    async (view) => {
      const { page, complaints, close } = await open('/', view);
      expect(await seriousProblems(page)).toEqual([]);
      await tabTo(page);
      await page.keyboard.press('ArrowDown');
      await card(page).waitFor();
      expect(await seriousProblems(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  it('is a sheet at the foot of a phone, with buttons that do what the arrows do', async () => {
    const { page, close } = await open('/', 'phone');
    await page.touchscreen.tap(...(await middleOf(page, 'c1/total')));
    await card(page).waitFor();
    const box = await card(page).boundingBox();
    expect(box?.width).toBe(375);
    expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(740);
    expect(box?.height).toBeLessThanOrEqual(740 * 0.55 + 1);
    const sizes = await card(page)
      .locator('button:visible')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(sizes.filter((height) => height >= 44).length).toBeGreaterThanOrEqual(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await close();
  });

  it('stays a formula on paper, and stands on the other side in a page from right to left', async () => {
    const { page, close } = await open('/rtl');
    await tabTo(page);
    await page.keyboard.press('ArrowDown');
    expect(
      await formula(page)
        .locator('.katex')
        .first()
        .evaluate((element) => getComputedStyle(element).direction),
    ).toBe('ltr');
    const [box, shown] = [await symbols(formula(page)).boundingBox(), await card(page).boundingBox()];
    expect(
      box !== null &&
        shown !== null &&
        (shown.x + shown.width <= box.x || shown.y >= box.y + box.height || shown.x >= box.x + box.width),
    ).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await card(page).isVisible()).toBe(false);
    await close();
  });
});
