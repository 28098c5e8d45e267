import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Engine } from '../engine.js';
import type { Load } from './work.js';

/** Where an answer came from. */
export type Level = 'process' | 'shared' | 'made';

export type Metrics = {
  /** Also those of the process: memory, event loop, garbage collection. */
  watchProcess(): void;
  watchPool(load: () => Load): void;
  watchSharedCache(isUp: () => boolean): void;
  countRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  countAnswer(level: Level): void;
  countConcepts(ids: readonly string[]): void;
  countSharedCacheFault(): void;
  countLogFault(): void;
  /** In the text format of Prometheus. */
  readonly contentType: string;
  write(): Promise<string>;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Labels are routes, codes and families, never what users send. Every app has a registry of its own. */
export function createMetrics(engine: Engine): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `formulens_${name}`, help, labelNames: [...labelNames], registers });
  const gauge = (name: string, help: string, read: () => number): void =>
    void new Gauge({
      name: `formulens_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const requests = counter('http_requests_total', 'Requests answered', ['method', 'route', 'status']);
  const seconds = new Histogram({
    name: 'formulens_http_request_seconds',
    help: 'Time to the end of the answer',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const answers = counter('answers_total', 'Answers to jobs, by where they came from', ['level']);
  for (const level of ['process', 'shared', 'made']) answers.inc({ level }, 0);
  const chunks = counter('chunks_total', 'Chunks found in answers that were made, by family of concepts', ['family']);
  const sharedFaults = counter('shared_cache_faults_total', 'Questions to the shared cache that failed');
  const logFaults = counter('log_faults_total', 'Writes of the log that failed');
  const families = new Map(engine.concepts().map(({ id, family }) => [id, family]));

  return {
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    watchPool(load) {
      gauge('pool_threads', 'Threads that read formulas', () => load().threads);
      gauge('pool_running', 'Tasks that threads are at', () => load().running);
      gauge('pool_queue', 'Tasks that wait for a thread', () => load().queued);
    },
    watchSharedCache(isUp) {
      gauge('shared_cache_up', '1 while the shared cache answers', () => Number(isUp()));
    },
    countRequest({ method, route, status, seconds: took }) {
      requests.inc({ method, route, status });
      seconds.observe({ route }, took);
    },
    countAnswer: (level) => answers.inc({ level }),
    countConcepts(ids) {
      for (const id of ids) chunks.inc({ family: families.get(id) ?? 'unknown' });
    },
    countSharedCacheFault: () => sharedFaults.inc(),
    countLogFault: () => logFaults.inc(),
    contentType: registry.contentType,
    write: () => registry.metrics(),
  };
}
