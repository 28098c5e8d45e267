import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/http/app.js';
import { plainConfig } from '../../src/http/plain-config.js';
import { createEngine } from '../../src/index.js';
import { useBrowser } from './support.js';

const browser = useBrowser();

it('the reference shows the contract without asking anybody else and without breaking its policy', async () => {
  const app = await buildApp({ engine: createEngine(), config: plainConfig() });
  onTestFinished(() => app.close());
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const { page, complaints, requests, close } = await browser.open(`${origin}/reference`);
  onTestFinished(close);
  await page.getByRole('heading', { name: 'Read one formula', exact: false }).first().waitFor();
  expect(await page.title()).toContain('formulens');
  expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
  expect(requests).toContain(`${origin}/openapi.json`);
  expect(complaints).toEqual([]);
});

it('only the reference may write style into its page, and it too runs no script but its own', async () => {
  const app = await buildApp({ engine: createEngine(), config: plainConfig() });
  onTestFinished(() => app.close());
  const policy = async (url: string): Promise<string> =>
    String((await app.inject({ url, headers: { accept: 'text/html' } })).headers['content-security-policy']);
  expect(await policy('/reference/')).toContain("style-src 'self' 'unsafe-inline'");
  expect(await policy('/reference/')).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/);
  for (const url of ['/', '/problems', '/v1/concepts', '/openapi.json', '/reference/js/scalar.js', '/nowhere']) {
    expect(await policy(url)).not.toMatch(/style-src [^;]*'unsafe-inline'|script-src [^;]*unsafe/);
  }
});
