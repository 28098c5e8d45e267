import { expect, it } from 'vitest';
import { createEngine } from '../../src/index.js';
import { runWith } from './world.js';

const engine = createEngine();
const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

it('shows the value, the chunks and what went in', async () => {
  const { code, stdout } = await runWith(['evaluate', SOFTMAX, '--values', '{"z": [0, 0]}'], { engine });
  expect(code).toBe(0);
  expect(stdout).toContain('[0.5, 0.5]');
  expect(stdout).toMatch(/softmax: .* \[0\.5, 0\.5\] {2}for i = 1, 2/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

it('writes JSON, and takes values from the examples', async () => {
  const { stdout } = await runWith(['evaluate', SOFTMAX, '--values', 'example', '--json'], { engine });
  expect(JSON.parse(stdout).errors).toEqual([]);
});

it('underlines what has no value', async () => {
  const { code, stdout, stderr } = await runWith(['evaluate', 'a + b', '--values', '{"a": 1}'], { engine });
  expect(code).toBe(1);
  expect(stdout).toContain('  a + b\n      ^');
  expect(stderr).toContain('There is no value for b');
});

it('answers a batch line by line, errors in their place', async () => {
  const lines = [
    { id: 1, latex: 'x^2', values: { x: 3 } },
    { id: 'b', latex: 'x^2' },
    { id: 3, latex: '1/0' },
    { id: 4, values: {} },
  ];
  const stdin = [`${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`];
  const { code, stdout } = await runWith(['evaluate', '--ndjson'], { engine, stdin });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)); // prettier-ignore
  expect(code).toBe(0);
  expect(answers.map(({ id, value, error }) => [id, value ?? error.code])).toEqual([
    [1, 9],
    ['b', 'math/missing-value'],
    [3, 'Infinity'],
    [4, 'request/invalid'],
    [null, 'request/invalid-json'],
  ]);
});

it('refuses values that are no JSON', async () => {
  const { code, stderr } = await runWith(['evaluate', 'x', '--values', '{'], { engine });
  expect(code).toBe(2);
  expect(stderr).toContain('not JSON');
});
