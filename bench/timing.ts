import { spread } from './formulas.js';

/** Items that are run before anything is timed, so that the compiler has seen the code. */
const WARM_UP = 200;

/** Milliseconds of each action on each item: the best of some passes, the actions taking turns so that both meet the same noise. */
export function timeEach<T>(
  items: readonly T[],
  actions: readonly ((item: T) => unknown)[],
  passes: number,
): readonly (readonly number[])[] {
  for (const item of spread(items, WARM_UP)) for (const action of actions) action(item);
  const best = actions.map(() => items.map(() => Number.POSITIVE_INFINITY));
  for (let pass = 0; pass < passes; pass++) {
    for (const [i, item] of items.entries()) {
      for (let turn = 0; turn < actions.length; turn++) {
        const a = (turn + pass + i) % actions.length;
        const took = timeOnce(() => actions[a]?.(item));
        const times = best[a] as number[];
        times[i] = Math.min(times[i] as number, took);
      }
    }
  }
  return best;
}

export function timeOnce(action: () => unknown): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

/** Milliseconds per call of something short: repeated until it has taken long enough to be measured, the best of five. */
export function timeShort(action: () => unknown, leastMs = 20): number {
  let repeats = 1;
  const run = (): number =>
    timeOnce(() => {
      for (let k = 0; k < repeats; k++) action();
    });
  while (run() < leastMs && repeats < 1e8) repeats *= 2;
  return Math.min(...Array.from({ length: 5 }, run)) / repeats;
}

export function total(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0);
}

/** The value below which the given share of the values lies. */
export function quantile(xs: readonly number[], share: number): number {
  const sorted = [...xs].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(xs: readonly number[]): number {
  return quantile(xs, 0.5);
}

/** Our time over the other's, item by item. */
export function ratios(ours: readonly number[], others: readonly number[]): number[] {
  return ours.map((time, i) => time / (others[i] ?? Number.NaN));
}
