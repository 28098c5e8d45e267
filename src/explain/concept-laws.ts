import type { Concept } from '../catalogue/index.js';
import { group, multiply } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren } from '../expr/traverse.js';
import type { Expr, RelationExpr } from '../expr/types.js';
import {
  closeTo,
  compile,
  isFiniteValue,
  isMathError,
  prepareSamples,
  type SampleDomain,
  toPlain,
  type Value,
} from '../math/index.js';
import { domainsOfRoles, kindsOfRoles, valueExpr, withGuards } from './concept-value.js';

/** Whether a law of a concept's file holds for the concept's own definition, in numbers. */
export type LawCheck = { readonly holds: 'yes' | 'no' | 'unknown'; readonly points: number };

const POINTS = 12;
const ATTEMPTS = 30;
const TOLERANCE = 1e-8;
const SEED = 20240607;

const UNKNOWN: LawCheck = { holds: 'unknown', points: 0 };

/**
 * The law as a relation between two expressions, `\self` replaced by what the concept is worth, compared at seeded points where
 * both sides have values. A definition that leans on facts about its roles says nothing against a law.
 */
export function checkLaw(concept: Concept, latex: string): LawCheck {
  const law = expandLaw(concept, latex);
  const relation = law?.relation;
  const [left, right] = relation?.sides ?? [];
  const op = relation?.ops[0] ?? '';
  if (!law || !left || !right || relation?.sides.length !== 2 || !(op in HOLDS)) return UNKNOWN;
  const [leftOf, rightOf] = [compile(left), compile(right)];
  const domains = new Map([...domainsOfRoles(concept), ...law.domains]);
  const sample = prepareSamples({ exprs: [left, right], kinds: kindsOfRoles(concept), seed: SEED, domains });
  let points = 0;
  for (let attempt = 0; attempt < ATTEMPTS && points < POINTS; attempt++) {
    try {
      const scope = sample(attempt);
      const [a, b] = [leftOf(scope), rightOf(scope)];
      if (!isFiniteValue(a) || !isFiniteValue(b)) continue;
      if (!HOLDS[op]?.(a, b)) return law.certain ? { holds: 'no', points: points + 1 } : UNKNOWN;
      points++;
    } catch (error) {
      if (!isMathError(error)) throw error;
    }
  }
  return points < POINTS / 2 ? { ...UNKNOWN, points } : { holds: 'yes', points };
}

const HOLDS: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '=': (a, b) => closeTo(a, b, TOLERANCE).close,
  le: (a, b) => eachPair(a, b, (x, y) => x <= y + slack(x, y)),
  ge: (a, b) => eachPair(a, b, (x, y) => x >= y - slack(x, y)),
  '<': (a, b) => eachPair(a, b, (x, y) => x < y + slack(x, y)),
  '>': (a, b) => eachPair(a, b, (x, y) => x > y - slack(x, y)),
};

function slack(x: number, y: number): number {
  return TOLERANCE * Math.max(1, Math.abs(x), Math.abs(y));
}

/** A bound on an array holds for each of its elements. */
function eachPair(a: Value, b: Value, test: (x: number, y: number) => boolean): boolean {
  const [xs, ys] = [elementsOf(a), elementsOf(b)];
  const pairs = Math.max(xs.length, ys.length);
  if (pairs === 0 || (xs.length !== ys.length && xs.length !== 1 && ys.length !== 1)) return false;
  return Array.from({ length: pairs }, (_, k) => k).every((k) =>
    test(xs[xs.length === 1 ? 0 : k] as number, ys[ys.length === 1 ? 0 : k] as number),
  );
}

function elementsOf(value: Value): number[] {
  const plain: unknown = toPlain(value);
  const flat = (x: unknown): unknown[] => (Array.isArray(x) ? x.flatMap(flat) : [x]);
  return flat(plain).filter((x): x is number => typeof x === 'number');
}

// --------------------------------------------------------------------------------------------- the law, written out

type Expanded = {
  readonly relation: RelationExpr;
  /** Domains of letters that the law brings in. */
  readonly domains: ReadonlyMap<string, SampleDomain>;
  /** Nothing was left out that the definition leans on. */
  readonly certain: boolean;
};

