import type { Occurrence } from '../canon/index.js';
import { exprKey } from '../expr/key.js';
import type { Expr, ExprOf } from '../expr/types.js';
import {
  boundValue,
  type Compiled,
  compile,
  extendScope,
  isScalar,
  MathError,
  type Scope,
  toValue,
  type Value,
} from '../math/index.js';
import type { Place } from './bindings.js';

/** Values of pieces of the source, as written: canonical structure is used only where a piece has no expression of its own. */
export function valueOfOccurrence(o: Occurrence, scope: Scope): Value {
  // The sign before a number is part of the coefficient, and no part of what is written as the number.
  if (o.node.op === 'num') return Number(o.node.data);
  const kids = (): Value[] => o.kids.map((k) => valueOfOccurrence(k, scope));
  // Several things after a bar have no expression of their own: the bar's is of both sides.
  if (o.node.op === 'list' && o.src?.kind === 'conditional') {
    if (o.kids.some((k) => k.node.op === 'dots'))
      throw new MathError('math/unsupported', o.src.span, 'Dots have no value.');
    return toValue(kids()) ?? Number.NaN;
  }
  if (o.src) return compiled(o.src)(scope);
  switch (o.node.op) {
    case 'add':
    case 'mul':
    case 'pow':
    case 'seq':
    case 'inner':
    case 'outer':
    case 'had':
    case 'transpose':
    case 'fn':
      return compileParts(o, kids())(scope);
    default:
      throw new MathError('math/unsupported', [0, 0], 'This piece has no value of its own.');
  }
}

/** Value of a role at one place where it stands. */
export function valueOfPlace(place: Place, scope: Scope): Value {
  const [first] = place.pieces;
  if (!first) throw new MathError('math/missing-value', [0, 0], 'This role stands nowhere.');
  if (place.pieces.length === 1) return valueOfOccurrence(first, scope);
  const op = place.combine === 'one' ? 'mul' : place.combine;
  return compileParts(
    { node: { ...first.node, op, data: '' }, kids: place.pieces, src: null },
    place.pieces.map((p) => valueOfOccurrence(p, scope)),
  )(scope); // prettier-ignore
}

const cache = new WeakMap<Expr, Compiled>();

/** A compiled expression depends on nothing but the expression. */
export function compiled(e: Expr): Compiled {
  const known = cache.get(e);
  if (known) return known;
  const made = compile(e);
  cache.set(e, made);
  return made;
}

const SPAN = [0, 0] as const;

/** An expression of the node's kind over stand-ins, evaluated by the same evaluator as everything else. */
function compileParts(o: Occurrence, values: readonly Value[]): Compiled {
  const slots = values.map((_, i): Expr => ({ kind: 'symbol', name: `piece${i}`, span: SPAN }));
  const overrides = new Map<Expr, Compiled>(slots.map((slot, i) => [slot, () => values[i] as Value]));
  const e = expressionOver(o, slots);
  return (scope) => compile(e)(extendScope(scope, { overrides }));
}

function expressionOver(o: Occurrence, slots: readonly Expr[]): Expr {
  const [a, b] = slots as [Expr, Expr];
  const factors = slots;
  switch (o.node.op) {
    case 'add':
      return { kind: 'add', terms: slots, span: SPAN };
    case 'pow':
      return { kind: 'power', base: a, exponent: b, span: SPAN };
    case 'inner':
      return { kind: 'inner', parts: [a, b], bar: false, span: SPAN };
    case 'outer':
      return { kind: 'multiply', factors: [a, b], ops: ['otimes'], span: SPAN };
    case 'had':
      return { kind: 'multiply', factors, ops: factors.slice(1).map(() => 'odot' as const), span: SPAN };
    case 'transpose':
      return { kind: 'transpose', arg: a, mark: 'T', span: SPAN };
    case 'fn':
      return {
        kind: 'apply',
        head: { kind: 'symbol', name: String(o.node.data), span: SPAN },
        args: slots,
        brackets: '()',
        span: SPAN,
      };
    default:
      return { kind: 'multiply', factors, ops: factors.slice(1).map(() => '' as const), span: SPAN };
  }
}

/** Variables and innermost body of a big operator whose nested operators of the same kind count as one. */
export function flattenBig(
  e: ExprOf<'big'>,
  variables: number,
): { readonly variables: readonly Expr[]; readonly body: Expr } {
  const found: Expr[] = e.domains.flatMap((d) => d.variables);
  let body = e.body;
  while (found.length < variables) {
    const inner = body.kind === 'group' ? body.body : body;
    if (inner.kind !== 'big' || inner.op !== e.op) break;
    found.push(...inner.domains.flatMap((d) => d.variables));
    body = inner.body;
  }
  return { variables: found, body };
}

/** Every choice of values that a big operator's variables run through, found by running it. */
export function indexTuples(e: ExprOf<'big'>, variables: number, scope: Scope): readonly (readonly number[])[] {
  const flat = flattenBig(e, variables);
  const keys = flat.variables.map(exprKey);
  const tuples: number[][] = [];
  const record: Compiled = (inner) => {
    tuples.push(keys.map((key) => numberOf(boundValue(inner, key))));
    return 1;
  };
  compiled(e)(extendScope(scope, { overrides: new Map([[flat.body, record]]) }));
  return tuples;
}

function numberOf(value: Value | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

export function isNumber(value: Value): value is number {
  return typeof value === 'number';
}

export function vectorOf(values: readonly Value[]): Value | undefined {
  const numbers = values.map((v) => (isScalar(v) && typeof v === 'number' ? v : Number.NaN));
  return numbers.every(Number.isFinite) ? toValue(numbers) : undefined;
}
