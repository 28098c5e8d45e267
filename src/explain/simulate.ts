import type { Expr } from '../expr/types.js';
import {
  type Followed,
  type Given,
  isArray,
  itemsOf,
  type MathError,
  type Simulation,
  simulate,
  toPlain,
  type Value,
} from '../math/index.js';
import { errorsOf, readFormula } from './formula.js';
import { outcomeOf } from './outcome.js';
import type { Versions } from './schema.js';
import type { RunAnswer, SimulateAnswer, SimulateError, SimulateRequest } from './simulate-schema.js';
import { toJsonNumber, toJsonValue, type Values } from './value-schema.js';

/** Numbers that an answer may hold. */
const MAX_NUMBERS = 500_000;

/** What runs were, for whoever draws them. */
export type RunScene = {
  readonly runs: readonly SceneRun[];
  /** LaTeX of what is made small. */
  readonly loss: string | undefined;
  /** The loss at a point with as many numbers as the runs' points. */
  readonly lossAt: ((point: readonly number[]) => number) | undefined;
};
export type SceneRun = {
  readonly name: string;
  /** The names of the numbers of a point: `\theta_1`, `\theta_2`. */
  readonly axes: readonly string[];
  /** The followed numbers at each step from 0. */
  readonly points: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly outcome: RunAnswer['outcome'];
};

export type Simulated = { readonly answer: SimulateAnswer; readonly scene: RunScene | undefined };

/** Runs programs; what cannot be read or run is in `errors`. */
export function simulateProgram(request: SimulateRequest, versions: Versions): Simulated {
  const texts = createReader(request);
  const given = texts.values(request.values ?? {}, 'values');
  const loss = request.loss === undefined ? undefined : texts.formula(request.loss, 'loss');
  const blocks = request.blocks.map(({ name, latex, values }, k) => ({
    name: name ?? (request.blocks.length === 1 ? 'program' : `program ${k + 1}`),
    latex,
    expr: texts.formula(latex, `blocks.${k}.latex`),
    given: texts.values(values ?? {}, `blocks.${k}.values`),
  }));
  const refuse = (errors: readonly SimulateError[]): Simulated => ({
    answer: { runs: [], assumptions: [], errors, versions },
    scene: undefined,
  });
  if (texts.errors.length > 0) return refuse(texts.errors);
  const result = simulate({ blocks, given, steps: request.steps, ...(loss && { loss }) });
  if (!result.ok)
    return refuse([toError(result.error, result.in === 'loss' ? 'loss' : `blocks.${result.index}.latex`)]);
  const every = request.every ?? 1;
  const size = result.value.reduce((sum, run) => sum + numbersIn(run), 0) / every;
  if (size > MAX_NUMBERS) {
    const hint = `Set "every" to ${Math.ceil((size * every) / MAX_NUMBERS)} or more, or ask for fewer steps.`;
    const message = `The answer would hold ${Math.round(size)} numbers; ${MAX_NUMBERS} are the most.`;
    return refuse([{ code: 'math/limit', message, hint, span: [0, 0], path: 'steps' }]);
  }
  const scene = toScene(result.value, blocks, request.loss);
  const runs = result.value.map((run, k) => toRun(run, blocks[k]?.latex ?? '', every, scene.runs[k] as SceneRun));
  const assumptions = [
    ...new Set(result.value.flatMap((run, k) => assumptionsOf(run, blocks[k]?.latex ?? '', request.loss ?? ''))),
  ];
  return { answer: { runs, assumptions, errors: [], versions }, scene };
}

function toRun(run: Simulation, latex: string, every: number, scene: SceneRun): RunAnswer {
  const last = run.trajectory.length - 1;
  const at = Array.from({ length: last + 1 }, (_, k) => k).filter((k) => k % every === 0 || k === last);
  const series = (followed: Followed, steps: readonly number[], first: number): RunAnswer['others'][number] => ({
    latex: written(followed.letter, latex),
    values: steps.map((k) => toJsonValue(toPlain(followed.values[k - first] as Value))),
  });
  return {
    name: run.name,
    latex,
    at,
    parameters: run.followed.map((followed) => series(followed, at, 0)),
    ...(run.losses.length > 0 && { losses: at.map((k) => toJsonNumber(run.losses[k] as number)) }),
    others: run.others.map((followed) =>
      series(
        followed,
        at.filter((k) => k > 0),
        1,
      ),
    ),
    outcome: scene.outcome,
  };
}

