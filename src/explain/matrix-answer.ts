import type { Catalogue } from '../catalogue/index.js';
import { ungroup } from '../expr/build.js';
import type { Expr, Reading } from '../expr/types.js';
import { evaluate, type Given, type MathError, matrix, type Value } from '../math/index.js';
import { recognise, statementsOf } from '../recognise/index.js';
import { assumptionsOf } from './assumptions.js';
import { hasUsualSize, isMatrix } from './constant-value.js';
import { allDecompositions } from './decompositions.js';
import { errorsOf, readFormula } from './formula.js';
import { matricesIn, matrixDescription } from './matrices.js';
import type { MatrixAnswer, MatrixRequest } from './matrix-request-schema.js';
import type { DecompositionEntry, MatrixDescriptionEntry } from './matrix-schema.js';
import type { ErrorEntry, Versions } from './schema.js';

const BUDGET = 5_000_000;

/** What a matrix does: given by its rows, or as LaTeX that comes to one. What cannot be read or computed is in `errors`. */
export function describeMatrixRequest(request: MatrixRequest, catalogue: Catalogue, versions: Versions): MatrixAnswer {
  const empty = { decompositions: [], products: [], equations: [], assumptions: [], errors: [], versions };
  if (request.latex !== undefined) return describeLatex({ ...request, latex: request.latex }, catalogue, versions);
  const rows = request.matrix ?? [];
  const ragged = rows.findIndex((row) => row.length !== rows[0]?.length);
  if (ragged > 0) {
    const message = `Row ${ragged + 1} has ${rows[ragged]?.length} numbers, row 1 has ${rows[0]?.length}.`;
    const error = { code: 'math/shape', message, span: [0, 0] as [number, number], hint: 'Give rows of one length.' };
    return { ...empty, says: [], errors: [error] };
  }
  const a = matrix(rows);
  if (!hasUsualSize(a)) {
    const message = 'The numbers are too large or too small: their products cannot be computed.';
    const error = { code: 'math/limit', message, span: [0, 0] as [number, number], hint: 'Scale the matrix.' };
    return { ...empty, says: [], errors: [error] };
  }
  const description = matrixDescription(a);
  const decompositions = allDecompositions(a);
  return { ...empty, matrix: description, decompositions, says: sentences(description, decompositions) };
}

function describeLatex(
  { latex, values = {}, macros }: MatrixRequest & { readonly latex: string },
  catalogue: Catalogue,
  versions: Versions,
): MatrixAnswer {
  const options = macros ? { macros } : {};
  const { parsed, reading } = readFormula(latex, options);
  const recognition = recognise(reading, catalogue.net);
  const base = { latex, assumptions: assumptionsOf(latex, reading, recognition), versions };
  const given = Object.entries(values).map(
    ([letter, value]): Given => ({
      expr: readFormula(letter, options).reading.expr,
      value,
    }),
  );
  const { worthOf, errorOf } = valuesIn(reading, given);
  const found = matricesIn(latex, reading, recognition.chunks, worthOf);
  const { decompositions = [], products = [], equations = [] } = found ?? {};
  const subject = subjectOf(reading.expr, worthOf);
  const own = subject && worthOf(subject);
  // In P A = L U no side has a value: what is described is the matrix that was given.
  const [first] = decompositions.length > 0 ? given.map(({ expr }) => worthOf(expr)).filter(isMatrix) : [];
  const value = isMatrix(own) ? own : first;
  const description = isMatrix(value) ? matrixDescription(value) : undefined;
  // An equation asks for its own factors; a matrix alone for all that there are.
  const isEquation = statementsOf(reading.expr).some((e) => e.kind === 'relation');
  const factors = isMatrix(value) && !isEquation ? allDecompositions(value) : decompositions;
  const said = [
    ...sentences(description, factors),
    ...products.flatMap(({ columns }) => columns.map((column) => `Of the product, ${column}.`)),
    ...equations.map(({ says }) => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`),
  ];
  const errors = errorsOf(parsed, reading);
  const nothing = description === undefined && factors.length === 0 && equations.length === 0;
  if (errors.length === 0 && nothing) errors.push(errorOf(subject ?? reading.expr));
  return {
    ...base,
    says: said,
    ...(description && { matrix: description }),
    decompositions: factors,
    products,
    equations,
    errors,
  };
}

/** What pieces of a formula are worth for the given values, and why one is worth nothing. */
function valuesIn(reading: Reading, given: readonly Given[]) {
  const kinds = new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const run = (expr: Expr) => evaluate({ expr, given, kinds, budget: BUDGET });
  const known = new Map<Expr, Value | undefined>();
  const worthOf = (expr: Expr): Value | undefined => {
    if (!known.has(expr)) {
      const result = run(expr);
      known.set(expr, result.ok ? result.value.value : undefined);
    }
    return known.get(expr);
  };
  const errorOf = (expr: Expr): ErrorEntry => {
    const result = run(expr);
    return result.ok ? notAMatrix(expr) : toEntry(result.error);
  };
  return { worthOf, errorOf };
}

function notAMatrix({ span }: Expr): ErrorEntry {
  return {
    code: 'math/shape',
    message: 'This does not come to a matrix of real numbers.',
    span: [span[0], span[1]],
    hint: 'Write a matrix of numbers, or give values for its letters.',
  };
}

function toEntry({ code, message, span, hint }: MathError): ErrorEntry {
  return { code, message, span: [span[0], span[1]], hint };
}

/** What is described: the formula itself; of an equation the side that has a value, the left one first. */
function subjectOf(root: Expr, worthOf: (e: Expr) => Value | undefined): Expr | undefined {
  const [first = root] = statementsOf(root);
  if (first.kind !== 'relation') return ungroup(first);
  return first.sides.find((side) => isMatrix(worthOf(side))) ?? first.sides[0];
}

function sentences(
  description: MatrixDescriptionEntry | undefined,
  decompositions: readonly DecompositionEntry[],
): string[] {
  return [
    ...(description ? [...description.actions.map(({ says }) => says), ...description.says] : []),
    ...decompositions.flatMap(({ says, steps }) => [...steps, says]),
  ];
}
