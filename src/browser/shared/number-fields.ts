import { html, type TemplateResult } from 'lit';
import type { EvaluateInput } from '../../explain/evaluate-schema.js';
import { formatNumber, formatValue, isTable, numbersIn, type Plain, replaceAt } from './values.js';

export type PutValue = (latex: string, value: Plain) => void;

/** From where to where a slider goes. */
export type Range = { readonly min: number; readonly max: number; readonly step: number };

/** Shares and decays stay between 0 and 1; other small numbers go from −5 to 5, and large ones to twice their size. */
export function rangeFor(value: Plain): Range {
  const numbers = numbersIn(value);
  const largest = Math.max(0, ...numbers.map(Math.abs));
  if (numbers.length === 1 && largest < 1 && numbers.every((number) => number > 0))
    return { min: 0, max: 1, step: 0.01 };
  if (largest <= 5) return { min: -5, max: 5, step: 0.1 };
  const bound = 2 * 10 ** Math.ceil(Math.log10(largest));
  return { min: -bound, max: bound, step: bound / 100 };
}

/** Fields for a number, a vector or a small matrix; numbers and vectors have sliders as well. */
export function fields({ latex, value }: EvaluateInput, range: Range, put: PutValue): unknown {
  const whole = (value ?? 0) as Plain;
  if (isTable(whole)) {
    return html`<div class="fl-grid" role="group" aria-label=${latex}>
      ${whole.map((row, i) => html`<div>${row.map((cell, j) => field(`${latex}, row ${i + 1}, column ${j + 1}`, cell, (next) => put(latex, replaceAt(whole, [i, j], next))))}</div>`)}
    </div>`;
  }
  if (Array.isArray(whole)) {
    return html`<div class="fl-cells" role="group" aria-label=${latex}>
      ${whole.map((cell, i) => withSlider(`${latex}, place ${i + 1}`, cell as Plain, range, (next) => put(latex, replaceAt(whole, [i], next))))}
    </div>`;
  }
  return html`<div class="fl-cells">${withSlider(latex, whole, range, (next) => put(latex, next))}</div>`;
}

function withSlider(label: string, value: Plain, range: Range, put: (value: number) => void): unknown {
  if (typeof value !== 'number') return html`<span>${formatValue(value)}</span>`;
  return html`<div>
    ${field(label, value, put)}<input
      type="range"
      min=${range.min}
      max=${range.max}
      step=${range.step}
      .value=${String(value)}
      aria-label=${`${label}, slider`}
      @input=${(event: Event) => put(Number((event.target as HTMLInputElement).value))}
    />
  </div>`;
}

function field(label: string, value: Plain, put: (value: number) => void): TemplateResult {
  const shown = typeof value === 'number' ? formatNumber(value) : formatValue(value);
  return html`<input
    type="text"
    inputmode="decimal"
    .value=${shown}
    aria-label=${label}
    @change=${(event: Event) => {
      const next = toNumber((event.target as HTMLInputElement).value);
      if (next === undefined) (event.target as HTMLInputElement).value = shown;
      else put(next);
    }}
    @keydown=${(event: KeyboardEvent) => {
      const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
      if (direction === 0 || typeof value !== 'number') return;
      event.preventDefault();
      put(Number((value + direction * (event.shiftKey ? 1 : 0.1)).toFixed(10)));
    }}
  />`;
}

function toNumber(text: string): number | undefined {
  const number = Number(text.trim().replace('−', '-').replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

export function valueView(value: Plain): unknown {
  if (isTable(value)) {
    return html`<div class="fl-grid">${value.map((row) => html`<div>${row.map((cell) => html`<span>${formatValue(cell)}</span>`)}</div>`)}</div>`;
  }
  if (Array.isArray(value))
    return html`<div class="fl-cells">${value.map((cell) => html`<span>${formatValue(cell as Plain)}</span>`)}</div>`;
  return html`<div class="fl-cells"><span>${formatValue(value)}</span></div>`;
}
