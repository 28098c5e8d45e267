import {
  containsNode,
  isScalarLetter,
  mayBeMatrixLetter,
  type Node,
  type Occurrence,
  shapeOf,
} from '../canon/index.js';
import { hasSum } from '../catalogue/letters.js';
import { hasMention, headName, markedName, type RoleTests, undecorated } from '../catalogue/role-tests.js';
import type { Role } from '../catalogue/schema.js';

/** Whether an occurrence may stand for a role, by kind and by what the role's file asks; and what was taken for granted. */
export type Admission = 'yes' | 'no' | 'assumed-vector' | 'assumed-matrix';

const STATEMENTS: ReadonlySet<string> = new Set(['rel', 'rec', 'system', 'list', 'error', 'text', 'dots', 'domain']);

export function admits(tests: RoleTests, o: Occurrence): Admission {
  const { role } = tests;
  const { node } = o;
  if (
    STATEMENTS.has(node.op) &&
    role.kind !== 'text' &&
    role.kind !== 'set' &&
    !(node.op === 'list' && (role.kind === 'any' || role.kind === 'family')) &&
    !(isOutcome(node) && role.kind === 'family')
  )
    return 'no'; // prettier-ignore
  if (!hasName(tests, node) || tests.never.has(markedName(node))) return 'no';
  if (role.variable && node.op === 'num') return 'no';
  // `d_2 = d_1 - u`: the second of two quantities is no step of many.
  if (role.variable && role.state && isNumbered(node)) return 'no';
  // In `\sum_x \sum_y x y P(x, y)` the indices themselves are multiplied: they are no elements of a list.
  if (role.atomic && role.kind === 'family' && node.op === 'bound') return 'no';
  // A matrix written out stands where the letter for it would.
  if (role.atomic && !isAtomic(node) && !(node.op === 'matrix' && /^(matrix|vector)/.test(role.kind))) return 'no';
  // What is given after a bar belongs to a law: it is no input of a function that is known by its name.
  if (role.compound && (isAtomic(node) || node.op === 'cond')) return 'no';
  if (role.plain && isSquared(tests, node)) return 'no';
  if (role.sum && !hasSum(node)) return 'no';
  if (role.table && !isTable(role.table, node)) return 'no';
  if (role.product && !containsNode(node, isProduct)) return 'no';
  // Of what is known by its name alone, two letters side by side say too little: `\sigma_y(n \tau)` is a deviation.
  if (role.product && role.compound && isLetters(node)) return 'no';
  // `\sigma_{st}` is one number of a table, not the function σ; a law may name its two quantities.
  if (
    tests.among &&
    role.kind === 'function' &&
    node.op === 'idx' &&
    node.kids.length > 2 &&
    !isLaw(node) &&
    !followsPolicy(node)
  )
    return 'no';
  // `\partial x` alone is half of a derivative.
  if (node.op === 'diff' && node.data === 'partial' && role.kind.startsWith('vector')) return 'no';
  if (role.scalar && (admitsKind('scalar', node) === 'no' || isState(node))) return 'no';
  if (role.vector && (shapeOf(node) !== 'vector' || !containsNode(node, isArrow))) return 'no';
  if (!hasMention(tests, node)) return 'no';
  if (POSITIVE.has(role.domain) && isNegated(node)) return 'no';
  // Roles are real unless they say otherwise.
  const real = role.domain !== 'complex' && (role.kind === 'scalar' || role.kind === 'any');
  if (real && containsNode(node, isImaginaryUnit)) return 'no';
  return admitsKind(role.kind, node);
}

/** `(\nabla f)^2`, alone or with factors: a power of what the role asks for. */
function isSquared(tests: RoleTests, node: Node): boolean {
  if (node.op === 'mul') return node.kids.some((k) => isSquared(tests, k));
  return node.op === 'pow' && Number(node.kids[1]?.data) > 1 && hasMention(tests, node);
}

/** `X_i = x_i`: what happens in one case. */
function isOutcome({ op, data }: Node): boolean {
  return op === 'rel' && data === '=';
}

/** Whether it goes by a name that the role allows; a role that names none allows all. */
export function hasName({ among }: RoleTests, node: Node): boolean {
  const name = headName(node);
  return among === undefined || among.has(name) || among.has(undecorated(name));
}

/** A matrix written out entry by entry; `lower` and `upper` have zeros on the other side of the diagonal, and not on both. */
function isTable(wanted: NonNullable<Role['table']>, { op, data, kids }: Node): boolean {
  if (op !== 'matrix') return false;
  if (wanted === 'written') return true;
  if (wanted === 'numbers') return kids.every((k) => k.op === 'num');
  const columns = Number(String(data).split('x')[1]);
  const isZero = (k: Node): boolean => k.op === 'num' && k.data === 0;
  const side = (at: number): number => Math.floor(at / columns) - (at % columns);
  const sign = wanted === 'upper' ? -1 : 1;
  const isOne = (k: Node): boolean => k.op === 'num' && k.data === 1;
  if (wanted === 'unit lower' && !kids.every((k, at) => side(at) !== 0 || isOne(k))) return false;
  return (
    kids.every((k, at) => sign * side(at) >= 0 || isZero(k)) && kids.some((k, at) => sign * side(at) > 0 && !isZero(k))
  );
}

