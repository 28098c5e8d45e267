import { NOWHERE } from '../expr/build.js';
import type { Span } from '../expr/span.js';
import { MathError } from './errors.js';
import * as scalar from './scalar.js';
import {
  type ArrayValue,
  describeShape,
  generate,
  isArray,
  isScalar,
  itemAt,
  itemsOf,
  pack,
  type Scalar,
  sameShape,
  sizeOf,
  type Tensor,
  tensor,
  type Value,
} from './value.js';

/** Where an operation stands in the source, for errors: the whole, and its operands. */
export type Site = { readonly span: Span; readonly left: Span; readonly right: Span };

export function siteOf(span: Span): Site {
  return { span, left: span, right: span };
}

/** Arrays may be as large as this in any direction, and have this many elements in all. */
export const MAX_SIDE = 512;
export const MAX_ELEMENTS = MAX_SIDE * MAX_SIDE;

export function shapeError(operation: string, a: Value, b: Value, site: Site): MathError {
  return new MathError(
    'math/shape',
    site.span,
    `${operation} does not fit: ${describeShape(a)} on the left, ${describeShape(b)} on the right.`,
    'Check the sizes of the values, or transpose one of them.',
    [site.left, site.right],
  );
}

export function checkSize(shape: readonly number[], span: Span): void {
  if (sizeOf(shape) <= MAX_ELEMENTS && shape.length <= 8) return;
  throw new MathError(
    'math/limit',
    span,
    `An array of ${shape.join('×')} is too large.`,
    `At most ${MAX_SIDE}×${MAX_SIDE} elements are computed.`,
  );
}

export function mapArray(array: ArrayValue, f: (x: Scalar) => Scalar): ArrayValue {
  const items = itemsOf(array);
  return generate(array.shape, items.length, (k) => f(items[k] as Scalar));
}

export function mapReal(array: Tensor, f: (x: number) => number): Tensor {
  const data = new Float64Array(array.data.length);
  const source = array.data;
  // Called by its own name the exponential function is compiled into the loop.
  if (f === Math.exp) for (let k = 0; k < data.length; k++) data[k] = Math.exp(source[k] as number);
  else for (let k = 0; k < data.length; k++) data[k] = f(source[k] as number);
  return { kind: 'tensor', shape: array.shape, data };
}

type ScalarOp = (a: Scalar, b: Scalar) => Scalar;

/** Element by element; a scalar meets every element; a vector as long as a matrix has columns meets every row (`XW + b`). */
export function elementwise(operation: string, op: ScalarOp, a: Value, b: Value, site: Site): Value {
  if (isScalar(a) && isScalar(b)) return op(a, b);
  const real = realOperation(op, a, b);
  if (real !== undefined) return real;
  if (isScalar(a) && isArray(b)) return mapArray(b, (y) => op(a, y));
  if (isArray(a) && isScalar(b)) return mapArray(a, (x) => op(x, b));
  if (!isArray(a) || !isArray(b)) throw shapeError(operation, a, b, site);
  if (sameShape(a.shape, b.shape)) return zip(op, a, b);
  const wide = a.shape.length > b.shape.length ? a : b;
  const narrow = wide === a ? b : a;
  const rows = narrow.shape.length === 1 && wide.shape.length === 2 && wide.shape[1] === narrow.shape[0];
  if (!rows || wide.shape[0] === 1) throw shapeError(operation, a, b, site);
  const n = narrow.shape[0] as number;
  const items = Array.from(itemsOf(wide), (x, k) =>
    wide === a ? op(x, itemAt(narrow, k % n)) : op(itemAt(narrow, k % n), x),
  );
  return pack(wide.shape, items);
}

