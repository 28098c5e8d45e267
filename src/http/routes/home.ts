import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { FAVICON, playgroundPage } from '../../render/playground-page.js';
import { STYLE } from '../../render/style.js';
import type { Answer } from '../answer.js';
import { greeting } from '../greeting.js';
import { formatQuery } from '../negotiate.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { pageFiles } from '../site.js';

/** The host as the client knows it; what does not look like one is not repeated. */
function toOrigin(protocol: string, host: string): string {
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? `${protocol}://${host}` : 'http://localhost:3000';
}

const FRONT = playgroundPage(pageFiles('playground.js'));

/** Where a program goes on from here. */
const PLACES = {
  openapi: '/openapi.json',
  reference: '/reference',
  annotate: '/v1/annotate',
  concepts: '/v1/concepts',
  problems: '/problems',
};

const homeRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get('/', { schema: { hide: true, querystring: z.looseObject(formatQuery) } }, async (request, reply) => {
    const origin = toOrigin(request.protocol, request.host);
    return sendAnswer(request, reply, services, { name: 'home', input: { origin }, answer }, 'html');
  });
  app.get('/style.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(STYLE),
  );
  app.get('/favicon.svg', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', 'image/svg+xml').header('cache-control', 'public, max-age=86400').send(FAVICON),
  );
};

function answer(engine: Engine, { origin }: { readonly origin: string }): Answer {
  return {
    json: () => ({ name: 'formulens', versions: engine.versions, ...PLACES }),
    text: () => greeting(origin),
    html: () => FRONT,
  };
}

export default homeRoutes;
