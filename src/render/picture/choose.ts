import type { PictureSubject } from '../../explain/picture-subject.js';
import { ungroup } from '../../expr/build.js';
import { exprKey, symbolKey } from '../../expr/key.js';
import { toText } from '../../expr/print-text.js';
import { children, walk } from '../../expr/traverse.js';
import type { Expr } from '../../expr/types.js';
import {
  bind,
  compile,
  createEvaluator,
  type Evaluator,
  type Given,
  isArray,
  isMathError,
  refreshScope,
  type Scope,
} from '../../math/index.js';
import type { ActionPicture } from './action.js';
import { numberText } from './axes.js';
import type { BarsPicture } from './bars.js';
import type { ContoursPicture } from './contours.js';
import type { GraphPicture } from './graph.js';
import { limitsOf, sampleGraph } from './sample.js';
import { MOST_ROWS, type TablePicture } from './table.js';
import { BUDGET, completeValues, type Input, realNumbers, type Values } from './values.js';

/** What is to be drawn of a formula. */
export type FormulaPicture = GraphPicture | BarsPicture | ContoursPicture | ActionPicture | TablePicture;

const MOST_BARS = 16;
/** Letters that are made up for a picture, besides the one that moves; with more of them it shows nothing in particular. */
const MOST_MADE_UP = 2;

/**
 * The picture that suits a formula, by the shapes of what goes in and of what comes out: one number to one number is a
 * graph, two are contours, numbers to numbers are bars, a 2×2 matrix is what it does, any other is a table.
 */
export function choosePicture(subject: PictureSubject): FormulaPicture | undefined {
  const body = bodyOf(subject.expr);
  if (body === undefined) return undefined;
  const evaluator = createEvaluator(body.expr, subject.kinds);
  const values = completeValues(evaluator, subject);
  if (values === undefined) return undefined;
  const result = evaluator(values.all, BUDGET);
  if (!result.ok) return undefined;
  const { value } = result.value;
  const counts = countsIn(subject);
  if (values.inputs.some(({ needed, source }) => source === 'made-up' && counts.has(needed.key))) return undefined;
  const { scope } = result.value;
  const context: Context = { ...subject, ...values, body, evaluator, scope, cost: BUDGET - scope.run.remaining };
  const size = realNumbers(value);
  if (size === undefined) return undefined;
  if (isArray(value) && value.shape.length === 2) return ofMatrix(value.shape, size, context);
  const vectors = values.inputs.filter(({ value: v }) => isArray(v) && v.shape.length === 1);
  const [vector] = vectors;
  if (vector && (isArray(value) ? value.shape.length === 1 : vectors.length === 1)) {
    return isListOnly(vector, context) ? bars(vector, size, context) : undefined;
  }
  if (isArray(value) || values.inputs.some((input) => isArray(input.value))) return undefined;
  return ofNumbers(context);
}

/** What takes an integral a point is drawn from fewer points, or not at all. */
const [COSTLY, MOST_COSTLY] = [1_000, 10_000];
const [POINTS, FEW_POINTS] = [301, 61];

/** `value` is the piece that has the value, where it is one piece and not the last of several lines. */
type Body = { readonly expr: Expr; readonly left: Expr | undefined; readonly value: Expr | undefined };

/** What has the value: the right side of `f(x) = …`, otherwise all of it. */
function bodyOf(e: Expr): Body | undefined {
  const inner = ungroup(e);
  if (inner.kind === 'error') return undefined;
  if (inner.kind === 'system') return { expr: inner, left: undefined, value: undefined };
  if (inner.kind !== 'relation') return { expr: inner, left: undefined, value: inner };
  if (!inner.ops.every((op) => ASSIGNS.has(op))) return undefined;
  const [left, value] = [inner.sides[0] as Expr, inner.sides.at(-1) as Expr];
  // Of `\frac{dy}{dt} = ky` and `E[X] = \mu` the right side is no value of the left; of an update it is only its next one.
  const named = ungroup(left);
  if (named.kind !== 'symbol' && named.kind !== 'indexed' && named.kind !== 'apply') return undefined;
  if (named.kind !== 'apply' && mentions(value, symbolKey(named))) return undefined;
  return named.kind === 'apply' ? { expr: value, left, value } : { expr: inner, left, value };
}

