import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import type { Span } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Domain, Expr, SymbolExpr } from '../expr/types.js';
import { constantOf } from './compile.js';
import { isBuiltIn } from './compile-apply.js';
import { oneSided } from './compile-big.js';
import { itemsOfSet } from './compile-conditions.js';
import { elementKey } from './definitions.js';
import { freeIndices } from './domains.js';
import { MathError } from './errors.js';
import { realPart } from './scalar.js';
import type { IndexValue } from './scope.js';
import { shapeName } from './shape-table.js';
import { isArray, isScalar, itemsOf, shapeOf, toValue, type Value } from './value.js';

/** A value that a caller gives: the symbol or term as read, and plain data. */
export type Given = { readonly expr: Expr; readonly value: unknown };

export type GivenValues = {
  /** By symbol key, for letters and families. */
  readonly symbols: ReadonlyMap<string, Value>;
  /** By expression key, for whole terms such as `h_t` or `P(A|B)`. */
  readonly terms: ReadonlyMap<string, Value>;
  /** By `elementKey`, for elements of families at places that are numbers, such as `h_0`. */
  readonly elements: ReadonlyMap<string, Value>;
  /** Shapes of the terms, by the names that a table of shapes has for them. */
  readonly termShapes: ReadonlyMap<string, readonly number[]>;
};

/** Sorts given values into symbols and terms; what is not a number or an array of numbers is refused. */
export function readGiven(given: readonly Given[]): GivenValues {
  const symbols = new Map<string, Value>();
  const terms = new Map<string, Value>();
  const elements = new Map<string, Value>();
  const termShapes = new Map<string, readonly number[]>();
  for (const { expr, value: plain } of given) {
    const value = toValue(plain);
    if (value === undefined) {
      throw new MathError(
        'math/not-a-number',
        expr.span,
        `The value given for ${exprKey(expr)} is not a number or an array of numbers.`,
        'Give a number, {"re", "im"}, or nested arrays with rows of equal length.',
      );
    }
    const inner = ungroup(expr);
    if (inner.kind === 'symbol') symbols.set(symbolKey(inner), value);
    else {
      terms.set(exprKey(inner), value);
      termShapes.set(shapeName(inner), shapeOf(value));
    }
    if (inner.kind === 'indexed' && inner.indices.every((index) => index.kind === 'number'))
      elements.set(
        elementKey(
          symbolKey(inner),
          inner.indices.map((index) => (index.kind === 'number' ? index.value : 0)),
        ),
        value,
      );
  }
  return { symbols, terms, elements, termShapes };
}

/** A symbol that an expression needs a value for. */
export type FreeSymbol = { readonly key: string; readonly expr: SymbolExpr; readonly spans: readonly Span[] };

/** The symbols of an expression that nothing in it binds, defines or names as a function, in order of first use. */
export function freeSymbols(e: Expr, isGiven: (term: Expr) => boolean = () => false): readonly FreeSymbol[] {
  return freeTerms(e, isGiven, () => false) as readonly FreeSymbol[];
}

/** A symbol, or a whole term such as `P(A|B)`, that an expression needs a value for. */
export type FreeTerm = { readonly key: string; readonly expr: Expr; readonly spans: readonly Span[] };