function toScene(
  runs: readonly Simulation[],
  blocks: readonly { readonly latex: string }[],
  loss: string | undefined,
): RunScene {
  const [first] = runs;
  const lossOf = first?.lossOf;
  return {
    loss,
    runs: runs.map((run, index) => {
      const points = run.trajectory.map((_, k) => run.followed.flatMap(({ values }) => numbersOf(values[k] as Value)));
      return {
        name: run.name,
        axes: axesOf(run, blocks[index]?.latex ?? ''),
        points,
        losses: run.losses,
        outcome: outcomeOf(points, run.losses, run.divergedAt),
      };
    }),
    lossAt:
      first &&
      lossOf &&
      ((point) =>
        lossOf(
          likeValues(
            point,
            first.followed.map(({ values }) => values[0] as Value),
          ),
        )),
  };
}

function axesOf(run: Simulation, text: string): readonly string[] {
  return run.followed.flatMap(({ letter, values: [value = 0] }) => {
    const latex = written(letter, text);
    const n = numbersOf(value).length;
    return isArray(value) ? Array.from({ length: n }, (_, k) => `${latex}_${k < 9 ? k + 1 : `{${k + 1}}`}`) : [latex];
  });
}

/** Numbers put back into values of the given shapes. */
function likeValues(point: readonly number[], shapes: readonly Value[]): readonly Value[] {
  let taken = 0;
  return shapes.map((shape) => {
    const n = isArray(shape) ? itemsOf(shape).length : 1;
    const part = point.slice(taken, taken + n);
    taken += n;
    return isArray(shape)
      ? { kind: 'tensor', shape: shape.shape, data: Float64Array.from(part) }
      : (part[0] ?? Number.NaN);
  });
}

/** The real numbers of a value; NaN for what is not real. */
function numbersOf(value: Value): readonly number[] {
  if (typeof value === 'number') return [value];
  if (!isArray(value)) return [Number.NaN];
  return Array.from(itemsOf(value), (item) => (typeof item === 'number' ? item : Number.NaN));
}

function numbersIn(run: Simulation): number {
  const width = [...run.followed, ...run.others].reduce(
    (sum, { values }) => sum + numbersOf(values.at(-1) ?? 0).length,
    0,
  );
  return run.trajectory.length * (width + 1);
}

type Reader = {
  readonly formula: (latex: string, path: string) => Expr;
  readonly values: (values: Values, path: string) => readonly Given[];
  readonly errors: readonly SimulateError[];
};

/** Reads the texts of a request, and collects what is wrong with them by their place in it. */
function createReader({ macros }: SimulateRequest): Reader {
  const errors: SimulateError[] = [];
  const formula = (latex: string, path: string): Expr => {
    const { parsed, reading } = readFormula(latex, macros ? { macros } : {});
    errors.push(...errorsOf(parsed, reading).map((error) => ({ ...error, path })));
    return reading.expr;
  };
  const values = (given: Values, path: string): readonly Given[] =>
    Object.entries(given).map(([latex, value]) => ({ expr: formula(latex, `${path}.${latex}`), value }));
  return { formula, values, errors };
}

function toError({ code, message, span, hint }: MathError, path: string): SimulateError {
  return { code, message, span: [span[0], span[1]], hint, path };
}

/** A piece as it stands in its text. */
function written({ span }: Expr, text: string): string {
  return text.slice(span[0], span[1]).trim();
}

/** What was taken for granted: names of the gradient, starts at 0, the letter that counts. */
function assumptionsOf(run: Simulation, block: string, loss: string): string[] {
  const letters = new Map([...run.followed, ...run.others].map(({ key, letter }) => [key, letter]));
  const latex = (e: Expr | undefined, text = block): string => (e ? `$${written(e, text)}$` : 'it');
  const [main] = run.followed;
  return [
    ...(run.standsFor ? [`${latex(main?.letter)} is what the loss calls ${latex(run.standsFor, loss)}`] : []),
    ...[...run.gradients.values()].map(({ letter }) => `${latex(letter)} is the gradient of the loss`),
    ...run.startedAtZero.map((key) => `${latex(letters.get(key))} starts at 0, since no start is given`),
    ...(run.time ? [`$${run.time.key}$ counts the steps from ${run.time.first} on`] : []),
  ].map((says) => `${run.name}: ${says}`);
}
