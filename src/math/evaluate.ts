import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, SymbolKind } from '../expr/types.js';
import { compile } from './compile.js';
import { isMathError, MathError } from './errors.js';
import { type FreeSymbol, freeSymbols, type Given, rangeFromFamilies, readGiven } from './given.js';
import { bind, type Compiled, createScope, type Scope } from './scope.js';
import { inferShapes } from './shapes.js';
import { identityMatrix } from './tensor.js';
import { shapeOf, tensor, type Value } from './value.js';

export type EvaluateInput = {
  readonly expr: Expr;
  readonly given: readonly Given[];
  readonly kinds: ReadonlyMap<string, SymbolKind>;
  /** Bound on elementary operations. */
  readonly budget?: number;
};

/** A symbol that needs a value, with the shape that its use asks for: null for an axis that may have any length. */
export type NeededInput = FreeSymbol & {
  readonly given: boolean;
  readonly shape: readonly (number | null)[] | undefined;
};

export type Evaluation = {
  /** For a block of assignments the value of its last line. */
  readonly value: Value;
  /** Values by the key of what is assigned, in the order of the lines; empty for a plain expression. */
  readonly assigned: ReadonlyMap<string, Value>;
  readonly inputs: readonly NeededInput[];
  /** The form as written overflows or underflows for these values; it was computed through logarithms instead. */
  readonly usedStableForm: boolean;
  /** The scope the values come from: it evaluates any piece of the same expression. */
  readonly scope: Scope;
};

export type EvaluateResult =
  | { readonly ok: true; readonly value: Evaluation }
  | { readonly ok: false; readonly error: MathError; readonly inputs: readonly NeededInput[] };

const EVALUATE_BUDGET = 50_000_000;

/**
 * The value of an expression for given values. Lines that assign are definitions for the others, in any order; a relation
 * whose left side is defined by nothing else defines it, any other relation is tested. Never throws on what a caller can give.
 */
export function evaluate(input: EvaluateInput): EvaluateResult {
  let inputs: readonly NeededInput[] = [];
  try {
    const { symbols, terms } = readGiven(input.given);
    const lines = linesOf(input.expr);
    const program = readDefinitions(lines, (key) => symbols.has(key) || terms.has(key));
    inputs = neededInputs(input, symbols, terms, program.defined);
    const scope = evaluationScope(input, symbols, terms, program, inputs);
    const missing = inputs.filter((needed) => !needed.given);
    if (missing.length > 0) throw missingValues(missing);
    const assigned = new Map<string, Value>();
    let value: Value | undefined;
    for (const line of lines) {
      const definition = program.byLine.get(line);
      if (definition?.parameters !== undefined) continue;
      value = definition ? definition.body(scope) : withBothSigns(line, scope);
      if (definition) assigned.set(definition.key, value);
    }
    if (value === undefined) throw new MathError('math/unsupported', input.expr.span, 'There is nothing to evaluate.');
    return { ok: true, value: { value, assigned, inputs, usedStableForm: scope.run.rescued, scope } };
  } catch (error) {
    if (isMathError(error)) return { ok: false, error, inputs };
    if (error instanceof RangeError) {
      const tooDeep = new MathError(
        'math/limit',
        input.expr.span,
        'This is nested too deeply.',
        'Break it into lines.',
      );
      return { ok: false, error: tooDeep, inputs };
    }
    throw error;
  }
}

function linesOf(e: Expr): readonly Expr[] {
  const inner = ungroup(e);
  return inner.kind === 'system' ? inner.lines.flatMap(linesOf) : [inner];
}

type Definition = {
  readonly key: string;
  readonly body: Compiled;
  readonly right: Expr;
  /** Keys of the parameters of `f(x) = …`. */
  readonly parameters: readonly string[] | undefined;
};

type Program = {
  readonly byLine: ReadonlyMap<Expr, Definition>;
  readonly byKey: ReadonlyMap<string, Definition>;
  readonly defined: ReadonlySet<string>;
};

const ASSIGNS = new Set(['=', ':=', 'gets', 'equiv']);

/** `y = …`, `h_t = …` and `f(x) = …` define their left side, unless it has a value already or the right side needs it. */
function readDefinitions(lines: readonly Expr[], isGiven: (key: string) => boolean): Program {
  const byLine = new Map<Expr, Definition>();
  const byKey = new Map<string, Definition>();
  for (const line of lines) {
    if (line.kind !== 'relation' || line.ops.length < 1 || !line.ops.every((op) => ASSIGNS.has(op))) continue;
    const left = ungroup(line.sides[0] as Expr);
    const right = line.sides.at(-1) as Expr;
    const definition = definitionOf(left, right);
    if (!definition || isGiven(definition.key) || byKey.has(definition.key)) continue;
    byLine.set(line, definition);
    byKey.set(definition.key, definition);
  }
  return { byLine, byKey, defined: new Set(byKey.keys()) };
}

