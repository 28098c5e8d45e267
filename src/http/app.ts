import { fileURLToPath } from 'node:url';
import accepts from '@fastify/accepts';
import autoload from '@fastify/autoload';
import cors from '@fastify/cors';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type HTTPMethods,
  LogController,
} from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Engine } from '../engine.js';
import { addBodyParsers, validateWithZod } from './body.js';
import { createAnswerCache } from './cache.js';
import type { Config } from './config.js';
import { handleErrors, refuseMalformed } from './errors.js';
import { logRequests } from './logging.js';
import { createMetrics, type Metrics } from './metrics.js';
import { withoutSuffix } from './negotiate.js';
import { documentRoutes } from './openapi.js';
import { plainConfig } from './plain-config.js';
import { toProblem } from './problem.js';
import { protect, shedLoad } from './protection.js';
import { answerRepeats } from './repeats.js';
import { REQUEST_ID_HEADER, toRequestId } from './request-head.js';
import { securityHeaders } from './security-headers.js';
import { sendProblem } from './send.js';
import type { Services } from './services.js';
import type { SharedCache } from './shared-cache.js';
import { type Work, workInline } from './work.js';

export type AppOptions = {
  readonly engine: Engine;
  readonly config: Config;
  /** A pino logger; without one nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  readonly metrics?: Metrics;
  /** Where formulas are read; here and now unless said. */
  readonly work?: Work;
  readonly sharedCache?: SharedCache;
  readonly life?: Services['life'];
  /** Gives requests their ids; those that they bring along, or new ones, unless said. */
  readonly nameRequest?: () => string;
  /** Whether the delay of the event loop is due to requests, so that it helps to turn some away. */
  readonly ownsProcess?: boolean;
};

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Which catalogue answered: equal requests to equal versions give equal answers. */
const CATALOGUE_HEADER = 'formulens-catalogue';

/** What programs on pages of other origins may read besides the body. */
const EXPOSED_HEADERS = [CATALOGUE_HEADER, REQUEST_ID_HEADER, 'etag', 'retry-after', 'ratelimit', 'ratelimit-policy'];

/** A percent-encoded formula of the greatest length, and room for the other headers. */
const MAX_HEADER_BYTES = 131_072;

/** Time in which the headers of a request must have arrived. */
const HEADERS_MS = 20_000;

/** The service, ready to be asked, not listening. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { engine, config, logger, metrics = createMetrics(engine) } = options;
  const app: App = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: config.BODY_LIMIT,
    trustProxy: config.TRUST_PROXY === 'true',
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_MS },
    genReqId: options.nameRequest ?? toRequestId,
    // A batch may take long; a connection on which nothing moves may not.
    connectionTimeout: 60_000,
    // What comes on a connection that is still open when the server ends is answered too.
    return503OnClosing: false,
    clientErrorHandler: refuseMalformed,
    rewriteUrl(request) {
      const url = request.url ?? '/';
      const method = (request.method ?? 'GET') as HTTPMethods;
      return withoutSuffix(url, (path) => this.hasRoute({ method, url: path }));
    },
    frameworkErrors: (error, request, reply) =>
      void handleErrors(error, request as FastifyRequest, reply.header(CATALOGUE_HEADER, engine.versions.catalogue)),
  }).withTypeProvider<ZodTypeProvider>();

  const services: Services = {
    engine,
    config,
    cache: createAnswerCache(config.CACHE_BYTES, options.sharedCache),
    work: options.work ?? workInline(engine),
    metrics,
    life: options.life ?? { closing: false },
  };

  app.setValidatorCompiler(validateWithZod);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleErrors);
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      request,
      reply,
      toProblem('request/not-found', 'there is nothing at this path', 'GET / shows what is offered'),
    ),
  );
  logRequests(app, metrics);
  answerRepeats(app, services, config, options.nameRequest);
  const sameHeaders = { ...securityHeaders(), [CATALOGUE_HEADER]: engine.versions.catalogue };
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(sameHeaders);
    done();
  });
  addBodyParsers(app);

  await app.register(accepts);
  await app.register(cors, {
    origin: toOrigins(config.CORS_ORIGIN),
    methods: ['GET', 'HEAD'],
    exposedHeaders: EXPOSED_HEADERS,
  });
  if (options.ownsProcess === true) await shedLoad(app, config.MAX_LOOP_DELAY_MS);
  await protect(app, config);
  await documentRoutes(
    app,
    engine.versions.engine,
    () => buildApp({ engine, config: plainConfig(), nameRequest: () => 'example' }),
    options.ownsProcess === true && config.WORKERS > 0,
  );

  // Every file of the folder is a plugin: a new route is a new file, and nothing else.
  await app.register(autoload, { dir: fileURLToPath(new URL('routes', import.meta.url)), options: { services } });
  return app;
}

function toOrigins(setting: string): string | string[] | false {
  if (setting === '') return false;
  return setting === '*' ? '*' : setting.split(',').map((origin) => origin.trim());
}
