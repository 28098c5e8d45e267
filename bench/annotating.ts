import katex from 'katex';
import { createCanon, expandElisions } from '../src/canon/index.js';
import type { Net } from '../src/catalogue/net.js';
import type { Reading } from '../src/expr/types.js';
import type { Catalogue } from '../src/index.js';
import { createEngine } from '../src/index.js';
import { read } from '../src/meaning/index.js';
import { matchPattern } from '../src/recognise/attempt.js';
import { recognise } from '../src/recognise/index.js';
import { collectSubjects } from '../src/recognise/subjects.js';
import { parse } from '../src/syntax/index.js';
import { formatRatio, formatShare, formatTime, type Row, type Section } from './table.js';
import { median, quantile, ratios, timeEach, timeOnce, total } from './timing.js';

/** The whole annotation beside KaTeX's rendering of the same formulas, and how the time is spent. */
export function measureAnnotating(formulas: readonly string[], catalogue: Catalogue, passes: number): Section {
  const engine = createEngine(catalogue);
  const render = (latex: string): unknown =>
    katex.renderToString(latex, { strict: 'ignore', throwOnError: false, displayMode: true });
  const [ours = [], theirs = []] = timeEach(formulas, [(latex) => engine.annotate(latex), render], passes);
  const each = ratios(ours, theirs);
  const slowest = ours.indexOf(Math.max(...ours));
  return {
    title: 'Annotating to KaTeX render',
    rows: [
      {
        name: 'annotate: median ratio',
        value: formatRatio(median(each)),
        beside: `${formatTime(median(ours))} to ${formatTime(median(theirs))}`,
      },
      { name: 'annotate: 95th percentile of the ratios', value: formatRatio(quantile(each, 0.95)) },
      {
        name: 'annotate: ratio of the totals',
        value: formatRatio(total(ours) / total(theirs)),
        beside: `${formatTime(total(ours) / formulas.length)} to ${formatTime(total(theirs) / formulas.length)} a formula`,
      },
      {
        name: 'annotate: slowest formula, share of all the time',
        value: formatShare(ours[slowest] ?? 0, total(ours)),
        beside: `${formatTime(ours[slowest] ?? 0)}, ${formulas[slowest]?.length} characters`,
      },
      ...stageRows(formulas, catalogue),
    ],
  };
}

const STAGES = ['parse', 'read', 'canon', 'match', 'evidence and choice', 'words'] as const;

/**
 * The stages one by one, each through its own exported functions. Recognition and annotation as a whole are timed as well; what they
 * take beyond the stages inside them is the choice with the evidence that it asks for, and the words.
 */
function stageRows(formulas: readonly string[], catalogue: Catalogue): Row[] {
  const engine = createEngine(catalogue);
  const spent = { parse: 0, read: 0, canon: 0, match: 0, recognise: 0, annotate: 0 };
  for (const latex of formulas) {
    // The better of two, so that no stage pays for another's warming up.
    const parsed = parse(latex);
    spent.annotate += twice(() => timeOnce(() => engine.annotate(latex)));
    spent.parse += twice(() => timeOnce(() => parse(latex)));
    spent.read += twice(() => timeOnce(() => read(parsed)));
    spent.recognise += twice(() => timeRecognise(read(parsed), catalogue.net));
    const [first, second] = [0, 1].map(() => timeInsideRecognition(read(parsed), catalogue.net)) as [Inside, Inside];
    for (const stage of ['canon', 'match'] as const) spent[stage] += Math.min(first[stage], second[stage]);
  }
  const times: Record<(typeof STAGES)[number], number> = {
    parse: spent.parse,
    read: spent.read,
    canon: spent.canon,
    match: spent.match,
    'evidence and choice': Math.max(0, spent.recognise - spent.canon - spent.match),
    words: Math.max(0, spent.annotate - spent.parse - spent.read - spent.recognise),
  };
  const all = total(Object.values(times));
  return STAGES.map((stage) => ({
    name: `share of the time: ${stage}`,
    value: formatShare(times[stage], all),
    beside: `${formatTime(times[stage] / formulas.length)} a formula`,
  }));
}

function twice(measure: () => number): number {
  return Math.min(measure(), measure());
}

function timeRecognise(reading: Reading, net: Net): number {
  return timeOnce(() => recognise(reading, net));
}

type Inside = { readonly canon: number; readonly match: number };

/** What recognition does for a formula without context, before the choice: subjects, and the patterns that match. */
function timeInsideRecognition(asRead: Reading, net: Net): Inside {
  const start = performance.now();
  const expr = expandElisions(asRead.expr);
  const canon = createCanon({ kinds: asRead.kinds });
  const subjects = collectSubjects(canon, expr);
  const afterCanon = performance.now();
  for (const { occurrence } of subjects) {
    for (const pattern of net.candidates(occurrence.node)) matchPattern(canon.build, pattern, occurrence);
  }
  return { canon: afterCanon - start, match: performance.now() - afterCanon };
}
