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
import { LATEX_PROBLEMS } from './latex-problems.js';
import { MATH_PROBLEMS } from './math-problems.js';

/**
 * What the server itself says no to; `says` explains it on the page of the problem. Codes of formulas (`latex/…`) come
 * from the engine and are always 422.
 */
export const PROBLEMS = {
  'request/invalid-json': {
    status: 400,
    title: 'The body is not JSON',
    says: 'The body was announced as application/json and cannot be read as JSON. In JSON each backslash of LaTeX is written twice.',
  },
  'request/not-utf8': {
    status: 400,
    title: 'The body is not UTF-8',
    says: 'The bytes of the body are not UTF-8. Files in other encodings have to be converted first.',
  },
  'request/invalid': {
    status: 400,
    title: 'The request is not as it should be',
    says: 'A field or a parameter is missing, or its value is not of the sort that is read. `errors` lists all of them, each with its path.',
  },
  'request/unknown-field': {
    status: 400,
    title: 'The request has a field that is not known',
    says: 'Unknown fields are refused, so that a misspelt option does not go unnoticed.',
  },
  'request/malformed': {
    status: 400,
    title: 'The request is not well-formed HTTP',
    says: 'The request line, a header or the percent-encoding of the path is broken.',
  },
  'request/not-found': { status: 404, title: 'There is nothing here', says: 'No route has this path.' },
  'concept/unknown': {
    status: 404,
    title: 'No such concept',
    says: 'The catalogue has no concept with this id. GET /v1/concepts lists all of them, and ?q= searches.',
  },
  'picture/none': {
    status: 422,
    title: 'No picture suits this formula',
    says: 'Drawn are functions of one or two numbers, functions of a list of numbers, and matrices whose entries are known. Values for more of the letters may help.',
  },
  'problem/unknown': {
    status: 404,
    title: 'No such problem',
    says: 'No problem has this code. GET /problems lists all of them.',
  },
  'request/method-not-allowed': {
    status: 405,
    title: 'This method is not offered here',
    says: 'The path exists, but not for this method. The header Allow names the methods that are offered.',
  },
  'request/not-acceptable': {
    status: 406,
    title: 'None of the formats asked for is offered',
    says: 'The parameter format, the suffix of the path or the header Accept asks for a format in which this route does not answer. The detail names those that are offered.',
  },
  'request/too-large': {
    status: 413,
    title: 'The body is too large',
    says: 'The body, the header or one line of a batch is longer than the server takes. Many formulas go in a batch (application/x-ndjson), which may be as long as it likes.',
  },
  'request/path-too-long': {
    status: 414,
    title: 'The path is too long',
    says: 'A part of the path is longer than any name that is known.',
  },
  'request/unsupported-media-type': {
    status: 415,
    title: 'This content type is not read',
    says: 'The header Content-Type is missing or names a type that this route does not read.',
  },
  'request/too-many': {
    status: 429,
    title: 'Too many requests',
    says: 'This client has sent more requests than it may. The header Retry-After says for how many seconds to wait.',
  },
  'request/unauthorized': {
    status: 401,
    title: 'An API key is needed',
    says: 'This server answers those who send a key that it knows, as Authorization: Bearer KEY.',
  },
  'request/too-slow': {
    status: 408,
    title: 'The body took too long',
    says: 'The body had not arrived in the time that the server waits for one. Long lists of formulas go in a batch (application/x-ndjson).',
  },
  'request/too-costly': {
    status: 422,
    title: 'The formula takes too long',
    says: 'To read the formula takes more time or memory than the server gives to one. The same formula will be refused again; its parts may be read one by one.',
  },
  'server/internal': {
    status: 500,
    title: 'formulens made a mistake',
    says: 'The fault is in the server, not in the request. Nothing about the formula is logged but its length and a hash.',
  },
  'server/overloaded': {
    status: 503,
    title: 'The server is busy',
    says: 'More is asked than can be answered in good time. The header Retry-After says for how many seconds to wait.',
  },
  'server/interrupted': {
    status: 503,
    title: 'The work was interrupted',
    says: 'The thread that read the formula ended before it was done. Another one takes its place; ask again.',
  },
  'server/closing': {
    status: 503,
    title: 'The server is shutting down',
    says: 'The server finishes what it has begun and takes nothing new. Ask again in a moment; another server may already be there.',
  },
} as const satisfies Record<string, { status: number; title: string; says?: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

export const TYPE_BASE = 'https://formulens.dev/problems/';

const FaultSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  path: z.string().optional().describe('where in the request'),
  span: z.tuple([z.int(), z.int()]).optional().describe('where in the formula'),
  related: z
    .array(z.tuple([z.int(), z.int()]))
    .optional()
    .describe('other places that belong to it'),
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
    requestId: z.string().optional().describe('the header x-request-id, to be found again in the log of the server'),
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
    title: known?.title ?? toFormulaTitle(first.code),
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
  rest: { readonly annotation?: Annotation; readonly answer?: ParseAnswer } = {},
): Problem {
  const [first] = errors;
  if (first === undefined) throw new RangeError('a formula without errors is no problem');
  return {
    type: TYPE_BASE + first.code,
    title: toFormulaTitle(first.code),
    status: 422,
    detail: first.message,
    code: first.code,
    hint: first.hint,
    span: first.span,
    errors,
    ...rest,
  };
}

/** What comes from the formula, not from the request: always 422. */
export const FORMULA_PROBLEMS = {
  ...LATEX_PROBLEMS,
  ...MATH_PROBLEMS,
  'document/unclosed': {
    title: 'A formula of a document is not closed',
    says: 'A document ends, or its paragraph does, before a formula that it opened was closed.',
  },
} as const;

function toFormulaTitle(code: string): string {
  return FORMULA_PROBLEMS[code as keyof typeof FORMULA_PROBLEMS]?.title ?? 'The formula cannot be read';
}
