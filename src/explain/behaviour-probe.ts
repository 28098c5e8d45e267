import type { Concept } from '../catalogue/index.js';
import { domain as domainOf } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, SymbolExpr } from '../expr/types.js';
import {
  bind,
  type Compiled,
  compile,
  extendScope,
  freeIndices,
  type IndexValue,
  isArray,
  isMathError,
  isScalar,
  itemsOf,
  prepareSamples,
  refreshScope,
  type SampleDomain,
  type Scope,
  type Tensor,
  type Value,
} from '../math/index.js';
import { definedValue, hasPlainIndices, isTestable, vectorsIn } from './behaviour-subject.js';
import { domainsOfRoles, kindsOfRoles, withGuards } from './concept-value.js';

/** One thing that goes in: a number, or a list (family, vector, matrix) of numbers. */
export type Input = {
  readonly role: string;
  readonly kind: 'number' | 'list';
  /** Indices of a place: 1 for a list, 2 for a matrix. */
  readonly axes: number;
  readonly domain: SampleDomain;
  /** Its values are made to add up to 1 before they are used: moving or scaling them says nothing. */
  readonly normalised: boolean;
};

/** A change of every number that plays a role; `place` holds its indices, from 1, and is empty for a single number. */
export type Change = (x: number, place: readonly number[]) => number;
export type Changes = ReadonlyMap<string, Change>;

/** What is done to the numbers before they go in. */
export type Variation = {
  readonly changes?: Changes;
  /** Roles that are given the numbers of another role. */
  readonly from?: ReadonlyMap<string, string>;
  /** Roles whose numbers change places: where the number of a place comes from. */
  readonly places?: ReadonlyMap<string, (place: readonly number[]) => readonly number[]>;
};

/** What came out, and what had gone in, by role. */
export type Outcome = { readonly values: readonly number[]; readonly given: Given };
/** Numbers by role, and by place within it. */
export type Given = Map<string, Map<string, number>>;

/** A concept's definition as something that numbers can be put into. */
export type Probe = {
  readonly inputs: readonly Input[];
  /** Roles that are single numbers, whole ones among them. */
  readonly singles: readonly string[];
  /** Its one input is all that it depends on. */
  readonly alone: boolean;
  /** Elements are named by their index alone, not by `i + 1`: they can change places. */
  readonly hasPlainIndices: boolean;
  readonly output: 'number' | 'list';
  /** The value at a seeded point, with the numbers changed; undefined where it has none, or work has run out. */
  readonly at: (point: number, variation?: Variation) => Outcome | undefined;
  /** Elementary operations that are left. Once they are spent nothing may be claimed of what was only half tried. */
  readonly workLeft: () => number;
};

const SEED = 20240607;
const WORK_PER_POINT = 4_000;
/** What one evaluation costs at least, in elementary operations. */
const OVERHEAD = 60;
/** What asking for a number costs. */
const LOOK_UP = 5;
const MOST_INPUTS = 4;

/** Numbers for roles that are known; the others are sampled. */
export type Fixed = ReadonlyMap<string, number>;

