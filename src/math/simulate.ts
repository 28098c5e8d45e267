import type { Expr } from '../expr/types.js';
import { isFiniteValue } from './compare.js';
import { isMathError, MathError } from './errors.js';
import { type Given, rangeFromFamilies, readGiven } from './given.js';
import { bind, createScope, type Run, refreshScope, type Scope } from './scope.js';
import {
  type GradientNames,
  gradientNames,
  gradientNodes,
  type Loss,
  LossError,
  lossAt,
  type Point,
  readLoss,
  slopesOf,
} from './simulate-loss.js';
import { type Line, type Program, readProgram, startOf } from './simulate-program.js';
import { elementAt } from './tensor.js';
import { isArray, shapeOf, sizeOf, toValue, type Value } from './value.js';

/**
 * Runs lines of assignments as a recurrence. What stands with an index (`v_t`, `\theta_{t+1}`) is remembered by step; what
 * stands without one is what it was assigned last, so lines without an index run one after the other. States start at the
 * given values (`x`, or `x_0`), at 0 where none is given.
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
  /** What the run is about: the parameters of the loss, or the states that were given a start. The first is the main one. */
  readonly followed: readonly Followed[];
  /** Values of the main one before the first step and after each. */
  readonly trajectory: readonly Value[];
  /** The loss at each of these; empty without a loss. */
  readonly losses: readonly number[];
  /** The loss anywhere, for values of what is followed in its order; undefined without a loss. */
  readonly lossOf: ((values: readonly Value[]) => number) | undefined;
  /** The other letters that the lines assign, after each step. */
  readonly others: readonly Followed[];
  /** The first step after which a value is no longer finite; the run ends there. */
  readonly divergedAt: number | undefined;
  /** Letters that stand for the gradient without saying so, each with what it is taken by. */
  readonly gradients: GradientNames;
  /** Letters that had no value when they were first read, and were taken as 0. */
  readonly startedAtZero: readonly string[];
  /** The letter of the loss that the main one stands for, where the loss calls it otherwise. */
  readonly standsFor: Expr | undefined;
  /** The letter that counts the steps, and its value in the first of them. */
  readonly time: { readonly key: string; readonly first: number } | undefined;
};

export type Followed = { readonly key: string; readonly letter: Expr; readonly values: readonly Value[] };

export type SimulateResult =
  | { readonly ok: true; readonly value: readonly Simulation[] }
  | {
      readonly ok: false;
      readonly error: MathError;
      readonly block: string;
      readonly in: 'block' | 'loss';
      readonly index: number;
    };

export const MAX_STEPS = 100_000;
/** Elementary operations of all blocks together. */
const SIMULATE_BUDGET = 20_000_000;
/** Numbers that all runs together may remember. */
const MAX_KEPT = 4_000_000;

export function simulate(input: SimulateInput): SimulateResult {
  const results: Simulation[] = [];
  const run: Run = { remaining: input.budget ?? SIMULATE_BUDGET, level: 0, rescued: false, zeroLog: false };
  const memory = { kept: 0 };
  for (const [index, block] of input.blocks.entries()) {
    try {
      results.push(runBlock(block, input, run, memory));
    } catch (error) {
      const failed = { ok: false, block: block.name, index } as const;
      if (error instanceof LossError) return { ...failed, error: error.error, in: 'loss' };
      if (isMathError(error)) return { ...failed, error, in: 'block' };
      if (!(error instanceof RangeError)) throw error;
      const { span } = block.expr;
      const tooDeep = new MathError('math/limit', span, 'This is nested too deeply.', 'Break it into lines.');
      return { ...failed, error: tooDeep, in: 'block' };
    }
  }
  return { ok: true, value: results };
}

