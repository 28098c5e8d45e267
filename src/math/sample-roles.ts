import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';

/** Values that samples of a symbol take. */
export type SampleDomain =
  | 'real'
  | 'positive'
  | 'tiny'
  | 'nonnegative'
  | 'probability'
  | 'integer'
  | 'natural'
  | 'nonzero';

/** What the formulas ask of their symbols, found from where they stand. */
export type SampleRoles = {
  /** Symbols that a binder's range ends with: small integers from 3 on. */
  readonly sizes: ReadonlySet<string>;
  /** Symbols that a range begins with: 1 or 2. */
  readonly starts: ReadonlySet<string>;
  /** Symbols that stand in an index. */
  readonly indices: ReadonlySet<string>;
  /** Whole numbers for other reasons (`n!`). */
  readonly naturals: ReadonlySet<string>;
  /** Keys of sets, with the number of variables that run through them at once. */
  readonly sets: ReadonlyMap<string, number>;
  /** Numbers that cases ask a letter to be; undefined among them where there is a case for any other. */
  readonly choices: ReadonlyMap<string, readonly (number | undefined)[]>;
  /** Keys that are applied or indexed somewhere. */
  readonly heads: ReadonlySet<string>;
  /** Where a logarithm, root or power needs positive values, by symbol key. */
  readonly domains: ReadonlyMap<string, SampleDomain>;
};

export function findRoles(exprs: readonly Expr[]): SampleRoles {
  const found = {
    sizes: new Set<string>(),
    starts: new Set<string>(),
    indices: new Set<string>(),
    naturals: new Set<string>(),
    sets: new Map<string, number>(),
    choices: new Map<string, readonly (number | undefined)[]>(),
    heads: new Set<string>(),
    domains: new Map<string, SampleDomain>(),
  };
  for (const e of exprs) {
    walk(e, (node) => {
      visit(node);
    });
  }
  // Integers first: what an exponent does to its base depends on whether it is one.
  for (const e of exprs) {
    walk(e, (node) => {
      needs(node);
    });
  }
  return found;

  function visit(node: Expr): void {
    switch (node.kind) {
      case 'indexed':
        found.heads.add(symbolKey(node.base));
        for (const index of node.indices) collect(index, found.indices);
        return;
      case 'apply': {
        found.heads.add(symbolKey(node.head));
        const name = node.head.kind === 'symbol' ? node.head.name : '';
        if (name === 'factorial' || name === 'binomial') for (const arg of node.args) collect(arg, found.naturals);
        if (name === 'indicator') for (const arg of node.args) comparable(ungroup(arg));
        return;
      }
      case 'abs':
        if (node.reading === 'cardinality') addSet(node.arg, 1);
        return;
      case 'cases':
        for (const [key, numbers] of choicesIn(node)) found.choices.set(key, numbers);
        return;
      case 'operation':
        if (node.ops.every((op) => /^(cup|cap|setminus)$/.test(op))) for (const set of node.operands) addSet(set, 1);
        return;
      case 'big':
        for (const domain of node.domains) {
          const { range } = domain;
          if (range.kind === 'in') addSet(range.set, domain.variables.length);
          if (range.kind === 'range' && node.op !== 'integral' && node.op !== 'contour') {
            if (range.to) collect(range.to, found.sizes);
            collect(range.from, found.starts);
          }
          if (range.kind === 'condition')
            for (const e of boundsIn(range.condition, domain.variables)) collect(e, found.sizes);
        }
        return;
      default:
        return;
    }
  }

  /** What is asked to be equal takes few values, so that it sometimes is. */
  function comparable(condition: Expr): void {
    if (condition.kind !== 'relation' || condition.ops.some((op) => op !== '=' && op !== 'ne')) return;
    for (const side of condition.sides.map(ungroup)) {
      if (side.kind !== 'symbol' && side.kind !== 'indexed' && side.kind !== 'apply') continue;
      const key = symbolKey(side);
      if (!found.choices.has(key)) found.choices.set(key, [1, 2]);
    }
  }

  function addSet(set: Expr, arity: number): void {
    const inner = ungroup(set);
    if (inner.kind === 'symbol' || inner.kind === 'indexed' || inner.kind === 'apply') {
      const key = symbolKey(inner);
      found.sets.set(key, Math.max(arity, found.sets.get(key) ?? 1));
    }
  }

  function needs(node: Expr): void {
    switch (node.kind) {
      case 'apply': {
        const name = node.head.kind === 'symbol' ? node.head.name : '';
        if (/^(log|ln|lg|lb|log2|log10|sqrt)$/.test(name)) for (const arg of node.args) positive(arg);
        if (node.base) positive(node.base);
        if (/^(arcsin|arccos|artanh|arctanh|atanh|logit|asin|acos)$/.test(name))
          for (const arg of node.args) mark(arg, 'probability');
        return;
      }
      case 'root':
        if (node.degree === null || !isOddNumber(node.degree)) positive(node.radicand);
        return;
      case 'power':
        if (!isInteger(node.exponent)) positive(node.base);
        return;
      default:
        return;
    }
  }

  function isInteger(exponent: Expr): boolean {
    const inner = ungroup(exponent);
    if (inner.kind === 'number') return Number.isInteger(inner.value);
    if (inner.kind === 'symbol') {
      const key = symbolKey(inner);
      return [found.sizes, found.starts, found.indices, found.naturals].some((set) => set.has(key)) || isBinder(key);
    }
    if (inner.kind === 'add' || inner.kind === 'multiply' || inner.kind === 'negate')
      return children(inner).every(isInteger);
    return inner.kind === 'transpose' || inner.kind === 'hole';
  }

  function isBinder(key: string): boolean {
    return exprs.some((e) => bindersOf(e).has(key));
  }

  /** Makes the value positive by making its parts so: products, sums, powers and quotients of positive things are. */
  function positive(e: Expr): void {
    const inner = ungroup(e);
    switch (inner.kind) {
      case 'symbol':
      case 'indexed':
      case 'apply':
      case 'conditional':
        if (inner.kind === 'apply' && inner.head.kind === 'symbol' && KNOWN_POSITIVE.test(inner.head.name)) return;
        mark(inner, 'positive');
        return;
      case 'add':
        positiveSum(inner);
        return;
      case 'multiply':
      case 'divide':
        for (const part of children(inner)) positive(part);
        return;
      case 'power':
        if (!isEvenNumber(inner.exponent) && !isEuler(inner.base)) positive(inner.base);
        return;
      case 'root':
        positive(inner.radicand);
        return;
      case 'big':
        if (inner.op !== 'argmax' && inner.op !== 'argmin') positive(inner.body);
        return;
      default:
        return;
    }
  }

  /** `1 - p` asks for a p between 0 and 1; of any other difference nothing is asked. */
  function positiveSum(e: ExprOf<'add'>): void {
    const [first, second] = e.terms;
    if (e.terms.length === 2 && first?.kind === 'number' && first.value === 1 && second?.kind === 'negate') {
      const inner = ungroup(second.arg);
      for (const part of inner.kind === 'multiply' ? inner.factors : inner.kind === 'power' ? [inner.base] : [inner]) {
        mark(part, 'probability');
      }
      return;
    }
    if (e.terms.some((term) => term.kind === 'negate')) return;
    for (const term of e.terms) positive(term);
  }

  function mark(e: Expr, domain: SampleDomain): void {
    const inner = ungroup(e);
    if (inner.kind !== 'symbol' && inner.kind !== 'indexed' && inner.kind !== 'apply' && inner.kind !== 'conditional')
      return;
    const key = symbolKey(inner);
    if (found.domains.get(key) !== 'probability') found.domains.set(key, domain);
  }
}

