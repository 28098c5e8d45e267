import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import { bind, type Scope, scaleElements, type Value, weightedSum } from '../math/index.js';
import type { Model } from './models.js';
import { compiled } from './source-value.js';

const WEIGHTS: readonly number[] = [0.1, 0.3, 0.15, 0.25, 0.2];

/** An average, or a spread that is known by its name: how it is made of outcomes, and how deep it stands within others. */
type Average = {
  readonly node: Expr;
  readonly parts: readonly Expr[];
  readonly variables: readonly Expr[];
  readonly depth: number;
  readonly of: (outcomes: readonly (readonly Value[])[]) => Value;
};

/**
 * A finite law for formulas that average over what they do not spell out (`\\mathbb{E}[X]`, `\\mathbb{E}_{x \\sim p}[f(x)]`,
 * `\\operatorname{Var}(X)`): every random quantity takes a few values near its sample, with unequal weights. What holds for every
 * law holds for this one. Undefined where there is no average, or where one variable follows several laws.
 */
export function expectationModel(exprs: readonly Expr[]): Model | undefined {
  const averages = exprs.flatMap((e) => averagesIn(e));
  if (averages.length === 0 || !haveOneLaw(averages)) return undefined;
  const quantities = new Map<string, Expr>();
  for (const average of averages) for (const q of randomIn(average)) quantities.set(exprKey(q), q);
  const all = [...quantities.keys()];
  const drawn = (scope: Scope): readonly ReadonlyMap<string, Value>[] =>
    WEIGHTS.map(
      (_, outcome) =>
        new Map([...quantities].map(([key, q], place) => [key, shifted(compiled(q)(scope), outcome, place)])),
    );
  const named = (depth: number): readonly string[] => [
    ...new Set(averages.filter((a) => a.depth === depth).flatMap((a) => a.variables.map(exprKey))),
  ];
  const isNested = averages.some((a) => a.depth > 0 && a.variables.length > 0);
  return {
    written: (scope) => {
      const outcomes = drawn(scope);
      return new Map(
        averages.map((a) => {
          const parts = a.parts.map(compiled);
          const keys = a.variables.length > 0 ? a.variables.map(exprKey) : all;
          return [a.node, (inner) => a.of(outcomes.map((o) => parts.map((part) => part(bindAll(inner, keys, o)))))];
        }),
      );
    },
    defined: (target, reader, near) => {
      const outcomes = drawn(reader.scope);
      return new Map(
        averagesIn(target).map((a) => {
          const parts = a.parts.map(compiled);
          const keys = isNested ? named(a.depth) : all;
          const own = named(a.depth);
          return [
            a.node,
            (inner: Scope) => {
              const before = reader.scope;
              const values = outcomes.map((outcome) => {
                reader.scope = bindAll(before, keys, outcome);
                const at = { ...near(reader.scope), env: inner.env, overrides: inner.overrides };
                // A variable of the definition's own is the reader's in the same place.
                const bound = a.variables.length === own.length ? rename(at, a.variables, own, outcome) : at;
                return parts.map((part) => part(bound));
              });
              reader.scope = before;
              return a.of(values);
            },
          ];
        }),
      );
    },
    says: 'the averages agree where the random quantities take a few values with unequal chances',
    doubt: 'it averages over an unknown law',
  };
}

function rename(
  scope: Scope,
  variables: readonly Expr[],
  keys: readonly string[],
  outcome: ReadonlyMap<string, Value>,
): Scope {
  return variables.reduce((inner, v, k) => {
    const value = outcome.get(keys[k] as string);
    return value === undefined ? inner : bind(inner, exprKey(v), value);
  }, scope);
}

function bindAll(scope: Scope, keys: readonly string[], values: ReadonlyMap<string, Value>): Scope {
  return keys.reduce((inner, key) => {
    const value = values.get(key);
    return value === undefined ? inner : bind(inner, key, value);
  }, scope);
}

/** What is averaged: of an average given something, what stands before the bar. */
function contentOf(e: Expr): Expr {
  const body = ungroup(e);
  return body.kind === 'conditional' && body.left.length === 1 ? (body.left[0] as Expr) : e;
}

