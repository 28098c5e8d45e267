import { ungroup } from '../expr/build.js';
import { exprKey, exprKeyNamed, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { Domain, Expr, SymbolExpr, SymbolKind } from '../expr/types.js';
import { compile } from './compile.js';
import { isMathError } from './errors.js';
import { applyScalar, scalarFunction } from './functions.js';
import { between, hashNumbers, hashText, unit } from './hash.js';
import { remember } from './memo.js';
import { findRoles, type SampleDomain } from './sample-roles.js';
import * as scalar from './scalar.js';
import { boundValue, createScope, type IndexValue, type Scope } from './scope.js';
import { inferShapes } from './shapes.js';
import { flattenArguments, smoothFunction } from './smooth.js';
import { identityMatrix } from './tensor.js';
import { pack, type Scalar, sizeOf, tensor, type Value, vector } from './value.js';

export type SampleInput = {
  /** Everything that is evaluated with these values: shapes and ranges are inferred from all of it. */
  readonly exprs: readonly Expr[];
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  readonly seed: number;
  readonly point: number;
  /** Values that symbols, families and functions take, by symbol key; inferred from their use where not given. */
  readonly domains?: ReadonlyMap<string, SampleDomain>;
  /** Sizes of the symbols that end ranges, by key. */
  readonly dims?: ReadonlyMap<string, number>;
  /** Names by which values are drawn, by symbol key: what is drawn under one name has one value, whatever it is called. */
  readonly drawnAs?: ReadonlyMap<string, string>;
};

/** A scope of deterministic pseudo-random values for everything the expressions mention. */
export function createSampleScope(input: SampleInput): Scope {
  return prepareSamples(input)(input.point);
}

/** What of sampling does not depend on the point is done once; each point then gives another scope. */
export function prepareSamples(input: Omit<SampleInput, 'point'>): (point: number) => Scope {
  const { exprs, kinds, seed, drawnAs } = input;
  const roles = findRoles(exprs);
  const shapes = inferShapes(exprs, kinds);
  for (const [key, size] of input.dims ?? []) shapes.join(shapes.fixed(size), shapes.size(key));
  const isComplex = exprs.some(mentionsImaginaryUnit);
  const masks = new Map<Expr, Map<string, Masked>>();

  return (point) => {
    const base = hashNumbers(seed, point);
    const hashes = new Map<string, number>();
    const values = new Map<string, Value>();
    const hashOf = (key: string, places = ''): number =>
      remember(hashes, key + places, () => hashText((drawnAs?.get(key) ?? key) + places, base));
    const domainOf = (key: string): SampleDomain => input.domains?.get(key) ?? roles.domains.get(key) ?? 'real';

    /** One element, or an array of them with the place as further arguments. */
    const family = (key: string, domain: SampleDomain, args: readonly Scalar[], shape: readonly number[]): Value => {
      // The element (i, j) of a whole matrix is the one that the indices i, j give.
      const h = hashOf(key, `/${args.length + shape.length}`);
      if (shape.length === 0) return inDomain(domain, h, smoothFunction(h, args));
      const places = placesOf(shape);
      return pack(
        shape,
        places.map((place) => inDomain(domain, h, smoothFunction(h, [...args, ...place]))),
      );
    };

    const setOf = (key: string, arity: number): readonly IndexValue[] => {
      const size = shapes.sizeOf(shapes.setSize(key), point);
      if (arity === 1) return Array.from({ length: size }, (_, k) => k + 1);
      // Distinct tuples of small numbers, in order: every second one of those that there are.
      const all = placesOf(Array.from({ length: arity }, () => 3));
      return all.filter((_, k) => (k + (hashOf(key) % 2)) % 2 === 0).slice(0, size + 2);
    };

    const asSet = (key: string): Value => ({
      kind: 'set',
      items: setOf(key, roles.sets.get(key) ?? 1).map((item) => (typeof item === 'number' ? item : vector(item))),
    });

    const symbol = (key: string, e: Expr): Value | undefined =>
      e.kind === 'symbol' ? remember(values, key, () => sampleSymbol(key, e)) : undefined;

    /** One of the numbers that cases ask for. */
    const choice = (key: string, h: number): number | undefined => {
      const numbers = roles.choices.get(key);
      return numbers?.[h % numbers.length];
    };

    const sampleSymbol = (key: string, e: SymbolExpr): Value => {
      const h = hashOf(key);
      const declared = input.domains?.get(key);
      if (roles.sets.has(key)) return asSet(key);
      if (roles.sizes.has(key)) return shapes.sizeOf(shapes.size(key), point);
      if (roles.indices.has(key) || kinds.get(key) === 'index') {
        const size = shapes.sizeOf(shapes.index(key), point);
        return size < 2 ? size : 2 + (h % (size - 1));
      }
      if (roles.starts.has(key)) return 1 + (h % 2);
      const chosen = choice(key, h);
      if (chosen !== undefined) return chosen;
      if (roles.naturals.has(key)) return 2 + (h % 4);
      const shape = shapes.shapeOf(key, point);
      const constant = specialArray(e, shape);
      if (constant !== undefined) return constant;
      if (shape.length > 0) return family(key, domainOf(key), [], shape);
      if (e.name === 'pi' && !e.label && !declared && !roles.heads.has(key) && isOpenKind(kinds.get(key)))
        return Math.PI;
      return sampleScalar(domainOf(key), h);
    };

    const domain = (d: Domain, _scope: Scope, body: Expr): readonly IndexValue[] | undefined => {
      const [variable] = d.variables;
      if (variable === undefined) return undefined;
      if (d.range.kind === 'in') {
        const set = ungroup(d.range.set);
        const key = symbolKey(set);
        if (d.variables.length > 1) return setOf(key, d.variables.length);
      } else if (d.variables.length > 1) return undefined;
      const size = shapes.rangeOf(variable, point) ?? sizeFromBody(variable, body) ?? 3;
      const from = d.range.kind === 'range' && d.range.from.kind === 'number' ? d.range.from.value : 1;
      return Array.from({ length: size }, (_, k) => from + k);
    };

    /** For expressions that shapes were not inferred from: the axis that the variable runs along. */
    const sizeFromBody = (variable: Expr, body: Expr): number | undefined => {
      const key = exprKey(variable);
      let size: number | undefined;
      walk(body, (node) => {
        if (node.kind !== 'indexed' || size !== undefined) return;
        const place = node.indices.findIndex((index) => exprKey(index) === key);
        if (place >= 0) size = shapes.axisSize(symbolKey(node.base), place, point);
      });
      return size;
    };

    const opaque = (e: Expr, scope: Scope): Value => {
      const { key, parts } = masked(e, scope, masks, drawnAs);
      const args = parts.flatMap((part): readonly Value[] => {
        try {
          return [part(scope)];
        } catch (error) {
          if (isMathError(error)) return [];
          throw error;
        }
      });
      const head = e.kind === 'apply' ? symbolKey(e.head) : key;
      const wanted =
        input.domains?.get(head) ?? roles.domains.get(head) ?? (isProbability(head) ? 'probability' : 'real');
      return family(key, wanted, flattenArguments(args), shapes.nodeShape(e, point));
    };

    return createScope({
      symbol,
      indexed: (key, indices) => {
        if (roles.sets.has(key)) return asSet(key);
        if (roles.sizes.has(key)) return shapes.sizeOf(shapes.size(key), point);
        if (roles.indices.has(key)) return 1 + (hashNumbers(hashOf(key), ...indices) % 2);
        const chosen = roles.choices.has(key) ? choice(key, hashNumbers(hashOf(key), ...indices)) : undefined;
        if (chosen !== undefined) return chosen;
        return family(key, domainOf(key), indices, shapes.elementShape(key, indices.length, point));
      },
      call: (key, args, _e, _scope, indices) => {
        const own = key.replace(/\|\d+$/, '');
        if (roles.sets.has(own)) return asSet(own);
        const places = [...indices, ...flattenArguments(args)];
        const chosen = choice(own, hashNumbers(hashOf(key), ...places.map(scalar.realPart)));
        if (chosen !== undefined) return chosen;
        const inferred = input.domains?.get(own) ?? roles.domains.get(own);
        const wanted = inferred ?? (isProbability(own) ? 'probability' : 'real');
        return family(key, wanted, places, shapes.resultShape(own, point));
      },
      domain,
      opaque,
      real: !isComplex,
    });
  };
}

/** Families of probability by custom: their values lie between 0 and 1. */
function isProbability(key: string): boolean {
  return /^(?:[a-z]+:)?(?:p|P|q|Pr)(?:\|.*)?$/.test(key);
}

function isOpenKind(kind: SymbolKind | undefined): boolean {
  return kind === undefined || kind === 'any' || kind === 'scalar';
}

function mentionsImaginaryUnit(e: Expr): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === 'symbol' && node.name === 'imaginaryI') found = true;
    return !found;
  });
  return found;
}

