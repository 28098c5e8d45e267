import { z } from 'zod';
import { ContextSchema, ErrorEntrySchema, type Frozen, MacrosSchema, VersionsSchema } from './schema.js';
import { ValuesSchema } from './value-schema.js';

/** Shapes of pictures of formulas. */

export const PictureOptionsSchema = z
  .strictObject({
    values: ValuesSchema.optional().describe('values of letters; what has none is taken from an example'),
    context: ContextSchema.optional(),
    macros: MacrosSchema.optional(),
  })
  .describe('options of picture()');

export const PictureAnswerSchema = z
  .object({
    latex: z.string().describe('LaTeX as the caller wrote it'),
    picture: z
      .string()
      .optional()
      .describe('SVG, without script, with a title and a description; absent where none suits'),
    errors: z.array(ErrorEntrySchema).describe('why there is none, where something is wrong'),
    versions: VersionsSchema,
  })
  .meta({ id: 'PictureAnswer', description: 'a picture of a formula' });

export type PictureOptions = Frozen<z.infer<typeof PictureOptionsSchema>>;
export type PictureAnswer = Frozen<z.infer<typeof PictureAnswerSchema>>;
