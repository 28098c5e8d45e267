import { z } from 'zod';
import {
  AssumptionSchema,
  ContextSchema,
  ErrorEntrySchema,
  type Frozen,
  LatexSchema,
  LineIdSchema,
  MacrosSchema,
  VersionsSchema,
} from './schema.js';
import { JsonValueSchema } from './value-schema.js';

/** Shapes of evaluation: a formula and values for its letters, and what all of it comes to. */

const MAX_SYMBOLS = 200;
const Offset = z.int().min(0);
const Span = z.tuple([Offset, Offset]).describe('half-open range of UTF-16 offsets into the LaTeX');
const Spans = z.array(Span);
const Latex = z.string().describe('LaTeX as the caller wrote it');

/** What a value may be is told by the answer, with the place in the formula: see the problem math/not-a-number. */
export const GivenValuesSchema = z
  .record(z.string().min(1).max(200), z.unknown())
  .refine((values) => Object.keys(values).length <= MAX_SYMBOLS, `at most ${MAX_SYMBOLS} values`)
  .describe(
    'values by the LaTeX of the symbol: {"x": 2, "\\\\mathbf{w}": [1, 0], "h_{t-1}": [0, 0]}; each a number, {re, im}, or nested ' +
      'arrays of these; a family stands under its base, its indices start at 1; "Infinity" and "-Infinity" are numbers too',
  );

const evaluateOptions = {
  values: z
    .union([z.literal('example'), GivenValuesSchema])
    .optional()
    .describe('the values, or "example" to take them from the examples of the concepts'),
  context: ContextSchema.optional(),
  macros: MacrosSchema.optional(),
};

export const EvaluateOptionsSchema = z.strictObject(evaluateOptions).describe('options of evaluate()');
export const EvaluateRequestSchema = z
  .strictObject({ latex: LatexSchema, ...evaluateOptions })
  .meta({ id: 'EvaluateRequest', description: 'one formula to evaluate' });
export const EvaluateLineSchema = z
  .strictObject({
    id: LineIdSchema,
    latex: LatexSchema,
    ...evaluateOptions,
  })
  .meta({ id: 'EvaluateLine', description: 'one line of a batch of evaluations (NDJSON)' });

const Shape = z.array(Offset).describe('lengths of the axes: [] for a number, [3] for a vector, [2, 3] for a matrix');

const RunsSchema = z
  .object({ latex: Latex, values: z.array(z.number()).describe('what it runs through') })
  .describe('an index that a value runs through');

const valued = {
  value: JsonValueSchema,
  shape: Shape,
  over: z.array(RunsSchema).optional().describe('the indices that the value runs through, outermost first'),
};

export const EvaluatedLineSchema = z
  .object({
    latex: Latex,
    span: Span,
    ...valued,
    assigns: Latex.optional().describe('what the line gives this value to'),
    sides: z
      .array(z.object({ latex: Latex, value: JsonValueSchema, shape: Shape }))
      .optional()
      .describe('both sides, where the line is a relation that was tested'),
  })
  .meta({ id: 'EvaluatedLine', description: 'what one line comes to' });

export const EvaluatedChunkSchema = z
  .object({
    id: z.string().describe('the same as in the annotation: "c1"'),
    parent: z.string().nullable().describe('the chunk in which this one lies; null at the top'),
    concept: z.string(),
    name: z.string(),
    latex: Latex,
    spans: Spans,
    value: JsonValueSchema.optional(),
    shape: Shape.optional(),
    over: valued.over,
    because: z.string().optional().describe('why there is no value'),
  })
  .meta({ id: 'EvaluatedChunk', description: 'a chunk of the formula with its value' });

export const EvaluateInputSchema = z
  .object({
    latex: Latex,
    spans: Spans,
    shape: z.array(Offset.nullable()).nullable().describe('the shape it needs; null for an axis of any length'),
    source: z
      .enum(['given', 'example', 'made-up', 'inferred', 'constant', 'index', 'missing'])
      .describe(
        'given: by the caller; example: from the example of a concept; made-up: a small number, since no example has one; ' +
          'inferred: it follows from the shapes of the others; index: it runs through all places',
      ),
    value: JsonValueSchema.optional(),
  })
  .meta({ id: 'EvaluateInput', description: 'a symbol that the value hangs on' });

export const EvaluateErrorSchema = ErrorEntrySchema.extend({
  related: Spans.optional().describe('other places that belong to it: both operands, every use of a missing symbol'),
}).meta({ id: 'EvaluateError', description: 'why there is no value' });

export const EvaluateAnswerSchema = z
  .object({
    latex: Latex,
    value: JsonValueSchema.optional().describe(
      'a number ("Infinity", "-Infinity" and "NaN" as strings), {re, im}, true or false for a relation, nested arrays; a list for ' +
        '\\pm; for several lines an object by the LaTeX of what each line gives a value to',
    ),
    shape: Shape.optional(),
    lines: z.array(EvaluatedLineSchema).describe('the formula line by line; empty where there are errors'),
    chunks: z.array(EvaluatedChunkSchema).describe('the chunks of the annotation, each with its value'),
    inputs: z.array(EvaluateInputSchema),
    assumptions: z.array(AssumptionSchema),
    notes: z.array(z.string()).describe('what a reader should know of how it was computed'),
    errors: z.array(EvaluateErrorSchema),
    versions: VersionsSchema,
  })
  .meta({ id: 'EvaluateAnswer', description: 'a formula with values put in' });

export type EvaluateOptions = Frozen<z.infer<typeof EvaluateOptionsSchema>>;
export type EvaluateRequest = Frozen<z.infer<typeof EvaluateRequestSchema>>;
export type EvaluateAnswer = Frozen<z.infer<typeof EvaluateAnswerSchema>>;
export type EvaluatedChunk = Frozen<z.infer<typeof EvaluatedChunkSchema>>;
export type EvaluatedLine = Frozen<z.infer<typeof EvaluatedLineSchema>>;
export type EvaluateInput = Frozen<z.infer<typeof EvaluateInputSchema>>;
export type EvaluateError = Frozen<z.infer<typeof EvaluateErrorSchema>>;