function mentions(e: Expr, key: string): boolean {
  let found = false;
  walk(e, (node) => {
    found ||= node.kind === 'symbol' && symbolKey(node) === key;
  });
  return found;
}

const ASSIGNS: ReadonlySet<string> = new Set(['=', ':=', 'gets', 'equiv']);

type Context = PictureSubject &
  Values & {
    readonly body: Body;
    readonly evaluator: Evaluator;
    readonly scope: Scope;
    /** Operations that one value takes. */
    readonly cost: number;
  };

/**
 * A list is drawn as a whole only where the formula takes it as a whole: not where it is its single elements (`q_1 q_2`), one letter
 * for two things (`P_i / P`), or made up beside other things that are.
 */
function isListOnly(vector: Input, { expr, inputs }: Context): boolean {
  const madeUp = inputs.filter((input) => input !== vector && input.source === 'made-up');
  if (madeUp.length > 1 || madeUp.some(({ value }) => isArray(value))) return false;
  let [bare, byNumber, byLetter] = [false, false, false];
  const look = (e: Expr): void => {
    if (e.kind === 'indexed' && symbolKey(e.base) === vector.needed.key) {
      if (e.indices.every((index) => index.kind === 'number')) byNumber = true;
      else byLetter = true;
      return;
    }
    if (e.kind === 'symbol' && symbolKey(e) === vector.needed.key) bare = true;
    for (const child of children(e)) look(child);
  };
  look(expr);
  return vector.source !== 'made-up' || (!(bare && byLetter) && !(byNumber && !bare && !byLetter));
}

function bars({ needed, value }: Input, after: readonly number[], context: Context): BarsPicture | undefined {
  const before = realNumbers(value) ?? [];
  if (before.length > MOST_BARS || after.length > MOST_BARS || before.length === 0) return undefined;
  const letter = toText(needed.expr);
  const result = resultName(context);
  return {
    kind: 'bars',
    title: `${subjectName(context)}: the numbers before and after`,
    description: `${letter} = ${listText(before)} becomes ${listText(after)}${withOthers(context, needed.key)}.`,
    before: { name: letter, values: before },
    after: { name: result, values: after },
  };
}

function ofMatrix(shape: readonly number[], numbers: readonly number[], context: Context): FormulaPicture | undefined {
  const [m = 0, n = 0] = shape;
  if (m > MOST_ROWS || n > MOST_ROWS || m * n < 2 || !numbers.every(Number.isFinite)) return undefined;
  const rows = Array.from({ length: m }, (_, r) => numbers.slice(r * n, (r + 1) * n));
  const name = subjectName(context);
  if (m === 2 && n === 2) {
    const [a, b, c, d] = numbers as [number, number, number, number];
    const columns = `(1, 0) goes to (${numberText(a)}, ${numberText(c)}), (0, 1) to (${numberText(b)}, ${numberText(d)})`;
    return {
      kind: 'action',
      title: `${name}: what the matrix does to the unit square and the unit circle`,
      description: `${columns}; areas are multiplied by ${numberText(a * d - b * c)}${withOthers(context)}.`,
      matrix: [
        [a, b],
        [c, d],
      ],
    };
  }
  const written = m * n <= 64 ? `: ${rows.map((row, k) => `row ${k + 1} is ${listText(row)}`).join('; ')}` : '';
  const description = `${m} rows and ${n} columns${written}${withOthers(context)}. The area of a square is the size of the number; hollow squares are negative.`;
  return { kind: 'table', title: `${name}: the entries of the matrix`, description, rows };
}

