import type { Outcome } from './simulate-schema.js';

/** Two values count as the same where they differ by no more than this share of their size. */
const TOLERANCE = 1e-9;
const MAX_PERIOD = 16;

/** How a run ends; `points` holds the followed numbers at each step from 0, `losses` the loss there. */
export function outcomeOf(
  points: readonly (readonly number[])[],
  losses: readonly number[],
  divergedAt: number | undefined,
): Outcome {
  if (divergedAt !== undefined) {
    return {
      kind: 'diverged',
      step: divergedAt,
      says: `diverges: after step ${divergedAt} the values are no longer finite`,
    };
  }
  const last = points.length - 1;
  if (last < 1) return { kind: 'moving', says: 'has not been run' };
  const settled = settledAt(points);
  if (settled !== undefined)
    return { kind: 'settled', step: settled, says: `settles: from step ${settled} on nothing changes` };
  const [first = 0, end = 0] = [losses[0], losses[last]];
  if (losses.length > 0 && end > first) {
    const step = risingSince(losses);
    return { kind: 'growing', step, says: `diverges: the loss ends above its start, and rises from step ${step} on` };
  }
  const period = periodOf(points);
  if (period !== undefined)
    return { kind: 'cycle', period, says: `comes back to the same values every ${period} steps` };
  return { kind: 'moving', says: `still changes after ${last} steps` };
}

/** The first step from which on all values stay; at least a tenth of the run, and two steps, must have stayed. */
function settledAt(points: readonly (readonly number[])[]): number | undefined {
  const last = points.length - 1;
  const end = points[last] ?? [];
  let step = last;
  while (step > 0 && isSame(points[step - 1] ?? [], end)) step--;
  return last - step >= Math.max(2, last / 10) ? step : undefined;
}

function periodOf(points: readonly (readonly number[])[]): number | undefined {
  const last = points.length - 1;
  for (let period = 2; period <= Math.min(MAX_PERIOD, last / 3); period++) {
    const repeats = Array.from({ length: 2 * period }, (_, k) => last - k);
    if (repeats.every((k) => isSame(points[k] ?? [], points[k - period] ?? []))) return period;
  }
  return undefined;
}

function risingSince(losses: readonly number[]): number {
  let step = losses.length - 1;
  while (step > 0 && (losses[step - 1] ?? 0) < (losses[step] ?? 0)) step--;
  return step;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((x, k) => Math.abs(x - (b[k] ?? Number.NaN)) <= TOLERANCE * Math.max(1e-6, Math.abs(x)));
}
