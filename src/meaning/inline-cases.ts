import type { CasesExpr, Expr } from '../expr/types.js';
import { isConditionWord, isOtherwise } from './names.js';
import type { Piece } from './statements.js';

type Branch = CasesExpr['branches'][number];

/** `f(x) = x \text{ if } x > 0, \; 0 \text{ otherwise}`: values with their conditions, in one line. */
export function joinBranches(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (let k = 0; k < pieces.length; ) {
    const found = branchesAt(pieces, k);
    const piece = pieces[k] as Piece;
    out.push(found ? { e: withBranches(piece.e, found.branches, found.end), after: piece.after } : piece);
    k = found ? found.next : k + 1;
  }
  return out;
}

/** Two branches or more that begin at a place; one alone is a statement that holds only where its condition does. */
function branchesAt(pieces: readonly Piece[], from: number): Found | undefined {
  const branches: Branch[] = [];
  let at = from;
  let next = from;
  for (let value = valueAt(pieces, at); value; value = valueAt(pieces, at)) {
    const word = wordAt(pieces, at + 1);
    const condition = pieces[at + 2]?.e;
    if (branches.length > 0 && value.kind === 'relation') break;
    if (word === undefined) break;
    if (isOtherwise(word)) {
      branches.push({ value, condition: null });
      next = at + 2;
      break;
    }
    if (!isConditionWord(word) || !condition || condition.kind === 'text') break;
    branches.push({ value, condition });
    next = at + 3;
    const last = wordAt(pieces, next);
    const rest = valueAt(pieces, next + 1);
    if (last !== undefined && rest && isOtherwise(last)) {
      branches.push({ value: rest, condition: null });
      next += 2;
      break;
    }
    at = next;
  }
  const end = pieces[next - 1]?.e.span[1];
  const isWhole = branches.length > 1 && branches[0]?.condition !== null && end !== undefined;
  return isWhole ? { branches, next, end } : undefined;
}

type Found = { readonly branches: readonly Branch[]; readonly next: number; readonly end: number };

function valueAt(pieces: readonly Piece[], k: number): Expr | undefined {
  const e = pieces[k]?.e;
  return e && e.kind !== 'text' ? e : undefined;
}

function wordAt(pieces: readonly Piece[], k: number): string | undefined {
  const e = pieces[k]?.e;
  return e?.kind === 'text' && e.text.trim().split(/\s+/).length === 1 ? e.text : undefined;
}

/** The branches in place of the value that was read first: the last side of a definition. */
function withBranches(first: Expr, branches: readonly Branch[], end: number): Expr {
  const value = first.kind === 'relation' ? (first.sides[first.sides.length - 1] as Expr) : first;
  const [, ...more] = branches;
  const own: Branch = { value, condition: branches[0]?.condition ?? null };
  const cases: CasesExpr = { kind: 'cases', branches: [own, ...more], span: [value.span[0], end] };
  if (first.kind !== 'relation') return cases;
  return { ...first, sides: [...first.sides.slice(0, -1), cases], span: [first.span[0], end] };
}
