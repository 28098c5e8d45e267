import type { Change, Changes, Given, Input, Outcome, Probe, Variation } from './behaviour-probe.js';
import { shortNumber, vectorWords } from './number-words.js';

/** A point of the sampler, with changes that bring other sizes and extremes. */
export type Situation = { readonly point: number; readonly changes: Changes; readonly outcome: Outcome };

const POINTS = 14;
/** Comparisons that must have been made before a property is claimed. */
export const ENOUGH = 10;

/** Points of mixed scales, and some at which one entry stands out. */
export function situationsOf(probe: Probe): readonly Situation[] {
  const out: Situation[] = [];
  let tried = 0;
  const put = (point: number, make: (input: Input, k: number) => Change | undefined): void => {
    const changes = new Map<string, Change>();
    probe.inputs.forEach((input, k) => {
      const change = make(input, k);
      if (change) changes.set(input.role, change);
    });
    tried++;
    const outcome = probe.at(point, { changes });
    if (outcome?.values.every(Number.isFinite)) out.push({ point, changes, outcome });
  };
  for (let point = 0; point < POINTS; point++) put(point, () => undefined);
  for (let point = 0; point < 6; point++) for (const size of [0.01, 20]) put(point, (input) => resized(input, size));
  for (let point = 0; point < 6; point++) put(point, (input, k) => resized(input, (point + k) % 2 === 0 ? 40 : 0.02));
  for (let point = 0; point < 4; point++)
    put(point, (input) => (input.kind === 'list' ? standingOut(input, point) : undefined));
  // What has a value at few places has it where something else happens to hold; and what never changes shows nothing.
  return out.length < 0.8 * tried || isConstant(out) ? [] : out;
}

function isConstant(situations: readonly Situation[]): boolean {
  const values = situations.flatMap(({ outcome }) => outcome.values);
  return values.every((x) => x === values[0]);
}

/** Larger or smaller; a probability moves towards 0 or 1. */
export function resized({ domain }: Input, size: number): Change {
  if (domain !== 'probability') return (x) => x * size;
  return size > 1 ? (x) => 1 - (1 - x) ** 4 : (x) => x ** 4;
}

/** One entry far from the others. */
function standingOut({ domain }: Input, point: number): Change {
  if (domain === 'probability') return (x, place) => (place[0] === 1 ? 1 - 1e-4 * x : 1e-4 * x);
  const sign = domain === 'real' && point % 2 === 1 ? -1 : 1;
  return (x, place) => (place[0] === 1 ? sign * Math.abs(x) * 50 : x);
}

export type Comparison = {
  readonly samples: number;
  readonly fails: { readonly before: Outcome; readonly after: Outcome } | undefined;
};

/** Compares the value after a variation with what a claim expects of it; undefined where too little could be compared. */
export type Test = (
  vary: (k: number, situation: Situation) => Variation | undefined,
  expected: (before: readonly number[], k: number) => readonly number[],
  rounds: number,
) => Comparison | undefined;

export function comparer(probe: Probe, situations: readonly Situation[]): Test {
  return (vary, expected, rounds) => {
    let samples = 0;
    for (const situation of situations) {
      const { point, changes: own, outcome } = situation;
      for (let k = 0; k < rounds; k++) {
        const variation = vary(k, situation);
        const changes = compose(own, variation?.changes ?? new Map());
        const after = variation && probe.at(point, { ...variation, changes });
        if (!after?.values.every(Number.isFinite)) continue;
        const verdict = compare(after.values, expected(outcome.values, k));
        if (verdict === 'differs') return { samples: samples + 1, fails: { before: outcome, after } };
        if (verdict === 'unclear') return undefined;
        samples++;
      }
    }
    return samples >= ENOUGH && probe.workLeft() > 0 ? { samples, fails: undefined } : undefined;
  };
}

export function compose(first: Changes, second: Changes): Changes {
  if (first.size === 0 || second.size === 0) return first.size === 0 ? second : first;
  const out = new Map(first);
  for (const [role, change] of second) {
    const before = first.get(role);
    out.set(role, before ? (x, place) => change(before(x, place), place) : change);
  }
  return out;
}

/** Between rounding and a real difference nothing is said. */
export function compare(a: readonly number[], b: readonly number[]): 'same' | 'differs' | 'unclear' {
  if (a.length !== b.length) return 'unclear';
  const size = Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  const gap = Math.max(...a.map((x, k) => Math.abs(x - (b[k] as number))));
  if (gap <= 1e-8 * size + 1e-13) return 'same';
  return gap > 1e-4 * size + 1e-9 ? 'differs' : 'unclear';
}

/** Two cases in numbers: "for z = (1, 2) it is 0.27, for z = (2, 4) it is 0.12". */
export function casesWords(cases: readonly Outcome[], roles: readonly string[]): string {
  return cases
    .map((outcome) => `for ${givenWords(outcome.given, roles)} it is ${listOrNumber(outcome.values)}`)
    .join(', ');
}

function givenWords(given: Given, roles: readonly string[]): string {
  return roles.map((role) => `{${role}} = ${listOrNumber([...(given.get(role)?.values() ?? [])])}`).join(' and ');
}

function listOrNumber(values: readonly number[]): string {
  return values.length === 1 ? shortNumber(values[0] as number) : vectorWords(values);
}
