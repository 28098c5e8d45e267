import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tree } from './read.js';

const page = readFileSync(new URL('../../docs/reading.md', import.meta.url), 'utf8');

/** Every example of the page: a line of LaTeX, then the tree after `=>`. */
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const examples = [...section.matchAll(/^(.+)\n {2}=> (.+)$/gm)].map(
      (m) => [m[1] as string, m[2] as string] as const,
    );
    return { title, reason: /^Reason: /m.test(section), examples };
  });

describe('docs/reading.md', () => {
  it('gives a reason and examples for every rule', () => {
    expect(sections.length).toBeGreaterThan(25);
    for (const { title, reason, examples } of sections) {
      expect({ title, reason, some: examples.length > 0 }).toEqual({ title, reason: true, some: true });
    }
  });
  for (const { title, examples } of sections) {
    it(title, () => {
      for (const [latex, expected] of examples) expect(`${latex} => ${tree(latex)}`).toBe(`${latex} => ${expected}`);
    });
  }
});
