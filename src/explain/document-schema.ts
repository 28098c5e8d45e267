import { z } from 'zod';
import { AnnotationSchema, ContextSchema, type Frozen, INCLUDABLE, MacrosSchema, VersionsSchema } from './schema.js';

/** The shapes of documents: what goes in, and the formulas that come out. */

export const MAX_DOCUMENT_LENGTH = 500_000;
export const MAX_DOCUMENT_FORMULAS = 2_000;

export const DOCUMENT_FORMATS = ['markdown', 'mdx', 'latex'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

const { domain, symbols } = ContextSchema.shape;

const documentOptions = {
  format: z.enum(DOCUMENT_FORMATS).optional().describe('how the text is written; markdown unless said'),
  domain: domain.describe('field whose conventions hold; where it is not said, headings may tell it'),
  symbols,
  macros: MacrosSchema.optional(),
  include: z.array(z.enum(INCLUDABLE)).max(INCLUDABLE.length).optional().describe('more to put into the answers'),
};

export const DocumentOptionsSchema = z.strictObject(documentOptions).describe('options of document()');
export const DocumentRequestSchema = z
  .strictObject({
    text: z.string().min(1).max(MAX_DOCUMENT_LENGTH).describe(`the document, 1 to ${MAX_DOCUMENT_LENGTH} characters`),
    ...documentOptions,
  })
  .meta({ id: 'DocumentRequest', description: 'a document whose formulas are to be annotated' });

const Offset = z.int().min(0);

export const DocumentFormulaSchema = z
  .object({
    span: z
      .tuple([Offset, Offset])
      .describe('UTF-16 offsets of the formula with its delimiters: text.slice(start, end)'),
    line: z.int().min(1).describe('line on which it begins, from 1'),
    column: z.int().min(1).describe('column in which it begins, in UTF-16 units from 1'),
    display: z.boolean().describe('whether it stands on lines of its own'),
    latex: z.string().describe('the LaTeX as it was read, without what the document puts before its lines'),
    offsets: z
      .array(z.tuple([Offset, Offset]))
      .describe(
        'pairs [in latex, in the text]: from there on both run alike up to the next pair; the last pair is their end',
      ),
    annotation: AnnotationSchema,
  })
  .meta({ id: 'DocumentFormula', description: 'one formula of a document' });

export const DocumentAnswerSchema = z
  .object({
    formulas: z.array(DocumentFormulaSchema).describe('in reading order'),
    left_out: z.int().min(0).describe(`formulas beyond the first ${MAX_DOCUMENT_FORMULAS}, which were not read`),
    versions: VersionsSchema,
  })
  .meta({ id: 'DocumentAnswer', description: 'the formulas of a document' });

export type DocumentOptions = Frozen<z.infer<typeof DocumentOptionsSchema>>;
export type DocumentRequest = Frozen<z.infer<typeof DocumentRequestSchema>>;
export type DocumentFormula = Frozen<z.infer<typeof DocumentFormulaSchema>>;
export type DocumentAnswer = Frozen<z.infer<typeof DocumentAnswerSchema>>;
