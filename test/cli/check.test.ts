import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { runWith } from './world.js';

const engine = createEngine();
let folder = '';
const check = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runWith(
    ['check', ...args.map((a) => (a.startsWith('-') ? a : join(folder, a)))],
    {
      engine,
    },
  );
  return { code, stdout: stdout.replaceAll(`${folder}/`, ''), stderr };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formulens-'));
  const files: Record<string, string> = {
    'good/page.md': '# Good\n\n$p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}$ and $q = r + s$\n',
    'near/page.mdx': 'import A from "a"\n\n> text\n>\n> $$\n> p_i = \\frac{e^{z_i}}{\\sum_j z_j}\n> $$\n',
    'bad/paper.tex': '\\section{A}\n\\begin{equation}\n  \\frac{a\n\\end{equation}\nand $x\n',
    'bad/.hidden/no.md': '$\\frac{a$',
    'bad/node_modules/no.md': '$\\frac{a$',
    'bad/notes.txt': '$\\frac{a$',
    'macros/page.md': '$\\softmaxof{z}$',
    'macros.json': '{"\\\\softmaxof": "\\\\frac{e^{#1_i}}{\\\\sum_j e^{#1_j}}"}',
    'wrong.json': '["x"]',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('formulens check', () => {
  it('says that all is well, and what it read without knowing it', async () => {
    expect(await check('good')).toEqual({
      code: 0,
      stdout: '1 file, 2 formulas: 0 errors, 0 near misses; 1 without a known pattern (--all shows them)\n',
      stderr: '',
    });
    expect((await check('good', '--all')).stdout).toMatch(
      /^good\/page\.md:3:\d+: note: no known pattern in this formula\n/,
    );
  });

  it('warns of near misses, which fail only if they are asked to', async () => {
    const { code, stdout } = await check('near');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^near\/page\.mdx:6:31: warning: Almost a softmax: .*\n {2}meant, perhaps: p_i = /);
    expect((await check('near', '--strict')).code).toBe(1);
  });

  it('fails where a formula cannot be read, in documents only', async () => {
    const { code, stdout } = await check('bad');
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.includes(': error: '))).toEqual([
      expect.stringMatching(/^bad\/paper\.tex:3:10: error: missing } for the group opened at /),
      expect.stringMatching(/^bad\/paper\.tex:3:10: error: \\frac needs 2 arguments/),
      'bad/paper.tex:5:5: error: the $ that opens this formula is never closed',
    ]);
    expect(stdout).toContain('1 file, 2 formulas: 3 errors');
  });

  it('gives JSON for programs', async () => {
    const { code, stdout } = await check('near', 'bad', '--json');
    expect(code).toBe(1);
    const { problems, counts } = JSON.parse(stdout);
    expect(counts).toEqual({ files: 2, formulas: 3, errors: 3, warnings: 1, notUnderstood: 0 });
    expect(problems[0]).toMatchObject({
      file: 'near/page.mdx',
      line: 6,
      column: 31,
      level: 'warning',
      code: 'near-miss/softmax',
    });
  });

  it('takes macros from a file', async () => {
    expect((await check('macros')).code).toBe(1);
    expect((await check('macros', `--macros=${join(folder, 'macros.json')}`)).code).toBe(0);
    expect(await check('macros', `--macros=${join(folder, 'wrong.json')}`)).toMatchObject({ code: 2 });
  });

  it('says in one line what it cannot do', async () => {
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringMatching(/^formulens: no files.*\n$/) });
    expect(await check('nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nowhere cannot be read\n$/),
    });
    expect(await check('bad/node_modules/.')).toMatchObject({ code: 1 });
  });
});
