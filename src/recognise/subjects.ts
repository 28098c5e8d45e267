import { type Canon, type Occurrence, recurrenceOf } from '../canon/index.js';
import { ungroup } from '../expr/build.js';
import { joinSpans } from '../expr/span.js';
import { children } from '../expr/traverse.js';
import type { Expr, RelationExpr } from '../expr/types.js';

import { literalOccurrence } from './matrix-literals.js';

/** A place to look for concepts: an occurrence, and the statement it stands in. */
export type Subject = {
  readonly occurrence: Occurrence;
  /** The source expression that the occurrence is the whole of; null for what only canonicalisation sees as one. */
  readonly expr: Expr | null;
  /** Number of the statement, from 0. */
  readonly line: number;
  /** The left side that names what stands here, when this is the whole right side of a definition. */
  readonly defines: Expr | undefined;
  /** Whether this formula says what it is: the value on the left side of a definition. */
  readonly isDefined: boolean;
};

const DEFINING: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'equiv']);
/** Places looked at in one formula. */
const MOST_SUBJECTS = 4000;

/** Of every way to read the formula: every source subtree, every pair of sides of a chain, recurrences, and what canonicalisation gathers. */
export function collectSubjects(canon: Canon, ...roots: readonly Expr[]): Subject[] {
  const subjects: Subject[] = [];
  const seen = new Set<string>();
  const put = (occurrence: Occurrence, expr: Expr | null, line: number, defines?: Expr, isDefined = false): void => {
    const { src } = occurrence;
    const key = `${occurrence.node.id}@${src ? src.span.join() : ''}@${line}`;
    if (seen.has(key) || subjects.length >= MOST_SUBJECTS) return;
    seen.add(key);
    subjects.push({ occurrence, expr, line, defines, isDefined });
    const turned = negatedSum(canon, occurrence);
    if (turned) put(turned, turned.src, line);
    const whole = withNumber(canon, occurrence);
    if (whole) put(whole, expr, line, defines, isDefined);
    for (const kid of occurrence.kids) {
      // What has a source of its own is visited from the source; what has none is visited here.
      if (!kid.src && kid.kids.length > 0) put(kid, null, line);
    }
  };
  const visit = (e: Expr, line: number, defines?: Expr, isDefined = false): void => {
    put(canon.of(e), e, line, defines, isDefined);
    const literal = literalOccurrence(canon, e);
    if (literal) put(literal, e, line, defines);
    if (e.kind === 'group') visit(e.body, line, defines);
    else if (e.kind === 'relation') visitRelation(e, line);
    else if (e.kind === 'indexed')
      for (const child of children(e)) visit(child, line, undefined, isDefined && child === e.base);
    else for (const child of children(e)) if (!isInverseOfHead(e, child)) visit(child, line);
  };
  const visitRelation = (e: RelationExpr, line: number): void => {
    const [left] = e.sides;
    for (const [i, side] of e.sides.entries()) {
      const named =
        i > 0 && left && DEFINING.has(e.ops[i - 1] ?? '') && DEFINING.has(e.ops[0] ?? '') ? left : undefined;
      if (i > 0 || !e.inheritsLeft) visit(side, line, named, i === 0 && DEFINING.has(e.ops[0] ?? ''));
    }
    for (const pair of pairsOf(e)) {
      const occurrence = canon.of(pair);
      put(occurrence, pair, line);
      const step =
        pair.sides[0] === left && pair.sides[1] === e.sides[1] ? recurrenceOf(canon.build, occurrence) : undefined;
      if (step) put(step, pair, line);
    }
  };
  for (const root of roots) for (const [i, statement] of statementsOf(root).entries()) visit(statement, i);
  return subjects;
}

/** `\Phi^{-1}(p)`: the inverse of a function that is applied is no matrix. */
function isInverseOfHead(e: Expr, child: Expr): boolean {
  return e.kind === 'apply' && child === e.head && child.kind === 'inverse';
}

/** `-w [a + b]`: the sum with its sign is a thing of its own, though a weight stands between the two. */
function negatedSum(canon: Canon, o: Occurrence): Occurrence | undefined {
  if (o.node.op !== 'mul' || o.kids.length < 3) return undefined;
  const negative = o.kids.some((k) => k.node.op === 'num' && Number(k.node.data) < 0);
  const sum = o.kids.find((k) => k.node.op === 'add' && k.src !== null);
  if (!negative || !sum?.src) return undefined;
  const src: Expr = { kind: 'negate', arg: sum.src, span: sum.src.span };
  return canon.build.mul([canon.build.num(-1, null), sum], src);
}

/** `\int_0^1 3 x^2 \, dx` is an integral with its 3, though canonical form keeps numbers before it. */
function withNumber(canon: Canon, { node, kids, src }: Occurrence): Occurrence | undefined {
  const [number, big] = kids;
  if (node.op !== 'mul' || kids.length !== 2 || !src || ungroup(src).kind !== 'big') return undefined;
  if (number?.node.op !== 'num' || big?.node.op !== 'big') return undefined;
  const [body, ...domains] = big.kids;
  if (!body) return undefined;
  return canon.build.make('big', big.node.data, [canon.build.mul([number, body], null), ...domains], src);
}

/** The statements of a formula: its lines, or itself. */
export function statementsOf(root: Expr): readonly Expr[] {
  if (root.kind === 'system') return root.lines.flatMap(statementsOf);
  if (root.kind === 'list' && root.items.some((i) => i.kind === 'relation')) return root.items;
  if (root.kind === 'group') return root.body.kind === 'system' ? statementsOf(root.body) : [root];
  return [root];
}

/** A chain says several things: each side with the next, and the first with each that it is equal to, below or above. */
export function pairsOf(e: RelationExpr): RelationExpr[] {
  if (e.sides.length === 2) return [e];
  const pairs: RelationExpr[] = [];
  const pair = (i: number, j: number, op: RelationExpr['ops'][number]): void => {
    const [a, b] = [e.sides[i], e.sides[j]];
    if (a && b) pairs.push({ kind: 'relation', ops: [op], sides: [a, b], span: joinSpans(a.span, b.span) });
  };
  for (let i = 0; i + 1 < e.sides.length; i++) pair(i, i + 1, e.ops[i] ?? '=');
  for (let j = 2; j < e.sides.length; j++) {
    const op = through(e.ops.slice(0, j));
    if (op) pair(0, j, op);
  }
  return pairs;
}

/** What a chain says of its ends: `a \ge b = c` and `a > b \ge c` that a is no smaller than c; `a < b > c` nothing. */
function through(ops: RelationExpr['ops']): RelationExpr['ops'][number] | undefined {
  if (ops.every((op) => DEFINING.has(op))) return ops[ops.length - 1];
  const one = ops.find((op) => op !== '=');
  if (ops.every((op) => op === one || op === '=')) return one === '<' || one === '>' ? one : weak(ops);
  return weak(ops);
}

function weak(ops: RelationExpr['ops']): 'le' | 'ge' | undefined {
  if (ops.every((op) => op === '=' || op === 'le' || op === '<')) return 'le';
  return ops.every((op) => op === '=' || op === 'ge' || op === '>') ? 'ge' : undefined;
}
