import { z } from 'zod';
import { DECOMPOSITION_KINDS } from '../math/index.js';
import type { Frozen } from './schema.js';
import { JsonValueSchema } from './value-schema.js';

/** Shapes of what is said of matrices: what they do, products read, equations checked, factors. */

const Latex = z.string().describe('LaTeX as the caller wrote it');
const Span = z.tuple([z.int(), z.int()]).describe('half-open range of UTF-16 offsets into the LaTeX as given');
const Numbers = z.array(z.number());

const MatrixActionSchema = z
  .object({
    kind: z.string().describe('identity, rotation, projection, shear, singular …'),
    says: z.string().describe('what it does, in a sentence with its numbers'),
    numbers: z
      .record(z.string(), z.unknown())
      .describe('the numbers of the sentence: {"degrees": 90}, {"onto": …, "along": …}'),
  })
  .meta({ id: 'MatrixAction', description: 'one thing that a matrix does; tested on its numbers' });

const description = {
  matrix: z.array(Numbers),
  shape: z.tuple([z.int(), z.int()]).describe('rows and columns'),
  rank: z.int(),
  determinant: z.number().optional().describe('of square matrices'),
  nullSpace: z.array(Numbers).describe('a basis of what is sent to zero'),
  pivots: z.array(z.int()).describe('columns, from 1, that span all that can come out'),
  tolerance: z.number().describe('entries count as equal within this part of the largest one'),
  actions: z.array(MatrixActionSchema).describe('most telling first; empty where it has no special structure'),
  says: z.array(z.string()).describe('shape, rank and determinant, in words'),
};
export const MatrixDescriptionSchema = z
  .object(description)
  .meta({ id: 'MatrixDescription', description: 'what a matrix of numbers does' });

export const MatrixEntrySchema = z
  .object({ latex: Latex, span: Span, ...description })
  .meta({ id: 'MatrixEntry', description: 'a matrix of numbers in the formula, and what it does' });

export const ProductEntrySchema = z
  .object({
    latex: Latex,
    span: Span,
    value: z.array(Numbers),
    columns: z.array(z.string()).describe('each column of the product, as a mix of the columns on the left'),
    rows: z.array(z.string()).describe('each row of the product, as a mix of the rows on the right'),
  })
  .meta({ id: 'ProductEntry', description: 'a product of matrices of numbers, read both ways' });

export const EquationEntrySchema = z
  .object({
    latex: Latex,
    span: Span,
    holds: z.boolean(),
    says: z.string().describe('what was compared; of a wrong equation, the first place where the sides differ'),
    place: z.array(z.int()).optional().describe('row and column of the first wrong entry, from 1'),
  })
  .meta({ id: 'EquationEntry', description: 'an equation between things that have values, computed and compared' });

export const DecompositionEntrySchema = z
  .object({
    kind: z.enum(DECOMPOSITION_KINDS as readonly [string, ...string[]]),
    name: z.string(),
    concept: z.string().describe('id of the concept, see /v1/concepts/:id'),
    latex: Latex.describe('the equation, as written where it was written'),
    span: Span.optional(),
    exists: z.boolean(),
    factors: z
      .array(z.object({ latex: Latex, value: JsonValueSchema }))
      .describe('each factor with its numbers; empty where there are none'),
    steps: z.array(z.string()).describe('what each factor does, in the order in which they act'),
    says: z.string().describe('the whole in a sentence, or why there are no such factors'),
    largestDifference: z
      .number()
      .optional()
      .describe('between the factors multiplied and the matrix, as a part of its largest entry'),
  })
  .meta({ id: 'DecompositionEntry', description: 'a matrix taken apart, and what each factor does' });

/** In the annotation of a formula with matrices of numbers. */
export const MatricesSchema = z
  .object({
    literals: z.array(MatrixEntrySchema),
    products: z.array(ProductEntrySchema),
    equations: z.array(EquationEntrySchema),
    decompositions: z.array(DecompositionEntrySchema),
  })
  .meta({ id: 'Matrices', description: 'what the matrices of numbers in a formula do; left out where there are none' });

export type MatrixDescriptionEntry = Frozen<z.infer<typeof MatrixDescriptionSchema>>;
export type MatrixEntry = Frozen<z.infer<typeof MatrixEntrySchema>>;
export type ProductEntry = Frozen<z.infer<typeof ProductEntrySchema>>;
export type EquationEntry = Frozen<z.infer<typeof EquationEntrySchema>>;
export type DecompositionEntry = Frozen<z.infer<typeof DecompositionEntrySchema>>;
export type Matrices = Frozen<z.infer<typeof MatricesSchema>>;
