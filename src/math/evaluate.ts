import { NOWHERE } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { toLatex } from '../expr/print-latex.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import { compile } from './compile.js';
import { isOpaque, type Program, readProgram } from './definitions.js';
import { isMathError, MathError } from './errors.js';
import { type FreeTerm, freeTerms, type Given, readGiven } from './given.js';
import { type FreeIndex, familyRanks, labelledElements, openIndices } from './index-ranges.js';
import { pseudoInverseOf } from './linalg.js';
import { remember } from './memo.js';
import { type Analysis, createResolver, type Known } from './resolve.js';
import type { Compiled, Scope } from './scope.js';
import type { ShapeTable } from './shape-table.js';
import { inferShapes } from './shapes.js';
import { identityMatrix } from './tensor.js';
import { complex, shapeOf, tensor, type Value } from './value.js';

export type EvaluateInput = {
  readonly expr: Expr;
  readonly given: readonly Given[];
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  /** Bound on elementary operations. */
  readonly budget?: number;
};

/** A symbol that needs a value, with the shape that its use asks for: null for an axis that may have any length. */
export type NeededInput = FreeTerm & {
  readonly given: boolean;
  readonly shape: readonly (number | null)[] | undefined;
  /** An index without a value: it runs through all places of what it stands in. */
  readonly isIndex: boolean;
  /** Value that follows from the shapes of the others: the `n` of `\sum_{i=1}^n x_i`. */
  readonly inferred: number | undefined;
};

/** What one line comes to. */
export type LineValue = {
  readonly line: Expr;
  readonly value: Value;
  /** The left side that the line gives this value to. */
  readonly assigns: Expr | undefined;
  /** The values of both sides, where the line is a relation that was tested. */
  readonly sides: readonly Value[] | undefined;
  /** Indices that the value runs through, outermost first. */
  readonly over: readonly FreeIndex[];
};

export type Evaluation = {
  /** For a block of assignments the value of its last line. */
  readonly value: Value;
  /** Values by the key of what is assigned, in the order of the lines; empty for a plain expression. */
  readonly assigned: ReadonlyMap<string, Value>;
  readonly lines: readonly LineValue[];
  readonly inputs: readonly NeededInput[];
  /** The form as written overflows or underflows for these values; it was computed through logarithms instead. */
  readonly usedStableForm: boolean;
  /** 0 · log 0 was taken as 0. */
  readonly usedZeroLog: boolean;
  /** The scope the values come from: it evaluates any piece of the same expression. */
  readonly scope: Scope;
};

export type EvaluateResult =
  | { readonly ok: true; readonly value: Evaluation }
  | { readonly ok: false; readonly error: MathError; readonly inputs: readonly NeededInput[] };

/** Evaluates one expression for one choice of values after another; what does not hang on the values is done once. */
export type Evaluator = (given: readonly Given[], budget?: number) => EvaluateResult;

export type EvaluatorOptions = {
  /** The text that was read: problems quote it. */
  readonly source?: string;
  /** Names of built-in functions by the key of the letter that stands for them. */
  readonly functions?: ReadonlyMap<string, string>;
};

const EVALUATE_BUDGET = 50_000_000;

/** The value of an expression for given values; see `createEvaluator`. */
export function evaluate({ expr, given, kinds, budget }: EvaluateInput): EvaluateResult {
  return createEvaluator(expr, kinds)(given, budget);
}

/**
 * Lines that assign are definitions for the others, in any order; a relation whose left side is defined by nothing else defines
 * it, any other relation is tested. Never throws on what a caller can give.
 */
