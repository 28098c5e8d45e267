import closeWithGrace from 'close-with-grace';
import type { FastifyBaseLogger } from 'fastify';
import type { Engine } from '../engine.js';
import { buildApp } from './app.js';
import type { Config } from './config.js';
import { askToLeave, closeApp, drain } from './drain.js';
import { createLogger, openLog } from './logging.js';
import { createMetrics, type Metrics } from './metrics.js';
import { openPool } from './pool.js';
import type { Services } from './services.js';
import { openSharedCache, type SharedCache } from './shared-cache.js';
import { type Work, workInline } from './work.js';

export type Serving = {
  readonly url: string;
  /** Settles when the server has ended. */
  readonly closed: Promise<void>;
};

/** Opens the port; SIGINT and SIGTERM let running requests finish, then end the process. */
export async function serve(engine: Engine, config: Config): Promise<Serving> {
  const metrics = createMetrics(engine);
  metrics.watchProcess();
  const log = openLog(metrics.countLogFault);
  const logger = createLogger(config.LOG_LEVEL, log.destination);
  const work = openWork(engine, config, logger);
  metrics.watchPool(work.load);
  const sharedCache = await openShared(engine, config, logger, metrics);
  const life: Services['life'] = { closing: false };
  const app = await buildApp({
    engine,
    config,
    logger,
    metrics,
    work,
    life,
    ownsProcess: true,
    ...(sharedCache === undefined ? {} : { sharedCache }),
  });
  askToLeave(app, life);
  app.addHook('onClose', async () => {
    await Promise.all([work.close(), sharedCache?.close()]);
  });
  let tellEnd: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    tellEnd = resolve;
  });
  const end = async (): Promise<void> => {
    await closeApp(app);
    await log.close();
    tellEnd();
  };
  const delay = (config.DRAIN_SECONDS + config.SHUTDOWN_SECONDS) * 1000;
  closeWithGrace({ delay, logger: false }, async ({ err }) => {
    if (err !== undefined) logger.fatal({ err }, 'unexpected error, shutting down');
    await drain(app.server, life, config.DRAIN_SECONDS);
    await end();
  });
  try {
    if (!(await work.isReady())) logger.warn('the threads that read formulas have not started yet');
    const url = await app.listen({ host: config.HOST, port: config.PORT });
    return { url, closed };
  } catch (error) {
    await end();
    throw error;
  }
}

function openWork(engine: Engine, config: Config, logger: FastifyBaseLogger): Work {
  // Each thread keeps answers of its own.
  const lineBytes = config.CACHE_BYTES / 8 / Math.max(1, config.WORKERS);
  if (config.WORKERS === 0) return workInline(engine, lineBytes);
  return openPool({
    engine,
    threads: config.WORKERS,
    memoryMb: config.WORKER_MEMORY_MB,
    lineBytes,
    deadlineMs: config.DEADLINE_MS,
    queueLimit: config.QUEUE_LIMIT,
    queueMs: config.QUEUE_MS,
    onFault: (err) => logger.error({ err }, 'a thread ended'),
  });
}

async function openShared(
  { versions }: Engine,
  { REDIS_URL, REDIS_SECONDS }: Config,
  logger: FastifyBaseLogger,
  metrics: Metrics,
): Promise<SharedCache | undefined> {
  if (REDIS_URL === undefined) return undefined;
  const cache = await openSharedCache({
    url: REDIS_URL,
    secondsKept: REDIS_SECONDS,
    versions,
    onFault: metrics.countSharedCacheFault,
    onChange: (up) => logger.warn(up ? 'the shared cache is there' : 'the shared cache is away'),
  });
  metrics.watchSharedCache(cache.isUp);
  return cache;
}
