import type { Pattern } from '../../src/catalogue/pattern.js';
import { exprKey, symbolKey, toLatex } from '../../src/expr/index.js';
import { children, mapChildren, walk } from '../../src/expr/traverse.js';
import type { Expr } from '../../src/expr/types.js';
import { read } from '../../src/meaning/index.js';
import { parse } from '../../src/syntax/index.js';

/** Chooses one of `n`, from 0. */
export type Choose = (n: number) => number;

/** What may stand for a role, by its kind; `?` is a letter of its own for each role, `!` the index of a family. */
const FILLINGS: Readonly<Record<string, readonly string[]>> = {
  any: ['?', '\\hat{?}', '?_{7}', '\\tanh(?)', '?_{\\text{new}}'],
  scalar: ['?', '\\tilde{?}', '?_{5}', '\\sin(?)'],
  vector: ['\\mathbf{?}', '\\hat{\\mathbf{?}}'],
  matrix: ['\\mathbf{#}', '\\tilde{\\mathbf{#}}'],
  family: ['?_{!}', '\\hat{?}_{!}', 'g(?_{!})', '\\tanh(?_{!})', '2 ?_{!} + 5'],
};

/** Letters before a bracket that nobody takes for functions or laws. */
const SMALL = ['a', 'b', 'c', 'o', 's', 'v', 'x', 'y', 'z'];
const CAPITAL = ['A', 'B', 'M', 'N', 'S', 'W'];
const INDEX = ['j', 'k', 'l', 'm', 'n'];

/** A form can be filled when every role is of a kind that random expressions may stand for, and nothing more is asked of it. */
export function isFillable(pattern: Pattern): boolean {
  const { form, concept, guards, given, lines, nearMiss, exprs } = pattern;
  if (nearMiss || lines.length !== 1 || guards.length > 0 || given.length > 0 || form.named) return false;
  const used = new Set<string>();
  let inverse = false;
  walk(exprs[0] as Expr, (e) => {
    if (e.kind === 'symbol') used.add(symbolKey(e));
    inverse ||= e.kind === 'inverse';
  });
  // Only a letter that is a matrix is inverted by a power −1.
  if (inverse && [...used].some((name) => concept.roles.get(name)?.role.kind === 'any')) return false;
  return [...concept.roles].every(([name, { role }]) => {
    if (!used.has(name)) return true;
    const named = role.among.length + role.mentions.length > 0 || role.conjugate_of !== undefined;
    const asks = named || role.free_of.length > 0 || role.compound || role.state;
    return !asks && role.kind.replace('!', '') in FILLINGS;
  });
}

/** Roles that stand where only a letter is read as meant: bound variables, bounds, derivatives, heads, families at shifted indices. */
function plainRoles(source: Expr, pattern: Pattern): ReadonlySet<string> {
  const plain = new Set<string>();
  const all = (e: Expr): void => walk(e, (x) => void plain.add(symbolKey(x)));
  walk(source, (e) => {
    if (e.kind === 'big') {
      for (const d of e.domains) {
        for (const variable of d.variables) all(variable);
        if (d.range.kind === 'range') for (const end of [d.range.from, d.range.to]) if (end) all(end);
        if (d.range.kind === 'in') all(d.range.set);
      }
    }
    if (e.kind === 'derivative' || e.kind === 'differential' || e.kind === 'inverse') all(e);
    if (e.kind === 'apply') all(e.head);
    if (e.kind === 'indexed' && (e.indices.length > 1 || e.indices[0]?.kind !== 'symbol')) all(e.base);
  });
  const bound = boundLetters(source);
  const bodies = new Set<string>();
  walk(source, (e) => {
    if (e.kind === 'indexed' && e.indices.every((i) => bound.has(exprKey(i)))) bodies.add(symbolKey(e));
  });
  for (const [name, { role }] of pattern.concept.roles) {
    // A family that no operator binds is what is written with an index.
    if (role.kind === 'family' && !bodies.has(name)) plain.add(name);
    // What is sampled from a part of the numbers stays a letter, so that its values can be.
    if (role.domain !== 'real' || role.atomic) plain.add(name);
  }
  return plain;
}

function boundLetters(source: Expr): ReadonlySet<string> {
  const letters = new Set<string>();
  walk(source, (e) => {
    if (e.kind === 'big') for (const v of e.domains.flatMap((d) => d.variables)) letters.add(exprKey(v));
  });
  return letters;
}

