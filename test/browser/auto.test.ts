import katex from 'katex';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository, type Served, STRICT_POLICY, serveApp, serveSite, useBrowser } from './support.js';

const SOFTMAX = String.raw`p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`;
const AVERAGE = String.raw`v_t = \beta v_{t-1} + (1-\beta) g_t`;

function pageWith(body: string, { script = '', head = '' }): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Any page</title>
<link rel="stylesheet" href="/katex/katex.min.css">${head}
<script type="module" src="/formulens/auto.js" ${script}></script></head><body><main>${body}</main></body></html>`;
}

const set = (latex: string, displayMode: boolean) => katex.renderToString(latex, { displayMode });
const body = `<p>Set as a display:</p><div id="katex">${set(SOFTMAX, true)}</div>
<p id="line">In a line of text ${set(AVERAGE, false)} it stays there.</p>
<p id="raw">Not set yet: \\[${AVERAGE}\\] and \\(${SOFTMAX}\\), but this costs $5 and that $6.</p>
<p id="unknown">Nothing is known of ${set('q', false)}.</p><pre id="code">\\[x\\]</pre>`;

/** MathJax as far as it can be seen from outside: what it has set, and the list in which it keeps the TeX. */
const MATHJAX = `globalThis.MathJax = { startup: { promise: Promise.resolve(), document: { get math() {
  return [{ math: ${JSON.stringify(SOFTMAX)}, display: true, typesetRoot: document.querySelector('mjx-container') }];
} } } };`;

const browser = useBrowser();
let app: Served;
let site: Served;
beforeAll(async () => {
  app = await serveApp({ CORS_ORIGIN: '*' });
  site = await serveSite({
    pages: {
      '/server': pageWith(body, { script: `data-server="${app.url}"` }),
      '/core': pageWith(body, {}),
      '/mathjax': pageWith('<mjx-container display="true">p equals a softmax</mjx-container>', {
        script: `data-server="${app.url}"`,
        head: '<script src="/mathjax.js"></script>',
      }),
      '/mathjax.js': MATHJAX,
    },
    folders: { '/katex/': inRepository('node_modules/katex/dist'), '/formulens/': inRepository('dist/browser') },
    policy: STRICT_POLICY.replace("connect-src 'self'", `connect-src 'self' ${app.url}`),
  });
});
afterAll(async () => {
  await site?.close();
  await app?.close();
});

async function cardAt(page: Page, where: string): Promise<string> {
  await page.locator(`${where} formulens-formula .stage`).first().focus();
  await page.keyboard.press('Home');
  const element = page.locator(`${where} formulens-formula`).first();
  await element.locator('.card').waitFor();
  return (await element.locator('.card').textContent()) ?? '';
}

describe('formulens/auto', () => {
  it.each(['server', 'core'])('explains what KaTeX has set and what nobody has set yet, by %s', async (by) => {
    const { page, complaints, requests, close } = await browser.open(`${site.url}/${by}`);
    await expect.poll(() => page.locator('formulens-formula .stage').count(), { timeout: 20_000 }).toBe(4);
    expect(await cardAt(page, '#katex')).toContain('softmax');
    expect(await page.locator('#katex [data-fl="c1"]').count()).toBeGreaterThan(0);
    expect(await page.locator('#line formulens-formula[inline]').count()).toBe(1);
    expect(await page.locator('#line .katex-display').count()).toBe(0);
    expect(await page.locator('#raw formulens-formula').count()).toBe(2);
    expect(await page.locator('#raw').textContent()).toContain('this costs $5 and that $6.');
    // What nothing is known of, and what is code, is left alone.
    expect(await page.locator('#unknown formulens-formula, #code formulens-formula').count()).toBe(0);
    const asked = requests.filter((url) => new URL(url).pathname === '/v1/annotate');
    expect(asked).toHaveLength(by === 'server' ? 1 : 0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('asks nobody again when the page is turned back', async () => {
    const { page, requests, close } = await browser.open(`${site.url}/server`);
    await expect.poll(() => page.locator('formulens-formula .stage').count()).toBe(4);
    const asked = requests.length;
    await page.reload();
    await expect.poll(() => page.locator('formulens-formula .stage').count()).toBe(4);
    expect(requests.slice(asked).filter((url) => url.startsWith(app.url))).toEqual([]);
    await close();
  });

  it('leaves what MathJax has set as it is, and explains it as a whole', async () => {
    const { page, complaints, close } = await browser.open(`${site.url}/mathjax`);
    await page.locator('formulens-formula .stage').waitFor();
    expect(await page.locator('formulens-formula > mjx-container').count()).toBe(1);
    expect(await cardAt(page, 'main')).toContain('softmax');
    expect(complaints).toEqual([]);
    await close();
  });
});
