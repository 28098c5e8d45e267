import { z } from 'zod';
import { BehaviourSchema } from './behaviour-schema.js';
import { MatricesSchema } from './matrix-schema.js';

/**
 * The shapes that leave and enter formulens, written once: TypeScript types, validation, OpenAPI and `schemas/*.json`
 * all come from here. Names are a contract with the programs that read the answers.
 */

export const MAX_LATEX_LENGTH = 10_000;

/** Turns what zod infers into data that nobody may change. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

// ---------------------------------------------------------------------------------------------------- small pieces

const Offset = z.int().min(0);
const SpanSchema = z
  .tuple([Offset, Offset])
  .describe('half-open range of UTF-16 offsets into the LaTeX as given: latex.slice(start, end)');
const SpansSchema = z
  .array(SpanSchema)
  .describe('the pieces of the LaTeX, in source order; more than one where they are apart');
const Latex = z.string().describe('LaTeX as the caller wrote it');
const ConceptId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A lone surrogate is half a character: no program can show it, and no JSON reader must accept it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function badCharacterAt(text: string): { at: number; message: string } | undefined {
  const nul = text.indexOf('\0');
  const surrogate = text.search(LONE_SURROGATE);
  if (nul >= 0 && (surrogate < 0 || nul < surrogate)) return { at: nul, message: `NUL character at ${nul}` };
  if (surrogate >= 0) return { at: surrogate, message: `half a character (a lone surrogate) at ${surrogate}` };
  return undefined;
}

function text(maxLength: number, minLength?: number) {
  const bounded = z.string().max(maxLength);
  return (minLength === undefined ? bounded : bounded.min(minLength)).check((context) => {
    const bad = badCharacterAt(context.value);
    if (bad === undefined) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: bad.message,
      params: { code: 'latex/bad-character', span: [bad.at, bad.at + 1] },
    });
  });
}

// --------------------------------------------------------------------------------------------------------- requests

export const LatexSchema = text(MAX_LATEX_LENGTH, 1).describe(
  `the formula, without dollar signs, 1 to ${MAX_LATEX_LENGTH} characters`,
);

export const SymbolContextSchema = z
  .strictObject({
    meaning: text(500).optional().describe('what the symbol stands for, in words: "the learning rate"'),
    kind: z
      .enum(['scalar', 'vector', 'matrix', 'function', 'family', 'set', 'index', 'distribution', 'any'])
      .optional()
      .describe('what sort of thing the symbol is'),
    facts: z
      .array(text(500))
      .max(50)
      .optional()
      .describe('what is known of it: "sums to 1 over s", "positive", "symmetric"'),
  })
  .meta({ id: 'SymbolContext', description: 'what the caller knows of one symbol' });

export const ContextSchema = z
  .strictObject({
    prose: text(100_000).optional().describe('text around the formula: "where $\\alpha$ is the learning rate"'),
    preceding: z
      .array(LatexSchema)
      .max(200)
      .optional()
      .describe('formulas that stand before this one, in order; their definitions and facts hold here'),
    symbols: z
      .record(text(200, 1), SymbolContextSchema)
      .optional()
      .describe('what is known of symbols, by their LaTeX: {"\\\\alpha": {"meaning": "the learning rate"}}'),
    domain: text(100).optional().describe('field whose conventions hold: "machine-learning", "physics", "statistics"'),
    readings: z
      .record(text(1000, 1), text(200))
      .optional()
      .describe('readings to take where several are possible, by the LaTeX of the place: {"f(x)": "product"}'),
  })
  .meta({ id: 'Context', description: 'what is known around the formula' });

export const MacrosSchema = z.record(text(100, 1), text(2_000)).meta({
  id: 'Macros',
  description: 'macros in the format of KaTeX: {"\\\\R": "\\\\mathbb{R}", "\\\\norm": "\\\\lVert #1 \\\\rVert"}',
});

/** What can be asked for besides; what is not made yet is refused, not silently left out. */
export const INCLUDABLE = ['ast', 'html', 'picture', 'behaviour'] as const;