export function createEvaluator(
  expr: Expr,
  kinds: ReadonlyMap<string, SymbolKind>,
  { source = '', functions = new Map() }: EvaluatorOptions = {},
): Evaluator {
  const closures = new Map<Expr, Compiled>();
  const compiled = (e: Expr): Compiled => remember(closures, e, () => compile(e));
  const analyses = new Map<string, Analysis>();
  return (given, budget = EVALUATE_BUDGET) => {
    let inputs: readonly NeededInput[] = [];
    try {
      const known = readGiven(given);
      const analysis = analysisFor(known);
      inputs = analysis.inputs;
      const missing = inputs.filter((needed) => !needed.given && !needed.isIndex && needed.inferred === undefined);
      if (missing.length > 0)
        throw missingValues(missing, (e) => source.slice(e.span[0], e.span[1]).trim() || toLatex(e).trim());
      const constants = constantsOf(inputs, known.symbols);
      const resolver = createResolver({ analysis, known, constants, compiled, budget });
      const lines = resolver.lines();
      const last = lines.at(-1);
      if (last === undefined) throw new MathError('math/unsupported', expr.span, 'There is nothing to evaluate.');
      const assigned = new Map<string, Value>();
      for (const { assigns, value } of lines) if (assigns) assigned.set(exprKey(assigns), value);
      const { scope } = resolver;
      return {
        ok: true,
        value: {
          value: last.value,
          assigned,
          lines,
          inputs,
          usedStableForm: scope.run.rescued,
          usedZeroLog: scope.run.zeroLog,
          scope,
        },
      };
    } catch (error) {
      if (isMathError(error)) return { ok: false, error, inputs };
      if (error instanceof RangeError) return { ok: false, error: tooDeep(expr), inputs };
      throw error;
    }
  };

  /** What a formula needs hangs on what is given and in which shape: a slider that moves asks for the same again and again. */
  function analysisFor(known: Known): Analysis {
    const { symbols, terms, elements, termShapes } = known;
    const shapes = new Map([...termShapes, ...[...symbols].map(([key, value]) => [key, shapeOf(value)] as const)]);
    const name = [shapes, terms.keys(), elements.keys()].map((part) => [...part].join(';')).join('|');
    return remember(analyses, name, () => {
      if (analyses.size >= MAX_ANALYSES) analyses.clear();
      const isGiven = (e: Expr): boolean => terms.has(exprKey(e)) || (e.kind === 'symbol' && symbols.has(symbolKey(e)));
      const program = readProgram(expr, isGiven, compiled, functions);
      const inputs = neededInputs(expr, known, program, inferShapes([expr], kinds, shapes));
      return { program, inputs, ranges: new Map(), loops: new Map(), expanded: new Map() };
    });
  }
}

/** Combinations of shapes that are remembered for one formula. */
const MAX_ANALYSES = 20;

function tooDeep(expr: Expr): MathError {
  return new MathError('math/limit', expr.span, 'This is nested too deeply.', 'Break it into lines.');
}

function neededInputs(expr: Expr, known: Known, program: Program, shapes: ShapeTable): readonly NeededInput[] {
  const { symbols, terms } = known;
  const isGivenTerm = (term: Expr): boolean => {
    const key = exprKey(term);
    return terms.has(key) || (term.kind !== 'symbol' && program.byKey.get(key)?.kind === 'value');
  };
  const defined = (key: string): boolean =>
    program.byKey.has(key) || program.families.has(key) || [...program.elements.values()].some((d) => d.base === key);
  const whole = wholeTerms(expr, isGivenTerm, known, program);
  const isTerm = (term: Expr): boolean => isGivenTerm(term) || (term.kind === 'indexed' && whole.has(exprKey(term)));
  const parameters = parametersOf(program);
  const indices = openIndices(expr, isTerm);
  const ranks = familyRanks(expr, isTerm);
  return freeTerms(expr, isGivenTerm, (e) => isOpaque(e, program) || (e.kind === 'indexed' && whole.has(exprKey(e))))
    .filter(({ key }) => !defined(key) && !(parameters.has(key) && !symbols.has(key)))
    .map((free) => {
      const name = free.expr.kind === 'symbol' ? free.expr.name : undefined;
      if (name === undefined)
        return { ...free, given: false, shape: shapes.neededShapeOf(free.expr), isIndex: false, inferred: undefined };
      const rank = ranks.get(free.key);
      const shape =
        shapes.neededShape(free.key) ?? (rank === undefined ? undefined : shapes.familyShape(free.key, rank));
      const isUnit = free.key === 'i' && rank === undefined && !indices.has('i');
      const isConstant = isUnit || (name === 'e' && rank === undefined) || constantArray(name, shape) !== undefined;
      const given = symbols.has(free.key) || isConstant || pseudoInverse(free.key, symbols) !== undefined;
      const isIndex = !given && indices.has(free.key);
      return { ...free, given, shape, isIndex, inferred: given ? undefined : shapes.lengthNamed(free.key) };
    });
}

