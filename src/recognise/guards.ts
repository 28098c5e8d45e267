import { type Builder, type Node, type Occurrence, probablyEqual, probe } from '../canon/index.js';
import type { Guard } from '../catalogue/pattern.js';
import type { Match } from './bindings.js';
import { roleName } from './match.js';

export type Verdict = 'yes' | 'no' | 'unknown';

/** A guard with the reader's pieces put in for the roles: decided by numbers at pseudo-random points. */
export function decideGuard(build: Builder, guard: Guard, match: Match): Verdict {
  const counted = countGuard(build, guard, match);
  if (counted) return counted;
  const left = transfer(build, guard.left, match);
  const right = transfer(build, guard.right, match);
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
  const each = letters.length === counts.length && letters.length > 1 && letters.every((k) => k.node.op === 'sym');
  return open && each ? 'yes' : 'no';
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
    const binding = match.roles.get(roleName(node));
    return binding && nodeOccurrence(build, binding.node);
  }
  const kids: Occurrence[] = [];
  for (const kid of node.kids) {
    const made = transfer(build, kid, match);
    if (!made) return undefined;
    kids.push(made);
  }
  return build.rebuild({ node, kids: [], src: null }, kids);
}

/** An occurrence without sources for a node of this arena. */
function nodeOccurrence(build: Builder, node: Node): Occurrence {
  return { node, kids: node.kids.map((k) => nodeOccurrence(build, k)), src: null };
}
