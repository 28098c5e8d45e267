import { describe, expect, it } from 'vitest';
import { filesIn, readText } from './files.js';

/** The stages from left to right. A stage may import itself and what stands in an earlier row. */
const ORDER: readonly (readonly string[])[] = [
  ['expr'],
  ['math'],
  ['syntax'],
  ['meaning'],
  ['canon'],
  ['catalogue'],
  ['recognise'],
  ['explain'],
  // The library without renderers: `src/core.ts`, `src/engine.ts` and their neighbours.
  ['library'],
  ['document'],
  ['render'],
  // `src/index.ts`, the library with them.
  ['package'],
  ['http', 'plugins', 'browser'],
  // The client knows the types of the service, and nothing of its code.
  ['cli', 'client'],
];

/** Arrows that the order alone would allow. */
const FORBIDDEN: Readonly<Record<string, { readonly only: readonly string[]; readonly reason: string }>> = {
  math: {
    only: ['expr'],
    reason: 'the math core serves every stage and the browser; it knows expressions and nothing else',
  },
  syntax: { only: ['expr'], reason: 'syntax says what is written, not what it means' },
};

/** Files that every stage may import, since they are types and constants. */
const SHARED = new Set(['src/version.ts']);

/** Where Node may be used, or the browser with its clock; all else runs in both. */
const AT_THE_EDGE = new Set(['http', 'cli', 'client', 'plugins', 'browser']);

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bfrom\s+['"]node:|\bimport\(\s*['"]node:|\bimport\s+['"]node:/, 'imports Node'],
  [/\bprocess\s*\./, 'reads the process'],
  [/\bBuffer\b/, 'uses Buffer, which browsers do not have; Uint8Array is in both'],
  [
    /\bnew\s+Date\b|\bDate\s*\.\s*now\b|\bperformance\s*\.\s*now\b/,
    'reads the clock: equal requests must give equal answers',
  ],
  [/\bMath\s*\.\s*random\b/, 'draws unseeded random numbers: equal requests must give equal answers'],
  [/\bset(?:Timeout|Interval|Immediate)\s*\(/, 'waits: the core is synchronous'],
];
/** Nowhere at all: text of users never becomes code. */
const EVALUATES = /\beval\s*\(|\bnew\s+Function\b/;

const sources = filesIn('src').filter((path) => path.endsWith('.ts'));

function toStage(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  if (path === 'src/index.ts') return 'package';
  return rest.length === 0 ? 'library' : folder;
}

function toImports(path: string): readonly string[] {
  const specifiers = [...readText(path).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)['"](\.[^'"]+)['"]/g)];
  return specifiers.map(([, specifier = '']) => {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), `file:///${path}`);
    return url.pathname.slice(1);
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

describe('imports', () => {
  it('point one way', () => {
    const rank = new Map(ORDER.flatMap((row, index) => row.map((stage) => [stage, index] as const)));
    const wrong = sources.flatMap((path) =>
      toImports(path).flatMap((target) => {
        const [from, to] = [toStage(path), toStage(target)];
        if (from === to || SHARED.has(target)) return [];
        // The contract between library and adapters lies beside the library, and explain fulfils it.
        const allowed = FORBIDDEN[from];
        if (allowed !== undefined && !allowed.only.includes(to)) return [`${path} -> ${target}: ${allowed.reason}`];
        const [a, b] = [rank.get(from), rank.get(to)];
        if (a === undefined || b === undefined) return [`${path} -> ${target}: a folder that the order does not know`];
        return b < a
          ? []
          : [`${path} -> ${target}: ${to} stands to the right of ${from}; plain data flows, imports do not`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('leave no folder of the plan empty of order', () => {
    const known = new Set(ORDER.flat());
    expect([...new Set(sources.map(toStage))].filter((stage) => !known.has(stage))).toEqual([]);
  });
});

describe('the core', () => {
  it('is pure: no Node, clock or chance', () => {
    const wrong = sources
      .filter((path) => !AT_THE_EDGE.has(toStage(path)))
      .flatMap((path) => {
        const text = withoutComments(readText(path));
        return IMPURE.filter(([pattern]) => pattern.test(text)).map(([, reason]) => `${path} ${reason}`);
      });
    expect(wrong).toEqual([]);
  });

  it('never turns text into code', () => {
    expect(sources.filter((path) => EVALUATES.test(withoutComments(readText(path))))).toEqual([]);
  });
});
