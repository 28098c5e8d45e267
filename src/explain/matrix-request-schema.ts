import { z } from 'zod';
import { MAX_DESCRIBED } from '../math/index.js';
import {
  DecompositionEntrySchema,
  EquationEntrySchema,
  MatrixDescriptionSchema,
  ProductEntrySchema,
} from './matrix-schema.js';
import {
  AssumptionSchema,
  ErrorEntrySchema,
  type Frozen,
  LatexSchema,
  MacrosSchema,
  VersionsSchema,
} from './schema.js';
import { ValuesSchema } from './value-schema.js';

/** A matrix, or LaTeX that comes to one, and what is said of it. */

export const MatrixRequestSchema = z
  .strictObject({
    matrix: z
      .array(z.array(z.number()).min(1).max(MAX_DESCRIBED))
      .min(1)
      .max(MAX_DESCRIBED)
      .optional()
      .describe(`rows of numbers, up to ${MAX_DESCRIBED} × ${MAX_DESCRIBED}`),
    latex: LatexSchema.optional().describe('a matrix, a product, an equation: "A = U \\\\Sigma V^\\\\top"'),
    values: ValuesSchema.optional(),
    macros: MacrosSchema.optional(),
  })
  .refine((r) => (r.matrix === undefined) !== (r.latex === undefined), {
    message: 'either matrix or latex, and not both',
  })
  .meta({ id: 'MatrixRequest', description: 'a matrix to describe: its rows, or LaTeX with values' });

export const MatrixAnswerSchema = z
  .object({
    latex: z.string().optional().describe('LaTeX as the caller wrote it'),
    says: z.array(z.string()).describe('the whole answer as sentences'),
    matrix: MatrixDescriptionSchema.optional().describe('what the value does; left out where it is no real matrix'),
    decompositions: z.array(DecompositionEntrySchema),
    products: z.array(ProductEntrySchema),
    equations: z.array(EquationEntrySchema),
    assumptions: z.array(AssumptionSchema),
    errors: z.array(ErrorEntrySchema),
    versions: VersionsSchema,
  })
  .meta({ id: 'MatrixAnswer', description: 'what a matrix does, and its factors' });

export type MatrixRequest = Frozen<z.infer<typeof MatrixRequestSchema>>;
export type MatrixAnswer = Frozen<z.infer<typeof MatrixAnswerSchema>>;
