import type { Catalogue } from '../catalogue/index.js';
import { type Fact, headOf } from '../recognise/index.js';
import { readFormula } from './formula.js';
import { type ProseMeaning, symbolOf } from './prose.js';
import { FORMULA, type Prose, placesOf } from './prose-text.js';
import type { SymbolContext } from './schema.js';

/** Of what is told in words nobody knows what stands for its roles. */
const NOTHING: Fact['roles'] = new Map();

/** What the caller says is known of symbols. */
export function requestFacts(symbols: Readonly<Record<string, SymbolContext>>): Fact[] {
  return Object.entries(symbols).flatMap(([latex, { facts = [] }]) => {
    if (facts.length === 0) return [];
    const { head, indices } = headOf(readFormula(latex, {}).reading.expr);
    const arity = indices.length > 0 ? indices.length : null;
    return facts.map((says): Fact => {
      const over = /^sums to 1 over (\w+)$/.exec(says)?.[1];
      const place = over === undefined ? -1 : indices.findIndex((i) => i.kind === 'symbol' && i.name === over);
      return { head, arity, place: place >= 0 ? place : null, says: says.replace(/ over \w+$/, ''), roles: NOTHING };
    });
  });
}

/** "weights $w_i$ that sum to one", "$\sum$ …" left aside: what prose says of the sum of a family. */
const SUMS_TO_ONE = new RegExp(
  String.raw`^[^.${FORMULA}\n]{0,40}\b(?:sum|sums|summing|add|adds|adding)\s+(?:up\s+)?to\s+(?:1|one|unity)\b(?:\s+over\s+${FORMULA})?`,
  'u',
);

/** What prose says is known of symbols: in so many words, or by the name of a concept that it gives them. */
export function proseFacts(prose: Prose, meanings: readonly ProseMeaning[], catalogue: Catalogue): Fact[] {
  const facts: Fact[] = [];
  for (const { index, right } of placesOf(prose)) {
    const said = SUMS_TO_ONE.exec(right)?.[0];
    const expr = said === undefined ? undefined : symbolOf(prose.formulas[index] ?? '');
    if (said === undefined || expr === undefined) continue;
    const { head, indices } = headOf(expr);
    const over = said.endsWith(FORMULA) ? prose.formulas[index + 1]?.trim() : undefined;
    const place = indices.findIndex((i) => i.kind === 'symbol' && over !== undefined && over.endsWith(i.name));
    const arity = indices.length > 0 ? indices.length : null;
    facts.push({ head, arity, place: place >= 0 ? place : null, says: 'sums to 1', roles: NOTHING });
  }
  for (const { expr, meaning } of meanings) facts.push(...factsOfName(expr, meaning, catalogue));
  return facts;
}

/** "$m_t$ is the exponential moving average of the gradients": as good as having seen its definition. */
function factsOfName(expr: ProseMeaning['expr'], meaning: string, catalogue: Catalogue): Fact[] {
  const name = meaning.replace(/^(?:the|a|an|our|its|their)\s+/iu, '').replace(/\s+(?:of|over|for)\s.*$/iu, '');
  const concept = conceptsByName(catalogue).get(name.toLowerCase());
  if (concept === undefined) return [];
  const { head, indices } = headOf(expr);
  const fact = (says: string): Fact => ({ head, arity: indices.length, place: null, says, roles: NOTHING });
  const provided = concept.file.provides
    .filter((p) => !/^(?:of|keeps)\s/.test(p))
    .map((p) => p.replace(/ over \w+$/, ''));
  return [concept.id, ...concept.ancestors, ...provided].map(fact);
}

type Concept = Catalogue['concepts'] extends ReadonlyMap<string, infer C> ? C : never;
const NAMES = new WeakMap<Catalogue, ReadonlyMap<string, Concept>>();

/** Derived once from a catalogue, which never changes. */
function conceptsByName(catalogue: Catalogue): ReadonlyMap<string, Concept> {
  const known = NAMES.get(catalogue);
  if (known !== undefined) return known;
  const names = new Map<string, Concept>();
  for (const concept of catalogue.concepts.values()) {
    for (const name of [concept.file.name, ...concept.file.aliases]) {
      // One word says too little: "the average" of prose need not be the concept of that name.
      if (/\s/.test(name)) names.set(name.toLowerCase(), concept);
    }
  }
  NAMES.set(catalogue, names);
  return names;
}
