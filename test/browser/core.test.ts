import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { PageEngine } from '../../src/browser/core.js';
import { createEngine } from '../../src/index.js';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Built as for pages, and without the browser: what is left out of it must not be missed. */
const engine = createEngine();
let folder: string;
let core: PageEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'core-'));
  const outfile = join(folder, 'core.mjs');
  const { diet } = (await import(inRepository('scripts/browser-diet.mjs'))) as { diet: Plugin[] };
  await build({
    entryPoints: [inRepository('src/browser/core.ts')],
    bundle: true,
    format: 'esm',
    minify: true,
    plugins: diet,
    outfile,
  });
  const built = (await import(pathToFileURL(outfile).href)) as { createEngine: () => PageEngine };
  core = built.createEngine();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Entry = { readonly id: string; readonly latex?: string };

const founding = parse(await readFile(inRepository('test/acceptance/seed-formulas.yaml'), 'utf8')) as readonly Entry[];
const printed = founding.flatMap(({ latex }) => (latex === undefined ? [] : [latex]));

const ALMOST = [
  String.raw`\frac{e^{z_i}}{\sum_j z_j}`,
  String.raw`-\sum_i p_i \log q_i + \lambda \|w\|^2`,
  String.raw`\sqrt{\frac{1}{n}\sum_{i=1}^n (x_i - \mu)^2`,
];

describe('the engine in the page', () => {
  it.each([...printed, ...ALMOST])('says of %s what the engine says', (latex) => {
    expect(core.annotate(latex, { include: ['ast'] })).toEqual(engine.annotate(latex, { include: ['ast'] }));
  });

  it('knows concepts as the engine does, by an example of their own', () => {
    // One of nine, for each is proved twice.
    for (const { id } of engine.concepts().filter((_, i) => i % 9 === 0)) {
      const [latex = ''] = engine.concept(id)?.matches ?? [];
      expect(core.annotate(latex), id).toEqual(engine.annotate(latex));
    }
  });

  it.each([
    [String.raw`\frac{e^{z_i}}{\sum_j e^{z_j}}`, { z: [2, 1, 0.1] }],
    [
      String.raw`\det(A) + \|A^{-1} b\|`,
      {
        A: [
          [2, 1],
          [1, 3],
        ],
        b: [1, 2],
      },
    ],
  ])('computes %s as the engine does', (latex, values) => {
    const answer = core.evaluate(latex, { values });
    expect(answer).toEqual(engine.evaluate(latex, { values }));
    expect(answer.value).not.toBeUndefined();
  });

  it('computes with the values of concepts when none are given', () => {
    for (const latex of printed) expect(core.evaluate(latex), latex).toEqual(engine.evaluate(latex));
  });
});