/** One number out of numbers: a graph over one letter, contours over two that are coordinates. */
function ofNumbers(context: Context): FormulaPicture | undefined {
  const { inputs } = context;
  const moving = inputs.filter(({ source }) => source !== 'given');
  const counts = countsIn(context);
  const free = (moving.length > 0 ? moving : inputs).filter(({ needed }) => !counts.has(needed.key));
  const x = mostLikely(free);
  if (x === undefined) return undefined;
  const y = inputs.length === 2 ? inputs.find((input) => input !== x) : undefined;
  if (y && areCoordinates(x, y)) return contourPicture(...inOrder(x, y), context);
  const madeUpToo = inputs.filter((input) => input !== x && input.source === 'made-up').length;
  if (madeUpToo > MOST_MADE_UP || (madeUpToo > 0 && !MOVES.includes(letterOf(x.needed.expr)))) return undefined;
  if (context.cost > MOST_COSTLY) return undefined;
  const f = curveOf(context, [x]);
  const centre = x.source === 'made-up' ? undefined : (x.value as number);
  const points = sampleGraph(f, {
    centre,
    domain: context.domains.get(x.needed.key),
    points: context.cost > COSTLY ? FEW_POINTS : POINTS,
  });
  if (points === undefined) return undefined;
  const at = centre ?? middleOf(points);
  const known = Number.isFinite(f(at)) ? ([at, f(at)] as const) : undefined;
  // Far away a probability has no meaning.
  const limits = context.domains.has(x.needed.key) ? [] : limitsOf(f);
  const letter = toText(x.needed.expr);
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const says = [
    `Over ${letter} from ${numberText(points[0]?.[0] ?? 0)} to ${numberText(points.at(-1)?.[0] ?? 0)} the value lies between ${numberText(Math.min(...values))} and ${numberText(Math.max(...values))}${withOthers(context, x.needed.key)}`,
    ...(known ? [`at ${letter} = ${numberText(known[0])} it is ${numberText(known[1])}`] : []),
    ...limits.map(({ value, side }) => `far to the ${side} it comes near ${numberText(value)}`),
  ];
  return {
    kind: 'graph',
    title: `The graph of ${subjectName(context)}`,
    description: `${says.join('; ')}.`,
    x: letter,
    y: resultName(context),
    points,
    // Only the reader's own point is marked, or an example's.
    marked: centre === undefined ? undefined : known,
    limits,
  };
}

function contourPicture(x: Input, y: Input, context: Context): ContoursPicture | undefined {
  if (context.cost > COSTLY) return undefined;
  const surface = curveOf(context, [x, y]);
  const reach = (input: Input): number =>
    input.source === 'made-up' ? 3 : Math.max(3, 2 * Math.abs(input.value as number));
  const [rx, ry] = [reach(x), reach(y)];
  const corner = [surface(rx, ry), surface(-rx, ry), surface(0.3 * rx, -0.4 * ry)];
  if (!corner.every(Number.isFinite) || corner.every((c) => c === corner[0])) return undefined;
  const at = [x.value as number, y.value as number] as const;
  const [a, b] = [toText(x.needed.expr), toText(y.needed.expr)];
  return {
    kind: 'contours',
    title: `Lines of equal height of ${subjectName(context)}`,
    description: `Over ${a} from ${numberText(-rx)} to ${numberText(rx)} and ${b} from ${numberText(-ry)} to ${numberText(ry)}; at (${numberText(at[0])}, ${numberText(at[1])}) the height is ${numberText(surface(...at))}.`,
    x: a,
    y: b,
    surface,
    domain: [
      [-rx, rx],
      [-ry, ry],
    ],
    marked: x.source === 'made-up' || y.source === 'made-up' ? undefined : { at, height: surface(...at) },
  };
}

/** The value as a function of some letters; NaN where there is none. */
function curveOf(
  { evaluator, all, body, scope }: Context,
  letters: readonly Input[],
): (...at: readonly number[]) => number {
  const keys = letters.map(({ needed }) => needed.key);
  const { value } = body;
  if (value === undefined) {
    return (...at) => {
      const given = all.map(({ expr, value: known }): Given => {
        const k = keys.indexOf(exprKey(expr));
        return { expr, value: k < 0 ? known : at[k] };
      });
      const result = evaluator(given, BUDGET);
      return result.ok && typeof result.value.value === 'number' ? result.value.value : Number.NaN;
    };
  }
  // One piece is computed over and over in the scope of the first time, with the moving letters bound.
  const compiled = compile(value);
  return (...at) => {
    const inner = keys.reduce((outer, key, k) => bind(outer, key, at[k] as number), refreshScope(scope, BUDGET));
    try {
      const number = compiled(inner);
      return typeof number === 'number' ? number : Number.NaN;
    } catch (error) {
      if (isMathError(error)) return Number.NaN;
      throw error;
    }
  };
}

