import {
  type Builder,
  boundName,
  containsNode,
  type Node,
  type Occurrence,
  substitute,
} from '../../src/canon/index.js';
import type { Pattern } from '../../src/catalogue/pattern.js';
import { isPartBelow, namedHead } from '../../src/catalogue/possible.js';
import { admits, hasName } from '../../src/recognise/admissible.js';
import type { Match } from '../../src/recognise/bindings.js';
import { isConjugate } from '../../src/recognise/conjugate.js';
import { decideGuard } from '../../src/recognise/guards.js';
import { confusesFamilies } from '../../src/recognise/pairs.js';
import { isOfRoles, spread } from './plain-factors.js';
import { choices, orderedFactors, valuesIn } from './plain-pieces.js';
import { type Bound, type Element, nameOf, type Place, type PlainMatch, START, type State } from './plain-state.js';

/**
 * A plain matcher: every way to share the subject's pieces among the pattern's, tried one after the other, with nothing clever in
 * between. It is slow and meant to be right by reading it next to docs/concept-files.md; the fast one is compared with it. What
 * may stand in a role (`admits`), whether a guard holds (`decideGuard`), what is a conjugate and whether one family is taken for
 * two is not matching, and is asked of the engine.
 */

/** Every way in which a one-line pattern matches an occurrence; at most `most` of them. */
export function plainMatches(build: Builder, pattern: Pattern, subject: Occurrence, most = 40): PlainMatch[] {
  const [line] = pattern.lines;
  if (!line || pattern.lines.length !== 1) return [];
  const found: PlainMatch[] = [];
  const matcher = createPlainMatcher(build, pattern);
  for (const { state, whole } of matcher.root(line, subject)) {
    const settled = matcher.settle(state);
    if (!settled || !matcher.holds(settled)) continue;
    found.push({ places: new Map([...settled.roles].map(([role, b]) => [role, b.places])), whole });
    if (found.length >= most) break;
  }
  return found;
}

