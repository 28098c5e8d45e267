import { ProblemError, toProblemError } from './problem-error.js';

export type ClientOptions = {
  /** Where the service is: "https://formulas.example". */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer …`, where the service asks for a key. */
  readonly apiKey?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one try, from the request to the last byte of the answer; 30 seconds unless said. */
  readonly timeoutMs?: number;
  /** How often a request is sent again that was refused for the moment or got no answer; twice unless said. */
  readonly retries?: number;
  /** The longest time to wait before a request is sent again; 30 seconds unless said. What asks for more is not retried. */
  readonly maxWaitMs?: number;
  /** For tests, and where `fetch` is not global. */
  readonly fetch?: typeof fetch;
};

export type CallOptions = { readonly signal?: AbortSignal };

export type Call = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly type?: string;
  readonly body?: string;
  readonly accept: string;
} & CallOptions;

/** Sends a request and hands the answer to `read`, which must take it whole before the time is over. */
export type Send = <T>(call: Call, read: (answer: Response) => Promise<T>) => Promise<T>;

const FIRST_WAIT_MS = 250;
/** The service is busy, or closing, and has not begun with the request. */
const RETRIED = new Set([429, 503]);

export function createSend(options: ClientOptions): Send {
  const { timeoutMs = 30_000, retries = 2, maxWaitMs = 30_000 } = options;
  return async (call, read) => {
    for (let attempt = 0; ; attempt += 1) {
      call.signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
      try {
        const answer = await fetchOnce(call, options, signal);
        if (answer.ok) return await read(answer);
        throw await toProblemError(answer);
      } catch (error) {
        const wait = signal.aborted || attempt >= retries ? undefined : toWait(error, attempt);
        if (wait === undefined || wait > maxWaitMs) throw error;
        await pause(wait, call.signal);
      }
    }
  };
}

function fetchOnce(call: Call, options: ClientOptions, signal: AbortSignal): Promise<Response> {
  const { method, path, query = {}, type, body, accept } = call;
  const url = new URL(options.baseUrl.replace(/\/*$/, path));
  for (const [name, value] of Object.entries(query)) {
    for (const item of value === undefined ? [] : [value].flat()) url.searchParams.append(name, String(item));
  }
  const send = options.fetch ?? fetch;
  return send(url, {
    method,
    signal,
    headers: {
      accept,
      ...options.headers,
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
}

/** How long to wait before the next try; undefined where another try would end the same. Answers are pure, so all may be asked again. */
function toWait(error: unknown, attempt: number): number | undefined {
  const backoff = FIRST_WAIT_MS * 2 ** attempt * (1 + Math.random());
  if (error instanceof ProblemError) return RETRIED.has(error.status) ? (error.retryAfterMs ?? backoff) : undefined;
  // What `fetch` throws where no connection came about, or one broke.
  return error instanceof TypeError ? backoff : undefined;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
