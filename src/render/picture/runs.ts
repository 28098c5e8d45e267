import type { RunScene, SceneRun } from '../../explain/simulate.js';
import { toText } from '../../expr/print-text.js';
import { read } from '../../meaning/index.js';
import { parse } from '../../syntax/index.js';
import { drawRace, type RacePicture } from './race.js';
import { drawSteps, MOST_LINES, runText, type StepsLine } from './steps.js';

/** Runs of programs, laid side by side; undefined where there is nothing to draw. */
export function drawRuns({ runs, lossAt }: RunScene): string | undefined {
  const [first] = runs;
  if (first === undefined || first.points.length < 2) return undefined;
  const inPlane = runs.every((run) => run.axes.length === 2 && run.losses.length > 0);
  const description = runs
    .map((run) => `${run.name}: ${run.outcome.says}${run.losses.length > 0 ? `; loss ${runText(run.losses)}` : ''}.`)
    .join(' ');
  const steps = first.points.length - 1;
  if (inPlane && lossAt) {
    const [x = '', y = ''] = first.axes.map(plainLetter);
    const surface = (a: number, b: number): number => lossAt([a, b]);
    const title =
      runs.length === 1
        ? `${first.name}: ${count(steps)} on the contours of the loss`
        : `${runs.length} programs on the contours of the same loss`;
    return drawRace({ kind: 'race', title, description, x, y, surface, runs: runs.map(toRaceRun) });
  }
  const byLoss = runs.every((run) => run.losses.length > 0);
  const lines = byLoss ? runs.map(({ name, losses }) => ({ name, values: losses })) : valueLines(runs);
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length > shown.length ? ` Only the first ${shown.length} of ${lines.length} lines are drawn.` : '';
  const title = byLoss
    ? 'The loss after each step'
    : `${runs.map((run) => run.name).join(', ')}: the values after each step`;
  const y = byLoss ? 'loss' : runs.length === 1 && first.axes.length === 1 ? plainLetter(first.axes[0] ?? '') : 'value';
  return drawSteps({ kind: 'steps', title, description: description + more, y, lines: shown });
}

function toRaceRun(run: SceneRun): RacePicture['runs'][number] {
  const points = run.points.map(([a = Number.NaN, b = Number.NaN]) => [a, b] as const);
  return {
    name: run.name,
    points,
    losses: run.losses,
    leaves: run.outcome.kind === 'diverged' || run.outcome.kind === 'growing',
  };
}

function valueLines(runs: readonly SceneRun[]): readonly StepsLine[] {
  return runs.flatMap((run) =>
    run.axes.map((axis, k) => {
      const letter = plainLetter(axis);
      const name = runs.length === 1 ? letter : run.axes.length === 1 ? run.name : `${run.name}: ${letter}`;
      return { name, values: run.points.map((point) => point[k] ?? Number.NaN) };
    }),
  );
}

/** `\theta_1` as θ₁. */
export function plainLetter(latex: string): string {
  return toText(read(parse(latex)).expr);
}

function count(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`;
}
