import type { Engine } from '../engine.js';
import type { AnswerCache } from './cache.js';
import type { Config } from './config.js';
import type { Metrics } from './metrics.js';
import type { Work } from './work.js';

/** What every route is given. */
export type Services = {
  readonly engine: Engine;
  readonly config: Config;
  readonly cache: AnswerCache;
  readonly work: Work;
  readonly metrics: Metrics;
  /** Whether the server still wants clients; it stops wanting them a while before it ends. */
  readonly life: { closing: boolean };
};
