import { describe, expect, it } from 'vitest';
import { jsonSchemaFiles } from '../../src/explain/json-schema.js';
import { buildApp } from '../../src/http/app.js';
import { readConfig } from '../../src/http/config.js';
import * as library from '../../src/index.js';
import { exists, filesIn, readJson, readText } from './files.js';

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly bin: Record<string, string>;
  readonly exports: Record<string, unknown>;
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};
const manifest = readJson<Manifest>('package.json');
const MAX_LINES = 450;

describe('the package', () => {
  it('exports what it promises, and no more', () => {
    expect(Object.keys(library).sort()).toEqual([
      'annotatedHtml',
      'builtInData',
      'createEngine',
      'loadCatalogue',
      'mathOfWords',
    ]);
    expect(Object.keys(manifest.exports)).toEqual([
      '.',
      './rehype',
      './markdown-it',
      './client',
      './element',
      './auto',
      './core',
      './katex.css',
    ]);
    expect(manifest.bin).toEqual({ formulens: 'dist/src/cli/main.js' });
  });

  it('says one version', async () => {
    const { VERSION } = await import('../../src/version.js');
    expect(VERSION).toBe(manifest.version);
    expect(readJson<Manifest>('package-lock.json').version).toBe(manifest.version);
  });

  it('justifies every dependency in docs/dependencies.md, and names no other', () => {
    const named = [...readText('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual(
      [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].sort(),
    );
  });

  it('uses every dependency that it makes others install, and none that it does not', () => {
    const text = filesIn('src').map(readText).join('\n');
    const used = [...text.matchAll(/from '((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[\w./-]*)?'/g)].map(
      (match) => match[1] ?? '',
    );
    expect([...new Set(used)].filter((name) => !name.startsWith('node:')).sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
  });
});

describe('the schemas', () => {
  it('are in step with zod (npm run written)', () => {
    const written = Object.fromEntries(
      filesIn('schemas').map((path) => [path.slice('schemas/'.length), readText(path)]),
    );
    expect(written).toEqual(jsonSchemaFiles());
  });
});

describe('the README', () => {
  it('names only paths that exist', () => {
    const paths = [
      ...readText('README.md').matchAll(/`((?:src|data|test|docs|bench|schemas|scripts|\.ci)\/[\w./-]*)`/g),
    ];
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.map((match) => match[1] ?? '').filter((path) => !exists(path))).toEqual([]);
  });

  it('shows the answer that its curl gets (npm run written)', async () => {
    const text = readText('README.md');
    const latex = /--data-urlencode 'latex=([^']+)'/.exec(text)?.[1] ?? '';
    const shown = /<!-- answer[^\n]*\n```text\n([\s\S]*?)```\n<!-- end of answer -->/.exec(text)?.[1];
    const read = readConfig({});
    if (!read.ok) throw new Error(read.problems.join());
    const app = await buildApp({ engine: library.createEngine(), config: read.config });
    const headers = { 'user-agent': 'curl/8.5.0', accept: '*/*' };
    const reply = await app.inject({ url: '/v1/annotate', query: { latex }, headers });
    await app.close();
    expect(reply.payload).toBe(shown);
    expect(shown).toContain('softmax');
  });

  it('names only npm scripts that exist', () => {
    const scripts = [...readText('README.md').matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

describe('every file', () => {
  const ours = filesIn('').filter((path) => !/\.(?:lock|png|woff2|svg)$|^package-lock\.json$/.test(path));

  it('is short enough to be read', () => {
    const long = ours
      .filter((path) => /\.(?:ts|mjs)$/.test(path))
      .map((path) => [path, readText(path).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > MAX_LINES)
      .map(([path, lines]) => `${path}: ${lines} lines; split it by job`);
    expect(long).toEqual([]);
  });

  it('names no path of one machine', () => {
    // Written in two pieces, so that this file does not find itself.
    const patterns = ['/wo' + 'rk/', '/tm' + 'p/', '/ho' + 'me/', '/ro' + 'ot/', 'C:\\\\Us' + 'ers'];
    const wrong = ours.filter((path) => patterns.some((pattern) => readText(path).includes(pattern)));
    expect(wrong).toEqual([]);
  });
});
