import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { Domain, Expr, ExprOf } from '../expr/types.js';
import { bind, type Scope, scaleElements, type Value, weightedSum } from '../math/index.js';
import type { Model } from './models.js';
import { compiled } from './source-value.js';

const WEIGHTS: readonly number[] = [0.1, 0.3, 0.15, 0.25, 0.2];

/**
 * A finite law for formulas that average over what they do not spell out (`\\mathbb{E}[X]`, `\\mathbb{E}_{x \\sim p}[f(x)]`): every
 * random quantity takes a few values near its sample, with unequal weights. What holds for every law holds for this one.
 * Undefined where there is no average, or where there are several laws.
 */
export function expectationModel(exprs: readonly Expr[]): Model | undefined {
  const averages = exprs.flatMap(averagesIn);
  if (averages.length === 0 || new Set(averages.flatMap((e) => e.domains.map(lawKey))).size > 1) return undefined;
  const quantities = new Map<string, Expr>();
  for (const e of averages) for (const q of randomIn(e)) quantities.set(exprKey(q), q);
  const all = [...quantities.keys()];
  const drawn = (scope: Scope): readonly ReadonlyMap<string, Value>[] =>
    WEIGHTS.map(
      (_, outcome) =>
        new Map([...quantities].map(([key, q], place) => [key, shifted(compiled(q)(scope), outcome, place)])),
    );
  return {
    written: (scope) => {
      const outcomes = drawn(scope);
      return new Map(
        averages.map((e) => {
          const body = compiled(contentOf(e));
          const named = e.domains.flatMap((d) => d.variables).map(exprKey);
          const keys = named.length > 0 ? named : all;
          return [
            e,
            (inner: Scope) =>
              weightedSum(
                outcomes.map((o) => body(bindAll(inner, keys, o))),
                WEIGHTS,
              ),
          ];
        }),
      );
    },
    defined: (target, scope, inOutcome) => {
      const scopes = drawn(scope).map((o) => inOutcome(bindAll(scope, all, o)));
      return new Map(
        averagesIn(target).map((e) => {
          const body = compiled(contentOf(e));
          return [
            e,
            (inner: Scope) =>
              weightedSum(
                scopes.map((s) => body({ ...s, env: inner.env, overrides: inner.overrides })),
                WEIGHTS,
              ),
          ];
        }),
      );
    },
    says: 'the averages agree where the random quantities take a few values with unequal chances',
    doubt: 'it averages over an unknown law',
  };
}

function bindAll(scope: Scope, keys: readonly string[], values: ReadonlyMap<string, Value>): Scope {
  return keys.reduce((inner, key) => {
    const value = values.get(key);
    return value === undefined ? inner : bind(inner, key, value);
  }, scope);
}

/** What is averaged: of an average given something, what stands before the bar. */
function contentOf(e: ExprOf<'big'>): Expr {
  const body = ungroup(e.body);
  return body.kind === 'conditional' && body.left.length === 1 ? (body.left[0] as Expr) : e.body;
}

function averagesIn(e: Expr): ExprOf<'big'>[] {
  const found: ExprOf<'big'>[] = [];
  walk(e, (node) => {
    if (node.kind === 'big' && node.op === 'expectation') found.push(node);
  });
  return found;
}

/** Averages over different laws, or given different things, are of different outcomes. */
function lawKey({ range }: Domain): string {
  return range.kind === 'distribution' ? exprKey(range.law) : range.kind;
}

/** What varies: the variables that are named; else the capital letters, as random variables are written; else all letters. */
function randomIn(e: ExprOf<'big'>): readonly Expr[] {
  const named = e.domains.flatMap((d) => d.variables);
  if (named.length > 0) return named;
  const letters = lettersOf(e.body);
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
