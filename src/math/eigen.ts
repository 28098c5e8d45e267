import { EigenvalueDecomposition } from 'ml-matrix';
import { fromMl, toMl } from './linalg.js';
import { columnOf, Entries, fromColumns, identityMinus, largestOf, simplestDirection, tidy } from './matrix-entries.js';
import { nullSpace } from './null-space.js';
import { complex, pack, type Scalar, simplify, type Tensor, tensor, type Value } from './value.js';

export type EigenFailure =
  /** The eigenvalue counts `multiplicity` times, and has fewer directions of its own. */
  | {
      readonly code: 'defective';
      readonly eigenvalue: number | { readonly re: number; readonly im: number };
      readonly multiplicity: number;
      readonly directions: number;
    }
  | { readonly code: 'not-square' };

export type Eigen =
  | { readonly ok: true; readonly values: readonly Scalar[]; readonly vectors: Value; readonly diagonal: Value }
  | { readonly ok: false; readonly because: EigenFailure };

/**
 * Eigenvalues, largest first, with as many directions as there are rows; or the eigenvalue that has too few. Of a symmetric
 * matrix the directions are at right angles with length 1; of another one they are the simplest numbers where there are any.
 */
export function eigenFactors(a: Tensor): Eigen {
  const n = a.shape[0] as number;
  if (n !== a.shape[1]) return { ok: false, because: { code: 'not-square' } };
  const m = new Entries(a);
  const symmetric = m.every((x, i, j) => m.near(x, m.at(j, i)));
  const evd = new EigenvalueDecomposition(toMl(a), { assumeSymmetric: symmetric });
  const v = fromMl(evd.eigenvectorMatrix);
  const found = Array.from({ length: n }, (_, k): Found => {
    const im = evd.imaginaryEigenvalues[k] as number;
    const { re, own } = vectorOf(v, k, im);
    return { re: evd.realEigenvalues[k] as number, im: Math.abs(im) <= 1e-12 * largestOf(a) ? 0 : im, vector: re, own };
  });
  const settled = symmetric ? found.map(withLead) : settle(a, found);
  if ('code' in settled) return { ok: false, because: settled };
  const ordered = settled.toSorted((x, y) => sizeOf(y) - sizeOf(x) || y.re - x.re || y.im - x.im);
  const values = ordered.map((x) => simplify(complex(x.re, x.im)));
  return { ok: true, values, vectors: asColumns(ordered, n), diagonal: diagonalOf(values) };
}

/** One eigenvalue with one direction of its own: real part, and imaginary part where it is complex. */
type Found = {
  readonly re: number;
  readonly im: number;
  readonly vector: readonly number[];
  readonly own: readonly number[] | undefined;
};

/** ml-matrix keeps a pair $a \pm bi$ as two real columns, real and imaginary part of the first one's direction. */
function vectorOf(v: Tensor, k: number, im: number): { re: readonly number[]; own: readonly number[] | undefined } {
  if (im === 0) return { re: columnOf(v, k), own: undefined };
  const first = im > 0 ? k : k - 1;
  const [re, second] = scaledToLead(columnOf(v, first), columnOf(v, first + 1));
  return { re, own: im > 0 ? second : second.map((x) => -x || 0) };
}

/** A complex direction divided by its largest entry, the first of equal ones: that one is then 1. */
function scaledToLead(re: readonly number[], im: readonly number[]): [readonly number[], readonly number[]] {
  const sizes = re.map((x, k) => Math.hypot(x, im[k] as number));
  const lead = sizes.findIndex((size) => size >= Math.max(...sizes) * (1 - 1e-9));
  const [a, b, square] = [re[lead] ?? 1, im[lead] ?? 0, (sizes[lead] ?? 1) ** 2 || 1];
  return [
    re.map((x, k) => tidy((x * a + (im[k] as number) * b) / square, 1)),
    re.map((x, k) => tidy(((im[k] as number) * a - x * b) / square, 1)),
  ];
}

function sizeOf({ re, im }: Found): number {
  // What differs by rounding only is ordered by sign.
  return Number(Math.hypot(re, im).toPrecision(12));
}

/** The sign of a direction is free: its largest entry is positive. */
function withLead(found: Found): Found {
  const lead = found.vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-12 ? x : best), 0);
  return lead < 0 ? { ...found, vector: found.vector.map((x) => -x || 0) } : found;
}

/** Rounding drives copies of one eigenvalue apart, the more so the fewer directions they have. */
const CLUSTER_TOLERANCES = [1e-2, 1e-4, 1e-6, 1e-8];
/** A direction counts as sent to zero by $A - \lambda I$ within this. */
const KERNEL_TOLERANCE = 1e-10;
/** Beyond this size, simple numbers are not to be expected and only take time. */
const MOST_SIMPLE = 8;

