/** What an expression can be worth. A real scalar is a plain number, so that hot paths never leave numbers. */
export type Complex = { readonly kind: 'complex'; readonly re: number; readonly im: number };

/**
 * A number that carries its rate of change along one direction: forward-mode automatic differentiation. `level` tells
 * nested derivatives apart; parts of a dual may be duals of lower level.
 */
export type Dual = { readonly kind: 'dual'; readonly level: number; readonly value: Scalar; readonly slope: Scalar };

export type Scalar = number | Complex | Dual;

/** Real numbers, row-major. Shape `[n]` is a column vector, `[1, n]` a row, `[n, m]` a matrix. */
export type Tensor = { readonly kind: 'tensor'; readonly shape: readonly number[]; readonly data: Float64Array };

/** The same with elements that are not all real numbers. */
export type Boxed = { readonly kind: 'boxed'; readonly shape: readonly number[]; readonly items: readonly Scalar[] };

export type ArrayValue = Tensor | Boxed;

/** A finite set; a pair is a vector of two. */
export type SetValue = { readonly kind: 'set'; readonly items: readonly Value[] };

/** Several values side by side: statements of a system, parts of a tuple that are not all scalars. */
export type ListValue = { readonly kind: 'list'; readonly items: readonly Value[] };

export type FunctionValue = { readonly kind: 'function'; readonly call: (args: readonly Value[]) => Value };

export type Value = number | boolean | Complex | Dual | Tensor | Boxed | SetValue | ListValue | FunctionValue;

export function complex(re: number, im: number): Complex {
  return { kind: 'complex', re, im };
}

/** A complex number that is exactly real is a number. */
export function simplify(z: Complex): Scalar {
  return z.im === 0 ? z.re : z;
}

export function isScalar(value: Value): value is Scalar {
  return (
    typeof value === 'number' || (typeof value === 'object' && (value.kind === 'complex' || value.kind === 'dual'))
  );
}

export function isArray(value: Value): value is ArrayValue {
  return typeof value === 'object' && (value.kind === 'tensor' || value.kind === 'boxed');
}

export function tensor(shape: readonly number[], data: ArrayLike<number>): Tensor {
  return { kind: 'tensor', shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}

export function vector(items: ArrayLike<number>): Tensor {
  return tensor([items.length], items);
}

export function matrix(rows: readonly (readonly number[])[]): Tensor {
  return tensor([rows.length, rows[0]?.length ?? 0], rows.flat());
}

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** An array of the given scalars: packed when all are real. */
export function pack(shape: readonly number[], items: readonly Scalar[]): ArrayValue {
  return generate(shape, items.length, (k) => items[k] as Scalar);
}

/** An array of n scalars made one by one; real ones never leave the typed array. */
export function generate(shape: readonly number[], n: number, make: (k: number) => Scalar): ArrayValue {
  const data = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const item = make(k);
    if (typeof item === 'number') {
      data[k] = item;
      continue;
    }
    const items: Scalar[] = Array.from(data.subarray(0, k));
    items.push(item);
    for (let j = k + 1; j < n; j++) items.push(make(j));
    return { kind: 'boxed', shape, items };
  }
  return { kind: 'tensor', shape, data };
}

export function itemsOf(array: ArrayValue): ArrayLike<Scalar> {
  return array.kind === 'tensor' ? array.data : array.items;
}

export function itemAt(array: ArrayValue, k: number): Scalar {
  return (array.kind === 'tensor' ? array.data[k] : array.items[k]) as Scalar;
}

/** Whether a packed array has an element that is no number. */
export function hasNaN({ data }: Tensor): boolean {
  for (let k = 0; k < data.length; k++) if (Number.isNaN(data[k])) return true;
  return false;
}

/** Every element put through `f`; undefined for what has no elements. */
export function mapItems(value: Value, f: (x: Scalar) => Scalar): Value | undefined {
  if (isScalar(value)) return f(value);
  if (!isArray(value)) return undefined;
  const items = itemsOf(value);
  return generate(value.shape, items.length, (k) => f(items[k] as Scalar));
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, k) => n === b[k]);
}

/** `[]` for a scalar. */
export function shapeOf(value: Value): readonly number[] {
  return isArray(value) ? value.shape : [];
}

/** "a vector of 3", "a 2×3 matrix": how errors speak of a value. */
export function describeShape(value: Value): string {
  if (typeof value === 'boolean') return 'a truth value';
  if (isScalar(value)) return 'a number';
  if (!isArray(value)) return value.kind === 'list' ? 'a list' : `a ${value.kind}`;
  const { shape } = value;
  if (shape.length === 1) return `a vector of ${shape[0]}`;
  if (shape.length === 2 && shape[0] === 1) return `a row of ${shape[1]}`;
  if (shape.length === 2) return `a ${shape[0]}×${shape[1]} matrix`;
  return `an array of shape ${shape.join('×')}`;
}

/** Plain data from outside (numbers, nested arrays, `{re, im}`) as a value; undefined where it is not numeric or ragged. */
export function toValue(input: unknown): Value | undefined {
  if (typeof input === 'number' || typeof input === 'boolean') return input;
  if (isPlainComplex(input)) return simplify(complex(input.re, input.im));
  if (!Array.isArray(input)) return undefined;
  const shape: number[] = [];
  for (let level: unknown = input; Array.isArray(level); level = level[0]) shape.push(level.length);
  const items: Scalar[] = [];
  const fill = (level: unknown, depth: number): boolean => {
    if (depth === shape.length) {
      if (typeof level === 'number') items.push(level);
      else if (isPlainComplex(level)) items.push(simplify(complex(level.re, level.im)));
      else return false;
      return true;
    }
    return Array.isArray(level) && level.length === shape[depth] && level.every((part) => fill(part, depth + 1));
  };
  return fill(input, 0) ? pack(shape, items) : undefined;
}

function isPlainComplex(input: unknown): input is { re: number; im: number } {
  return (
    typeof input === 'object' &&
    input !== null &&
    typeof (input as { re?: unknown }).re === 'number' &&
    typeof (input as { im?: unknown }).im === 'number'
  );
}

/** A value as plain data: numbers, nested arrays, `{re, im}`, booleans, lists. Duals and functions do not leave the core. */
export type PlainValue = number | boolean | { readonly re: number; readonly im: number } | readonly PlainValue[];

export function toPlain(value: Value): PlainValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  switch (value.kind) {
    case 'complex':
      return { re: value.re, im: value.im };
    case 'dual':
      return toPlain(value.value);
    case 'tensor':
    case 'boxed':
      return nest(value, 0, 0, sizeOf(value.shape));
    case 'set':
    case 'list':
      return value.items.map(toPlain);
    case 'function':
      return Number.NaN;
  }
}

function nest(array: ArrayValue, depth: number, start: number, size: number): PlainValue {
  if (depth === array.shape.length) return toPlain(itemAt(array, start));
  const n = array.shape[depth] ?? 0;
  const step = n === 0 ? 0 : size / n;
  return Array.from({ length: n }, (_, k) => nest(array, depth + 1, start + k * step, step));
}
