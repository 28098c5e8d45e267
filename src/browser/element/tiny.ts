import { html, type TemplateResult } from 'lit';

/** A tiny number as people write it: `2.2e-16` becomes 2 × 10⁻¹⁶. */
export function tiny(value: number): TemplateResult {
  if (value === 0) return html`0`;
  const [mantissa = '', exponent = ''] = value.toExponential(0).split('e');
  return html`<span class="nowrap">${mantissa} × 10<sup>${exponent.replace('-', '−').replace('+', '')}</sup></span>`;
}
