import type { Catalogue, Concept } from '../src/catalogue/index.js';
import type { Chunk } from '../src/explain/schema.js';
import { ungroup } from '../src/expr/build.js';
import { exprKey, symbolKey } from '../src/expr/key.js';
import type { Span } from '../src/expr/span.js';
import { children, mapChildren, walk } from '../src/expr/traverse.js';
import type { Expr, SymbolKind } from '../src/expr/types.js';
import {
  type Compiled,
  closeTo,
  compile,
  extendScope,
  isBuiltIn,
  isFiniteValue,
  isMathError,
  isScalar,
  prepareSamples,
  type SampleDomain,
  type Value,
} from '../src/math/index.js';
import { read } from '../src/meaning/index.js';
import { parse } from '../src/syntax/index.js';
import { type Filled, fillingsOf, instanceOf, readText } from './mutant-instances.js';

/** `equal`: a statement of the concept with the claim's roles has the formula's value. All else is a false claim, and why. */
export type Judgement = { readonly verdict: 'equal' | 'differs' | 'degenerate' | 'unknown'; readonly why: string };

const SEED = 977_317;
const POINTS = 16;
const TOLERANCE = 1e-7;

/**
 * Decides whether what is said of a formula is so, without the recogniser: the roles that the answer names are put into the
 * concept's own statements, as text, and the values are compared at points that the recogniser never saw.
 */
export function judge(latex: string, chunk: Chunk, catalogue: Catalogue, original: Chunk): Judgement {
  const concept = catalogue.concepts.get(chunk.concept) as Concept;
  const { expr: root, kinds: facts } = read(parse(latex));
  const kinds = new Map<string, SymbolKind>([...facts].map(([key, fact]) => [key, fact.kind]));
  const filled = fillingsOf(root, chunk, concept);
  const domains = domainsOf(concept, original);
  const degenerate = backward(root) ?? degeneracy(concept, filled, domains, kinds, original);
  if (degenerate !== undefined) return { verdict: 'degenerate', why: degenerate };
  const own = coveredBy(chunk, root, concept).map((e) => statements(ungroup(e)));
  const said = concept.file.definition === undefined ? concept.file.forms : [{ latex: concept.file.definition }];
  let undecided = 'no statement of the concept can be put together from the roles';
  let differs: string | undefined;
  for (const form of [...said, ...concept.file.forms]) {
    const lines = ('lines' in form && form.lines) || [form.latex as string];
    const wanted = lines.flatMap((line) => statements(concept.read(line)));
    for (const covered of own) {
      const outcome = compareAll(wanted, covered, { filled, concept, domains, kinds });
      if (outcome === true) return { verdict: 'equal', why: lines.join(' ; ') };
      if (outcome === false) differs ??= lines.join(' ; ');
      else if (outcome !== undefined) undecided = outcome;
    }
  }
  return differs === undefined ? { verdict: 'unknown', why: undecided } : { verdict: 'differs', why: differs };
}

/**
 * What the claim is about. Where it covers pieces of a product, that is the product without the factors beside them; numbers
 * beside them may belong to it or not.
 */
function coveredBy(chunk: Chunk, root: Expr, concept: Concept): readonly Expr[] {
  const plain = (e: Expr): Expr => (concept.file.any_log_base ? withoutLogBase(e) : e);
  if (chunk.spans.length === 1) return [plain(readText(chunk.latex))];
  const from = Math.min(...chunk.spans.map((s) => s[0]));
  const to = Math.max(...chunk.spans.map((s) => s[1]));
  const around = smallestAround(root, [from, to]) ?? root;
  return [true, false].map((numbers) => plain(keep(around, chunk.spans, numbers) ?? around));
}

function smallestAround(e: Expr, span: Span): Expr | undefined {
  if (e.span[0] > span[0] || e.span[1] < span[1]) return undefined;
  for (const child of children(e)) {
    const inner = smallestAround(child, span);
    if (inner) return inner;
  }
  return e;
}

/** The factors that touch one of the spans. */
function keep(e: Expr, spans: readonly Span[], numbers: boolean): Expr | undefined {
  const touches = spans.some((s) => s[0] < e.span[1] && e.span[0] < s[1]);
  if (e.kind === 'number') return numbers || touches ? e : undefined;
  if (!touches) return undefined;
  const one: Expr = { kind: 'number', value: 1, text: '1', span: e.span };
  if (e.kind === 'multiply') {
    const factors = e.factors.flatMap((x) => keep(x, spans, numbers) ?? []);
    return { ...e, factors: [one, ...factors], ops: factors.map(() => '' as const) };
  }
  if (e.kind === 'divide')
    return {
      ...e,
      numerator: keep(e.numerator, spans, numbers) ?? one,
      denominator: keep(e.denominator, spans, numbers) ?? one,
    };
  if (e.kind === 'group') return { ...e, body: keep(e.body, spans, numbers) ?? one };
  if (e.kind === 'negate' && !numbers) return keep(e.arg, spans, numbers);
  return e;
}

