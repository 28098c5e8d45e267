import { type Fact, headOf } from '../recognise/index.js';
import { readFormula } from './annotate.js';
import type { SymbolContext } from './schema.js';

/** Prose that says what is known of weights: "weights $w_i$ that sum to one". */
const SUMS_TO_ONE = /\$([^$\n]{1,40})\$[^.$\n]{0,40}\b(?:sum|add up|adds? up|sums)\s+to\s+(?:1|one)\b/g;

/** What the caller and the prose say is known of symbols. */
export function requestFacts(symbols: Readonly<Record<string, SymbolContext>>, prose: string): Fact[] {
  const facts: Fact[] = [];
  const put = (latex: string, says: string): void => {
    const { expr } = readFormula(latex, {}).reading;
    const { head, indices } = headOf(expr);
    const over = /^sums to 1 over (\w+)$/.exec(says)?.[1];
    const place = over === undefined ? -1 : indices.findIndex((i) => i.kind === 'symbol' && i.name === over);
    const arity = indices.length > 0 ? indices.length : null;
    facts.push({
      head,
      arity,
      place: place >= 0 ? place : null,
      says: says.replace(/ over \w+$/, ''),
      roles: new Map(),
    });
  };
  for (const [letter, known] of Object.entries(symbols)) for (const fact of known.facts ?? []) put(letter, fact);
  for (const m of prose.matchAll(SUMS_TO_ONE)) put(m[1] as string, 'sums to 1');
  return facts;
}
