import { type Builder, boundName, containsNode, type Node, type Occurrence } from '../canon/index.js';
import type { Concept } from '../catalogue/pattern.js';
import { isSlope, letterOf, mayHold, namedHead, type Omissible, sameHead, sameSign } from '../catalogue/possible.js';
import type { RoleTests } from '../catalogue/role-tests.js';
import type { Expr } from '../expr/types.js';
import { admits, hasName } from './admissible.js';
import { type IndexGroup, type RoleBinding, Trail } from './bindings.js';
import { matchCommutative } from './match-commutative.js';
import { matchSequence } from './match-sequence.js';
import { elide, instantiate, solveIndices, templateOf } from './template.js';

/** Continuation: called with the bindings in place; false asks for another way. */
export type Next = () => boolean;

export type Matcher = {
  readonly build: Builder;
  readonly trail: Trail;
  readonly match: (p: Occurrence, s: Occurrence, next: Next) => boolean;
  /** Spends a step; false when the search has had enough. */
  readonly spend: () => boolean;
  readonly tests: (role: string) => RoleTests | undefined;
  /** Roles that may be left out. */
  readonly omissible: Omissible;
  readonly bindRole: (role: string, binding: RoleBinding, next: Next) => boolean;
};

/** Steps that one attempt at one pattern may take. */
const STEP_BOUND = 4000;

/** Steps that all attempts at one formula may take together: past them the rest of the formula stays unexplained. */
export type Work = { remaining: number };
export const WORK_BOUND = 1_500_000;
const CALCULUS_ALIKE: ReadonlySet<string> = new Set(['total', 'partial']);

