import { INLINE_MATH } from './inline-math.js';
import { toPlainMath } from './plain-math.js';
import { oneLine } from './text.js';

/** Prose for a place where no formula can be set: inline LaTeX becomes plain text. */
export function plainProse(text: string): string {
  return oneLine(text.replace(INLINE_MATH, (_whole, latex: string) => toPlainMath(latex)));
}

/** Words of the catalogue, in which `{z}` stands for what plays the role z: here the role speaks for itself. */
export function plainTemplate(text: string): string {
  return plainProse(text.replace(/\{(\w+)\}/g, '$1'));
}

/** `2.2e-16`, `0`: as much of a tiny number as says something. */
export function formatDifference(value: number): string {
  if (value === 0) return '0';
  return value.toExponential(0).replace('e+', 'e');
}
