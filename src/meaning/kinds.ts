import { symbolKey } from '../expr/key.js';
import { children, walk } from '../expr/traverse.js';
import type { BigExpr, Expr, NormExpr, SymbolExpr, SymbolFact, SymbolKind } from '../expr/types.js';

/**
 * What the notation says about each symbol: bold, calligraphic, transposed, applied, indexed, bound. What the request declares
 * comes first; between notations the one that says more wins.
 */
export function kindsOf(expr: Expr, declared: ReadonlyMap<string, SymbolKind>): ReadonlyMap<string, SymbolFact> {
  const facts = new Map<string, SymbolFact>();
  for (const [key, kind] of declared) facts.set(key, { key, kind, source: 'request' });
  const note = (e: Expr, kind: SymbolKind): void => {
    const inner = inside(e);
    if (!inner) return;
    const key = symbolKey(inner);
    const known = facts.get(key);
    if (known && (known.source === 'request' || RANK[known.kind] >= RANK[kind])) return;
    facts.set(key, { key, kind, source: 'notation' });
  };
  const arrows = arrowsIn(expr);
  const measured = measuredIn(expr);
  const centred = centredIn(expr);
  const columns = columnsIn(expr);
  const isArrow = (e: Expr): boolean =>
    arrows.has(boldName(e)) || measured.has(plainName(e)) || centred.has(boldName(e)) || columns.has(letterName(e));
  visit(expr, (e, kind) => note(e, kind === 'matrix' && isArrow(e) ? 'vector' : kind));
  return facts;
}

const RANK: Readonly<Record<SymbolKind, number>> = {
  any: 0,
  scalar: 1,
  index: 2,
  family: 3,
  set: 4,
  distribution: 5,
  vector: 6,
  matrix: 7,
  function: 8,
};

/** The symbol that an expression is about: itself, or what is indexed, accented or bracketed. */
function inside(e: Expr): SymbolExpr | null {
  let at: Expr = e;
  for (let n = 0; n < 20; n++) {
    if (at.kind === 'symbol') return at;
    if (at.kind === 'indexed') at = at.base;
    else if (at.kind === 'group') at = at.body;
    else return null;
  }
  return null;
}

/** `\mathbf F` of a symbol in bold; '' for anything else. */
function boldName(e: Expr): string {
  const symbol = inside(e);
  return symbol?.font === 'bold' ? symbol.name : '';
}

/**
 * Bold capitals that are arrows, not matrices: in a dot or cross product where the letter is a usual name of a force, field or
 * flow, or has its length taken (`\|\mathbf B\|`, or B in italics: `\mathbf B \cdot \mathbf s = B s \cos\theta`), or is added up over space.
 */
function arrowsIn(expr: Expr): ReadonlySet<string> {
  const dotted = new Set<string>();
  const arrows = new Set<string>();
  const lengths = new Set<string>();
  let spatial = false;
  walk(expr, (e) => {
    if (e.kind === 'big' && e.op === 'integral' && isOverSpace(e)) spatial = true;
    if (e.kind === 'symbol' && !e.font) lengths.add(e.name);
    if (isLength(e)) lengths.add(boldName(e.arg));
    if (e.kind !== 'multiply') return;
    e.ops.forEach((op, i) => {
      const [left, right] = [e.factors[i] as Expr, e.factors[i + 1] as Expr];
      // `\mathbf G \cdot d\mathbf r`: a way is made of arrows.
      if (op === 'cdot' && right.kind === 'differential' && boldName(right.arg) !== '') {
        for (const one of [left, right.arg]) arrows.add(boldName(one));
        return;
      }
      // `\mathbf U \cdot \nabla T`: a flow, and what it carries along.
      if (
        op === 'cdot' &&
        right.kind === 'derivative' &&
        right.op === 'gradient' &&
        /^[ABEFJQUV]$/.test(boldName(left))
      )
        arrows.add(boldName(left));
      const pair = [boldName(left), boldName(right)];
      if (pair.includes('')) return;
      for (const name of pair) {
        if (op === 'cdot' || op === 'times') dotted.add(name);
        if (op === 'times' && /^[BH]$/.test(name)) arrows.add(name);
      }
    });
  });
  for (const name of dotted) if (spatial || /^[EFJLP]$/.test(name) || lengths.has(name)) arrows.add(name);
  return arrows;
}

