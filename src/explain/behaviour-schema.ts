import { z } from 'zod';
import type { Frozen } from './schema.js';

/** What is found out about a function by trying it, never by what is said of it. */
export const BehaviourSchema = z
  .object({
    property: z
      .string()
      .describe(
        'range, sums-to-1, shift, scale, sign, symmetric, order, monotone, bend, limit, flat, fixed-point, idempotent …',
      ),
    of: z.array(z.string()).describe('the roles that were changed; empty for what concerns the value alone'),
    holds: z.boolean(),
    says: z.string().describe('what was found, in a sentence with its numbers; $…$ marks LaTeX'),
    samples: z.int().describe('number of places or pairs that were compared'),
    counterexample: z.string().optional().describe('where it does not hold: the numbers of one case'),
  })
  .meta({ id: 'Behaviour', description: 'one property, tested on seeded samples of the definition' });

export type Behaviour = Frozen<z.infer<typeof BehaviourSchema>>;
