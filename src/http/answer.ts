import { createHash } from 'node:crypto';
import type { Engine } from '../engine.js';
import { CONTENT_TYPES, type Format } from './negotiate.js';
import type { Problem } from './problem.js';
import { renderProblemPage, renderProblemText } from './problem-text.js';

/** An answer in every form in which it can be asked for; only the form that is asked for is made. */
export type Answer =
  | {
      readonly status?: number;
      readonly json: () => unknown;
      readonly text: (options: { readonly width?: number; readonly color?: boolean }) => string;
      readonly html: () => string;
      /** A picture, where the route offers one. */
      readonly svg?: () => string;
      /** The concepts that were found, one id for each chunk; the metrics count them. */
      readonly concepts?: readonly string[];
    }
  | { readonly problem: Problem };

/** How the client wants to see the answer. */
export type Asked = { readonly format: Format; readonly width?: number; readonly color: boolean };

/** An answer as it goes out: nothing is left to do for a repeated request but to send it. */
export type StoredAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer;
};

/**
 * What is to be answered: a pure function of engine and input, so that it can run in another thread and its answer can
 * be kept. `input` is plain data.
 */
export type Job<Input> = {
  /** Tells jobs with the same input apart: "annotate". */
  readonly name: string;
  readonly input: Input;
  readonly answer: (engine: Engine, input: Input) => Answer;
  /**
   * `import.meta.url` of a module that exports `answerers`, in which `answer` stands under the name of the job: there a
   * thread finds it. A job without one is so short that it is done at once, in the thread that serves.
   */
  readonly module?: string;
};

/** What a module exports whose jobs run in other threads. */
export type Answerers = Readonly<Record<string, (engine: Engine, input: never) => Answer>>;

export function toStored(answer: Answer, wanted: Asked): StoredAnswer {
  // What is no picture, a problem above all, is written as JSON for those who asked for one.
  const isPicture = 'svg' in answer && answer.svg !== undefined;
  const asked = wanted.format === 'svg' && !isPicture ? { ...wanted, format: 'json' as const } : wanted;
  const status = 'problem' in answer ? answer.problem.status : (answer.status ?? 200);
  const bytes = Buffer.from(write(answer, asked));
  const contentType =
    asked.format === 'json' && status >= 400 ? 'application/problem+json; charset=utf-8' : CONTENT_TYPES[asked.format];
  return { status, contentType, etag: toTag(bytes), bytes };
}

/** JSON that is already written. */
export function toJsonAnswer(bytes: Buffer): StoredAnswer {
  return { status: 200, contentType: CONTENT_TYPES.json, etag: toTag(bytes), bytes };
}

function toTag(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 32)}"`;
}

function write(answer: Answer, { format, width, color }: Asked): string {
  const whole = 'problem' in answer ? writtenProblem(answer.problem) : answer;
  if (format === 'json') return `${JSON.stringify(whole.json())}\n`;
  if (format === 'html') return whole.html();
  if (format === 'svg' && 'svg' in whole && whole.svg !== undefined) return whole.svg();
  return whole.text({ ...(width === undefined ? {} : { width }), color });
}

function writtenProblem(problem: Problem): Exclude<Answer, { problem: Problem }> {
  return {
    json: () => problem,
    text: () => renderProblemText(problem),
    html: () => renderProblemPage(problem),
  };
}
