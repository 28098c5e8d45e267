import { type Node, type Occurrence, sourcesOf } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { Domain, Expr } from '../expr/types.js';
import {
  bind,
  type Compiled,
  createScope,
  elementAt,
  extendScope,
  isArray,
  MathError,
  type Scope,
  type Value,
} from '../math/index.js';
import { isEvent } from './atom-model.js';
import type { IndexGroup, Match, RoleBinding } from './bindings.js';
import { compiled, flattenBig, indexTuples, valueOfPlace } from './source-value.js';

/** Values that one binder letter of a form runs through in the reader's formula. */
type LetterRange = { readonly variables: readonly Expr[]; readonly values: readonly (readonly number[])[] };

/**
 * The scope in which a definition is evaluated: each role has the value of the reader's piece that stands for it, evaluated as
 * written in the scope `source`. Families are functions of the reader's index; sums without bounds run over the reader's range.
 */
export type DefinitionScope = {
  readonly scope: Scope;
  readonly rangeOf: (letter: string) => LetterRange | undefined;
  readonly rangeOfGroup: (group: IndexGroup) => LetterRange | undefined;
  /** Index roles whose index was left off: the formula speaks of the whole vector. */
  readonly elided: readonly string[];
  /** Length of the vector that a role stands for as a whole, if it does. */
  readonly lengthOf: (role: string) => number | undefined;
};

/** The state before a step: which role carries it, and where the reader writes its value before the step. */
export type Previous = { readonly role: string; readonly source: Expr };

export function createDefinitionScope(
  pattern: Pattern,
  match: Match,
  source: Scope,
  prev: Previous | undefined,
  joint = false,
): DefinitionScope {
  const ranges = new Map<string, LetterRange | undefined>();
  const remembered = (key: string, compute: () => LetterRange | undefined): LetterRange | undefined => {
    if (!ranges.has(key)) ranges.set(key, compute());
    return ranges.get(key);
  };
  const rangeOfGroup = (group: IndexGroup): LetterRange | undefined =>
    remembered(`${group.binder.node.id}/${group.variables.map((v) => v.data).join()}`, () =>
      computeRange(group.binder, group.variables.map(variablePlace), source),
    );
  const rangeOf = (letter: string): LetterRange | undefined => {
    const groups = [...match.roles.values()].flatMap((b) => b.groups ?? []);
    const group = groups.find((g) => g.letter === letter);
    if (group) return rangeOfGroup(group);
    const big = match.binders.get(letter);
    return big && remembered(letter, () => computeRange(big, undefined, source));
  };
  const elided = [...match.roles].filter(([, b]) => b.node.op === 'dots').map(([letter]) => letter);

  const symbol = (key: string, e?: Expr): Value | undefined => {
    const binding = match.roles.get(key);
    // What is no role means the same in the definition as in the formula: π, an identity matrix, an index letter.
    if (!binding) return e && source.source.symbol(key, e, source);
    if (prev && key === prev.role) return compiled(prev.source)(source);
    if (binding.groups) return wholeFamily(binding, source, rangeOfGroup);
    const [place] = binding.places;
    if (!place) return binding.node.op === 'num' ? Number(binding.node.data) : undefined;
    return indexOrValue(binding, source);
  };

  /** A free index of a group is known by its place among the group's values; a plain one by its value. */
  const indexOrValue = (binding: RoleBinding, scope: Scope): Value | undefined => {
    const [place] = binding.places;
    if (!place) return undefined;
    const [piece] = place.pieces;
    if (piece?.node.op !== 'list') return valueOfPlace(place, scope);
    const wanted = piece.kids.map((k) => valueOfPlace({ combine: 'one', pieces: [k] }, scope));
    const range = rangeOfIndex(match, binding, rangeOfGroup);
    const at = range?.values.findIndex((tuple) => tuple.every((v, i) => v === wanted[i])) ?? -1;
    return at < 0 ? undefined : at + 1;
  };

  const indexed = (key: string, indices: readonly number[], e: Expr): Value | undefined => {
    const binding = match.roles.get(key);
    if (!binding) return undefined;
    if (binding.literal) return literalAt(binding, indices, source);
    if (pattern.concept.roles.get(key)?.role.state) return symbol(key, e);
    if (!binding.groups) {
      // A role that is a whole vector or matrix has elements.
      const value = symbol(key);
      return value !== undefined && isArray(value) ? elementAt(value, indices, e.span) : value;
    }
    return familyAt(binding, indices, source, rangeOfGroup);
  };

  const scope = createScope({
    symbol,
    indexed,
    call: (key, args, e, inner, indices) => {
      const binding = match.roles.get(key.replace(/\|\d+$/, ''));
      if (!binding) return callMadeOfRoles(match, e, args, source) ?? source.source.call(key, args, e, source, indices);
      const numbers = args.filter((a): a is number => typeof a === 'number');
      if (binding.literal || binding.groups) return indexed(key, numbers, e);
      const head = headOfBinding(binding);
      return head && (callOfEvents(match, head, e, source, inner, rangeOfGroup) ?? applyHead(head, e, args, source));
    },
    domain: (domain, _scope, body) => {
      const [variable] = domain.variables;
      const tuples =
        joint && domain.variables.length > 1 ? tuplesOf(match, domain, body, source, rangeOfGroup) : undefined;
      if (tuples) return tuples;
      const range = variable && (rangeOf(exprKey(variable)) ?? rangeOfFamily(match, variable, body, rangeOfGroup));
      if (!range) return variable && axisOf(variable, body, symbol);
      return range.variables.length === 1 ? range.values.map((v) => v[0] as number) : range.values.map((_, i) => i + 1);
    },
    real: source.real,
    budget: source.run.remaining,
  });
  const lengthOf = (role: string): number | undefined => {
    const value = match.roles.has(role) ? symbol(role) : undefined;
    return value !== undefined && isArray(value) ? value.shape[0] : undefined;
  };
  return { scope, rangeOf, rangeOfGroup, elided, lengthOf };
}

