import { ungroup } from '../expr/build.js';
import { exprKey } from '../expr/key.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { type Compiled, tensor } from '../math/index.js';
import type { Model } from './models.js';

/** Chances of the outcomes of the laws that a divergence compares; the outcomes are the same for all. */
const CHANCES: readonly (readonly number[])[] = [
  [0.1, 0.35, 0.2, 0.35],
  [0.4, 0.15, 0.25, 0.2],
];

type Law = readonly number[];

/**
 * What compares two laws that are only named (`D_{\\mathrm{KL}}(P \\| Q)`): each is a finite law, and the name is worked out from
 * the chances by another formula than the concept's. Undefined where the whole is no such name.
 */
export function lawModel(exprs: readonly Expr[]): Model | undefined {
  const [only] = exprs;
  const whole = only && ungroup(only);
  if (exprs.length !== 1 || whole?.kind !== 'apply') return undefined;
  const compare = comparisonOf(whole);
  const laws = lawsOf(whole);
  const [first, second] = laws;
  if (!compare || !first || !second || laws.length !== 2 || exprKey(first) === exprKey(second)) return undefined;
  return {
    written: (scope) => {
      const shift = Number(scope.source.opaque(whole, scope));
      const chances = CHANCES.map((law) => varied(law, shift));
      const [p, q] = chances as [Law, Law];
      const values = new Map<Expr, Compiled>([[whole, () => compare(p, q)]]);
      laws.forEach((law, k) => {
        values.set(law, () => tensor([p.length], Float64Array.from(chances[k] as Law)));
      });
      return values;
    },
    defined: () => new Map(),
    says: 'the name and its definition agree where the laws are finite',
    doubt: 'the laws are not known',
  };
}

/** The arguments, on either side of a bar or a comma. */
function lawsOf({ args }: ExprOf<'apply'>): readonly Expr[] {
  const flat = (e: Expr): readonly Expr[] =>
    e.kind === 'conditional'
      ? [...e.left, ...e.right]
      : e.kind === 'list' || e.kind === 'tuple'
        ? e.items
        : e.kind === 'group'
          ? flat(e.body)
          : [e];
  return args.flatMap(flat);
}

/** Another law at each point: the chances are moved apart and brought back to a total of 1. */
function varied(law: Law, shift: number): Law {
  const moved = law.map((p, k) => p * Math.exp(0.4 * Math.sin(shift + 1.9 * k)));
  const total = moved.reduce((a, b) => a + b, 0);
  return moved.map((p) => p / total);
}

function entropy(p: Law): number {
  return -p.reduce((sum, x) => sum + x * Math.log(x), 0);
}

function crossEntropy(p: Law, q: Law): number {
  return -p.reduce((sum, x, k) => sum + x * Math.log(q[k] as number), 0);
}

/** Kullback and Leibler 1951, as what a wrong belief costs beyond the entropy. */
function relativeEntropy(p: Law, q: Law): number {
  return crossEntropy(p, q) - entropy(p);
}

/** Lin 1991: the entropy of the mixture beyond the mean of the entropies. */
function jensenShannon(p: Law, q: Law): number {
  const middle = p.map((x, k) => (x + (q[k] as number)) / 2);
  return entropy(middle) - (entropy(p) + entropy(q)) / 2;
}

const COMPARISONS: ReadonlyMap<string, (p: Law, q: Law) => number> = new Map([
  ['kl', relativeEntropy],
  ['d|kl', relativeEntropy],
  ['dkl', relativeEntropy],
  ['jsd', jensenShannon],
  ['js', jensenShannon],
  ['d|js', jensenShannon],
  ['ce', crossEntropy],
  ['crossentropy', crossEntropy],
]);

function comparisonOf({ head }: ExprOf<'apply'>): ((p: Law, q: Law) => number) | undefined {
  const inner = ungroup(head);
  if (inner.kind !== 'symbol' || inner.primes || inner.accents?.length) return undefined;
  const name = inner.label === undefined ? inner.name : `${inner.name}|${inner.label}`;
  return COMPARISONS.get(name.toLowerCase());
}
