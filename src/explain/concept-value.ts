import type { Concept } from '../catalogue/index.js';
import { add, big, divide, domain, group, negate, number, symbol, ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { mapChildren, walk } from '../expr/traverse.js';
import type { BigExpr, Expr, RelationExpr, SymbolKind } from '../expr/types.js';
import type { SampleDomain } from '../math/index.js';

/** An expression, and whether nothing was left out that it leans on. */
export type Worth = { readonly expr: Expr; readonly certain: boolean };

/** What a concept is worth in terms of its roles: the definition, or the first form that says it. */
export function valueExpr(concept: Concept): Worth | undefined {
  const form = statedForm(concept);
  const stated = statements(concept)[0]?.expr;
  if (!stated) return undefined;
  const inner = ungroup(stated);
  const equation = inner.kind === 'relation' && inner.sides.length === 2 && ASSIGNS.has(inner.ops[0] ?? '');
  if (inner.kind === 'system' || (inner.kind === 'relation' && !equation)) return undefined;
  return { expr: equation ? (inner.sides[1] as Expr) : stated, certain: form?.assume === undefined };
}

/** A thing that the concept's file says in LaTeX, and what it reads as. */
export type Statement = { readonly latex: string; readonly expr: Expr };

/** The definition, and after it the forms that say more than a name. */
export function statements(concept: Concept): Statement[] {
  const forms = concept.file.forms.filter(isStatement).map((form) => form.latex as string);
  const { definition } = concept.file;
  const all = definition === undefined ? forms : [definition, ...forms];
  return all.map((latex) => ({ latex, expr: namedLetters(concept, concept.read(latex)) }));
}

/** A matrix that only certain letters may stand for is the first of them: an identity matrix is I. */
function namedLetters(concept: Concept, e: Expr): Expr {
  const letters = new Map<string, Expr>();
  for (const [key, { role }] of concept.roles) {
    const [first] = role.kind.startsWith('matrix') ? role.among : [];
    if (first !== undefined) letters.set(key, concept.read(first));
  }
  const put = (x: Expr): Expr => (x.kind === 'symbol' && letters.get(symbolKey(x))) || mapChildren(x, put);
  return letters.size === 0 ? e : put(e);
}

const ASSIGNS: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'equiv']);

/** The first form that is more than a name. */
function statedForm(concept: Concept) {
  return concept.file.forms.find(isStatement);
}

function isStatement({ named, latex }: { readonly named: boolean; readonly latex?: string | undefined }): boolean {
  return !named && latex !== undefined;
}

/** The expression with what the form's guards and facts say put in: `b` is $1 - a$, `n` a count, weights sum to 1. */
export function withGuards(concept: Concept, e: Expr, isOpen: (role: string) => boolean = () => true): Worth {
  const form = statedForm(concept);
  let expr = e;
  let certain = true;
  for (const latex of form?.where ?? []) {
    const guard = concept.read(latex);
    // What two things must not be, random points are not.
    if (guard.kind !== 'relation' || guard.ops[0] !== '=') continue;
    const solved = solveGuard(guard, expr, (key) => concept.roles.has(key));
    if (solved && isOpen(solved.key)) expr = replaceSymbol(expr, solved.key, solved.by);
    else if (!solved) certain = false;
  }
  for (const [role, fact] of (form?.given ?? []).flatMap((g) => Object.entries(g))) {
    if (fact.startsWith('sums to 1') && isOpen(role)) expr = normalised(expr, role);
    else certain = false;
  }
  return { expr, certain };
}

type Solved = { readonly key: string; readonly by: Expr };

function solveGuard(guard: RelationExpr, e: Expr, isRole: (key: string) => boolean): Solved | undefined {
  const [left, right] = guard.sides.map(ungroup);
  if (!left || !right) return undefined;
  if (isCount(right)) return left.kind === 'symbol' ? countOf(symbolKey(left), right.args[0], e) : undefined;
  if (left.kind === 'symbol' && isRole(symbolKey(left))) return { key: symbolKey(left), by: right };
  if (left.kind !== 'add') return undefined;
  const last = left.terms.at(-1) as Expr;
  if (last.kind !== 'symbol' || !isRole(symbolKey(last))) return undefined;
  return { key: symbolKey(last), by: add([right, ...left.terms.slice(0, -1).map((term) => negate(term))]) };
}

function isCount(e: Expr): e is Extract<Expr, { kind: 'apply' }> {
  return e.kind === 'apply' && e.head.kind === 'symbol' && e.head.name === 'count';
}

/** A count is the sum of 1 over what is counted; where the letter is the sum's own bound it is the count already. */
function countOf(key: string, variable: Expr | undefined, e: Expr): Solved {
  let counted: BigExpr | undefined;
  walk(e, (x) => {
    const runs =
      x.kind === 'big' && x.domains.some((d) => d.variables.some((v) => variable && exprKey(v) === exprKey(variable)));
    if (runs) counted ??= x;
  });
  const bound = counted?.domains.some(({ range }) => range.kind === 'range' && range.to && mentions(range.to, key));
  if (!counted || bound) return { key, by: symbol(key) };
  return { key, by: { ...counted, op: 'sum', name: 'sum', body: number(1) } };
}

function mentions(e: Expr, key: string): boolean {
  let found = false;
  walk(e, (x) => {
    found ||= x.kind === 'symbol' && symbolKey(x) === key;
  });
  return found;
}

function replaceSymbol(e: Expr, key: string, by: Expr): Expr {
  if (by.kind === 'symbol' && symbolKey(by) === key) return e;
  const put = (x: Expr): Expr => (x.kind === 'symbol' && symbolKey(x) === key ? group(by) : mapChildren(x, put));
  return put(e);
}

/** Elements of a family divided by their total. */
function normalised(e: Expr, role: string): Expr {
  const variable = symbol('normalised');
  const put = (x: Expr): Expr => {
    if (x.kind !== 'indexed' || symbolKey(x.base) !== role || x.indices.length !== 1) return mapChildren(x, put);
    const total = big('sum', [domain([variable], { kind: 'all' })], { ...x, indices: [variable] });
    return group(divide(x, total));
  };
  return put(e);
}

/** Kinds of the roles, where they say something of shape. */
export function kindsOfRoles(concept: Concept): ReadonlyMap<string, SymbolKind> {
  const kinds = new Map<string, SymbolKind>();
  for (const [key, { role }] of concept.roles) {
    const kind = role.kind.replace('!', '');
    if (kind === 'vector' || kind === 'matrix' || kind === 'scalar' || kind === 'index') kinds.set(key, kind);
  }
  return kinds;
}

/** Values that the roles take. */
export function domainsOfRoles(concept: Concept): ReadonlyMap<string, SampleDomain> {
  const domains = new Map<string, SampleDomain>();
  for (const [key, { role }] of concept.roles) {
    if (role.domain !== 'real' && role.domain !== 'complex') domains.set(key, role.domain);
  }
  return domains;
}
