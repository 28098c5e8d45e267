import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import type { StoredAnswer } from './answer.js';

/** A cache that several servers share. It may be away at any time: then nothing is found and nothing is kept. */
export type SharedCache = {
  get(key: string): Promise<StoredAnswer | undefined>;
  set(key: string, answer: StoredAnswer): void;
  isUp(): boolean;
  close(): Promise<void>;
};

export type SharedCacheOptions = {
  readonly url: string;
  readonly secondsKept: number;
  /** Answers of other versions are other answers. */
  readonly versions: { readonly engine: string; readonly catalogue: string };
  /** Told once for each failed question; the text of an error may hold the password. */
  readonly onFault: () => void;
  /** Told when the cache comes and goes. */
  readonly onChange: (up: boolean) => void;
};

/** To make the answer oneself takes a few milliseconds: more waiting is not worth it. */
const WAIT_MS = 50;

/** After a question that was not answered in time none is asked for a while. */
const PAUSE_MS = 1_000;

/** Questions and answers that may be under way at once. */
const MOST_UNDER_WAY = 1_000;

/** Longer answers are not sent around. */
const MAX_BYTES = 1_048_576;

export async function openSharedCache(options: SharedCacheOptions): Promise<SharedCache> {
  const { versions, onFault, onChange } = options;
  const client = createClient({
    url: options.url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_UNDER_WAY,
    socket: { connectTimeout: 1_000, reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 2_000) },
  });
  let wasUp: boolean | undefined;
  const note = (up: boolean): void => {
    if (up !== wasUp) onChange(up);
    wasUp = up;
  };
  client.on('ready', () => note(true));
  client.on('error', () => {
    onFault();
    note(false);
  });
  const store = new KeyvRedis<string>(client, { throwOnConnectError: false, throwOnErrors: true });
  store.on('error', () => undefined);
  const keyv = new Keyv<StoredAnswer>(store, {
    namespace: `formulens:${versions.engine}:${versions.catalogue}`,
    useKeyPrefix: false,
    ttl: options.secondsKept * 1_000,
    throwOnErrors: true,
    serialize: ({ value }) => serialize(value as StoredAnswer),
    // Whatever lies there was not necessarily written by us.
    deserialize: (text) => ({ value: deserialize(text) as never }),
  });
  keyv.on('error', () => undefined);
  const connecting = client.connect().catch(onFault);
  await Promise.race([connecting, wait(WAIT_MS * 10)]);

  let pausedUntil = 0;
  const isUp = (): boolean => client.isReady && performance.now() >= pausedUntil;

  async function ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    if (!isUp()) return undefined;
    try {
      const answer = question();
      return await Promise.race([answer, wait(WAIT_MS).then(() => Promise.reject(new Error('no answer in time')))]);
    } catch {
      onFault();
      pausedUntil = performance.now() + PAUSE_MS;
      return undefined;
    }
  }

  return {
    get: (key) => ask(() => keyv.get(key)),
    set(key, answer) {
      if (answer.bytes.length <= MAX_BYTES) void ask(() => keyv.set(key, answer));
    },
    isUp,
    async close() {
      client.destroy();
    },
  };
}

/** A line of what belongs to the answer, then the answer, which is text in every format. */
function serialize({ status, contentType, etag, bytes }: StoredAnswer): string {
  return `${JSON.stringify([status, contentType, etag])}\n${bytes.toString('utf8')}`;
}

function deserialize(text: unknown): StoredAnswer | undefined {
  if (typeof text !== 'string') return undefined;
  const end = text.indexOf('\n');
  const [, status, contentType, etag] =
    /^\[(\d{3}),"([\w/+; =.-]+)","(\\"[\w-]+\\")"\]$/.exec(text.slice(0, end)) ?? [];
  if (status === undefined || contentType === undefined || etag === undefined) return undefined;
  return {
    status: Number(status),
    contentType,
    etag: etag.replaceAll('\\', ''),
    bytes: Buffer.from(text.slice(end + 1)),
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
