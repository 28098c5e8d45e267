import { resized } from './behaviour-compare.js';
import {
  analyseCurve,
  analyseWholeCurve,
  type CurveFacts,
  type End,
  type Point,
  type WholeCurve,
  type Zone,
} from './behaviour-curve.js';
import type { Change, Changes, Input, Probe } from './behaviour-probe.js';
import type { Behaviour } from './behaviour-schema.js';
import { listWords, shortNumber } from './number-words.js';

/** Curves that are looked at where other numbers go in as well: what is claimed holds for each of them. */
const CURVES = 9;

/** What the function does as one number that goes in changes and the others stay. */
export function testCurves(probe: Probe): Behaviour[] {
  if (probe.output !== 'number') return [];
  const [first] = probe.inputs;
  if (probe.alone && first) {
    const whole =
      first.kind === 'number' ? analyseWholeCurve(curveOf(probe, first.role, 0, new Map()), first.domain) : undefined;
    if (!whole || probe.workLeft() <= 0) return [];
    return whole.constant === undefined
      ? aloneWords(first, whole)
      : constantWords(first, whole.constant, whole.samples);
  }
  return probe.inputs
    .filter(({ kind }) => kind === 'number')
    .flatMap((input) => {
      const curves = curvesOf(probe, input);
      return curves.every(({ constant }) => constant !== undefined) ? [] : amongOthersWords(input, curves);
    });
}

function curveOf(probe: Probe, role: string, point: number, others: Changes): (x: number) => number | undefined {
  return (x) => probe.at(point, { changes: new Map([...others, [role, () => x]]) })?.values[0];
}

function curvesOf(probe: Probe, { role, domain }: Input): CurveFacts[] {
  const others = probe.inputs.filter((input) => input.role !== role);
  const sampled = Array.from({ length: CURVES }, (_, point) => {
    const changes = others.map((input, k): [string, Change] => [input.role, varied(input, point, k)]);
    return analyseCurve(curveOf(probe, role, point, new Map(changes)), domain);
  });
  if (sampled.filter((facts) => facts !== undefined).length < CURVES - 1) return [];
  // Random numbers are never equal and never 0: what holds only because of that must not be told.
  const special = [1, 0, 3].map((x) => analyseCurve(curveOf(probe, role, 0, specialOf(probe, role, x)), domain));
  return probe.workLeft() > 0 ? [...sampled, ...special].filter((facts) => facts !== undefined) : [];
}

/** Small ones, large ones, and as they come; and of up to three others all signs there are, whatever chance would have it. */
function varied(input: Input, point: number, k: number): Change {
  const size = (point + k) % 3;
  const resize: Change = size === 0 ? (x) => x : resized(input, size === 1 ? 15 : 0.06);
  if (input.domain !== 'real' || input.kind !== 'number') return resize;
  const sign = (point >> k) % 2 === 0 ? 1 : -1;
  return (x, place) => sign * Math.abs(resize(x, place));
}

/** All other single numbers put to one value, where they may have it. */
function specialOf({ inputs, singles }: Probe, role: string, value: number): Changes {
  const mayBe = ({ domain }: Input): boolean =>
    domain === 'real' || (value > 0 && (domain !== 'probability' || value === 1));
  const barred = new Set(inputs.filter((input) => !mayBe(input)).map((input) => input.role));
  const others = singles.filter((other) => other !== role && !barred.has(other));
  return new Map(others.map((other) => [other, () => value]));
}

function constantWords({ role }: Input, value: number, samples: number): Behaviour[] {
  const says = `It is always ${shortNumber(value)}, whatever {${role}} is.`;
  return [{ property: 'constant', of: [role], holds: true, says, samples }];
}

// ---------------------------------------------------------------------------------------------- the only thing that goes in

