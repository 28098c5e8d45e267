import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { StoredAnswer } from './answer.js';
import type { Level } from './metrics.js';
import type { SharedCache } from './shared-cache.js';

export type AnswerCache = {
  toKey(parts: readonly string[]): string;
  /** The answer kept in this process. */
  get(key: string): StoredAnswer | undefined;
  /** The answer from further away, or the one that is made now; equal requests at the same time share the work. */
  find(key: string, make: () => Promise<StoredAnswer>): Promise<Found>;
};
export type Found = { readonly answer: StoredAnswer; readonly level: Level };

/** Bytes that an entry takes besides its body. */
const ENTRY_OVERHEAD = 512;

/** Answers are pure functions of request and versions, and versions do not change while the process lives. */
export function createAnswerCache(maxBytes: number, shared?: SharedCache): AnswerCache {
  const entries = createEntries(maxBytes);
  const underWay = new Map<string, Promise<Found>>();

  async function search(key: string, make: () => Promise<StoredAnswer>): Promise<Found> {
    const kept = await shared?.get(key);
    if (kept !== undefined) return { answer: kept, level: 'shared' };
    const { status, contentType, etag, bytes } = await make();
    const answer = { status, contentType, etag, bytes };
    shared?.set(key, answer);
    return { answer, level: 'made' };
  }

  return {
    toKey: (parts) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url'),
    get: (key) => entries?.get(key),
    find(key, make) {
      const others = underWay.get(key);
      if (others !== undefined) return others;
      const found = search(key, make)
        .then((result) => {
          entries?.set(key, result.answer);
          return result;
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, found);
      return found;
    },
  };
}

function createEntries(maxBytes: number): LRUCache<string, StoredAnswer> | undefined {
  if (maxBytes === 0) return undefined;
  return new LRUCache({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 8),
    sizeCalculation: (answer) => answer.bytes.length + ENTRY_OVERHEAD,
  });
}
