import { exprKey, symbolKey } from '../expr/key.js';
import type { Expr, ExprOf, SymbolExpr, SymbolKind } from '../expr/types.js';
import { remember } from './memo.js';

/** The length of an axis: fixed, or a class of axes that must agree. */
export type Dimension = { link: Dimension | null; fixed: number | null; min: number; readonly order: number };

/** A shape that is found step by step; `dimensions` is null while nothing is known. A row has an axis of 1 before its own. */
export type ShapeType = { link: ShapeType | null; dimensions: readonly Dimension[] | null };

/** Sizes that classes of axes take in turn: neighbours differ, so that n and m are apart. */
const SIZES = [3, 4, 5, 2] as const;

/** Order of axes that bound variables run along: those that nothing ties to another all have one size. */
const UNTIED = 1_000_000;

/** The name under which the shape of a term is kept that has a value as a whole: `h_t`, `f(x)`, `\\nabla J`. */
export function shapeName(e: Expr): string {
  if (e.kind === 'indexed') return `${symbolKey(e.base)}[${e.indices.length}]`;
  return e.kind === 'apply' ? `${symbolKey(e.head)}()` : `node ${exprKey(e)}`;
}

/**
 * Shapes by symbol key, and what ties them together. Kinds that are declared come first; use adds to them. A disagreement
 * leaves the first reading and is counted in `conflicts`: the evaluator then reports the place.
 */
export class ShapeTable {
  changes = 0;
  conflicts = 0;
  private dimensionCount = 0;
  private readonly types = new Map<string, ShapeType>();
  private readonly dimensions = new Map<string, Dimension>();
  private readonly binders = new Map<Expr, Dimension>();
  private readonly nodes = new Map<Expr, ShapeType>();
  private readonly capitals = new Set<ShapeType>();
  private readonly one: Dimension = this.fixed(1);
  readonly scalar: ShapeType = { link: null, dimensions: [] };

  /** With shapes of given values by symbol key, the others are inferred to fit them, and capital letters may be matrices. */
  constructor(
    private readonly kinds: ReadonlyMap<string, SymbolKind>,
    private readonly given?: ReadonlyMap<string, readonly number[]>,
  ) {}

  // Axes

  freshDimension(): Dimension {
    return { link: null, fixed: null, min: 1, order: this.dimensionCount++ };
  }

  fixed(size: number): Dimension {
    return { link: null, fixed: size, min: 1, order: -1 };
  }

  private named(key: string): Dimension {
    return remember(this.dimensions, key, () => this.freshDimension());
  }

  /** The same for a whole term. */
  neededShapeOf(e: Expr): readonly (number | null)[] | undefined {
    const type = this.nodes.get(e) ?? this.types.get(shapeName(e));
    return type && resolve(type).dimensions?.map((d) => root(d).fixed);
  }

  /** Lengths of the axes that the indices of a family run along. */
  familyShape(key: string, indices: number): readonly (number | null)[] {
    return Array.from({ length: indices }, (_, place) => root(this.axis(key, place)).fixed);
  }

  /** The value of a symbol that ends a range. */
  size(key: string): Dimension {
    return this.named(`size ${key}`);
  }

  setSize(key: string): Dimension {
    return this.named(`set ${key}`);
  }

  /** The axis that a free index runs along. */
  index(key: string): Dimension {
    return this.named(`index ${key}`);
  }

  axis(key: string, place: number): Dimension {
    return this.named(`axis ${place} ${key}`);
  }

  /** The axis that a bound variable runs along; known by the node that binds it. */
  binder(variable: Expr): Dimension {
    return remember(this.binders, variable, () => ({ link: null, fixed: null, min: 1, order: UNTIED }));
  }