function aloneWords(input: Input, curve: WholeCurve): Behaviour[] {
  const { role } = input;
  const { samples } = curve;
  const said = (property: string, says: string): Behaviour => ({ property, of: [role], holds: true, says, samples });
  const failed = (property: string, says: string, counterexample: string): Behaviour => ({
    ...said(property, says),
    holds: false,
    counterexample,
  });
  const { monotone, bend, parity } = curve;
  const range = rangeWords(curve, role);
  return [
    ...(range ? [said('range', range)] : []),
    monotone.is
      ? said('monotone', monotoneWords(monotone.is, curve.strict, role))
      : failed('monotone', `It does not go one way as {${role}} rises.`, stepsWords(monotone.fails, role)),
    bend.is
      ? said('bend', bendWords(bend.is))
      : failed('bend', 'It bends upwards in one place and downwards in another.', bendsWords(bend.fails, role)),
    ...(parity === undefined
      ? []
      : [
          parity.is
            ? said('parity', parityWords(parity.is, curve.center ?? 0, role))
            : failed('parity', 'It is neither even nor odd.', pointsWords(parity.fails, role)),
        ]),
    ...[curve.left, curve.right].flatMap((end) => {
      const words = limitWords(end, role);
      return words ? [said('limit', words)] : [];
    }),
    ...flatWords(curve.flats, role).map((says) => said('flat', says)),
    ...fixedWords(curve.fixed, role).map((says) => said('fixed-point', says)),
    ...(curve.idempotent ? [said('idempotent', 'Doing it twice is doing it once.')] : []),
  ];
}

/** One among several: only what holds on every curve is told. */
function amongOthersWords({ role }: Input, curves: readonly CurveFacts[]): Behaviour[] {
  const samples = curves.reduce((sum, curve) => sum + curve.samples, 0);
  const said = (property: string, says: string): Behaviour => ({ property, of: [role], holds: true, says, samples });
  const first = curves[0] as CurveFacts;
  const all = <T>(what: (curve: CurveFacts) => T): T | undefined => {
    const value = what(first);
    return curves.every((curve) => what(curve) === value) ? value : undefined;
  };
  // Where the others leave nothing to see, no direction is to be seen either.
  const moving = curves.filter(({ constant }) => constant === undefined);
  const only = <T extends string>(verdicts: readonly (T | undefined)[]): T | undefined => {
    const kinds = new Set(verdicts);
    return kinds.size === 1 ? verdicts[0] : undefined;
  };
  const monotone = only(moving.map((c) => c.monotone.is));
  const bends = moving.map((c) => c.bend.is);
  const bend = only(bends.some((is) => is !== 'straight') ? bends.filter((is) => is !== 'straight') : bends);
  const parity = only(moving.map((c) => c.parity?.is));
  const out: Behaviour[] = [];
  if (monotone)
    out.push(
      said(
        'monotone',
        monotoneWords(
          monotone,
          curves.every((c) => c.strict),
          role,
        ),
      ),
    );
  if (bend) out.push(said('bend', inRole(bendWords(bend), role)));
  if (parity === 'even' || parity === 'odd') out.push(said('parity', inRole(parityWords(parity, 0, role), role)));
  // Where a straight line goes is no news.
  for (const end of bend === 'straight' ? [] : [(c: CurveFacts) => c.left, (c: CurveFacts) => c.right]) {
    const words =
      all((c) => end(c).at) === undefined || all((c) => end(c).limit) === undefined ? '' : limitWords(end(first), role);
    if (words) out.push(said('limit', words));
  }
  const zones = all((c) => JSON.stringify(c.flats));
  const flat = curves.filter((c) => c.flats.length > 0).length;
  // That there is such a stretch is shown by one.
  if (zones !== undefined) out.push(...flatWords(first.flats, role).map((says) => said('flat', says)));
  else if (flat > 0) {
    const cases = `in ${flat} of ${curves.length} cases`;
    out.push(said('flat', `There can be a stretch on which a change of {${role}} changes nothing (${cases}).`));
  }
  return out;
}

function inRole(sentence: string, role: string): string {
  return sentence.replace(/^It /, `In {${role}} it `);
}

// ------------------------------------------------------------------------------------------------------------- sentences

function rangeWords({ low, high }: WholeCurve, role: string): string | undefined {
  if (low.value === undefined || high.value === undefined) return undefined;
  const [bottom, top] = [shortNumber(low.value), shortNumber(high.value)];
  const [hasLow, hasHigh] = [Number.isFinite(low.value), Number.isFinite(high.value)];
  const at = (where: number | undefined): string =>
    where === undefined ? '' : ` (at {${role}} = ${shortNumber(where)})`;
  if (!hasLow && !hasHigh) return 'It has neither a lowest nor a highest value.';
  if (hasLow && hasHigh) {
    const reached = [low, high].filter(({ where }) => where !== undefined).length;
    const which = low.where === undefined ? top : bottom;
    const words = reached === 2 ? 'both are reached' : reached === 0 ? 'neither is reached' : `${which} is reached`;
    return `Its values lie between ${bottom} and ${top}; ${words}.`;
  }
  if (hasLow)
    return low.where === undefined
      ? `It stays above ${bottom}, and has no highest value.`
      : `It is never below ${bottom}${isPlateau(low.value, low.where) ? '' : at(low.where)}, and has no highest value.`;
  return high.where === undefined
    ? `It stays below ${top}, and has no lowest value.`
    : `It is never above ${top}${at(high.where)}, and has no lowest value.`;
}

