import {
  type Arena,
  type Canon,
  createCanon,
  expandElisions,
  type Occurrence,
  type RoleTable,
  recurrenceOf,
} from '../canon/index.js';
import { symbolKey } from '../expr/key.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import { read } from '../meaning/index.js';
import { parse } from '../syntax/index.js';
import type { Role } from './schema.js';

/** Commands that only the catalogue knows. */
const CATALOGUE_MACROS: Readonly<Record<string, string>> = {
  '\\count': '\\operatorname{count}(#1)',
  '\\self': '\\operatorname{self}',
  '\\permutation': '\\operatorname{permutation}(#1)',
};

const KIND_OF_ROLE: Readonly<Record<Role['kind'], SymbolKind | undefined>> = {
  any: undefined,
  scalar: 'scalar',
  vector: 'vector',
  'vector!': 'vector',
  matrix: 'matrix',
  'matrix!': 'matrix',
  function: 'function',
  family: 'family',
  index: 'index',
  set: 'set',
  text: undefined,
  order: undefined,
};

/** A role's letter as the rest of the engine knows it: `\eta` is `eta`. */
export function roleKey(letter: string): string {
  return symbolKey(read(parse(letter)).expr);
}

const parsed = (latex: string) => parse(latex, { macros: CATALOGUE_MACROS, parts: true });

/** Reads a concept's LaTeX with the kinds of its roles known. */
export type ExprReader = (latex: string) => Expr;

export function createExprReader(roles: ReadonlyMap<string, Role>): ExprReader {
  const symbols: Record<string, { kind?: SymbolKind }> = {};
  for (const [letter, role] of roles) {
    const kind = KIND_OF_ROLE[role.kind];
    symbols[letter] = kind ? { kind } : {};
  }
  return (latex) => expandElisions(read(parsed(latex), { symbols }).expr);
}

/** Reads a concept's LaTeX and finds its canonical form, in which roles are holes. */
export type FormReader = {
  readonly expr: ExprReader;
  readonly canonical: (e: Expr) => Occurrence;
  /** The pattern of one line: a recurrence where the form is one, free index letters as roles. */
  readonly pattern: (e: Expr) => Occurrence;
  readonly problemsOf: (latex: string) => readonly string[];
};

export function createFormReader(arena: Arena, roles: ReadonlyMap<string, Role>): FormReader {
  const table = new Map<string, { kind: string; state: boolean }>();
  for (const [letter, role] of roles) table.set(roleKey(letter), { kind: role.kind, state: role.state });
  const canon: Canon = createCanon({ arena, roles: table as RoleTable });

  function pattern(e: Expr): Occurrence {
    const occurrence = canon.of(e);
    const step = recurrenceOf(canon.build, occurrence);
    return withStateNow(canon, freeIndices(canon, step ?? occurrence));
  }

  return {
    expr: createExprReader(roles),
    canonical: canon.of,
    pattern,
    problemsOf: (latex) => parsed(latex).problems.map((p) => p.message),
  };
}

/** Letters used as a family's index outside a binder, or as a binder's bound, stand for any: they are roles of their own. */
function freeIndices(canon: Canon, o: Occurrence): Occurrence {
  const { build } = canon;
  const letters = new Set<string>();
  const look = (x: Occurrence): void => {
    if (x.node.op === 'family' || x.node.op === 'domain') {
      for (const kid of x.node.kids)
        if (kid.op === 'sym' && /^[A-Za-z]$/.test(String(kid.data))) letters.add(String(kid.data));
    }
    x.kids.forEach(look);
  };
  look(o);
  if (letters.size === 0) return o;
  return replaceLeaves(canon, o, (x) =>
    x.node.op === 'sym' && letters.has(String(x.node.data)) ? build.leaf('hole', x.node.data, x.src) : undefined,
  );
}

/** Outside its own recurrence the state written with its present index is the role itself. */
function withStateNow(canon: Canon, o: Occurrence): Occurrence {
  return replaceLeaves(canon, o, (x) => {
    const [base] = x.kids;
    return x.node.op === 'idx' && base?.node.op === 'hole' ? base : undefined;
  });
}

/** Replacement in place, child by child, keeping the order the pattern has. */
function replaceLeaves(canon: Canon, o: Occurrence, replace: (x: Occurrence) => Occurrence | undefined): Occurrence {
  const replaced = replace(o);
  if (replaced) return replaced;
  if (o.kids.length === 0) return o;
  const kids = o.kids.map((k) => replaceLeaves(canon, k, replace));
  return kids.every((k, i) => k === o.kids[i]) ? o : canon.build.make(o.node.op, o.node.data, kids, o.src);
}
