import { type Builder, containsNode, type Node, type Occurrence } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import type { Match, Trail } from './bindings.js';
import { isConjugate } from './conjugate.js';
import { decideGuard } from './guards.js';
import { createMatcher, type Matcher, WORK_BOUND, type Work } from './match.js';
import { matchCommutative } from './match-commutative.js';
import { confusesFamilies } from './pairs.js';

/** Bindings compared before one is chosen: some forms can be filled in several ways. */
const MOST_SOLUTIONS = 8;

/**
 * The best way in which a one-line pattern matches an occurrence, or nothing. Where facts decide between the ways (which factor
 * is the weight that sums to 1?), all of them.
 */
export function matchPattern(
  build: Builder,
  pattern: Pattern,
  subject: Occurrence,
  work: Work = { remaining: WORK_BOUND },
): readonly Match[] {
  const [line] = pattern.lines;
  if (!line) return [];
  const matcher = createMatcher(build, pattern.concept, work);
  return bestOf(pattern, (found) => matchRoot(matcher, pattern, line, subject, found), build);
}

/** The best way in which a pattern of several lines matches lines of a system, in any order. */
export function matchLines(
  build: Builder,
  pattern: Pattern,
  lines: readonly (readonly Occurrence[])[],
  work: Work = { remaining: WORK_BOUND },
): readonly Match[] {
  const matcher = createMatcher(build, pattern.concept, work);
  const place = (at: number, free: readonly number[], covered: readonly Occurrence[], found: Found): boolean => {
    const wanted = pattern.lines[at];
    if (!wanted) return found(matcher.trail, covered, true);
    for (const i of free) {
      for (const candidate of lines[i] ?? []) {
        const rest = free.filter((x) => x !== i);
        if (matcher.match(wanted, candidate, () => place(at + 1, rest, [...covered, candidate], found))) return true;
      }
    }
    return false;
  };
  const all = lines.map((_, i) => i);
  return bestOf(pattern, (found) => place(0, all, [], found), build);
}

type Found = (trail: Trail, covered: readonly Occurrence[], whole: boolean) => boolean;

function matchRoot(m: Matcher, pattern: Pattern, p: Occurrence, s: Occurrence, found: Found): boolean {
  const { op } = p.node;
  const mayLeave = op === 'mul' && !pattern.form.whole && s.node.op === 'mul';
  if (!mayLeave) return m.match(p, s, () => found(m.trail, [s], true));
  return matchCommutative(
    m,
    p,
    s,
    'leftover',
    () => found(m.trail, [s], true),
    (rest, covered) =>
      rest.length === 0 ? found(m.trail, [s], true) : covered.length > 0 && found(m.trail, [...covered], false),
  ); // prettier-ignore
}

function bestOf(pattern: Pattern, search: (found: Found) => boolean, build: Builder): readonly Match[] {
  const all: Match[] = [];
  let best: { match: Match; score: number } | undefined;
  search((trail, covered, whole) => {
    const match = snapshot(trail, covered, whole);
    if (!admissible(build, pattern, match)) return false;
    const score = preference(pattern, match) + (whole ? 10 : 0);
    if (!best || score > best.score) best = { match, score };
    return all.push(match) >= MOST_SOLUTIONS;
  });
  if (pattern.given.length > 0) return all;
  return best ? [best.match] : [];
}

function snapshot(trail: Trail, covered: readonly Occurrence[], whole: boolean): Match {
  return {
    roles: new Map(trail.roles),
    binders: new Map(trail.binders),
    parts: new Map(trail.parts),
    covered,
    whole,
    logBase: trail.logBase,
    assumedKinds: new Map(trail.assumedKinds),
  };
}

function admissible(build: Builder, pattern: Pattern, match: Match): boolean {
  for (const [letter, { role }] of pattern.concept.roles) {
    const binding = match.roles.get(letter);
    if (!binding) continue;
    for (const other of role.free_of) {
      const forbidden = match.roles.get(other.replace(/^\\/, ''))?.node;
      if (forbidden && occursIn(binding.node, forbidden)) return false;
    }
  }
  for (const [letter, { role }] of pattern.concept.roles) {
    const binding = match.roles.get(letter);
    if (binding && role.slope_at !== undefined && !isSlopeAt(binding.node, match.roles.get(role.slope_at)?.node))
      return false;
    if (
      binding &&
      role.conjugate_of !== undefined &&
      !isConjugate(binding.node, match.roles.get(role.conjugate_of)?.node)
    )
      return false;
  }
  if (confusesFamilies([...match.roles.values()].flatMap(({ node, groups }) => (groups ? [node] : [])))) return false;
  return pattern.guards.every((g) => decideGuard(build, g, match) === 'yes');
}

/** A derivative of something applied says where it is taken: there, or at the value before the step. */
function isSlopeAt(node: Node, place: Node | undefined): boolean {
  const applied = (n: Node): boolean => n.op === 'fn' || n.op === 'call';
  const elsewhere = (n: Node): boolean => {
    const body = n.op === 'deriv' ? n.kids[0] : undefined;
    return (
      body !== undefined &&
      n.kids.length === 1 &&
      applied(body) &&
      !containsNode(body, (x) => x.op === 'prev' || x === place)
    );
  };
  return !containsNode(node, elsewhere);
}

/** A state occurs as itself, as its value before the step, or at any other step. */
function occursIn(node: Node, state: Node): boolean {
  const base = state.op === 'idx' ? state.kids[0] : state;
  return containsNode(node, (n) => n === state || n === base || n.op === 'prev');
}

function preference(pattern: Pattern, match: Match): number {
  let score = 0;
  for (const [letter, { role, preferred }] of pattern.concept.roles) {
    const binding = match.roles.get(letter);
    if (!binding || role.prefer.length === 0) continue;
    if (preferred.has(binding.node.op === 'idx' ? String(binding.node.kids[0]?.data) : String(binding.node.data)))
      score++;
  }
  return score;
}