/** The definition ready to be tested; undefined where it has no value of its own, or leans on something unknown. */
export function createProbe(concept: Concept, fixed: Fixed, work: number): Probe | undefined {
  const value = definedValue(concept);
  if (!value) return undefined;
  const { expr, certain } = withGuards(concept, value, (role) => !fixed.has(role));
  if (!certain || !isTestable(expr, concept)) return undefined;
  const axis = outputAxis(expr);
  const sample = prepareSamples({
    exprs: [expr],
    kinds: new Map([...kindsOfRoles(concept), ...vectorsIn(expr, concept)]),
    seed: SEED,
    domains: domainsOfRoles(concept),
  });
  const compiled = compile(expr);
  const state = { work, opaque: false };
  const scopes = new Map<number, Base>();

  const at = (point: number, variation: Variation = {}): Outcome | undefined => {
    if (state.work <= 0) return undefined;
    const given: Given = new Map();
    const base = remember(scopes, point, () => ({ scope: sample(point), known: new Map<string, Value | undefined>() }));
    const scope = refreshScope(changed(base, { concept, variation, fixed, given, state }), WORK_PER_POINT);
    try {
      const values = axis === undefined ? numbersOf(compiled(scope)) : alongAxis(compiled, axis, expr, scope);
      state.work -= OVERHEAD + WORK_PER_POINT - scope.run.remaining;
      if (values === undefined || values.some(Number.isNaN)) return undefined;
      return { values, given };
    } catch (error) {
      state.work -= OVERHEAD + WORK_PER_POINT - scope.run.remaining;
      if (isMathError(error)) return undefined;
      throw error;
    }
  };

  const first = [0, 1, 2, 3].map((point) => at(point)).find((outcome) => outcome !== undefined);
  if (!first || state.opaque) return undefined;
  const inputs = inputsOf(concept, expr, first, fixed);
  if (inputs.length === 0 || inputs.length > MOST_INPUTS) return undefined;
  const alone =
    axis === undefined && [...first.given.keys()].every((role) => fixed.has(role) || role === inputs[0]?.role);
  const counted = indexKeys(expr);
  return {
    inputs,
    singles: [...first.given].flatMap(([role, places]) =>
      places.has('') && !counted.has(role) && !fixed.has(role) ? [role] : [],
    ),
    alone: alone && inputs.length === 1,
    hasPlainIndices: hasPlainIndices(expr),
    output: axis !== undefined || first.values.length > 1 ? 'list' : 'number',
    at,
    workLeft: () => state.work,
  };
}

/**
 * The index along which the value is a list: a free index of a family that elsewhere runs through all of its places. In $v_{t-1}$
 * the index is free as well, but names one moment.
 */
function outputAxis(expr: Expr): SymbolExpr | undefined {
  const bound = new Set<string>();
  walk(expr, (e) => {
    if (e.kind === 'big') for (const d of e.domains) for (const v of d.variables) bound.add(exprKey(v));
  });
  const free = freeIndices(expr);
  const runs = new Set<string>();
  walk(expr, (e) => {
    if (e.kind !== 'indexed') return;
    e.indices.forEach((index, place) => {
      if (bound.has(exprKey(index))) runs.add(`${symbolKey(e.base)}/${place}`);
    });
  });
  const axes = free.filter((index) => {
    let found = false;
    walk(expr, (e) => {
      if (e.kind !== 'indexed') return;
      found ||= e.indices.some((i, k) => exprKey(i) === exprKey(index) && runs.has(`${symbolKey(e.base)}/${k}`));
    });
    return found;
  });
  const [axis] = axes;
  return axes.length === 1 && axis?.kind === 'symbol' ? axis : undefined;
}

function alongAxis(compiled: Compiled, axis: SymbolExpr, body: Expr, scope: Scope): readonly number[] | undefined {
  const range: readonly IndexValue[] | undefined = scope.source.domain(domainOf([axis], { kind: 'all' }), scope, body);
  if (range === undefined) return undefined;
  const out: number[] = [];
  for (const k of range) {
    if (typeof k !== 'number') return undefined;
    const [x, ...rest] = numbersOf(compiled(bind(scope, exprKey(axis), k))) ?? [];
    if (x === undefined || rest.length > 0) return undefined;
    out.push(x);
  }
  return out;
}

/** Real numbers of a value; undefined for what is no number. */
function numbersOf(value: Value): readonly number[] | undefined {
  if (typeof value === 'number') return [value];
  if (typeof value === 'boolean' || isScalar(value) || !isArray(value)) return undefined;
  const items = Array.from(itemsOf(value));
  return items.every((x) => typeof x === 'number') ? (items as number[]) : undefined;
}

/** Where the numbers of a point come from, and those that were asked for. */
type Base = { readonly scope: Scope; readonly known: Map<string, Value | undefined> };

type Handling = {
  readonly concept: Concept;
  readonly variation: Variation;
  readonly fixed: Fixed;
  readonly given: Given;
  readonly state: { opaque: boolean; work: number };
};