/** A lowest value 0 that is reached at −5 first is reached on a whole stretch: the place says nothing. */
function isPlateau(value: number, where: number): boolean {
  return value === 0 && where === -5;
}

function monotoneWords(is: 'rises' | 'falls', strict: boolean, role: string): string {
  if (strict) return is === 'rises' ? `It rises with {${role}}.` : `It falls as {${role}} rises.`;
  return is === 'rises' ? `It never falls as {${role}} rises.` : `It never rises as {${role}} rises.`;
}

function bendWords(is: 'convex' | 'concave' | 'straight'): string {
  if (is === 'straight') return 'It goes in a straight line.';
  return is === 'convex' ? 'It bends upwards everywhere (convex).' : 'It bends downwards everywhere (concave).';
}

function parityWords(is: 'even' | 'odd' | 'point', center: number, role: string): string {
  if (is === 'even') return `It is even: the sign of {${role}} does not matter.`;
  if (is === 'odd') return `It is odd: turning the sign of {${role}} turns the sign of the result.`;
  return `It is symmetric about its value at 0: the results for {${role}} and its negative add up to ${shortNumber(2 * center)}.`;
}

function limitWords({ at, limit }: End, role: string): string {
  if (limit === undefined) return '';
  const where =
    at === Number.POSITIVE_INFINITY
      ? `As {${role}} grows without bound`
      : at === Number.NEGATIVE_INFINITY
        ? `As {${role}} falls without bound`
        : `As {${role}} comes near ${shortNumber(at)}`;
  if (Number.isFinite(limit)) return `${where}, it approaches ${shortNumber(limit)}.`;
  return `${where}, it ${limit > 0 ? 'grows' : 'falls'} without bound${Number.isFinite(at) ? '' : ' as well'}.`;
}

function flatWords(zones: readonly Zone[], role: string): string[] {
  if (zones.length > 3) return [`It goes in steps: between them a change of {${role}} changes nothing.`];
  return zones.map((zone) => `It is flat for {${role}} ${stretchWords(zone)}: there it is ${shortNumber(zone.value)}.`);
}

function fixedWords(zones: readonly Zone[], role: string): string[] {
  const single = zones.filter(({ from, to }) => from === to).map(({ from }) => shortNumber(from));
  const wide = zones.filter(({ from, to }) => from !== to);
  return [
    ...wide.map((zone) => `It leaves every {${role}} ${stretchWords(zone)} as it is.`),
    ...(single.length > 0 && single.length <= 4 ? [`It leaves {${role}} = ${listWords(single)} as it is.`] : []),
  ];
}

function stretchWords({ from, to }: Zone): string {
  if (!Number.isFinite(from)) return Number.isFinite(to) ? `up to ${shortNumber(to)}` : '';
  return Number.isFinite(to) ? `from ${shortNumber(from)} to ${shortNumber(to)}` : `from ${shortNumber(from)} on`;
}

// --------------------------------------------------------------------------------------------------------- counterexamples

function pointsWords(points: readonly Point[], role: string): string {
  return points.map(([x, y]) => `for {${role}} = ${shortNumber(x)} it is ${shortNumber(y)}`).join(', ');
}

function stepsWords(points: readonly Point[], role: string): string {
  const [a, b, c, d] = points;
  const step = (from: Point, to: Point): string =>
    `from {${role}} = ${shortNumber(from[0])} to ${shortNumber(to[0])} it ${to[1] > from[1] ? 'rises' : 'falls'} from ${shortNumber(from[1])} to ${shortNumber(to[1])}`;
  return a && b && c && d ? `${step(a, b)}, ${step(c, d)}` : '';
}

function bendsWords(points: readonly Point[], role: string): string {
  const triples = [points.slice(0, 3), points.slice(3, 6)].map((triple) => triple.map(([x]) => shortNumber(x)));
  const [down = [], up = []] = triples;
  return `downwards at {${role}} = ${down[1]}, upwards at {${role}} = ${up[1]}`;
}
