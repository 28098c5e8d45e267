import { z } from 'zod';
import type { RequestFault } from '../explain/request-fault.js';
import {
  type Annotation,
  AnnotationSchema,
  type ErrorEntry,
  type Frozen,
  type ParseAnswer,
  ParseAnswerSchema,
} from '../explain/schema.js';

/** What the server itself says no to. Codes of formulas (`latex/…`) come from the engine and are always 422. */
export const PROBLEMS = {
  'request/invalid-json': { status: 400, title: 'The body is not JSON' },
  'request/not-utf8': { status: 400, title: 'The body is not UTF-8' },
  'request/invalid': { status: 400, title: 'The request is not as it should be' },
  'request/unknown-field': { status: 400, title: 'The request has a field that is not known' },
  'request/malformed': { status: 400, title: 'The request is not well-formed HTTP' },
  'request/not-found': { status: 404, title: 'There is nothing here' },
  'concept/unknown': { status: 404, title: 'No such concept' },
  'request/method-not-allowed': { status: 405, title: 'This method is not offered here' },
  'request/not-acceptable': { status: 406, title: 'None of the formats asked for is offered' },
  'request/too-large': { status: 413, title: 'The body is too large' },
  'request/path-too-long': { status: 414, title: 'The path is too long' },
  'request/unsupported-media-type': { status: 415, title: 'This content type is not read' },
  'request/too-many': { status: 429, title: 'Too many requests' },
  'server/internal': { status: 500, title: 'formulens made a mistake' },
  'server/closing': { status: 503, title: 'The server is shutting down' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

const TYPE_BASE = 'https://formulens.dev/problems/';

const FaultSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  path: z.string().optional().describe('where in the request'),
  span: z.tuple([z.int(), z.int()]).optional().describe('where in the formula'),
});

/** RFC 9457, with what a program needs to show the place. */
export const ProblemSchema = z
  .object({
    type: z.string().describe(`stable: ${TYPE_BASE} and the code`),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('the end of type: "latex/open-group", "request/invalid"'),
    hint: z.string().describe('what to do about it'),
    span: z.tuple([z.int(), z.int()]).optional().describe('the place in the formula, in UTF-16 offsets'),
    errors: z.array(FaultSchema).optional().describe('all that is wrong, where it is more than one thing'),
    annotation: AnnotationSchema.optional().describe('what could be read of the formula in spite of its errors'),
    answer: ParseAnswerSchema.optional().describe('the same for /v1/parse'),
  })
  .meta({ id: 'Problem', description: 'what went wrong, as RFC 9457 has it' });

export type Problem = Frozen<z.infer<typeof ProblemSchema>>;

export function toProblem(code: ProblemCode, detail: string, hint = ''): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: TYPE_BASE + code, title, status, detail, code, hint };
}

/** A request that its schema refuses. */
export function faultsToProblem(faults: readonly RequestFault[]): Problem {
  const [first] = faults;
  if (first === undefined) return toProblem('request/invalid', 'the request is not as it should be');
  const known = PROBLEMS[first.code as ProblemCode] as { status: number; title: string } | undefined;
  return {
    type: TYPE_BASE + first.code,
    title: known?.title ?? 'The formula cannot be read',
    status: known?.status ?? 422,
    detail: first.message,
    code: first.code,
    hint: first.hint,
    ...(first.span === undefined ? {} : { span: first.span }),
    ...(faults.length > 1 ? { errors: faults } : {}),
  };
}

/** A formula that was read in part only; the part that was read comes along. */
export function formulaProblem(
  errors: readonly ErrorEntry[],
  rest: { readonly annotation: Annotation } | { readonly answer: ParseAnswer },
): Problem {
  const [first] = errors;
  return {
    type: TYPE_BASE + (first?.code ?? 'latex/unreadable'),
    title: 'The formula cannot be read as a whole',
    status: 422,
    detail: first?.message ?? 'the formula cannot be read',
    code: first?.code ?? 'latex/unreadable',
    hint: first?.hint ?? '',
    ...(first === undefined ? {} : { span: first.span }),
    errors,
    ...rest,
  };
}
