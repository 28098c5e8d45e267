import type { FastifyPluginAsync } from 'fastify';
import type { Services } from '../services.js';

const metricsRoutes: FastifyPluginAsync<{ services: Services }> = async (app, { services }) => {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', services.metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await services.metrics.write()),
  );
};

export default metricsRoutes;
