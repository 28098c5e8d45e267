import { LRUCache } from 'lru-cache';
import type { LineMemory, RawLine } from '../render/ndjson.js';

/** Lines as they go to a thread: two buffers, which change hands without being copied. */
export type PackedLines = {
  readonly bytes: Uint8Array;
  /** Bytes of each line; `TOO_LONG` for one that was not kept. */
  readonly lengths: Int32Array;
};

const TOO_LONG = -1;

export function packLines(lines: readonly RawLine[]): PackedLines {
  const lengths = Int32Array.from(lines, (line) => ('tooLong' in line ? TOO_LONG : line.bytes.length));
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + Math.max(0, length), 0));
  let at = 0;
  for (const line of lines) {
    if ('tooLong' in line) continue;
    bytes.set(line.bytes, at);
    at += line.bytes.length;
  }
  return { bytes, lengths };
}

export function unpackLines({ bytes, lengths }: PackedLines): readonly RawLine[] {
  let at = 0;
  return Array.from(lengths, (length): RawLine => {
    if (length === TOO_LONG) return { tooLong: true };
    at += length;
    return { bytes: bytes.subarray(at - length, at) };
  });
}

/** Characters that an entry takes besides its question and its answer. */
const ENTRY_OVERHEAD = 200;

/** Answers to lines of batches, so that what is asked again and again is read once; undefined where none are to be kept. */
export function createLineMemory(maxBytes: number): LineMemory | undefined {
  if (maxBytes < 1) return undefined;
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 8),
    sizeCalculation: (answer, question) => answer.length + question.length + ENTRY_OVERHEAD,
  });
  return { get: (question) => entries.get(question), set: (question, answer) => void entries.set(question, answer) };
}