/** The four operations on packed arrays, each a loop of its own: a call for every element would cost more than the element. */
function realOperation(op: ScalarOp, a: Value, b: Value): Tensor | undefined {
  const [x, y] = [realPacked(a), realPacked(b)];
  if (x === undefined || y === undefined) return undefined;
  const like = typeof a === 'object' && a.kind === 'tensor' ? a : (b as Tensor);
  if (x.step === 1 && y.step === 1 && !sameShape((a as Tensor).shape, (b as Tensor).shape)) return undefined;
  const data = new Float64Array(like.data.length);
  const n = data.length;
  const [p, q, i, j] = [x.data, y.data, x.step, y.step];
  if (op === scalar.add) for (let k = 0; k < n; k++) data[k] = (p[i * k] as number) + (q[j * k] as number);
  else if (op === scalar.subtract) for (let k = 0; k < n; k++) data[k] = (p[i * k] as number) - (q[j * k] as number);
  else if (op === scalar.multiply) for (let k = 0; k < n; k++) data[k] = (p[i * k] as number) * (q[j * k] as number);
  else if (op === scalar.divide) for (let k = 0; k < n; k++) data[k] = (p[i * k] as number) / (q[j * k] as number);
  else return undefined;
  return { kind: 'tensor', shape: like.shape, data };
}

/** Packed numbers with the step from one to the next; a single number meets all with a step of 0. */
function realPacked(v: Value): { readonly data: ArrayLike<number>; readonly step: 0 | 1 } | undefined {
  if (typeof v === 'number') return { data: [v], step: 0 };
  return typeof v === 'object' && v.kind === 'tensor' ? { data: v.data, step: 1 } : undefined;
}

function zip(op: ScalarOp, a: ArrayValue, b: ArrayValue): ArrayValue {
  const [left, right] = [itemsOf(a), itemsOf(b)];
  return generate(a.shape, left.length, (k) => op(left[k] as Scalar, right[k] as Scalar));
}

export function transpose(a: Value): Value {
  if (!isArray(a)) return a;
  const { shape } = a;
  if (shape.length === 1) return { ...a, shape: [1, shape[0] as number] };
  if (shape.length !== 2) return a;
  const [n, m] = shape as [number, number];
  // The transpose of a row is a vector again.
  if (n === 1) return { ...a, shape: [m] };
  const source = itemsOf(a);
  const items: Scalar[] = new Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) items[j * n + i] = source[i * m + j] as Scalar;
  return pack([m, n], items);
}

/** Rows and columns of an array as an operand of a matrix product. */
type Operand = { readonly array: ArrayValue; readonly rows: number; readonly columns: number };

function asOperand(array: ArrayValue, side: 'left' | 'right'): Operand | undefined {
  const { shape } = array;
  if (shape.length === 2) return { array, rows: shape[0] as number, columns: shape[1] as number };
  if (shape.length !== 1) return undefined;
  const n = shape[0] as number;
  return side === 'right' ? { array, rows: n, columns: 1 } : { array, rows: 1, columns: n };
}

/**
 * The product that juxtaposition means: scaling, matrix products, row times column, column times row. A vector on the left of
 * a matrix acts as a row where its length asks for it (`xW`); two vectors side by side have no product.
 */
export function product(a: Value, b: Value, site: Site): Value {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (isScalar(a) || isScalar(b)) return elementwise('Multiplication', scalar.multiply, a, b, site);
  if (!isArray(a) || !isArray(b)) throw shapeError('Multiplication', a, b, site);
  const [p, q] = [a.shape, b.shape];
  if (p.length === 1 && q.length === 2 && q[0] === 1) return outer(a, b, [p[0] as number, q[1] as number]);
  if (p.length === 1 && q.length === 1) throw shapeError('A product of two vectors', a, b, site);
  const left = asOperand(a, 'left');
  const right = asOperand(b, 'right');
  if (!left || !right || left.columns !== right.rows) throw shapeError('The matrix product', a, b, site);
  const items = multiplyMatrices(left, right, site.span);
  if (p.length === 1) return items.shape[1] === 1 ? itemAt(items, 0) : { ...items, shape: [right.columns] };
  if (q.length === 1) return p[0] === 1 ? itemAt(items, 0) : { ...items, shape: [left.rows] };
  return p[0] === 1 && q[1] === 1 ? itemAt(items, 0) : items;
}

