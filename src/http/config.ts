import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { type ApiKey, readKeys } from './keys.js';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Settings of the server, from the environment; every variable has a default that suits a machine of one's own. */
export const ConfigSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  PORT: count(0, 65_535).default(3000).describe('port; 0 takes a free one'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true behind a proxy that sets X-Forwarded-For, so that limits count its clients'),
  BODY_LIMIT: count(1_024, 104_857_600).default(1_048_576).describe('bytes of a request body'),
  BODY_SECONDS: count(1, 3_600).default(20).describe('time in which a body must have arrived; batches have no end'),
  WORKERS: count(0, 256)
    .default(() => availableParallelism())
    .describe('threads that read formulas, one for each core unless said; 0 reads them in the thread that serves'),
  WORKER_MEMORY_MB: count(64, 65_536).default(512).describe('memory of a thread; a formula that takes more is refused'),
  DEADLINE_MS: count(10, 600_000).default(10_000).describe('time that a formula may take; then its thread is replaced'),
  QUEUE_LIMIT: count(1, 100_000).default(1_000).describe('formulas that may wait for a thread'),
  QUEUE_MS: count(1, 600_000).default(100).describe('time that a formula may be expected to wait; beyond it: 503'),
  MAX_LOOP_DELAY_MS: count(0, 60_000)
    .default(200)
    .describe('delay of the event loop at which requests are turned away; 0 is without limit'),
  CACHE_BYTES: count(0, Number.MAX_SAFE_INTEGER).default(67_108_864).describe('bytes of answers kept; 0 keeps none'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/./, 'expected redis://host:port or rediss://…')
    .optional()
    .describe('Redis or Valkey in which servers share their answers'),
  REDIS_SECONDS: count(1, 31_536_000).default(604_800).describe('time that an answer stays there'),
  RATE_LIMIT: count(0, Number.MAX_SAFE_INTEGER).default(0).describe('requests a minute and client; 0 is without limit'),
  API_KEYS: z
    .string()
    .default('')
    .transform((text, context): readonly ApiKey[] => {
      const { keys, problem } = readKeys(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      return keys;
    })
    .describe('SHA-256 of each key in hex, separated by commas, with :N for its own requests a minute; empty for none'),
  CORS_ORIGIN: z
    .string()
    .default('*')
    .describe('origins that may read, separated by commas; * for all, empty for none'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(600)
    .default(2)
    .describe('time in which clients are asked to leave before the port closes; without clients it takes none'),
  SHUTDOWN_SECONDS: z.coerce.number().min(0).max(600).default(10).describe('time that running requests get at the end'),
});
export type Config = Readonly<z.infer<typeof ConfigSchema>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** All that is wrong at once; an empty variable counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(
    Object.keys(ConfigSchema.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || (value === '' && name !== 'CORS_ORIGIN') ? [] : [[name, value]];
    }),
  );
  const result = ConfigSchema.safeParse(given);
  if (result.success) return { ok: true, config: result.data };
  return { ok: false, problems: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}

/** The settings as they may be shown: of secrets only that they are there. */
export function shownConfig(config: Config): Readonly<Record<string, unknown>> {
  return {
    ...config,
    ...(config.REDIS_URL === undefined ? {} : { REDIS_URL: withoutPassword(config.REDIS_URL) }),
    API_KEYS: config.API_KEYS.map(({ limit }) => (limit === undefined ? '(hidden)' : `(hidden):${limit}`)).join(','),
  };
}

/** All before the last @ may be part of a password, however badly the address is written. */
function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/).*@/s, '$1(hidden)@').replace(/\?.*/s, '?(hidden)');
}
