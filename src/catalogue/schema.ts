import { z } from 'zod';

/** What a concept file in `data/concepts/<family>/<id>.yaml` may say. One file is one concept; the docs explain each key. */

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters and digits, joined by hyphens');
const latex = z.string().min(1);
const sentence = z.string().min(3);

export const RoleKind = z.enum([
  'any',
  'scalar',
  'vector',
  'vector!',
  'matrix',
  'matrix!',
  'function',
  'family',
  'index',
  'set',
  'text',
  'order',
]);
export type RoleKind = z.infer<typeof RoleKind>;

export const RoleDomain = z.enum([
  'real',
  'positive',
  'tiny',
  'nonnegative',
  'probability',
  'integer',
  'natural',
  'nonzero',
  'complex',
]);
export type RoleDomain = z.infer<typeof RoleDomain>;

export const RoleSchema = z.strictObject({
  name: z.string().min(2).describe('what it is, as a noun phrase: "running average"'),
  kind: RoleKind.default('any').describe('what may stand there; `!` asks for proof by notation or declaration'),
  domain: RoleDomain.default('real').describe('values that samples take in proofs'),
  state: z.boolean().default(false).describe('the quantity that a recurrence carries from step to step'),
  free_of: z.array(z.string()).default([]).describe('roles that must not occur in it'),
  mentions: z.array(latex).default([]).describe('one of these must occur in it: `\\nabla` asks for a gradient'),
  slope_at: z.string().optional().describe('a derivative in it that says where it is taken is taken at this role'),
  conjugate_of: z.string().optional().describe('the letter of that role with a star or a bar: `f^*` beside `f`'),
  prefer: z.array(latex).default([]).describe('letters usual for this role: decides between equal bindings'),
  among: z.array(latex).default([]).describe('only these may stand there (letters, names): evidence by name'),
  never: z.array(latex).default([]).describe('letters that mean something else: none of them stands there by itself'),
  unit: z.boolean().default(false).describe('a factor 1 here may be invisible'),
  optional: z.boolean().default(false).describe('a term 0 here may be invisible'),
  signed: z.boolean().default(false).describe('a leftover minus sign may belong to it'),
  scalar: z.boolean().default(false).describe('of a family: its elements are numbers, never shown vectors'),
  vector: z.boolean().default(false).describe('of a family: its elements are shown vectors'),
  atomic: z.boolean().default(false).describe('one symbol or element, never a sum or product'),
  variable: z.boolean().default(false).describe('never a bare number; of a state: never at a numbered step'),
  compound: z.boolean().default(false).describe('never a bare number or single symbol'),
  plain: z.boolean().default(false).describe('no power of what it asks for: a slope, not its square'),
  sum: z.boolean().default(false).describe('something is added in it, or it is a function: what may be the rest of 1'),
  table: z
    .enum(['written', 'numbers', 'lower', 'unit lower', 'upper'])
    .optional()
    .describe(
      'a matrix written out entry by entry: any, of numbers, or with zeros on one side of its diagonal (and ones on it)',
    ),
  product: z
    .boolean()
    .default(false)
    .describe('something is multiplied, applied or taken off an element in it: more than letters added up'),
});

export const FormSchema = z
  .strictObject({
    latex: latex.optional().describe('one formula'),
    lines: z.array(latex).min(2).optional().describe('several lines that share roles'),
    where: z.array(latex).default([]).describe('relations between roles that must hold: `a + b = 1`, `n = \\count{i}`'),
    given: z
      .array(z.record(z.string(), z.string()))
      .default([])
      .describe('what must be known of a role: `{w: sums to 1}`, `{m: exponential-moving-average}`'),
    parts: z.record(z.string(), z.string()).default({}).describe('what each \\part{name}{…} is'),
    assume: z
      .string()
      .optional()
      .describe('what the form takes for granted; it then counts as structural evidence only'),
    doubt: z
      .string()
      .optional()
      .describe('why numbers cannot bear out this form: what is claimed by it stays structural, and says so'),
    whole: z.boolean().default(false).describe('no leftover factor or term beside it'),
    named: z.boolean().default(false).describe('rests on a name: `\\operatorname{softmax}(z)`'),
    value: latex.optional().describe('what a name is worth, by which claims of it are proved'),
  })
  .refine((f) => (f.latex === undefined) !== (f.lines === undefined), 'a form has either `latex` or `lines`');

export const LawSchema = z.strictObject({
  latex: latex.describe('a relation; `\\self` is the chunk as written, `\\self[x := c]` with a role replaced'),
  says: sentence,
  runtime: z.boolean().default(false).describe('checked on every chunk that is found, with its own roles and range'),
});

export const NearMissSchema = z.strictObject({
  latex,
  says: sentence.optional().describe('what differs, kindly and exactly'),
  mend: z.string().optional().describe('which form the mended formula has: `form 1`'),
  silent: z.boolean().default(false).describe('refused without a warning'),
  context: z.string().optional(),
});

export const ConceptSchema = z.strictObject({
  id,
  name: z.string().min(2),
  is_a: z.array(id).default([]),
  aliases: z.array(z.string()).default([]),
  roles: z.record(z.string(), RoleSchema).default({}),
  forms: z.array(FormSchema).min(1),
  definition: latex.optional().describe('the value of the concept in terms of its roles, by which claims are proved'),
  laws: z.array(LawSchema).default([]),
  provides: z.array(z.string()).default([]).describe('facts that hold of what the concept defines: `sums to 1 over i`'),
  any_log_base: z.boolean().default(false).describe('a logarithm to any base will do: bits or nats'),
  replaces: z.array(id).default([]).describe('concepts silenced where this one is found'),
  symmetric: z.array(z.array(z.string()).min(2)).default([]).describe('roles that may be exchanged'),
  explain: z.strictObject({ gist: sentence, abstraction: sentence, chunking: sentence, action: sentence }),
  matches: z.array(z.union([latex, z.strictObject({ latex, context: z.string() })])).min(1),
  near_misses: z.array(NearMissSchema).default([]),
  example: z.record(z.string(), z.unknown()).default({}),
  fade: z.array(z.string()).default([]).describe('roles that a reader may fade out to see the simpler concept inside'),
  references: z.array(z.string().min(5)).min(1),
});

export type ConceptFile = z.infer<typeof ConceptSchema>;
export type Role = z.infer<typeof RoleSchema>;
export type Form = z.infer<typeof FormSchema>;
export type Law = z.infer<typeof LawSchema>;
export type NearMiss = z.infer<typeof NearMissSchema>;

/** One thing wrong with a data file, for its author. */
export type CatalogueProblem = { readonly file: string; readonly key: string; readonly reason: string };

/** Checks one parsed file; problems name file, key and reason. */
export function parseConcept(
  file: string,
  raw: unknown,
): { ok: true; value: ConceptFile } | { ok: false; problems: CatalogueProblem[] } {
  const result = ConceptSchema.safeParse(raw);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map((i) => ({
    file,
    key: i.path.map(String).join('.') || '(file)',
    reason: i.message,
  }));
  return { ok: false, problems };
}