function runBlock(block: SimulationBlock, input: SimulateInput, run: Run, memory: { kept: number }): Simulation {
  if (!(Number.isInteger(input.steps) && input.steps >= 0 && input.steps <= MAX_STEPS)) {
    throw new MathError('math/limit', block.expr.span, `At most ${MAX_STEPS} steps are run.`, 'Ask for fewer steps.');
  }
  const machine = createMachine(block, input, run);
  const { program, followed, lossHere } = machine;
  const record = new Map<string, Value[]>(program.lines.map((line) => [line.key, []]));
  for (const line of followed) record.get(line.key)?.push(machine.latest(line.key) ?? 0);
  const losses: number[] = lossHere ? [lossHere()] : [];
  let divergedAt: number | undefined;
  for (let step = 1; step <= input.steps && divergedAt === undefined; step++) {
    machine.step(step);
    for (const [key, values] of record) {
      const value = machine.latest(key) ?? 0;
      values.push(value);
      memory.kept += sizeOf(shapeOf(value));
    }
    if (memory.kept > MAX_KEPT) throw tooMuchKept(block.expr);
    if (lossHere) losses.push(lossHere());
    const stillFinite = followed.every(({ key }) => isFiniteValue(machine.latest(key) ?? 0));
    if (!stillFinite || (lossHere && !Number.isFinite(losses.at(-1)))) divergedAt = step;
  }
  const toFollowed = (line: Line): Followed => ({
    key: line.key,
    letter: line.letter,
    values: record.get(line.key) ?? [],
  });
  const isFollowed = new Set(followed.map((line) => line.key));
  const others = program.lines.filter(
    (line, k, all) => !isFollowed.has(line.key) && all.findIndex((l) => l.key === line.key) === k,
  );
  const { time } = program;
  return {
    name: block.name,
    followed: followed.map(toFollowed),
    trajectory: record.get((followed[0] as Line).key) ?? [],
    losses,
    lossOf: machine.lossOf,
    others: others.map(toFollowed),
    divergedAt,
    gradients: machine.gradients,
    startedAtZero: [...machine.startedAtZero],
    standsFor: machine.standsFor,
    time: time === undefined ? undefined : { key: time, first: machine.firstStep },
  };
}

type Machine = {
  readonly program: Program;
  readonly followed: readonly Line[];
  readonly firstStep: number;
  readonly gradients: GradientNames;
  readonly startedAtZero: ReadonlySet<string>;
  readonly standsFor: Expr | undefined;
  readonly step: (step: number) => void;
  readonly latest: (key: string) => Value | undefined;
  readonly lossHere: (() => number) | undefined;
  readonly lossOf: Simulation['lossOf'];
};

/** Values of a state that is indexed by the step. */
type History = { readonly steps: Map<number, Value>; first: Value | undefined; last: number };

function createMachine(block: SimulationBlock, input: SimulateInput, run: Run): Machine {
  const given = [...input.given, ...(block.given ?? [])];
  const values = readGiven(given);
  const isGiven = (key: string): boolean => values.symbols.has(key);
  const program = readProgram(block.expr, isGiven);
  const lines = new Map(program.lines.map((line) => [line.key, line]));
  const loss = input.loss && readLoss(input.loss, new Set(lines.keys()), isGiven);
  const constants = new Map([...values.symbols].filter(([key]) => !lines.has(key)));
  const { latest, history, firstStep } = startingValues(program, given, values.symbols);
  const startedAtZero = new Set<string>();

  const main = mainLine(program, loss, new Set(latest.keys()));
  /** The letter in the block for a parameter of the loss. */
  const stateOf = (parameter: string): string =>
    !lines.has(parameter) && loss?.parameters.length === 1 ? main.key : parameter;
  const parameterOf = (key: string): string | undefined => {
    if (loss?.parameters.includes(key)) return key;
    return loss?.parameters.length === 1 && key === main.key ? loss.parameters[0] : undefined;
  };
  // A start may be given under the loss's letter for the parameter.
  const [alone] = loss?.parameters.length === 1 ? loss.parameters : [];
  const start = latest.get(main.key) ?? (alone === undefined ? undefined : constants.get(alone));
  if (start === undefined) throw noStart(main);
  setStart(main.key, start, latest, history);
  const here = (): Point =>
    new Map(
      (loss?.parameters ?? []).flatMap((p) => {
        const value = latest.get(stateOf(p)) ?? constants.get(p);
        return value === undefined ? [] : [[p, value] as const];
      }),
    );

  const read = (key: string, step?: number): Value | undefined => {
    if (!lines.has(key)) return (alone === key ? latest.get(main.key) : undefined) ?? constants.get(key);
    const past = history.get(key);
    const known = step === undefined || !past || step > past.last ? undefined : (past.steps.get(step) ?? past.first);
    const value = known ?? latest.get(key);
    if (value === undefined) startedAtZero.add(key);
    return value ?? 0;
  };
  const slopes = loss && slopesOf(loss);
  const gradients: GradientNames = loss ? gradientNames(program, loss, isGiven, parameterOf) : new Map();
  const gradientCalled = (key: string): Value | undefined => {
    const called = gradients.get(key);
    return called && slopes?.(called.by, here(), scope);
  };
  const scope: Scope = {
    ...createScope({
      symbol: (key, e) => (e.kind === 'derivative' ? undefined : (read(key) ?? gradientCalled(key))),
      indexed: (key, indices, e) => {
        const [step] = indices;
        if (lines.get(key)?.offset !== undefined && step !== undefined && indices.length === 1) return read(key, step);
        const value = read(key);
        if (value === undefined) return gradientCalled(key);
        return isArray(value) ? elementAt(value, indices, e.span) : undefined;
      },
      call: (key, args, _e, inner) => {
        const own = program.functions.get(key) ?? (loss?.name === key ? loss : undefined);
        if (own === undefined || args.length !== own.parameters.length) return undefined;
        return own.body(
          own.parameters.reduce<Scope>((s, p, k) => bind(s, p, args[k] as Value), { ...inner, env: null }),
        );
      },
      domain: (domain, _scope, body) => rangeFromFamilies(domain, body, (key) => read(key)),
      overrides: loss && slopes ? gradientNodes(program, loss, slopes, parameterOf, here) : undefined,
      terms: values.terms.size > 0 ? values.terms : undefined,
    }),
    run,
  };

  const followed = followedLines(program, loss, main, latest, stateOf);
  return {
    program,
    followed,
    firstStep,
    gradients,
    startedAtZero,
    standsFor: alone !== undefined && !lines.has(alone) ? loss?.letters[0] : undefined,
    latest: (key) => latest.get(key),
    lossHere: loss && (() => lossAt(loss, here(), scope)),
    lossOf:
      loss &&
      ((at) => {
        const point = new Map(here());
        for (const [k, { key }] of followed.entries()) point.set(parameterOf(key) ?? key, at[k] as Value);
        return lossAt(loss, point, refreshScope(scope));
      }),
    step: (step) => {
      const now = firstStep - 1 + step;
      const inner = program.time === undefined ? scope : bind(scope, program.time, now);
      for (const line of program.lines) {
        const value = line.right(inner);
        const past = history.get(line.key);
        if (past && line.offset !== undefined) {
          past.steps.set(now + line.offset, value);
          past.last = now + line.offset;
        }
        latest.set(line.key, value);
      }
    },
  };
}