/** `\int \mathbf A \cdot \mathbf B \, d^3 \mathbf r`: fields are added up over space. */
function isOverSpace({ name, domains }: BigExpr): boolean {
  return /^(oint|oiint|iiint)$/.test(name) || domains.some((d) => d.variables.some((v) => /^[rxs]$/.test(boldName(v))));
}

/** `A` of a capital in italics, without marks; '' for anything else. */
function plainName(e: Expr): string {
  return e.kind === 'symbol' && !e.font && !e.accents && /^[A-Z]$/.test(e.name) ? e.name : '';
}

/** Any norm but Frobenius', which is one of matrices. */
function isLength(e: Expr): e is NormExpr {
  return e.kind === 'norm' && !(e.order?.kind === 'symbol' && e.order.name === 'F');
}

/** `A \cdot B` where the lengths `\|A\|` and `\|B\|` are taken too: two vectors, and the cosine between them. */
function measuredIn(expr: Expr): ReadonlySet<string> {
  const lengths = new Set<string>();
  const dotted: (readonly [string, string])[] = [];
  walk(expr, (e) => {
    if (isLength(e)) lengths.add(plainName(e.arg));
    if (e.kind !== 'multiply') return;
    e.ops.forEach((op, i) => {
      const pair = [plainName(e.factors[i] as Expr), plainName(e.factors[i + 1] as Expr)] as const;
      if (op === 'cdot' && !pair.includes('')) dotted.push(pair);
    });
  });
  return new Set(dotted.filter((pair) => pair.every((name) => lengths.has(name))).flat());
}

/** `\mathbb{E}[(\mathbf X - \boldsymbol\mu) …]`: a bold capital less its mean, inside an expectation, is a random vector. */
function centredIn(expr: Expr): ReadonlySet<string> {
  const vectors = new Set<string>();
  walk(expr, (e) => {
    if (e.kind !== 'big' || e.op !== 'expectation') return;
    walk(e.body, (part) => {
      if (part.kind !== 'add') return;
      const terms = termsOf(part);
      const isMean = (one: Expr): boolean =>
        (boldName(one) !== '' && !isCapital(one)) || (one.kind === 'big' && one.op === 'expectation');
      if (terms.some(isMean)) for (const one of terms) if (one.kind === 'symbol') vectors.add(boldName(one));
    });
  });
  vectors.delete('');
  return vectors;
}

/** `(Y - X\beta)^\top`: a capital less a matrix times a small letter is a column, as the product is. */
function columnsIn(expr: Expr): ReadonlySet<string> {
  const columns = new Set<string>();
  walk(expr, (e) => {
    if (e.kind !== 'transpose') return;
    const terms = termsOf(e.arg);
    if (terms.some(isColumn)) for (const one of terms) if (one.kind === 'symbol') columns.add(letterName(one));
  });
  columns.delete('');
  return columns;
}

/** A capital times a small letter, neither indexed nor accented. */
function isColumn(e: Expr): boolean {
  const [left, right, ...more] = e.kind === 'multiply' ? e.factors : [];
  if (!left || !right || more.length > 0 || left.kind !== 'symbol' || right.kind !== 'symbol') return false;
  return isCapital(left) && !isCapital(right) && !right.label && !isWord(right);
}

/** A capital in italics or bold, without marks; '' for anything else. */
function letterName(e: Expr): string {
  const plain = plainName(e);
  return plain === '' && e.kind === 'symbol' && !e.accents && isCapital(e) ? `bold ${boldName(e)}` : plain;
}

function termsOf(e: Expr): readonly Expr[] {
  const sum = e.kind === 'group' ? e.body : e;
  return sum.kind === 'add' ? sum.terms.map((term) => (term.kind === 'negate' ? term.arg : term)) : [];
}

type Note = (e: Expr, kind: SymbolKind) => void;