function multiplyMatrices(left: Operand, right: Operand, span: Span): ArrayValue {
  const [n, inner, m] = [left.rows, left.columns, right.columns];
  checkSize([n, m], span);
  const [a, b] = [left.array, right.array];
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const data = new Float64Array(n * m);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < inner; k++) {
        const x = a.data[i * inner + k] as number;
        for (let j = 0; j < m; j++) data[i * m + j] = (data[i * m + j] as number) + x * (b.data[k * m + j] as number);
      }
    }
    return tensor([n, m], data);
  }
  const items: Scalar[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum: Scalar = 0;
      for (let k = 0; k < inner; k++) {
        sum = scalar.add(sum, scalar.multiply(itemAt(a, i * inner + k), itemAt(b, k * m + j)));
      }
      items.push(sum);
    }
  }
  return pack([n, m], items);
}

/** All products of an element on the left with one on the right. */
export function outer(a: ArrayValue, b: ArrayValue, shape: readonly number[] = [...a.shape, ...b.shape]): ArrayValue {
  const right = itemsOf(b);
  const items: Scalar[] = [];
  for (const x of Array.from(itemsOf(a))) {
    for (let k = 0; k < right.length; k++) items.push(scalar.multiply(x, right[k] as Scalar));
  }
  return pack(shape, items);
}

/** Sum of the products of elements at the same place; for complex vectors without conjugation. */
export function dot(a: ArrayValue, b: ArrayValue): Scalar {
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    let sum = 0;
    for (let k = 0; k < a.data.length; k++) sum += (a.data[k] as number) * (b.data[k] as number);
    return sum;
  }
  let sum: Scalar = 0;
  for (let k = 0; k < sizeOf(a.shape); k++) sum = scalar.add(sum, scalar.multiply(itemAt(a, k), itemAt(b, k)));
  return sum;
}

/** `a \cdot b`: the dot product of two vectors, the plain product elsewhere. */
export function dotProduct(a: Value, b: Value, site: Site): Value {
  if (!isArray(a) || !isArray(b)) return product(a, b, site);
  const flat = (v: ArrayValue) => v.shape.length === 1 || (v.shape.length === 2 && v.shape[0] === 1);
  if (!flat(a) || !flat(b)) return product(a, b, site);
  if (a.shape.length === 1 && b.shape.length === 2) return product(a, b, site);
  if (a.shape.at(-1) !== b.shape.at(-1)) throw shapeError('The dot product', a, b, site);
  return dot(a, b);
}

/** `a \times b`: the cross product of two vectors of three, the plain product elsewhere. */
export function crossProduct(a: Value, b: Value, site: Site): Value {
  if (!isArray(a) || !isArray(b) || a.shape.length !== 1 || b.shape.length !== 1) return product(a, b, site);
  if (a.shape[0] !== 3 || b.shape[0] !== 3) throw shapeError('The cross product (vectors of 3)', a, b, site);
  const part = (i: number, j: number) =>
    scalar.subtract(scalar.multiply(itemAt(a, i), itemAt(b, j)), scalar.multiply(itemAt(a, j), itemAt(b, i)));
  return pack([3], [part(1, 2), part(2, 0), part(0, 1)]);
}

/** `a \otimes b`: the outer product of vectors, the Kronecker product of matrices. */
export function kronecker(a: Value, b: Value, site: Site): Value {
  if (!isArray(a) || !isArray(b)) return product(a, b, site);
  checkSize([...a.shape, ...b.shape], site.span);
  if (a.shape.length !== 2 || b.shape.length !== 2) return outer(a, b);
  const [n, m] = a.shape as [number, number];
  const [p, q] = b.shape as [number, number];
  const items: Scalar[] = [];
  for (let i = 0; i < n * p; i++) {
    for (let j = 0; j < m * q; j++) {
      const x = itemAt(a, Math.floor(i / p) * m + Math.floor(j / q));
      items.push(scalar.multiply(x, itemAt(b, (i % p) * q + (j % q))));
    }
  }
  return pack([n * p, m * q], items);
}

