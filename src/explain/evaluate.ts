import { expandElisions } from '../canon/index.js';
import type { Catalogue } from '../catalogue/index.js';
import { exprKey, symbolKey } from '../expr/key.js';
import { children } from '../expr/traverse.js';
import type { Expr } from '../expr/types.js';
import {
  createEvaluator,
  type EvaluateResult,
  type Evaluation,
  type Evaluator,
  evaluate,
  type Given,
  isBuiltIn,
  type MathError,
  type NeededInput,
  type PlainValue,
  shapeOf,
  toPlain,
  type Value,
} from '../math/index.js';
import { type Candidate, type Recognition, recognise } from '../recognise/index.js';
import { assumptionsOf } from './assumptions.js';
import { inOrder, parentOf } from './chunks.js';
import { computedFactors } from './decompositions.js';
import { type ChunkEvaluator, prepareChunk, type RunsOver } from './evaluate-chunks.js';
import { exampleValues, isMissing } from './evaluate-example.js';
import type {
  EvaluateAnswer,
  EvaluatedChunk,
  EvaluatedLine,
  EvaluateError,
  EvaluateInput,
  EvaluateOptions,
} from './evaluate-schema.js';
import { createValueReader, type PlainValues, type ReadValues } from './evaluate-values.js';
import { errorsOf, type ReadFormula } from './formula.js';
import { createKnowledge } from './knowledge.js';
import type { AssumptionEntry, Versions } from './schema.js';
import { type JsonValue, toJsonValue } from './value-schema.js';

/** A formula that is read and ready for values. */
export type PreparedFormula = (values: EvaluateOptions['values']) => EvaluateAnswer;

/** Operations for one answer, its chunks included. */
const BUDGET = 50_000_000;

/** Reads a formula once, for one choice of values after another. */
export function prepareFormula(
  latex: string,
  options: Omit<EvaluateOptions, 'values'>,
  catalogue: Catalogue,
  versions: Versions,
): PreparedFormula {
  const knowledge = createKnowledge(options, catalogue);
  const read = knowledge.read(latex);
  const { parsed, reading } = read;
  const unreadable = errorsOf(parsed, reading);
  const base = { latex, versions, notes: [], lines: [], chunks: [], inputs: [], assumptions: [] };
  if (unreadable.length > 0) return () => ({ ...base, errors: unreadable });
  const recognition = recognise(reading, catalogue.net, knowledge.factsFor(reading));
  // What recognition gathers into sums stays as it is written, where no dots stand for terms.
  const root = hasDots(reading.expr) ? expandElisions(reading.expr) : reading.expr;
  const kinds = new Map([...reading.kinds].map(([key, fact]) => [key, fact.kind]));
  const evaluator = createEvaluator(root, kinds, {
    source: latex,
    functions: functionLetters(recognition.chunks),
  });
  const formula: Formula = {
    latex,
    read,
    root,
    chunks: prepareChunks(latex, recognition, root),
    candidates: recognition.chunks,
    evaluator: (given) => evaluator(given, BUDGET),
    assumptions: assumptionsOf(latex, reading, recognition),
    readValues: createValueReader(latex, reading, options.macros ? { macros: options.macros } : {}),
    versions,
  };
  return (values = {}) => (values === 'example' ? answerExample(formula) : answerValues(formula, values));
}

/** Letters that a concept takes for a function with a name: σ for the sigmoid. */
function functionLetters(chunks: readonly Candidate[]): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const { match, pattern } of chunks) {
    for (const [letter, { role }] of pattern.concept.roles) {
      const head = match.roles.get(letter)?.places[0]?.pieces[0]?.src;
      if (role.kind === 'function' && head && isBuiltIn({ kind: 'symbol', name: role.name, span: head.span }))
        letters.set(symbolKey(head), role.name);
    }
  }
  return letters;
}

function hasDots(e: Expr): boolean {
  return (e.kind === 'hole' && e.name === 'dots') || children(e).some(hasDots);
}

type PreparedChunk = { readonly known: EvaluatedChunk; readonly evaluate: ChunkEvaluator };

type Formula = {
  readonly latex: string;
  readonly read: ReadFormula;
  readonly root: Expr;
  readonly chunks: readonly PreparedChunk[];
  readonly candidates: readonly Candidate[];
  readonly evaluator: Evaluator;
  readonly assumptions: readonly AssumptionEntry[];
  readonly readValues: (values: PlainValues) => ReadValues;
  readonly versions: Versions;
};

