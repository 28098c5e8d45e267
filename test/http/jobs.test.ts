import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { absolute, filesIn, readText } from '../repository/files.js';

const ROUTES = filesIn('src/http/routes');

/** What takes long enough to keep others waiting. */
const COSTLY = /\bengine\.(annotate|parse|evaluate|simulate|picture|document|describeMatrix)\w*\(/;

it('whatever reads formulas is done by the pool', () => {
  const costly = ROUTES.filter((path) => COSTLY.test(readText(path)));
  expect(costly).toContain('src/http/routes/annotate.ts');
  expect(costly.filter((path) => !readText(path).includes('module: import.meta.url'))).toEqual([]);
});

it.each(ROUTES.filter((path) => readText(path).includes('module: import.meta.url')))(
  '%s exports its answerers under the names of its jobs',
  async (path) => {
    const { answerers } = await import(pathToFileURL(absolute(path)).href);
    const names = [...readText(path).matchAll(/\bname: '(\w+)',\s*input/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(answerers, name).toHaveProperty(name, expect.any(Function));
  },
);