/** Vectors end to end; matrices of equal height side by side. Numbers count as vectors of one. */
export function concatenate(values: readonly Value[], span: Span): Value {
  const arrays = values.map((v) => (isScalar(v) ? pack([1], [v]) : v));
  const first = arrays[0];
  if (!arrays.every(isArray) || !first || !isArray(first)) {
    throw new MathError('math/shape', span, 'Only numbers, vectors and matrices can be concatenated.');
  }
  const rank = first.shape.length;
  const isRow = rank === 2 && first.shape[0] === 1;
  const height = rank === 1 ? 0 : (first.shape[0] as number);
  for (const array of arrays) {
    if (array.shape.length === rank && (rank === 1 || array.shape[0] === height) && rank <= 2) continue;
    throw shapeError('Concatenation', first, array, siteOf(span));
  }
  if (rank === 1 || isRow) {
    const items = arrays.flatMap((array) => Array.from(itemsOf(array)));
    return pack(isRow ? [1, items.length] : [items.length], items);
  }
  const items: Scalar[] = [];
  for (let i = 0; i < height; i++) {
    for (const array of arrays) {
      const m = array.shape[1] as number;
      for (let j = 0; j < m; j++) items.push(itemAt(array, i * m + j));
    }
  }
  return pack([height, items.length / height], items);
}

/** Arrays of one shape stacked along a new first axis; scalars become a vector. */
export function stack(values: readonly Value[], span: Span): ArrayValue {
  const first = values[0];
  if (first === undefined) return tensor([0], []);
  if (values.every(isScalar)) return pack([values.length], values);
  if (!values.every(isArray) || !isArray(first)) {
    throw new MathError('math/shape', span, 'The entries do not all have the same shape.');
  }
  for (const value of values) {
    if (!sameShape(value.shape, first.shape)) throw shapeError('Stacking', first, value, siteOf(span));
  }
  return pack(
    [values.length, ...first.shape],
    values.flatMap((value) => Array.from(itemsOf(value))),
  );
}

/** Numbers as an array, arrays of one shape as a larger one, anything else as a list. */
export function sideBySide(values: readonly Value[]): Value {
  const [first] = values;
  const alike =
    first !== undefined && isArray(first) && values.every((v) => isArray(v) && sameShape(v.shape, first.shape));
  return alike || values.every(isScalar) ? stack(values, NOWHERE) : { kind: 'list', items: values };
}

/** The element or slice at the given places, counted from 1; null takes the whole axis. */
export function elementAt(array: ArrayValue, indices: readonly (number | null)[], span: Span): Value {
  const shape =
    array.shape.length === 2 && array.shape[0] === 1 && indices.length === 1 ? [array.shape[1] as number] : array.shape;
  if (indices.length > shape.length) {
    throw new MathError(
      'math/shape',
      span,
      `${describeShape(array)} has no place with ${indices.length} indices.`,
      'Give an array with one axis for each index.',
    );
  }
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k];
    const size = shape[k] as number;
    if (index === null || index === undefined) continue;
    if (Number.isInteger(index) && index >= 1 && index <= size) continue;
    throw new MathError(
      'math/shape',
      span,
      `Index ${index} is outside 1…${size}.`,
      `The value has ${size} elements there; indices start at 1.`,
    );
  }
  if (indices.length === 1 && shape.length === 1 && typeof indices[0] === 'number')
    return itemAt(array, indices[0] - 1);
  const kept = shape.filter((_, k) => k >= indices.length || indices[k] === null);
  const items: Scalar[] = [];
  collect(array, shape, indices, 0, 0, items);
  return kept.length === 0 ? (items[0] as Scalar) : pack(kept, items);
}

function collect(
  array: ArrayValue,
  shape: readonly number[],
  indices: readonly (number | null)[],
  axis: number,
  offset: number,
  into: Scalar[],
): void {
  if (axis === shape.length) {
    into.push(itemAt(array, offset));
    return;
  }
  const size = shape[axis] as number;
  const index = axis < indices.length ? indices[axis] : null;
  if (typeof index === 'number') collect(array, shape, indices, axis + 1, offset * size + index - 1, into);
  else for (let k = 0; k < size; k++) collect(array, shape, indices, axis + 1, offset * size + k, into);
}

export function identityMatrix(n: number): Tensor {
  const data = new Float64Array(n * n);
  for (let k = 0; k < n; k++) data[k * n + k] = 1;
  return tensor([n, n], data);
}

export function sumOf(array: ArrayValue): Scalar {
  let sum: Scalar = 0;
  const items = itemsOf(array);
  for (let k = 0; k < items.length; k++) sum = scalar.add(sum, items[k] as Scalar);
  return sum;
}
