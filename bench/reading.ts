import katex from 'katex';
import { read } from '../src/meaning/index.js';
import { parse } from '../src/syntax/index.js';
import type { Row, Section } from './table.js';
import { formatRatio, formatShare, formatTime } from './table.js';
import { median, quantile, ratios, timeEach, total } from './timing.js';

/** KaTeX's parser alone, which it exports under this name. */
const katexParse = (katex as unknown as { __parse: (latex: string, options: object) => unknown }).__parse;

/** Text to expression, beside KaTeX's text to layout tree, on the same formulas. */
export function measureReading(formulas: readonly string[], passes: number): Section {
  const theirs = (latex: string): unknown => {
    try {
      return katexParse(latex, { strict: 'ignore', throwOnError: false });
    } catch {
      return undefined;
    }
  };
  const [parsing = [], reading = [], katexTimes = []] = timeEach(
    formulas,
    [(latex) => parse(latex), (latex) => read(parse(latex)), theirs],
    passes,
  );
  const compare = (name: string, ours: readonly number[]): Row[] => {
    const each = ratios(ours, katexTimes);
    const perFormula = (times: readonly number[]): string => formatTime(total(times) / formulas.length);
    return [
      {
        name: `${name}: median ratio`,
        value: formatRatio(median(each)),
        beside: pair(median(ours), median(katexTimes)),
      },
      { name: `${name}: 95th percentile of the ratios`, value: formatRatio(quantile(each, 0.95)) },
      {
        name: `${name}: ratio of the totals`,
        value: formatRatio(total(ours) / total(katexTimes)),
        beside: `${perFormula(ours)} to ${perFormula(katexTimes)} a formula`,
      },
    ];
  };
  return {
    title: 'Reading (parse + read) to KaTeX parse',
    rows: [...compare('parse + read', reading), ...compare('parse alone', parsing), ...shares(formulas)],
  };
}

function pair(ours: number, theirs: number): string {
  return `${formatTime(ours)} to ${formatTime(theirs)}`;
}

function shares(formulas: readonly string[]): Row[] {
  let clean = 0;
  let assuming = 0;
  for (const latex of formulas) {
    const parsed = parse(latex);
    const { expr, assumptions } = read(parsed);
    if (parsed.problems.length === 0 && !holdsError(expr)) clean++;
    if (assumptions.length > 0) assuming++;
  }
  const count = (n: number): string => `${n} of ${formulas.length}`;
  return [
    { name: 'formulas without an error', value: formatShare(clean, formulas.length), beside: count(clean) },
    { name: 'formulas with an assumption', value: formatShare(assuming, formulas.length), beside: count(assuming) },
  ];
}

function holdsError(value: unknown): boolean {
  return JSON.stringify(value).includes('"kind":"error"');
}
