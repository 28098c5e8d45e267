import { onTestFinished } from 'vitest';
import type { Engine } from '../../src/engine.js';
import { type App, buildApp } from '../../src/http/app.js';
import { readConfig } from '../../src/http/config.js';
import { sampleEngine } from '../support/samples.js';

type Options = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly engine?: Engine;
  readonly onAnnotate?: (latex: string, options: unknown) => void;
  readonly logger?: Parameters<typeof buildApp>[0]['logger'];
};

/** The app over the sample engine, closed when the test is over. */
export async function openApp(options: Options = {}): Promise<App> {
  const read = readConfig(options.environment ?? {});
  if (!read.ok) throw new Error(read.problems.join('; '));
  const inner = options.engine ?? sampleEngine();
  const engine: Engine = {
    ...inner,
    annotate: (latex, given) => {
      options.onAnnotate?.(latex, given);
      return inner.annotate(latex, given);
    },
  };
  const app = await buildApp({
    engine,
    config: read.config,
    ...(options.logger === undefined ? {} : { logger: options.logger }),
  });
  onTestFinished(() => app.close());
  return app;
}
