import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { StoredAnswer } from './answer.js';

export type AnswerCache = {
  toKey(parts: readonly string[]): string;
  get(key: string): StoredAnswer | undefined;
  set(key: string, answer: StoredAnswer): void;
};

/** Bytes that an entry takes besides its body. */
const ENTRY_OVERHEAD = 512;

/** Answers are pure functions of request and versions, and versions do not change while the process lives. */
export function createAnswerCache(maxBytes: number): AnswerCache {
  const toKey = (parts: readonly string[]): string =>
    createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  if (maxBytes === 0) return { toKey, get: () => undefined, set: () => undefined };
  const entries = new LRUCache<string, StoredAnswer>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 8),
    sizeCalculation: (answer) => answer.bytes.length + ENTRY_OVERHEAD,
  });
  return { toKey, get: (key) => entries.get(key), set: (key, answer) => void entries.set(key, answer) };
}
