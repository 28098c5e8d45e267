import type { Builder } from './build.js';
import type { Node } from './node.js';
import type { Occurrence } from './occurrence.js';
import { containsNode } from './occurrence.js';
import { probe } from './probe.js';
import { substitute } from './substitute.js';

const UPDATE_SIGNS: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'to']);

/**
 * A relation as a step of a recurrence, if it is one: `rec(left, right)` where the value before the step is `prev` on the
 * right. `v_t … v_{t-1}`, `v_{t+1} … v_t`, `v^{(t)} …` (the step is exactly one) and the unindexed `v = … v …` become one.
 */
export function recurrenceOf(build: Builder, rel: Occurrence): Occurrence | undefined {
  if (rel.node.op !== 'rel' || !UPDATE_SIGNS.has(String(rel.node.data))) return undefined;
  const [left, right] = rel.kids;
  if (left && isTransformed(left.node, String(rel.node.data))) return undefined;
  if (!left || !right || left.node.op === 'num') return undefined;
  const prev = build.leaf('prev', '', null);
  const state = stateOf(left);
  const isPrevious = (n: Node): boolean => isOneStepBefore(left.node, n);
  const earlier = containsNode(right.node, isPrevious);
  if (!earlier && (isMoment(left.node, String(rel.node.data)) || !containsNode(right.node, (n) => n === left.node))) {
    return undefined;
  }
  const body = substitute(build, right, (o) => {
    // `W = W - a \, dW`: the change has a name of its own, in this line and in the others.
    if (o.node.op === 'diff' && o.node !== left.node) return o;
    if (earlier ? isPrevious(o.node) : o.node === left.node) return { ...prev, src: o.src };
    return undefined;
  });
  return build.make('rec', '', [state, body], rel.src);
}

/** `A_\mu \to A_\mu + \partial_\mu \chi`: how a field looks after a change of description; nothing is updated. */
function isTransformed(left: Node, sign: string): boolean {
  return (
    sign === 'to' &&
    left.op === 'idx' &&
    left.kids.slice(1).some((k) => k.op === 'sym' && SPACETIME.test(String(k.data)))
  );
}

const SPACETIME = /^(mu|nu|rho|sigma|lambda|alpha|beta)$/;

/** `h_t = … h_t …` speaks of one moment; only an arrow makes a step of it. */
function isMoment(left: Node, sign: string): boolean {
  return (
    left.op === 'idx' &&
    sign !== 'gets' &&
    left.kids.slice(1).some((k) => k.op === 'sym' && /^[tkn]$/.test(String(k.data)))
  );
}

/** In forms the state is the role itself, whatever index it is written with. */
function stateOf(left: Occurrence): Occurrence {
  const [base] = left.kids;
  return left.node.op === 'idx' && base?.node.op === 'hole' ? { ...base, src: left.src } : left;
}

/** True for `v_{t-1}` beside `v_t`: the same but for one index, which is less by exactly one; and for `v` beside `v_{new}`. */
function isOneStepBefore(now: Node, before: Node): boolean {
  if (now.op === 'sym' && before.op === 'idx') return isStateBefore(now, before);
  if (now.op !== before.op || now.kids.length !== before.kids.length || now === before) return false;
  if (now.op === 'sym') return isRenewed(now, before);
  if (now.op !== 'idx' && !(now.op === 'fn' && now.data === before.data) && now.op !== 'call') return false;
  let steps = 0;
  for (const [i, kid] of now.kids.entries()) {
    const other = before.kids[i] as Node;
    if (kid === other) continue;
    if (i === 0 && (now.op === 'call' || kid.op === 'sym') && isOneStepBefore(kid, other)) steps++;
    else if (i === 0 && now.op !== 'fn') return false;
    else if (isLessByOne(kid, other)) steps++;
    else return false;
  }
  return steps === 1;
}

/**
 * `v_{new}` beside `v` or `v_{old}`: one letter, and a label that says which of the two is the later. The state of a network
 * (`h`, `c`) is renewed by a prime as well; on other letters a prime says too many things.
 */
function isRenewed(now: Node, before: Node): boolean {
  const state = /^((?:bold:)?[hc])(?:#.*)?$/.exec(String(before.data))?.[1];
  if (state !== undefined && /^([^#]*)/.exec(String(now.data))?.[1] === `${state}'`) return true;
  const [later, earlier] = [now, before].map((n) => /^([^|#]*)(?:\|([^#]*))?(?:#.*)?$/.exec(String(n.data)));
  if (!later || !earlier || later[1] !== earlier[1]) return false;
  return (
    /^(new|next|updated|after)$/.test(later[2] ?? '') &&
    /^(|old|prev|previous|current|cur|before)$/.test(earlier[2] ?? '')
  );
}

/** `w = w_{t-1} - …`: on the left the index is left off. */
function isStateBefore(now: Node, before: Node): boolean {
  const [base, step, ...more] = before.kids;
  if (base !== now || step?.op !== 'add' || step.kids.length !== 2 || more.length > 0) return false;
  return step.kids.some((k) => k.op === 'num' && k.data === -1) && step.kids.some((k) => k.op === 'sym');
}

function isLessByOne(now: Node, before: Node): boolean {
  for (let point = 1; point <= 2; point++) {
    const a = probe(now, point);
    const b = probe(before, point);
    if (!(Math.abs(a - b - 1) < 1e-9)) return false;
  }
  return true;
}
