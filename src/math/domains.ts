import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf } from '../expr/types.js';
import type { Compile } from './compile-arithmetic.js';
import { isTrue, itemsOfSet } from './compile-conditions.js';
import { MathError } from './errors.js';
import { realPart } from './scalar.js';
import { type Binding, boundValue, type Compiled, type IndexValue, type Scope } from './scope.js';
import { isArray, isScalar, itemsOf, type Value, vector } from './value.js';

/** Calls `visit` with the scope of every choice of the bound variables. */
export type Walk = (scope: Scope, visit: (inner: Scope) => void) => void;

const MAX_TERMS = 10_000_000;

/** Runs the body through all values of all binders, outermost first. */
export function compileWalk(e: ExprOf<'big'>, compile: Compile): Walk {
  const bound = new Set<string>();
  const domains = e.domains.map((domain): Walk => {
    const keys = domain.variables.map(exprKey);
    const again = domain.range.kind === 'condition' && keys.length > 0 && keys.every((key) => bound.has(key));
    for (const key of keys) bound.add(key);
    return again && domain.range.kind === 'condition'
      ? compileFilter(compile(domain.range.condition))
      : compileDomain(domain, e, compile);
  });
  return (scope, visit) => {
    const descend = (k: number, inner: Scope): void => {
      const domain = domains[k];
      if (domain === undefined) visit(inner);
      else domain(inner, (next) => descend(k + 1, next));
    };
    descend(0, scope);
  };
}

/** A second line below the sign that speaks of the same variable only leaves values out. */
function compileFilter(test: Compiled): Walk {
  return (scope, visit) => {
    if (isTrue(test(scope))) visit(scope);
  };
}

function compileDomain(domain: Domain, e: ExprOf<'big'>, compile: Compile): Walk {
  const keys = domain.variables.map(exprKey);
  const { range } = domain;
  switch (range.kind) {
    case 'range':
      if (range.to === null || keys.length !== 1) return fromSource(domain, keys, e);
      return integerRange(keys[0] as string, compile(range.from), compile(range.to), domain);
    case 'in':
      return compileMembers(domain, keys, range.set, e, compile);
    case 'condition':
      return compileCondition(domain, range.condition, e, compile);
    case 'all':
      return keys.length === 0 ? overFreeIndices(domain, e) : fromSource(domain, keys, e);
    case 'distribution':
    case 'limit':
      return fromSource(domain, keys, e);
  }
}

/** One binding serves the whole loop; only its value changes. */
function loop(key: string, scope: Scope, values: Iterable<Value>, visit: (inner: Scope) => void): void {
  const binding: Binding = { key, indices: null, value: 0, next: scope.env };
  const inner: Scope = { ...scope, env: binding };
  for (const value of values) {
    binding.value = value;
    visit(inner);
  }
}

function integerRange(key: string, from: Compiled, to: Compiled, domain: Domain): Walk {
  return (scope, visit) => {
    const [first, last] = [bound(from(scope), domain), bound(to(scope), domain)];
    if (last - first > MAX_TERMS) {
      throw new MathError(
        'math/limit',
        domain.span,
        'This range is too long.',
        `At most ${MAX_TERMS} terms are computed.`,
      );
    }
    const binding: Binding = { key, indices: null, value: 0, next: scope.env };
    const inner: Scope = { ...scope, env: binding };
    // The slack lets a bound that was computed (n/2, 0.1·30) end where it would in exact arithmetic.
    for (let k = first; k <= last + 1e-9; k++) {
      binding.value = k;
      visit(inner);
    }
  };
}

function bound(value: Value, domain: Domain): number {
  const x = isScalar(value) ? realPart(value) : Number.NaN;
  if (Number.isNaN(x)) throw new MathError('math/shape', domain.span, 'The bounds of this range are not numbers.');
  return x;
}

/** What the scope says that the variables run through. */
function fromSource(domain: Domain, keys: readonly string[], e: ExprOf<'big'>): Walk {
  return (scope, visit) => {
    const values = scope.source.domain(domain, scope, e.body);
    if (values !== undefined) visitAll(values, keys, scope, visit);
    else if (keys.length > 1) descend(0, scope, visit);
    else throw missingRange(domain);
  };
  // Several variables without a set that ties them together run independently.
  function descend(k: number, scope: Scope, visit: (inner: Scope) => void): void {
    const variable = domain.variables[k];
    if (variable === undefined) visit(scope);
    else
      fromSource(
        { ...domain, variables: [variable] },
        [keys[k] as string],
        e,
      )(scope, (next) => descend(k + 1, next, visit));
  }
}

