import { z } from 'zod';
import { MAX_STEPS } from '../math/index.js';
import { ErrorEntrySchema, type Frozen, LatexSchema, MacrosSchema, VersionsSchema } from './schema.js';
import { JsonNumberSchema, JsonValueSchema, ValuesSchema } from './value-schema.js';

/** Shapes of programs: blocks of LaTeX lines that are run step by step. */

export const MAX_BLOCKS = 8;

export const BlockSchema = z
  .strictObject({
    name: z.string().min(1).max(60).optional().describe('how the answer calls it: "momentum"'),
    latex: LatexSchema.describe(
      'lines that assign, one step of the program: "v_t = \\\\beta v_{t-1} + g_t \\\\\\\\ …"',
    ),
    values: ValuesSchema.optional().describe('values for this block only'),
  })
  .meta({ id: 'Block', description: 'one program' });

export const SimulateRequestSchema = z
  .strictObject({
    blocks: z.array(BlockSchema).min(1).max(MAX_BLOCKS).describe('the programs, each run from the same start'),
    loss: LatexSchema.optional().describe(
      'what is made small: "J(\\\\theta) = …"; gradients in the blocks are its own',
    ),
    values: ValuesSchema.optional().describe('starting values ("\\\\theta", "x_0") and constants ("\\\\eta")'),
    steps: z.int().min(0).max(MAX_STEPS).describe('how many steps to run'),
    every: z.int().min(1).max(MAX_STEPS).optional().describe('report every so many steps; 1 unless said'),
    picture: z.boolean().optional().describe('whether to draw the runs; true unless said'),
    macros: MacrosSchema.optional(),
  })
  .meta({ id: 'SimulateRequest', description: 'programs in LaTeX, to be run' });

export const SeriesSchema = z
  .object({ latex: z.string().describe('the letter as it is written'), values: z.array(JsonValueSchema) })
  .describe('one letter, with its value at each reported step');

export const OutcomeSchema = z
  .object({
    kind: z
      .enum(['settled', 'cycle', 'moving', 'growing', 'diverged'])
      .describe(
        'settled: no longer changes; cycle: comes back to the same values; moving: still changes; growing: the loss ' +
          'ends above its start and rises; diverged: a value is no longer a finite number, and the run ended there',
      ),
    step: z.int().optional().describe('since which step, or after which'),
    period: z.int().optional().describe('of a cycle, in steps'),
    says: z.string().describe('the same in words'),
  })
  .meta({ id: 'Outcome', description: 'how a run ends' });

export const RunSchema = z
  .object({
    name: z.string(),
    latex: z.string(),
    at: z.array(z.int()).describe('the reported steps; 0 is the start'),
    parameters: z.array(SeriesSchema).describe('what the run is about, in the order of the loss: \\theta'),
    losses: z.array(JsonNumberSchema).optional().describe('the loss at each reported step'),
    others: z.array(SeriesSchema).describe('what else the lines assign; these have no value at step 0'),
    outcome: OutcomeSchema,
  })
  .meta({ id: 'Run', description: 'one program, run' });

export const SimulateErrorSchema = ErrorEntrySchema.extend({
  path: z.string().describe('where in the request: "blocks.0.latex"; the span lies in that text'),
});

export const SimulateAnswerSchema = z
  .object({
    runs: z.array(RunSchema).describe('in the order of the blocks; empty where there are errors'),
    assumptions: z.array(z.string()).describe('what was taken for granted, in words'),
    errors: z.array(SimulateErrorSchema),
    picture: z.string().optional().describe('the runs side by side, as SVG'),
    versions: VersionsSchema,
  })
  .meta({ id: 'SimulateAnswer', description: 'programs, run' });

export type SimulateRequest = Frozen<z.infer<typeof SimulateRequestSchema>>;
export type SimulateAnswer = Frozen<z.infer<typeof SimulateAnswerSchema>>;
export type SimulateError = Frozen<z.infer<typeof SimulateErrorSchema>>;
export type Outcome = Frozen<z.infer<typeof OutcomeSchema>>;
export type RunAnswer = Frozen<z.infer<typeof RunSchema>>;
