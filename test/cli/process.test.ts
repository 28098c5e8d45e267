import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { absolute } from '../repository/files.js';

/** The built command as a process of its own; `npm test` builds it first. */
const MAIN = absolute('dist/src/cli/main.js');

async function runProcess(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('the built command', () => {
  it('reads a formula and says that it has checked', async () => {
    const { code, stdout, stderr } = await runProcess(['\\frac{e^{z_i}}{\\sum_j e^{z_j}}']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 softmax');
    expect(stdout).toMatch(/checked +agrees with the definition at 12 points/);
  });

  it('answers bad input with one line and no stack, whatever it is', async () => {
    const inputs = ['', '\\frac{a', '\\foo', '}', '{'.repeat(9_999), '\\def\\a{\\a\\a}\\a', 'x'.repeat(10_001)];
    for (const latex of inputs) {
      const { code, stderr } = await runProcess(['annotate', '--json', '-'], latex);
      expect([1, 2], latex.slice(0, 20)).toContain(code);
      expect(stderr, latex.slice(0, 20)).toMatch(/^formulens: [^\n]+\n$/);
    }
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [MAIN, 'annotate', '--ndjson'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.stdin.on('error', () => undefined);
    const line = `${JSON.stringify({ latex: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}' })}\n`;
    child.stdin.write(line.repeat(2_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end();
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('serves, and ends with 0 on SIGTERM', async () => {
    const env = { ...process.env, PORT: '0', LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, [MAIN, 'serve'], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const [line] = await once(child.stderr, 'data');
    const url = /http:\/\/[\d.:]+/.exec(String(line))?.[0];
    const reply = await fetch(`${url}/v1/annotate?latex=x`);
    expect(await reply.json()).toMatchObject({ latex: 'x', errors: [] });
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});