function definitionOf(left: Expr, right: Expr): Definition | undefined {
  const body = compile(right);
  if (left.kind === 'symbol' || left.kind === 'indexed')
    return { key: exprKey(left), body, right, parameters: undefined };
  if (left.kind !== 'apply' || left.args.length === 0) return undefined;
  const parameters = left.args.map(ungroup);
  if (!parameters.every((p) => p.kind === 'symbol')) return undefined;
  return { key: symbolKey(left.head), body, right, parameters: parameters.map(exprKey) };
}

/** `\pm` gives a list: the value with the upper signs, then the one with the lower. */
function withBothSigns(line: Expr, scope: Scope): Value {
  const compiled = compile(line);
  let hasSign = false;
  walk(line, (node) => {
    if (node.kind === 'plusminus') hasSign = true;
  });
  if (!hasSign) return compiled(scope);
  return { kind: 'list', items: [compiled(scope), compiled({ ...scope, sign: -1 })] };
}

function neededInputs(
  input: EvaluateInput,
  symbols: ReadonlyMap<string, Value>,
  terms: ReadonlyMap<string, Value>,
  defined: ReadonlySet<string>,
): readonly NeededInput[] {
  const given = new Map([...symbols].map(([key, value]) => [key, shapeOf(value)]));
  const shapes = inferShapes([input.expr], input.kinds, given);
  const isTerm = (term: Expr): boolean => {
    const key = exprKey(term);
    return terms.has(key) || (term.kind !== 'symbol' && defined.has(key));
  };
  const parameters = new Set<string>();
  walk(input.expr, (node) => {
    const left = node.kind === 'relation' ? node.sides[0] : undefined;
    if (left?.kind === 'apply' && defined.has(symbolKey(left.head)))
      for (const arg of left.args) parameters.add(exprKey(arg));
  });
  return freeSymbols(input.expr, isTerm)
    .filter(({ key }) => !defined.has(key) && !(parameters.has(key) && !symbols.has(key)))
    .map((free) => {
      const shape = shapes.neededShape(free.key);
      const known =
        symbols.has(free.key) || free.expr.name === 'e' || constantArray(free.expr.name, shape) !== undefined;
      return { ...free, given: known, shape };
    });
}

function missingValues(missing: readonly NeededInput[]): MathError {
  const names = missing.map(({ key, shape }) => {
    if (shape === undefined || shape.length === 0) return key;
    return `${key} (${shape.map((n) => n ?? 'any').join('×')})`;
  });
  const spans = missing.flatMap((needed) => needed.spans);
  return new MathError(
    'math/missing-value',
    spans[0] ?? [0, 0],
    `There ${missing.length === 1 ? 'is no value' : 'are no values'} for ${names.join(', ')}.`,
    'Give each of these symbols a value.',
    spans,
  );
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

function evaluationScope(
  input: EvaluateInput,
  symbols: ReadonlyMap<string, Value>,
  terms: ReadonlyMap<string, Value>,
  program: Program,
  inputs: readonly NeededInput[],
): Scope {
  const computed = new Map<string, Value>();
  const pending = new Set<string>();
  const constants = new Map(inputs.map(({ key, expr, shape }) => [key, constantArray(expr.name, shape)]));

  const compute = (definition: Definition, at: Expr, scope: Scope): Value => {
    const known = computed.get(definition.key);
    if (known !== undefined) return known;
    if (pending.has(definition.key)) {
      throw new MathError(
        'math/missing-value',
        at.span,
        `${definition.key} is defined by itself.`,
        'Give it a starting value.',
      );
    }
    pending.add(definition.key);
    const value = definition.body({ ...scope, env: null });
    pending.delete(definition.key);
    computed.set(definition.key, value);
    return value;
  };

  const lookUp = (key: string, at: Expr, scope: Scope): Value | undefined => {
    const value = symbols.get(key);
    if (value !== undefined) return value;
    const definition = program.byKey.get(key);
    if (definition && definition.parameters === undefined) return compute(definition, at, scope);
    return constants.get(key);
  };

  return createScope({
    symbol: lookUp,
    indexed: (_key, _indices, e, scope) => {
      const definition = program.byKey.get(exprKey(e));
      return definition && compute(definition, e, scope);
    },
    call: (key, args, _e, scope) => {
      const definition = program.byKey.get(key);
      if (!definition?.parameters || definition.parameters.length !== args.length) return undefined;
      const base: Scope = { ...scope, env: null };
      return definition.body(
        definition.parameters.reduce((inner, name, k) => bind(inner, name, args[k] as Value), base),
      );
    },
    domain: (domain, scope, body) => rangeFromFamilies(domain, body, (key) => lookUp(key, body, scope)),
    terms,
    budget: input.budget ?? EVALUATE_BUDGET,
  });
}