/** More than letters and their signs; an element taken off another is a difference of scores. */
function isProduct({ op, kids }: Node): boolean {
  return (
    PRODUCTS.has(op) ||
    (op === 'mul' && (kids.filter((k) => k.op !== 'num').length > 1 || kids.some((k) => k.op === 'idx')))
  );
}

function isLetters({ op, kids }: Node): boolean {
  return op === 'mul' && kids.every((k) => k.op === 'sym' || k.op === 'num');
}

const PRODUCTS: ReadonlySet<string> = new Set(['seq', 'inner', 'had', 'fn', 'call', 'big', 'norm']);

function isLaw({ kids }: Node): boolean {
  return /^[pPqQ]$/.test(String(kids[0]?.data));
}

/** `V^\pi_k(s)`: a policy above the letter is no place in a table. */
function followsPolicy({ kids }: Node): boolean {
  return kids.slice(1).some(({ op, data }) => op === 'sym' && String(data) === 'pi');
}

const POSITIVE: ReadonlySet<string> = new Set(['positive', 'tiny', 'nonnegative', 'probability', 'natural']);

/** A letter with a minus sign, or a negative number. Of more than that the sign is not known: `-\log p` is positive. */
function isNegated({ op, data, kids }: Node): boolean {
  if (op === 'num') return typeof data === 'number' && data < 0;
  const [first, second] = kids;
  if (op !== 'mul' || kids.length !== 2 || !first || !second) return false;
  const [number, letter] = first.op === 'num' ? [first, second] : [second, first];
  return isNegated(number) && (letter.op === 'sym' || letter.op === 'idx');
}

/** A bold letter, or one below an arrow: its elements are vectors, while those of a transposed x are numbers. */
function isArrow(n: Node): boolean {
  return n.op === 'sym' && /bold:|vec\(/.test(String(n.data));
}

function isImaginaryUnit(n: Node): boolean {
  return n.op === 'sym' && n.data === 'imaginaryI';
}

function admitsKind(kind: Role['kind'], node: Node): Admission {
  const shape = shapeOf(node);
  switch (kind) {
    case 'any':
    case 'family':
    case 'order':
      return 'yes';
    case 'scalar':
      return shape === 'vector' || shape === 'matrix' ? 'no' : 'yes';
    case 'vector':
      if (shape === 'vector') return 'yes';
      return shape === 'any' && !isScalarByHabit(node) ? 'assumed-vector' : 'no';
    case 'vector!':
      return shape === 'vector' || node.op === 'deriv' ? 'yes' : 'no';
    case 'matrix':
      if (shape === 'matrix') return 'yes';
      return shape === 'any' && (mayBeMatrixLetter(node) || isMultiple(node) || node.op === 'seq' || node.op === 'fn')
        ? 'assumed-matrix'
        : 'no';
    case 'matrix!':
      return shape === 'matrix' ? 'yes' : 'no';
    case 'function':
      return isNamed(node) || node.op === 'deriv' || (node.op === 'inverse' && node.kids.every(isNamed)) ? 'yes' : 'no';
    case 'index':
      return node.op === 'num' || shape === 'any' || shape === 'scalar' ? 'yes' : 'no';
    case 'set':
    case 'text':
      return 'yes';
  }
}

function isNamed({ op }: Node): boolean {
  return op === 'sym' || op === 'idx';
}

/** `\beta K`: a matrix times numbers. */
function isMultiple({ op, kids }: Node): boolean {
  const others = kids.filter((k) => k.op !== 'num' && !isScalarLetter(k));
  const [only] = others;
  return op === 'mul' && others.length === 1 && only !== undefined && mayBeMatrixLetter(only);
}

/** `d_2`: one of a few, by its number. */
function isNumbered({ op, kids }: Node): boolean {
  return op === 'idx' && kids.slice(1).every((k) => k.op === 'num');
}

/** `|\psi\rangle`: a state is a vector; only what stands between two of them is a number. */
function isState({ op, data, kids }: Node): boolean {
  return op === 'op' && data === 'braket' && kids.length === 1;
}

/** A small letter applied to several things, `f(x, y)`, is a number at each of their values. */
function isScalarByHabit({ op, data, kids }: Node): boolean {
  return (
    op === 'num' || op === 'rel' || op === 'matrix' || (op === 'fn' && kids.length > 1 && /^[a-z]$/.test(String(data)))
  );
}

const ATOMIC: ReadonlySet<string> = new Set(['sym', 'idx', 'num', 'prev', 'bound', 'param', 'diff']);

/** One symbol, one element, or one letter applied: `x`, `x_i`, `f(t)`. */
function isAtomic(node: Node): boolean {
  if (node.op === 'fn') return /^(?:.|[a-z]+:.)$/.test(String(node.data));
  return ATOMIC.has(node.op);
}