/** LaTeX of a form with random expressions for its roles, other index letters, and operands in another order. */
export function fillForm(pattern: Pattern, choose: Choose): string {
  const source = withoutParts(pattern.exprs[0] as Expr);
  const plain = plainRoles(source, pattern);
  const taken = new Set<string>();
  walk(source, (e) => void (e.kind === 'symbol' && taken.add(e.name)));
  for (const name of pattern.concept.roles.keys()) taken.add(name);
  const letters = new Map<string, Expr>();
  const draw = (from: readonly string[]): string => {
    const free = from.filter((l) => !taken.has(l));
    const letter = free[choose(free.length)] ?? 'x';
    taken.add(letter);
    return letter;
  };
  const filling = (name: string): Expr => {
    const known = letters.get(name);
    if (known) return known;
    const { role } = pattern.concept.roles.get(name) ?? {};
    const kinds = FILLINGS[role?.kind.replace('!', '') ?? 'any'] ?? ['?'];
    const text = (plain.has(name) ? kinds[0] : kinds[choose(kinds.length)]) as string;
    const latex = text
      .replace('?', () => draw(SMALL))
      .replace('#', () => draw(CAPITAL))
      .replace('!', 'i');
    const made = read(parse(latex)).expr;
    letters.set(name, made);
    return made;
  };
  const fill = (e: Expr): Expr => {
    if (e.kind === 'symbol' || e.kind === 'indexed') {
      const name = symbolKey(e);
      const role = pattern.concept.roles.get(name)?.role;
      if (role?.kind === 'family' && e.kind === 'indexed') {
        const letter = filling(name);
        if (plain.has(name) && letter.kind === 'indexed')
          return { ...e, base: letter.base, indices: e.indices.map(fill) };
        const index = fill(e.indices[0] as Expr);
        return bracketed(replaceLetter(filling(name), 'i', index));
      }
      if (role) {
        const filled = filling(name);
        return plain.has(name) && filled.kind === 'indexed' ? filled.base : bracketed(filled);
      }
    }
    return mapChildren(e, fill);
  };
  /** Inner binders first, so that nested sums get different letters. */
  const rename = (e: Expr): Expr => {
    const inner = mapChildren(e, rename);
    if (inner.kind !== 'big' || (inner.op !== 'sum' && inner.op !== 'product')) return inner;
    let result: Expr = inner;
    for (const variable of inner.domains.flatMap((d) => d.variables)) {
      if (variable.kind !== 'symbol') continue;
      const next = draw(INDEX);
      if (taken.size > 24) continue;
      result = replaceLetter(result, exprKey(variable), { ...variable, name: next });
    }
    return result;
  };
  return toLatex(shuffle(fill(rename(source)), choose));
}

function withoutParts(e: Expr): Expr {
  return e.kind === 'group' && e.part !== undefined ? withoutParts(e.body) : mapChildren(e, withoutParts);
}

function bracketed(e: Expr): Expr {
  return e.kind === 'add' ? { kind: 'group', brackets: '()', body: e, span: e.span } : e;
}

function replaceLetter(e: Expr, key: string, by: Expr): Expr {
  return e.kind === 'symbol' && exprKey(e) === key ? by : mapChildren(e, (child) => replaceLetter(child, key, by));
}

/** Operands of sums, and of products of numbers, in another order. */
function shuffle(e: Expr, choose: Choose): Expr {
  const inner = mapChildren(e, (child) => shuffle(child, choose));
  if (inner.kind === 'add' && !inner.terms.some((t) => t.kind === 'hole'))
    return { ...inner, terms: mixed(inner.terms, choose) };
  const commutes = inner.kind === 'multiply' && inner.ops.every((op) => op === '') && inner.factors.every(isNumberLike);
  // What reaches to the right stays at the right.
  if (commutes && inner.factors.every((f) => f.kind === 'indexed' || f.kind === 'divide' || f.kind === 'power'))
    return { ...inner, factors: mixed(inner.factors, choose) };
  return inner;
}

function isNumberLike(e: Expr): boolean {
  if (e.kind === 'symbol') return e.font === undefined && !/^[A-Z]/.test(e.name);
  if (e.kind === 'transpose' || e.kind === 'matrix' || e.kind === 'inverse') return false;
  return children(e).every(isNumberLike);
}

function mixed<T>(items: readonly T[], choose: Choose): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(choose(rest.length), 1));
  return result;
}
