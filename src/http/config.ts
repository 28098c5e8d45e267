import { z } from 'zod';

/** Settings of the server, from the environment; every variable has a default that suits a machine of one's own. */
export const ConfigSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('port; 0 takes a free one'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true behind a proxy that sets X-Forwarded-For, so that limits count its clients'),
  BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(104_857_600)
    .default(1_048_576)
    .describe('bytes of a request body'),
  CACHE_BYTES: z.coerce.number().int().min(0).default(67_108_864).describe('bytes of answers kept; 0 keeps none'),
  RATE_LIMIT: z.coerce.number().int().min(0).default(0).describe('requests a minute and client; 0 is without limit'),
  CORS_ORIGIN: z
    .string()
    .default('*')
    .describe('origins that may read, separated by commas; * for all, empty for none'),
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
