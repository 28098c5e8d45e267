import type { Expr } from '../expr/types.js';
import { type Arena, compareNodes, type Node, type NodeOp } from './node.js';
import type { Occurrence } from './occurrence.js';
import { isScalarLetter, mayBeMatrixLetter, shapeOf } from './shape.js';

/**
 * Constructors that keep one spelling a meaning: sums and products flat and in order, numbers folded, denominators as
 * powers, `\exp` and `e^` one function. They work on occurrences, so that every piece keeps its way back to the source.
 */
export type Builder = ReturnType<typeof createBuilder>;

/** Numbers are rounded to 13 digits, so that 1 − 0.9 is 0.1. */
export function roundNumber(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(13));
}

export function createBuilder(arena: Arena) {
  const make = (op: NodeOp, data: string | number, kids: readonly Occurrence[], src: Expr | null): Occurrence => ({
    node: arena.make(
      op,
      data,
      kids.map((k) => k.node),
    ),
    kids,
    src,
  });
  const leaf = (op: NodeOp, data: string | number, src: Expr | null): Occurrence => make(op, data, [], src);
  const num = (value: number, src: Expr | null): Occurrence => leaf('num', roundNumber(value) + 0, src);
  const sorted = (kids: readonly Occurrence[]): Occurrence[] => [...kids].sort((a, b) => compareNodes(a.node, b.node));

  function add(terms: readonly Occurrence[], src: Expr | null): Occurrence {
    const kids: Occurrence[] = [];
    let constant = 0;
    let constantSource: Expr | null = null;
    for (const term of terms.flatMap((t) => (t.node.op === 'add' ? t.kids : [t]))) {
      if (term.node.op !== 'num') kids.push(term);
      else {
        constant += Number(term.node.data);
        constantSource ??= term.src;
      }
    }
    if (roundNumber(constant) !== 0 || kids.length === 0) kids.push(num(constant, constantSource));
    const only = kids[0];
    if (kids.length === 1 && only) return { ...only, src: src ?? only.src };
    return make('add', '', sorted(kids), src);
  }

  function mul(factors: readonly Occurrence[], src: Expr | null): Occurrence {
    const commuting: Occurrence[] = [];
    const ordered: Occurrence[] = [];
    let coefficient = 1;
    let coefficientSource: Expr | null = null;
    const flat = flatten(factors);
    const strict = flat.some((f) => isOrdered(f));
    const loose = !strict && standsLoose(flat);
    for (const [i, factor] of flat.entries()) {
      if (factor.node.op === 'num') {
        coefficient *= Number(factor.node.data);
        if (Number(factor.node.data) !== 1) coefficientSource ??= factor.src;
      } else if (
        isOrdered(factor) ||
        (strict
          ? keepsPlace(factor, flat, i) || isRowBefore(factor, flat[i + 1])
          : loose && (!isScalarLetter(factor.node) || isCoefficients(flat, i)))
      )
        ordered.push(factor);
      else commuting.push(factor);
    }
    coefficient = roundNumber(coefficient);
    if (coefficient === 0) return num(0, src);
    const kids = [...commuting, ...sequence(ordered, strict)];
    const [only] = kids;
    if (kids.length === 0 || !only) return num(coefficient, src ?? coefficientSource);
    if (coefficient === 1 && kids.length === 1) return { ...only, src: src ?? only.src };
    if (coefficient === -1 && kids.length === 1 && only.node.op === 'add') return negated(only, src);
    if (coefficient !== 1) kids.push(num(coefficient, coefficientSource));
    return make('mul', '', sorted(kids), src);
  }

  /** A sum, term by term, with the minus sign before it multiplied in. */
  function negated(sum: Occurrence, src: Expr | null): Occurrence {
    return add(
      sum.kids.map((k) => mulAgain([num(-1, null), k], null)),
      src,
    );
  }

  /** A product whose factors were told apart before: children stand in canonical order, which says nothing of theirs. */
  function mulAgain(factors: readonly Occurrence[], src: Expr | null): Occurrence {
    const flat = factors.flatMap((f) => (f.node.op === 'mul' ? f.kids : [f]));
    const numbers = flat.filter((f) => f.node.op === 'num');
    const kids = flat.filter((f) => f.node.op !== 'num');
    const coefficient = roundNumber(numbers.reduce((product, f) => product * Number(f.node.data), 1));
    const [only] = kids;
    if (coefficient === 0 || !only) return num(coefficient, src);
    if (coefficient === 1 && kids.length === 1) return { ...only, src: src ?? only.src };
    if (coefficient === -1 && kids.length === 1 && only.node.op === 'add') return negated(only, src);
    if (coefficient !== 1) kids.push(num(coefficient, numbers[0]?.src ?? null));
    return make('mul', '', sorted(kids), src);
  }

  /** Ordered factors: neighbours that are a row and a column vector make a dot product, a column and a row an outer one. */
  function sequence(factors: readonly Occurrence[], strict: boolean): Occurrence[] {
    if (factors.length < 2) return [...factors];
    const [a, b] = factors as [Occurrence, Occurrence];
    if (factors.length === 2 && strict) {
      const left = transposedVector(a);
      if (left && !mayBeMatrixLetter(b.node) && shapeOf(b.node) !== 'matrix') return [inner(left, b, null)];
      const right = transposedVector(b);
      // Plain letters with indices of their own: rows of two tables, and their dot product. With one index for both: a column
      // times a row.
      const together = right && isTable(a) && isTable(right) && sameIndices(a, right);
      if (right && isTable(a) && isTable(right) && shapeOf(a.node) === 'any' && !together)
        return [inner(a, right, null)];
      const column = together || (shapeOf(a.node) === 'vector' && a.node.op !== 'transpose');
      if (right && (column || right.node === a.node)) return [make('outer', '', [a, right], null)];
    }
    return [make('seq', strict ? 'strict' : 'loose', factors, null)];
  }

  function inner(a: Occurrence, b: Occurrence, src: Expr | null): Occurrence {
    // ⟨x, A y⟩ is xᵀ A y: the form that a bilinear or quadratic form is recognised by.
    const product = b.node.op === 'seq' ? b : a.node.op === 'seq' ? a : undefined;
    if (product) {
      const other = product === b ? a : b;
      return make('seq', 'strict', [transpose(other, null), ...product.kids], src);
    }
    return make('inner', '', sorted([a, b]), src);
  }

  function transpose(o: Occurrence, src: Expr | null): Occurrence {
    const { op } = o.node;
    const [first] = o.kids;
    if (op === 'num' || op === 'inner') return o;
    if (op === 'transpose' && first) return { ...first, src: src ?? first.src };
    if (op === 'seq')
      return make(
        'seq',
        'strict',
        [...o.kids].reverse().map((k) => transpose(k, null)),
        src,
      );
    if (op === 'mul')
      return mul(
        [...o.kids].reverse().map((k) => (isOrdered(k) ? transpose(k, null) : k)),
        src,
      );
    return make('transpose', '', [o], src);
  }

  function pow(base: Occurrence, exponent: Occurrence, src: Expr | null): Occurrence {
    const e = exponent.node.op === 'num' ? Number(exponent.node.data) : Number.NaN;
    if (e === 1) return { ...base, src: src ?? base.src };
    if (e === 0) return num(1, src);
    const [first, second] = base.kids;
    // A root of 1/x is one over the root of x.
    if (base.node.op === 'pow' && first && second?.node.data === -1)
      return pow(first, mul([num(-1, null), exponent], null), src);
    if (Number.isFinite(e)) {
      if (base.node.op === 'num') {
        const value = Number(base.node.data) ** e;
        if (Number.isFinite(value)) return num(value, src);
      }
      if (base.node.op === 'fn' && base.node.data === 'exp' && first) {
        return fn('exp', [mul([exponent, first], null)], src);
      }
      if (Number.isInteger(e)) {
        const inner = second?.node.op === 'num' ? Number(second.node.data) : Number.NaN;
        if (base.node.op === 'pow' && first && Number.isFinite(inner)) return pow(first, num(inner * e, null), src);
        // `1/2^{n-1}` is `2^{1-n}`.
        if (base.node.op === 'pow' && first && second && e === -1)
          return pow(first, mul([exponent, second], null), src);
        const loose = base.node.op === 'seq' && base.node.data === 'loose';
        // The order of capitals side by side says nothing once they are turned upside down together.
        if (loose || (base.node.op === 'mul' && !base.kids.some(isOrdered)))
          return mul(
            base.kids.map((k) => pow(k, exponent, null)),
            src,
          ); // prettier-ignore
      }
    }
    return make('pow', '', [base, exponent], src);
  }

  function fn(name: string, args: readonly Occurrence[], src: Expr | null): Occurrence {
    return make('fn', name, args, src);
  }

  /** The same node built again after its children changed; keeps the source. */
  function rebuild(o: Occurrence, kids: readonly Occurrence[]): Occurrence {
    switch (o.node.op) {
      case 'add':
        return add(kids, o.src);
      case 'mul':
        return mulAgain(kids, o.src);
      case 'pow':
        return pow(kids[0] as Occurrence, kids[1] as Occurrence, o.src);
      case 'inner':
        return inner(kids[0] as Occurrence, kids[1] as Occurrence, o.src);
      case 'had':
      case 'cases':
        return make(o.node.op, o.node.data, sorted(kids), o.src);
      case 'num':
        return num(Number(o.node.data), o.src);
      default:
        return make(o.node.op, o.node.data, kids, o.src);
    }
  }

  return { arena, make, leaf, num, add, mul, mulAgain, pow, fn, inner, transpose, rebuild, sorted };
}