/** Letters that usually move, in the order in which they are taken for the axis. */
const MOVES = ['x', 't', 'z', 'u', 's', 'r', 'p', 'q', 'theta', 'phi', 'omega', 'tau', 'y', 'h', 'a', 'w', 'v'];
const PAIRS: readonly (readonly [string, string])[] = [
  ['x', 'y'],
  ['u', 'v'],
  ['a', 'b'],
  ['w', 'b'],
  ['p', 'q'],
  ['y', 'z'],
];

/** Letters that count: a graph over them would show what lies between counts. */
function countsIn({ expr, domains }: PictureSubject): ReadonlySet<string> {
  const counts = new Set([...domains].filter(([, domain]) => domain === 'natural').map(([key]) => key));
  walk(expr, (node) => {
    if (node.kind !== 'big' || node.op === 'integral') return;
    for (const { range } of node.domains) {
      if (range.kind !== 'range' || !range.to) continue;
      walk(range.to, (end) => {
        if (end.kind === 'symbol') counts.add(symbolKey(end));
      });
    }
  });
  return counts;
}

/** The letter for the axis. */
function mostLikely(inputs: readonly Input[]): Input | undefined {
  const rank = ({ needed }: Input): number => {
    const at = MOVES.indexOf(letterOf(needed.expr));
    return at < 0 ? MOVES.length : at;
  };
  return [...inputs].sort((a, b) => rank(a) - rank(b))[0];
}

function areCoordinates(a: Input, b: Input): boolean {
  if (a.source === 'given' || b.source === 'given') return false;
  const [one, two] = [letterOf(a.needed.expr), letterOf(b.needed.expr)];
  return one === two || PAIRS.some(([x, y]) => (one === x && two === y) || (one === y && two === x));
}

/** The letter without what stands at it: `x_1` and `x_2` are coordinates of x. */
function letterOf(e: Expr): string {
  const inner = ungroup(e);
  if (inner.kind === 'indexed') return letterOf(inner.base);
  return inner.kind === 'symbol' ? inner.name : '';
}

function inOrder(a: Input, b: Input): [Input, Input] {
  return a.needed.key <= b.needed.key ? [a, b] : [b, a];
}

function middleOf(points: readonly (readonly [number, number])[]): number {
  const [from, to] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  return from < 0 && to > 0 ? 0 : (from + to) / 2;
}

const MOST_LETTERS = 60;

function subjectName({ name, expr }: Context): string {
  const text = toText(expr);
  const short = [...text].length > MOST_LETTERS ? `${[...text].slice(0, MOST_LETTERS - 1).join('')}…` : text;
  return name === undefined ? short : `${name}, ${short}`;
}

/** What stands at the axis of the result: the left side, or the name. */
function resultName({ body, name }: Context): string {
  const left = body.left && toText(body.left);
  return left !== undefined && [...left].length <= 20 ? left : (name ?? 'value');
}

/** ", with a = 1": the letters that stand still. */
function withOthers({ inputs }: Context, except?: string): string {
  const others = inputs.flatMap(({ needed, value }) => {
    const numbers = realNumbers(value) ?? [];
    const said = numbers.length > 0 && numbers.length <= MOST_SAID && (!isArray(value) || value.shape.length === 1);
    return needed.key !== except && said ? [`${toText(needed.expr)} = ${listText(numbers)}`] : [];
  });
  return others.length === 0 ? '' : `, with ${others.join(', ')}`;
}

const MOST_SAID = 6;

function listText(values: readonly number[]): string {
  if (values.length === 1) return numberText(values[0] as number);
  return `(${values.map(numberText).join(', ')})`;
}
