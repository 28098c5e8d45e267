import type { Concept } from '../catalogue/index.js';
import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { BigExpr, Domain, Expr, SymbolKind } from '../expr/types.js';
import { statements, valueExpr } from './concept-value.js';

/** What a concept's definition defines, where that is a value: an equation between two sides that both say something is none. */
export function definedValue(concept: Concept): Expr | undefined {
  const worth = valueExpr(concept);
  const stated = statements(concept)[0]?.expr;
  if (!worth?.certain || !stated) return undefined;
  const inner = ungroup(stated);
  const left = inner.kind === 'relation' ? inner.sides[0] : undefined;
  return left === undefined || left.kind === 'symbol' || left.kind === 'indexed' ? worth.expr : undefined;
}

/** Nothing in it stands for something unknown, and samples meet every case of it. */
export function isTestable(expr: Expr, concept: Concept): boolean {
  let testable = true;
  walk(expr, (e) => {
    testable &&= !isUnknown(e, concept);
    return testable;
  });
  return testable;
}

function isUnknown(e: Expr, concept: Concept): boolean {
  switch (e.kind) {
    case 'derivative':
    case 'differential':
    case 'hole':
    case 'text':
    case 'error':
    case 'conditional':
    case 'plusminus':
    case 'system':
      return true;
    case 'apply': {
      if (concept.roles.has(symbolKey(e.head))) return true;
      return e.head.kind === 'symbol' && e.head.name === 'indicator' && e.args.some(isRarelyMet);
    }
    case 'cases':
      return e.branches.some(({ condition }) => condition !== null && isRarelyMet(condition));
    case 'big':
      return UNTRIED.has(e.op) || e.domains.some((domain) => isOpenEnded(domain, e));
    default:
      return false;
  }
}

const UNTRIED: ReadonlySet<string> = new Set([
  'integral',
  'contour',
  'expectation',
  'lim',
  'inf',
  'sup',
  'union',
  'intersection',
  'other',
]);

/** Random numbers are never equal: of a case that asks for it nothing would be seen. */
function isRarelyMet(condition: Expr): boolean {
  const inner = ungroup(condition);
  if (inner.kind !== 'relation') return true;
  return inner.ops.some((op) => op !== '<' && op !== '>' && op !== 'le' && op !== 'ge');
}

/** What it runs through is itself a number in it ($\\sum_k r^k$), and where it ends is not said: what a sample shows is chance. */
function isOpenEnded({ variables, range }: Domain, e: BigExpr): boolean {
  if (range.kind === 'range' && range.to !== null && range.from.kind === 'number') return mentionsInfinity(range.to);
  const names = new Set(variables.map(exprKey));
  let bare = false;
  walk(e.body, (x) => {
    if (x.kind === 'symbol' && names.has(symbolKey(x))) bare = true;
    // Inside an index it only says which element is meant.
    return x.kind !== 'indexed';
  });
  return bare;
}

function mentionsInfinity(e: Expr): boolean {
  let found = false;
  walk(e, (x) => {
    found ||= x.kind === 'symbol' && x.name === 'infty';
  });
  return found;
}

/** Every element is named by its index alone. */
export function hasPlainIndices(expr: Expr): boolean {
  const bound = new Set<string>();
  walk(expr, (e) => {
    if (e.kind === 'big') for (const d of e.domains) for (const v of d.variables) bound.add(exprKey(v));
  });
  let plain = true;
  walk(expr, (e) => {
    if (e.kind !== 'indexed') return;
    for (const index of e.indices) {
      if (index.kind === 'symbol' || index.kind === 'number') continue;
      walk(index, (x) => {
        if (x.kind === 'symbol' && bound.has(symbolKey(x))) plain = false;
      });
    }
  });
  return plain;
}

/** $\\|x - y\\|$: what stands under a norm as a sum of bare letters are vectors, all of them. */
export function vectorsIn(expr: Expr, concept: Concept): readonly (readonly [string, SymbolKind])[] {
  const found: (readonly [string, SymbolKind])[] = [];
  walk(expr, (e) => {
    const inner = e.kind === 'norm' ? ungroup(e.arg) : undefined;
    if (inner?.kind !== 'add') return;
    const letters = inner.terms.map((term) => ungroup(term.kind === 'negate' ? term.arg : term));
    if (
      !letters.every((letter) => letter.kind === 'symbol' && concept.roles.get(symbolKey(letter))?.role.kind === 'any')
    )
      return;
    for (const letter of letters) found.push([symbolKey(letter), 'vector']);
  });
  return found;
}
