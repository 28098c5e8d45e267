import { fileURLToPath } from 'node:url';
import accepts from '@fastify/accepts';
import autoload from '@fastify/autoload';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Engine } from '../engine.js';
import { addBodyParsers, validateWithZod } from './body.js';
import { createAnswerCache } from './cache.js';
import type { Config } from './config.js';
import { handleErrors, refuseMalformed } from './errors.js';
import { logRequests } from './logging.js';
import { toProblem } from './problem.js';
import { sendProblem } from './send.js';
import type { Services } from './services.js';
import { workInline } from './work.js';

export type AppOptions = {
  readonly engine: Engine;
  readonly config: Config;
  /** A pino logger; without one nothing is logged. */
  readonly logger?: FastifyBaseLogger;
};

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A percent-encoded formula of the greatest length, and room for the other headers. */
const MAX_HEADER_BYTES = 131_072;

/** The service, ready to be asked, not listening. */
export async function buildApp({ engine, config, logger }: AppOptions): Promise<App> {
  const app: App = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.BODY_LIMIT,
    trustProxy: config.TRUST_PROXY === 'true',
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    // A batch may take long; a connection on which nothing moves may not.
    connectionTimeout: 60_000,
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => void handleErrors(error, request as FastifyRequest, reply),
  }).withTypeProvider<ZodTypeProvider>();

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
  addBodyParsers(app);
  logRequests(app);

  await app.register(accepts);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, { origin: toOrigins(config.CORS_ORIGIN), methods: ['GET', 'HEAD'] });
  if (config.RATE_LIMIT > 0) {
    await app.register(rateLimit, {
      max: config.RATE_LIMIT,
      timeWindow: 60_000,
      enableDraftSpec: true,
      allowList: (request) => request.url === '/livez' || request.url === '/readyz',
    });
  }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'formulens',
        version: engine.versions.engine,
        description:
          'Reads LaTeX formulas: names the concepts in them, says what they do, and shows with numbers that it is true.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'formulas', description: 'read one formula or many' },
        { name: 'catalogue', description: 'the concepts that are known' },
        { name: 'operation', description: 'is the server well?' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });

  const services: Services = {
    engine,
    config,
    cache: createAnswerCache(config.CACHE_BYTES),
    work: workInline(engine),
  };
  // Every file of the folder is a plugin: a new route is a new file, and nothing else.
  await app.register(autoload, { dir: fileURLToPath(new URL('routes', import.meta.url)), options: { services } });
  return app;
}

function toOrigins(setting: string): string | string[] | false {
  if (setting === '') return false;
  return setting === '*' ? '*' : setting.split(',').map((origin) => origin.trim());
}
