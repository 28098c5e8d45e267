import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/http/app.js';
import { plainConfig } from '../../src/http/plain-config.js';
import { createEngine } from '../../src/index.js';
import { absolute, readText } from '../repository/files.js';

/** Runs what the documents and the greeting tell people to paste, against a service that listens. */

const app = await buildApp({ engine: createEngine(), config: plainConfig() });
const folder = mkdtempSync(join(tmpdir(), 'formulens-docs-'));
let host = '';
beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  host = url.replace('http://', '');
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const run = promisify(execFile);

function blocks(path: string, language: string): readonly string[] {
  return [...readText(path).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (m) => m[1] ?? '',
  );
}

const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Each command of a block with the status that it is said to get. */
function commands(block: string): readonly (readonly [string, string])[] {
  const joined = block.replace(/'[^']*'/g, (quoted) => quoted.replace(/\n/g, '\u2028'));
  return joined
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => [
      line.replaceAll('\u2028', '\n').replace(/ # status: .*/, ''),
      /# status: (\d+)/.exec(line)?.[1] ?? '200',
    ]);
}

async function shell(script: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const { stdout } = await run('bash', ['-eu', '-o', 'pipefail', '-c', script], { cwd: folder, env });
  return stdout;
}

/** `curl` as it is pasted, with the status it got on a last line. */
async function paste(command: string): Promise<{ readonly body: string; readonly status: string }> {
  const stdout = await shell(`curl() { command curl -sS -w '\\n%{http_code}' "$@"; }\n${command}`);
  const at = stdout.trimEnd().lastIndexOf('\n');
  return { body: stdout.slice(0, at), status: stdout.slice(at + 1).trim() };
}

describe.skipIf(!has('curl'))('shell examples (they need curl)', () => {
  const shown = [...blocks('docs/api.md', 'sh')];
  it('are there', () => expect(shown.length).toBeGreaterThan(5));

  it.each(shown)('%s', async (block) => {
    const here = block.replaceAll('localhost:3000', host);
    // A block that hands a value on from line to line is run as a whole.
    if (/^\w+=\$\(/m.test(here)) {
      expect(await shell(here)).toBe('304\n');
      return;
    }
    for (const [command, status] of commands(here)) {
      if (!command.startsWith('curl')) {
        await shell(command);
        continue;
      }
      const reply = await paste(command);
      expect([command, reply.status]).toEqual([command, status]);
      expect(reply.body.length).toBeGreaterThan(50);
    }
  });

  it('show what they promise', async () => {
    const [file] = shown.filter((block) => block.includes('f.tex'));
    const text = (await paste((file ?? '').replaceAll('localhost:3000', host))).body;
    expect(text).toContain('exponential moving average');
    const error = await paste(`curl -G ${host}/v1/annotate --data-urlencode 'latex=a + \\frac{b'`);
    expect(error.body).toContain('  a + \\frac{b\n');
    expect(error.body).toMatch(/^ {2,}\^+$/m);
    const batch = shown.find((block) => block.includes('x-ndjson')) ?? '';
    const answers = (await paste(batch.replaceAll('localhost:3000', host))).body.trim().split('\n');
    expect(answers.map((line) => JSON.parse(line).id)).toEqual([1, 2, null]);
  });

  it('of the greeting work when pasted', async () => {
    const greeting = await paste(`curl http://${host}/`);
    const lines = greeting.body.split('\n');
    const pasted = greeting.body.match(/^ {2}curl (?:.*\\\n)*.*$/gm) ?? [];
    expect(pasted).toHaveLength(3);
    const replies = [];
    for (const command of pasted) replies.push(await paste(command.trim()));
    expect(replies.map(({ status }) => status)).toEqual(['200', '200', '200']);
    expect(replies[0]?.body).toContain('softmax');
    expect(JSON.parse(replies[1]?.body ?? '')).toMatchObject({ chunks: [{ concept: 'softmax' }] });
    expect(replies[2]?.body).toMatch(/^ {2}softmax /m);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('of the README work when pasted', async () => {
    const asked = blocks('README.md', 'sh').flatMap((block) => commands(block.replace(/\\\n\s*/g, '')));
    const curls = asked
      .map(([command]) => command)
      .filter((line) => line.startsWith('curl ') && !line.includes('@') && !line.includes('-T '));
    expect(curls.length).toBeGreaterThan(2);
    for (const command of curls) {
      expect([command, (await paste(command.replaceAll('localhost:3000', host))).status]).toEqual([command, '200']);
    }
  });
});

describe.skipIf(!has('python3'))('Python examples (they need python3)', () => {
  it.each(blocks('docs/api.md', 'python'))('%s', async (block) => {
    const file = join(folder, 'example.py');
    writeFileSync(file, block.replaceAll('localhost:3000', host));
    const { stdout } = await run('python3', [file]);
    expect(stdout).toMatch(
      /softmax \| .* \| verified\n[\s\S]*422 latex\/open-group|^0 \[\]\n1 \['latex\/open-group'\]\n$/,
    );
  });
});

describe('JavaScript examples', () => {
  it.each(blocks('docs/api.md', 'js'))('%s', async (block) => {
    const entry = join(folder, 'example.mjs');
    const bundle = join(folder, 'example.bundle.mjs');
    writeFileSync(entry, block.replaceAll('localhost:3000', host));
    const alias = { 'formulens/client': absolute('src/client/index.ts') };
    await build({ entryPoints: [entry], bundle: true, format: 'esm', platform: 'node', outfile: bundle, alias });
    const { stdout } = await run(process.execPath, [bundle]);
    expect(stdout).toMatch(/^Here: .*; \d chunks$/m);
    expect(stdout).toContain('latex/open-group');
    expect(stdout).toContain('0 x^2\n1 \\sqrt{y}\n');
    expect(stdout).toContain('exponential-moving-average');
  });
});