  join(a: Dimension, b: Dimension): Dimension {
    const [p, q] = [root(a), root(b)];
    if (p === q) return p;
    if (p.fixed !== null && q.fixed !== null) {
      if (p.fixed !== q.fixed) this.conflicts++;
      return p;
    }
    this.changes++;
    // The class keeps its earliest member, so that sizes do not depend on the order of joining.
    const [head, rest] = q.fixed !== null || (p.fixed === null && q.order < p.order) ? [q, p] : [p, q];
    rest.link = head;
    head.min = Math.max(head.min, rest.min);
    return head;
  }

  atLeastSize(dimension: Dimension, min: number): void {
    const own = root(dimension);
    if (Number.isInteger(min) && min > own.min && min <= 64) own.min = min;
  }

  // Shapes

  array(dimensions: readonly Dimension[]): ShapeType {
    return { link: null, dimensions };
  }

  symbol(e: SymbolExpr): ShapeType {
    const type = this.typeOf(symbolKey(e), () => this.shapeOfKind(symbolKey(e)));
    if (isCapital(e) && this.isOpen(type)) this.capitals.add(resolve(type));
    return type;
  }

  /** A letter that stands bare and indexed is one array and its elements. */
  declareFamily(key: string, indices: number): void {
    const kind = this.kinds.get(key);
    if (this.given?.has(key) || kind === 'scalar' || kind === 'index' || kind === 'set' || kind === 'function') return;
    this.typeOf(key, () => this.shapeOfKind(key) ?? Array.from({ length: indices }, (_, k) => this.axis(key, k)));
  }

  /** Each element of the family is a square matrix. */
  declareMatrices(key: string, indices: number): void {
    const kind = this.kinds.get(key);
    if (this.given?.has(key) || (kind !== undefined && kind !== 'matrix' && kind !== 'any')) return;
    const side = this.named(`inner ${key}`);
    this.typeOf(`${key}[${indices}]`, () => [side, side]);
  }

  /** The lengths of an array that is given, for the indices that run along it. */
  declareLengths(key: string, shape: readonly number[]): void {
    const lengths = shape.length === 2 && shape[0] === 1 ? shape.slice(1) : shape;
    lengths.forEach((size, place) => {
      this.join(this.axis(key, place), this.fixed(size));
    });
  }

  private shapeOfKind(key: string): readonly Dimension[] | null {
    const given = this.given?.get(key);
    if (given) {
      return given.map((size, place) =>
        size === 1 && place === 0 && given.length === 2 ? this.one : this.join(this.fixed(size), this.axis(key, place)),
      );
    }
    switch (this.kinds.get(key)) {
      case 'scalar':
      case 'index':
      case 'set':
        return [];
      case 'vector':
        return [this.axis(key, 0)];
      case 'matrix':
        return [this.axis(key, 0), this.axis(key, 1)];
      default:
        return null;
    }
  }

  /** An element of a family; of a letter declared a vector by its font, one vector of many. */
  element(base: SymbolExpr, indices: number): ShapeType {
    const key = symbolKey(base);
    const kind = this.kinds.get(key);
    return this.typeOf(`${key}[${indices}]`, () => {
      const many = base.font === 'bold' || base.accents?.includes('vec');
      if (kind === 'vector' && many) return [this.named(`inner ${key}`)];
      if (kind === 'matrix' && many && indices === 1) return [this.named(`inner ${key}`), this.named(`inner 2 ${key}`)];
      if (kind === 'matrix' && indices === 1) return [this.axis(key, 1)];
      return null;
    });
  }

  result(e: ExprOf<'apply'>): ShapeType {
    const key = symbolKey(e.head);
    return this.typeOf(`${key}()`, () => {
      const kind = this.kinds.get(key);
      const bold = e.head.kind === 'symbol' && e.head.font === 'bold';
      return kind === 'vector' || (bold && kind !== 'matrix') ? [this.named(`result ${key}`)] : null;
    });
  }

