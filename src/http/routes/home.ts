import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { formulaForm, page } from '../../render/page.js';
import { STYLE } from '../../render/style.js';
import type { Answer } from '../answer.js';
import { formatQuery } from '../negotiate.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';

/** The host as the client knows it; what does not look like one is not repeated. */
function toOrigin(protocol: string, host: string): string {
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? `${protocol}://${host}` : 'http://localhost:3000';
}

function greeting(origin: string): string {
  return `formulens reads LaTeX formulas: it names the concepts in them, says what they do,
and shows with numbers that it is true.

A formula:
  curl -G ${origin}/v1/annotate --data-urlencode 'latex=\\frac{e^{z_i}}{\\sum_j e^{z_j}}'

The same as JSON:
  curl -G '${origin}/v1/annotate?format=json' --data-urlencode 'latex=\\frac{e^{z_i}}{\\sum_j e^{z_j}}'

What it knows:
  curl ${origin}/v1/concepts

A formula in a file:   --data-binary @f.tex -H 'content-type: text/plain'
Colours and width:     ?color=1&width=100
For programs:          ${origin}/openapi.json
`;
}

const FRONT = page(
  'formulens',
  `<h1>formulens</h1>
<p>Reads LaTeX formulas: names the concepts in them, says what they do, and shows with numbers that it is true.</p>
${formulaForm('\\frac{e^{z_i}}{\\sum_j e^{z_j}}')}
<p><a href="/v1/concepts?format=html">What it knows</a> · <a href="/openapi.json">The interface for programs</a></p>`,
);

const homeRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get('/', { schema: { hide: true, querystring: z.looseObject(formatQuery) } }, async (request, reply) => {
    const origin = toOrigin(request.protocol, request.host);
    return sendAnswer(request, reply, services, { name: 'home', input: { origin }, answer }, 'html');
  });
  app.get('/style.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(STYLE),
  );
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
  );
};

function answer(_engine: unknown, { origin }: { readonly origin: string }): Answer {
  return {
    json: () => ({ name: 'formulens', openapi: '/openapi.json', annotate: '/v1/annotate', concepts: '/v1/concepts' }),
    text: () => greeting(origin),
    html: () => FRONT,
  };
}

export default homeRoutes;