const annotateOptions = {
  context: ContextSchema.optional(),
  macros: MacrosSchema.optional(),
  include: z.array(z.enum(INCLUDABLE)).max(INCLUDABLE.length).optional().describe('more to put into the answer'),
  display: z
    .boolean()
    .optional()
    .describe('whether html is set as a display, as between $$; true unless it says false'),
};

export const AnnotateOptionsSchema = z.strictObject(annotateOptions).describe('options of annotate()');
export const AnnotateRequestSchema = z
  .strictObject({ latex: LatexSchema, ...annotateOptions })
  .meta({ id: 'AnnotateRequest', description: 'one formula to annotate' });
export const LineIdSchema = z
  .union([z.string().max(200), z.number()])
  .optional()
  .describe('comes back in the answer to this line');
export const BatchLineSchema = z
  .strictObject({
    id: LineIdSchema,
    latex: LatexSchema,
    ...annotateOptions,
  })
  .meta({ id: 'BatchLine', description: 'one line of a batch (NDJSON)' });

const parseOptions = { context: ContextSchema.optional(), macros: MacrosSchema.optional() };
export const ParseOptionsSchema = z.strictObject(parseOptions).describe('options of parse()');
export const ParseRequestSchema = z
  .strictObject({ latex: LatexSchema, ...parseOptions })
  .meta({ id: 'ParseRequest', description: 'one formula to read without looking for concepts' });

// ---------------------------------------------------------------------------------------------------------- answers

export const RoleSchema = z
  .object({
    latex: Latex.describe('what plays the role here'),
    spans: SpansSchema,
    meaning: z.string().describe('what the role is, with what is known of the symbol: "decay", "the encoder states"'),
  })
  .meta({ id: 'Role', description: 'what stands in one place of the concept' });

export const ExplanationSchema = z
  .object({
    abstraction: z.string().describe('what is it, in one plain sentence?'),
    chunking: z.string().describe('how do the symbols fall into blocks?'),
    action: z.string().describe('what does it do to what goes in?'),
    gist: z.string().describe('one clause, without a full stop, that reads well after "Here:"'),
  })
  .meta({ id: 'Explanation', description: 'the three lenses and the gist; $…$ marks LaTeX in the text' });

export const CheckSchema = z
  .object({
    kind: z
      .enum(['as-written', 'law', 'range', 'model'])
      .describe(
        'as-written: the source against the definition; law: a law of the concept with these roles; range: the index lies in the range; model: a relation on a sampled model',
      ),
    says: z.string().optional().describe('what was checked, in words: "the shares sum to 1"'),
    points: z.int().min(0).optional().describe('number of random points compared'),
    maxRelativeDifference: z.number().min(0).optional().describe('largest relative difference seen at those points'),
  })
  .meta({ id: 'Check', description: 'one check that could have failed and did not' });

export const EvidenceSchema = z
  .object({
    status: z
      .enum(['verified', 'structural'])
      .describe('verified: at least one check in numbers; structural: only the form was seen, see because'),
    checks: z.array(CheckSchema),
    seed: z.int().describe('seed of the random points, so that anybody gets the same'),
    because: z.string().optional().describe('why there are no numbers'),
  })
  .meta({ id: 'Evidence', description: 'why the claim is made' });

export const PartSchema = z
  .object({
    name: z.string().describe('name of the piece in the concept'),
    says: z.string().describe('what the piece is: "the exponentiated score"'),
    spans: SpansSchema,
    latex: Latex,
  })
  .meta({ id: 'Part', description: 'a piece of a chunk that a reader walks through' });

export const ChunkSchema = z
  .object({
    id: z.string().describe('name of the chunk within this answer: "c1"'),
    parent: z.string().nullable().describe('the chunk in which this one lies; null at the top'),
    concept: ConceptId.describe('id of the concept, see /v1/concepts/:id'),
    name: z.string().describe('name of the concept in words'),
    is_a: z.array(ConceptId).describe('more general concepts, nearest first'),
    spans: SpansSchema,
    latex: Latex,
    roles: z.record(z.string(), RoleSchema),
    explanation: ExplanationSchema,
    evidence: EvidenceSchema,
    parts: z.array(PartSchema).optional(),
    behaviour: z
      .array(BehaviourSchema)
      .optional()
      .describe('what it does, found by trying it, with include: ["behaviour"]'),
    fade: z.array(Latex).optional().describe('what to fade out to see the simpler thing behind it'),
  })
  .meta({ id: 'Chunk', description: 'a group of symbols that is one known thing' });