function flatten(factors: readonly Occurrence[]): Occurrence[] {
  return factors.flatMap((f) => (f.node.op === 'mul' ? flatten(f.kids) : f.node.op === 'seq' ? f.kids : [f]));
}

/** Factors that are shown to be vectors or matrices keep their order; what divides by a vector goes by places, in any order. */
export function isOrdered(o: Occurrence): boolean {
  const [base, exponent] = o.node.kids;
  if (o.node.op === 'pow' && base && exponent?.op === 'num' && Number(exponent.data) < 0 && shapeOf(base) === 'vector')
    return false;
  if (isDirection(o)) return false;
  const shape = shapeOf(o.node);
  return shape === 'vector' || shape === 'matrix' || (o.node.op === 'seq' && o.node.data === 'strict');
}

/** `X\beta`, `Z\gamma`: behind the table of a regression these letters are its coefficients. */
function isCoefficients(all: readonly Occurrence[], at: number): boolean {
  const [table, letter] = [all[at - 1]?.node, all[at]?.node];
  if (at !== all.length - 1 || table?.op !== 'sym' || letter?.op !== 'sym') return false;
  return /^[XZAH]$/.test(String(table.data)) && /^(?:hat\()?(?:beta|gamma|theta)\)?$/.test(String(letter.data));
}

