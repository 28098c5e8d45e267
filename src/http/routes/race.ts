import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { racePage } from '../../render/playground-page.js';
import { CONTENT_TYPES } from '../negotiate.js';
import { pageFiles } from '../site.js';

const PAGE = racePage(pageFiles('race.js'));

/** A page for people only: programs ask `/v1/simulate`. */
const raceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/race', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', CONTENT_TYPES.html).header('cache-control', 'public, max-age=300').send(PAGE),
  );
};

export default raceRoutes;
