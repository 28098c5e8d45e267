import autocannon from 'autocannon';
import { quantile } from './timing.js';

export type Shots = {
  readonly url: string;
  /** The path of the next request. */
  readonly nextPath: () => string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second in all; as fast as answers come, unless given. */
  readonly rate?: number;
};

export type Hits = {
  /** Answers a second, those that were turned away aside. */
  readonly rate: number;
  readonly served: number;
  readonly turnedAway: number;
  /** Other statuses, and connections that broke. */
  readonly failed: number;
  /** Milliseconds of the answers that were served. */
  readonly median: number;
  readonly p99: number;
};

/** Fires requests from this process, which shares the cores with the server, and waits for all answers. */
export async function fire({ url, nextPath, connections, seconds, rate }: Shots): Promise<Hits> {
  const times: number[] = [];
  let [turnedAway, failed] = [0, 0];
  const start = performance.now();
  const count = (status: number, milliseconds: number): void => {
    if (status === 200 || status === 422) times.push(milliseconds);
    else if (status === 503) turnedAway += 1;
    else failed += 1;
  };
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate, ignoreCoordinatedOmission: true }),
    requests: [{ setupRequest: (request) => ({ ...request, method: 'GET', path: nextPath() }) }],
    setupClient: (client) => void client.on('response', (status, _bytes, milliseconds) => count(status, milliseconds)),
  });
  const took = (performance.now() - start) / 1_000;
  return {
    rate: times.length / took,
    served: times.length,
    turnedAway,
    failed: failed + result.errors + result.timeouts,
    median: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

/** The path that asks for a formula as JSON. */
export function pathFor(latex: string): string {
  return `/v1/annotate?format=json&latex=${encodeURIComponent(latex)}`;
}

/** The items over and over. */
export function cycle<T>(items: readonly T[]): () => T {
  let at = 0;
  return () => {
    const item = items[at % items.length] as T;
    at += 1;
    return item;
  };
}
