import type { RunAnswer, SimulateAnswer } from '../explain/simulate-schema.js';
import type { JsonValue } from '../explain/value-schema.js';
import { extentOf } from './extent.js';
import { plainProse } from './prose.js';
import { type TerminalOptions, toSheet } from './terminal.js';
import { beside, oneLine, textWidth, wrap } from './text.js';

/** Steps that a table shows; the first ones and the last, with growing gaps between. */
const MOST_ROWS = 12;
const PLOT_ROWS = 10;
const MARKS = 'abcdefgh';

/** Runs of programs as text: how each ends, a table of some steps, and a plot. */
export function renderSimulation(answer: SimulateAnswer, options: TerminalOptions = {}): string {
  const { width, paint } = toSheet(options);
  const { runs, errors, assumptions } = answer;
  if (errors.length > 0) {
    const at = { indent: 2, column: 24, width };
    const lines = errors.flatMap((e) =>
      beside(oneLine(e.path), oneLine(`${e.message} (at ${e.span[0]}) ${e.hint}`), at),
    );
    return `${[paint('error', 'This cannot be run.'), ...lines].join('\n')}\n`;
  }
  const column = Math.min(28, Math.max(...runs.map((run) => textWidth(oneLine(run.name)))) + 6);
  const at = { indent: 2, column, width };
  const series = runs.map(toSeries);
  return `${[
    ...runs.flatMap((run, k) =>
      beside(`${MARKS[k]}  ${oneLine(run.name)}`, `${run.outcome.says}; ${series[k]?.ends}`, at),
    ),
    '',
    paint('strong', runs.every((run) => run.losses) ? 'The loss' : 'The values'),
    ...table(runs, width),
    '',
    ...plot(series, Math.min(width, 72)),
    ...(assumptions.length === 0 ? [] : ['', paint('strong', 'Taken for granted')]),
    ...assumptions.flatMap((text) => wrap(plainProse(text), width - 2).map((line) => `  ${line}`)),
  ].join('\n')}\n`;
}

type Series = { readonly at: readonly number[]; readonly values: readonly number[]; readonly ends: string };

/** What is plotted of a run: its loss, or the first number that it is about. */
function toSeries(run: RunAnswer): Series {
  const [main] = run.parameters;
  const shown: readonly JsonValue[] = run.losses ?? (main?.values as readonly JsonValue[] | undefined) ?? [];
  const name = run.losses ? 'loss' : plainProse(`$${main?.latex ?? ''}$`);
  const [first = 'NaN', last = 'NaN'] = [shown[0], shown.at(-1)];
  return { at: run.at, values: shown.map(firstNumber), ends: `${name} from ${valueText(first)} to ${valueText(last)}` };
}

function table(runs: readonly RunAnswer[], width: number): readonly string[] {
  const longest = runs.reduce((a, b) => (b.at.length > a.at.length ? b : a));
  const steps = someOf(longest.at);
  const cells = runs.map((run) => {
    const values = (run.losses ?? run.parameters[0]?.values ?? []) as readonly JsonValue[];
    return steps.map((step) => {
      const value = values[run.at.indexOf(step)];
      return value === undefined ? '' : valueText(value);
    });
  });
  const wide = cells.map((column) => Math.max(8, ...column.map(textWidth)) + 2);
  const head = `  ${padStart('step', 8)}${runs.map((_, k) => padStart(MARKS[k] ?? '', wide[k] ?? 0)).join('')}`;
  const rows = steps.map(
    (step, r) => `  ${padStart(String(step), 8)}${cells.map((c, k) => padStart(c[r] ?? '', wide[k] ?? 0)).join('')}`,
  );
  return [head, ...rows].map((line) => cutTo(line, width));
}

/** The first steps and the last, with growing gaps between. */
function someOf(at: readonly number[]): readonly number[] {
  if (at.length <= MOST_ROWS) return at;
  const last = at.length - 1;
  const ratio = last ** (1 / (MOST_ROWS - 2));
  const places = Array.from({ length: MOST_ROWS - 1 }, (_, k) => Math.round(ratio ** k));
  return [...new Set([0, ...places, last])].sort((a, b) => a - b).map((k) => at[k] as number);
}

/** Letters on a grid, one for each run; `*` where two meet. On a scale of powers where values differ much. */
function plot(series: readonly Series[], width: number): readonly string[] {
  const all = series.flatMap(({ values }) => values).filter(Number.isFinite);
  const [low, high] = extentOf(all);
  if (!(high > low)) return [];
  const byPowers = low > 0 && high / low > 100;
  const height = (x: number): number =>
    byPowers ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low);
  const last = Math.max(1, ...series.map(({ at }) => at.at(-1) ?? 0));
  const left = 12;
  const columns = Math.max(10, width - left - 3);
  const grid = Array.from({ length: PLOT_ROWS }, () => Array.from({ length: columns }, () => ' '));
  for (const [k, { at, values }] of series.entries()) {
    for (const [j, value] of values.entries()) {
      if (!Number.isFinite(value)) continue;
      const row = grid[Math.round((1 - height(value)) * (PLOT_ROWS - 1))] as string[];
      const place = Math.round(((at[j] ?? 0) / last) * (columns - 1));
      const mark = MARKS[k] ?? '?';
      row[place] = row[place] === ' ' || row[place] === mark ? mark : '*';
    }
  }
  const names = grid.map((_, r) => (r === 0 ? numberText(high) : r === PLOT_ROWS - 1 ? numberText(low) : ''));
  return [
    ...grid.map((row, r) => `${padStart(names[r] ?? '', left)} |${row.join('').trimEnd()}`),
    `${' '.repeat(left)} +${'-'.repeat(columns)}`,
    `${' '.repeat(left + 2)}0${padStart(`step ${last}`, columns - 1)}`,
  ];
}

function firstNumber(value: JsonValue): number {
  if (Array.isArray(value)) return value.length === 0 ? Number.NaN : firstNumber(value[0] as JsonValue);
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

/** Up to four numbers of a value. */
function valueText(value: JsonValue): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return String(value);
  if ('re' in value) return `${valueText(value.re)} + ${valueText(value.im)}i`;
  const shown = value.slice(0, 4).map(valueText).join(', ');
  return `(${shown}${value.length > 4 ? ', …' : ''})`;
}

function numberText(x: number): string {
  const digits = Number(x.toPrecision(5));
  return Math.abs(digits) >= 1e7 || (digits !== 0 && Math.abs(digits) < 1e-4) ? digits.toExponential() : String(digits);
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

function cutTo(line: string, width: number): string {
  return textWidth(line) <= width ? line : `${[...line].slice(0, width - 1).join('')}…`;
}