/** Identity matrices, and vectors of ones and zeros. */
function specialArray(e: SymbolExpr, shape: readonly number[]): Value | undefined {
  const [n, m] = shape;
  if (e.label === undefined && e.name === 'I' && shape.length === 2 && n !== undefined && n === m)
    return identityMatrix(n);
  if ((e.name === '1' || e.name === '0') && e.font !== undefined) {
    const value = Number(e.name);
    return shape.length === 0 ? value : tensor(shape, new Float64Array(sizeOf(shape)).fill(value));
  }
  return undefined;
}

/** All places of an array, from 1, row-major. */
function placesOf(shape: readonly number[]): readonly (readonly number[])[] {
  let places: readonly (readonly number[])[] = [[]];
  for (const n of shape) {
    places = places.flatMap((place) => Array.from({ length: n }, (_, k) => [...place, k + 1]));
  }
  return places;
}

/** A constant that only keeps a division safe is too small for any comparison to notice. */
const TINY = 1e-13;

/** Sizes from 0.1 to 6, both signs. */
function sampleScalar(domain: SampleDomain, h: number): number {
  const size = 10 ** between(-0.9, 0.75, h, 1);
  switch (domain) {
    case 'real':
    case 'nonzero':
      return unit(h, 2) < 0.5 ? -size : size;
    case 'positive':
    case 'nonnegative':
      return size;
    case 'tiny':
      return size * TINY;
    case 'probability':
      return between(0.05, 0.95, h, 1);
    case 'integer':
      return (1 + (h % 5)) * (unit(h, 2) < 0.5 ? -1 : 1);
    case 'natural':
      return 1 + (h % 6);
  }
}