function prepareChunks(latex: string, { chunks }: Recognition, root: Expr): PreparedChunk[] {
  const ordered = inOrder(chunks);
  const ids = new Map(ordered.map((candidate, k) => [candidate, `c${k + 1}`]));
  return ordered.map((candidate) => {
    const { spans, pattern } = candidate;
    const parent = parentOf(candidate, ordered);
    const known = {
      id: ids.get(candidate) as string,
      parent: parent ? (ids.get(parent) as string) : null,
      concept: pattern.concept.id,
      name: pattern.concept.file.name,
      latex: spans.map(([a, b]) => latex.slice(a, b)).join(' … '),
      spans,
    };
    return { known, evaluate: prepareChunk(candidate, root) };
  });
}

function answerValues(formula: Formula, values: PlainValues): EvaluateAnswer {
  const { given, errors, unused } = formula.readValues(values);
  const notes = unused.length === 0 ? [] : [`not in the formula: ${unused.join(', ')}`];
  if (errors.length > 0) {
    const result = formula.evaluator(given);
    return { ...emptyAnswer(formula, result, given, NOTHING_TAKEN), errors: [...errors], notes };
  }
  const factors = factorsFor(formula, given);
  const all = [...given, ...factors];
  const names = factors.map(({ expr }) => `$${written(expr, formula.latex)}$`);
  const taken = { ...NOTHING_TAKEN, computed: new Set(factors.map(({ expr }) => exprKey(expr))) };
  const computed = names.length === 0 ? [] : [`${names.join(', ')} were computed: they are factors of the matrix`];
  return toAnswer(formula, formula.evaluator(all), all, taken, [...notes, ...computed]);
}

/** Letters of a decomposition that have no values get those of the factors. */
function factorsFor({ read, candidates }: Formula, given: readonly Given[]): readonly Given[] {
  const kinds = new Map([...read.reading.kinds].map(([key, fact]) => [key, fact.kind]));
  return computedFactors(read.reading, candidates, given, (expr) => {
    const result = evaluate({ expr, given, kinds, budget: BUDGET });
    return result.ok ? result.value.value : undefined;
  });
}

type Taken = {
  readonly isExample: boolean;
  readonly madeUp: ReadonlySet<string>;
  /** Factors that follow from the matrix. */
  readonly computed?: ReadonlySet<string>;
};
const NOTHING_TAKEN: Taken = { isExample: false, madeUp: new Set() };

function answerExample(formula: Formula): EvaluateAnswer {
  const { given, result, madeUp } = exampleValues(inOrder(formula.candidates), formula.evaluator);
  return toAnswer(formula, result, given, { isExample: true, madeUp }, []);
}

function toAnswer(
  formula: Formula,
  result: EvaluateResult,
  given: readonly Given[],
  taken: Taken,
  before: readonly string[],
): EvaluateAnswer {
  const empty = emptyAnswer(formula, result, given, taken);
  if (!result.ok) return { ...empty, errors: [toError(result.error, formula.latex)], notes: [...before] };
  const { latex } = formula;
  const evaluation = result.value;
  const lines = evaluation.lines.map((line): EvaluatedLine => {
    const { span } = line.line;
    return {
      latex: latex.slice(span[0], span[1]),
      span: [span[0], span[1]],
      ...valued(line.value, line.over, latex),
      ...(line.assigns && { assigns: written(line.assigns, latex) }),
      ...(line.sides && line.line.kind === 'relation' && { sides: sidesOf(line.line.sides, line.sides, latex) }),
    };
  });
  const chunks = formula.chunks.map(({ known, evaluate }): EvaluatedChunk => {
    const found = evaluate(evaluation);
    if ('because' in found) return { ...known, because: found.because };
    return { ...known, ...valued(found.value, found.over, latex) };
  });
  const [only] = lines;
  const whole =
    lines.length === 1 && only
      ? { value: only.value, shape: only.shape }
      : { value: Object.fromEntries(lines.map((line) => [line.assigns ?? line.latex, line.value])) };
  return { ...empty, ...whole, lines, chunks, notes: [...before, ...notesOf(evaluation, taken, latex, given)] };
}

function emptyAnswer(
  { latex, versions, assumptions }: Formula,
  result: EvaluateResult,
  given: readonly Given[],
  taken: Taken,
): EvaluateAnswer {
  const inputs = result.ok ? result.value.inputs : result.inputs;
  return {
    latex,
    lines: [],
    chunks: [],
    inputs: [
      ...inputs.map((input) => toInput(input, given, taken, latex)),
      ...given.filter(({ expr }) => expr.kind !== 'symbol').map((term) => toTerm(term, taken, latex)),
    ],
    assumptions,
    notes: [],
    errors: [],
    versions,
  };
}

