import type { Catalogue } from '../catalogue/index.js';
import type { Expr } from '../expr/types.js';
import type { Fact } from '../recognise/index.js';
import { explainFormula } from './annotate.js';
import { createKnowledge, headsOf, type Learned } from './knowledge.js';
import { conceptsSaidBefore, wordsBefore } from './prose-names.js';
import type { Prose } from './prose-text.js';
import type { AnnotateOptions, Annotation, Versions } from './schema.js';
import type { MeaningSources } from './symbols.js';

/** A stretch of a text in which all that is said speaks of all its formulas: a paragraph with its displays. */
export type Passage = {
  /** The words, with U+FFFC in place of each formula; `formulas` are these, in order. */
  readonly text: string;
  readonly formulas: readonly string[];
  /** Field whose conventions hold here; that of the options where none is given. */
  readonly domain?: string;
};

/** Reads one text, passage by passage: what is told and defined in one holds in those after it. */
export type Reading = (passage: Passage) => readonly Annotation[];

/** Starts texts; what was worked out for a formula in one is not worked out again in another. */
export type DocumentReader = { readonly open: () => Reading };

/** Formulas remembered, and the surroundings in which each is. */
const MOST_FORMULAS = 5_000;
const MOST_SURROUNDINGS = 8;

export function createReader(
  options: AnnotateOptions,
  catalogue: Catalogue,
  versions: Versions,
  /** Puts on an annotation what is not made here. */
  finish: (annotation: Annotation) => Annotation,
): DocumentReader {
  const memory = createMemory();
  return { open };

  function open(): Reading {
    const knowledge = createKnowledge(options, catalogue);
    return (passage) => {
      const prose: Prose = passage;
      knowledge.hear(prose);
      const domain = options.context?.domain ?? passage.domain;
      const sources = { ...knowledge.sources, domain: () => domain };
      return passage.formulas.map((latex, index) => {
        const kinds = knowledge.kindsFor(latex);
        const said = conceptsSaidBefore(wordsBefore(prose, index), catalogue);
        const key = `${JSON.stringify([kinds, said.map((concept) => concept.id)])} ${latex}`;
        const known = memory.find(key, sources, knowledge.factsOf);
        if (known !== undefined) {
          knowledge.learn(known.learned, known.facts);
          return known.annotation;
        }
        const read = knowledge.read(latex);
        const facts = knowledge.factsFor(read.reading);
        const asked = recorded(sources);
        const { annotation: made, recognition } = explainFormula(latex, read, {
          options,
          catalogue,
          versions,
          facts,
          said,
          sources: asked.sources,
        });
        const annotation = finish(made);
        memory.keep(key, { annotation, facts, heads: headsOf(read.reading), learned: recognition, holds: asked.holds });
        knowledge.learn(recognition, facts);
        return annotation;
      });
    };
  }
}

type Remembered = {
  readonly annotation: Annotation;
  readonly learned: Learned;
  /** The letters of the formula, and what was known of them. */
  readonly heads: readonly string[];
  readonly facts: readonly Fact[];
  /** Whether the words that were asked for are still the same. */
  readonly holds: (now: MeaningSources) => boolean;
};

function createMemory() {
  const entries = new Map<string, readonly Remembered[]>();
  return { find, keep };

  function find(
    key: string,
    sources: MeaningSources,
    factsOf: (heads: readonly string[]) => readonly Fact[],
  ): Remembered | undefined {
    return entries.get(key)?.find((r) => {
      const facts = factsOf(r.heads);
      return facts.length === r.facts.length && facts.every((f, i) => isSame(f, r.facts[i])) && r.holds(sources);
    });
  }

  function keep(key: string, remembered: Remembered): void {
    const others = entries.get(key) ?? [];
    entries.delete(key);
    entries.set(key, [remembered, ...others.slice(0, MOST_SURROUNDINGS - 1)]);
    const [oldest] = entries.keys();
    if (entries.size > MOST_FORMULAS && oldest !== undefined) entries.delete(oldest);
  }
}

function isSame(a: Fact, b: Fact | undefined): boolean {
  return (
    b !== undefined &&
    a.head === b.head &&
    a.says === b.says &&
    a.arity === b.arity &&
    a.place === b.place &&
    a.roles === b.roles
  );
}

/** Notes all that is asked of the sources, so that it can be seen later whether the answers would be the same. */
function recorded(sources: MeaningSources): { sources: MeaningSources; holds: (now: MeaningSources) => boolean } {
  const told = new Map<Expr, string | undefined>();
  const before = new Map<string, string | undefined>();
  const domain = sources.domain();
  const noted = <K>(answers: Map<K, string | undefined>, ask: (of: K) => string | undefined) => {
    return (of: K): string | undefined => {
      if (!answers.has(of)) answers.set(of, ask(of));
      return answers.get(of);
    };
  };
  return {
    sources: {
      ...sources,
      prose: noted(told, sources.prose),
      preceding: noted(before, sources.preceding),
    },
    holds: (now) =>
      now.domain() === domain &&
      [...told].every(([e, answer]) => now.prose(e) === answer) &&
      [...before].every(([key, answer]) => now.preceding(key) === answer),
  };
}
