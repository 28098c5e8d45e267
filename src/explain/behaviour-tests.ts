import {
  type Comparison,
  casesWords,
  comparer,
  compose,
  ENOUGH,
  type Situation,
  type Test,
} from './behaviour-compare.js';
import type { Change, Changes, Input, Outcome, Probe, Variation } from './behaviour-probe.js';
import type { Behaviour } from './behaviour-schema.js';
import { shortNumber } from './number-words.js';

/** Properties of functions of lists, or of several numbers: each is a comparison that could fail, made many times. */
export function testTogether(probe: Probe, situations: readonly Situation[]): Behaviour[] {
  const test = comparer(probe, situations);
  const { inputs } = probe;
  const lists = inputs.filter((input) => input.kind === 'list');
  const movable = inputs.filter((input) => input.domain === 'real' && !input.normalised);
  const sizable = inputs.filter((input) => input.domain !== 'probability' && !input.normalised);
  const several = inputs.length > 1 || lists.length > 0;
  // That one list among several must not be moved by itself surprises nobody.
  const worthTelling = (b: Behaviour | undefined): boolean =>
    b?.holds === true || (lists.length === 1 && inputs.length === 1);
  const found: (Behaviour | undefined)[] = [
    ...totals(probe, situations),
    ...(several ? movable.map((input) => shift(test, input)) : []).filter(worthTelling),
    shiftTogether(test, movable),
    ...sizable.map((input) => scale(test, input)).filter(worthTelling),
    ...lists.filter((input) => movable.includes(input)).map((input) => flipSign(test, input)),
    ...(probe.hasPlainIndices ? pairsOf(inputs).map(([a, b]) => swap(test, a, b)) : []).filter(
      (b) => b?.holds || inputs.length === 2,
    ),
    probe.hasPlainIndices ? reorder(test, lists) : undefined,
    ...lists.filter((input) => !input.normalised).map((input) => raise(probe, situations, input)),
    ...lists.filter((input) => movable.includes(input)).map((input) => bend(probe, situations, input)),
    lists.length === 1 && inputs.length === 1 ? again(probe, situations, lists[0] as Input) : undefined,
  ];
  return found.filter((b) => b !== undefined);
}

function totals(probe: Probe, situations: readonly Situation[]): Behaviour[] {
  if (probe.output !== 'list' || situations.length < ENOUGH) return [];
  const all = (test: (values: readonly number[]) => boolean): boolean =>
    situations.every(({ outcome }) => test(outcome.values)) &&
    situations.some(({ outcome }) => outcome.values.length > 1);
  const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
  const samples = situations.length;
  const said = (property: string, says: string): Behaviour => ({ property, of: [], holds: true, says, samples });
  return [
    ...(all((v) => Math.abs(sum(v) - 1) < 1e-9) ? [said('sums-to-1', 'The values add up to 1.')] : []),
    ...(all((v) => Math.abs(sum(v)) < 1e-9 * sum(v.map(Math.abs)) + 1e-12)
      ? [said('sums-to-0', 'The values add up to 0.')]
      : []),
    ...(all((v) => Math.abs(Math.hypot(...v) - 1) < 1e-9)
      ? [said('unit-length', 'The values have length 1 together: their squares add up to 1.')]
      : []),
  ];
}

// ------------------------------------------------------------------------------------------------------ moving, scaling

const SHIFTS = [1, -2.5, 9];

function shift(test: Test, input: Input): Behaviour | undefined {
  const { role, kind } = input;
  const what = kind === 'list' ? `every number of {${role}}` : `{${role}}`;
  const move = (k: number): Variation => ({ changes: new Map([[role, (x) => x + (SHIFTS[k] as number)]]) });
  const same = test(move, (before) => before, SHIFTS.length);
  const base = { property: 'shift', of: [role] };
  if (same && !same.fails)
    return { ...base, holds: true, says: `Adding the same to ${what} changes nothing.`, samples: same.samples };
  const along = test(move, (before, k) => before.map((y) => y + (SHIFTS[k] as number)), SHIFTS.length);
  if (along && !along.fails)
    return { ...base, holds: true, says: `Adding a number to ${what} adds it to the result.`, samples: along.samples };
  if (!same?.fails || kind === 'number') return undefined;
  return {
    ...base,
    holds: false,
    says: `Adding the same to ${what} changes the result.`,
    samples: same.samples,
    counterexample: failureOf(same, [role]),
  };
}

/** The same added to all of them. */
function shiftTogether(test: Test, movable: readonly Input[]): Behaviour | undefined {
  const lists = movable.filter(({ kind }) => kind === 'list');
  const moved = lists.length >= 2 ? lists : lists.length === 0 ? movable : [];
  if (moved.length < 2) return undefined;
  const roles = moved.map(({ role }) => role);
  const move = (k: number): Variation => ({
    changes: new Map(roles.map((role): [string, Change] => [role, (x) => x + (SHIFTS[k] as number)])),
  });
  const found = test(move, (before) => before, SHIFTS.length);
  if (!found || found.fails) return undefined;
  const says = `Adding the same to ${namesOf(roles)} together changes nothing: only differences count.`;
  return { property: 'shift', of: roles, holds: true, says, samples: found.samples };
}

