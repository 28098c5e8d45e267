import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { ConceptDetailSchema, ConceptSummarySchema, VersionsSchema } from '../../explain/schema.js';
import { escapeHtml, page } from '../../render/page.js';
import { plainTemplate } from '../../render/prose.js';
import { renderConcept, renderConceptList } from '../../render/terminal-catalogue.js';
import type { Answer } from '../answer.js';
import { formatQuery } from '../negotiate.js';
import { toProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';

const Query = z.string().max(100).describe('words of a name, another name or a family: "moving average"');

const conceptRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/v1/concepts',
    {
      schema: {
        operationId: 'listConcepts',
        tags: ['catalogue'],
        summary: 'All concepts, or those that q asks for, in short',
        querystring: z.strictObject({ ...formatQuery, q: Query.optional() }),
        response: {
          200: z.object({ concepts: z.array(ConceptSummarySchema), versions: VersionsSchema }),
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const input = request.query.q === undefined ? {} : { q: request.query.q };
      return sendAnswer(request, reply, services, { name: 'concepts', input, answer: listing });
    },
  );

  app.get(
    '/v1/concepts/:id',
    {
      schema: {
        operationId: 'getConcept',
        tags: ['catalogue'],
        summary: 'One concept, whole',
        params: z.strictObject({ id: z.string().max(100) }),
        querystring: z.strictObject(formatQuery),
        response: { 200: ConceptDetailSchema, ...problemResponses },
      },
    },
    async (request, reply) =>
      sendAnswer(request, reply, services, { name: 'concept', input: { id: request.params.id }, answer: detail }),
  );
  refuseOtherMethods(app, '/v1/concepts', ['GET', 'HEAD']);
  refuseOtherMethods(app, '/v1/concepts/:id', ['GET', 'HEAD']);
};

function listing(engine: Engine, { q }: { readonly q?: string }): Answer {
  const concepts = engine.concepts(q);
  return {
    json: () => ({ concepts, versions: engine.versions }),
    text: (options) => renderConceptList(concepts, options),
    html: () => page('concepts', `<h1>Concepts</h1>\n<dl>${concepts.map(conceptItem).join('\n')}</dl>`),
  };
}

function detail(engine: Engine, { id }: { readonly id: string }): Answer {
  const concept = engine.concept(id);
  if (concept === undefined) {
    return { problem: toProblem('concept/unknown', 'no concept has this id', 'GET /v1/concepts lists all of them') };
  }
  return {
    json: () => concept,
    text: (options) => renderConcept(concept, options),
    html: () => page(concept.name, `<pre>${escapeHtml(renderConcept(concept))}</pre>`),
  };
}

function conceptItem(concept: { readonly id: string; readonly name: string; readonly gist: string }): string {
  const link = `<a href="/v1/concepts/${encodeURIComponent(concept.id)}?format=html">${escapeHtml(concept.name)}</a>`;
  return `<dt>${link}</dt><dd>${escapeHtml(plainTemplate(concept.gist))}</dd>`;
}

export default conceptRoutes;
