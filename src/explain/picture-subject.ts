import { expandElisions } from '../canon/index.js';
import type { Catalogue } from '../catalogue/index.js';
import { ungroup } from '../expr/build.js';
import { symbolKey } from '../expr/key.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import { createEvaluator, type Given, type SampleDomain } from '../math/index.js';
import { type Candidate, recognise } from '../recognise/index.js';
import { inOrder } from './chunks.js';
import { exampleValues } from './evaluate-example.js';
import { readValues } from './evaluate-values.js';
import { errorsOf } from './formula.js';
import { createKnowledge } from './knowledge.js';
import type { PictureOptions } from './picture-schema.js';
import type { ErrorEntry } from './schema.js';

/** What a picture of a formula is made from. */
export type PictureSubject = {
  readonly expr: Expr;
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  /** The reader's values. */
  readonly given: readonly Given[];
  /** Values from the examples of the concepts in it, for letters that have none. */
  readonly examples: readonly Given[];
  /** What the roles say of the letters that play them: a probability lies between 0 and 1. */
  readonly domains: ReadonlyMap<string, SampleDomain>;
  /** What the formula is as a whole, if that is known: "softmax". */
  readonly name: string | undefined;
};

export type SubjectResult =
  | { readonly ok: true; readonly subject: PictureSubject }
  | { readonly ok: false; readonly errors: readonly ErrorEntry[] };

/** Operations for one value: a picture takes hundreds. */
const BUDGET = 200_000;

export function pictureSubject(
  latex: string,
  { values = {}, ...options }: PictureOptions,
  catalogue: Catalogue,
): SubjectResult {
  const knowledge = createKnowledge(options, catalogue);
  const { parsed, reading } = knowledge.read(latex);
  const unreadable = errorsOf(parsed, reading);
  if (unreadable.length > 0) return { ok: false, errors: unreadable };
  const { given, errors } = readValues(values, latex, reading, options.macros ? { macros: options.macros } : {});
  if (errors.length > 0) {
    return { ok: false, errors: errors.map(({ code, message, span, hint }) => ({ code, message, span, hint })) };
  }
  const { chunks } = recognise(reading, catalogue.net, knowledge.factsFor(reading));
  const candidates = inOrder(chunks);
  const expr = expandElisions(reading.expr);
  const kinds = new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const evaluator = createEvaluator(expr, kinds);
  const filled = exampleValues(candidates, (values) => evaluator(values, BUDGET));
  const examples = filled.given.filter((value) => !filled.madeUp.has(symbolKey(value.expr)));
  const name = nameOfWhole(latex, candidates);
  return { ok: true, subject: { expr, kinds, given, examples, domains: domainsOf(candidates), name } };
}

/** The name of the concept that takes up most of the formula. */
function nameOfWhole(latex: string, candidates: readonly Candidate[]): string | undefined {
  const [first] = candidates;
  const covered = first?.spans.reduce((sum, [from, to]) => sum + to - from, 0) ?? 0;
  return covered > latex.trim().length / 2 ? first?.pattern.concept.file.name : undefined;
}

function domainsOf(candidates: readonly Candidate[]): ReadonlyMap<string, SampleDomain> {
  const domains = new Map<string, SampleDomain>();
  for (const { pattern, match } of candidates) {
    for (const [key, { role }] of pattern.concept.roles) {
      const piece = match.roles.get(key)?.places[0]?.pieces[0]?.src;
      if (!piece || role.domain === 'real' || role.domain === 'complex') continue;
      const letter = ungroup(piece);
      const name = letter.kind === 'symbol' || letter.kind === 'indexed' ? symbolKey(letter) : undefined;
      if (name !== undefined && !domains.has(name)) domains.set(name, role.domain);
    }
  }
  return domains;
}