const SCALES = [2, 0.1, 11];
const DEGREES = [0, 1, 2, -1, -2, 3, 0.5];

function scale(test: Test, { role, kind }: Input): Behaviour | undefined {
  const grow = (k: number): Variation => ({ changes: new Map([[role, (x) => x * (SCALES[k] as number)]]) });
  for (const degree of DEGREES) {
    const found = test(grow, (before, k) => before.map((y) => y * (SCALES[k] as number) ** degree), SCALES.length);
    if (found && !found.fails)
      return { property: 'scale', of: [role], holds: true, says: scaleWords(role, degree), samples: found.samples };
  }
  const found = test(grow, (before) => before, SCALES.length);
  if (!found?.fails || kind === 'number') return undefined;
  return {
    property: 'scale',
    of: [role],
    holds: false,
    says: `The size of {${role}} matters, and not in proportion.`,
    samples: found.samples,
    counterexample: failureOf(found, [role]),
  };
}

const GROWTH: Readonly<Record<string, string>> = {
  1: 'twice the result',
  2: 'four times the result',
  3: 'eight times the result',
  '-1': 'half the result',
  '-2': 'a quarter of the result',
  0.5: `${shortNumber(Math.SQRT2)} times the result`,
};

function scaleWords(role: string, degree: number): string {
  if (degree === 0) return `The size of {${role}} does not matter: twice {${role}} gives the same.`;
  return `Twice {${role}} gives ${GROWTH[String(degree)]}.`;
}

function flipSign(test: Test, { role }: Input): Behaviour | undefined {
  const flip = (): Variation => ({ changes: new Map([[role, (x) => -x]]) });
  const even = test(flip, (before) => before, 1);
  const base = { property: 'sign', of: [role], holds: true };
  if (even && !even.fails) return { ...base, says: `The sign of {${role}} does not matter.`, samples: even.samples };
  const odd = test(flip, (before) => before.map((y) => -y), 1);
  if (!odd || odd.fails) return undefined;
  return { ...base, says: `Turning the sign of {${role}} turns the sign of the result.`, samples: odd.samples };
}

// --------------------------------------------------------------------------------------------------- changing places

/** Whether two inputs may change places: each is given the numbers of the other. */
function swap(test: Test, a: Input, b: Input): Behaviour | undefined {
  if (a.kind !== b.kind || a.axes !== b.axes || a.domain !== b.domain || a.normalised !== b.normalised)
    return undefined;
  const roles = [a.role, b.role];
  const from = new Map([
    [a.role, b.role],
    [b.role, a.role],
  ]);
  const found = test(
    () => ({ from }),
    (before) => before,
    1,
  );
  if (!found) return undefined;
  const base = { property: 'symmetric', of: roles, samples: found.samples };
  if (!found.fails) return { ...base, holds: true, says: `${namesOf(roles)} may change places.` };
  if (a.kind === 'number') return undefined;
  const counterexample = failureOf(found, roles);
  return { ...base, holds: false, says: `${namesOf(roles)} may not change places.`, counterexample };
}

/** All lists put into another order, the same for each. */
function reorder(test: Test, lists: readonly Input[]): Behaviour | undefined {
  if (lists.length === 0 || lists.some(({ axes }) => axes !== 1)) return undefined;
  const roles = lists.map(({ role }) => role);
  const turn = (_k: number, { outcome }: Situation): Variation | undefined => {
    const sizes = new Set(roles.map((role) => outcome.given.get(role)?.size ?? 0));
    const [n = 0] = sizes;
    if (sizes.size !== 1 || n < 2) return undefined;
    const next = (place: readonly number[]): readonly number[] => [((place[0] as number) % n) + 1];
    return { places: new Map(roles.map((role) => [role, next])) };
  };
  const what = roles.length === 1 ? namesOf(roles) : `${namesOf(roles)}, in the same way,`;
  const base = { property: 'order', of: roles };
  const same = test(turn, (before) => before, 1);
  if (same && !same.fails)
    return { ...base, holds: true, says: `Reordering ${what} changes nothing.`, samples: same.samples };
  const along = test(turn, (before) => [...before.slice(1), ...before.slice(0, 1)], 1);
  if (along && !along.fails)
    return { ...base, holds: true, says: `Reordering ${what} reorders the values likewise.`, samples: along.samples };
  if (!same?.fails) return undefined;
  const counterexample = failureOf(same, roles);
  return {
    ...base,
    holds: false,
    says: `The order of ${namesOf(roles)} matters.`,
    samples: same.samples,
    counterexample,
  };
}

function pairsOf(inputs: readonly Input[]): readonly (readonly [Input, Input])[] {
  return inputs.flatMap((a, k) => inputs.slice(k + 1).map((b) => [a, b] as const));
}

