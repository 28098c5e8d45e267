import { sourcesOf } from '../canon/index.js';
import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import {
  bind,
  boundValue,
  type Evaluation,
  isMathError,
  type LineValue,
  MathError,
  type Scope,
  sideBySide,
  type Value,
  type Walk,
  walkOf,
} from '../math/index.js';
import { type Candidate, valueOfOccurrence, valueOfPlace } from '../recognise/index.js';

/** What a chunk comes to. */
export type ChunkValue = { readonly value: Value; readonly over: readonly RunsOver[] } | { readonly because: string };

/** An index that a chunk's value runs through. */
export type RunsOver = { readonly variable: Expr; readonly values: readonly number[] };

/** Values that are listed for one chunk. */
const MAX_ITEMS = 1_000;

/** Gives a chunk its value in one evaluation after another. */
export type ChunkEvaluator = (evaluation: Evaluation) => ChunkValue;

/** The value of a chunk; under a sum, of each of its terms; with open indices, at each of their places. */
export function prepareChunk(candidate: Candidate, root: Expr): ChunkEvaluator {
  const { covered } = candidate.match;
  const sources = covered.flatMap(sourcesOf);
  const [first] = sources;
  if (first === undefined) return () => ({ because: 'it has no place of its own in the formula' });
  if (covered.length > 1 && covered.every(({ src }) => src?.kind === 'relation'))
    return () => ({ because: 'it is several lines: each of them has its value' });
  const path = pathTo(root, first);
  if (path === undefined) return () => ({ because: 'it is spread over the formula' });
  const names = lettersOf(sources);
  if (path.some((e) => changesInside(e, names))) return () => ({ because: MOVES });
  const bigs = path.flatMap((e) => narrowed(e, names));
  const binders: readonly Binder[] = bigs.map((big) => ({ big, walk: walkOf(big) }));
  return (evaluation) => {
    const line = evaluation.lines.find((l) => path.includes(l.line) || isSame(l.line, first));
    if (line === undefined) return { because: 'it stands in the definition of a function' };
    const open = line.over.filter(({ key }) => names.has(key));
    try {
      return collect(open, binders, evaluation.scope, (scope) => pieceValue(candidate, line, open, scope));
    } catch (error) {
      if (isMathError(error)) return { because: error.message.replace(/\.$/, '') };
      throw error;
    }
  };
}

type Binder = { readonly big: ExprOf<'big'>; readonly walk: Walk };

const MOVES = 'its letters move through all numbers of an integral, a limit or an expectation';

/** Lines and equations are worth what they give their left side. */
function pieceValue({ match }: Candidate, line: LineValue, open: readonly RunsOver[], scope: Scope): Value {
  const [first] = match.covered;
  const relation = first?.src && ungroup(first.src);
  if (first && relation?.kind === 'relation') {
    if (open.length === 0 && isSame(line.line, relation)) return line.value;
    return valueOfOccurrence({ ...first, src: relation.sides.at(-1) as Expr, kids: [] }, scope);
  }
  return valueOfPlace({ combine: 'mul', pieces: match.covered }, scope);
}

function collect(
  open: readonly RunsOver[],
  binders: readonly Binder[],
  scope: Scope,
  compute: (scope: Scope) => Value,
): ChunkValue {
  if (open.length === 0 && binders.length === 0) return { value: compute(scope), over: [] };
  const variables = binders.flatMap(({ big }) => big.domains.flatMap((domain) => domain.variables));
  const places = variables.map(() => new Set<number>());
  const items: Value[] = [];
  const visit = (inner: Scope): void => {
    if (items.length >= MAX_ITEMS) throw new MathError('math/limit', [0, 0], `it has more than ${MAX_ITEMS} values`);
    variables.forEach((variable, k) => {
      const at = boundValue(inner, exprKey(variable));
      if (typeof at === 'number') places[k]?.add(at);
    });
    items.push(compute(inner));
  };
  const throughBinders = (k: number, inner: Scope): void => {
    const binder = binders[k];
    if (binder === undefined) visit(inner);
    else binder.walk(inner, (next) => throughBinders(k + 1, next));
  };
  const throughOpen = (k: number, inner: Scope): void => {
    const index = open[k];
    if (index === undefined) throughBinders(0, inner);
    else for (const value of index.values) throughOpen(k + 1, bind(inner, exprKey(index.variable), value));
  };
  throughOpen(0, scope);
  const over = [...open, ...variables.map((variable, k) => ({ variable, values: [...(places[k] ?? [])] }))];
  return { value: sideBySide(items), over };
}

/** What stands around a node, outermost first, the node left out; undefined where it is not in the tree. */
function pathTo(root: Expr, wanted: Expr): readonly Expr[] | undefined {
  if (isSame(root, wanted)) return [];
  if (root.span[0] > wanted.span[0] || root.span[1] < wanted.span[1]) {
    // A line that leaves out its left side holds the one before it.
    if (root.kind !== 'relation' && root.kind !== 'system') return undefined;
  }
  for (const child of children(root)) {
    const inner = pathTo(child, wanted);
    if (inner) return [root, ...inner];
  }
  return undefined;
}

/** The same node, or what recognition has made of it in its place. */
function isSame(a: Expr, b: Expr): boolean {
  return a === b || (a.kind === b.kind && a.span[0] === b.span[0] && a.span[1] === b.span[1]);
}

function lettersOf(sources: readonly Expr[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const source of sources) {
    walk(source, (node) => {
      if (node.kind === 'symbol' || node.kind === 'indexed') names.add(exprKey(node));
    });
  }
  return names;
}

const LISTED: ReadonlySet<string> = new Set([
  'sum',
  'product',
  'min',
  'max',
  'argmin',
  'argmax',
  'union',
  'intersection',
]);

/** The operator with only those of its domains that the chunk speaks of. */
function narrowed(e: Expr, names: ReadonlySet<string>): ExprOf<'big'>[] {
  if (e.kind !== 'big') return [];
  const domains = e.domains.filter((domain) => domain.variables.some((variable) => names.has(exprKey(variable))));
  return domains.length === 0 ? [] : [{ ...e, domains }];
}

/** An integral or a limit moves its variable through numbers that nobody could list. */
function changesInside(e: Expr, names: ReadonlySet<string>): boolean {
  if (e.kind !== 'big' || LISTED.has(e.op)) return false;
  return e.domains.some((domain) => domain.variables.some((variable) => names.has(exprKey(variable))));
}
