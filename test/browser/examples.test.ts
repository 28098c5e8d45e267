import { spawn } from 'node:child_process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository, type Opened, type Served, seriousProblems, serveSite, useBrowser } from './support.js';

/** Sites that tools build bring inline scripts and styles of the tools; ours need neither, see the plain page. */
const TOOL_POLICY = "default-src 'self' data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'";

const browser = useBrowser();
const sites: Served[] = [];
afterAll(() => Promise.all(sites.map((site) => site.close())));

async function run(command: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [inRepository(command), ...args], {
    cwd: inRepository(''),
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${command} ends with ${code}:\n${said}`);
  return said;
}

async function serve(folder: string, policy?: string): Promise<Served> {
  const site = await serveSite({ folders: { '/': inRepository(folder) }, ...(policy !== undefined && { policy }) });
  sites.push(site);
  return site;
}

/** The first formula that explains itself, walked into by keys: what its card says. */
async function explainFirst({ page }: Opened): Promise<string> {
  const formula = page.locator('formulens-formula').first();
  await formula.locator('.stage').waitFor();
  await page.evaluate(() => document.querySelector('formulens-formula')?.focus());
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  return (await formula.locator('.card .name').textContent()) ?? '';
}

function asksOnlyFor(site: Served, requests: readonly string[]): boolean {
  return requests.every((url) => url.startsWith(site.url) && !url.includes('/v1/'));
}

describe('examples/plain', () => {
  let site: Served;
  beforeAll(async () => {
    await run('examples/plain/build.mjs');
    site = await serve('examples/plain/dist');
  });

  const found = (page: Page) => page.locator('formulens-formula');

  it('finds raw formulas and explains them with the engine in the page, under a strict policy', async () => {
    const opened = await browser.open(site.url);
    await expect.poll(() => found(opened.page).count(), { timeout: 20_000 }).toBe(3);
    expect(await explainFirst(opened)).toContain('softmax');
    expect(asksOnlyFor(site, opened.requests)).toBe(true);
    expect(opened.complaints).toEqual([]);
    expect(await seriousProblems(opened.page)).toEqual([]);
    await opened.close();
  });

  it('computes in the page, with sliders, when the server is gone', async () => {
    const own = await serveSite({ folders: { '/': inRepository('examples/plain/dist') } });
    const { page, close } = await browser.open(own.url);
    await expect.poll(() => found(page).count(), { timeout: 20_000 }).toBe(3);
    await page.evaluate(() => document.querySelectorAll('formulens-formula')[1]?.focus());
    await page.keyboard.press('Home');
    await page.keyboard.press('n');
    const card = found(page).nth(1).locator('.card');
    await expect.poll(() => card.locator('input[type=range]').count()).toBeGreaterThan(0);
    await own.close();
    const before = await card.textContent();
    await card.locator('input[type=range]').first().press('End');
    await expect.poll(() => card.textContent()).not.toBe(before);
    // A sigmoid at the right end of the slider is nearly 1.
    expect(await card.textContent()).toContain('0.99');
    await close();
  });
});

describe('examples/vitepress', () => {
  let site: Served;
  let log = '';
  beforeAll(async () => {
    log = await run('node_modules/vitepress/bin/vitepress.js', 'build', 'examples/vitepress');
    site = await serve('examples/vitepress/.vitepress/dist', TOOL_POLICY);
  }, 180_000);

  it('lists near misses while it builds, with file and line', () => {
    expect(log).toMatch(/optimizers\.md:\d+: warning: Almost a softmax/);
  });

  it('is a site whose formulas explain themselves, each in the light of those before', async () => {
    const opened = await browser.open(site.url);
    expect(await explainFirst(opened)).toContain('bilinear form');
    await opened.page.keyboard.press('Escape');
    await opened.page.evaluate(() =>
      [...document.querySelectorAll('formulens-formula')].find((f) => f.textContent?.includes('c'))?.focus(),
    );
    const names = await opened.page
      .locator('formulens-formula')
      .evaluateAll((all) => all.map((f) => (f as unknown as { annotation?: { gist: string } }).annotation?.gist ?? ''));
    expect(names.some((gist) => gist.includes('weighted average'))).toBe(true);
    expect(asksOnlyFor(site, opened.requests)).toBe(true);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});

describe('examples/starlight', () => {
  let site: Served;
  beforeAll(async () => {
    await run('node_modules/astro/astro.js', 'build', '--root', 'examples/starlight');
    site = await serve('examples/starlight/dist', TOOL_POLICY);
  }, 240_000);

  it('is a site whose formulas explain themselves', async () => {
    const opened = await browser.open(site.url);
    expect(await explainFirst(opened)).toContain('rotation matrix');
    expect(await opened.page.locator('formulens-formula').count()).toBe(3);
    expect(asksOnlyFor(site, opened.requests)).toBe(true);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});
