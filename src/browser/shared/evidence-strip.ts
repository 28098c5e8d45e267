import { nothing, svg, type TemplateResult } from 'lit';
import type { Check } from '../../explain/schema.js';

const LEFT = 14;
const RIGHT = 284;
const SMALLEST = -17;
const LIMIT = -9;
const TICKS = [-17, -15, -13, -11];
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '3': '³',
  '5': '⁵',
  '7': '⁷',
  '9': '⁹',
};

/** The largest difference of each check on a log axis, with the limit under which all must stay. */
export function evidenceStrip(checks: readonly Check[]): TemplateResult | typeof nothing {
  const differences = checks.flatMap(({ maxRelativeDifference }) => maxRelativeDifference ?? []);
  if (differences.length === 0) return nothing;
  const label = `${differences.length} largest differences, all far below the limit of 1e-9`;
  return svg`<svg class="fl-strip" width="320" height="48" viewBox="0 0 320 48" role="img" aria-label=${label}>
    <path d="M${LEFT} 28H${RIGHT}"/>
    ${TICKS.map((tick) => svg`<path d="M${toX(tick)} 28v4"/><text x=${toX(tick)} y="45" text-anchor="middle">${power(tick)}</text>`)}
    <path class="limit" d="M${RIGHT} 14V32"/><text x=${RIGHT} y="45" text-anchor="middle">limit ${power(LIMIT)}</text>
    <path class="rug" d=${differences.map((value) => `M${toX(Math.log10(value))} 14v11`).join('')}/>
  </svg>`;
}

/** No difference at all stands at the left end. */
function toX(exponent: number): number {
  const bounded = Math.min(LIMIT, Math.max(SMALLEST, exponent));
  return Math.round((LEFT + ((bounded - SMALLEST) / (LIMIT - SMALLEST)) * (RIGHT - LEFT)) * 10) / 10;
}

function power(exponent: number): string {
  return `10${[...String(exponent)].map((sign) => SUPERSCRIPTS[sign] ?? sign).join('')}`;
}