// --------------------------------------------------------------------------------------------------- rising, bending

/** One number of a list made larger: does the value rise or fall? */
function raise(probe: Probe, situations: readonly Situation[], { role, domain }: Input): Behaviour | undefined {
  if (probe.output !== 'number') return undefined;
  let [up, down, samples] = [0, 0, 0];
  for (const { point, changes, outcome } of situations) {
    const size = outcome.given.get(role)?.size ?? 1;
    for (const by of [0.2, 3]) {
      const at = ((point + (by > 1 ? 1 : 0)) % size) + 1;
      const more = (x: number): number =>
        domain === 'probability' ? x + (1 - x) * Math.min(by, 0.6) : x + by * (Math.abs(x) + 0.1);
      const lift: Changes = new Map([[role, (x, place) => (placeNumber(outcome, role, place) === at ? more(x) : x)]]);
      const after = probe.at(point, { changes: compose(changes, lift) });
      const [a, b] = [outcome.values[0], after?.values[0]];
      if (a === undefined || b === undefined || !Number.isFinite(b)) continue;
      const step = b - a;
      if (Math.abs(step) > 1e-10 * Math.max(Math.abs(a), Math.abs(b)) + 1e-14) step > 0 ? up++ : down++;
      samples++;
    }
  }
  if (samples < ENOUGH || probe.workLeft() <= 0 || up + down < ENOUGH || (up > 0 && down > 0)) return undefined;
  const says =
    up > 0 ? `Raising any number of {${role}} never lowers it.` : `Raising any number of {${role}} never raises it.`;
  return { property: 'monotone', of: [role], holds: true, says, samples };
}

function placeNumber({ given }: Outcome, role: string, place: readonly number[]): number {
  return [...(given.get(role)?.keys() ?? [])].indexOf(place.join()) + 1;
}

/** The value halfway between two lists against the average of their values. */
function bend(probe: Probe, situations: readonly Situation[], { role }: Input): Behaviour | undefined {
  if (probe.output !== 'number') return undefined;
  let [above, below, samples] = [0, 0, 0];
  for (const { point, changes, outcome } of situations) {
    for (const reach of [0.5, 4]) {
      const step = (x: number, place: readonly number[], share: number): number =>
        x + share * reach * wobble(point, place) * (Math.abs(x) + 0.5);
      const end = probe.at(point, { changes: compose(changes, new Map([[role, (x, place) => step(x, place, 1)]])) });
      const middle = probe.at(point, {
        changes: compose(changes, new Map([[role, (x, place) => step(x, place, 0.5)]])),
      });
      const [a, b, m] = [outcome.values[0], end?.values[0], middle?.values[0]];
      if (a === undefined || b === undefined || m === undefined || !Number.isFinite(a + b + m)) continue;
      const gap = (a + b) / 2 - m;
      if (Math.abs(gap) > 1e-9 * Math.max(Math.abs(a), Math.abs(b), Math.abs(m)) + 1e-13) gap > 0 ? above++ : below++;
      samples++;
    }
  }
  if (samples < ENOUGH || probe.workLeft() <= 0 || (above > 0 && below > 0)) return undefined;
  const base = { property: 'bend', of: [role], holds: true, samples };
  if (above + below === 0) return { ...base, says: `It goes straight in {${role}}: halfway in, halfway out.` };
  if (above + below < ENOUGH) return undefined;
  return above > 0
    ? { ...base, says: `It bends upwards in {${role}} (convex): halfway between two inputs it is at most the average.` }
    : {
        ...base,
        says: `It bends downwards in {${role}} (concave): halfway between two inputs it is at least the average.`,
      };
}

/** A direction that differs from place to place and from point to point. */
function wobble(point: number, place: readonly number[]): number {
  return Math.sin(1 + 2.7 * point + place.reduce((sum, at, k) => sum + at * (5.1 + k), 0));
}

/** The result put in again. */
function again(probe: Probe, situations: readonly Situation[], { role, axes }: Input): Behaviour | undefined {
  if (probe.output !== 'list' || axes !== 1) return undefined;
  let samples = 0;
  for (const { point, outcome } of situations) {
    const put: Change = (x, place) => outcome.values[(place[0] as number) - 1] ?? x;
    const after = probe.at(point, { changes: new Map([[role, put]]) });
    if (!after || after.values.length !== outcome.values.length) continue;
    if (after.values.some((y, k) => !(Math.abs(y - (outcome.values[k] as number)) <= 1e-8 * Math.abs(y) + 1e-12)))
      return undefined;
    samples++;
  }
  if (samples < ENOUGH || probe.workLeft() <= 0) return undefined;
  return { property: 'idempotent', of: [role], holds: true, says: 'Doing it twice is doing it once.', samples };
}

function failureOf({ fails }: Comparison, roles: readonly string[]): string {
  return fails ? casesWords([fails.before, fails.after], roles) : '';
}

function namesOf(roles: readonly string[]): string {
  return roles.map((role) => `{${role}}`).join(' and ');
}