/** Groups equal eigenvalues, and finds their directions; the first one that has too few ends the search. */
function settle(a: Tensor, found: readonly Found[]): readonly Found[] | EigenFailure {
  const scale = largestOf(a) || 1;
  // Rounding may also drive two copies apart into a complex pair.
  const isNearlyReal = (x: Found): boolean => Math.abs(x.im) <= (CLUSTER_TOLERANCES[0] as number) * scale;
  const out: Found[] = found.filter((x) => !isNearlyReal(x));
  let open = found.filter(isNearlyReal);
  while (open.length > 0) {
    const [first] = open as [Found];
    const cluster = clusterOf(a, first, open, scale);
    open = open.filter((x) => !cluster.members.includes(x));
    const { members, mean, kernel } = cluster;
    if (kernel && kernel.length > 0 && kernel.length < members.length)
      return { code: 'defective', eigenvalue: mean, multiplicity: members.length, directions: kernel.length };
    if (kernel?.length === members.length)
      out.push(...kernel.map((v) => ({ re: mean, im: 0, vector: simplestDirection(v), own: undefined })));
    else out.push(...members.map(withLead));
  }
  return defectivePair(out, scale) ?? out;
}

type Cluster = {
  readonly members: readonly Found[];
  readonly mean: number;
  readonly kernel: readonly (readonly number[])[] | undefined;
};

/** The largest group around one eigenvalue whose mean has directions of its own. */
function clusterOf(a: Tensor, first: Found, open: readonly Found[], scale: number): Cluster {
  const simple = (a.shape[0] as number) <= MOST_SIMPLE;
  for (const tolerance of CLUSTER_TOLERANCES) {
    const members = open.filter((x) => Math.hypot(x.re - first.re, x.im - first.im) <= tolerance * scale);
    if (members.length < 2 && !simple) break;
    const mean = rounded(members.reduce((sum, x) => sum + x.re, 0) / members.length, scale);
    const kernel = nullSpace(identityMinus(a, mean), KERNEL_TOLERANCE);
    if (kernel.length > 0 && kernel.length <= members.length) return { members, mean, kernel };
  }
  return { members: [first], mean: first.re, kernel: undefined };
}

/** 2.0000000000000004 is 2. */
function rounded(x: number, scale: number): number {
  const nearest = Math.round(x * 1e6) / 1e6;
  return Math.abs(x - nearest) <= 1e-12 * scale ? nearest : x;
}

/** Complex eigenvalues that fall together while their directions do: the pair counts twice, with one direction. */
function defectivePair(found: readonly Found[], scale: number): EigenFailure | undefined {
  const pairs = found.filter((x) => x.im > 0);
  for (const [k, x] of pairs.entries()) {
    const twins = pairs.slice(k + 1).filter((y) => Math.hypot(x.re - y.re, x.im - y.im) <= 1e-4 * scale);
    if (twins.some((y) => areParallel(x, y)))
      return {
        code: 'defective',
        eigenvalue: { re: x.re, im: x.im },
        multiplicity: twins.length + 1,
        directions: 1,
      };
  }
  return undefined;
}

/** Whether two complex directions are multiples of each other, nearly: |⟨x, y⟩| is then |x| |y|. */
function areParallel(x: Found, y: Found): boolean {
  let [re, im, left, right] = [0, 0, 0, 0];
  x.vector.forEach((a, k) => {
    const [b, c, d] = [x.own?.[k] ?? 0, y.vector[k] ?? 0, y.own?.[k] ?? 0];
    re += a * c + b * d;
    im += a * d - b * c;
    left += a * a + b * b;
    right += c * c + d * d;
  });
  return re * re + im * im >= (1 - 1e-6) * left * right;
}

function asColumns(found: readonly Found[], n: number): Value {
  const real = found.every((x) => x.own === undefined);
  if (real)
    return fromColumns(
      found.map((x) => x.vector),
      n,
    );
  const items: Scalar[] = [];
  for (let i = 0; i < n; i++)
    for (const x of found) items.push(simplify(complex(x.vector[i] as number, x.own?.[i] ?? 0)));
  return pack([n, n], items);
}

function diagonalOf(values: readonly Scalar[]): Value {
  const n = values.length;
  const items: Scalar[] = new Array(n * n).fill(0);
  values.forEach((x, k) => {
    items[k * n + k] = x;
  });
  return values.every((x) => typeof x === 'number') ? tensor([n, n], items as number[]) : pack([n, n], items);
}
