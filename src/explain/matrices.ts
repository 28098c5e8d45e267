import { ungroup } from '../expr/build.js';
import { walk } from '../expr/traverse.js';
import type { Expr, ExprOf, Reading } from '../expr/types.js';
import {
  type Combination,
  describeMatrix,
  isArray,
  isMathError,
  MAX_DESCRIBED,
  type MatrixAction,
  type MatrixDescription,
  readProduct,
  type Tensor,
  toPlain,
} from '../math/index.js';
import type { Candidate } from '../recognise/index.js';
import { constantValue, isMatrix, type WorthOf } from './constant-value.js';
import { decompositionsIn } from './decompositions.js';
import { type CheckedEquation, checkEquations } from './equations.js';
import type { EquationEntry, Matrices, MatrixDescriptionEntry, MatrixEntry, ProductEntry } from './matrix-schema.js';
import { actionSentence, shapeSentences } from './matrix-sentences.js';
import { shortNumber, vectorWords } from './number-words.js';

/** Of each sort, as many are told; a formula with more is a table. */
const MOST = 8;
/** Columns and rows of a product that are told, and terms of each. */
const MOST_LINES = 6;
const MOST_TERMS = 6;

/** What the matrices of numbers in a formula do, what their products are, and whether equations between them hold. */
export function matricesIn(
  latex: string,
  reading: Reading,
  candidates: readonly Candidate[],
  worthOf: WorthOf = constantValue,
): Matrices | undefined {
  const { literals, products } = piecesOf(reading.expr);
  const found: Matrices = {
    literals: literals.flatMap((e) => literalEntry(latex, e, worthOf)).slice(0, MOST),
    products: products.flatMap((e) => productEntries(latex, e, worthOf)).slice(0, MOST),
    equations: checkEquations(reading, worthOf)
      .filter(({ relation }) => relation.sides.some((side) => isMatrix(worthOf(side))))
      .map((checked) => equationEntry(latex, checked))
      .slice(0, MOST),
    decompositions: decompositionsIn(latex, reading, candidates, worthOf).slice(0, MOST),
  };
  return Object.values(found).some((entries) => entries.length > 0) ? found : undefined;
}

/** One clause on the first matrix that has something to tell; empty where there is none. */
export function matrixGist(matrices: Matrices | undefined): string {
  const told = matrices?.literals.find(({ actions }) => actions.length > 0)?.actions[0]?.says ?? '';
  return told.replace(/^It /, 'a matrix that ').replace(/\.$/, '');
}

type Pieces = { readonly literals: readonly ExprOf<'matrix'>[]; readonly products: readonly ExprOf<'multiply'>[] };

function piecesOf(root: Expr): Pieces {
  const literals: ExprOf<'matrix'>[] = [];
  const products: ExprOf<'multiply'>[] = [];
  walk(root, (e) => {
    if (e.kind === 'multiply' && products.length < MOST) products.push(e);
    // A column is something that is acted on; a determinant is a number.
    if (e.kind === 'matrix' && literals.length < MOST && e.rows.every((row) => row.length > 1)) literals.push(e);
    return e.kind !== 'matrix';
  });
  return { literals, products };
}

function literalEntry(latex: string, e: ExprOf<'matrix'>, worthOf: WorthOf): MatrixEntry[] {
  const value = worthOf(e);
  if (!isMatrix(value) || Math.min(...value.shape) < 2) return [];
  const span: [number, number] = [e.span[0], e.span[1]];
  return [{ latex: latex.slice(...span), span, ...matrixDescription(value, writtenTolerance(e)) }];
}

/** A matrix written with three decimals or more may be meant to stand for what it was rounded from. */
function writtenTolerance(e: ExprOf<'matrix'>): number | undefined {
  let decimals = Number.POSITIVE_INFINITY;
  walk(e, (x) => {
    const digits = x.kind === 'number' ? /\.(\d+)$/.exec(x.text)?.[1]?.length : undefined;
    if (digits !== undefined) decimals = Math.min(decimals, digits);
  });
  return decimals >= 3 && Number.isFinite(decimals) ? 3 * 10 ** -decimals : undefined;
}

