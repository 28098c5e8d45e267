import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import {
  type AnnotateOptions,
  AnnotateRequestSchema,
  type Annotation,
  AnnotationSchema,
  LatexSchema,
} from '../../explain/schema.js';
import { annotationPage } from '../../render/page.js';
import { renderAnnotation } from '../../render/terminal.js';
import type { AnswerCache } from '../cache.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { type Answer, sendAnswer } from '../send.js';
import { NDJSON, sendBatch } from './batch.js';
import { problemResponses, refuseOtherMethods } from './shared.js';

const contextQuery = {
  prose: z.string().max(100_000).optional().describe('text around the formula'),
  domain: z.string().max(100).optional().describe('field whose conventions hold'),
  preceding: z
    .union([LatexSchema, z.array(LatexSchema).max(200)])
    .optional()
    .describe('a formula that stands before this one; may be repeated'),
};

const EXAMPLE = { latex: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}' };

export const annotateRoutes: FastifyPluginAsyncZod<{ engine: Engine; cache: AnswerCache }> = async (
  app,
  { engine, cache },
) => {
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
      return sendAnswer(request, reply, cache, toSubject(latex, options), () =>
        toAnswer(engine.annotate(latex, options)),
      );
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
      if (body instanceof Readable) return sendBatch(body, reply, engine);
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      return sendAnswer(request, reply, cache, toSubject(latex, options), () =>
        toAnswer(engine.annotate(latex, options)),
      );
    },
  );
  refuseOtherMethods(app, '/v1/annotate', ['GET', 'HEAD', 'POST']);
};

function toSubject(latex: string, options: AnnotateOptions): string {
  return JSON.stringify(['annotate', latex, options]);
}

function toAnswer(annotation: Annotation): Answer {
  const { errors } = annotation;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? annotation : formulaProblem(errors, { annotation })),
    text: (options) => renderAnnotation(annotation, options),
    html: () => annotationPage(annotation),
  };
}
