import type { Reading } from '../expr/types.js';
import type { Recognition } from '../recognise/index.js';
import { latexOfPiece } from './roles.js';
import type { AssumptionEntry } from './schema.js';
import { fillSlots, inlineMath, withArticle } from './slots.js';

/** Readings taken by the reader, and what the recognised concepts took for granted. */
export function assumptionsOf(latex: string, reading: Reading, { chunks }: Recognition): AssumptionEntry[] {
  const entries: AssumptionEntry[] = reading.assumptions.map((a) => ({
    span: [a.span[0], a.span[1]],
    reading: a.reading,
    because: a.because,
    alternatives: [...a.alternatives],
  }));
  const seen = new Set(entries.map((e) => `${e.span.join()} ${e.reading}`));
  for (const { match, pattern, spans } of chunks) {
    const [first] = spans;
    const { assume } = pattern.form;
    if (assume !== undefined && first) {
      const taken = fillSlots(assume, (slot) => {
        const piece = match.roles.get(slot)?.places[0]?.pieces[0];
        return piece && inlineMath(latexOfPiece(latex, piece));
      });
      entries.push({
        span: [first[0], first[1]],
        reading: taken.replace(/^that /, ''),
        because: `${withArticle(pattern.concept.file.name)} is written like this, and the formula alone does not say`,
        alternatives: [],
      });
    }
    for (const [letter, kind] of match.assumedKinds) {
      const span = match.roles.get(letter)?.places[0]?.pieces[0]?.src?.span;
      if (!span) continue;
      const taken = `${latex.slice(span[0], span[1])} is a ${kind}`;
      if (seen.has(`${span.join()} ${taken}`)) continue;
      seen.add(`${span.join()} ${taken}`);
      entries.push({
        span: [span[0], span[1]],
        reading: taken,
        because: `it stands where ${withArticle(pattern.concept.file.name)} has one, and the notation does not say`,
        alternatives: ['a number'],
      });
    }
  }
  return entries.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
}