/** The scope in which each role's numbers are changed, and written down as they are asked for. */
function changed({ scope: base, known }: Base, { concept, variation, fixed, given, state }: Handling): Scope {
  const { changes, from, places } = variation;
  const source = (key: string, make: () => Value | undefined): Value | undefined => {
    state.work -= LOOK_UP;
    if (!known.has(key)) known.set(key, make());
    return known.get(key);
  };
  const note = (role: string, place: readonly number[], x: number): number => {
    remember(given, role, () => new Map<string, number>()).set(place.join(), x);
    return x;
  };
  const put = (role: string, value: Value | undefined, place: readonly number[]): Value | undefined => {
    if (value === undefined) return undefined;
    const change = changes?.get(from?.get(role) ?? role);
    const move = places?.get(role);
    if (typeof value === 'number') return note(role, place, change ? change(value, move ? move(place) : place) : value);
    if (!isArray(value) || value.kind !== 'tensor') return value;
    const data = value.data.map((_, k) => {
      const at = [...place, ...placeOf(value, k)];
      const origin = move ? move(at) : at;
      const x = value.data[move ? offsetOf(value, origin.slice(place.length)) : k] as number;
      return note(role, at, change ? change(x, origin) : x);
    });
    return { ...value, data };
  };
  return extendScope(base, {
    symbol: (role, e, scope) => {
      if (!concept.roles.has(role)) return undefined;
      const name = from?.get(role) ?? role;
      return put(role, fixed.get(role) ?? source(name, () => base.source.symbol(name, e, scope)), []);
    },
    indexed: (role, indices, e, scope) => {
      if (!concept.roles.has(role)) return undefined;
      const [name, place] = [from?.get(role) ?? role, places?.get(role)?.(indices) ?? indices];
      const value =
        fixed.get(role) ?? source(`${name} ${place.join()}`, () => base.source.indexed(name, place, e, scope));
      return put(role, value, indices);
    },
    call: () => {
      state.opaque = true;
      return undefined;
    },
    opaque: () => {
      state.opaque = true;
      return undefined;
    },
  });
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function offsetOf({ shape }: Tensor, place: readonly number[]): number {
  return place.reduce((offset, at, k) => offset * (shape[k] ?? 1) + at - 1, 0);
}

function placeOf({ shape }: Tensor, k: number): readonly number[] {
  const columns = shape[1];
  return columns === undefined ? [k + 1] : [Math.floor(k / columns) + 1, (k % columns) + 1];
}

const CONTINUOUS: ReadonlySet<SampleDomain> = new Set(['real', 'positive', 'nonnegative', 'probability', 'nonzero']);

function inputsOf(concept: Concept, expr: Expr, first: Outcome, fixed: Fixed): Input[] {
  const domains = domainsOfRoles(concept);
  const summed = new Set(
    (concept.file.forms.find((form) => !form.named)?.given ?? []).flatMap((g) =>
      Object.entries(g).flatMap(([role, fact]) => (fact.startsWith('sums to 1') ? [role] : [])),
    ),
  );
  const found: Input[] = [];
  const indices = indexKeys(expr);
  for (const [role, { role: file }] of concept.roles) {
    const numbers = first.given.get(role);
    const domain = domains.get(role) ?? 'real';
    if (!numbers || fixed.has(role) || indices.has(role) || file.kind === 'index' || !CONTINUOUS.has(domain)) continue;
    const [place = ''] = numbers.keys();
    const kind = numbers.size > 1 ? 'list' : 'number';
    found.push({ role, kind, axes: place === '' ? 0 : place.split(',').length, domain, normalised: summed.has(role) });
  }
  return found;
}

/** Symbols that stand in indices or end ranges: they count, and are not put in. */
function indexKeys(expr: Expr): ReadonlySet<string> {
  const keys = new Set<string>();
  const put = (e: Expr | null): void => {
    if (e)
      walk(e, (x) => {
        if (x.kind === 'symbol') keys.add(symbolKey(x));
      });
  };
  walk(expr, (e) => {
    if (e.kind === 'indexed') for (const index of e.indices) put(index);
    if (e.kind === 'big')
      for (const { range } of e.domains) {
        if (range.kind === 'range') {
          put(range.from);
          put(range.to);
        }
        if (range.kind === 'condition') put(range.condition);
      }
  });
  return keys;
}