/** What several variables of one operator run through together: what the reader's operator runs through. */
function tuplesOf(
  match: Match,
  { variables }: Domain,
  body: Expr,
  source: Scope,
  rangeOf: DefinitionScope['rangeOfGroup'],
): readonly (readonly number[])[] | undefined {
  const all = [...match.roles.values()].flatMap((b) => b.groups ?? []);
  const groups = variables.map((v) => groupInBody(match, v, body) ?? all.find((g) => g.letter === exprKey(v)));
  const known = groups.filter((g) => g !== undefined);
  const [big, ...others] = variables.map((v, k) => groups[k]?.binder ?? match.binders.get(exprKey(v)));
  const isOne = big !== undefined && others.every((o) => o?.node === big.node);
  const places = known.flatMap((g) => g.variables.map(variablePlace));
  if (isOne && known.length === variables.length && new Set(places).size === variables.length)
    return computeRange(big, places, source)?.values;
  // One family at two places, or no family at all: what the operator as a whole runs through.
  if (isOne && Number(String(big.node.data).split(':')[1]) === variables.length)
    return computeRange(big, undefined, source)?.values;
  const ranges = known.map((g) => rangeOf(g)?.values);
  if (isOne || known.length < variables.length || !ranges.every((r) => r?.every((v) => v.length === 1)))
    return undefined;
  return ranges.reduce<readonly (readonly number[])[]>(
    (tuples, range) => tuples.flatMap((t) => (range ?? []).map((v) => [...t, ...v])),
    [[]],
  );
}

/** A definition may call an index by another letter than the form: it runs over what the family that it indexes runs over. */
function rangeOfFamily(
  match: Match,
  variable: Expr,
  body: Expr,
  rangeOf: DefinitionScope['rangeOfGroup'],
): LetterRange | undefined {
  const group = groupInBody(match, variable, body);
  // An integral's variable runs through no list of values.
  const listed = group && !String(group.binder.node.data).startsWith('integral');
  return group && listed ? rangeOf(group) : undefined;
}

/** The index group of a family that the variable indexes. */
function groupInBody(match: Match, variable: Expr, body: Expr): IndexGroup | undefined {
  let group: IndexGroup | undefined;
  walk(body, (e) => {
    const slots = e.kind === 'indexed' ? e.indices : e.kind === 'apply' ? e.args : [];
    const at = slots.findIndex((i) => exprKey(i) === exprKey(variable));
    const role = at < 0 ? undefined : symbolKey(e);
    if (role !== undefined) group ??= match.roles.get(role)?.groups?.[at];
  });
  return group;
}

