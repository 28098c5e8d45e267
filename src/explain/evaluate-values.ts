import { exprKey } from '../expr/key.js';
import type { Span } from '../expr/span.js';
import { walk } from '../expr/traverse.js';
import type { Expr, Reading } from '../expr/types.js';
import type { Given } from '../math/index.js';
import type { EvaluateError } from './evaluate-schema.js';
import { errorsOf, readFormula } from './formula.js';
import type { AnnotateOptions } from './schema.js';

/** Values as the caller gives them, by the LaTeX of what has them. */
export type PlainValues = Readonly<Record<string, unknown>>;

export type ReadValues = {
  readonly given: readonly Given[];
  readonly errors: readonly EvaluateError[];
  /** Names that the formula does not have. */
  readonly unused: readonly string[];
};

/** An array's longest axis; what is larger is refused before anything is computed. */
const MAX_AXIS = 100_000;
const MAX_SIDE = 512;
const MAX_RANK = 4;

/** Names that stay read for one formula. */
const MAX_NAMES = 1_000;

/**
 * The names are read as LaTeX, so that any spelling of a symbol will do. A name that reads differently alone than in the formula
 * (`h_t`, `P(A|B)`) is found by its text.
 */
export function createValueReader(
  latex: string,
  { expr }: Reading,
  options: Pick<AnnotateOptions, 'macros'>,
): (values: PlainValues) => ReadValues {
  const places = placesOf(expr, latex);
  const names = new Map<string, Expr | undefined>();
  const placeOf = (name: string): Expr | undefined => {
    if (!names.has(name)) {
      if (names.size >= MAX_NAMES) names.clear();
      names.set(name, places.byText.get(squeezed(name)) ?? readName(name, places, options));
    }
    return names.get(name);
  };
  return (values) => {
    const errors: EvaluateError[] = [];
    const given: Given[] = [];
    const unused: string[] = [];
    for (const [name, plain] of Object.entries(values)) {
      const place = placeOf(name);
      const span: Span = place?.span ?? [0, 0];
      if (place === undefined) {
        errors.push(refusal('math/not-a-symbol', `${shown(name)} is not the LaTeX of a symbol.`, span, NAME_HINT));
        continue;
      }
      if (!occurs(place, places)) {
        unused.push(name);
        continue;
      }
      const read = toNumbers(plain);
      if ('because' in read)
        errors.push(refusal(read.code, `The value given for ${shown(name)} ${read.because}`, span, read.hint));
      else given.push({ expr: place, value: read.value });
    }
    return { given, errors, unused };
  };
}

/** The same for one formula and one choice of values. */
export function readValues(
  values: PlainValues,
  latex: string,
  reading: Reading,
  options: Pick<AnnotateOptions, 'macros'>,
): ReadValues {
  return createValueReader(latex, reading, options)(values);
}

const NAME_HINT = 'Use names such as "x", "\\\\alpha", "W_c" or "h_{t-1}".';

function refusal(code: string, message: string, span: Span, hint: string): EvaluateError {
  return { code, message, span: [span[0], span[1]], hint };
}

/** A name out of the request, short and without anything that a terminal would obey. */
function shown(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
}

type Places = { readonly byKey: ReadonlyMap<string, Expr>; readonly byText: ReadonlyMap<string, Expr> };

const NAMES: ReadonlySet<Expr['kind']> = new Set([
  'symbol',
  'indexed',
  'apply',
  'differential',
  'derivative',
  'transpose',
]);
const VALUED: ReadonlySet<Expr['kind']> = new Set([...NAMES, 'big', 'text', 'norm', 'abs', 'inner', 'power']);

/** Everything in the formula that a value may be given to. */
function placesOf(e: Expr, latex: string): Places {
  const byKey = new Map<string, Expr>();
  const byText = new Map<string, Expr>();
  walk(e, (node) => {
    if (!VALUED.has(node.kind)) return true;
    const key = exprKey(node);
    const text = squeezed(latex.slice(node.span[0], node.span[1]));
    if (!byKey.has(key)) byKey.set(key, node);
    if (!byText.has(text)) byText.set(text, node);
    return true;
  });
  return { byKey, byText };
}

/** An element of a family counts as there wherever the family is: a recurrence asks for `h_0` under another index. */
function occurs(e: Expr, { byKey }: Places): boolean {
  return byKey.has(exprKey(e)) || (e.kind === 'indexed' && byKey.has(exprKey(e.base)));
}

/** `h_{t}` and `h _ t` are one spelling. */
function squeezed(latex: string): string {
  return latex.replace(/\s+/g, '').replace(/([_^])\{([A-Za-z0-9])\}/g, '$1$2');
}

function readName(name: string, places: Places, options: Pick<AnnotateOptions, 'macros'>): Expr | undefined {
  const { parsed, reading } = readFormula(name, options);
  if (errorsOf(parsed, reading).length > 0) return undefined;
  const { expr } = reading;
  const known = places.byKey.get(exprKey(expr));
  if (known) return known;
  return NAMES.has(expr.kind) ? { ...expr, span: [0, 0] } : undefined;
}

type Numbers = { readonly value: unknown } | { readonly because: string; readonly code: string; readonly hint: string };

const NOT_NUMBERS: Numbers = {
  because: 'is not a number or an array of numbers.',
  code: 'math/not-a-number',
  hint: 'Give a number, {"re", "im"}, "Infinity", or nested arrays with rows of equal length.',
};

/** Plain data with the strings for infinity read, or what is wrong with it. */
function toNumbers(plain: unknown): Numbers {
  const shape: number[] = [];
  for (let level: unknown = plain; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > MAX_RANK)
      return { because: 'is nested too deeply.', code: 'math/limit', hint: `At most ${MAX_RANK} levels are read.` };
  }
  const tooLarge = shape.length === 1 ? (shape[0] ?? 0) > MAX_AXIS : shape.some((n) => n > MAX_SIDE);
  if (tooLarge) {
    const hint = `A matrix has at most ${MAX_SIDE} rows and columns, a list ${MAX_AXIS} numbers.`;
    return { because: 'is too large.', code: 'math/limit', hint };
  }
  if (shape.includes(0)) {
    const hint = 'Give at least one number.';
    return { because: 'is an empty array.', code: 'math/not-a-number', hint };
  }
  const value = convert(plain, shape, 0);
  if (value === RAGGED) {
    const hint = 'Every row has as many numbers as the first.';
    return { because: 'has rows of different length.', code: 'math/not-a-number', hint };
  }
  return value === undefined ? NOT_NUMBERS : { value };
}

const RAGGED = Symbol('ragged');

function convert(plain: unknown, shape: readonly number[], depth: number): unknown {
  if (depth < shape.length) {
    if (!Array.isArray(plain)) return typeof plain === 'number' ? RAGGED : undefined;
    if (plain.length !== shape[depth]) return RAGGED;
    const items: unknown[] = [];
    for (const part of plain) {
      const item = convert(part, shape, depth + 1);
      if (item === undefined || item === RAGGED) return item;
      items.push(item);
    }
    return items;
  }
  return toScalar(plain);
}

const WORDS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

function toScalar(plain: unknown): unknown {
  if (typeof plain === 'number' || typeof plain === 'boolean') return plain;
  if (typeof plain === 'string') return Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return undefined;
  const { re, im, ...rest } = plain as { re?: unknown; im?: unknown };
  return typeof re === 'number' && typeof im === 'number' && Object.keys(rest).length === 0 ? { re, im } : undefined;
}
