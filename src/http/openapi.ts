import { Worker } from 'node:worker_threads';
import swagger from '@fastify/swagger';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { type StoredAnswer, toJsonAnswer } from './answer.js';
import { type Format, USUAL_FORMATS } from './negotiate.js';
import { addExamples } from './openapi-examples.js';
import { completeOperations, nameResponses, tidySchemas } from './openapi-parts.js';
import type { ApiDocument, RequestExample } from './openapi-types.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requests that show what the route is for. */
    readonly examples?: readonly RequestExample[];
  }
  interface FastifyInstance {
    /** The description of the service with examples, made when it is first asked for. */
    describeApi(): Promise<ApiDocument>;
    /** The same as it is sent. */
    writeApi(): Promise<StoredAnswer>;
  }
}

/** What OpenAPI needs to know of a route besides its schemas. */
export type DocumentedRoute = {
  readonly url: string;
  readonly method: string;
  readonly formats: readonly Format[];
  readonly examples: readonly RequestExample[];
};

/**
 * Lets the routes that follow be described. The answers of the examples come from a service of their own, built by
 * `buildPlain` without limits, so that they are what the engine says and count for nobody.
 */
export async function documentRoutes(
  app: FastifyInstance,
  version: string,
  buildPlain: () => Promise<Pick<FastifyInstance, 'inject' | 'close'>>,
  /** Whether it is done in a thread of its own: the examples take seconds, in which nobody else would be served. */
  inThread: boolean,
): Promise<void> {
  const routes = new Map<string, DocumentedRoute>();
  app.addHook('onRoute', (route) => {
    const operationId = (route.schema as { operationId?: string } | undefined)?.operationId;
    if (operationId !== undefined && route.method !== 'HEAD') routes.set(operationId, toDocumented(route));
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'formulens',
        version,
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
  const describeApi = once(() => describe(app.swagger() as unknown as ApiDocument, routes, buildPlain));
  const writeHere = async (): Promise<Buffer> => Buffer.from(JSON.stringify(await describeApi()));
  const writeApi = once(async () => toJsonAnswer(await (inThread ? writeInThread() : writeHere())));
  app.decorate('describeApi', describeApi);
  app.decorate('writeApi', writeApi);
}

/** What is made when it is first asked for, and made again only where that failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

function writeInThread(): Promise<Buffer> {
  const worker = new Worker(new URL('openapi-worker.js', import.meta.url));
  return new Promise((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that describes the service ended')));
    // Nobody waits for it when the process is to end.
    worker.unref();
  });
}

function toDocumented({ url, method, config }: RouteOptions): DocumentedRoute {
  const formats = config?.formats ?? USUAL_FORMATS;
  return { url, method: String(method), formats, examples: config?.examples ?? [] };
}

async function describe(
  document: ApiDocument,
  routes: ReadonlyMap<string, DocumentedRoute>,
  buildPlain: () => Promise<Pick<FastifyInstance, 'inject' | 'close'>>,
): Promise<ApiDocument> {
  const complete = tidySchemas(nameResponses(completeOperations(document, routes)));
  const plain = await buildPlain();
  try {
    return await addExamples(complete, routes, plain);
  } finally {
    await plain.close();
  }
}
