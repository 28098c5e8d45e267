import { ungroup } from '../expr/build.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { walk } from '../expr/traverse.js';
import type { Expr, ExprOf } from '../expr/types.js';
import { isFiniteValue } from './compare.js';
import { compile } from './compile.js';
import { isMathError, MathError } from './errors.js';
import { type Given, rangeFromFamilies, readGiven } from './given.js';
import { dual, slopeAt } from './scalar.js';
import { bind, type Compiled, createScope, type Scope } from './scope.js';
import { elementAt } from './tensor.js';
import { isArray, isScalar, itemsOf, pack, type Value } from './value.js';

/**
 * Runs lines of assignments as a recurrence. What stands with an index (`v_t`, `\theta_{t+1}`) is remembered by step; what
 * stands without one is what it was assigned last. States start at the given values, at 0 where none is given.
 */
export type SimulationBlock = {
  readonly name: string;
  /** A system of lines, or one. */
  readonly expr: Expr;
  /** Starting values and constants of this block only; they come before the shared ones. */
  readonly given?: readonly Given[];
};

export type SimulateInput = {
  readonly blocks: readonly SimulationBlock[];
  /** `J(\theta) = …`: gradients in the blocks are gradients of its right side at the block's parameter. */
  readonly loss?: Expr;
  readonly given: readonly Given[];
  readonly steps: number;
  readonly budget?: number;
};

export type Simulation = {
  readonly name: string;
  /** Key of the parameter: what the block's last line assigns. */
  readonly parameter: string;
  /** The parameter before the first step and after each. */
  readonly trajectory: readonly Value[];
  /** The loss at each of these; empty without a loss. */
  readonly losses: readonly number[];
  /** All that the lines assign, by key, after each step. */
  readonly states: ReadonlyMap<string, readonly Value[]>;
  /** The first step after which a value is no longer finite; the run ends there. */
  readonly divergedAt: number | undefined;
};

export type SimulateResult =
  | { readonly ok: true; readonly value: readonly Simulation[] }
  | { readonly ok: false; readonly error: MathError; readonly block: string };

export const MAX_STEPS = 100_000;
const SIMULATE_BUDGET = 100_000_000;

export function simulate(input: SimulateInput): SimulateResult {
  const results: Simulation[] = [];
  for (const block of input.blocks) {
    try {
      results.push(run(block, input));
    } catch (error) {
      if (isMathError(error)) return { ok: false, error, block: block.name };
      throw error;
    }
  }
  return { ok: true, value: results };
}

type Line = {
  readonly key: string;
  /** Index of the left side as an offset from the step; undefined without an index. */
  readonly offset: number | undefined;
  readonly right: Compiled;
  readonly expr: Expr;
};

function run(block: SimulationBlock, input: SimulateInput): Simulation {
  if (!(Number.isInteger(input.steps) && input.steps >= 0 && input.steps <= MAX_STEPS)) {
    throw new MathError('math/limit', block.expr.span, `At most ${MAX_STEPS} steps are run.`, 'Ask for fewer steps.');
  }
  const program = readProgram(block.expr);
  const last = program.lines.at(-1) as Line;
  const values = readGiven([...input.given, ...(block.given ?? [])]);
  const machine = createMachine(block, program, values, input, last);
  const trajectory: Value[] = [machine.parameter()];
  const losses: number[] = machine.loss ? [machine.loss(trajectory[0] as Value)] : [];
  const states = new Map<string, Value[]>(program.lines.map((line) => [line.key, []]));
  let divergedAt: number | undefined;
  for (let step = 1; step <= input.steps; step++) {
    const assigned = machine.step(step);
    for (const [key, value] of assigned) states.get(key)?.push(value);
    const parameter = machine.parameter();
    trajectory.push(parameter);
    if (machine.loss) losses.push(machine.loss(parameter));
    if (!isFiniteValue(parameter) || !(losses.length === 0 || Number.isFinite(losses.at(-1)))) {
      divergedAt = step;
      break;
    }
  }
  return { name: block.name, parameter: last.key, trajectory, losses, states, divergedAt };
}

type ProgramText = { readonly lines: readonly Line[]; readonly time: string | undefined };

