import type { Catalogue } from '../catalogue/index.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, Reading } from '../expr/types.js';
import { type Candidate, type Fact, type Recognition, recognise } from '../recognise/index.js';
import { type ReadFormula, readFormula } from './formula.js';
import { meaningsIn } from './prose.js';
import { createProseMeanings, type ProseMeanings } from './prose-meanings.js';
import { type Prose, toProse } from './prose-text.js';
import { proseFacts, requestFacts } from './request-facts.js';
import type { AnnotateOptions } from './schema.js';
import { definitionsOf, type MeaningSources } from './symbols.js';

/**
 * What is known at one place of a text. It grows with what is read, in order, and what a formula costs does not depend on how
 * much was read before: a formula is given only what speaks of its own letters.
 */
export type Knowledge = {
  readonly sources: MeaningSources;
  /** Takes in what prose says of symbols. */
  readonly hear: (prose: Prose) => void;
  readonly read: (latex: string) => ReadFormula;
  /** Kinds that prose gives to letters which a formula may hold. */
  readonly kindsFor: ProseMeanings['kindsFor'];
  /** What is known of the letters of a formula, or of letters by name. */
  readonly factsFor: (reading: Reading) => readonly Fact[];
  readonly factsOf: (heads: readonly string[]) => readonly Fact[];
  /** Takes in what a formula has defined. `given` are the facts that it was recognised with. */
  readonly learn: (recognition: Learned, given: readonly Fact[]) => void;
};

export type Learned = Pick<Recognition, 'facts'> & { readonly chunks: readonly Candidate[] };

/** What the request says, before anything is read. */
export function createKnowledge(options: AnnotateOptions, catalogue: Catalogue): Knowledge {
  const { symbols = {}, prose, preceding = [], domain } = options.context ?? {};
  const request = new Map<string, string>();
  for (const [letter, { meaning }] of Object.entries(symbols)) {
    if (meaning !== undefined) request.set(exprKey(readFormula(letter, {}).reading.expr), meaning);
  }
  const told = createProseMeanings();
  const defined = new Map<string, string>();
  const facts = new Map<string, Fact[]>();
  for (const fact of requestFacts(symbols)) put(fact);
  const knowledge: Knowledge = {
    sources: { request, prose: told.get, preceding: (key) => defined.get(key), domain: () => domain },
    hear,
    read: (latex) => readFormula(latex, options, told.kindsFor(latex)),
    kindsFor: told.kindsFor,
    factsFor: (reading) => factsOf(headsOf(reading)),
    factsOf,
    learn,
  };
  if (prose !== undefined) hear(toProse(prose));
  for (const latex of preceding) {
    const { reading } = knowledge.read(latex);
    const given = knowledge.factsFor(reading);
    learn(recognise(reading, catalogue.net, given), given);
  }
  return knowledge;

  function put(fact: Fact): void {
    const same = facts.get(fact.head);
    if (same === undefined) facts.set(fact.head, [fact]);
    else if (!same.some((f) => f.says === fact.says && f.arity === fact.arity && f.place === fact.place))
      same.push(fact);
  }

  function hear(text: Prose): void {
    const meanings = meaningsIn(text);
    for (const meaning of meanings) told.tell(meaning);
    for (const fact of proseFacts(text, meanings, catalogue)) put(fact);
  }

  function factsOf(heads: readonly string[]): readonly Fact[] {
    return facts.size === 0 ? [] : heads.flatMap((head) => facts.get(head) ?? []);
  }

  function learn({ facts: after, chunks }: Learned, given: readonly Fact[]): void {
    // What is left of the facts given is among those after; what a formula defines anew, it defines alone.
    for (const { head } of [...given, ...after]) facts.delete(head);
    for (const fact of after) put(fact);
    for (const [key, name] of definitionsOf(chunks)) defined.set(key, `${name} from before`);
  }
}

/** The letters that a formula is made of. */
export function headsOf({ expr }: Reading): readonly string[] {
  const heads = new Set<string>();
  walk(expr, (e: Expr) => {
    if (e.kind === 'symbol') heads.add(symbolKey(e));
  });
  return [...heads];
}
