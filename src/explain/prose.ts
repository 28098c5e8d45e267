import { exprKey } from '../expr/key.js';
import type { Expr } from '../expr/types.js';
import { read } from '../meaning/index.js';
import { parse } from '../syntax/index.js';
import { bareNounsAtEnd, phraseAtEnd, phraseAtStart } from './noun-phrase.js';
import { FORMULA, type Place, type Prose, placesOf } from './prose-text.js';

/** What prose says of symbols: "where $\alpha$ is the learning rate", "the attention weights $\alpha_{ts}$". */
export type ProseMeaning = {
  readonly key: string;
  readonly latex: string;
  readonly expr: Expr;
  readonly meaning: string;
  /** 3: said in so many words; 2: set beside it; 1: only named in passing. */
  readonly rank: 1 | 2 | 3;
};

const SAYS =
  /^\s*,?\s*(?:(?:here|which|that)\s+)?(?:is|are|be|denotes?|denoting|represents?|representing|stands?\s+for|means|refers?\s+to|measures?|counts?|holds?|contains?|indicates?|designates?|describes?|specifies)\s+/iu;
const MANY_SAY = /^\s*,?\s*(?:are|denote|represent|stand\s+for)\s+/iu;
/** "$W$ and $b$", "$Q$, $K$ and $V$" up to the last of them. */
const FELLOWS = new RegExp(String.raw`(?:${FORMULA}\s*,\s*)*${FORMULA}\s*,?\s+and\s+$`, 'u');
/** "and $\theta$ the parameters", "with $W$ the weight matrix". */
const BESIDE = /^\s+(?=(?:the|a|an|our|its|their)\s)/iu;
const OPENS_LIST = /(?:\b(?:and|with|call|where|let)|,)\s+$/iu;
const APPOSITION = /^\s*,\s+((?:the|a|an|our|its|their)\s+[^,.;:()\n]{3,60})(?=[,.;)]|$)/iu;
const ENTRY = /^\s*(?::|—|–|--?|\||=)\s+/u;
const OPENS_ENTRY = /(?:^|[\n|])\s*(?:[-*+•]\s+|\d+[.)]\s+)?$/u;
const IN_BRACKETS = /^\s*\(\s*((?:(?:the|a|an|our|its|their)\s+)?\p{L}[\p{L}\s'’-]{2,50})\)/iu;
const NO_NAME_IN_BRACKETS = /\b(?:see|eq|if|resp|and|or|for|when|where|which|is|are|with|here)\b/iu;
/** "the learning rate is $\eta$", "denote the learning rate by $\eta$", "the learning rate ($\eta$)". */
const NAMED_AS = /\s+(?:(?:is|are)(?:\s+(?:denoted|written|called)(?:\s+(?:by|as))?)?|by|as|called)\s+$/iu;
const ARTICLE = /^(?:the|a|an|our|its|their)\s/iu;
const VERB = /\b(?:is|are|was|were|can|will|has|have|we|may|must|does)\b/iu;

/** The best meaning of each symbol, in the order in which they are told. */
export function meaningsIn(prose: Prose): ProseMeaning[] {
  const found = new Map<string, ProseMeaning>();
  const put = (index: number, meaning: string | undefined, rank: 1 | 2 | 3): void => {
    const latex = prose.formulas[index];
    const expr = meaning === undefined || latex === undefined ? undefined : symbolOf(latex);
    if (meaning === undefined || latex === undefined || expr === undefined) return;
    const key = exprKey(expr);
    const known = found.get(key);
    if (known === undefined || known.rank < rank)
      found.set(key, { key, latex, expr, meaning: meaning.replace(/\s+/g, ' '), rank });
  };
  for (const place of placesOf(prose)) {
    const told = toldOf(place, prose);
    if (told === undefined) continue;
    const [names, rank] = told;
    for (const [k, name] of names.entries()) put(place.index - names.length + 1 + k, name, rank);
  }
  return [...found.values()];
}

/** What is told of the symbol at a place, and of those named together with it. */
function toldOf(
  place: Place,
  prose: Prose,
): readonly [names: readonly (string | undefined)[], rank: 1 | 2 | 3] | undefined {
  const { index, left, right } = place;
  const phrase = (text: string): string | undefined => {
    const before = right.length - text.length;
    const signs = right.slice(0, before).split(FORMULA).length - 1;
    return phraseAtStart(text, FORMULA, (k) => `$${prose.formulas[index + 1 + signs + k] ?? ''}$`);
  };
  const after = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(right);
    return match === null ? undefined : phrase(right.slice(match[0].length));
  };
  const fellows = MANY_SAY.test(right) ? (FELLOWS.exec(left)?.[0].split(FORMULA).length ?? 1) - 1 : 0;
  const said = after(SAYS);
  // "the key $k$ are drawn at random" says what it is before, and what it is like behind.
  const named = said === undefined || ARTICLE.test(said) ? undefined : phraseAtEnd(left);
  if (said !== undefined && named === undefined) return [fellows === 0 ? [said] : shared(said, fellows + 1), 3];
  if (OPENS_LIST.test(left)) {
    const beside = after(BESIDE);
    if (beside !== undefined && !VERB.test(beside)) return [[beside], 2];
  }
  const set = APPOSITION.exec(right)?.[1];
  if (set !== undefined && !VERB.test(set) && !set.includes(FORMULA))
    return one(
      phraseAtStart(set, FORMULA, () => ''),
      2,
    );
  if (/^\s*:\s/u.test(right) || OPENS_ENTRY.test(left)) {
    const entry = after(ENTRY);
    if (entry !== undefined) return [[entry], 2];
  }
  const bracketed = IN_BRACKETS.exec(right)?.[1];
  if (bracketed !== undefined && !NO_NAME_IN_BRACKETS.test(bracketed)) return one(bracketed.trim(), 2);
  if (/^\s*\)/u.test(right) && /\(\s*$/u.test(left)) {
    const before = left.replace(/\(\s*$/u, '');
    const name = phraseAtEnd(before) ?? bareNounsAtEnd(before);
    if (name !== undefined) return [[name], 2];
  }
  if (NAMED_AS.test(left)) {
    const name = phraseAtEnd(left.replace(NAMED_AS, ' '));
    if (name !== undefined) return [[name], 2];
  }
  return one(phraseAtEnd(left) ?? bareNounsAtEnd(left), 1);
}

function one(name: string | undefined, rank: 1 | 2 | 3): readonly [readonly string[], 1 | 2 | 3] | undefined {
  return name === undefined ? undefined : [[name], rank];
}

/** "the weights and the bias" of two symbols: one each; of more or fewer, the same for all. */
function shared(phrase: string, count: number): readonly string[] {
  const parts = phrase.replace(/\s*respectively$/iu, '').split(/\s+and\s+/iu);
  return parts.length === count ? parts : Array.from({ length: count }, () => phrase);
}

/** Only a single symbol, with or without indices, can be given a meaning; `x \in \mathbb R^n` is about x. */
export function symbolOf(latex: string): Expr | undefined {
  if (latex.length > 120) return undefined;
  const { tree, problems } = parse(latex);
  if (problems.length > 0) return undefined;
  const { expr } = read({ latex, tree, problems });
  return subjectOf(expr);
}

function subjectOf(expr: Expr): Expr | undefined {
  switch (expr.kind) {
    case 'symbol':
    case 'indexed':
    case 'differential':
      return expr;
    case 'apply':
      return expr.head.kind === 'symbol' && expr.brackets === '()' ? expr.head : undefined;
    case 'relation': {
      const [left, right] = expr.sides;
      const isTyped = expr.ops[0] === 'in' || expr.ops[0] === ':';
      const isValue = expr.ops[0] === '=' && (right?.kind === 'number' || right?.kind === 'negate');
      const hasRange = /^(?:<|>|le|ge|subset|sim)$/.test(expr.ops[0] ?? '');
      return left && (isTyped || isValue || hasRange) && left.kind !== 'relation' ? subjectOf(left) : undefined;
    }
    default:
      return undefined;
  }
}