  /** The shape of a node without a value of its own; like that of `model` where one is given. */
  opaque(e: Expr, model?: ShapeType): ShapeType {
    const known = this.nodes.get(e);
    const type = known ?? this.typeOf(`node ${exprKey(e)}`, () => null);
    this.nodes.set(e, type);
    if (model && this.isArray(model) && this.isOpen(type)) return this.unify(model, type);
    return type;
  }

  private typeOf(key: string, initial: () => readonly Dimension[] | null): ShapeType {
    return remember(this.types, key, () => {
      // Names of symbols have no brackets: their shapes are told apart by index.
      const given = /[\])]$|^node /.test(key) ? this.given?.get(key) : undefined;
      return { link: null, dimensions: given ? given.map((size) => this.fixed(size)) : initial() };
    });
  }

  isArray(type: ShapeType): boolean {
    return (resolve(type).dimensions?.length ?? 0) > 0;
  }

  /** Nothing is known of it yet. */
  isOpen(type: ShapeType): boolean {
    return resolve(type).dimensions === null;
  }

  /** 0 for a scalar and for what is not known, 2 for a row as well. */
  rankOf(type: ShapeType): number {
    return resolve(type).dimensions?.length ?? 0;
  }

  dimensionOf(type: ShapeType, place: number): Dimension {
    return resolve(type).dimensions?.[place] ?? this.one;
  }

  /** Length of an array's first axis; one that nothing has fixed is fixed to the given size. */
  lengthOr(type: ShapeType, size: number): number {
    const axis = root(this.dimensionOf(type, this.isRow(type) ? 1 : 0));
    return axis.fixed ?? (this.join(axis, this.fixed(size)).fixed as number);
  }

  isRow(type: ShapeType): boolean {
    const { dimensions } = resolve(type);
    return dimensions?.length === 2 && root(dimensions[0] as Dimension) === this.one;
  }

  /** An open shape becomes an array of that rank. */
  atLeast(type: ShapeType, rank: 1 | 2): ShapeType {
    const own = resolve(type);
    if (own.dimensions === null && own !== this.scalar) {
      this.changes++;
      own.dimensions = Array.from({ length: rank }, () => this.freshDimension());
    }
    return own;
  }

  unify(a: ShapeType, b: ShapeType): ShapeType {
    const [p, q] = [resolve(a), resolve(b)];
    if (p === q) return p;
    if (p.dimensions === null || q.dimensions === null) {
      this.changes++;
      const [open, known] = p.dimensions === null ? [p, q] : [q, p];
      open.link = known;
      return known;
    }
    return this.fit(p, q);
  }

  /** Joins the axes of two known shapes; a vector beside a matrix fits its rows. */
  fit(a: ShapeType, b: ShapeType): ShapeType {
    const [p, q] = [resolve(a).dimensions ?? [], resolve(b).dimensions ?? []];
    const [wide, narrow] = p.length >= q.length ? [p, q] : [q, p];
    if (wide.length !== narrow.length && narrow.length !== 1) {
      if (narrow.length > 0) this.conflicts++;
    } else {
      for (const [k, dimension] of narrow.entries())
        this.join(wide[wide.length - narrow.length + k] as Dimension, dimension);
    }
    return p.length >= q.length ? a : b;
  }

  square(type: ShapeType): ShapeType {
    const { dimensions } = resolve(type);
    if (dimensions?.length === 2) this.join(dimensions[0] as Dimension, dimensions[1] as Dimension);
    return type;
  }

  diagonal(type: ShapeType): ShapeType {
    const n = this.dimensionOf(type, 0);
    return this.array([n, n]);
  }

  transpose(type: ShapeType, arg: Expr): ShapeType {
    const { dimensions } = resolve(this.isOpen(type) ? this.atLeast(type, isCapital(arg) ? 2 : 1) : type);
    if (!dimensions || dimensions.length === 0) return type;
    const [n, m] = dimensions as [Dimension, Dimension | undefined];
    if (m === undefined) return this.array([this.one, n]);
    return root(n) === this.one ? this.array([m]) : this.array([m, n]);
  }

  /** Shape of a juxtaposed product; inner axes are joined. */
  product(a: ShapeType, b: ShapeType): ShapeType {
    if (this.given && this.isOpen(a) && this.isArray(b) && this.capitals.has(resolve(a))) this.atLeast(a, 2);
    // What a row multiplies from the left is a column.
    if (this.isRow(a) && this.isOpen(b)) this.atLeast(b, 1);
    const [p, q] = [resolve(a).dimensions ?? [], resolve(b).dimensions ?? []];
    if (p.length === 0) return b;
    if (q.length === 0) return a;
    const [rowA, rowB] = [this.isRow(a), this.isRow(b)];
    if (p.length === 1 && rowB) return this.array([p[0] as Dimension, q[1] as Dimension]);
    if (p.length === 1 && q.length === 1) return a;
    this.join(p.at(-1) as Dimension, q[0] as Dimension);
    const left = rowA || p.length === 1 ? [] : [p[0] as Dimension];
    const right = q.length === 1 ? [] : [q[1] as Dimension];
    if (rowA && right.length === 1) return this.array([this.one, right[0] as Dimension]);
    const rest = [...left, ...right];
    return rest.length === 0 ? this.scalar : this.array(rest);
  }

  // Answers

  /** Length of an axis at a sample point. */
  sizeOf(dimension: Dimension, point: number): number {
    const own = root(dimension);
    return own.fixed ?? Math.max(own.min, SIZES[(own.order + point) % SIZES.length] as number);
  }

  /** The shape that a symbol needs, as far as it is settled: null for an axis that may have any length; undefined if open. */
  neededShape(key: string): readonly (number | null)[] | undefined {
    const type = this.types.get(key);
    return type && resolve(type).dimensions?.map((d) => root(d).fixed);
  }

  /** The value of a symbol that ends a range over families of known length: the `n` of `\sum_{i=1}^n x_i`. */
  lengthNamed(key: string): number | undefined {
    const dimension = this.dimensions.get(`size ${key}`);
    return (dimension && root(dimension).fixed) ?? undefined;
  }

  /** Shape of a symbol used bare; `[]` for a scalar. `element` and `result` say which letter of a family or function is meant. */
  shapeOf(key: string, point: number): readonly number[] {
    return this.sizes(this.types.get(key), point);
  }

  elementShape(key: string, indices: number, point: number): readonly number[] {
    return this.sizes(this.types.get(`${key}[${indices}]`), point);
  }

  resultShape(key: string, point: number): readonly number[] {
    return this.sizes(this.types.get(`${key}()`), point);
  }

  nodeShape(e: Expr, point: number): readonly number[] {
    return this.sizes(this.nodes.get(e), point);
  }

  /** Length of what a bound variable, or a free index, runs through. */
  rangeOf(variable: Expr, point: number): number | undefined {
    const dimension = this.binders.get(variable) ?? this.dimensions.get(`index ${exprKey(variable)}`);
    return dimension && this.sizeOf(dimension, point);
  }

  axisSize(key: string, place: number, point: number): number | undefined {
    const dimension = this.dimensions.get(`axis ${place} ${key}`);
    return dimension && this.sizeOf(dimension, point);
  }

  private sizes(type: ShapeType | undefined, point: number): readonly number[] {
    return (type && resolve(type).dimensions?.map((d) => this.sizeOf(d, point))) ?? [];
  }
}

function isCapital(arg: Expr): boolean {
  const key = symbolKey(arg).replace(/^.*:/, '');
  return /^[A-Z]/.test(key);
}

function root(dimension: Dimension): Dimension {
  let own = dimension;
  while (own.link) own = own.link;
  return own;
}

function resolve(type: ShapeType): ShapeType {
  let own = type;
  while (own.link) own = own.link;
  return own;
}
