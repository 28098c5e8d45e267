import { ungroup } from './build.js';
import type { ApplyExpr, Expr, RelationExpr } from './types.js';

/** Signs between events that must all happen. */
const AND = /^(cap|wedge|land)$/;
/** Letters that name a chance: behind them capitals side by side are events, not factors. */
const CHANCE = /^(P|Pr|Prob)$/;

/**
 * `P(A \cap B)`, `P(A \wedge B)`, `P(A \text{ and } B)` and `P(AB)` are the chance that both happen, which is written `P(A, B)` as well: with the events
 * as arguments of their own, on either side of a bar. Anything else comes back as it is.
 */
export function withJointEvents(e: ApplyExpr): ApplyExpr {
  const head = ungroup(e.head);
  if (head.kind !== 'symbol' || (head.name.length > 1 && !CHANCE.test(head.name))) return e;
  const isChance = CHANCE.test(head.name);
  const apart = (items: readonly Expr[]): readonly Expr[] => {
    const events = items.flatMap((item) => eventsOf(item, isChance));
    return events.length === items.length ? items : events;
  };
  const args = apart(e.args).map((arg): Expr => {
    if (arg.kind !== 'conditional') return arg;
    const [left, right] = [apart(arg.left), apart(arg.right)];
    return left === arg.left && right === arg.right ? arg : { ...arg, left, right };
  });
  return args.length === e.args.length && args.every((arg, k) => arg === e.args[k]) ? e : { ...e, args };
}

function eventsOf(e: Expr, isChance: boolean): readonly Expr[] {
  const inner = ungroup(e);
  if (inner.kind === 'text' && isChance) return inner.text.trim() === 'and' ? [] : [e];
  if (inner.kind === 'operation' && inner.ops.every((op) => AND.test(op))) return inner.operands;
  if (inner.kind === 'relation') return statementsOf(inner) ?? [e];
  if (inner.kind !== 'multiply') return [e];
  if (inner.ops.every((op) => AND.test(op))) return inner.factors;
  return isChance && inner.ops.every((op) => op === '') && inner.factors.every(isEvent) ? inner.factors : [e];
}

/** `X = x \cap Y = y`: the sign between two statements was read as one between their sides. */
function statementsOf({ sides, ops, span }: RelationExpr): readonly Expr[] | undefined {
  const at = sides.findIndex((side) => side.kind === 'operation' && side.ops.every((op) => AND.test(op)));
  const middle = sides[at];
  if (middle?.kind !== 'operation' || middle.operands.length !== 2 || at === 0 || at === sides.length - 1)
    return undefined;
  const [end, begin] = middle.operands as [Expr, Expr];
  const first: RelationExpr = {
    kind: 'relation',
    ops: ops.slice(0, at),
    sides: [...sides.slice(0, at), end],
    span: [span[0], end.span[1]],
  };
  const rest: RelationExpr = {
    kind: 'relation',
    ops: ops.slice(at),
    sides: [begin, ...sides.slice(at + 1)],
    span: [begin.span[0], span[1]],
  };
  return [first, ...(statementsOf(rest) ?? [rest])];
}

/** A capital letter, with or without an index. */
function isEvent(e: Expr): boolean {
  const letter = e.kind === 'indexed' ? e.base : e;
  return letter.kind === 'symbol' && /^[A-Z]$/.test(letter.name);
}
