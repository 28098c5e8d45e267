import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { VersionsSchema } from '../../explain/schema.js';
import { ProblemSchema, toProblem } from '../problem.js';
import { sendProblem } from '../send.js';
import type { Services } from '../services.js';

const healthRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  const { engine, work, life } = services;
  app.addHook('preClose', async () => {
    life.closing = true;
  });
  app.get(
    '/livez',
    {
      schema: {
        operationId: 'isAlive',
        tags: ['operation'],
        summary: 'The process runs',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'isReady',
        tags: ['operation'],
        summary: 'The server takes requests',
        response: { 200: z.object({ status: z.literal('ok'), versions: VersionsSchema }), 503: ProblemSchema },
      },
    },
    async (request, reply) => {
      if (life.closing) {
        const problem = toProblem('server/closing', 'the server is shutting down', 'try again in a moment');
        return sendProblem(request, reply, problem);
      }
      if (await work.isReady()) return { status: 'ok' as const, versions: engine.versions };
      const problem = toProblem(
        'server/overloaded',
        'the threads that read formulas do not answer',
        'try again in a moment',
      );
      return sendProblem(request, reply, problem);
    },
  );
};

export default healthRoutes;