/** What a matrix does in words and numbers; where nothing holds exactly, within the rounding it was written with. */
export function matrixDescription(a: Tensor, rounding?: number): MatrixDescriptionEntry {
  const exact = describeMatrix(a);
  const rounded = rounding === undefined ? exact : describeMatrix(a, rounding);
  const found = saysMore(rounded, exact) ? rounded : exact;
  const says = shapeSentences(exact);
  if (found !== exact)
    says.push(`What it does holds within ${shortNumber(found.tolerance)}, the rounding with which it is written.`);
  return {
    matrix: toPlain(a) as number[][],
    shape: exact.shape,
    rank: exact.rank,
    ...(exact.determinant !== undefined && { determinant: exact.determinant }),
    nullSpace: exact.nullSpace,
    pivots: exact.pivots,
    tolerance: found.tolerance,
    actions: found.actions.map((action) => ({
      kind: action.kind,
      says: actionSentence(action),
      numbers: numbersOf(action),
    })),
    says,
  };
}

/** What a rounded matrix is taken for: things that only hold of certain numbers, which rounding spoils. */
const EXACTING: readonly MatrixAction['kind'][] = ['orthogonal', 'idempotent', 'stochastic', 'involution'];

function saysMore(a: MatrixDescription, b: MatrixDescription): boolean {
  const has = ({ actions }: MatrixDescription, kind: string): boolean => actions.some((x) => x.kind === kind);
  return EXACTING.some((kind) => has(a, kind) && !has(b, kind));
}

function numbersOf({ kind: _kind, ...numbers }: MatrixAction): Record<string, unknown> {
  return numbers;
}

// ---------------------------------------------------------------------------------------------------------- products

const MULTIPLIES: ReadonlySet<string> = new Set(['', '*', 'cdot', 'times', '@']);

/** Each product of two neighbours, the rightmost first: that is the order in which they act. */
function productEntries(latex: string, e: ExprOf<'multiply'>, worthOf: WorthOf): ProductEntry[] {
  if (!e.ops.every((op) => MULTIPLIES.has(op)) || e.factors.length > MOST) return [];
  const values = e.factors.map((factor) => worthOf(ungroup(factor)));
  if (!values.every((value) => value !== undefined && isArray(value) && value.kind === 'tensor')) return [];
  const factors = values as readonly Tensor[];
  const out: ProductEntry[] = [];
  let right = factors.at(-1) as Tensor;
  for (let k = factors.length - 2; k >= 0; k--) {
    const left = factors[k] as Tensor;
    if (!isMatrix(left) || !isFactor(right)) return out;
    const span: [number, number] = [(e.factors[k] as Expr).span[0], e.span[1]];
    try {
      const { value, byColumns, byRows } = readProduct(left, right);
      const rows = toPlain(value) as number[][];
      const columns = (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as number));
      out.push({
        latex: latex.slice(...span),
        span,
        value: rows,
        columns: combinations('column', byColumns, columns),
        rows: combinations('row', byRows, rows),
      });
      right = value;
    } catch (error) {
      if (isMathError(error)) return out;
      throw error;
    }
  }
  return out;
}

function isFactor(a: Tensor): boolean {
  return a.shape.length === 2 ? isMatrix(a) : (a.shape[0] as number) <= MAX_DESCRIBED;
}

/** "column 1 is 5 × (1, 3) + 7 × (2, 4) = (19, 43)". */
function combinations(
  what: 'column' | 'row',
  combined: readonly Combination[],
  results: readonly (readonly number[])[],
): string[] {
  if (combined.length > MOST_LINES) return [];
  return combined.map((terms, k) => {
    const shown = terms.slice(0, MOST_TERMS).map(({ weight, part }) => `${shortNumber(weight)} × ${vectorWords(part)}`);
    const dots = terms.length > MOST_TERMS ? ['…'] : [];
    return `${what} ${k + 1} is ${[...shown, ...dots].join(' + ')} = ${vectorWords(results[k] ?? [])}`;
  });
}

function equationEntry(latex: string, { relation, holds, says, place }: CheckedEquation): EquationEntry {
  const span: [number, number] = [relation.span[0], relation.span[1]];
  return { latex: latex.slice(...span), span, holds, says, ...(place && { place }) };
}
