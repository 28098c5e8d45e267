import {
  type Builder,
  boundName,
  isSameNumber,
  type Node,
  type Occurrence,
  probablyEqual,
  probe,
  replaceNodes,
  substitute,
} from '../canon/index.js';
import type { Guard } from '../catalogue/pattern.js';
import { letterOf } from '../catalogue/possible.js';
import type { Match } from './bindings.js';

export type Verdict = 'yes' | 'no' | 'unknown';

/** A guard with the reader's pieces put in for the roles: decided by numbers at pseudo-random points. */
export function decideGuard(build: Builder, guard: Guard, match: Match): Verdict {
  const counted = countGuard(build, guard, match);
  if (counted) return counted;
  const equal = guard.op === '=' || guard.op === 'ne' ? areEqualAtOnce(guard, match) : undefined;
  if (equal !== undefined) return equal === (guard.op === '=') ? 'yes' : 'no';
  const [left, right] = [guard.left, guard.right].map((side) => {
    const own = transfer(build, side, match);
    return own && spelledOut(build, own);
  });
  if (!left || !right) return 'unknown';
  switch (guard.op) {
    case '=':
      return probablyEqual(left.node, right.node) ? 'yes' : 'no';
    case 'ne':
      return probablyEqual(left.node, right.node) ? 'no' : 'yes';
    default:
      return compare(guard.op, left.node, right.node);
  }
}

const POINTS = [1, 2, 3];

/** Where only arithmetic is involved, numbers are put in for the roles without building what they make up. */
function areEqualAtOnce({ left, right }: Guard, match: Match): boolean | undefined {
  for (const point of POINTS) {
    const [a, b] = [valueAt(left, match, point), valueAt(right, match, point)];
    if (a === undefined || b === undefined) return undefined;
    if (!isSameNumber(a, b)) return false;
  }
  return true;
}

function valueAt(node: Node, match: Match, point: number): number | undefined {
  if (node.op === 'hole' || node.op === 'family') {
    const bound = match.roles.get(letterOf(node))?.node;
    return bound && isArithmetic(bound) ? probe(bound, point) : undefined;
  }
  if (node.op === 'num') return Number(node.data);
  if (node.op !== 'add' && node.op !== 'mul') return undefined;
  let value = node.op === 'add' ? 0 : 1;
  for (const kid of node.kids) {
    const part = valueAt(kid, match, point);
    if (part === undefined) return undefined;
    value = node.op === 'add' ? value + part : value * part;
  }
  return value;
}

const ARITHMETIC: ReadonlySet<string> = new Set(['num', 'sym', 'idx', 'bound', 'param', 'fn', 'add', 'mul', 'pow']);

function isArithmetic(node: Node): boolean {
  return ARITHMETIC.has(node.op) && (node.op === 'idx' || node.op === 'fn' || node.kids.every(isArithmetic));
}

/** A sum over so many numbers is compared term by term with what has its terms as factors. */
const MOST_TERMS = 6;

/** `r_1 + r_2`, read as a sum over an index, as the sum of its terms again: so the numbers of `r_1` beside it agree with it. */
function spelledOut(build: Builder, o: Occurrence): Occurrence {
  return substitute(build, o, (part) => {
    const [name, variables, height] = String(part.node.data).split(':');
    const [body, domain, ...more] = part.kids;
    if (part.node.op !== 'big' || name !== 'sum' || variables !== '1' || !body || !domain || more.length > 0)
      return undefined;
    const [from, to] = domain.kids.map((k) => (k.node.op === 'num' ? Number(k.node.data) : Number.NaN));
    const bound = boundIn(body.node, boundName(Number(height), 0));
    if (from === undefined || to === undefined || !(to - from < MOST_TERMS) || to < from || !bound) return undefined;
    const values = Array.from({ length: to - from + 1 }, (_, k) => build.num(from + k, null));
    return build.add(
      values.map((v) => replaceNodes(build, body, [bound], [v])),
      null,
    );
  });
}

function boundIn(node: Node, name: string): Node | undefined {
  if (node.op === 'bound' && node.data === name) return node;
  for (const kid of node.kids) {
    const found = boundIn(kid, name);
    if (found) return found;
  }
  return undefined;
}

