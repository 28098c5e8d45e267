import type { Problem } from '../http/problem.js';

/** The service said no, and why: `problem.code`, `problem.hint`, and for formulas `problem.span`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  constructor(
    readonly problem: Problem,
    /** When the service wants to be asked again. */
    readonly retryAfterMs?: number,
  ) {
    super(problem.hint === '' ? problem.detail : `${problem.detail} (${problem.hint})`);
    this.status = problem.status;
    this.code = problem.code;
  }
}

export async function toProblemError(answer: Response): Promise<ProblemError> {
  const wait = toMilliseconds(answer.headers.get('retry-after'));
  const text = await answer.text();
  return new ProblemError({ ...(readProblem(text) ?? strangerProblem(answer)), status: answer.status }, wait);
}

function readProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
      ? (value as Problem)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Something between here and the service said no: a proxy, or another service. */
function strangerProblem({ status, statusText }: Response): Problem {
  const detail = `the answer was ${status} ${statusText}`.trim();
  return { type: 'about:blank', title: statusText, status, detail, code: 'client/no-problem-document', hint: '' };
}

/** `Retry-After` is a number of seconds or a date. */
function toMilliseconds(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
