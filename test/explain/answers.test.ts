import { describe, expect, it } from 'vitest';
import { exprKey } from '../../src/expr/index.js';
import { type Annotation, builtInData, createEngine, loadCatalogue } from '../../src/index.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

const catalogue = loadCatalogue(builtInData());
const engine = createEngine(catalogue);

/** One formula of each concept, as its file gives it. */
const formulas: readonly string[] = [...catalogue.concepts.values()].flatMap((c) => {
  const first = c.file.matches.find((m) => typeof m === 'string');
  return typeof first === 'string' ? [first] : [];
});
const answers: readonly Annotation[] = formulas.map((latex) => engine.annotate(latex));

/** What fails, with the formula it fails in. */
const failures = (check: (a: Annotation) => readonly string[]): string[] =>
  answers.flatMap((a) => check(a).map((what) => `${what} in ${a.latex}`));

const balanced = (latex: string): boolean => {
  let depth = 0;
  for (const [token] of latex.matchAll(/\\.|[{}]/gs)) {
    depth += token === '{' ? 1 : token === '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
};

const spansIn = (latex: string, spans: readonly (readonly [number, number])[]): boolean =>
  spans.every(([a, b], i) => 0 <= a && a < b && b <= latex.length && (i === 0 || (spans[i - 1]?.[1] ?? 0) <= a));

describe('an answer', () => {
  it('has no slot of a text left open', () => {
    expect(
      failures((a) => {
        const texts = a.chunks.flatMap((c) => [...Object.values(c.explanation), c.evidence.because ?? '']);
        return [a.gist, ...texts].map((t) => t.replace(/\$[^$]*\$/g, '')).filter((t) => /\{\\?\w+\}/.test(t));
      }),
    ).toEqual([]);
  });

  it('has places that lie in the formula, in order', () => {
    expect(
      failures((a) =>
        [...a.chunks, ...a.symbols, ...a.warnings, ...a.chunks.flatMap((c) => c.parts ?? [])]
          .filter((x) => !spansIn(a.latex, x.spans))
          .map((x) => JSON.stringify(x.spans)),
      ),
    ).toEqual([]);
  });

  it('shows whole pieces of LaTeX', () => {
    expect(
      failures((a) =>
        [...a.chunks, ...a.symbols, ...a.chunks.flatMap((c) => [...Object.values(c.roles), ...(c.parts ?? [])])]
          .map((x) => x.latex)
          .filter((latex) => latex.trim() === '' || !balanced(latex) || parse(latex).problems.length > 0),
      ),
    ).toEqual([]);
  });

  it('shows a chunk of one piece as it is written there, and it reads back without fault', () => {
    expect(
      failures((a) =>
        a.chunks.flatMap((c) => {
          const [span] = c.spans;
          if (!span || c.spans.length !== 1) return [];
          const text = a.latex.slice(span[0], span[1]);
          if (text !== c.latex) return [`${c.concept}: ${c.latex} is not ${text}`];
          return parse(text).problems.length > 0 ? [`${c.concept}: ${text} cannot be read alone`] : [];
        }),
      ),
    ).toEqual([]);
  });

  it('shows roles with their accents, as they stand', () => {
    for (const [latex, concept, role, expected] of [
      ['\\frac{\\bar Y - \\mu}{S / \\sqrt{N}}', 't-statistic', 'x', '\\bar Y'],
      ['\\frac{1}{1+e^{-\\hat s}}', 'sigmoid', 'x', '\\hat s'],
      ['m_t = \\rho m_{t-1} + (1-\\rho) \\tilde g', 'exponential-moving-average', 'x', '\\tilde g'],
      ['\\frac{e^{\\hat z_i}}{\\sum_j e^{\\hat z_j}}', 'softmax', 'z', '\\hat z_j'],
    ] as const) {
      const shown = engine.annotate(latex).chunks.find((c) => c.concept === concept)?.roles[role]?.latex ?? 'nothing';
      const key = (text: string): string => exprKey(read(parse(text)).expr);
      expect(key(shown), `${role} of ${concept} in ${latex} is shown as ${shown}`).toBe(key(expected));
    }
  });

  it('nests its chunks and never crosses them', () => {
    expect(
      failures((a) =>
        a.chunks.flatMap((c) => {
          const parent = a.chunks.find((p) => p.id === c.parent);
          if (c.parent === null) return [];
          const inside = c.spans.every((s) => parent?.spans.some((o) => o[0] <= s[0] && s[1] <= o[1]));
          return inside ? [] : [`${c.concept} ${JSON.stringify(c.spans)} outside ${parent?.concept}`];
        }),
      ),
    ).toEqual([]);
  });

  it('says each thing once', () => {
    expect(
      failures((a) => {
        const keys = a.chunks.map((c) => `${c.concept} ${JSON.stringify(c.spans)}`);
        return keys.filter((key, i) => keys.indexOf(key) !== i);
      }),
    ).toEqual([]);
  });

  it('makes no claim beside a more special one at the same place', () => {
    expect(
      failures((a) =>
        a.chunks.flatMap((c) => {
          const special = a.chunks.find(
            (o) => o !== c && o.is_a.includes(c.concept) && JSON.stringify(o.spans) === JSON.stringify(c.spans),
          );
          return special ? [`${c.concept} beside ${special.concept}`] : [];
        }),
      ),
    ).toEqual([]);
  });

  it('claims what is verified by a check, and says why where there is none', () => {
    expect(
      failures((a) =>
        a.chunks
          .filter((c) => (c.evidence.status === 'verified' ? c.evidence.checks.length === 0 : !c.evidence.because))
          .map((c) => c.concept),
      ),
    ).toEqual([]);
  });

  it('warns of nothing in a formula that is right', () => {
    expect(failures((a) => a.warnings.map((w) => `${w.concept}: ${w.message}`))).toEqual([]);
  });

  it('has a gist wherever something was found', () => {
    expect(failures((a) => (a.chunks.length > 0 && a.gist === '' ? ['no gist'] : []))).toEqual([]);
  });
});