function compare(op: string, left: Node, right: Node): Verdict {
  if (left.op !== 'num' || right.op !== 'num') return 'unknown';
  const [a, b] = [probe(left, 1), probe(right, 1)];
  const holds = op === '<' ? a < b : op === '>' ? a > b : op === 'le' ? a <= b : op === 'ge' ? a >= b : undefined;
  return holds === undefined ? 'unknown' : holds ? 'yes' : 'no';
}

/** `n = \count{i}`: by the bounds where they are written; a plain letter over an index without bounds is taken for its count. */
function countGuard(build: Builder, guard: Guard, match: Match): Verdict | undefined {
  if (guard.right.op !== 'fn' || guard.right.data !== 'count') return undefined;
  const letter = String(guard.right.kids[0]?.data ?? '').replace(/#.*$/, '');
  const big = match.binders.get(letter);
  const left = transfer(build, guard.left, match);
  if (!big || !left) return 'unknown';
  const counts = big.kids.slice(1).map((d) => countOf(build, d));
  if (counts.every((c) => c !== undefined)) {
    const product = build.mul(counts as Occurrence[], null);
    if (probablyEqual(asCardinality(build, left).node, product.node)) return 'yes';
  }
  const [domain] = big.kids.slice(1);
  const unbounded =
    counts.length === 1 && domain && !String(domain.node.data).startsWith('range') && variablesOf(big) === 1;
  const letterLike =
    left.node.op === 'sym' || left.node.op === 'card' || left.node.op === 'abs' || left.node.op === 'idx';
  if (unbounded && letterLike) return 'yes';
  // 1/(nT) beside two sums without bounds: a letter for the count of each.
  const letters = left.node.op === 'mul' || left.node.op === 'seq' ? left.kids : [];
  const open = big.kids.slice(1).every((d) => String(d.node.data).startsWith('all'));
  const each = letters.length === variablesOf(big) && letters.length > 1 && letters.every((k) => k.node.op === 'sym');
  return open && (each || (isSquare(left) && variablesOf(big) === 2)) ? 'yes' : 'no';
}

/** `n^2` beside a sum over i and j: as many of the one as of the other. */
function isSquare({ node, kids }: Occurrence): boolean {
  return node.op === 'pow' && kids[0]?.node.op === 'sym' && kids[1]?.node.data === 2;
}

function variablesOf(big: Occurrence): number {
  return Number(String(big.node.data).split(':')[1]);
}

/** How many values a domain has, where it is written: `1..n` has n, `i \in B` has |B|. */
function countOf(build: Builder, domain: Occurrence): Occurrence | undefined {
  const kind = String(domain.node.data).split(':')[0];
  const [from, to] = domain.kids;
  if (kind === 'range' && from && to)
    return build.add([to, build.mul([build.num(-1, null), from], null), build.num(1, null)], null); // prettier-ignore
  if (kind === 'in' && from) return build.make('card', '', [from], null);
  return undefined;
}

/** `|B|` is a cardinality beside a sum over B, whatever it was read as. */
function asCardinality(build: Builder, o: Occurrence): Occurrence {
  return o.node.op === 'abs' ? build.make('card', '', o.kids, o.src) : o;
}

/** A catalogue node in the request's arena, roles replaced; undefined when a role is not bound. */
export function transfer(build: Builder, node: Node, match: Match): Occurrence | undefined {
  if (node.op === 'hole' || node.op === 'family') {
    const binding = match.roles.get(letterOf(node));
    return binding && nodeOccurrence(build, binding.node);
  }
  const kids: Occurrence[] = [];
  for (const kid of node.kids) {
    const made = transfer(build, kid, match);
    if (!made) return undefined;
    kids.push(made);
  }
  const [head, ...args] = kids;
  // A role applied to something is that letter's function once the letter is known.
  if (node.op === 'call' && head?.node.op === 'sym') return build.make('fn', head.node.data, args, null);
  return build.rebuild({ node, kids: [], src: null }, kids);
}

/** An occurrence without sources for a node of this arena. */
function nodeOccurrence(build: Builder, node: Node): Occurrence {
  return { node, kids: node.kids.map((k) => nodeOccurrence(build, k)), src: null };
}