/** Letters that no concept uses stand for the chunk while the law is read. */
const STAND_INS = ['\\mathfrak{A}', '\\mathfrak{B}', '\\mathfrak{C}', '\\mathfrak{D}'];
const SELF = /\\self(?![A-Za-z])\s*(?:\[([^\]]*:=[^\]]*)\])?/g;

function expandLaw(concept: Concept, latex: string): Expanded | undefined {
  const worth = valueExpr(concept);
  if (!worth) return undefined;
  const roleDomains = domainsOfRoles(concept);
  const domains = new Map(roleDomains);
  const chunks = new Map<string, Expr>();
  let failed = false;
  const text = latex.replace(SELF, (_all, replacements: string | undefined) => {
    const letter = STAND_INS[chunks.size];
    if (letter === undefined) failed = true;
    if (letter === undefined) return '';
    const replaced = replacementsOf(concept, replacements ?? '');
    for (const { key, by } of replaced) {
      // A constant put in place of probabilities is one.
      const domain = roleDomains.get(key);
      if (domain && by.kind === 'symbol' && !concept.roles.has(symbolKey(by))) domains.set(symbolKey(by), domain);
    }
    chunks.set(symbolKey(concept.read(letter)), group(putReplacements(concept, worth.expr, replaced)));
    return ` ${letter} `;
  });
  const read = concept.read(text);
  if (failed || chunks.size === 0 || read.kind !== 'relation') return undefined;
  const put = (e: Expr): Expr => (e.kind === 'symbol' && chunks.get(symbolKey(e))) || mapChildren(e, put);
  const { expr, certain } = withGuards(concept, put(read));
  return expr.kind === 'relation' ? { relation: expr, domains, certain: certain && worth.certain } : undefined;
}

type Replacement = { readonly key: string; readonly indexed: boolean; readonly by: Expr };

function replacementsOf(concept: Concept, text: string): Replacement[] {
  return splitAtCommas(text).flatMap((piece) => {
    const [target, by] = piece.split(':=').map((x) => x.trim());
    if (!target || !by) return [];
    const read = concept.read(target);
    const value = concept.read(by);
    return [
      {
        key: exprKey(read),
        indexed: read.kind === 'indexed',
        by: isArrayRole(concept, read) ? zeroOf(value, read) : value,
      },
    ];
  });
}

/** Commas inside brackets belong to arguments: `p(x, y) := 1, x := 0` is two pieces. */
function splitAtCommas(text: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const mark of text) {
    if (mark === '(' || mark === '{') depth++;
    if (mark === ')' || mark === '}') depth--;
    if (mark === ',' && depth === 0) pieces.push('');
    else pieces.push((pieces.pop() ?? '') + mark);
  }
  return pieces;
}

function isArrayRole(concept: Concept, e: Expr): boolean {
  const kind = e.kind === 'symbol' ? (concept.roles.get(symbolKey(e))?.role.kind ?? '') : '';
  return kind.startsWith('vector') || kind.startsWith('matrix');
}

/** `x := 0` for a vector: the zero of its shape. */
function zeroOf(value: Expr, role: Expr): Expr {
  return value.kind === 'number' && value.value === 0 ? multiply([value, role]) : value;
}

/** `z := z + c` makes $z_i + c$ of every $z_i$; `v_{t-1} := c` replaces just that element. */
function putReplacements(concept: Concept, e: Expr, replacements: readonly Replacement[]): Expr {
  const put = (x: Expr): Expr => {
    const whole = replacements.find((r) => r.key === exprKey(x));
    if (whole) return group(whole.by);
    if (x.kind !== 'indexed') return mapChildren(x, put);
    const family = replacements.find((r) => !r.indexed && r.key === symbolKey(x.base));
    return family ? group(elementOf(concept, family.by, x)) : { ...x, indices: x.indices.map(put) };
  };
  return put(e);
}

/** The element of an expression in families at the indices that stand in `at`. */
function elementOf(concept: Concept, e: Expr, at: Extract<Expr, { kind: 'indexed' }>): Expr {
  const isFamily = e.kind === 'symbol' && concept.roles.get(symbolKey(e))?.role.kind === 'family';
  return isFamily ? { ...at, base: e } : mapChildren(e, (child) => elementOf(concept, child, at));
}