/** Where no binder says what a letter runs over, a vector or matrix that it indexes does. */
function axisOf(variable: Expr, body: Expr, symbol: (key: string) => Value | undefined): number[] | undefined {
  let size: number | undefined;
  walk(body, (e) => {
    if (e.kind !== 'indexed') return;
    const axis = e.indices.findIndex((i) => exprKey(i) === exprKey(variable));
    const value = axis < 0 ? undefined : symbol(symbolKey(e.base));
    if (value !== undefined && isArray(value)) size ??= value.shape[axis];
  });
  return size === undefined ? undefined : Array.from({ length: size }, (_, k) => k + 1);
}

function computeRange(big: Occurrence, share: readonly number[] | undefined, source: Scope): LetterRange | undefined {
  const expr = big.src && ungroup(big.src);
  if (expr?.kind !== 'big') return undefined;
  const count = Number(String(big.node.data).split(':')[1]);
  const flat = flattenBig(expr, count);
  const tuples = indexTuples(expr, count, source);
  const places = share ?? flat.variables.map((_, k) => k);
  const variables = places.map((k) => flat.variables[k]).filter((v) => v !== undefined);
  const seen = new Set<string>();
  const values = tuples
    .map((t) => places.map((k) => t[k] as number))
    .filter((t) => !seen.has(t.join()) && seen.add(t.join()));
  return { variables, values };
}

/** Bound variables are named `height.place`. */
function variablePlace(variable: Node): number {
  return Number(String(variable.data).split('.')[1]);
}

/** The range of the family whose index this is. */
export function rangeOfIndex(
  match: Match,
  index: RoleBinding,
  rangeOf: DefinitionScope['rangeOfGroup'],
): LetterRange | undefined {
  const [group] = (index.indexOf !== undefined && match.roles.get(index.indexOf)?.groups) || [];
  return group && rangeOf(group);
}

/** Element of a family at the given indices: the reader's body with its variables bound. */
function familyAt(
  binding: RoleBinding,
  indices: readonly number[],
  source: Scope,
  rangeOf: DefinitionScope['rangeOfGroup'],
): Value | undefined {
  const scope = atIndices(binding, indices, source, rangeOf);
  const [place] = binding.places;
  return scope && place && valueOfPlace(place, scope);
}

/** The scope in which the reader's variables have these values; undefined where they run through none. */
function atIndices(
  binding: RoleBinding,
  indices: readonly number[],
  source: Scope,
  rangeOf: DefinitionScope['rangeOfGroup'],
): Scope | undefined {
  let scope = source;
  for (const [g, group] of (binding.groups ?? []).entries()) {
    const range = rangeOf(group);
    const index = indices[g];
    if (!range || index === undefined) return undefined;
    const tuple = range.variables.length === 1 ? [index] : range.values[index - 1];
    if (!tuple) return undefined;
    range.variables.forEach((variable, k) => {
      scope = bind(scope, exprKey(variable), tuple[k] as number);
    });
  }
  return scope;
}

function wholeFamily(binding: RoleBinding, source: Scope, rangeOf: DefinitionScope['rangeOfGroup']): Value | undefined {
  const group = binding.groups?.[0];
  const range = group && rangeOf(group);
  if (!range || binding.groups?.length !== 1) return undefined;
  const items = range.values.map((v, i) =>
    familyAt(binding, [range.variables.length === 1 ? (v[0] as number) : i + 1], source, rangeOf),
  );
  const [first] = items;
  if (first === undefined || isArray(first)) return undefined;
  return { kind: 'list', items: items.filter((v) => v !== undefined) };
}

