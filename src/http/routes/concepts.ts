import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { nearestId } from '../../explain/concept-search.js';
import { ConceptDetailSchema, ConceptSummarySchema, VersionsSchema } from '../../explain/schema.js';
import { conceptPage, conceptsPage } from '../../render/concept-page.js';
import { renderConcept, renderConceptList } from '../../render/terminal-catalogue.js';
import type { Answer } from '../answer.js';
import { formatQuery } from '../negotiate.js';
import { toProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const Query = z.string().max(100).describe('words of a name, another name or a family: "moving average"');

const ConceptListSchema = z
  .object({ concepts: z.array(ConceptSummarySchema), versions: VersionsSchema })
  .meta({ id: 'ConceptList', description: 'concepts of the catalogue, in short' });
const ConceptAnswerSchema = ConceptDetailSchema.extend({ versions: VersionsSchema }).meta({ id: 'ConceptAnswer' });

const conceptRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/v1/concepts',
    {
      schema: {
        operationId: 'listConcepts',
        tags: ['catalogue'],
        summary: 'All concepts, or those that q asks for, in short',
        querystring: z.strictObject({ ...formatQuery, q: Query.optional() }),
        response: { 200: ConceptListSchema, ...problemResponses },
      },
      config: { examples: [{ name: 'search', summary: 'by words', query: { q: 'moving average' } }] },
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
        response: { 200: ConceptAnswerSchema, ...problemResponses },
      },
      config: { examples: [{ name: 'softmax', summary: 'the softmax', params: { id: 'softmax' } }] },
    },
    async (request, reply) =>
      sendAnswer(request, reply, services, { name: 'concept', input: { id: request.params.id }, answer: detail }),
  );
  refuseOtherMethods(app, '/v1/concepts', ['GET', 'HEAD']);
  refuseOtherMethods(app, '/v1/concepts/:id', ['GET', 'HEAD']);
};

function listing(engine: Engine, { q }: { readonly q?: string }): Answer {
  const concepts = engine.concepts(q);
  const near = concepts.length === 0 && q !== undefined ? nearestOf(engine, q) : undefined;
  return {
    json: () => ({ concepts, versions: engine.versions }),
    text: (options) => renderConceptList(concepts, options, near),
    html: () => conceptsPage(concepts, { query: q ?? '', near }, PLAIN_FILES),
  };
}

function nearestOf(engine: Engine, asked: string): string | undefined {
  const ids = engine.concepts().map((concept) => concept.id);
  return nearestId(ids, asked);
}

function detail(engine: Engine, { id }: { readonly id: string }): Answer {
  const concept = engine.concept(id);
  if (concept === undefined) {
    const near = nearestOf(engine, id);
    const hint = near === undefined ? '' : `did you mean /v1/concepts/${near}? `;
    return {
      problem: toProblem('concept/unknown', 'no concept has this id', `${hint}GET /v1/concepts lists all of them`),
    };
  }
  return {
    json: () => ({ ...concept, versions: engine.versions }),
    text: (options) => renderConcept(concept, options),
    html: () => conceptPage(concept, PLAIN_FILES),
  };
}

export default conceptRoutes;
