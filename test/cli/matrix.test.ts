import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { runWith } from './world.js';

const engine = createEngine();
const run = (...args: string[]) => runWith(['matrix', ...args], { engine });

describe('formulens --behaviour', () => {
  it('tells what was found by trying', async () => {
    const { stdout } = await runWith(['--behaviour', '\\max(0, h)'], { engine });
    expect(stdout).toContain('tried out       It is never below 0');
    expect((await runWith(['\\max(0, h)'], { engine })).stdout).not.toContain('tried out');
  });
});

describe('formulens matrix', () => {
  it('describes rows of numbers and LaTeX', async () => {
    expect(await run('[[0, -1], [1, 0]]')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('turns everything by 90°'),
    });
    const latex = await run('\\begin{bmatrix} 1 & 1 \\\\ 0 & 1 \\end{bmatrix}', '--json');
    expect(JSON.parse(latex.stdout).matrix.actions[0].kind).toBe('shear');
  });

  it('computes factors for values', async () => {
    const { code, stdout } = await run('A = U \\Sigma V^\\top', '--values', '{"A": [[3, 0], [4, 5]]}');
    expect(code).toBe(0);
    expect(stdout).toContain('half-axes 6.708');
  });

  it('says what is wrong', async () => {
    expect(await run('A B')).toMatchObject({ code: 1, stderr: expect.stringContaining('no values for A, B') });
    expect(await run('A', '--values', '{')).toMatchObject({ code: 2, stderr: expect.stringContaining('not JSON') });
    expect(await run()).toMatchObject({ code: 2 });
    expect(await run('[[1, 2], []]')).toMatchObject({ code: 2 });
  });
});
