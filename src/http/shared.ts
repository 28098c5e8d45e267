import type { FastifyInstance, HTTPMethods } from 'fastify';
import { RequestRefused } from './errors.js';
import { ProblemSchema, toProblem } from './problem.js';

/** What every route of formulas may answer besides 200. */
export const problemResponses = { '4xx': ProblemSchema, '5xx': ProblemSchema } as const;

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 405 with `Allow` for the methods that a resource does not offer. */
export function refuseOtherMethods(
  // Only the route function matters, whatever the app validates with.
  app: Pick<FastifyInstance, 'route'>,
  url: string,
  allowed: readonly HTTPMethods[],
): void {
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    schema: { hide: true },
    onRequest: async (_request, reply) => {
      reply.header('allow', allowed.join(', '));
      throw new RequestRefused(
        toProblem('request/method-not-allowed', 'this method is not offered here', `use ${allowed.join(' or ')}`),
      );
    },
    handler: async () => undefined,
  });
}