function createPlainMatcher(build: Builder, pattern: Pattern) {
  const roleOf = (name: string) => pattern.concept.roles.get(name)?.role;

  function* root(p: Occurrence, s: Occurrence): Generator<{ state: State; whole: boolean }> {
    const mayLeave = p.node.op === 'mul' && s.node.op === 'mul' && !pattern.form.whole;
    if (!mayLeave) {
      for (const state of match(p, s, START)) yield { state, whole: true };
      return;
    }
    for (const { state, rest } of share(p, s, START, true)) yield { state, whole: rest === 0 };
  }

  function* match(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    switch (p.node.op) {
      case 'hole':
        return yield* hole(nameOf(p.node), s, [s], st);
      case 'family':
        return yield* family(p, s, st);
      case 'bound':
        if (st.bound.get(String(p.node.data))?.includes(s.node)) yield st;
        return;
      case 'num':
        if (s.node.op === 'num' && Math.abs(Number(p.node.data) - Number(s.node.data)) < 1e-12) yield st;
        return;
      case 'sym':
        if (s.node.op === 'sym' && nameOf(s.node) === nameOf(p.node)) yield st;
        return;
      case 'add':
      case 'mul':
      case 'had':
      case 'cases':
      case 'inner':
        for (const { state } of share(p, s, st, false)) yield state;
        return;
      case 'seq':
        return yield* sequence(p.kids, orderedFactors(s), st);
      case 'big':
        return yield* big(p, s, st);
      case 'fn':
        return yield* named(p, s, st);
      case 'call':
        return yield* call(p, s, st);
      case 'deriv':
        return yield* derivative(p, s, st);
      case 'rel':
        return yield* relation(p, s, st);
      default:
        if (p.node.op === 'op' && p.node.data === 'branch') return yield* branch(p, s, st);
        // Bars around a set count it, whatever they were read as.
        if (p.node.op === 'card' && s.node.op === 'abs') return yield* inOrder(p.kids, s.kids, st);
        if (p.node.op === s.node.op && p.node.data === s.node.data) yield* inOrder(p.kids, s.kids, st);
    }
  }

  function* inOrder(ps: readonly Occurrence[], ss: readonly Occurrence[], st: State): Generator<State> {
    const [p, ...pRest] = ps;
    const [s, ...sRest] = ss;
    if (ps.length !== ss.length) return;
    if (!p || !s) return yield st;
    for (const next of match(p, s, st)) yield* inOrder(pRest, sRest, next);
  }

  function* bind(name: string, bound: Bound, st: State): Generator<State> {
    const known = st.roles.get(name);
    if (known && known.node !== bound.node) return;
    const places = [...(known?.places ?? []), ...bound.places];
    yield { ...st, roles: new Map(st.roles).set(name, { ...bound, ...known, node: bound.node, places }) };
  }

  function* hole(name: string, s: Occurrence, place: Place, st: State): Generator<State> {
    const tests = pattern.concept.roles.get(name);
    if (tests && !st.roles.has(name)) {
      if (admits(tests, s) === 'no') return;
      if (containsNode(s.node, (n) => st.varying.includes(n))) return;
      if (tests.role.kind !== 'function' && containsNode(s.node, (n) => st.sought.includes(n))) return;
    }
    yield* bind(name, { node: s.node, places: [place] }, st);
  }

  function* family(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    const name = nameOf(p.node);
    const tests = pattern.concept.roles.get(name);
    const variables = p.kids.map((k) => (k.node.op === 'bound' ? st.bound.get(String(k.node.data)) : undefined));
    if (variables.every((v) => v !== undefined)) {
      if (tests && admits(tests, s) === 'no') return;
      // The body must vary with each of its indices.
      if (!variables.every((group) => containsNode(s.node, (n) => group.includes(n)))) return;
      const flat = variables.flat();
      return yield* bind(name, { node: asFunctionOf(s, flat).node, places: [[s]], variables: flat }, st);
    }
    const bareLetter = p.kids.length === 1 && p.kids[0]?.kids.length === 0 && variables[0] === undefined;
    const index = p.kids[0];
    if (bareLetter && index) yield { ...st, elements: [...st.elements, { role: name, index, subject: s }] };
    else yield* literal(p, s, st);
  }

  /** `g_{i-a}` matches `g(i-a)`, `g_{i-a}` and `g[i-a]` as they stand. */
  function* literal(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    if (s.node.op !== 'idx' && s.node.op !== 'fn' && s.node.op !== 'call') return;
    const tests = pattern.concept.roles.get(nameOf(p.node));
    if (tests && !hasName(tests, s.node)) return;
    // An element may have a name of several parts (`x_N[k]`): its last indices are those that the form speaks of.
    const own = s.node.op === 'fn' ? 0 : s.node.op === 'idx' ? Math.max(1, s.kids.length - p.kids.length) : 1;
    const [head, indices] = [s.kids.slice(0, own), s.kids.slice(own)];
    if (indices.length !== p.kids.length) return;
    if (own > 1 && head.some((h) => containsNode(h.node, (n) => st.varying.includes(n)))) return;
    const open = build.make(s.node.op, s.node.data, [...head, ...indices.map((_, k) => param(k))], null);
    for (const next of bind(nameOf(p.node), { node: open.node, places: [[s]] }, st)) {
      yield* inOrder(p.kids, indices, next);
    }
  }

  const param = (k: number): Occurrence => build.leaf('param', k, null);

  function asFunctionOf(o: Occurrence, variables: readonly Node[]): Occurrence {
    return substitute(build, o, (x) => (variables.includes(x.node) ? param(variables.indexOf(x.node)) : undefined));
  }

  /** Decides the elements of families: an index at which the body is what was written, found by trying all there are. */
  function settle(st: State): State | undefined {
    const [element, ...others] = st.elements;
    if (!element) return st;
    const known = st.roles.get(element.role);
    if (!known?.variables) {
      for (const next of literalElement(element, { ...st, elements: others })) {
        const settled = settle(next);
        if (settled) return settled;
      }
      return undefined;
    }
    const body = asFunctionOf(known.places[0]?.[0] as Occurrence, known.variables);
    for (const value of valuesIn(element.subject, known.variables.length)) {
      const instance = substitute(build, body, (o) => (o.node.op === 'param' ? value[Number(o.node.data)] : undefined));
      if (instance.node !== element.subject.node) continue;
      const index = value.length === 1 ? (value[0] as Occurrence) : build.make('list', '', value, null);
      for (const next of match(element.index, index, { ...st, elements: others })) {
        const settled = settle(next);
        if (settled) return settled;
      }
    }
    const whole = withoutIndex(body);
    if (whole.node === body.node || whole.node !== element.subject.node) return undefined;
    for (const next of match(element.index, build.leaf('dots', 'elided', null), { ...st, elements: others })) {
      const settled = settle(next);
      if (settled) return settled;
    }
    return undefined;
  }

  /** A family that no sum binds is what is written with an index. */
  function* literalElement(element: Element, st: State): Generator<State> {
    const p = build.make('family', element.role, [element.index], null);
    yield* literal(p, element.subject, st);
  }

  /** `z` beside `z_j`: the whole vector. */
  function withoutIndex(body: Occurrence): Occurrence {
    return substitute(build, body, (o) => {
      const [base, ...indices] = o.kids;
      return o.node.op === 'idx' && base && indices.every((i) => i.node.op === 'param') ? base : undefined;
    });
  }

  /** Shares the subject's pieces among the pattern's, in every way; at the root of a product some may be left over. */
  function* share(
    p: Occurrence,
    s: Occurrence,
    st: State,
    mayLeave: boolean,
  ): Generator<{ state: State; rest: number }> {
    const { op } = p.node;
    if (s.node.op !== op && op !== 'add' && op !== 'mul') return;
    if (s.node.op === op && op === 'fn' && s.node.data !== p.node.data) return;
    for (const { wanted, pieces } of spread(build, pattern, p, s)) {
      yield* give(op, wanted, pieces, st, mayLeave);
    }
    // A minus sign in front of brackets is multiplied in: `-x` is found in `-(a + b)`, which is written -a - b.
    const [sign, role] = p.kids;
    if (op !== 'mul' || s.node.op !== 'add' || p.kids.length !== 2 || sign?.node.data !== -1 || !role) return;
    const turned = build.mul([build.num(-1, null), s], null);
    for (const state of match(role, turned, st)) yield { state, rest: 0 };
  }

  function* give(
    op: string,
    wanted: readonly Occurrence[],
    pieces: readonly Occurrence[],
    st: State,
    mayLeave: boolean,
  ): Generator<{ state: State; rest: number }> {
    const [p, ...others] = wanted;
    if (!p) {
      if (pieces.length === 0 || mayLeave) yield { state: st, rest: pieces.length };
      return;
    }
    for (const [i, piece] of pieces.entries()) {
      const rest = pieces.filter((_, k) => k !== i);
      if (isLeftoverSign(op, p, [piece])) continue;
      for (const next of match(p, piece, st)) yield* give(op, others, rest, next, mayLeave);
    }
    if (op === 'add' || op === 'mul') {
      for (const { taken, rest } of choices(pieces)) {
        if (taken.length < 2 || isLeftoverSign(op, p, taken)) continue;
        for (const next of together(op, p, taken, st)) yield* give(op, others, rest, next, mayLeave);
      }
      if (op === 'mul') yield* below(p, others, pieces, st, mayLeave);
      const role = p.node.op === 'hole' ? roleOf(nameOf(p.node)) : undefined;
      if ((op === 'mul' && role?.unit) || (op === 'add' && role?.optional)) {
        const neutral = build.num(op === 'mul' ? 1 : 0, null);
        for (const next of bind(nameOf(p.node), { node: neutral.node, places: [] }, st)) {
          yield* give(op, others, pieces, next, mayLeave);
        }
      }
    }
  }

  /** What stands below a bar, taken together: `1/n` is found in 1/(m t). */
  function* below(
    p: Occurrence,
    others: readonly Occurrence[],
    pieces: Place,
    st: State,
    mayLeave: boolean,
  ): Generator<{ state: State; rest: number }> {
    const [base, exponent] = p.kids;
    if (p.node.op !== 'pow' || !base || exponent?.node.op !== 'num' || !isOfRoles(base)) return;
    if (Number(exponent.node.data) >= 0) return;
    const inverse = build.num(1 / Number(exponent.node.data), null);
    for (const { taken, rest } of choices(pieces)) {
      if (taken.length < 2 || isLeftoverSign('mul', base, taken) || !taken.some((t) => isPartBelow(p.node, t.node)))
        continue;
      const whole = build.pow(build.mul(taken, null), inverse, null);
      for (const next of match(base, whole, st)) yield* give('mul', others, rest, next, mayLeave);
    }
  }

  /** A minus left over in a product belongs to a role that says so, and to no other. */
  function isLeftoverSign(op: string, p: Occurrence, taken: readonly Occurrence[]): boolean {
    if (op !== 'mul' || !taken.some((t) => t.node.op === 'num' && Number(t.node.data) < 0)) return false;
    return !(p.node.op === 'hole' && roleOf(nameOf(p.node))?.signed);
  }

  function* together(op: 'add' | 'mul', p: Occurrence, taken: readonly Occurrence[], st: State): Generator<State> {
    const whole = op === 'mul' ? build.mul(taken, null) : build.add(taken, null);
    if (p.node.op === 'family') yield* family(p, whole, st);
    else if (p.node.op !== 'hole') yield* match(p, whole, st);
    else if (!roleOf(nameOf(p.node))?.atomic || st.roles.has(nameOf(p.node)))
      yield* hole(nameOf(p.node), whole, taken, st);
  }

  /** Ordered products: each role takes one factor or a run of neighbours. */
  function* sequence(ps: readonly Occurrence[], ss: readonly Occurrence[] | undefined, st: State): Generator<State> {
    const [p, ...others] = ps;
    if (!ss) return;
    if (!p) {
      if (ss.length === 0) yield st;
      return;
    }
    for (let n = 1; n <= ss.length; n++) {
      const taken = ss.slice(0, n);
      const [only] = taken;
      if (n > 1 && p.node.op !== 'hole') break;
      const run = n === 1 && only ? only : build.make('seq', 'strict', taken, null);
      const ways = p.node.op === 'hole' ? hole(nameOf(p.node), run, taken, st) : match(p, run, st);
      for (const next of ways) yield* sequence(others, ss.slice(n), next);
    }
  }

  function* big(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    if (s.node.op !== 'big') return;
    const [pOp, pCount, pHeight] = String(p.node.data).split(':');
    const [sOp, sCount, sHeight] = String(s.node.data).split(':');
    if (pOp !== sOp) return;
    const names = Array.from({ length: Number(pCount) }, (_, k) => boundName(Number(pHeight), k));
    const variables = Array.from(
      { length: Number(sCount) },
      (_, k) => build.leaf('bound', boundName(Number(sHeight), k), null).node,
    );
    // Each variable of the form stands for one of the subject's, the last for all that are left (a group).
    if (names.length > variables.length && !(variables.length === 0 && pOp === 'expectation')) return;
    const bound = new Map(st.bound);
    for (const [k, name] of names.entries()) {
      bound.set(name, k === names.length - 1 ? variables.slice(k) : variables.slice(k, k + 1));
    }
    const [pBody, ...pDomains] = p.kids;
    const [sBody, ...sDomains] = s.kids;
    if (!pBody || !sBody) return;
    const letters = pDomains.flatMap((d) => String(d.node.data).split(':').slice(2).join(':').split(','));
    const binders = new Map([...st.binders, ...letters.filter((l) => l !== '').map((l) => [l, s] as const)]);
    // A random variable may stand in any role; what varies under a sum must be a family.
    const seeks = String(pOp).startsWith('arg');
    const varying = seeks || pOp === 'expectation' ? st.varying : [...st.varying, ...variables];
    const sought = seeks ? [...st.sought, ...variables] : st.sought;
    const before = { bound: st.bound, varying: st.varying, sought: st.sought };
    for (const inside of domains(pDomains, sDomains, { ...st, bound, binders, varying, sought })) {
      for (const after of match(pBody, sBody, inside)) yield { ...after, ...before };
    }
  }

  /** A form without bounds matches any range; one with bounds asks for them. */
  function* domains(ps: readonly Occurrence[], ss: readonly Occurrence[], st: State, at = 0): Generator<State> {
    const p = ps[at];
    const s = ss[at];
    if (!p) return yield st;
    const kind = String(p.node.data).split(':')[0];
    if (kind === 'all') return yield* domains(ps, ss, st, at + 1);
    if (!s || ss.length !== ps.length || String(s.node.data).split(':')[0] !== kind) return;
    for (const next of inOrder(p.kids, s.kids, st)) yield* domains(ps, ss, next, at + 1);
  }

  function* named(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    // A named function keeps its name when its settings are written below it.
    if (s.node.op === 'call' && namedHead(s.node) === p.node.data) return yield* inOrder(p.kids, s.kids.slice(1), st);
    if (s.node.op !== 'fn') return;
    if (p.node.data === s.node.data) {
      const anyOrder = p.node.data === 'max' || p.node.data === 'min';
      if (!anyOrder) return yield* inOrder(p.kids, s.kids, st);
      for (const { state } of share(p, s, st, false)) yield state;
      return;
    }
    // Where a concept says so, a logarithm to any base, the same one throughout.
    if (!pattern.concept.file.any_log_base) return;
    const [argument, base] = s.kids;
    if (p.node.data !== 'log' || s.node.data !== 'log_b' || !argument || !base || !p.kids[0]) return;
    if (st.logBase && st.logBase.node !== base.node) return;
    yield* match(p.kids[0], argument, { ...st, logBase: base });
  }

  /** A role as the head of an application. */
  function* call(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    const [head, ...args] = p.kids;
    if (!head) return;
    // `f'(x)` is the function f' of x.
    const [inner] = s.kids;
    if (s.node.op === 'deriv' && /^prime:/.test(String(s.node.data)) && s.kids.length === 1 && inner) {
      if (inner.node.op !== 'call' && inner.node.op !== 'fn') return;
      const named = inner.node.op === 'call' ? inner.kids[0] : build.leaf('sym', inner.node.data, null);
      const given = inner.node.op === 'call' ? inner.kids.slice(1) : inner.kids;
      if (!named) return;
      const slope = build.make('deriv', s.node.data, [named], null);
      for (const next of match(head, slope, st)) yield* inOrder(args, given, next);
      return;
    }
    if (s.node.op === 'call') return yield* inOrder(p.kids, s.kids, st);
    if (s.node.op !== 'fn') return;
    const name = build.leaf('sym', s.node.data, s.src?.kind === 'apply' ? s.src.head : null);
    for (const next of match(head, name, st)) yield* inOrder(args, s.kids, next);
  }

  function* derivative(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    if (s.node.op !== 'deriv') return;
    const straight = (o: Occurrence): string => String(o.node.data).replace(/^(total|partial)/, 'slope');
    if (straight(p) !== straight(s)) return;
    const bare = p.kids.length === 1;
    yield* inOrder(p.kids, bare ? s.kids.slice(0, 1) : s.kids, st);
  }

  function* relation(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    if (s.node.op !== 'rel') return;
    const [a, b] = [String(p.node.data), String(s.node.data)];
    const alike = a === b || (a === '=' && (b === ':=' || b === 'gets')) || [a, b].sort().join() === '<,le';
    if (!alike) return;
    yield* inOrder(p.kids, s.kids, st);
    if (b === '=') yield* inOrder(p.kids, [...s.kids].reverse(), st);
  }

  /** The condition of the last branch may be "otherwise". */
  function* branch(p: Occurrence, s: Occurrence, st: State): Generator<State> {
    const [pValue, pCondition] = p.kids;
    const [sValue, sCondition] = s.kids;
    if (s.node.data !== 'branch' || !pValue || !sValue || !pCondition || !sCondition) return;
    for (const next of match(pValue, sValue, st)) {
      if (pCondition.node.op === 'text' || sCondition.node.op === 'text') yield next;
      else yield* match(pCondition, sCondition, next);
    }
  }

  function holds(st: State): boolean {
    for (const [name, { role }] of pattern.concept.roles) {
      const own = st.roles.get(name)?.node;
      for (const other of role.free_of) {
        const state = st.roles.get(other.replace(/^\\/, ''))?.node;
        if (!own || !state) continue;
        const base = state.op === 'idx' ? state.kids[0] : state;
        if (containsNode(own, (n) => n === state || n === base || n.op === 'prev')) return false;
      }
      const { conjugate_of } = role;
      if (own && conjugate_of !== undefined && !isConjugate(own, st.roles.get(conjugate_of)?.node)) return false;
    }
    const match: Match = {
      roles: new Map([...st.roles].map(([name, b]) => [name, { node: b.node, places: [] }])),
      binders: st.binders,
      parts: new Map(),
      covered: [],
      whole: true,
      logBase: st.logBase,
      assumedKinds: new Map(),
    };
    if (confusesFamilies([...st.roles.values()].map((b) => b.node))) return false;
    return pattern.guards.every((guard) => decideGuard(build, guard, match) === 'yes');
  }

  return { root, settle, holds };
}