/** The same with terms of which only the value can be known: `isOpaque` says which. */
export function freeTerms(
  e: Expr,
  isGiven: (term: Expr) => boolean,
  isOpaque: (term: Expr) => boolean,
): readonly FreeTerm[] {
  const found = new Map<string, { expr: Expr; spans: Span[] }>();
  const put = (node: Expr): void => {
    const key = exprKey(node);
    const known = found.get(key);
    if (known) known.spans.push(node.span);
    else found.set(key, { expr: node, spans: [node.span] });
  };
  const visit = (node: Expr, bound: ReadonlySet<string>): void => {
    if (isGiven(node) || bound.has(exprKey(node))) return;
    if (isOpaque(node)) {
      if (bound.size > 0 && mentionsAny(node, bound)) throw changesWithIndex(node);
      put(node);
      return;
    }
    switch (node.kind) {
      case 'symbol':
        if ((constantOf(node) === undefined || node.name === 'e') && node.name !== ':') put(node);
        return;
      case 'indexed':
        // With an index, \\pi is the name of a family.
        if (node.base.kind === 'symbol' && constantOf(node.base) !== undefined && !isGiven(node.base)) put(node.base);
        for (const child of children(node)) visit(child, bound);
        return;
      case 'apply':
        if (node.base) visit(node.base, bound);
        if (node.head.kind !== 'symbol' && !isBuiltIn(node.head)) visit(node.head, bound);
        for (const arg of node.args) visit(arg, bound);
        return;
      case 'big': {
        const inner = new Set(bound);
        for (const domain of node.domains) {
          const variables = domain.variables.length > 0 ? domain.variables : freeIndices(node.body);
          for (const variable of variables) inner.add(exprKey(variable));
          for (const part of rangeParts(domain)) visit(part, inner);
        }
        visit(node.body, inner);
        return;
      }
      case 'derivative': {
        // Where it is taken gives the variable its value: `|_{x=3}`.
        const place = node.at?.kind === 'relation' ? node.at.sides : [];
        const [variable, value] = place.length === 2 ? place : [undefined, node.at];
        const inner = variable ? new Set([...bound, exprKey(variable)]) : bound;
        if (value) visit(value, bound);
        if (node.body) visit(node.body, inner);
        for (const by of node.variables) visit(by.variable, inner);
        return;
      }
      case 'norm':
        // The order of a norm (`F`, `*`) is a name.
        visit(node.arg, bound);
        if (node.order && node.order.kind !== 'symbol') visit(node.order, bound);
        return;
      default:
        for (const child of children(node)) visit(child, bound);
    }
  };
  visit(e, new Set());
  return [...found].map(([key, { expr, spans }]) => ({ key, expr, spans }));
}

function mentionsAny(e: Expr, keys: ReadonlySet<string>): boolean {
  return keys.has(exprKey(e)) || children(e).some((child) => mentionsAny(child, keys));
}

/** One value cannot stand for all of `f(x_1)`, `f(x_2)` … */
function changesWithIndex(e: Expr): MathError {
  return new MathError(
    'math/undefined-function',
    e.span,
    e.kind === 'apply' ? `There is no function ${toLatex(e.head).trim()}.` : 'This has another value in every term.',
    'Define it on another line, such as f(x) = x^2.',
  );
}

function rangeParts({ range }: Domain): readonly Expr[] {
  switch (range.kind) {
    case 'range':
      return range.to ? [range.from, range.to] : [range.from];
    case 'in':
      return [range.set];
    case 'condition':
      return [range.condition];
    case 'limit':
      return [oneSided(range.to).to];
    case 'distribution':
    case 'all':
      return [];
  }
}

/**
 * What a variable without bounds runs through: all places of the families that it indexes. Families of different length
 * under one index are an error.
 */
export function rangeFromFamilies(
  domain: Domain,
  body: Expr,
  lookUp: (key: string) => Value | undefined,
  axisOf: (key: string, place: number) => number | undefined = (key, place) => {
    const value = lookUp(key);
    return value !== undefined && isArray(value) ? value.shape[place] : undefined;
  },
): readonly IndexValue[] | undefined {
  const [variable] = domain.variables;
  if (variable === undefined || domain.variables.length !== 1) return undefined;
  if (domain.range.kind === 'in') {
    const set = ungroup(domain.range.set);
    const items = set.kind === 'symbol' ? itemsOfSet(lookUp(symbolKey(set)) ?? 0) : undefined;
    return items?.map((item) =>
      isArray(item) ? Array.from(itemsOf(item), realPart) : isScalar(item) ? realPart(item) : Number.NaN,
    );
  }
  const key = exprKey(variable);
  let size: number | undefined;
  const visit = (node: Expr): void => {
    if (node.kind === 'indexed') {
      const place = node.indices.findIndex((index) => exprKey(index) === key);
      const axis = place < 0 ? undefined : axisOf(symbolKey(node.base), place);
      if (axis !== undefined && size !== undefined && axis !== size) {
        throw new MathError(
          'math/shape',
          node.span,
          `Families under one index differ in length: ${size} and ${axis}.`,
          'Give arrays of equal length, or write the bounds.',
          [domain.span],
        );
      }
      size = axis ?? size;
    }
    for (const child of children(node)) visit(child);
  };
  visit(body);
  if (size === undefined) return undefined;
  const from = domain.range.kind === 'range' && domain.range.from.kind === 'number' ? domain.range.from.value : 1;
  return Array.from({ length: Math.max(0, size - from + 1) }, (_, k) => from + k);
}