const sigmoid = scalarFunction('sigmoid');

/** A smooth value brought into its domain, itself smoothly; whole numbers are rounded, and then vary in steps. */
function inDomain(domain: SampleDomain, h: number, x: Scalar): Scalar {
  switch (domain) {
    case 'real':
    case 'nonzero':
      return scalar.multiply(x, 10 ** between(-0.5, 0.5, h, 7));
    case 'positive':
    case 'nonnegative':
      return scalar.exponential(x);
    case 'tiny':
      return scalar.multiply(scalar.exponential(x), TINY);
    case 'probability':
      return (sigmoid && applyScalar(sigmoid, x)) ?? Number.NaN;
    case 'integer':
      return Math.round(3 * scalar.realPart(x));
    case 'natural':
      return 1 + Math.round(Math.abs(3 * scalar.realPart(x)));
  }
}

/** An opaque node with its bound variables made anonymous, and the parts its value depends on. */
type Masked = { readonly key: string; readonly parts: readonly ((scope: Scope) => Value)[] };

/**
 * Equal nodes must have equal values whatever their bound variables are called, so variables that the scope binds are named by
 * their order in the key, and their values are arguments. Free symbols stay in the key, and are arguments as well.
 */
function masked(
  e: Expr,
  scope: Scope,
  cache: Map<Expr, Map<string, Masked>>,
  drawnAs: ReadonlyMap<string, string> | undefined,
): Masked {
  const bound: string[] = [];
  for (let b = scope.env; b !== null; b = b.next) if (b.indices === null) bound.push(b.key);
  const signature = bound.join(' ');
  return remember(
    remember(cache, e, () => new Map<string, Masked>()),
    signature,
    () => maskNode(e, scope, drawnAs),
  );
}

function maskNode(e: Expr, scope: Scope, drawnAs: ReadonlyMap<string, string> | undefined): Masked {
  const names = new Map<string, number>();
  const parts: ((scope: Scope) => Value)[] = [];
  const seen = new Set<string>();
  const mask = (node: Expr): Expr => {
    if (node.kind === 'symbol' || node.kind === 'indexed') {
      const key = exprKey(node);
      const isBound = boundValue(scope, key) !== undefined;
      if (!seen.has(key) && (isBound || node.kind === 'symbol' || (node !== e && node.base.kind === 'symbol'))) {
        seen.add(key);
        parts.push(compile(node));
      }
      if (isBound) {
        const place = remember(names, key, () => names.size);
        return { kind: 'symbol', name: `bound ${place}`, span: node.span };
      }
      if (node.kind === 'symbol') return node;
      const bound = boundValue(scope, symbolKey(node.base)) !== undefined;
      return { ...node, base: bound ? mask(node.base) : node.base, indices: node.indices.map(mask) };
    }
    if (node.kind === 'apply') {
      return { ...node, head: node.head.kind === 'symbol' ? node.head : mask(node.head), args: node.args.map(mask) };
    }
    return mapChildren(node, mask);
  };
  const named = exprKeyNamed(mask(e), (symbol) => drawnAs?.get(symbolKey(symbol)) ?? symbolKey(symbol));
  return { key: `opaque ${named}`, parts };
}