export const SymbolEntrySchema = z
  .object({
    latex: Latex,
    kind: z.string().describe('scalar, vector, matrix, function, family, set, index, distribution or any'),
    meaning: z.string().describe('what it stands for; empty where nothing is known'),
    source: z
      .enum(['definition', 'prose', 'request', 'convention', 'notation'])
      .describe('where the meaning comes from'),
    spans: SpansSchema,
  })
  .meta({ id: 'SymbolEntry', description: 'one symbol of the formula' });

export const WarningSchema = z
  .object({
    kind: z.string().describe('"near-miss": almost a concept, but not it'),
    concept: ConceptId.describe('the concept that was probably meant'),
    message: z.string().describe('what differs, where, and what follows from it'),
    spans: SpansSchema.describe(
      'the smallest places to mend; where something is only missing, the smallest piece to which it has to be added',
    ),
    within: SpansSchema.describe('the piece of the formula that was probably meant to be the concept'),
    mend: z.string().describe('LaTeX of the whole formula as it was probably meant; empty where none is sure'),
    counterexample: z.string().describe('the difference in numbers'),
  })
  .meta({ id: 'Warning', description: 'something that is probably not what was meant' });

export const AssumptionSchema = z
  .object({
    span: SpanSchema,
    reading: z.string().describe('the reading taken: "f applied to x"'),
    because: z.string(),
    alternatives: z.array(z.string()).describe('the other readings; force one by context.readings'),
  })
  .meta({ id: 'Assumption', description: 'a choice between readings' });

export const ErrorEntrySchema = z
  .object({
    code: z.string().describe('stable code: "latex/open-group"'),
    message: z.string(),
    span: SpanSchema,
    hint: z.string().describe('what to do about it'),
  })
  .meta({ id: 'ErrorEntry', description: 'a place that could not be read; the rest was' });

export const VersionsSchema = z
  .object({ engine: z.string(), catalogue: z.string() })
  .meta({ id: 'Versions', description: 'equal versions and equal requests give equal answers' });

export const AnnotationSchema = z
  .object({
    latex: Latex,
    gist: z.string().describe('what the whole formula says, in one clause; empty where no concept was found'),
    chunks: z.array(ChunkSchema).describe('outermost first, then in source order; they nest and never cross'),
    symbols: z.array(SymbolEntrySchema),
    warnings: z.array(WarningSchema),
    assumptions: z.array(AssumptionSchema),
    errors: z.array(ErrorEntrySchema),
    versions: VersionsSchema,
    ast: z.unknown().optional().describe('the expression as read, with include: ["ast"]'),
    matrices: MatricesSchema.optional(),
    html: z
      .string()
      .optional()
      .describe('markup by KaTeX, the symbols of each piece in <span data-fl="c1">, with include: ["html"]'),
    picture: z
      .string()
      .optional()
      .describe('the picture that suits the formula, as SVG, with include: ["picture"]; absent where none suits'),
    math: z
      .record(z.string(), z.string())
      .optional()
      .describe('markup of the LaTeX in the words, by the LaTeX between the dollar signs, with include: ["html"]'),
  })
  .meta({ id: 'Annotation', description: 'a formula, read aloud' });

export const ParseAnswerSchema = z
  .object({
    latex: Latex,
    ast: z.unknown().describe('the expression: nodes of kind number, symbol, apply, … each with its span'),
    mathjson: z.unknown().describe('the same as MathJSON, without spans'),
    outline: z.string().describe('the same as an indented outline for people'),
    assumptions: z.array(AssumptionSchema),
    errors: z.array(ErrorEntrySchema),
    versions: VersionsSchema,
  })
  .meta({ id: 'ParseAnswer', description: 'a formula as it was read, without concepts' });

const conceptSummary = {
  id: ConceptId,
  name: z.string(),
  family: z.string().describe('the folder in data/concepts'),
  is_a: z.array(ConceptId).describe('more general concepts, nearest first'),
  aliases: z.array(z.string()).describe('other names'),
  gist: z.string().describe('what it is in one clause; {role} stands for what plays the role'),
};
export const ConceptSummarySchema = z
  .object(conceptSummary)
  .meta({ id: 'ConceptSummary', description: 'one concept of the catalogue, in short' });

