import closeWithGrace from 'close-with-grace';
import type { Engine } from '../engine.js';
import { buildApp } from './app.js';
import type { Config } from './config.js';
import { createLogger } from './logging.js';

export type Serving = {
  readonly url: string;
  /** Settles when the server has ended. */
  readonly closed: Promise<void>;
};

/** Opens the port; SIGINT and SIGTERM let running requests finish, then end the process. */
export async function serve(engine: Engine, config: Config): Promise<Serving> {
  const logger = createLogger(config.LOG_LEVEL);
  const app = await buildApp({ engine, config, logger });
  const closed = new Promise<void>((resolve) => app.addHook('onClose', async () => resolve()));
  closeWithGrace({ delay: config.SHUTDOWN_SECONDS * 1000, logger: false }, async ({ err }) => {
    if (err !== undefined) logger.fatal({ err }, 'unexpected error, shutting down');
    await app.close();
  });
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  return { url, closed };
}
