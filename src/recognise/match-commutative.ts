import { isLooseProduct, type Occurrence } from '../canon/index.js';
import { hasSum } from '../catalogue/letters.js';
import {
  excessOf,
  isBelow,
  isFlexible,
  isNegatedRole,
  isPartBelow,
  isRole,
  letterOf,
  mayHold,
  mayTurn,
  takesSum,
} from '../catalogue/possible.js';
import { admits } from './admissible.js';
import type { Matcher, Next } from './match.js';

/** `exact`: nothing may be left over. `leftover`: what is left is reported to `onRest`. */
export type Mode = 'exact' | 'leftover';

/** Most pieces that are split among several roles. */
const MOST_SPLIT = 8;

/**
 * Sums and products in any order. Rigid children are placed first, most specific first; then known roles; the rest is shared
 * among the free roles. A product's numeric coefficient is one child whose excess over the pattern's is a factor of its own.
 */
export function matchCommutative(
  m: Matcher,
  p: Occurrence,
  s: Occurrence,
  mode: Mode,
  next: Next,
  onRest?: (rest: readonly Occurrence[], covered: readonly Occurrence[], next: Next) => boolean,
): boolean {
  const { op } = p.node;
  if (op === 'mul' && s.node.op === 'seq') {
    // As one factor first; then, where a form's roles may be numbers and the order says nothing, factor by factor.
    return matchChildren(m, p, s, [s], mode, next, onRest) || matchChildren(m, p, s, s.kids, mode, next, onRest);
  }
  return matchChildren(m, p, s, s.node.op === op ? s.kids : [s], mode, next, onRest);
}

function matchChildren(
  m: Matcher,
  p: Occurrence,
  s: Occurrence,
  children: readonly Occurrence[],
  mode: Mode,
  next: Next,
  onRest?: (rest: readonly Occurrence[], covered: readonly Occurrence[], next: Next) => boolean,
): boolean {
  const { op } = p.node;
  const covered: Occurrence[] = [];
  let ps = p.kids;
  let ss = children;
  if ((op === 'had' || op === 'cases' || op === 'inner' || op === 'fn') && s.node.op !== op) return false;
  if (op === 'fn' && p.node.data !== s.node.data) return false;
  if (op === 'mul' && s.node.op === 'add') {
    const turned = turnedAround(m, p, s);
    if (turned) return m.match(turned.role, turned.value, next);
  }
  if (op === 'mul') {
    const split = splitCoefficient(m, ps, ss) ?? splitCoefficient(m, ps, turnedDifference(m, p, ss));
    if (!split) return false;
    ({ ps, ss } = split);
    covered.push(...split.taken);
  }
  const rigid = ps.filter((k) => !isFlexible(k.node)).sort((a, b) => specificity(b) - specificity(a));
  const flexible = ps.filter((k) => isFlexible(k.node));

  const placeRigid = (at: number, rest: readonly Occurrence[]): boolean => {
    const wanted = rigid[at];
    if (!wanted) return shareRest(rest);
    for (const [i, candidate] of rest.entries()) {
      if (!m.spend()) return false;
      if (!mayHold(wanted.node, candidate.node, m.omissible)) continue;
      covered.push(candidate);
      if (m.match(wanted, candidate, () => placeRigid(at + 1, without(rest, i)))) return true;
      covered.pop();
    }
    const opened = openLoose(rest);
    if (opened && placeRigid(at, opened)) return true;
    const optional = op === 'add' && isOptionalTerm(m, wanted);
    return optional ? placeRigid(at + 1, rest) : false;
  };

  const shareRest = (rest: readonly Occurrence[]): boolean => {
    if (share(flexible, rest)) return true;
    const opened = openLoose(rest);
    return opened !== undefined && share(flexible, opened);
  };

  /** Factors whose order says nothing, each for itself; undefined where there is no such product among them. */
  const openLoose = (rest: readonly Occurrence[]): readonly Occurrence[] | undefined => {
    const at = op === 'mul' ? rest.findIndex((k) => isLooseProduct(k.node)) : -1;
    return at < 0 ? undefined : [...without(rest, at), ...(rest[at] as Occurrence).kids];
  };

  /** Gives each free role one piece, or several as their product or sum. */
  const share = (roles: readonly Occurrence[], rest: readonly Occurrence[]): boolean => {
    const [role, ...others] = orderRoles(m, roles);
    if (!m.spend()) return false;
    if (!role) {
      if (rest.length === 0) return onRest && mode === 'leftover' ? onRest([], covered, next) : next();
      return mode === 'leftover' && onRest ? onRest(rest, covered, next) : false;
    }
    // A last role that must take everything takes one piece only when one is left.
    const mayTakeOne = rest.length === 1 || others.length > 0 || mode === 'leftover' || !isRole(role.node);
    if (mayTakeOne) {
      for (const [i, piece] of rest.entries()) {
        if (op === 'mul' && !maySign(m, role, [piece])) continue;
        covered.push(piece);
        if (m.match(role, piece, () => share(others, without(rest, i)))) return true;
        covered.pop();
      }
    }
    const least = mayTakeOne ? 2 : 1;
    for (const subset of subsets(rest, least, others.length === 0 && mode === 'exact')) {
      if (op === 'mul' && !maySign(m, role, subset)) continue;
      if (
        takeSeveral(
          m,
          op,
          role,
          subset,
          () =>
            share(
              others,
              rest.filter((x) => !subset.includes(x)),
            ),
          covered,
        )
      )
        return true; // prettier-ignore
    }
    const name = roleNameOf(role);
    const test = name === undefined ? undefined : m.tests(name)?.role;
    if (name !== undefined && ((op === 'mul' && test?.unit) || (op === 'add' && test?.optional))) {
      const neutral = m.build.num(op === 'mul' ? 1 : 0, null);
      return m.bindRole(name, { node: neutral.node, places: [] }, () => share(others, rest));
    }
    return false;
  };

  return placeRigid(0, ss);
}

