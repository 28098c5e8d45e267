import { keyOfSymbolNode, type Occurrence, sourcesOf } from '../canon/index.js';
import type { Pattern } from '../catalogue/pattern.js';
import { exprKeyNamed, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, SymbolExpr } from '../expr/types.js';
import type { RoleBinding } from './bindings.js';
import type { EvidenceInput } from './evidence.js';

/**
 * A claim with its letters forgotten: what was written with a number for every letter, and where in it each role stands. Two
 * claims of one pattern and one shape hold or fail together, since values are drawn by these numbers, not by the letters.
 */
export type ClaimShape = {
  readonly key: string;
  /** The number that stands for each letter, by symbol key. */
  readonly drawnAs: ReadonlyMap<string, string>;
};

type Asked = Omit<EvidenceInput, 'drawnAs'>;

export function shapeOfClaim({ pattern, match, kinds, statement, normalised }: Asked): ClaimShape {
  const { covered } = match;
  // Pieces without an expression of their own are proved with the shapes of the statement around them.
  const roots = [...covered.flatMap(sourcesOf), ...(covered.every((o) => o.src) ? [] : [statement])];
  const { places, heads } = survey(roots);
  const drawnAs = new Map<string, string>();
  const own = lettersOf(pattern);
  const nameOf = (symbol: SymbolExpr): string => {
    const key = symbolKey(symbol);
    const known = drawnAs.get(key);
    if (known !== undefined) return known;
    const name = heads.has(key) || own.has(key) || !isPlain(symbol) ? key : `${drawnAs.size}${marksOf(symbol)}`;
    const kind = kinds.get(key);
    const full = kind === undefined ? name : `${name}~${kind}`;
    drawnAs.set(key, full);
    return full;
  };
  const placeOf = (o: Occurrence): string => {
    const place = o.src ? places.get(o.src) : undefined;
    if (place !== undefined) return `@${place}`;
    if (o.src) return exprKeyNamed(o.src, nameOf);
    const data = o.node.op === 'sym' ? (drawnAs.get(keyOfSymbolNode(o.node)) ?? o.node.data) : o.node.data;
    return `${o.node.op}:${data}(${o.kids.map(placeOf).join(' ')})`;
  };
  const written = roots.map((e) => exprKeyNamed(e, nameOf));
  const roles = [...match.roles].map(([letter, binding]) => `${letter}=${bindingText(binding, placeOf)}`);
  const binders = [...match.binders].map(([letter, big]) => `${letter}:${placeOf(big)}`);
  const base = match.logBase ? [placeOf(match.logBase)] : [];
  const key = [written, covered.map((o) => `${o.node.op}${placeOf(o)}`), roles, binders, base, normalised]
    .map((part) => part.join(' '))
    .join(' ; ');
  return { key, drawnAs };
}

function bindingText(
  { node, places, groups, indexOf, literal }: RoleBinding,
  placeOf: (o: Occurrence) => string,
): string {
  const where = places.map((p) => `${p.combine}[${p.pieces.map(placeOf).join(' ')}]`).join(',');
  const over = groups?.map((g) => `${g.letter}(${g.variables.map((v) => v.data).join()})${placeOf(g.binder)}`).join();
  const value = node.op === 'num' ? node.data : '';
  return `${node.op}${value}${where}${over ?? ''}${indexOf ? `of ${indexOf}` : ''}${literal ? '!' : ''}`;
}

const letters = new WeakMap<Pattern, ReadonlySet<string>>();

/** Letters of the definition that are no roles: they mean in it what they mean in the formula. */
function lettersOf(pattern: Pattern): ReadonlySet<string> {
  const known = letters.get(pattern);
  if (known) return known;
  const found = new Set<string>();
  for (const e of [...pattern.exprs, ...(pattern.definition ? [pattern.definition] : [])]) {
    walk(e, (x) => {
      if (x.kind === 'symbol' && !pattern.concept.roles.has(symbolKey(x))) found.add(symbolKey(x));
    });
  }
  letters.set(pattern, found);
  return found;
}

/** Where each piece stands, in the order in which they are written, and the names of what is applied. */
function survey(roots: readonly Expr[]): { places: ReadonlyMap<Expr, number>; heads: ReadonlySet<string> } {
  const places = new Map<Expr, number>();
  const heads = new Set<string>();
  for (const root of roots) {
    walk(root, (e) => {
      if (!places.has(e)) places.set(e, places.size);
      if (e.kind === 'apply') heads.add(symbolKey(e.head));
    });
  }
  return { places, heads };
}

/** Letters that may mean something by themselves: constants, an identity matrix, probabilities, functions with a letter for a name. */
const TELLING: ReadonlySet<string> = new Set([
  'e',
  'i',
  'I',
  'E',
  'D',
  'F',
  'P',
  'p',
  'q',
  'T',
  'H',
  'd',
  'pi',
  'sigma',
  'Sigma',
  'phi',
  'Phi',
  'Gamma',
  'delta',
  'zeta',
  'partial',
  'nabla',
  'infty',
]); // prettier-ignore

/** One letter, Latin or Greek, that stands for whatever it is said to stand for. */
function isPlain({ name, font }: SymbolExpr): boolean {
  return font !== 'blackboard' && !TELLING.has(name) && (/^[A-Za-z]$/.test(name) || GREEK.test(name));
}

const GREEK =
  /^(?:var)?(?:alpha|beta|gamma|epsilon|eta|theta|iota|kappa|lambda|mu|nu|xi|rho|tau|upsilon|chi|psi|omega|Delta|Theta|Lambda|Xi|Pi|Upsilon|Psi|Omega)$/;

/** What of a letter's dress says something of its value: capitals are matrices by habit, bold letters vectors. */
function marksOf({ name, font, accents, label }: SymbolExpr): string {
  const capital = /^[A-Z]/.test(name) ? 'A' : 'a';
  return `${capital}${font ?? ''}${accents?.join() ?? ''}${label === undefined ? '' : '|'}`;
}