/** Backtracking, many-to-one matching of a pattern occurrence with a subject occurrence. */
export function createMatcher(build: Builder, concept: Concept, work: Work): Matcher {
  const tests = (role: string): RoleTests | undefined => concept.roles.get(role);
  const trail = new Trail();
  let steps = STEP_BOUND;
  const activeVariables: Node[] = [];
  /** What is looked for under `argmax`: a function may be named by it (`p_\theta`), nothing else may hold it unsaid. */
  const soughtVariables: Node[] = [];
  const spend = (): boolean => --steps > 0 && --work.remaining > 0;

  function match(p: Occurrence, s: Occurrence, next: Next): boolean {
    if (!spend()) return false;
    const part = p.src?.kind === 'group' ? p.src.part : undefined;
    if (part) {
      const inner = next;
      next = () => trail.with(trail.parts, part, [...(trail.parts.get(part) ?? []), s], inner);
    }
    switch (p.node.op) {
      case 'hole':
        return matchHole(p, s, next);
      case 'family':
        return matchFamily(p, s, next);
      case 'bound':
        return trail.env.get(String(p.node.data))?.variables.includes(s.node) === true && next();
      case 'num':
      case 'sym':
      case 'text':
      case 'prev':
      case 'dots':
        return mayHold(p.node, s.node, concept.omissible) && next();
      case 'add':
      case 'mul':
      case 'had':
      case 'cases':
        return matchCommutative(matcher, p, s, 'exact', next);
      case 'inner':
        return s.node.op === 'inner' && matchCommutative(matcher, p, s, 'exact', next);
      case 'seq':
        return matchSequence(matcher, p, s, next);
      case 'big':
        return matchBig(p, s, next);
      case 'fn':
        return matchFunction(p, s, next);
      case 'call':
        return matchCall(p, s, next);
      case 'deriv':
        return matchDerivative(p, s, next);
      case 'rel':
        return matchRelation(p, s, next);
      case 'pow':
        return (sameHead(p.node, s.node) && matchKids(p.kids, s.kids, next)) || matchSquareCount(p, s, next);
      case 'op':
        if (p.node.data === 'branch') return matchBranch(p, s, next);
        return sameHead(p.node, s.node) && matchKids(p.kids, s.kids, next);
      default:
        return sameHead(p.node, s.node) && matchKids(p.kids, s.kids, next);
    }
  }

  function matchKids(ps: readonly Occurrence[], ss: readonly Occurrence[], next: Next, from = 0): boolean {
    if (ps.length !== ss.length) return false;
    const [p, s] = [ps[from], ss[from]];
    if (!p || !s) return next();
    return match(p, s, () => matchKids(ps, ss, next, from + 1));
  }

  /** `1/n` beside `1/k^2`: what counts may be a square, as the entries of a table are counted. */
  function matchSquareCount(p: Occurrence, s: Occurrence, next: Next): boolean {
    const [role, inverted] = p.kids;
    const [base, exponent] = s.kids;
    if (role?.node.op !== 'hole' || inverted?.node.data !== -1 || s.node.op !== 'pow' || exponent?.node.data !== -2)
      return false;
    if (!base || tests(letterOf(role.node))?.role.domain !== 'natural') return false;
    return match(role, build.pow(base, build.num(2, null), null), next);
  }

  function bindRole(role: string, binding: RoleBinding, next: Next): boolean {
    const known = trail.roles.get(role);
    if (!known) return trail.with(trail.roles, role, binding, next);
    if (known.node !== binding.node) return false;
    return trail.with(trail.roles, role, { ...known, places: [...known.places, ...binding.places] }, next);
  }

  function matchHole(p: Occurrence, s: Occurrence, next: Next): boolean {
    const role = letterOf(p.node);
    const known = trail.roles.get(role);
    if (known && known.node !== s.node) return false;
    if (known) return bindRole(role, { node: s.node, places: [{ combine: 'one', pieces: [s] }] }, next);
    const test = tests(role);
    if (!test) return bindRole(role, { node: s.node, places: [{ combine: 'one', pieces: [s] }] }, next);
    const admission = admits(test, s);
    if (admission === 'no') return false;
    if (mentionsAny(s.node, activeVariables)) return false;
    if (test.role.kind !== 'function' && mentionsAny(s.node, soughtVariables)) return false;
    const bind = (): boolean => bindRole(role, { node: s.node, places: [{ combine: 'one', pieces: [s] }] }, next);
    if (admission === 'yes') return bind();
    return trail.with(trail.assumedKinds, role, admission === 'assumed-matrix' ? 'matrix' : 'vector', bind);
  }

  function matchFamily(p: Occurrence, s: Occurrence, next: Next): boolean {
    const role = letterOf(p.node);
    const test = tests(role);
    const bare = p.kids.filter((k) => k.node.op === 'bound');
    const compound = p.kids.some((k) => k.node.op !== 'bound' && k.kids.length > 0);
    // `x_{i,<t}` beside `x_{i,t}`: the same family, at the index that the form says.
    const mixed = bare.length > 0 && bare.length < p.kids.length;
    if ((compound || mixed) && trail.roles.get(role)?.groups && matchInstance(p, s, role, next)) return true;
    if (compound || mixed) return matchLiteral(p, s, role, next);
    if (test && admits(test, s) === 'no') return false;
    if (bare.length > 0) {
      const groups = bare.flatMap((k) => trail.env.get(String(k.node.data)) ?? []);
      if (groups.length < bare.length || !groups.every((g) => mentionsAny(s.node, g.variables))) return false;
      const known = trail.roles.get(role)?.groups;
      if (new Set(groups).size < groups.length) return matchDiagonal(s, role, groups, next);
      if (known && !groups.every((g, k) => known[k] === undefined || runAlike(g.binder, known[k].binder))) return false;
      const template = templateOf(build, s, variablesOf(groups));
      return bindRole(role, { node: template.node, places: [{ combine: 'one', pieces: [s] }], groups }, next);
    }
    return matchInstance(p, s, role, next);
  }

  /** `s_{ii}` where the body of `s_{ij}` is known. */
  function matchDiagonal(s: Occurrence, role: string, groups: readonly IndexGroup[], next: Next): boolean {
    const known = trail.roles.get(role);
    const piece = known?.places[0]?.pieces[0];
    const leaves = variablesOf(groups).map((v) => leafOf(s, v));
    if (!known?.groups || !piece || leaves.includes(undefined)) return false;
    const template = templateOf(build, piece, variablesOf(known.groups));
    if (instantiate(build, template, leaves as Occurrence[]).node !== s.node) return false;
    return bindRole(role, { ...known, places: [{ combine: 'one', pieces: [s] }] }, next);
  }

  /** `z_i` where the body of `z_j` is known: which index gives it? */
  function matchInstance(p: Occurrence, s: Occurrence, role: string, next: Next): boolean {
    const known = trail.roles.get(role);
    const [index] = p.kids;
    if (!index) return false;
    const piece = known?.places[0]?.pieces[0];
    if (!known?.groups || !piece) return matchLiteral(p, s, role, next);
    const variables = variablesOf(known.groups);
    const alsoHere: RoleBinding = { ...known, places: [{ combine: 'one', pieces: [s] }] };
    const template = templateOf(build, piece, variables);
    const found = new Map<number, Node>();
    if (solveIndices(template.node, s.node, found)) {
      const values = variables.map((v, k) => found.get(k) ?? v);
      const leaves = values.map((n) => leafOf(s, n));
      if (
        leaves.every((l) => l !== undefined) &&
        instantiate(build, template, leaves as Occurrence[]).node === s.node
      ) {
        if (p.kids.length === leaves.length && leaves.length > 1)
          return matchKids(p.kids, leaves as Occurrence[], () => bindRole(role, alsoHere, next));
        const value =
          leaves.length === 1 ? (leaves[0] as Occurrence) : build.make('list', '', leaves as Occurrence[], null);
        if (matchIndex(index, value, role, () => bindRole(role, alsoHere, next))) return true;
      }
    }
    const whole = elide(build, template);
    if (whole.node !== s.node || whole.node === template.node) return false;
    return matchIndex(index, build.leaf('dots', 'elided', null), role, () => bindRole(role, alsoHere, next));
  }

  function matchIndex(p: Occurrence, value: Occurrence, family: string, next: Next): boolean {
    if (p.node.op !== 'hole') return match(p, value, next);
    const places = [{ combine: 'one' as const, pieces: [value] }];
    return bindRole(letterOf(p.node), { node: value.node, places, indexOf: family }, next);
  }

  function leafOf(o: Occurrence, node: Node): Occurrence | undefined {
    if (o.node === node) return o;
    for (const kid of o.kids) {
      const found = leafOf(kid, node);
      if (found) return found;
    }
    return undefined;
  }

  /** A family at an index that is not a bare variable matches a literal application only: `g_{i-a}`, `g(i-a)`, `g[i-a]`. */
  function matchLiteral(p: Occurrence, s: Occurrence, role: string, next: Next): boolean {
    const { op } = s.node;
    if (op !== 'idx' && op !== 'fn' && op !== 'call') return false;
    const test = tests(role);
    if (test && !hasName(test, s.node)) return false;
    // Indices before those that the form speaks of are part of the name: `x_N[k]`, `W_{l,k}`.
    const own = op === 'fn' ? 0 : Math.max(1, op === 'idx' ? s.kids.length - p.kids.length : 1);
    const indices = s.kids.slice(own);
    if (indices.length !== p.kids.length) return false;
    const name = s.kids.slice(0, own);
    if (own > 1 && name.some((n) => mentionsAny(n.node, activeVariables))) return false;
    const params = indices.map((_, k) => build.leaf('param', k, null));
    const template = build.make(op, s.node.data, [...name, ...params], s.src);
    const binding: RoleBinding = { node: template.node, places: [{ combine: 'one', pieces: [s] }], literal: true };
    return bindRole(role, binding, () => matchKids(p.kids, indices, next));
  }

  function matchBig(p: Occurrence, s: Occurrence, next: Next): boolean {
    if (s.node.op !== 'big') return false;
    const [pName, pCount, pHeight] = String(p.node.data).split(':');
    const [sName, sCount, sHeight] = String(s.node.data).split(':');
    if (pName !== sName) return false;
    const [pn, sn] = [Number(pCount), Number(sCount)];
    if (pn > sn && !(sn === 0 && pName === 'expectation')) return false;
    const variables = Array.from(
      { length: sn },
      (_, k) => build.leaf('bound', boundName(Number(sHeight), k), null).node,
    );
    const before = new Map(trail.env);
    const letters = p.kids.slice(1).flatMap((d) => String(d.node.data).split(':').slice(2).join(':').split(','));
    for (let k = 0; k < pn; k++) {
      // The last variable of a form takes what is left of a group.
      const share = k === pn - 1 ? variables.slice(k) : variables.slice(k, k + 1);
      trail.env.set(boundName(Number(pHeight), k), { letter: letters[k] ?? '', variables: share, binder: s });
    }
    // Under an expectation the random variable may stand in any role; under a sum what varies must be a family.
    const guarded = pName === 'expectation' ? [] : variables;
    const list = /^arg/.test(String(pName)) ? soughtVariables : activeVariables;
    list.push(...guarded);
    const [pBody, ...pDomains] = p.kids;
    const [written, ...sDomains] = s.kids;
    // An average given something is an average of what stands before the bar.
    const given = pName === 'expectation' && written?.node.op === 'cond' && pBody?.node.op !== 'cond';
    const sBody = given ? written.kids[0] : written;
    const ok = matchDomains(pDomains, sDomains, () =>
      withBinders(letters, s, () =>
        match(pBody as Occurrence, sBody as Occurrence, () => {
          list.length -= guarded.length;
          const inside = new Map(trail.env);
          restore(before);
          if (next()) return true;
          restore(inside);
          list.push(...guarded);
          return false;
        }),
      ),
    );
    if (!ok) {
      list.length -= guarded.length;
      restore(before);
    }
    return ok;
  }

  function restore(env: ReadonlyMap<string, IndexGroup>): void {
    trail.env.clear();
    for (const [k, v] of env) trail.env.set(k, v);
  }

  function withBinders(letters: readonly string[], s: Occurrence, next: Next): boolean {
    const [first, ...rest] = letters.filter((l) => l !== '');
    if (first === undefined) return next();
    return trail.with(trail.binders, first, s, () => withBinders(rest, s, next));
  }

  function matchDomains(ps: readonly Occurrence[], ss: readonly Occurrence[], next: Next, from = 0): boolean {
    const p = ps[from];
    if (!p) return next();
    const kind = String(p.node.data).split(':')[0];
    if (kind === 'all') return matchDomains(ps, ss, next, from + 1);
    const s = ss[from];
    if (!s || ss.length !== ps.length || String(s.node.data).split(':')[0] !== kind) return false;
    return matchKids(p.kids, s.kids, () => matchDomains(ps, ss, next, from + 1));
  }

  function matchFunction(p: Occurrence, s: Occurrence, next: Next): boolean {
    if (s.node.op === 'call') return namedHead(s.node) === p.node.data && matchKids(p.kids, s.kids.slice(1), next);
    if (s.node.op !== 'fn') return false;
    if (p.node.data === s.node.data) {
      if (p.node.data === 'max' || p.node.data === 'min') return matchCommutative(matcher, p, s, 'exact', next);
      return matchKids(p.kids, s.kids, next);
    }
    // Bits or nats: the base is remembered, and must be one base throughout.
    const [pArg] = p.kids;
    const [sArg, base] = s.kids;
    if (!concept.file.any_log_base || p.node.data !== 'log' || s.node.data !== 'log_b' || !pArg || !sArg || !base)
      return false;
    const before = trail.logBase;
    if (before && before.node !== base.node) return false;
    trail.logBase = base;
    if (match(pArg, sArg, next)) return true;
    trail.logBase = before;
    return false;
  }

  function matchCall(p: Occurrence, s: Occurrence, next: Next): boolean {
    const [head, ...args] = p.kids;
    if (!head) return false;
    const call = isSlope(s.node) ? s.kids[0] : s;
    if (!call || (call.node.op !== 'call' && call.node.op !== 'fn')) return false;
    const given = call.node.op === 'call' ? call.kids.slice(1) : call.kids;
    const bare = call.node.op === 'call' ? call.kids[0] : build.leaf('sym', call.node.data, headWritten(call.src));
    // `f'(x)` is the function f' of x.
    const name = bare && call !== s ? build.make('deriv', s.node.data, [bare], slopeHead(s.src, bare.src)) : bare;
    return (
      name !== undefined && match(head, name, () => matchKids(args, args.length === 1 ? asOne(given) : given, next))
    );
  }

  /** `P(x_1, …, x_n)` is `P` of one thing where a form asks for one. */
  function asOne(given: readonly Occurrence[]): readonly Occurrence[] {
    return given.length > 1 ? [build.make('list', '', given, null)] : given;
  }

  function matchDerivative(p: Occurrence, s: Occurrence, next: Next): boolean {
    if (s.node.op !== 'deriv') return false;
    const [pKind = '', pOrder] = String(p.node.data).split(':');
    const [sKind = '', sOrder] = String(s.node.data).split(':');
    const alike = pKind === sKind || (CALCULUS_ALIKE.has(pKind) && CALCULUS_ALIKE.has(sKind));
    if (!alike || pOrder !== sOrder) return false;
    const [pBody, ...pVariables] = p.kids;
    const [sBody, ...sVariables] = s.kids;
    if (!pBody || !sBody) return false;
    if (pVariables.length === 0) return match(pBody, sBody, next);
    return match(pBody, sBody, () => matchKids(pVariables, sVariables, next));
  }

  function matchRelation(p: Occurrence, s: Occurrence, next: Next): boolean {
    if (s.node.op !== 'rel') return false;
    if (!sameSign(String(p.node.data), String(s.node.data))) return false;
    if (matchKids(p.kids, s.kids, next)) return true;
    return s.node.data === '=' && matchKids(p.kids, [...s.kids].reverse(), next);
  }

  /** A branch's value must match; its condition may be spelled as the other branches' complement ("otherwise"). */
  function matchBranch(p: Occurrence, s: Occurrence, next: Next): boolean {
    const [pValue, pCondition] = p.kids;
    const [sValue, sCondition] = s.kids;
    if (s.node.data !== 'branch' || !pValue || !sValue || !pCondition || !sCondition) return false;
    const loose = pCondition.node.op === 'text' || sCondition.node.op === 'text';
    return match(pValue, sValue, () => (loose ? next() : match(pCondition, sCondition, next)));
  }

  const matcher: Matcher = { build, trail, match, omissible: concept.omissible, spend, tests, bindRole };
  return matcher;
}