function readProgram(e: Expr): ProgramText {
  const inner = ungroup(e);
  const parts = (inner.kind === 'system' ? inner.lines : [inner]).map(ungroup);
  const relations = parts.filter(
    (part): part is ExprOf<'relation'> => part.kind === 'relation' && part.sides.length >= 2,
  );
  const time = timeOf(relations);
  const lines = relations.flatMap((line): readonly Line[] => {
    const left = ungroup(line.sides[0] as Expr);
    const right = compile(line.sides[1] as Expr);
    if (left.kind === 'symbol' || left.kind === 'differential') {
      return [{ key: left.kind === 'symbol' ? symbolKey(left) : exprKey(left), offset: undefined, right, expr: line }];
    }
    if (left.kind !== 'indexed') return [];
    const offset = left.indices.length === 1 ? offsetFrom(left.indices[0] as Expr, time) : undefined;
    return [{ key: offset === undefined ? exprKey(left) : symbolKey(left), offset, right, expr: line }];
  });
  if (lines.length > 0) return { lines, time };
  throw new MathError(
    'math/unsupported',
    e.span,
    'There are no assignments to run.',
    'Write lines such as v_t = 0.9 v_{t-1} + g_t.',
  );
}

/** The letter that counts the steps: the one in the first index on a left side that shifts or stands alone. */
function timeOf(lines: readonly ExprOf<'relation'>[]): string | undefined {
  for (const line of lines) {
    const left = ungroup(line.sides[0] as Expr);
    if (left.kind !== 'indexed' || left.indices.length !== 1) continue;
    let letter: string | undefined;
    walk(left.indices[0] as Expr, (node) => {
      if (node.kind === 'symbol') letter ??= symbolKey(node);
    });
    if (letter !== undefined) return letter;
  }
  return undefined;
}

/** 0 for `t`, −1 for `t-1`, 1 for `t+1`; undefined for what does not count steps. */
function offsetFrom(index: Expr, time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const inner = ungroup(index);
  if (inner.kind === 'symbol') return symbolKey(inner) === time ? 0 : undefined;
  if (inner.kind !== 'add' || inner.terms.length !== 2) return undefined;
  const [letter, shift] = inner.terms as [Expr, Expr];
  if (letter.kind !== 'symbol' || symbolKey(letter) !== time) return undefined;
  if (shift.kind === 'number') return shift.value;
  return shift.kind === 'negate' && shift.arg.kind === 'number' ? -shift.arg.value : undefined;
}

type Machine = {
  readonly step: (step: number) => ReadonlyMap<string, Value>;
  readonly parameter: () => Value;
  readonly loss: ((at: Value) => number) | undefined;
};

function createMachine(
  block: SimulationBlock,
  program: ProgramText,
  values: ReturnType<typeof readGiven>,
  input: SimulateInput,
  last: Line,
): Machine {
  const assigns = new Map(program.lines.map((line) => [line.key, line]));
  const history = new Map<string, Map<number, Value>>();
  const latest = new Map<string, Value>();
  const constants = new Map(values.symbols);
  for (const { key } of program.lines) {
    const start = values.symbols.get(key) ?? values.terms.get(key);
    if (start !== undefined) latest.set(key, start);
    constants.delete(key);
  }
  const loss = input.loss && readLoss(input.loss);
  // Starting values may be given under the loss's letter for the parameter.
  const start = latest.get(last.key) ?? (loss && values.symbols.get(loss.parameter));
  if (start === undefined) {
    throw new MathError(
      'math/missing-value',
      last.expr.span,
      `There is no starting value for ${last.key}.`,
      'Give one.',
    );
  }
  latest.set(last.key, start);

  const read = (key: string, step?: number): Value | undefined => {
    const line = assigns.get(key);
    if (!line) return constants.get(key) ?? (key === loss?.parameter ? latest.get(last.key) : undefined);
    if (step === undefined) return latest.get(key) ?? 0;
    const known = history.get(key)?.get(step);
    // Before the first step a state has its starting value.
    return known ?? (history.has(key) ? initial.get(key) : latest.get(key)) ?? 0;
  };
  const initial = new Map(latest);

  const gradientHere = (): Value | undefined => loss && gradient(loss, latest.get(last.key) as Value, scope);
  const scope: Scope = createScope({
    symbol: (key, e) => {
      if (e.kind === 'derivative') return undefined;
      return read(key) ?? (loss && standsForGradient(e) ? gradientHere() : undefined);
    },
    indexed: (key, indices, e) => {
      const line = assigns.get(key);
      const [step] = indices;
      if (line?.offset !== undefined && step !== undefined && indices.length === 1) return read(key, step);
      const value = read(key);
      if (value !== undefined) return isArray(value) ? elementAt(value, indices, e.span) : undefined;
      return loss && standsForGradient(e) ? gradientHere() : undefined;
    },
    call: (key, args, _e, inner) => {
      if (loss?.name !== key || args.length !== 1) return undefined;
      return loss.body(bind({ ...inner, env: null }, loss.parameter, args[0] as Value));
    },
    domain: (domain, _scope, body) => rangeFromFamilies(domain, body, (key) => read(key)),
    opaque: (e) => (loss && e.kind === 'derivative' ? gradientHere() : undefined),
    overrides: loss ? gradientNodes(block.expr, loss, () => latest.get(last.key) as Value) : undefined,
    terms: values.terms.size > 0 ? values.terms : undefined,
    budget: input.budget ?? SIMULATE_BUDGET,
  });

  return {
    parameter: () => latest.get(last.key) as Value,
    loss: loss && ((at) => lossAt(loss, at, scope)),
    step: (step) => {
      const inner = program.time === undefined ? scope : bind(scope, program.time, step);
      const assigned = new Map<string, Value>();
      for (const line of program.lines) {
        const value = line.right(inner);
        if (line.offset !== undefined) {
          let steps = history.get(line.key);
          if (!steps) {
            steps = new Map();
            history.set(line.key, steps);
          }
          steps.set(step + line.offset, value);
        }
        latest.set(line.key, value);
        assigned.set(line.key, value);
      }
      return assigned;
    },
  };
}

