import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../src/engine.js';
import { besidePath, type LabelledFormula, OWN_CASES, ROOT, readLines } from './formulas.js';
import { formatShare, type Row, type Section } from './table.js';

/** How many of the labelled concepts are found and how many claims are wrong; how much is found in formulas without labels. */
export function measureScore(engine: Engine, formulas: readonly string[]): Section {
  return { title: 'Score', rows: [...besideRows(), ...ownRows(engine), ...coverageRows(engine, formulas)] };
}

/** Scores and misses as `score` counts them; formulas that fall short are handed to `tell`. */
export function scoreLabelled(
  engine: Engine,
  cases: readonly LabelledFormula[],
  tell: (fault: {
    id: string;
    missing: string[];
    claimed: string[];
    found: string[];
    latex: string;
  }) => void = () => {},
) {
  const score = { formulas: cases.length, expected: 0, found: 0, whole: 0, wrong: 0, chunks: 0, verified: 0 };
  for (const { id, latex, expect, not = [], context } of cases) {
    const { chunks } = engine.annotate(latex, context === undefined ? {} : { context: { prose: context } });
    const direct = new Set(chunks.map((c) => c.concept));
    const all = new Set([...direct, ...chunks.flatMap((c) => c.is_a)]);
    const missing = expect.filter((e) => !all.has(e));
    const claimed = not.filter((n) => direct.has(n));
    score.expected += expect.length;
    score.found += expect.length - missing.length;
    if (missing.length === 0 && claimed.length === 0) score.whole++;
    else tell({ id, missing, claimed, found: [...direct], latex });
    if (claimed.length > 0) score.wrong++;
    score.chunks += chunks.length;
    score.verified += chunks.filter((c) => c.evidence.status === 'verified').length;
  }
  return score;
}

function ownRows(engine: Engine): Row[] {
  const score = scoreLabelled(engine, readLines<LabelledFormula>(OWN_CASES));
  const name = (what: string): string => `bench/cases.jsonl: ${what}`;
  const row = (what: string, part: number, whole: number): Row => ({
    name: name(what),
    value: formatShare(part, whole),
    beside: `${part} of ${whole}`,
  });
  return [
    row('recall', score.found, score.expected),
    row('wrong', score.wrong, score.formulas),
    row('whole', score.whole, score.formulas),
    row('verified chunks', score.verified, score.chunks),
  ];
}

type BesideScore = {
  readonly formulas: number;
  readonly recall: number | null;
  readonly wrong: number | null;
  readonly whole: number | null;
  readonly verified: number | null;
};

/** The scoring tool beside the project, where there is one, runs the `formulens` command itself. */
function besideRows(): Row[] {
  const tool = fileURLToPath(new URL('../../../shared/tools/score.mjs', import.meta.url));
  if (besidePath('dev-recognise.jsonl') === undefined || !existsSync(tool)) return [];
  const { stdout, stderr, status } = spawnSync(process.execPath, [tool], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0)
    return [{ name: 'labelled set beside the project', value: 'failed', beside: stderr.slice(-200).trim() }];
  const score = JSON.parse(stdout) as BesideScore;
  return (['recall', 'wrong', 'whole', 'verified'] as const).map((what) => ({
    name: `labelled set beside the project: ${what === 'verified' ? 'verified chunks' : what}`,
    value: score[what] === null ? 'none' : `${score[what].toFixed(1)} %`,
    beside: `${score.formulas} formulas`,
  }));
}

function coverageRows(engine: Engine, formulas: readonly string[]): Row[] {
  const answers = formulas.map((latex) => engine.annotate(latex));
  const withChunk = answers.filter((a) => a.chunks.length > 0).length;
  const alarming = answers.filter((a) => a.warnings.length > 0).length;
  const beside = (n: number): string => `${n} of ${formulas.length}`;
  return [
    {
      name: 'formulas with at least one chunk',
      value: formatShare(withChunk, formulas.length),
      beside: beside(withChunk),
    },
    {
      name: 'formulas with a near-miss warning, in 1,000',
      value: ((1000 * alarming) / formulas.length).toFixed(1),
      beside: beside(alarming),
    },
  ];
}