function missingRange(domain: Domain): MathError {
  return new MathError(
    'math/missing-range',
    domain.span,
    'It is not known what this runs over.',
    'Give bounds, or a value for a family that is indexed by it.',
  );
}

function visitAll(
  values: readonly IndexValue[],
  keys: readonly string[],
  scope: Scope,
  visit: (s: Scope) => void,
): void {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    loop(
      only,
      scope,
      values.map((v) => (typeof v === 'number' ? v : vector(v))),
      visit,
    );
    return;
  }
  for (const value of values) {
    const parts = typeof value === 'number' ? [value] : value;
    let env = scope.env;
    keys.forEach((key, k) => {
      env = { key, indices: null, value: parts[k] ?? Number.NaN, next: env };
    });
    visit({ ...scope, env });
  }
}

/** Members of a set: `\{1,2\}`, `[n]`, integers of an interval, a set that the scope knows. */
function compileMembers(domain: Domain, keys: readonly string[], set: Expr, e: ExprOf<'big'>, compile: Compile): Walk {
  const inner = set.kind === 'group' && set.brackets === '[]' ? set.body : ungroup(set);
  const counted = (set.kind === 'group' && set.brackets === '[]') || (set.kind === 'tuple' && set.items.length === 1);
  if (counted && keys.length === 1) {
    const size = compile(set.kind === 'tuple' ? (set.items[0] as Expr) : inner);
    return integerRange(keys[0] as string, () => 1, size, domain);
  }
  if (inner.kind === 'interval' && keys.length === 1) {
    const [from, to] = [compile(inner.from), compile(inner.to)];
    return (scope, visit) => {
      const [low, high] = [bound(from(scope), domain), bound(to(scope), domain)];
      const first = inner.openFrom ? Math.floor(low) + 1 : Math.ceil(low);
      const last = inner.openTo ? Math.ceil(high) - 1 : Math.floor(high);
      integerRange(
        keys[0] as string,
        () => first,
        () => last,
        domain,
      )(scope, visit);
    };
  }
  const named = inner.kind === 'symbol' || inner.kind === 'indexed' || inner.kind === 'apply';
  const compiled = compile(set);
  return (scope, visit) => {
    const given = named ? scope.source.domain(domain, scope, e.body) : undefined;
    if (given !== undefined) {
      visitAll(given, keys, scope, visit);
      return;
    }
    const items = itemsOfSet(compiled(scope));
    if (items === undefined) throw missingRange(domain);
    if (keys.length === 1) loop(keys[0] as string, scope, items, visit);
    else
      visitAll(
        items.map((item) => toTuple(item, domain)),
        keys,
        scope,
        visit,
      );
  };
}

function toTuple(value: Value, domain: Domain): IndexValue {
  if (isArray(value)) return Array.from(itemsOf(value), realPart);
  if (typeof value === 'object' && value.kind === 'list')
    return value.items.map((x) => (isScalar(x) ? realPart(x) : Number.NaN));
  throw new MathError('math/shape', domain.span, 'The members of this set are not tuples.');
}

/** Each variable runs through what bounds it (`1 \le i < j`, `i \in S`), or through its whole range; the condition then filters. */
function compileCondition(domain: Domain, condition: Expr, e: ExprOf<'big'>, compile: Compile): Walk {
  const relations = conditionParts(condition);
  const test = compile(condition);
  const variables = boundByCondition(domain, condition, e);
  const walks = variables.map((variable, k): Walk => {
    const later = variables.slice(k).map(exprKey);
    return boundsOf(variable, later, relations, domain, e, compile);
  });
  return (scope, visit) => {
    const descend = (k: number, inner: Scope): void => {
      const next = walks[k];
      if (next) next(inner, (deeper) => descend(k + 1, deeper));
      else if (isTrue(test(inner))) visit(inner);
    };
    descend(0, scope);
  };
}

/** In `\sum_{j \ne i} z_j` a single comparison of two letters, of which the body speaks of one, binds that one. */
function boundByCondition(domain: Domain, condition: Expr, e: ExprOf<'big'>): readonly Expr[] {
  const { variables } = domain;
  const inner = ungroup(condition);
  if (variables.length !== 2 || inner.kind !== 'relation' || inner.sides.length !== 2) return variables;
  const named = variables.filter((variable) => speaksOf(e.body, [exprKey(variable)]));
  return named.length === 1 ? named : variables;
}