/**
 * Elements that are asked for as they stand: `d_k`, whose index does nothing, and in a recurrence without a start the state
 * before the step and what goes into the step.
 */
function wholeTerms(
  expr: Expr,
  isTerm: (e: Expr) => boolean,
  { symbols, elements }: Known,
  program: Program,
): ReadonlySet<string> {
  const steps = new Set<string>();
  const starts = new Set([...elements.keys(), ...program.elements.keys()].map((place) => place.replace(/@.*/, '')));
  for (const { base, right, parameters } of program.families.values()) {
    const goesBack = !starts.has(base) && familyRanks(right, () => false).has(base);
    if (goesBack) for (const key of parameters) steps.add(key);
  }
  return labelledElements(
    expr,
    isTerm,
    (base) => !symbols.has(base) && !starts.has(base),
    (key) => steps.has(key),
    (key) => program.byKey.has(key),
  );
}

/** Letters of functions stand for arguments, except where a function is all there is: then its value is asked for. */
function parametersOf(program: Program): ReadonlySet<string> {
  const keys = new Set<string>();
  const functions = [...program.byLine.values()].filter((definition) => definition.kind === 'function');
  if (functions.length === program.lines.length && functions.length === 1) return keys;
  for (const { parameters } of functions) for (const key of parameters) keys.add(key);
  return keys;
}

function missingValues(missing: readonly NeededInput[], quote: (e: Expr) => string): MathError {
  const names = missing.map(({ expr, shape }) => `${quote(expr)}${shapeInWords(shape)}`);
  const spans = missing.flatMap((needed) => needed.spans);
  const call = missing.find(({ expr }) => expr.kind === 'apply')?.expr;
  return new MathError(
    'math/missing-value',
    spans[0] ?? [0, 0],
    `There ${missing.length === 1 ? 'is no value' : 'are no values'} for ${names.join(', ')}.`,
    call?.kind === 'apply'
      ? `Give a value for ${quote(call)}, or define ${quote(call.head)} on another line.`
      : 'Give each of these symbols a value.',
    spans,
  );
}

function shapeInWords(shape: readonly (number | null)[] | undefined): string {
  if (shape === undefined || shape.length === 0) return '';
  if (shape.some((n) => n !== null)) return ` (${shape.map((n) => n ?? 'any').join('×')})`;
  return shape.length === 1 ? ' (a list)' : ` (an array with ${shape.length} indices)`;
}

function constantsOf(inputs: readonly NeededInput[], symbols: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const constants = new Map<string, Value>();
  for (const { key, expr, shape, inferred, given } of inputs) {
    const value = (expr.kind === 'symbol' ? constantArray(expr.name, shape) : undefined) ?? inferred;
    if (key === 'i' && given) constants.set(key, complex(0, 1));
    const pseudo = pseudoInverse(key, symbols);
    if (pseudo !== undefined) constants.set(key, pseudo);
    if (value !== undefined) constants.set(key, value);
  }
  return constants;
}

/** `A^+` beside a matrix A is its pseudo-inverse. */
function pseudoInverse(key: string, symbols: ReadonlyMap<string, Value>): Value | undefined {
  const matrix = key.endsWith('|+') ? symbols.get(key.slice(0, -2)) : undefined;
  return matrix !== undefined && shapeOf(matrix).length === 2 ? pseudoInverseOf(matrix, NOWHERE) : undefined;
}

/** An identity matrix, where the letter I stands among square matrices and has no value of its own. */
function constantArray(name: string, shape: readonly (number | null)[] | undefined): Value | undefined {
  const [n, m] = shape ?? [];
  if (name === 'I' && shape?.length === 2 && typeof n === 'number' && n === m) return identityMatrix(n);
  if (shape?.length === 1 && typeof n === 'number' && (name === '0' || name === '1')) {
    return tensor([n], new Float64Array(n).fill(Number(name)));
  }
  return undefined;
}