const ConceptLawSchema = z.object({
  latex: Latex.describe('\\self is the concept, \\self[x := c] the same with a role replaced'),
  says: z.string(),
  holds: z.enum(['yes', 'no', 'unknown']).describe('whether it holds for the definition; unknown: not computable'),
  points: z.int().min(0).describe('number of random points compared'),
});

const ConceptExampleSchema = z
  .object({
    latex: Latex.describe('what is computed: the definition, or a form where the values are for that one'),
    values: z.record(z.string(), z.unknown()).describe('values by the LaTeX of what has them'),
    value: z.unknown().describe('what it comes to: a number, {re, im}, a truth value, or nested arrays'),
  })
  .describe('the concept with numbers put in; left out where it cannot be computed');

export const ConceptDetailSchema = z
  .object({
    ...conceptSummary,
    related: z
      .object({
        parents: z.array(ConceptId).describe('more general by one step'),
        children: z.array(ConceptId).describe('more special by one step'),
        siblings: z.array(ConceptId).describe('others with one of its parents'),
      })
      .describe('the concepts next to it'),
    roles: z.record(
      z.string(),
      z.object({
        name: z.string().describe('what plays this role: "decay"'),
        kind: z.string().describe('scalar, vector, matrix, function, family, any …'),
      }),
    ),
    forms: z.array(Latex).describe('spellings that are recognised'),
    definition: z.string().describe('what every spelling must equal in numbers; empty where there is none'),
    laws: z.array(ConceptLawSchema).describe('what is always true of it, each checked in numbers'),
    behaviour: z.array(BehaviourSchema).describe('what its definition does, found by trying it'),
    example: ConceptExampleSchema.optional(),
    explain: ExplanationSchema.describe('the words; {role} stands for what plays the role'),
    matches: z.array(Latex).describe('formulas in which it is found'),
    near_misses: z
      .array(z.object({ latex: Latex, says: z.string().describe('what is wrong; empty where it is only refused') }))
      .describe('formulas in which it is not found'),
    references: z.array(z.string()),
  })
  .meta({ id: 'ConceptDetail', description: 'one concept of the catalogue, whole' });

// ------------------------------------------------------------------------------------------------------------ types

export type AnnotateOptions = Frozen<z.infer<typeof AnnotateOptionsSchema>>;
export type AnnotateRequest = Frozen<z.infer<typeof AnnotateRequestSchema>>;
export type BatchLine = Frozen<z.infer<typeof BatchLineSchema>>;
export type Context = Frozen<z.infer<typeof ContextSchema>>;
export type SymbolContext = Frozen<z.infer<typeof SymbolContextSchema>>;
export type ParseOptionsInput = Frozen<z.infer<typeof ParseOptionsSchema>>;
export type ParseRequest = Frozen<z.infer<typeof ParseRequestSchema>>;

export type Annotation = Frozen<z.infer<typeof AnnotationSchema>>;
export type Chunk = Frozen<z.infer<typeof ChunkSchema>>;
export type Role = Frozen<z.infer<typeof RoleSchema>>;
export type Explanation = Frozen<z.infer<typeof ExplanationSchema>>;
export type Evidence = Frozen<z.infer<typeof EvidenceSchema>>;
export type Check = Frozen<z.infer<typeof CheckSchema>>;
export type Part = Frozen<z.infer<typeof PartSchema>>;
export type SymbolEntry = Frozen<z.infer<typeof SymbolEntrySchema>>;
export type Warning = Frozen<z.infer<typeof WarningSchema>>;
export type AssumptionEntry = Frozen<z.infer<typeof AssumptionSchema>>;
export type ErrorEntry = Frozen<z.infer<typeof ErrorEntrySchema>>;
export type Versions = Frozen<z.infer<typeof VersionsSchema>>;
export type ParseAnswer = Frozen<z.infer<typeof ParseAnswerSchema>>;
export type ConceptSummary = Frozen<z.infer<typeof ConceptSummarySchema>>;
export type ConceptDetail = Frozen<z.infer<typeof ConceptDetailSchema>>;