const KNOWN_POSITIVE = /^(exp|cosh|softplus|sigmoid|softmax|abs|factorial|binomial|Phi|det)$/;

function isEuler(e: Expr): boolean {
  return e.kind === 'symbol' && e.name === 'exponentialE';
}

function isEvenNumber(e: Expr): boolean {
  const inner = ungroup(e);
  return inner.kind === 'number' && inner.value % 2 === 0;
}

function isOddNumber(e: Expr): boolean {
  const inner = ungroup(e);
  return inner.kind === 'number' && inner.value % 2 === 1;
}

/** Symbols that stand in an arithmetic expression, not inside further indices or applications. */
function collect(e: Expr, into: Set<string>): void {
  walk(e, (node) => {
    if (node.kind === 'symbol') into.add(exprKey(node));
    // Of `T_x` as a bound, every element of the family is one.
    if (node.kind === 'indexed') into.add(symbolKey(node));
    return node.kind !== 'indexed' && (node.kind !== 'apply' || isExtreme(node.head));
  });
}

/** The smaller or larger of two sizes is a size. */
function isExtreme(head: Expr): boolean {
  return head.kind === 'symbol' && (head.name === 'min' || head.name === 'max');
}

/** What a condition compares its variables with: `n` in `1 \le i \le n`. */
function boundsIn(condition: Expr, variables: readonly Expr[]): readonly Expr[] {
  const keys = variables.map(exprKey);
  const inner = ungroup(condition);
  if (inner.kind === 'list') return inner.items.flatMap((item) => boundsIn(item, variables));
  if (inner.kind !== 'relation' || inner.ops.some((op) => op === 'in' || op === 'ne' || op === 'neq' || op === '='))
    return [];
  return inner.sides.filter((side) => side.kind === 'symbol' && !keys.includes(exprKey(side)));
}

/** Of cases that ask one letter for a number each (`y = 1`, `y = -1`, otherwise): the letter, and the numbers. */
function choicesIn({ branches }: ExprOf<'cases'>): ReadonlyMap<string, readonly (number | undefined)[]> {
  const found = new Map<string, (number | undefined)[]>();
  for (const { condition } of branches) {
    const inner = condition && ungroup(condition);
    if (inner?.kind !== 'relation' || inner.ops.length !== 1 || inner.ops[0] !== '=') continue;
    const [letter, number] = inner.sides.map(ungroup) as [Expr, Expr];
    const value = number.kind === 'number' ? number.value : number.kind === 'negate' ? negative(number.arg) : undefined;
    if (value === undefined || (letter.kind !== 'symbol' && letter.kind !== 'indexed')) continue;
    const key = symbolKey(letter);
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  const numbered = [...found.values()].reduce((sum, numbers) => sum + numbers.length, 0);
  if (numbered < branches.length) for (const numbers of found.values()) numbers.push(undefined);
  return found;
}

function negative(e: Expr): number | undefined {
  return e.kind === 'number' ? -e.value : undefined;
}

/** Keys of all variables that binders in the expression bind. */
export function bindersOf(e: Expr): ReadonlySet<string> {
  const keys = new Set<string>();
  walk(e, (node) => {
    if (node.kind === 'big') for (const domain of node.domains) for (const v of domain.variables) keys.add(exprKey(v));
  });
  return keys;
}
