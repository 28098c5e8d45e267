import { type ExitCode, fail, type World } from './world.js';

type Flags = { readonly host?: string; readonly port?: string; readonly 'print-config'?: boolean };

/** The service, until a signal ends it. Fastify is loaded here only: the other commands start without it. */
export async function runServe(world: World, flags: Flags): Promise<ExitCode> {
  const { readConfig, shownConfig } = await import('../http/config.js');
  const settings = readConfig({
    ...world.environment,
    ...(flags.host === undefined ? {} : { HOST: flags.host }),
    ...(flags.port === undefined ? {} : { PORT: flags.port }),
  });
  if (!settings.ok) return fail(world, 2, `settings: ${settings.problems.join('; ')}`);
  if (flags['print-config'] === true) {
    world.stdout.write(`${JSON.stringify(shownConfig(settings.config), null, 2)}\n`);
    return 0;
  }
  const { serve } = await import('../http/serve.js');
  const engine = await world.loadEngine({ html: true });
  try {
    const { url, closed } = await serve(engine, settings.config);
    world.stderr.write(`formulens ${world.version} listens on ${url} (try: curl ${url})\n`);
    await closed;
    return 0;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const { HOST, PORT } = settings.config;
    return fail(world, 1, code === 'EADDRINUSE' ? `port ${PORT} of ${HOST} is taken; try --port` : message);
  }
}
