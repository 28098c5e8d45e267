import { type Config, ConfigSchema } from './config.js';

/** Settings of a service that only answers: nothing is kept, counted or limited, and no thread is started. */
export function plainConfig(): Config {
  return ConfigSchema.parse({ CACHE_BYTES: '0', RATE_LIMIT: '0', WORKERS: '0', MAX_LOOP_DELAY_MS: '0' });
}
