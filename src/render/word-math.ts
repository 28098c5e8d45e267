import katex from 'katex';
import type { Annotation } from '../explain/schema.js';
import { INLINE_MATH } from './inline-math.js';

/**
 * The LaTeX in the words of an answer, set: by this a page shows the words without KaTeX. By the LaTeX as it stands between
 * the dollar signs; mended formulas are there by their whole text.
 */
export function mathOfWords(
  annotation: Annotation,
  macros: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const found = new Set<string>();
  const look = (text: string | undefined): void => {
    for (const [, latex = ''] of (text ?? '').matchAll(INLINE_MATH)) found.add(latex);
  };
  look(annotation.gist);
  // Numbers are put in by symbol.
  for (const { latex } of annotation.symbols) found.add(latex);
  for (const { name, explanation, evidence, parts = [], fade = [] } of annotation.chunks) {
    for (const text of [name, ...Object.values(explanation), evidence.because]) look(text);
    for (const { says } of evidence.checks) look(says);
    for (const { says } of parts) look(says);
    for (const latex of fade) found.add(latex);
  }
  for (const { message, counterexample } of annotation.warnings) {
    look(message);
    look(counterexample);
  }
  const mends = annotation.warnings.map(({ mend }) => mend).filter((mend) => mend !== '');
  return Object.fromEntries([
    ...[...found].sort().map((latex) => [latex, setInline(latex, macros)]),
    // A whole formula, and so as large as one.
    ...mends.map((latex) => [latex, setInline(`\\displaystyle ${latex}`, macros)]),
  ]);
}

/** LaTeX set in a line of text. A line of a system brings its marks of alignment along, which need a system around them. */
export function setInline(latex: string, macros: Readonly<Record<string, string>> = {}): string {
  const settings = { strict: 'ignore', maxSize: 100, macros: { ...macros } } as const;
  for (const written of [latex, `\\begin{aligned}${latex}\\end{aligned}`]) {
    try {
      return katex.renderToString(written, settings);
    } catch {
      // The next way, or as text.
    }
  }
  return `<code>${latex.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</code>`;
}
