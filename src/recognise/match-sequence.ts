import type { Occurrence } from '../canon/index.js';
import { letterOf } from '../catalogue/possible.js';
import { admits } from './admissible.js';
import type { Matcher, Next } from './match.js';

/** Longest run of factors that one role takes. */
const LONGEST_RUN = 4;

/** Ordered products: factor by factor, where a role for a vector or matrix may take a run of neighbours. */
export function matchSequence(m: Matcher, p: Occurrence, s: Occurrence, next: Next): boolean {
  // Plain letters of unknown kind may have lost their order to commuting: the source still has it.
  const factors = s.node.op === 'seq' ? s.kids : s.node.op === 'mul' ? inSourceOrder(s.kids) : undefined;
  if (!factors) return false;
  return matchRun(m, p.kids, factors, String(s.node.data), next);
}

function matchRun(
  m: Matcher,
  ps: readonly Occurrence[],
  ss: readonly Occurrence[],
  order: string,
  next: Next,
): boolean {
  const [p, ...rest] = ps;
  if (!p) return ss.length === 0 && next();
  if (ss.length < ps.length || !m.spend()) return false;
  const isRole = p.node.op === 'hole';
  const most = isRole ? Math.min(LONGEST_RUN, ss.length - rest.length) : 1;
  for (let n = 1; n <= most; n++) {
    const after = (): boolean => matchRun(m, rest, ss.slice(n), order, next);
    const [first] = ss;
    if (n === 1 && first) {
      if (m.match(p, first, after)) return true;
      continue;
    }
    const pieces = ss.slice(0, n);
    const run = m.build.make('seq', order === 'loose' ? 'loose' : 'strict', pieces, null);
    const role = letterOf(p.node);
    const test = m.tests(role);
    if (test && admits(test, run) === 'no') continue;
    if (m.bindRole(role, { node: run.node, places: [{ combine: 'seq', pieces }] }, after)) return true;
  }
  return false;
}

function inSourceOrder(kids: readonly Occurrence[]): readonly Occurrence[] {
  return [...kids].sort((a, b) => (a.src?.span[0] ?? 0) - (b.src?.span[0] ?? 0));
}
