import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import {
  bind,
  bindElement,
  type Compiled,
  isArray,
  itemsOf,
  MathError,
  type Scope,
  tensor,
  type Value,
  weightedSum,
} from '../math/index.js';
import type { Match } from './bindings.js';
import type { Model } from './models.js';
import { compiled } from './source-value.js';

type Slope = ExprOf<'derivative'>;

/**
 * Slopes, checked from two sides: what is written by automatic differentiation, what the concept says by differences of nearby
 * values. A letter that does not say how it depends on the variable (`\\frac{dy}{dx}`) is some smooth function of it. Undefined
 * where nothing written is a slope along a variable.
 */
export function slopeModel(exprs: readonly Expr[], match: Match): Model | undefined {
  const slopes = exprs.flatMap(slopesIn);
  if (slopes.length === 0) return undefined;
  const written = new Map<Expr, Compiled>();
  for (const slope of slopes) {
    const variables = slope.variables.map((v) => v.variable);
    const body = slope.body as Expr;
    if (variables.every((v) => mentionsKey(body, exprKey(v))) || binds(body)) continue;
    const letters = new Map<Expr, Expr>();
    written.set(slope, compiled({ ...slope, body: asFunctionsOf(body, variables, letters) }));
    for (const [letter, call] of letters) written.set(letter, compiled(call));
  }
  return {
    written: () => written,
    defined: (target, scope, near) => {
      const out = new Map<Expr, Compiled>();
      for (const slope of slopesIn(target)) {
        const steps = stepsOf(slope, match);
        if (!steps) continue;
        const body = compiled(slope.body as Expr);
        out.set(slope, (inner) => {
          const value = (source: Scope): Value => body({ ...near(source), env: inner.env });
          return steps.reduceRight<(s: Scope) => Value>(slopeAlong, value)(scope);
        });
      }
      return out;
    },
    says: 'the slope by rule and the slope by differences agree',
    doubt: 'what is differentiated does not say how it depends on the variable',
  };
}

/** The reader's variables, once for each time that they are differentiated by: at most twice in all. */
function stepsOf(slope: Slope, match: Match): readonly Expr[] | undefined {
  const places = slope.variables.map((v) => placeOf(v.variable, match));
  const steps = places.flatMap((place, k) => (place ? Array<Expr>(orderOf(slope, k)).fill(place) : []));
  return places.some((p) => p === undefined) || steps.length > 2 || steps.length === 0 ? undefined : steps;
}

function slopesIn(e: Expr): Slope[] {
  const found: Slope[] = [];
  walk(e, (node) => {
    const along = node.kind === 'derivative' && node.body !== null && node.variables.length > 0;
    if (along && /^(partial|total|gradient)$/.test(node.op)) found.push(node);
  });
  return found;
}

/** Something in it has variables of its own. */
function binds(e: Expr): boolean {
  let found = false;
  walk(e, (node) => {
    found ||= node.kind === 'big' || node.kind === 'derivative';
    return !found;
  });
  return found;
}

function orderOf(slope: Slope, k: number): number {
  const order = slope.variables[k]?.order;
  return typeof order === 'number' ? order : order?.kind === 'number' ? order.value : 3;
}

function mentionsKey(e: Expr, key: string): boolean {
  let found = false;
  walk(e, (node) => {
    found ||= (node.kind === 'symbol' || node.kind === 'indexed') && exprKey(node) === key;
    return !found;
  });
  return found;
}

/** Each letter becomes a function of the variables; `letters` says which node became which. */
function asFunctionsOf(e: Expr, variables: readonly Expr[], letters: Map<Expr, Expr>): Expr {
  const put = (x: Expr): Expr => {
    if (x.kind === 'symbol' || (x.kind === 'indexed' && x.base.kind === 'symbol')) {
      if (variables.some((v) => exprKey(v) === exprKey(x))) return x;
      // The head is a node of its own: what stands for the letter must not stand for it.
      const call: Expr = { kind: 'apply', head: { ...x }, args: variables, brackets: '()', span: x.span };
      letters.set(x, call);
      return call;
    }
    if (x.kind === 'apply') return { ...x, args: x.args.map(put) };
    return mapChildren(x, put);
  };
  return put(e);
}

/** The reader's variable that a role of the definition stands for. */
function placeOf(variable: Expr, match: Match): Expr | undefined {
  const piece = variable.kind === 'symbol' ? match.roles.get(symbolKey(variable))?.places[0]?.pieces[0] : undefined;
  const src = piece?.src;
  return src?.kind === 'symbol' || src?.kind === 'indexed' ? src : undefined;
}

/** Steps of the differences, and the weights that cancel their errors up to the sixth order. */
const STEP = 0.02;
const STEPS: readonly number[] = [1, 0.5, 0.25];
const WEIGHTS: readonly number[] = [1 / 45, -20 / 45, 64 / 45];

/** The slope of a function of the scope along one of the reader's variables: of each element, where it is a vector. */
function slopeAlong(f: (s: Scope) => Value, variable: Expr): (s: Scope) => Value {
  return (scope) => {
    const at = compiled(variable)(scope);
    if (typeof at === 'number') return quotient((h) => f(moved(scope, variable, at + h)));
    if (!isArray(at)) throw new MathError('math/unsupported', variable.span, 'There is no slope along this.');
    const items = Array.from(itemsOf(at), Number);
    const parts = items.map((_, k) =>
      quotient((h) =>
        f(
          moved(
            scope,
            variable,
            tensor(
              at.shape,
              Float64Array.from(items, (x, i) => (i === k ? x + h : x)),
            ),
          ),
        ),
      ),
    );
    return tensor(at.shape, Float64Array.from(parts, Number));
  };
}

function quotient(f: (h: number) => Value): Value {
  return weightedSum(
    STEPS.map((s) => weightedSum([f(STEP * s), f(-STEP * s)], [1 / (2 * STEP * s), -1 / (2 * STEP * s)])),
    WEIGHTS,
  );
}

function moved(scope: Scope, variable: Expr, value: Value): Scope {
  if (variable.kind !== 'indexed') return bind(scope, exprKey(variable), value);
  return bindElement(
    scope,
    symbolKey(variable.base),
    variable.indices.map((i) => Number(compiled(i)(scope))),
    value,
  );
}