/** Spreads that are known by name, and how many quantities they are of. */
const SPREADS: ReadonlyMap<string, number> = new Map([
  ['Var', 1],
  ['var', 1],
  ['V', 1],
  ['Cov', 2],
  ['cov', 2],
]);

function averagesIn(e: Expr, depth = 0): Average[] {
  const own = averageOf(e, depth);
  const within = children(e).flatMap((part) => averagesIn(part, own ? depth + 1 : depth));
  return own ? [own, ...within] : within;
}

function averageOf(e: Expr, depth: number): Average | undefined {
  if (e.kind === 'big' && e.op === 'expectation') {
    const variables = e.domains.flatMap((d) => d.variables);
    return { node: e, parts: [contentOf(e.body)], variables, depth, of: mean };
  }
  if (e.kind !== 'apply' || e.head.kind !== 'symbol') return undefined;
  const { name, font, label } = e.head;
  const isNamed =
    label === undefined && (name === 'V' ? font === 'blackboard' : font === undefined || font === 'roman');
  if (!isNamed || SPREADS.get(name) !== e.args.length) return undefined;
  return { node: e, parts: e.args.map(contentOf), variables: [], depth, of: spread };
}

function mean(outcomes: readonly (readonly Value[])[]): Value {
  return weightedSum(
    outcomes.map(([x]) => x ?? Number.NaN),
    WEIGHTS,
  );
}

/** The covariance of the first and the last quantity, from the differences of all pairs of outcomes. */
function spread(outcomes: readonly (readonly Value[])[]): Value {
  let sum = 0;
  for (const [k, a] of outcomes.entries()) {
    for (const [l, b] of outcomes.entries()) {
      const [x, y] = [Number(a[0]) - Number(b[0]), Number(a.at(-1)) - Number(b.at(-1))];
      if (l > k) sum += (WEIGHTS[k] as number) * (WEIGHTS[l] as number) * x * y;
    }
  }
  return sum;
}

/** Averages over one law, or each variable over its own: others would be of different outcomes. */
function haveOneLaw(averages: readonly Average[]): boolean {
  const domains = averages.flatMap((a) => (a.node.kind === 'big' ? a.node.domains : []));
  const lawOf = ({ range }: (typeof domains)[number]): string =>
    range.kind === 'distribution' ? exprKey(range.law) : range.kind;
  if (new Set(domains.map(lawOf)).size <= 1) return true;
  const laws = new Map<string, string>();
  return domains.every((d) => {
    const law = lawOf(d);
    const isNew = d.variables.every((v) => (laws.get(exprKey(v)) ?? law) === law);
    for (const v of d.variables) laws.set(exprKey(v), law);
    return isNew && d.variables.length > 0;
  });
}

/** What varies: the variables that are named; else the capital letters, as random variables are written; else all letters. */
function randomIn({ parts, variables }: Average): readonly Expr[] {
  if (variables.length > 0) return variables;
  const letters = parts.flatMap(lettersOf);
  const capitals = letters.filter((x) => /^[A-Z]$/.test(nameOf(x)));
  return capitals.length > 0 ? capitals : letters;
}

function nameOf(e: Expr): string {
  return e.kind === 'symbol' ? e.name : e.kind === 'indexed' ? nameOf(e.base) : '';
}

/** Symbols and elements of families, without the heads of functions and what indices say. */
function lettersOf(e: Expr): readonly Expr[] {
  if (e.kind === 'symbol') return [e];
  if (e.kind === 'indexed') return e.base.kind === 'symbol' ? [e] : [];
  if (e.kind === 'apply') return e.args.flatMap(lettersOf);
  if (e.kind === 'derivative') return e.body ? lettersOf(e.body) : [];
  return children(e).flatMap(lettersOf);
}

/** A value near the sample, of the same sign and size: what is positive, or a probability, stays so. */
function shifted(value: Value, outcome: number, place: number): Value {
  return scaleElements(value, (element) => 0.7 + 0.28 * Math.sin(1.7 * outcome + 2.3 * place + 0.9 * element));
}
