import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { parseXml } from '../support/xml.js';
import { runWith } from './world.js';

const engine = createEngine();
const PROGRAM = JSON.stringify({
  blocks: [
    { name: 'halving', latex: 'x_{n+1} = \\frac{x_n}{2}' },
    { name: 'tripling', latex: 'x_{n+1} = 3 x_n' },
  ],
  values: { x_0: 8 },
  steps: 3,
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formulens-'));
  await writeFile(join(folder, 'program.json'), PROGRAM);
});
afterAll(() => rm(folder, { recursive: true }));

describe('formulens simulate', () => {
  it('shows each run, a table of steps and a plot', async () => {
    const { code, stdout } = await runWith(['simulate', join(folder, 'program.json')], { engine });
    expect(code).toBe(0);
    expect(stdout).toMatch(/a {2}halving +still changes after 3 steps; x from 8 to 1/);
    expect(stdout).toMatch(/^ +step +a +b$/m);
    expect(stdout).toMatch(/^ +2 +2 +72$/m);
    expect(stdout).toMatch(/^ +216 \|.*b$/m);
  });

  it('reads standard input, and keeps to the width', async () => {
    const { code, stdout } = await runWith(['simulate', '-', '--width', '40'], { engine, stdin: [PROGRAM] });
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('gives JSON and the picture', async () => {
    const json = await runWith(['simulate', '-', '--json'], { engine, stdin: [PROGRAM] });
    expect(JSON.parse(json.stdout).runs[1].parameters[0].values).toEqual([8, 24, 72, 216]);
    const svg = await runWith(['simulate', '-', '--svg'], { engine, stdin: [PROGRAM] });
    expect(parseXml(svg.stdout).name).toBe('svg');
  });

  it.each<[string, readonly string[], string, number, RegExp]>([
    ['no file', ['simulate'], '', 2, /one file/],
    ['a file that is not there', ['simulate', 'nowhere.json'], '', 2, /cannot be read/],
    ['no JSON', ['simulate', '-'], 'x = 1', 2, /not JSON/],
    ['a field that is missing', ['simulate', '-'], '{"blocks": [{"latex": "x = x"}]}', 2, /steps/],
    ['a start that is missing', ['simulate', '-'], '{"blocks": [{"latex": "x = x"}], "steps": 1}', 1, /starting value/],
  ])('%s is said on one line', async (_name, args, stdin, code, says) => {
    const result = await runWith(args, { engine, stdin: [stdin] });
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(says);
    expect(result.stderr.trim().split('\n').length).toBe(1);
  });
});

describe('formulens picture', () => {
  it('writes SVG', async () => {
    const { code, stdout } = await runWith(['picture', 'x^2', '--values', '{"x": 3}'], { engine });
    expect(code).toBe(0);
    expect(parseXml(stdout).name).toBe('svg');
    expect(stdout).toContain('>9</text>');
  });

  it.each<[readonly string[], number, RegExp]>([
    [['picture'], 2, /one formula/],
    [['picture', 'f(x)'], 1, /no picture/],
    [['picture', 'x^{'], 1, /missing \}/],
    [['picture', 'x^2', '--values', '{x}'], 2, /not JSON/],
  ])('%s', async (args, code, says) => {
    const result = await runWith(args, { engine });
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(says);
  });
});
