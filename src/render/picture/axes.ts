import { scaleLinear, scaleLog } from 'd3-scale';
import { label, line } from './look.js';
import { el } from './svg.js';

/** Numbers to pixels. */
export type Scale = {
  readonly at: (x: number) => number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  readonly domain: readonly [number, number];
};

export function linearScale(domain: readonly [number, number], range: readonly [number, number], ticks = 5): Scale {
  const scale = scaleLinear(widened(domain), range);
  const largest = Math.max(...domain.map(Math.abs));
  // Beyond these, ticks would be written as 2e+300.
  const format = largest >= 1e6 || largest < 1e-4 ? numberText : scale.tickFormat(ticks);
  return {
    at: scale,
    ticks: scale.ticks(ticks).map((value) => ({ value, text: format(value) })),
    domain: widened(domain),
  };
}

/** Powers of ten, for positive numbers that differ much. */
export function logScale(domain: readonly [number, number], range: readonly [number, number], most = 5): Scale {
  const scale = scaleLog(domain, range);
  const [low, high] = domain.map(Math.log10) as [number, number];
  const [from, to] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
  const step = Math.max(1, Math.ceil((to - from + 1) / most));
  const ticks = [];
  for (let k = from; k <= to; k += step) ticks.push({ value: 10 ** k, text: powerOfTen(k) });
  return { at: scale, ticks, domain };
}

function widened([low, high]: readonly [number, number]): [number, number] {
  if (high > low) return [low, high];
  const half = Math.abs(low) / 2 || 1;
  return [low - half, high + half];
}

/** Written out where it is short; raised signs are missing from many fonts. */
function powerOfTen(k: number): string {
  if (Math.abs(k) <= 4) return String(Number(`1e${k}`));
  return `1e${k < 0 ? '−' : ''}${Math.abs(k)}`;
}

/** An axis below: it ends where the data end. */
export function bottomAxis(scale: Scale, y: number, name: string): string {
  const [from, to] = scale.domain.map(scale.at) as [number, number];
  const shown = scale.ticks.filter(({ value }) => isWithin(value, scale));
  const ticks = shown.map(({ value }) => `M${scale.at(value).toFixed(1)} ${y}v4`).join('');
  return [
    el('path', { d: `M${from.toFixed(1)} ${y}H${to.toFixed(1)}${ticks}`, ...line('mark') }),
    ...shown.map(({ value, text }) => label(scale.at(value), y + 18, text, { anchor: 'middle' })),
    label(to, y + 34, name, { anchor: 'end' }),
  ].join('');
}

/** An axis at the left, with its name above it. */
export function leftAxis(scale: Scale, x: number, name: string): string {
  const [from, to] = scale.domain.map(scale.at) as [number, number];
  const shown = scale.ticks.filter(({ value }) => isWithin(value, scale));
  const ticks = shown.map(({ value }) => `M${x} ${scale.at(value).toFixed(1)}h-4`).join('');
  return [
    el('path', { d: `M${x} ${from.toFixed(1)}V${to.toFixed(1)}${ticks}`, ...line('mark') }),
    ...shown.map(({ value, text }) => label(x - 8, scale.at(value) + 4, text, { anchor: 'end' })),
    label(x, Math.min(from, to) - 12, name),
  ].join('');
}

function isWithin(value: number, { domain: [a, b] }: Scale): boolean {
  const slack = 1e-9 * Math.abs(b - a);
  return value >= Math.min(a, b) - slack && value <= Math.max(a, b) + slack;
}

/** A number as people write it beside a mark: three digits, a real minus sign, powers of ten where it is very large or small. */
export function numberText(x: number): string {
  if (Number.isNaN(x)) return 'not a number';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    const [front = '', power = ''] = x.toExponential(1).split('e');
    return `${String(Number(front)).replace('-', '−')}·${powerOfTen(Number(power))}`;
  }
  return String(Number(x.toPrecision(3))).replace('-', '−');
}