/** Binds one role to a product or sum of several pieces. */
function takeSeveral(
  m: Matcher,
  op: string,
  role: Occurrence,
  pieces: readonly Occurrence[],
  next: Next,
  covered: Occurrence[],
): boolean {
  if (op !== 'mul' && op !== 'add') return false;
  // 1/n beside 1/(mT): what stands below the bar, taken together.
  const below = op === 'mul' && isBelow(role.node) ? role.kids[0] : undefined;
  if (below ? !pieces.some(({ node }) => isPartBelow(role.node, node)) : !mayTakeSeveral(m, op, role, pieces))
    return false;
  const combined = op === 'mul' ? m.build.mul(pieces, null) : m.build.add(pieces, null);
  const name = roleNameOf(role);
  covered.push(...pieces);
  let ok = false;
  if (role.node.op === 'hole' && name !== undefined) {
    const test = m.tests(name);
    const known = m.trail.roles.get(name);
    const fits = known ? known.node === combined.node : !test || admits(test, combined) !== 'no';
    // Matching the combined node checks kinds and bound variables; the binding then remembers its pieces.
    ok =
      fits &&
      m.match(role, combined, () => {
        const bound = m.trail.roles.get(name);
        if (!bound || known) return next();
        return m.trail.with(m.trail.roles, name, { ...bound, places: [{ combine: op, pieces }] }, next);
      });
  } else if (below) {
    const base = m.build.pow(combined, m.build.num(1 / Number(role.kids[1]?.node.data), null), null);
    ok = m.match(below, base, next);
  } else ok = m.match(role, combined, next);
  if (!ok) covered.length -= pieces.length;
  return ok;
}

/** What can be said before the pieces are put together. */
function mayTakeSeveral(m: Matcher, op: string, role: Occurrence, pieces: readonly Occurrence[]): boolean {
  if (!isRole(role.node)) return op === 'add' && (isNegatedRole(role.node) || takesSum(role.node, m.omissible));
  const test = role.node.op === 'hole' ? m.tests(letterOf(role.node))?.role : undefined;
  if (!test || isKnown(m, role)) return true;
  return !test.atomic && (!test.sum || op === 'add' || pieces.some(({ node }) => hasSum(node)));
}

/** Compares numeric coefficients: −0.1 against −1 leaves the factor 0.1, nothing against 3 leaves 3. */
function splitCoefficient(m: Matcher, ps: readonly Occurrence[], ss: readonly Occurrence[]) {
  const pNumber = ps.find((k) => k.node.op === 'num');
  const sNumber = ss.find((k) => k.node.op === 'num');
  const excess = excessOf(pNumber?.node, sNumber?.node);
  if (excess === undefined) return undefined;
  const rest = ss.filter((k) => k !== sNumber);
  const left = Math.abs(excess - 1) < 1e-12 ? rest : [...rest, m.build.num(excess, sNumber?.src ?? null)];
  const taken = pNumber ? [m.build.num(Number(pNumber.node.data), null)] : [];
  return { ps: ps.filter((k) => k !== pNumber), ss: left, taken };
}

/** A leftover minus sign is no number of the reader's: only roles marked `signed` take it. */
function maySign(m: Matcher, role: Occurrence, pieces: readonly Occurrence[]): boolean {
  const negative = pieces.some((x) => x.node.op === 'num' && Number(x.node.data) < 0);
  const [inner] = role.node.op === 'pow' ? role.kids : [role];
  const name = inner && roleNameOf(inner);
  return !negative || name === undefined || m.tests(name)?.role.signed === true;
}