function conditionParts(condition: Expr): readonly ExprOf<'relation'>[] {
  const inner = ungroup(condition);
  if (inner.kind === 'relation') return [inner];
  if (inner.kind === 'list') return inner.items.flatMap(conditionParts);
  if (inner.kind === 'operation') return inner.operands.flatMap(conditionParts);
  return [];
}

const UPWARD: Readonly<Record<string, number>> = { '<': 1, lt: 1, le: 0, leq: 0 };
const DOWNWARD: Readonly<Record<string, number>> = { '>': 1, gt: 1, ge: 0, geq: 0 };

/** Finds `a ≤ v`, `v ≤ b`, `v ∈ S`, `v | n` and `v = c` whose other side does not speak of variables bound later. */
function boundsOf(
  variable: Expr,
  later: readonly string[],
  relations: readonly ExprOf<'relation'>[],
  domain: Domain,
  e: ExprOf<'big'>,
  compile: Compile,
): Walk {
  const key = exprKey(variable);
  let from: Compiled | undefined;
  let to: Compiled | undefined;
  for (const { ops, sides } of relations) {
    for (let k = 0; k < ops.length; k++) {
      const op = ops[k] as string;
      const [left, right] = [ungroup(sides[k] as Expr), ungroup(sides[k + 1] as Expr)];
      const [onLeft, onRight] = [exprKey(left) === key, exprKey(right) === key];
      if (op === 'in' && onLeft) {
        return compileMembers({ ...domain, variables: [variable] }, [key], sides[k + 1] as Expr, e, compile);
      }
      const other = onLeft ? right : left;
      if ((!onLeft && !onRight) || speaksOf(other, later)) continue;
      const compiled = compile(other);
      const shift =
        (by: number): Compiled =>
        (scope) =>
          bound(compiled(scope), domain) + by;
      const lower = (onRight ? UPWARD : DOWNWARD)[op];
      const upper = (onLeft ? UPWARD : DOWNWARD)[op];
      if (lower !== undefined) from ??= shift(lower);
      else if (upper !== undefined) to ??= shift(-upper);
      else if (op === '=') from = to = compiled;
      else if ((op === 'mid' || op === '|') && onLeft) {
        from ??= () => 1;
        to ??= compiled;
      }
    }
  }
  to ??= chainEnd(key, relations, later, compile);
  if (from && to) return integerRange(key, from, to, domain);
  return fromSource({ ...domain, variables: [variable], range: { kind: 'all' } }, [key], e);
}

/** In `1 ≤ i < j ≤ n` what bounds j bounds i as well: the far end of a chain that only ascends. */
function chainEnd(
  key: string,
  relations: readonly ExprOf<'relation'>[],
  later: readonly string[],
  compile: Compile,
): Compiled | undefined {
  for (const { ops, sides } of relations) {
    const place = sides.findIndex((side) => exprKey(ungroup(side)) === key);
    const end = sides.at(-1) as Expr;
    const ascends = place >= 0 && ops.slice(place).every((op) => UPWARD[op] !== undefined);
    if (ascends && place < sides.length - 1 && !speaksOf(end, later)) return compile(end);
  }
  return undefined;
}

function speaksOf(e: Expr, keys: readonly string[]): boolean {
  let found = false;
  walk(e, (node) => {
    if ((node.kind === 'symbol' || node.kind === 'indexed') && keys.includes(exprKey(node))) found = true;
    return !found;
  });
  return found;
}

/** `\sum x_i`: the index symbols of the body that nothing binds; none at all for `\sum x`. */
function overFreeIndices(domain: Domain, e: ExprOf<'big'>): Walk {
  const found = freeIndices(e.body);
  return (scope, visit) => {
    const descend = (k: number, inner: Scope): void => {
      const variable = found[k];
      if (variable === undefined) visit(inner);
      else if (boundValue(inner, exprKey(variable)) !== undefined) descend(k + 1, inner);
      else
        fromSource({ ...domain, variables: [variable] }, [exprKey(variable)], e)(inner, (next) => descend(k + 1, next));
    };
    descend(0, scope);
  };
}

/** Symbols that stand as indices in the expression and are not bound in it, in order. */
export function freeIndices(body: Expr): readonly Expr[] {
  const found = new Map<string, Expr>();
  const bound = new Set<string>();
  walk(body, (node) => {
    if (node.kind === 'big') for (const d of node.domains) for (const v of d.variables) bound.add(exprKey(v));
    if (node.kind === 'indexed') {
      for (const index of node.indices) if (index.kind === 'symbol') found.set(symbolKey(index), index);
    }
  });
  return [...found].filter(([key]) => !bound.has(key)).map(([, variable]) => variable);
}