function valued(value: Value, over: readonly RunsOver[], latex: string) {
  return {
    value: toJsonValue(toPlain(value)),
    shape: [...shapeOf(value)],
    ...(over.length > 0 && {
      over: over.map(({ variable, values }) => ({ latex: written(variable, latex), values: [...values] })),
    }),
  };
}

function sidesOf(sides: readonly Expr[], values: readonly Value[], latex: string): EvaluatedLine['sides'] {
  return sides.map((side, k) => {
    const { value, shape } = valued(values[k] as Value, [], latex);
    return { latex: written(side, latex), value, shape };
  });
}

function written({ span }: Expr, latex: string): string {
  return latex.slice(span[0], span[1]).trim();
}

function toInput(input: NeededInput, given: readonly Given[], taken: Taken, latex: string): EvaluateInput {
  const own = given.find(({ expr }) => expr.kind === 'symbol' && symbolKey(expr) === input.key);
  return {
    latex: written(input.expr, latex),
    spans: input.spans.map(([a, b]): [number, number] => [a, b]),
    shape: input.shape ? [...input.shape] : null,
    source: sourceOf(input, own !== undefined, taken),
    ...(own && { value: toJson(own.value) }),
    ...(own === undefined && input.inferred !== undefined && { value: input.inferred }),
  };
}

/** Given values go back out as they came in, infinity as its name. */
function toJson(plain: unknown): JsonValue {
  return toJsonValue(plain as PlainValue);
}

/** A value for a whole term, such as `h_{t-1}`. */
function toTerm({ expr, value }: Given, { isExample, madeUp }: Taken, latex: string): EvaluateInput {
  const plain = toJson(value);
  const shape: number[] = [];
  for (let level: unknown = plain; Array.isArray(level); level = level[0]) shape.push(level.length);
  const source = madeUp.has(exprKey(expr)) ? 'made-up' : isExample ? 'example' : 'given';
  return { latex: written(expr, latex), spans: [[expr.span[0], expr.span[1]]], shape, source, value: plain };
}

function sourceOf(
  input: NeededInput,
  isGiven: boolean,
  { isExample, madeUp, computed }: Taken,
): EvaluateInput['source'] {
  if (madeUp.has(input.key)) return 'made-up';
  if (computed?.has(input.key)) return 'inferred';
  if (isGiven) return isExample ? 'example' : 'given';
  if (isMissing(input)) return 'missing';
  if (input.given) return 'constant';
  return input.inferred === undefined ? 'index' : 'inferred';
}

function notesOf(
  { inputs, lines, usedStableForm, usedZeroLog }: Evaluation,
  { madeUp }: Taken,
  latex: string,
  given: readonly Given[],
): string[] {
  const name = (input: NeededInput): string => `$${written(input.expr, latex)}$`;
  const notes: string[] = [];
  const hasUnit = given.some(({ expr }) => exprKey(expr) === 'i');
  if (usedStableForm)
    notes.push(
      'as written this overflows for these values: it was computed from logarithms, with the largest taken out',
    );
  if (usedZeroLog) notes.push('$0 \\log 0$ counts as 0, as it does in entropies');
  for (const { variable, values } of lines[0]?.over ?? [])
    notes.push(`$${written(variable, latex)}$ has no value: it runs from ${values[0]} to ${values.at(-1)}`);
  for (const input of inputs)
    if (input.inferred !== undefined && !input.given)
      notes.push(`${name(input)} is ${input.inferred}, the number of elements`);
  for (const input of inputs)
    if (input.key === 'i' && input.given && !hasUnit)
      notes.push('$i$ has no value and is no index: it is the imaginary unit');
  const invented = inputs.filter(({ key }) => madeUp.has(key)).map(name);
  if (invented.length > 0) notes.push(`no example has values for ${invented.join(', ')}: small numbers were made up`);
  return notes;
}

function toError(error: MathError, latex: string): EvaluateError {
  const [from, to] = error.span;
  return {
    code: error.code,
    message: error.message,
    span: [from, Math.min(to, latex.length)],
    hint: error.hint,
    ...(error.related.length > 0 && { related: error.related.map(([a, b]): [number, number] => [a, b]) }),
  };
}
