import type { z } from 'zod';
import type { Engine } from '../engine.js';
import { EvaluateLineSchema } from '../explain/evaluate-schema.js';
import { type RequestFault, toRequestFaults } from '../explain/request-fault.js';
import { type Annotation, type BatchLine, BatchLineSchema, LineIdSchema } from '../explain/schema.js';

/** A line may hold a formula, its prose and the formulas before it; what is longer is not read into memory. */
export const MAX_LINE_BYTES = 1_048_576;

const NEWLINE = 10;

/** One line of the input, or the news that it was too long to keep. */
export type RawLine = { readonly bytes: Uint8Array } | { readonly tooLong: true };

/** The lines of a stream, a group for each piece that arrives, so that nobody waits for the next piece. */
export async function* toLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly RawLine[]> {
  let kept: Uint8Array[] = [];
  let size = 0;
  const close = (): RawLine => {
    const line: RawLine = size > MAX_LINE_BYTES ? { tooLong: true } : { bytes: joinBytes(kept, size) };
    kept = [];
    size = 0;
    return line;
  };
  const keep = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > MAX_LINE_BYTES) kept = [];
    else if (bytes.length > 0) kept.push(bytes);
  };
  for await (const piece of pieces) {
    const lines: RawLine[] = [];
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      keep(piece.subarray(start, end));
      lines.push(close());
      start = end + 1;
    }
    keep(piece.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [close()];
}

function joinBytes(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const only = pieces[0];
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Keeps answers to lines, without their ids, under what they ask. */
export type LineMemory = {
  get(question: string): string | undefined;
  set(question: string, answer: string): void;
};

/** The answer to one line, without its line end; undefined for a blank line, which asks nothing. */
export function answerLine(
  raw: RawLine,
  engine: Engine,
  /** Sees what was found, for those who count. */
  look?: (annotation: Annotation) => void,
  memory?: LineMemory,
): string | undefined {
  const annotate = ({ id: _id, latex, ...options }: BatchLine): Annotation => {
    const annotation = engine.annotate(latex, options);
    look?.(annotation);
    return annotation;
  };
  return answerTo(raw, BatchLineSchema, annotate, memory);
}

/** The same for a batch of evaluations: an error of the mathematics is the line's `error`. */
export function evaluateLine(raw: RawLine, engine: Engine): string | undefined {
  return answerTo(raw, EvaluateLineSchema, ({ id: _id, latex, ...options }) => {
    const answer = engine.evaluate(latex, options);
    const [error] = answer.errors;
    return error === undefined ? answer : { error, inputs: answer.inputs, versions: answer.versions };
  });
}

/** Reads one line as a request and writes what is made of it, under the id of the line. */
function answerTo<T extends z.ZodType>(
  raw: RawLine,
  schema: T,
  make: (request: z.output<T>) => object,
  memory?: LineMemory,
): string | undefined {
  if ('tooLong' in raw) {
    const message = `the line is longer than ${MAX_LINE_BYTES} bytes`;
    return refusal(null, { code: 'request/too-large', message, hint: 'one formula a line; shorten its prose' });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw.bytes);
  } catch {
    return refusal(null, { code: 'request/not-utf8', message: 'the line is not UTF-8', hint: 'send it as UTF-8' });
  }
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refusal(null, {
      code: 'request/invalid-json',
      message: 'the line is not JSON',
      hint: 'one object a line: {"id": 1, "latex": "x^2"}',
    });
  }
  const id = toId(value);
  const question = memory === undefined ? undefined : toQuestion(value);
  const known = question === undefined ? undefined : memory?.get(question);
  if (known !== undefined) return withId(id, known);
  const request = schema.safeParse(value);
  if (!request.success) {
    const [first] = toRequestFaults(request.error, value);
    return refusal(id, first ?? { code: 'request/invalid', message: 'the line is not a request', hint: '' });
  }
  const answer = JSON.stringify(make(request.data));
  if (question !== undefined) memory?.set(question, answer);
  return withId(id, answer);
}

/** What a line asks, whatever its id; undefined where the id may not be one. */
function toQuestion(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, ...asked } = value as { readonly id?: unknown };
  return LineIdSchema.safeParse(id).success ? JSON.stringify(asked) : undefined;
}

/** An answer is an object with at least one field. */
function withId(id: string | number | null, answer: string): string {
  return `{"id":${JSON.stringify(id)},${answer.slice(1)}`;
}

/** What is said of a line on which the work could not be done. */
export function refuseLine(raw: RawLine, fault: RequestFault): string {
  if ('tooLong' in raw) return refusal(null, fault);
  try {
    return refusal(toId(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw.bytes))), fault);
  } catch {
    return refusal(null, fault);
  }
}

function refusal(id: string | number | null, error: RequestFault): string {
  return JSON.stringify({ id, error });
}

function toId(value: unknown): string | number | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' || typeof value.id === 'number' ? value.id : null;
}