type Loss = { readonly name: string | undefined; readonly parameter: string; readonly body: Compiled };

/** `J(\theta) = …`, or the right side alone with the only letter that it indexes or names as its parameter. */
function readLoss(e: Expr): Loss {
  const inner = ungroup(e);
  if (inner.kind === 'relation' && inner.sides.length >= 2) {
    const left = ungroup(inner.sides[0] as Expr);
    const argument = left.kind === 'apply' ? ungroup(left.args[0] ?? left) : undefined;
    if (left.kind === 'apply' && argument?.kind === 'symbol') {
      return { name: symbolKey(left.head), parameter: symbolKey(argument), body: compile(inner.sides[1] as Expr) };
    }
  }
  throw new MathError(
    'math/unsupported',
    e.span,
    'The loss does not say what it is a function of.',
    'Write it as J(\\theta) = …',
  );
}

function lossAt(loss: Loss, at: Value, scope: Scope): number {
  const value = loss.body(bind({ ...scope, env: null }, loss.parameter, at));
  return typeof value === 'number' ? value : Number.NaN;
}

/** Gradient by automatic differentiation, one direction after the other. */
function gradient(loss: Loss, at: Value, scope: Scope): Value {
  const along = (value: (level: number) => Value) => {
    scope.run.level += 1;
    const level = scope.run.level;
    const result = loss.body(bind({ ...scope, env: null }, loss.parameter, value(level)));
    return isScalar(result) ? slopeAt(result, level) : Number.NaN;
  };
  if (isScalar(at)) return along((level) => dual(level, at, 1));
  if (!isArray(at)) return Number.NaN;
  const items = Array.from(itemsOf(at));
  return pack(
    at.shape,
    items.map((item, k) =>
      along((level) =>
        pack(
          at.shape,
          items.map((x, j) => (j === k ? dual(level, item, 1) : x)),
        ),
      ),
    ),
  );
}

/** Nodes that are gradients of the loss: at their argument where they have one, at the parameter where they have none. */
function gradientNodes(e: Expr, loss: Loss, parameter: () => Value): ReadonlyMap<Expr, Compiled> {
  const nodes = new Map<Expr, Compiled>();
  walk(e, (node) => {
    if (node.kind !== 'derivative') return;
    const body = node.body && ungroup(node.body);
    const [argument] = body?.kind === 'apply' ? body.args : [];
    const at = argument && compile(argument);
    nodes.set(node, (scope) => gradient(loss, at ? at(scope) : parameter(), scope));
  });
  return nodes;
}

/** Names by which blocks call the gradient without saying so: `g`, `g_t`, `dW`. */
function standsForGradient(e: Expr): boolean {
  if (e.kind === 'differential') return true;
  const base = e.kind === 'indexed' ? e.base : e;
  return base.kind === 'symbol' && (/^d[A-Za-z]$/.test(base.name) || base.name === 'g');
}