/** The line that a run is about: the loss's parameter, what a gradient is taken by, or what is assigned last. */
function mainLine(program: Program, loss: Loss | undefined, started: ReadonlySet<string>): Line {
  const last = program.lines.at(-1) as Line;
  if (!loss) return started.has(last.key) ? last : (program.lines.find((line) => started.has(line.key)) ?? last);
  return program.lines.find((line) => loss.parameters.includes(line.key)) ?? last;
}

function followedLines(
  program: Program,
  loss: Loss | undefined,
  main: Line,
  started: ReadonlyMap<string, Value>,
  stateOf: (parameter: string) => string,
): readonly Line[] {
  const lines = new Map(program.lines.map((line) => [line.key, line]));
  const keys = loss ? loss.parameters.map(stateOf) : [...lines.keys()].filter((key) => started.has(key));
  const found = keys.flatMap((key) => lines.get(key) ?? []);
  return found.length > 0 ? found : [main];
}

type Starts = {
  readonly latest: Map<string, Value>;
  readonly history: Map<string, History>;
  /** Value of the letter that counts in the first step. */
  readonly firstStep: number;
};

/** Starts are given by letter (`x`), or at their step (`F_0`, `F_1`), which then also says where counting begins. */
function startingValues(program: Program, given: readonly Given[], symbols: ReadonlyMap<string, Value>): Starts {
  const latest = new Map<string, Value>();
  const history = new Map<string, History>();
  let firstStep: number | undefined;
  for (const line of program.lines) {
    const byLetter = symbols.get(line.key);
    if (byLetter !== undefined) latest.set(line.key, byLetter);
    if (line.offset !== undefined)
      history.set(line.key, { steps: new Map(), first: byLetter, last: Number.NEGATIVE_INFINITY });
  }
  for (const { expr, value: plain } of given) {
    const start = startOf(expr);
    const value = start && toValue(plain);
    const line = start && program.lines.find(({ key }) => key === start.key);
    if (!start || !line || value === undefined) continue;
    const past = history.get(start.key);
    if (past && line.offset !== undefined) {
      past.steps.set(start.index, value);
      if (start.index < past.last) continue;
      past.last = start.index;
      firstStep = Math.max(firstStep ?? Number.NEGATIVE_INFINITY, start.index + 1 - line.offset);
    }
    latest.set(start.key, value);
  }
  return { latest, history, firstStep: firstStep ?? 1 };
}

function setStart(key: string, value: Value, latest: Map<string, Value>, history: ReadonlyMap<string, History>): void {
  latest.set(key, value);
  const past = history.get(key);
  if (past) past.first ??= value;
}

function tooMuchKept({ span }: Expr): MathError {
  const message = `The values of all steps are more than ${MAX_KEPT} numbers.`;
  return new MathError('math/limit', span, message, 'Ask for fewer steps, or for smaller arrays.');
}

function noStart(line: Line): MathError {
  const message = 'There is no starting value for what is assigned here.';
  const hint = 'Give one under its letter, such as "x", or at its step, such as "x_0".';
  return new MathError('math/missing-value', line.letter.span, message, hint, [line.expr.span]);
}
