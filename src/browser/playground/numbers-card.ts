import { html, nothing, svg, type TemplateResult } from 'lit';
import type { EvaluateAnswer } from '../../explain/evaluate-schema.js';
import { math } from '../math.js';
import { formatNumber, formatValue, isTable, numbersIn, type Plain } from '../shared/values.js';
import { ownInputs } from './numbers.js';

/** What the last change did: in words, and as bars before and after. */
export function numbersCard(
  now: EvaluateAnswer,
  before: EvaluateAnswer | undefined,
  again: () => void,
): TemplateResult {
  const result = resultOf(now);
  const top = now.chunks[0];
  return html`<aside class="fl-card" id="card" aria-live="polite" aria-label="What the numbers do">
    <p class="fl-path">what the numbers do</p>
    <h2 class="fl-name">${top?.name ?? 'the formula'}</h2>
    ${before === undefined ? firstWords(now) : changeWords(now, before)}
    ${result === undefined ? nothing : bars(result, before && resultOf(before))}
    <div class="fl-actions"><button type="button" class="fl-button fl-button--quiet" @click=${again}>Start again</button></div>
  </aside>`;
}

function firstWords(now: EvaluateAnswer): TemplateResult {
  const result = resultOf(now);
  const madeUp = now.inputs.some(({ source }) => source === 'made-up');
  return html`<p class="fl-gist">
    ${comesTo(result)}
    ${madeUp ? 'The numbers are made up: change them.' : 'Change a number and see what follows.'}
  </p>`;
}

function comesTo(result: Plain | undefined): unknown {
  if (result === undefined) return 'Put numbers in and see what each piece comes to.';
  if (isTable(result)) return `It comes to a matrix of ${result.length} rows.`;
  if (typeof result === 'boolean') return html`With these numbers it <b>${formatValue(result)}</b>.`;
  return html`It comes to <b>${formatValue(result)}</b>.`;
}

/** "z₁ rose from 1.2 to 2. The result went from 0.46 to 0.66." */
function changeWords(now: EvaluateAnswer, before: EvaluateAnswer): TemplateResult {
  const change = changedInput(now, before);
  const [result, was] = [resultOf(now), resultOf(before)];
  const moved =
    result === undefined || was === undefined
      ? []
      : numbersIn(result).map((n, i) => [numbersIn(was)[i] ?? n, n] as const);
  const grown = moved.filter(([a, b]) => b > a).length;
  const shrunk = moved.filter(([a, b]) => b < a).length;
  return html`<p class="fl-gist">
    ${change === undefined ? nothing : html`${math(change.latex)}${change.place} ${change.to > change.from ? 'rose' : 'fell'} from ${formatNumber(change.from)} to ${formatNumber(change.to)}. `}
    ${
      moved.length === 1 && moved[0] !== undefined
        ? moved[0][0] === moved[0][1]
          ? 'The result stays the same.'
          : html`The result went from ${formatNumber(moved[0][0])} to ${formatNumber(moved[0][1])}.`
        : moved.length > 1
          ? `Of the ${moved.length} results, ${grown} grew and ${shrunk} shrank.`
          : nothing
    }
  </p>`;
}

type Change = { readonly latex: string; readonly place: string; readonly from: number; readonly to: number };

function changedInput(now: EvaluateAnswer, before: EvaluateAnswer): Change | undefined {
  for (const input of ownInputs(now)) {
    const was = before.inputs.find(({ latex }) => latex === input.latex);
    const [a, b] = [numbersIn((was?.value ?? []) as Plain), numbersIn((input.value ?? []) as Plain)];
    const at = b.findIndex((number, index) => number !== a[index]);
    const [from, to] = [a[at], b[at]];
    if (from !== undefined && to !== undefined) {
      return { latex: input.latex, place: b.length > 1 ? `, place ${at + 1},` : '', from, to };
    }
  }
  return undefined;
}

/** The value of the outermost chunk that has one, or of the only line. */
function resultOf({ chunks, lines }: EvaluateAnswer): Plain | undefined {
  return (chunks.find(({ value }) => value !== undefined)?.value ?? lines.at(-1)?.value) as Plain | undefined;
}

const MAX_BARS = 8;
const ROW = 32;
const LEFT = 26;
const WIDTH = 200;

/** Bars from zero; a fine line marks where each bar ended before the last change. */
function bars(value: Plain, before: Plain | undefined): unknown {
  const now = numbersIn(value);
  const was = before === undefined ? [] : numbersIn(before);
  if (now.length < 2 || now.length > MAX_BARS || now.some((number) => number < 0)) return nothing;
  const largest = Math.max(...now, ...was, 1e-9);
  const toWidth = (number: number) => Math.round((Math.max(0, number) / largest) * WIDTH * 10) / 10;
  const height = now.length * ROW + 12;
  const label = `Bars: ${now.map(formatNumber).join(', ')}`;
  const row = (number: number, index: number): TemplateResult => {
    const y = index * ROW + 8;
    const old = was[index];
    const end = LEFT + toWidth(number);
    const mark = old === undefined || old === number ? undefined : LEFT + toWidth(old);
    return svg`<g class=${mark === undefined ? '' : 'on'}>
      <text class="lab" x="0" y=${y + 14}>${index + 1}</text>
      <rect x=${LEFT} y=${y} width=${toWidth(number)} height="20"/>
      ${mark === undefined ? nothing : svg`<path class="halo" d=${`M${mark} ${y - 3}v26`}/><path class="was" d=${`M${mark} ${y - 3}v26`}/>`}
      <text class="val" x=${Math.max(end, mark ?? 0) + 7} y=${y + 14.5}>${formatNumber(number)}</text>
    </g>`;
  };
  return html`<svg class="fl-pic fl-bars" width="300" height=${height} viewBox=${`0 0 300 ${height}`} role="img" aria-label=${label}>
      ${now.map(row)}<path class="axis" d=${`M${LEFT} 0V${height}`} />
    </svg>
    ${before === undefined ? nothing : html`<p class="fl-note">The fine line marks where each bar was before the last change.</p>`}`;
}
