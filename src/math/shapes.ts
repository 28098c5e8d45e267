import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf, SymbolKind } from '../expr/types.js';
import { isBuiltIn } from './compile-apply.js';
import { scalarFunction } from './functions.js';
import { type Dimension, ShapeTable, type ShapeType } from './shape-table.js';

/**
 * Shapes of symbols, from their kinds and their use: what is transposed, measured by a norm or multiplied with a matrix is an
 * array, what is added to an array fits it, and so on. What nothing speaks of is a scalar. The walk is repeated until nothing
 * changes, since a use far on may settle a letter read before.
 */
export function inferShapes(
  exprs: readonly Expr[],
  kinds: ReadonlyMap<string, SymbolKind>,
  given?: ReadonlyMap<string, readonly number[]>,
): ShapeTable {
  const table = new ShapeTable(kinds, given);
  for (const [key, indices] of bareFamilies(exprs)) table.declareFamily(key, indices);
  for (const [key, indices] of invertedElements(exprs)) table.declareMatrices(key, indices);
  for (const [key, shape] of given ?? []) table.declareLengths(key, shape);
  for (let round = 0; round < 4; round++) {
    const before = table.changes;
    for (const e of exprs) infer(e, table, new Map());
    if (table.changes === before) break;
  }
  return table;
}