/** A unit vector (`\hat{\mathbf r}`): what stands before it is how long, whatever the letter. */
function isDirection({ node }: Occurrence): boolean {
  const letter = node.op === 'idx' ? node.kids[0] : node;
  return letter?.op === 'sym' && /^hat\(bold:[rnijk]\)/.test(String(letter.data));
}

/**
 * Letters of unknown kind keep their order beside a shown vector or matrix, and loosely where capitals stand side by
 * side (`LU`, `Ax`): the order is kept, and forms that commute may disregard it.
 */
function standsLoose(all: readonly Occurrence[]): boolean {
  return (
    all.length > 1 && all.every((f) => isLetter(f) || f.node.op === 'num') && all.some((f) => mayBeMatrixLetter(f.node))
  );
}

/** `p_u q_i^\top` with plain letters: rows of two tables, whose product is their dot product. */
function isRowBefore(o: Occurrence, next: Occurrence | undefined): boolean {
  const column = next && transposedVector(next);
  return column !== undefined && isTable(column) && isTable(o) && shapeOf(o.node) === 'any';
}

function isTable(o: Occurrence): boolean {
  return o.node.op === 'idx' || o.node.op === 'family';
}

function sameIndices(a: Occurrence, b: Occurrence): boolean {
  const indices = (o: Occurrence): readonly Occurrence[] => (o.node.op === 'idx' ? o.kids.slice(1) : o.kids);
  const [left, right] = [indices(a), indices(b)];
  return left.length === right.length && left.every((index, i) => index.node === right[i]?.node);
}

