import { NOWHERE, ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import {
  bind,
  boundValue,
  type Compiled,
  extendScope,
  fieldValue,
  isArray,
  isBuiltIn,
  itemsOf,
  type Scope,
  type ScopeSource,
  tensor,
  type Value,
} from '../math/index.js';
import type { Match } from './bindings.js';
import { moved, slopeByDifferences } from './differences.js';
import type { Model } from './models.js';
import { compiled } from './source-value.js';

type Slope = ExprOf<'derivative'>;

/** Where a bare `\\nabla f` is taken: coordinates that the formula does not name. */
const PLACE: Expr = { kind: 'symbol', name: 'place', label: 'unnamed', span: NOWHERE };
const PLACE_KEY = symbolKey(PLACE);

/** The first of its arguments: a body in it mentions what it is differentiated by. */
const ALONG: Expr = { kind: 'symbol', name: 'along', label: 'unnamed', span: NOWHERE };
const ALONG_KEY = symbolKey(ALONG);

/** Elementary operations that a field counts for. */
const WORK_PER_FIELD = 20;

/** Dimensions of the space in which fields with a Laplacian, a divergence or a curl live. */
const SPACE = 3;

/** Every slope is looked through for the letters of all others: nobody writes more of them into one claim. */
const MOST_SLOPES = 24;

/**
 * Slopes, checked from two sides: what is written by automatic differentiation, what the concept says by differences of nearby
 * values. A letter that does not say how it depends on the variable (`\\frac{dy}{dx}`, `\\nabla f`) is a smooth function of it,
 * wherever it stands. Undefined where nothing written is a slope.
 */
export function slopeModel(exprs: readonly Expr[], match: Match): Model | undefined {
  const slopes = exprs.flatMap(slopesIn);
  if (slopes.length === 0 || slopes.length > MOST_SLOPES) return undefined;
  const nameless = placesOnly(exprs, slopes);
  const coordinateOf = (variable: Expr): Expr => (nameless.has(exprKey(variable)) ? PLACE : variable);
  const written = new Map<Expr, Compiled>();
  const fields = new Map<string, Map<string, Expr>>();
  for (const slope of slopes) {
    const body = slope.body as Expr;
    const variables = variablesOf(slope).map(coordinateOf);
    const dependent = lettersThatDepend(body, variables);
    if (dependent.length === 0) continue;
    for (const key of dependent) {
      const coordinates = fields.get(key) ?? new Map<string, Expr>();
      for (const v of variables) coordinates.set(exprKey(v), v);
      fields.set(key, coordinates);
    }
    const along: Expr = { kind: 'apply', head: ALONG, args: [body, ...variables], brackets: '()', span: body.span };
    const named = slope.variables.map((v) => ({ ...v, variable: coordinateOf(ungroup(v.variable)) }));
    const by = named.length > 0 ? named : [{ variable: PLACE, order: 1 }];
    written.set(slope, compiled({ ...slope, variables: by, body: along }));
  }
  throughOthers(fields);
  const bare = slopes.filter((s) => variablesOf(s).map(coordinateOf).includes(PLACE));
  const named = new Map(slopes.flatMap((s) => s.variables.map((v) => [exprKey(v.variable), v.variable] as const)));
  const [only] = named.size === 1 ? named.values() : [];
  const arrows = arrowsIn(slopes);
  const taken = takenAt(slopes);
  return {
    world: (scope) => inWorld(scope, { fields, bare, arrows }),
    written: () => written,
    defined: (target, reader, near) => {
      const out = new Map<Expr, Compiled>();
      for (const slope of slopesIn(target)) {
        const steps = stepsOf(slope, match, bare.length > 0 ? PLACE : only)?.map(coordinateOf);
        if (!steps) continue;
        const body = compiled(slope.body as Expr);
        out.set(slope, (inner) => {
          const { scope } = reader;
          const start = taken ? moved(scope, taken.variable, compiled(taken.value)(scope)) : scope;
          return slopeByDifferences(slope.op, (source) => body({ ...near(source), env: inner.env }), steps, start);
        });
      }
      return out;
    },
    says: 'the slope by rule and the slope by differences agree',
    tolerance: 1e-7,
    doubt: 'what is differentiated does not say how it depends on the variable',
  };
}

/** The reader's variables, once for each time that they are differentiated by: at most twice in all. */
function stepsOf(slope: Slope, match: Match, unnamed: Expr | undefined): readonly Expr[] | undefined {
  if (slope.variables.length === 0) return unnamed && [unnamed];
  const places = slope.variables.map((v) => placeOf(v.variable, match));
  const steps = places.flatMap((place, k) => (place ? Array<Expr>(orderOf(slope, k)).fill(place) : []));
  return places.some((p) => p === undefined) || steps.length > 2 || steps.length === 0 ? undefined : steps;
}

function variablesOf(slope: Slope): readonly Expr[] {
  return slope.variables.length > 0 ? slope.variables.map((v) => ungroup(v.variable)) : [PLACE];
}

/**
 * Letters that only say what is differentiated by (`\\nabla_\\theta J(\\theta_t)`, taken at \\theta_t): they name a place like that of a
 * bare `\\nabla`.
 */
function placesOnly(exprs: readonly Expr[], slopes: readonly Slope[]): ReadonlySet<string> {
  const bare = new Set<string>();
  const families = new Set<string>();
  const look = (e: Expr): void => {
    if (e.kind === 'symbol') bare.add(symbolKey(e));
    if (e.kind === 'indexed') families.add(symbolKey(e));
    for (const part of e.kind === 'indexed' ? e.indices : e.kind === 'derivative' ? [e.body] : children(e))
      if (part) look(part);
  };
  exprs.forEach(look);
  const gradients = slopes.filter((s) => s.op === 'gradient' && s.variables.length === 1 && !s.at);
  const keys = gradients.map((s) => exprKey(ungroup((s.variables[0] as Slope['variables'][number]).variable)));
  return new Set(keys.filter((key) => families.has(key) && !bare.has(key)));
}

const SLOPES = /^(?:partial|total|gradient|jacobian|laplacian|divergence|curl)$/;

function slopesIn(e: Expr): Slope[] {
  const found: Slope[] = [];
  walk(e, (node) => {
    if (node.kind === 'derivative' && node.body !== null && SLOPES.test(node.op)) found.push(node);
  });
  return found.filter((s) => s.variables.length > 0 || !/^(?:partial|total)$/.test(s.op));
}

function orderOf(slope: Slope, k: number): number {
  const order = slope.variables[k]?.order;
  return typeof order === 'number' ? order : order?.kind === 'number' ? order.value : 3;
}

/**
 * Keys of what depends on the variables without saying how: what names one of them in an index only (`\\pi_\\theta`), and, where
 * nothing else names them, every letter and function.
 */
function lettersThatDepend(body: Expr, variables: readonly Expr[]): readonly string[] {
  const named = new Set(variables.map(exprKey));
  const plainly = new Set<string>();
  const byIndex = new Set<string>();
  const letters = new Set<string>();
  const inIndex = (indices: readonly Expr[]): boolean => indices.some((i) => mentionsAny(i, named));
  const bound = new Set<string>();
  const isOther = (key: string): boolean => !named.has(key) && !bound.has(key);
  const visit = (x: Expr): void => {
    if (x.kind === 'big') for (const d of x.domains) for (const v of d.variables) bound.add(exprKey(v));
    if (named.has(exprKey(x))) plainly.add(exprKey(x));
    else if (x.kind === 'symbol') letters.add(symbolKey(x));
    else if (x.kind === 'indexed' && x.base.kind === 'symbol')
      (inIndex(x.indices) ? byIndex : letters).add(symbolKey(x.base));
    else if (x.kind === 'apply' && !isBuiltIn(x.head)) {
      const head = ungroup(x.head);
      if (head.kind === 'indexed' && inIndex(head.indices)) byIndex.add(symbolKey(head));
      else if (x.args.some((arg) => mentionsAny(arg, named))) x.args.forEach(visit);
      else if (head.kind === 'symbol' || head.kind === 'indexed') letters.add(symbolKey(head));
    } else for (const part of x.kind === 'apply' ? x.args : children(x)) visit(part);
  };
  visit(body);
  if (byIndex.size > 0) return [...byIndex].filter(isOther);
  return variables.every((v) => plainly.has(exprKey(v))) ? [] : [...letters].filter(isOther);
}

/** As themselves or in an index; another element of the same family is something else. */
function mentionsAny(e: Expr, keys: ReadonlySet<string>): boolean {
  if ((e.kind === 'symbol' || e.kind === 'indexed') && keys.has(exprKey(e))) return true;
  return (e.kind === 'indexed' ? e.indices : children(e)).some((part) => mentionsAny(part, keys));
}

/** Letters of which a divergence or a curl is taken: arrows in space. */
function arrowsIn(slopes: readonly Slope[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const slope of slopes) {
    if (slope.op !== 'divergence' && slope.op !== 'curl') continue;
    const body = ungroup(slope.body as Expr);
    if (body.kind === 'symbol' || body.kind === 'indexed' || body.kind === 'apply') found.add(symbolKey(body));
    walk(body, (node) => {
      if (node.kind === 'symbol' && (node.font?.startsWith('bold') || node.accents?.includes('vec')))
        found.add(symbolKey(node));
    });
  }
  return found;
}

/** Three components, made of those that there are. */
function inSpace(value: Value): Value {
  const parts = isArray(value) ? Array.from(itemsOf(value), Number) : [Number(value)];
  return tensor(
    [SPACE],
    Float64Array.from({ length: SPACE }, (_, k) => (parts[k % parts.length] as number) * (1 + 0.37 * k)),
  );
}

/** Where all slopes are taken, if they say so: the variable, and its value there. */
function takenAt(slopes: readonly Slope[]): { readonly variable: Expr; readonly value: Expr } | undefined {
  const [first] = slopes;
  const at = first?.at;
  const variable = first?.variables[0]?.variable;
  if (!at || !variable || slopes.some((s) => !s.at || exprKey(s.at) !== exprKey(at))) return undefined;
  const value = at.kind === 'relation' ? at.sides[1] : at;
  return value && { variable: ungroup(variable), value };
}

/** In `\\frac{dz}{dy} \\frac{dy}{dx}` z depends on x through y alone. */
function throughOthers(fields: ReadonlyMap<string, Map<string, Expr>>): void {
  for (const coordinates of fields.values()) {
    for (const between of [...coordinates.keys()]) {
      for (const further of fields.get(between)?.keys() ?? []) coordinates.delete(further);
    }
  }
}

/** What the formula differentiates: letters with their coordinates, slopes without a variable, letters that are arrows. */
type Fields = {
  readonly fields: ReadonlyMap<string, Map<string, Expr>>;
  readonly bare: readonly Slope[];
  readonly arrows: ReadonlySet<string>;
};

/** The sample in which letters are functions of their coordinates. */
function inWorld(scope: Scope, { fields, bare, arrows }: Fields): Scope {
  const { source } = scope;
  const place = bare.length > 0 ? placeIn(scope, bare) : 0;
  const coordinates = new Map<string, Expr>([...fields.values()].flatMap((own) => [...own]));
  const atSample = [...coordinates].map(([key, v]) => [key, v, v === PLACE ? place : compiled(v)(scope)] as const);
  /** Where the coordinates are as sampled: of an index that names one, the value there. */
  const unmoved = (inner: Scope): Scope =>
    atSample.reduce((s, [key, v, value]) => (v.kind === 'symbol' ? bind(s, key, value) : s), inner);
  // A field is known by its number, not by its letter: the same formula in other letters has the same values.
  const numbers = new Map([...fields.keys()].map((key, k) => [key, k] as const));
  // Two letters may each be differentiated by the other: the one that is asked for varies, the other one is as sampled.
  const asked = new Set<string>();
  const varied = (key: string, base: Value | undefined, inner: Scope): Value | undefined => {
    const own = fields.get(key);
    if (base === undefined || !own || asked.has(key)) return base;
    asked.add(key);
    try {
      return variedBy(key, base, [...own.values()], inner);
    } finally {
      asked.delete(key);
    }
  };
  const variedBy = (key: string, base: Value, own: readonly Expr[], inner: Scope): Value => {
    inner.run.remaining -= WORK_PER_FIELD;
    const at = own.map((v) => (v === PLACE ? (boundValue(inner, PLACE_KEY) ?? place) : compiled(v)(inner)));
    return fieldValue(arrows.has(key) ? inSpace(base) : base, numbers.get(key) ?? 0, at);
  };
  const indicesAt = (e: Expr, indices: readonly number[], inner: Scope): readonly number[] => {
    const head = e.kind === 'apply' ? ungroup(e.head) : e;
    if (head.kind !== 'indexed' || head.indices.length !== indices.length) return indices;
    const at = unmoved(inner);
    return head.indices.map((i) => Number(compiled(i)(at)));
  };
  const handlers: Partial<ScopeSource> = {
    symbol: (key, e, inner) =>
      key === PLACE_KEY ? place : fields.has(key) ? varied(key, source.symbol(key, e, inner), inner) : undefined,
    indexed: (key, indices, e, inner) =>
      fields.has(key) ? varied(key, source.indexed(key, indicesAt(e, indices, inner), e, inner), inner) : undefined,
    call: (key, args, e, inner, indices) => {
      if (key === ALONG_KEY) return args[0];
      const own = key.replace(/\|\d+$/, '');
      if (!fields.has(own)) return undefined;
      return varied(own, source.call(key, args, e, inner, indicesAt(e, indices, inner)), inner);
    },
  };
  return extendScope(scope, handlers);
}

/** The unnamed place: of as many coordinates as the slopes that are taken there have. */
function placeIn(scope: Scope, bare: readonly Slope[]): Value {
  const plain = bare.every((s) => s.op === 'gradient');
  const slope = plain ? scope.source.opaque(bare[0] as Expr, scope) : undefined;
  if (plain && slope !== undefined && !isArray(slope)) return 0;
  const size = slope !== undefined && isArray(slope) ? (slope.shape[0] ?? 1) : SPACE;
  return tensor([size], new Float64Array(size));
}

/** The reader's variable that a role of the definition stands for. */
function placeOf(variable: Expr, match: Match): Expr | undefined {
  const letter = variable.kind === 'symbol' || variable.kind === 'indexed' ? symbolKey(variable) : undefined;
  const piece = letter === undefined ? undefined : match.roles.get(letter)?.places[0]?.pieces[0];
  const src = piece?.src && ungroup(piece.src);
  return src?.kind === 'symbol' || src?.kind === 'indexed' ? src : undefined;
}