/** Letters whose elements are inverted (`\\Sigma_k^{-1}`), with the number of indices. */
function invertedElements(exprs: readonly Expr[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const look = (e: Expr): void => {
    const arg = e.kind === 'inverse' ? ungroup(e.arg) : undefined;
    if (arg?.kind === 'indexed' && arg.base.kind === 'symbol') found.set(symbolKey(arg.base), arg.indices.length);
    children(e).forEach(look);
  };
  exprs.forEach(look);
  return found;
}

/** Letters that stand both bare and with indices, with the number of those. */
function bareFamilies(exprs: readonly Expr[]): ReadonlyMap<string, number> {
  const bare = new Set<string>();
  const indexed = new Map<string, number>();
  const look = (e: Expr): void => {
    if (e.kind === 'symbol') bare.add(symbolKey(e));
    else if (e.kind === 'indexed' && e.base.kind === 'symbol') {
      indexed.set(symbolKey(e.base), e.indices.length);
      e.indices.forEach(look);
    } else if (e.kind === 'apply' && e.head.kind !== 'derivative') {
      e.args.forEach(look);
    } else if (e.kind === 'big') {
      look(e.body);
    } else if (e.kind === 'derivative') {
      // What is differentiated by stands for a place, not for a value.
      if (e.body) look(e.body);
    } else children(e).forEach(look);
  };
  exprs.forEach(look);
  return new Map([...indexed].filter(([key]) => bare.has(key)));
}

type Env = ReadonlyMap<string, Dimension>;

function infer(e: Expr, t: ShapeTable, env: Env): ShapeType {
  const at = (part: Expr): ShapeType => infer(part, t, env);
  switch (e.kind) {
    case 'number':
      return t.scalar;
    case 'symbol':
      return env.has(exprKey(e)) ? t.scalar : t.symbol(e);
    case 'indexed':
      return inferIndexed(e, t, env);
    case 'apply':
      return inferApply(e, t, env);
    case 'add':
      return together(e.terms, e.terms.map(at), t);
    case 'multiply':
      return inferMultiply(e, t, env);
    case 'divide': {
      const [top, bottom] = [at(e.numerator), at(e.denominator)];
      return t.isArray(bottom) && t.isArray(top) ? t.unify(top, bottom) : t.isArray(top) ? top : bottom;
    }
    case 'power': {
      const base = at(e.base);
      const exponent = at(e.exponent);
      if (t.rankOf(base) === 2 && ungroup(e.exponent).kind === 'number') t.square(base);
      return t.isArray(exponent) && !t.isArray(base) ? exponent : base;
    }
    case 'root':
      return at(e.radicand);
    case 'negate':
    case 'plusminus':
      return at(e.arg);
    case 'relation': {
      const sides = e.sides.map(at);
      if (e.ops.every((op) => op === '=' || op === ':=' || op === 'gets' || op === 'equiv' || op === 'approx')) {
        return together(e.sides, sides, t);
      }
      return t.scalar;
    }
    case 'big':
      return inferBig(e, t, env);
    case 'derivative':
      return inferDerivative(e, t, env);
    case 'differential':
      return t.opaque(e, at(e.arg));
    case 'transpose':
      return t.transpose(at(e.arg), e.arg);
    case 'inverse': {
      const arg = t.atLeast(at(e.arg), 2);
      if (e.pseudo) return t.transpose(arg, e.arg);
      return t.square(arg);
    }
    case 'norm':
      t.atLeast(at(e.arg), 1);
      return t.scalar;
    case 'abs':
      at(e.arg);
      return t.scalar;
    case 'inner':
      if (e.parts.length === 2) t.unify(t.atLeast(at(e.parts[0] as Expr), 1), t.atLeast(at(e.parts[1] as Expr), 1));
      return t.scalar;
    case 'matrix':
      for (const row of e.rows) for (const cell of row) at(cell);
      return e.rows[0]?.length === 1
        ? t.array([t.fixed(e.rows.length)])
        : t.array([t.fixed(e.rows.length), t.fixed(e.rows[0]?.length ?? 0)]);
    case 'tuple': {
      for (const item of e.items) at(item);
      return t.array([t.fixed(e.items.length)]);
    }
    case 'concat': {
      // Lengths add up, which classes of equal axes cannot say: parts of unknown length are given one.
      const lengths = e.items.map((item, k) => t.lengthOr(t.atLeast(at(item), 1), 2 + (k % 2)));
      return t.array([t.fixed(lengths.reduce((sum, n) => sum + n, 0))]);
    }
    case 'cases':
      return together(
        e.branches.map((branch) => branch.value),
        e.branches.map((branch) => at(branch.value)),
        t,
      );
    case 'group':
      return at(e.body);
    case 'system':
    case 'list':
    case 'set':
      for (const item of e.kind === 'system' ? e.lines : e.items) at(item);
      return t.scalar;
    case 'operation':
      for (const operand of e.operands) at(operand);
      return t.scalar;
    case 'conditional':
      for (const part of [...e.left, ...e.right]) at(part);
      return t.scalar;
    case 'text':
    case 'hole':
    case 'error':
    case 'interval':
      return t.opaque(e);
  }
}

/** Terms of a sum, sides of an equation: arrays share a shape, what has no value of its own takes it over. */
function together(parts: readonly Expr[], types: readonly ShapeType[], t: ShapeTable): ShapeType {
  const array = types.find((type) => t.isArray(type));
  if (array === undefined) return types[0] ?? t.scalar;
  types.forEach((type, k) => {
    if (t.isArray(type)) t.fit(array, type);
    else if (t.isOpen(type) && adapts(parts[k] as Expr)) t.unify(array, type);
  });
  return array;
}

/** Gradients, differentials and identity matrices take the shape of what they are added to, bare or scaled. */
function adapts(e: Expr): boolean {
  const inner = ungroup(e);
  switch (inner.kind) {
    case 'derivative':
    case 'differential':
    case 'hole':
      return true;
    case 'symbol':
      return inner.name === 'I' || inner.name === '0';
    case 'negate':
      return adapts(inner.arg);
    case 'multiply':
      return inner.factors.some(adapts);
    case 'divide':
      return adapts(inner.numerator);
    default:
      return false;
  }
}

function inferIndexed(e: ExprOf<'indexed'>, t: ShapeTable, env: Env): ShapeType {
  const own = exprKey(e);
  if (env.has(own)) return t.scalar;
  if (e.base.kind !== 'symbol') infer(e.base, t, env);
  const key = symbolKey(e.base);
  e.indices.forEach((index, place) => {
    const inner = ungroup(index);
    if (inner.kind === 'symbol') t.join(t.axis(key, place), env.get(exprKey(inner)) ?? t.index(exprKey(inner)));
    else if (inner.kind === 'number') t.atLeastSize(t.axis(key, place), inner.value);
    else if (inner.kind !== 'hole') infer(inner, t, env);
  });
  return e.base.kind === 'symbol' ? t.element(e.base, e.indices.length) : t.scalar;
}

const SAME_SHAPE = /^(softmax|logsoftmax)$/i;
const TO_SCALAR = /^(logsumexp|lse|mean|average|avg|median|var|std|sum|prod|argmax|argmin|norm)$/i;
const OF_MATRIX = /^(det|tr|trace|inv|expm)$/i;

function inferApply(e: ExprOf<'apply'>, t: ShapeTable, env: Env): ShapeType {
  const args = e.args.map((arg) => infer(arg, t, env));
  if (e.head.kind !== 'symbol' && e.head.kind !== 'indexed') infer(e.head, t, env);
  const [first] = args;
  const name = e.head.kind === 'symbol' ? e.head.name : '';
  if (!isBuiltIn(e.head) || first === undefined) return t.result(e);
  if (scalarFunction(name) && args.length === 1) return first;
  if (SAME_SHAPE.test(name)) return args.length === 1 ? t.atLeast(first, 1) : t.array([t.fixed(args.length)]);
  if (OF_MATRIX.test(name)) {
    t.square(t.atLeast(first, 2));
    return name === 'inv' || name === 'expm' ? first : t.scalar;
  }
  if (TO_SCALAR.test(name)) {
    if (args.length === 1) t.atLeast(first, 1);
    return t.scalar;
  }
  if (name === 'max' || name === 'min') return args.length > 1 ? together(e.args, args, t) : t.scalar;
  if (name === 'diag')
    return t.rankOf(first) === 2 ? t.array([t.dimensionOf(first, 0)]) : t.diagonal(t.atLeast(first, 1));
  return t.scalar;
}

/** Juxtaposed factors first, then what stands between signs, as the evaluator multiplies. */
function inferMultiply(e: ExprOf<'multiply'>, t: ShapeTable, env: Env): ShapeType {
  let result: ShapeType | undefined;
  let sign: string = '';
  let run = infer(e.factors[0] as Expr, t, env);
  const close = (): ShapeType => (result === undefined ? run : combine(sign, result, run, t));
  e.ops.forEach((op, k) => {
    const factor = infer(e.factors[k + 1] as Expr, t, env);
    if (op === '') run = t.product(run, factor);
    else {
      result = close();
      sign = op;
      run = factor;
    }
  });
  return close();
}

function combine(sign: string, a: ShapeType, b: ShapeType, t: ShapeTable): ShapeType {
  const arrays = t.isArray(a) && t.isArray(b);
  switch (sign) {
    case 'cdot':
      if (arrays && t.rankOf(a) === 1 && t.rankOf(b) === 1) {
        t.unify(a, b);
        return t.scalar;
      }
      return t.product(a, b);
    case 'times':
      return arrays && t.rankOf(a) === 1 && t.rankOf(b) === 1
        ? t.unify(t.unify(a, b), t.array([t.fixed(3)]))
        : t.product(a, b);
    case 'odot':
    case 'circ':
    case '*':
    case 'star':
      return arrays ? t.unify(a, b) : t.isArray(a) ? a : b;
    case 'otimes':
      return arrays ? t.array([t.freshDimension(), t.freshDimension()]) : t.product(a, b);
    default:
      return t.product(a, b);
  }
}

function inferBig(e: ExprOf<'big'>, t: ShapeTable, env: Env): ShapeType {
  const inner = new Map(env);
  for (const domain of e.domains) bindDomain(domain, e, t, inner);
  const body = infer(e.body, t, inner);
  return e.op === 'sum' || e.op === 'product' || e.op === 'expectation' ? body : t.scalar;
}

function bindDomain(domain: Domain, e: ExprOf<'big'>, t: ShapeTable, inner: Map<string, Dimension>): void {
  const { range } = domain;
  for (const variable of domain.variables) {
    const dimension = t.binder(variable);
    inner.set(exprKey(variable), dimension);
    if (e.op === 'integral' || range.kind !== 'range' || range.to === null) continue;
    const to = ungroup(range.to);
    const fromOne = range.from.kind === 'number' && range.from.value === 1;
    if (to.kind === 'symbol' && to.name !== 'infty') {
      // `\sum_{i=1}^n x_i` runs through all of x; a sum from anywhere else through a part of it.
      if (fromOne) t.join(dimension, t.size(exprKey(to)));
      else t.size(exprKey(to));
    } else if (to.kind === 'number' && fromOne && to.value <= 64) t.join(dimension, t.fixed(to.value));
  }
  if (range.kind === 'in') {
    const set = ungroup(range.set);
    if (set.kind === 'symbol' && domain.variables.length === 1) {
      t.join(t.binder(domain.variables[0] as Expr), t.setSize(symbolKey(set)));
    }
  }
  if (range.kind === 'condition') infer(range.condition, t, inner);
}

function inferDerivative(e: ExprOf<'derivative'>, t: ShapeTable, env: Env): ShapeType {
  const body = e.body && infer(e.body, t, env);
  const variables = e.variables.map((v) => infer(v.variable, t, env));
  const [variable] = variables;
  if (e.op === 'prime' || e.op === 'dot') return t.opaque(e, body ?? undefined);
  if (e.op === 'laplacian' || e.op === 'divergence') return t.scalar;
  if (variable !== undefined && !(body && t.isArray(body))) return t.opaque(e, variable);
  if (variable === undefined && e.op === 'gradient' && e.body) {
    const inner = ungroup(e.body);
    const [argument] = inner.kind === 'apply' ? inner.args : [];
    if (argument) return t.opaque(e, infer(argument, t, env));
  }
  return t.opaque(e, body ?? undefined);
}