function keepsPlace(o: Occurrence, all: readonly Occurrence[], at: number): boolean {
  return mayBeMatrixLetter(o.node) || isBetween(o, all, at) || isMultipliedFromLeft(o, all) || isRow(o, all[at + 1]);
}

/** `Q D^n Q^{-1}`, `Q e^D Q^{-1}`: what stands between a matrix and its inverse or transpose; a number would stand before both. */
function isBetween({ node }: Occurrence, all: readonly Occurrence[], at: number): boolean {
  const [before, after] = [all[at - 1]?.node, all[at + 1]?.node];
  const back = after !== undefined && (after.op === 'inverse' || after.op === 'transpose') && after.kids[0] === before;
  return back && (node.op === 'pow' || node.data === 'exp') && node.kids.some((kid) => hasMatrixLetter(kid));
}

/** `\Lambda`, `\Lambda t`. */
function hasMatrixLetter(node: Node): boolean {
  const product = node.op === 'mul' || node.op === 'seq';
  return mayBeMatrixLetter(node) || (product && node.kids.some((kid) => mayBeMatrixLetter(kid)));
}

/** `x A^\top`: a letter for data before a transposed matrix is a row. */
function isRow(o: Occurrence, next: Occurrence | undefined): boolean {
  if (next?.node.op !== 'transpose' || shapeOf(next.node) !== 'matrix') return false;
  // `(x - m)(x - m)^\\top`: a column before itself as a row.
  if (next.kids[0]?.node === o.node) return true;
  const letter = o.node.op === 'idx' ? o.kids[0]?.node : o.node;
  return letter?.op === 'sym' && /^[eohuvxyz]$/.test(String(letter.data));
}

function isLetter(o: Occurrence): boolean {
  return o.node.op === 'sym' || (o.node.op === 'idx' && o.kids[0]?.node.op === 'sym');
}

/** `x^\top y`, `W x`, `w^\top \phi(x)`, `H^{-1} \nabla f`: what closes a product with a row or a matrix is taken for a vector. */
function isMultipliedFromLeft(o: Occurrence, all: readonly Occurrence[]): boolean {
  const before = all[all.length - 2];
  if (o !== all[all.length - 1] || !before || !mayClose(o)) return false;
  return before.node.op === 'transpose' || shapeOf(before.node) === 'matrix' || mayBeMatrixLetter(before.node);
}

function mayClose(o: Occurrence): boolean {
  const { op } = o.node;
  const openRole = (op === 'hole' || op === 'family') && shapeOf(o.node) === 'any';
  const gradient = op === 'deriv' && o.node.data === 'gradient:1';
  return isLetter(o) || openRole || gradient || op === 'fn' || op === 'add' || op === 'diff';
}

function transposedVector(o: Occurrence): Occurrence | undefined {
  const [arg] = o.kids;
  if (o.node.op !== 'transpose' || !arg) return undefined;
  return mayBeMatrixLetter(arg.node) || shapeOf(arg.node) === 'matrix' ? undefined : arg;
}
