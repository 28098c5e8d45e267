import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { type AnnotateOptions, AnnotateRequestSchema, AnnotationSchema, LatexSchema } from '../../explain/schema.js';
import { annotationPage } from '../../render/page.js';
import { renderAnnotation } from '../../render/terminal.js';
import type { Answer, Job } from '../answer.js';
import { NDJSON, sendBatch } from '../batch.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';

const contextQuery = {
  prose: z.string().max(100_000).optional().describe('text around the formula'),
  domain: z.string().max(100).optional().describe('field whose conventions hold'),
  preceding: z
    .union([LatexSchema, z.array(LatexSchema).max(200)])
    .optional()
    .describe('a formula that stands before this one; may be repeated'),
};

const EXAMPLE = { latex: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}' };

const annotateRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/v1/annotate',
    {
      schema: {
        operationId: 'annotateByQuery',
        tags: ['formulas'],
        summary: 'Read one formula',
        description: `curl -G host/v1/annotate --data-urlencode 'latex=${EXAMPLE.latex}'`,
        querystring: z.strictObject({ latex: LatexSchema, ...contextQuery, ...formatQuery }),
        response: { 200: AnnotationSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { latex, prose, domain, preceding } = request.query;
      const context = {
        ...(prose === undefined ? {} : { prose }),
        ...(domain === undefined ? {} : { domain }),
        ...(preceding === undefined ? {} : { preceding: [preceding].flat() }),
      };
      const options: AnnotateOptions = Object.keys(context).length === 0 ? {} : { context };
      noteFormula(request, latex);
      return sendAnswer(request, reply, services, toJob({ latex, options }));
    },
  );

  // The stream is handed on as it comes; only this route knows batches.
  app.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
  app.post(
    '/v1/annotate',
    {
      schema: {
        operationId: 'annotate',
        tags: ['formulas'],
        summary: 'Read one formula, or a stream of them',
        description:
          'As application/json one request, as text/plain a bare formula. As application/x-ndjson one request a line; ' +
          'the answers stream back one a line in the same order, {"id", …annotation} or {"id", "error"}.',
        consumes: ['application/json', 'text/plain', 'application/x-www-form-urlencoded', NDJSON],
        body: AnnotateRequestSchema,
        querystring: z.strictObject(formatQuery),
        response: { 200: AnnotationSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      const body: unknown = request.body;
      if (body instanceof Readable) return sendBatch(body, reply, services.engine);
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      return sendAnswer(request, reply, services, toJob({ latex, options }));
    },
  );
  refuseOtherMethods(app, '/v1/annotate', ['GET', 'HEAD', 'POST']);
};

type Input = { readonly latex: string; readonly options: AnnotateOptions };

function toJob(input: Input): Job<Input> {
  return { name: 'annotate', input, answer };
}

function answer(engine: Engine, { latex, options }: Input): Answer {
  const annotation = engine.annotate(latex, options);
  const { errors } = annotation;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? annotation : formulaProblem(errors, { annotation })),
    text: (options) => renderAnnotation(annotation, options),
    html: () => annotationPage(annotation),
  };
}

export default annotateRoutes;