/** A literal application with other values for its indices. */
function literalAt(binding: RoleBinding, indices: readonly number[], source: Scope): Value | undefined {
  const src = binding.places[0]?.pieces[0]?.src;
  const inner = src?.kind === 'group' ? src.body : src;
  const slots = inner?.kind === 'indexed' ? inner.indices : inner?.kind === 'apply' ? inner.args : undefined;
  if (!inner || !slots) return undefined;
  const parts = slots.length === 1 && slots[0]?.kind === 'tuple' ? slots[0].items : slots;
  // Places before those that the form speaks of are part of the name and stay as they are.
  if (parts.length < indices.length) return undefined;
  const free = parts.slice(parts.length - indices.length);
  const overrides = new Map<Expr, Compiled>(free.map((slot, k) => [slot, () => indices[k] as number]));
  return compiled(inner)(extendScope(source, { overrides }));
}

function headOfBinding(binding: RoleBinding | undefined): Expr | undefined {
  return binding?.places[0]?.pieces.flatMap(sourcesOf)[0];
}

/** `f^{-1}(y)` where the reader's function stands for f. */
function callMadeOfRoles(match: Match, e: Expr, args: readonly Value[], source: Scope): Value | undefined {
  if (e.kind !== 'apply' || e.head.kind === 'symbol') return undefined;
  let found = false;
  const put = (x: Expr): Expr => {
    const head = x.kind === 'symbol' ? headOfBinding(match.roles.get(symbolKey(x))) : undefined;
    if (head) found = true;
    return head ?? mapChildren(x, put);
  };
  const head = put(e.head);
  return found ? applyHead(head, e, args, source) : undefined;
}

/** `P(X = 1 \mid Y = 0)`: a chance of events is told by what the events say, so these stand in it as they are written. */
function callOfEvents(
  match: Match,
  head: Expr,
  e: Expr,
  source: Scope,
  inner: Scope,
  rangeOf: DefinitionScope['rangeOfGroup'],
): Value | undefined {
  if (e.kind !== 'apply') return undefined;
  const found: (readonly Expr[])[] = [];
  let scope: Scope | undefined = source;
  const written = (arg: Expr): readonly Expr[] => {
    const binding =
      arg.kind === 'symbol' || arg.kind === 'indexed' ? match.roles.get(symbolKey(rootOf(arg))) : undefined;
    const pieces = binding?.places[0]?.pieces;
    const exprs = pieces?.length === 1 ? pieces.flatMap(writtenIn) : [];
    found.push(exprs);
    if (binding?.groups && arg.kind === 'indexed')
      scope =
        scope &&
        atIndices(
          binding,
          arg.indices.map((k) => Number(compiled(k)(inner))),
          scope,
          rangeOf,
        );
    return exprs;
  };
  const args = e.args.flatMap((arg): readonly Expr[] =>
    arg.kind === 'conditional'
      ? [{ ...arg, left: arg.left.flatMap(written), right: arg.right.flatMap(written) }]
      : written(arg),
  );
  if (!scope || !found.flat().some(isEvent) || found.some((exprs) => exprs.length === 0)) return undefined;
  return compiled({ ...e, head, args })(scope);
}

function rootOf(e: Expr): Expr {
  return e.kind === 'indexed' ? e.base : e;
}

/** What is written for a role; several things that stand for one are told one by one. */
function writtenIn(o: Occurrence): readonly Expr[] {
  if (o.node.op === 'list') return o.kids.flatMap(writtenIn);
  return o.src ? [ungroup(o.src)] : [];
}

/** A function of the reader's, applied to other arguments; a bar between them (`p(x | y)`) stays where it is. */
function applyHead(head: Expr, e: Expr, args: readonly Value[], source: Scope): Value | undefined {
  if (e.kind !== 'apply') return undefined;
  const overrides = new Map<Expr, Compiled>();
  const slot = (): Expr => {
    const k = overrides.size;
    const made: Expr = { kind: 'symbol', name: `argument${k}`, span: head.span };
    overrides.set(made, () => args[k] as Value);
    return made;
  };
  const slots = e.args.map(
    (arg): Expr =>
      arg.kind === 'conditional' ? { ...arg, left: arg.left.map(slot), right: arg.right.map(slot) } : slot(),
  );
  if (overrides.size !== args.length) return undefined;
  try {
    return compiled({ ...e, head, args: slots })(extendScope(source, { overrides }));
  } catch (error) {
    if (error instanceof MathError) return undefined;
    throw error;
  }
}