function visit(e: Expr, note: Note): void {
  switch (e.kind) {
    case 'symbol':
      noteFont(e, note);
      break;
    case 'indexed':
      if (inside(e.base)?.font !== 'bold') note(e.base, 'family');
      break;
    case 'apply':
      // `\Phi^{-1}(p)`: what is turned round and applied is a function, no matrix.
      if (e.head.kind === 'inverse') note(e.head.arg, 'function');
      else if (e.head.kind !== 'symbol' || e.head.span[0] !== e.head.span[1]) note(e.head, 'function');
      break;
    case 'transpose':
    case 'inverse':
      note(e.arg, isCapital(e.arg) || e.kind === 'inverse' ? 'matrix' : 'vector');
      if (e.kind === 'transpose') noteTerms(e.arg, note);
      break;
    case 'multiply':
      e.ops.forEach((op, i) => {
        const sides = e.factors.slice(i, i + 2);
        // `\text{Hit}@k` names a measure, it multiplies nothing.
        if (op === '@' && !sides.some(isWord)) for (const side of sides) note(side, 'matrix');
        // `(v \cdot \nabla)`: only an arrow has a direction to go along.
        const [along, slope] = sides as [Expr, Expr];
        if (op === 'cdot' && slope.kind === 'derivative' && slope.op === 'gradient' && !slope.body)
          note(along, 'vector');
      });
      break;
    case 'norm':
      note(e.arg, isCapital(e.arg) ? 'matrix' : 'vector');
      break;
    case 'abs':
      if (e.reading === 'cardinality') note(e.arg, 'set');
      break;
    case 'relation':
      noteRelation(e.ops, e.sides, note);
      break;
    case 'big':
      for (const domain of e.domains) {
        const index = e.op === 'sum' || e.op === 'product' || e.op === 'union' || e.op === 'intersection';
        for (const variable of domain.variables) if (index) note(variable, 'index');
        if (domain.range.kind === 'in') note(domain.range.set, 'set');
        if (domain.range.kind === 'distribution') note(domain.range.law, 'distribution');
      }
      break;
    default:
  }
  for (const child of children(e)) visit(child, note);
}

/** `(u - v)^\top`: what is transposed as a sum is a sum of vectors, or of matrices. */
function noteTerms(e: Expr, note: Note): void {
  const terms = termsOf(e);
  // `(X - \mu)^\top` is one random vector less its mean.
  const single = terms.some((one) => isPlainSmall(one));
  for (const one of terms) {
    if (one.kind === 'symbol') note(one, isCapital(one) && !single ? 'matrix' : 'vector');
    if (one.kind === 'multiply' && isColumn(one)) {
      note(one.factors[0] as Expr, 'matrix');
      note(one.factors[1] as Expr, 'vector');
    }
  }
}

/** A small letter that is not bold, with or without an index. */
function isPlainSmall(e: Expr): boolean {
  const one = e.kind === 'indexed' ? e.base : e;
  return one.kind === 'symbol' && !one.font && !isCapital(one) && one.name !== '1';
}

function noteFont(e: SymbolExpr, note: Note): void {
  if (e.font === 'bold') note(e, isCapital(e) ? 'matrix' : 'vector');
  else if (e.font === 'calligraphic' || e.font === 'blackboard') note(e, 'set');
}

function noteRelation(ops: readonly string[], sides: readonly Expr[], note: Note): void {
  ops.forEach((op, i) => {
    const left = sides[i] as Expr;
    const right = sides[i + 1] as Expr;
    if (op === 'in' || op === 'notin') note(right, 'set');
    else if (op === 'sim') note(right, 'distribution');
    else if (op === '=' || op === ':=') {
      if (right.kind === 'matrix') note(left, shapeOf(right.rows));
      if (left.kind === 'matrix') note(right, shapeOf(left.rows));
    }
  });
}

function shapeOf(rows: readonly (readonly Expr[])[]): SymbolKind {
  return rows.every((row) => row.length === 1) ? 'vector' : 'matrix';
}

function isCapital(e: Expr): boolean {
  const symbol = inside(e);
  return symbol !== null && /^[A-Z]/.test(symbol.name);
}

function isWord(e: Expr): boolean {
  return e.kind === 'symbol' && e.name.length > 1 && /^[A-Z][a-zA-Z]+$/.test(e.name);
}