/** `-x` beside a sum of subtracted terms: what was in brackets before the sign was multiplied in. */
function turnedAround(m: Matcher, p: Occurrence, s: Occurrence): { role: Occurrence; value: Occurrence } | undefined {
  const [, role] = p.kids;
  if (!role || !isNegatedRole(p.node)) return undefined;
  const written = s.src?.kind === 'group' ? s.src.body : s.src;
  const src = written?.kind === 'negate' ? written.arg : null;
  return { role, value: { ...m.build.mul([m.build.num(-1, null), s], null), src } };
}

/**
 * `\frac{m - x}{s}` as `-\frac{x - m}{s}`, where a form is written so and its letters tell which of the two is which: in
 * `-y (a - b)` with free roles the sign is all that there is to tell.
 */
function turnedDifference(m: Matcher, p: Occurrence, ss: readonly Occurrence[]): readonly Occurrence[] {
  const factors = ss.map((k) => k.node);
  if (!mayTurn(p.node, factors) || !p.kids.some((k) => isTold(m, k))) return ss;
  const number = ss.find((k) => k.node.op === 'num');
  const minus = m.build.num(-1, null);
  const turned = ss.filter((k) => k !== number).map((k) => (k.node.op === 'add' ? m.build.mul([minus, k], null) : k));
  return [...turned, m.build.num(-Number(number?.node.data ?? 1), number?.src ?? null)];
}

function isTold(m: Matcher, o: Occurrence): boolean {
  const terms = o.node.op === 'add' ? o.kids.flatMap((k) => (k.node.op === 'mul' ? k.kids : [k])) : [];
  const names = terms.map(roleNameOf);
  return names.some((name) => name !== undefined && m.tests(name)?.among !== undefined);
}

/** Every subset of the rest with at least `least` members, large ones first when the role must take all. */
function* subsets(rest: readonly Occurrence[], least: number, all: boolean): Generator<readonly Occurrence[]> {
  if (all) {
    if (rest.length >= least) yield rest;
    return;
  }
  if (rest.length > MOST_SPLIT) return;
  for (let bits = (1 << rest.length) - 1; bits > 0; bits--) {
    const subset = rest.filter((_, i) => bits & (1 << i));
    if (subset.length >= least) yield subset;
  }
}

function without<T>(items: readonly T[], at: number): readonly T[] {
  return items.filter((_, i) => i !== at);
}

function roleNameOf({ node }: Occurrence): string | undefined {
  return isRole(node) ? letterOf(node) : undefined;
}

function isKnown(m: Matcher, o: Occurrence): boolean {
  const name = roleNameOf(o);
  return name !== undefined && m.trail.roles.has(name);
}

/** `-z_c` beside `z_j`: which index it is can be told only when the body of `z_j` is known. */
function waitsForBody(m: Matcher, o: Occurrence): boolean {
  if (o.node.op === 'mul') return o.kids.some((k) => waitsForBody(m, k));
  return o.node.op === 'family' && !isKnown(m, o) && o.kids.every((k) => k.node.op !== 'bound');
}

/** Known roles first, families next, sums' products before bare roles: what can fail soon is tried soon. */
function orderRoles(m: Matcher, roles: readonly Occurrence[]): readonly Occurrence[] {
  const rank = (o: Occurrence): number =>
    waitsForBody(m, o)
      ? 5
      : isKnown(m, o)
        ? 0
        : o.node.op === 'mul'
          ? asksForSum(m, o)
            ? 0.5
            : 1
          : o.node.op === 'pow'
            ? 2
            : o.node.op === 'family'
              ? 3
              : 4;
  return roles.length < 2 ? roles : [...roles].sort((a, b) => rank(a) - rank(b));
}

/** `(1 - c) b`: few products have such a factor, so that term is found first. */
function asksForSum(m: Matcher, o: Occurrence): boolean {
  return o.kids.some((k) => isRole(k.node) && m.tests(letterOf(k.node))?.role.sum);
}

function isOptionalTerm(m: Matcher, o: Occurrence): boolean {
  const name = roleNameOf(o);
  return name !== undefined && m.tests(name)?.role.optional === true;
}

/** Big operators and functions say most; families at a free index can be solved only when their body is known. */
function specificity(o: Occurrence): number {
  const base = o.node.op === 'big' ? 1000 : o.node.op === 'pow' && o.kids[0]?.node.op === 'big' ? 900 : 0;
  return base + o.node.size;
}