/** One family under two operators runs over one range: \sum_{i=1}^n beside \sum_{i=1}^m is two. Without bounds it is the other's. */
function runAlike(a: Occurrence, b: Occurrence): boolean {
  const isOpen = (d: Occurrence): boolean => String(d.node.data).startsWith('all');
  const [ds, es] = [a.kids.slice(1), b.kids.slice(1)];
  if (ds.some(isOpen) || es.some(isOpen)) return true;
  // Operators over groups share a variable with simpler ones: only like is compared with like.
  return ds.length !== es.length || ds.every((d, k) => d.node === es[k]?.node);
}

function variablesOf(groups: readonly IndexGroup[]): Node[] {
  return groups.flatMap((g) => g.variables);
}

function mentionsAny(node: Node, variables: readonly Node[]): boolean {
  return variables.length > 0 && containsNode(node, (n) => variables.includes(n));
}

/** The head of an application as written, whatever brackets stand around it. */
function headWritten(e: Expr | null): Expr | null {
  if (e?.kind === 'group') return headWritten(e.body);
  return e?.kind === 'apply' ? e.head : null;
}

/** The head f' of `f'(x)`, which is written around the argument. */
function slopeHead(e: Expr | null, body: Expr | null): Expr | null {
  if (e?.kind === 'group') return slopeHead(e.body, body);
  return e?.kind === 'derivative' && body ? { ...e, body } : null;
}
