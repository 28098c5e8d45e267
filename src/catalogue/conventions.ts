import { z } from 'zod';
import { exprKey } from '../expr/key.js';
import { read } from '../meaning/index.js';
import { parse } from '../syntax/index.js';
import type { CatalogueProblem } from './schema.js';

/** What letters stand for by habit, `data/symbols/<domain>.yaml`. */
export const ConventionsSchema = z.strictObject({
  domain: z.string().min(2),
  symbols: z.array(
    z.strictObject({
      latex: z.string().min(1),
      meaning: z.string().min(3),
      kind: z.string().optional(),
      beside: z.array(z.string()).default([]).describe('concepts next to which the habit holds'),
    }),
  ),
});

export type Convention = {
  readonly domain: string;
  /** `exprKey` of the symbol. */
  readonly key: string;
  readonly meaning: string;
  readonly beside: readonly string[];
};

export function compileConventions(files: readonly { readonly file: string; readonly data: unknown }[]) {
  const problems: CatalogueProblem[] = [];
  const conventions: Convention[] = [];
  for (const { file, data } of files) {
    const result = ConventionsSchema.safeParse(data);
    if (!result.success) {
      for (const i of result.error.issues)
        problems.push({ file, key: i.path.map(String).join('.'), reason: i.message });
      continue;
    }
    for (const s of result.data.symbols) {
      const key = exprKey(read(parse(s.latex)).expr);
      conventions.push({ domain: result.data.domain, key, meaning: s.meaning, beside: s.beside });
    }
  }
  return { conventions, problems };
}
