import type { Annotation, BatchLine } from '../explain/schema.js';
import type { CallOptions, Send } from './request.js';

export type BatchError = { readonly code: string; readonly message: string; readonly hint: string };
type Id = string | number | null;
/** The answer to one line: an annotation, or what was wrong with the line. */
export type BatchAnswer = ({ readonly id: Id } & Annotation) | { readonly id: Id; readonly error: BatchError };

/** Browsers cannot send a stream: the lines go in groups, and no group is read before it is wanted. */
const LINES_PER_REQUEST = 200;
const NDJSON = 'application/x-ndjson';

/** Any number of formulas, answered in order; neither they nor their answers are held in memory at once. */
export async function* annotateAll(
  send: Send,
  lines: Iterable<BatchLine> | AsyncIterable<BatchLine>,
  options: CallOptions,
): AsyncGenerator<BatchAnswer> {
  for await (const group of inGroups(lines)) {
    const body = group.map((line) => `${JSON.stringify(line)}\n`).join('');
    const call = { method: 'POST', path: '/v1/annotate', type: NDJSON, body, accept: NDJSON, ...options } as const;
    const stream = await send(call, async (answer) => answer.body);
    let answered = 0;
    for await (const line of linesOf(stream)) {
      answered += 1;
      yield JSON.parse(line) as BatchAnswer;
    }
    if (answered < group.length) throw new TypeError(`the answers end after ${answered} of ${group.length} lines`);
  }
}

async function* inGroups(lines: Iterable<BatchLine> | AsyncIterable<BatchLine>): AsyncGenerator<readonly BatchLine[]> {
  let group: BatchLine[] = [];
  for await (const line of lines) {
    group.push(line);
    if (group.length < LINES_PER_REQUEST) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function* linesOf(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (stream === null) return;
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + decoder.decode(piece.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter((line) => line !== '');
    }
    if (rest !== '') yield rest;
  } finally {
    // Whoever stops reading stops the work.
    await reader.cancel().catch(() => undefined);
  }
}