function withoutLogBase(e: Expr): Expr {
  const inner = mapChildren(e, withoutLogBase);
  if (inner.kind !== 'apply' || !inner.base) return inner;
  const { base: _, ...plain } = inner;
  return plain;
}

type Setting = {
  readonly filled: Filled;
  readonly concept: Concept;
  readonly domains: ReadonlyMap<string, SampleDomain>;
  readonly kinds: ReadonlyMap<string, SymbolKind>;
};

/** Every line of the statement is one of the formula's; a reason where that cannot be told. */
function compareAll(wanted: readonly Expr[], own: readonly Expr[], setting: Setting): boolean | string | undefined {
  let all: boolean | string = true;
  for (const statement of wanted) {
    const outcomes = own.map((e) => compareOne(statement, e, setting));
    if (outcomes.some((o) => o === true)) continue;
    const reason = outcomes.find((o) => typeof o === 'string');
    if (outcomes.every((o) => o === undefined)) return undefined;
    all = outcomes.some((o) => o === false) ? false : (reason ?? false);
  }
  return all;
}

function compareOne(statement: Expr, own: Expr, setting: Setting): boolean | string | undefined {
  const right = own.kind === 'relation' ? (own.sides[1] ?? own) : own;
  let reason: string | undefined;
  let any = false;
  for (const literal of [false, true]) {
    const instance = instanceOf(statement, { ...setting, right, literal });
    if (!instance) continue;
    any = true;
    for (const pairs of comparable(instance, own)) {
      const outcomes = pairs.map(([a, b]) => plainKey(a) === plainKey(b) || sameValue(a, b, setting));
      if (outcomes.every((o) => o === true)) return true;
      if (!outcomes.includes(false)) reason = outcomes.find((o) => typeof o === 'string');
    }
  }
  return any ? (reason ?? false) : undefined;
}

/** Structural identity without brackets. */
export function plainKey(e: Expr): string {
  const plain = (x: Expr): Expr => (x.kind === 'group' ? plain(x.body) : mapChildren(x, plain));
  return exprKey(plain(e));
}

/**
 * What has to be equal, all of it: the values, or the right sides where the left one only names what is defined, or both sides of
 * a statement, also the other way round, or what is left when one side is taken to the other.
 */
function comparable(instance: Expr, own: Expr): readonly (readonly (readonly [Expr, Expr])[])[] {
  const [left, right] = sidesOf(instance);
  const [ownLeft, ownRight] = sidesOf(own);
  if (!left || !ownLeft) return [];
  if (!ownRight) return [[[right ?? left, ownLeft]]];
  const value = right ?? left;
  if (!right || isName(left))
    return isName(ownRight) ? [[[value, ownRight]], [[value, ownLeft]]] : [[[value, ownRight]]];
  const direct: (readonly [Expr, Expr])[] = [
    [left, ownLeft],
    [right, ownRight],
  ];
  const turned: (readonly [Expr, Expr])[] = [
    [left, ownRight],
    [right, ownLeft],
  ];
  const [op, ownOp] = [opOf(instance), opOf(own)];
  if (op === ownOp || op === '=')
    return op === '=' ? [direct, turned, [[less(left, right), less(ownLeft, ownRight)]]] : [direct];
  return TURNED[op] === ownOp ? [turned] : [];
}

/** The sign of the statement; signs that say the same, or the same less sharply, are one. */
function opOf(e: Expr): string {
  const op = (e.kind === 'relation' && e.ops[0]) || '=';
  if (op === '<' || op === 'le' || op === 'll' || op === 'lesssim') return 'le';
  if (op === '>' || op === 'ge' || op === 'gg' || op === 'gtrsim') return 'ge';
  return op === ':=' || op === 'equiv' || op === 'gets' ? '=' : op;
}

const TURNED: Readonly<Record<string, string>> = { le: 'ge', ge: 'le' };

/** A letter, an element or a function at a place: `L`, `y_k`, `F(t)`. */
function isName(e: Expr): boolean {
  const inner = ungroup(e);
  if (inner.kind === 'indexed') return isName(inner.base);
  if (inner.kind === 'apply') return inner.head.kind === 'symbol' && !isBuiltIn(inner);
  return inner.kind === 'symbol';
}

function less(a: Expr, b: Expr): Expr {
  return { kind: 'add', terms: [a, { kind: 'negate', arg: b, span: b.span }], span: a.span };
}

function sidesOf(e: Expr): readonly Expr[] {
  return e.kind === 'relation' ? e.sides.slice(0, 2) : [e];
}

function statements(e: Expr): readonly Expr[] {
  return e.kind === 'system' ? e.lines : [e];
}

/** At all points where both have a value; a reason where too few do. */
function sameValue(left: Expr, right: Expr, { domains, kinds }: Setting): boolean | string {
  const [a, b] = [overPoints(left), overPoints(right)];
  const sample = prepareSamples({ exprs: [a, b], kinds, seed: SEED, domains });
  const ends = endsOf([a, b]);
  let points = 0;
  let reason = 'too few points have a value';
  for (let point = 0; point < 3 * POINTS && points < POINTS; point++) {
    try {
      const scope = extendScope(sample(point), { overrides: ends });
      const [x, y] = [compile(a)(scope), compile(b)(scope)];
      if (!isFiniteValue(x) || !isFiniteValue(y)) continue;
      points++;
      if (!closeTo(x, y, TOLERANCE).close) return false;
    } catch (error) {
      if (!isMathError(error)) throw error;
      reason = error.message;
    }
  }
  return points > 2 || reason;
}

/** An integral over the whole line agrees where the integrands do: a few points stand for the line. */
function overPoints(e: Expr): Expr {
  const inner = mapChildren(e, overPoints);
  if (inner.kind !== 'big' || inner.op !== 'integral') return inner;
  const isLine = inner.domains.every(
    ({ range }) => range.kind === 'range' && range.to?.kind === 'symbol' && range.to.name === 'infty',
  );
  if (!isLine) return inner;
  const [from, to] = [readText('1'), readText('4')];
  return {
    ...inner,
    op: 'sum',
    name: 'sum',
    domains: inner.domains.map((d) => ({ ...d, range: { kind: 'range', from, to } })),
  };
}

/** Endless sums are compared by their first terms. */
function endsOf(exprs: readonly Expr[]): ReadonlyMap<Expr, Compiled> {
  const ends = new Map<Expr, Compiled>();
  for (const e of exprs)
    walk(e, (x) => {
      if (x.kind !== 'big' || x.op === 'integral') return;
      for (const { range } of x.domains)
        for (const end of range.kind === 'range' ? [range.from, range.to] : []) {
          const at = end?.kind === 'negate' ? end.arg : end;
          if (at?.kind === 'symbol' && at.name === 'infty') ends.set(at, () => 5);
        }
    });
  return ends;
}

/** Values that the reader's letters take: those of the roles that they play in the formula before it was spoiled. */
function domainsOf(concept: Concept, original: Chunk): ReadonlyMap<string, SampleDomain> {
  const domains = new Map<string, SampleDomain>();
  for (const [role, { latex }] of Object.entries(original.roles)) {
    const domain = concept.roles.get(role)?.role.domain;
    const e = ungroup(readText(latex));
    if (!domain || domain === 'real' || domain === 'complex') continue;
    if (e.kind === 'symbol' || e.kind === 'indexed' || e.kind === 'apply')
      domains.set(symbolKey(e), domain === 'tiny' ? 'positive' : domain);
  }
  return domains;
}

/** A sum that starts where nothing comes after. */
function backward(root: Expr): string | undefined {
  let found: string | undefined;
  walk(root, (e) => {
    if (e.kind !== 'big') return;
    for (const { range } of e.domains)
      if (range.kind === 'range' && range.from.kind === 'symbol' && range.from.name === 'infty')
        found = 'a range begins at infinity';
  });
  return found;
}

/** Why the concept cannot be meant with these roles. */
function degeneracy(
  concept: Concept,
  { fillings }: Filled,
  domains: ReadonlyMap<string, SampleDomain>,
  kinds: ReadonlyMap<string, SymbolKind>,
  original: Chunk,
): string | undefined {
  const seen = new Map<string, string>();
  for (const [role, { expr }] of fillings) {
    const test = concept.roles.get(role)?.role;
    if (!test) continue;
    const key = exprKey(ungroup(expr));
    const twin = seen.get(key);
    const were = twin === undefined || original.roles[role]?.latex !== original.roles[twin]?.latex;
    if (twin !== undefined && were && expr.kind !== 'number') return `${role} and ${twin} are the same`;
    seen.set(key, role);
    const isNumber = ungroup(expr).kind === 'number';
    if (isNumber && (test.kind === 'vector' || test.kind === 'matrix' || test.kind === 'family'))
      return `${role} is a number`;
    if (leaves(test.domain, expr, domains, kinds)) return `${role} is not ${test.domain}`;
  }
  return undefined;
}

function leaves(
  domain: string,
  expr: Expr,
  domains: ReadonlyMap<string, SampleDomain>,
  kinds: ReadonlyMap<string, SymbolKind>,
): boolean {
  const holds = HOLDS[domain];
  if (!holds) return false;
  const sample = prepareSamples({ exprs: [expr], kinds, seed: SEED, domains });
  let points = 0;
  for (let point = 0; point < POINTS; point++) {
    try {
      const value: Value = compile(expr)(sample(point));
      if (!isScalar(value) || typeof value !== 'number') continue;
      points++;
      if (holds(value)) return false;
    } catch (error) {
      if (!isMathError(error)) throw error;
    }
  }
  return points > 2;
}

const HOLDS: Readonly<Record<string, (x: number) => boolean>> = {
  positive: (x) => x > 0,
  tiny: (x) => x > 0,
  nonnegative: (x) => x >= 0,
  probability: (x) => x >= 0 && x <= 1,
  natural: (x) => x >= 0,
};
