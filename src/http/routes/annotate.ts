import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import {
  type AnnotateOptions,
  AnnotateRequestSchema,
  AnnotationSchema,
  INCLUDABLE,
  LatexSchema,
} from '../../explain/schema.js';
import { annotationPage } from '../../render/page.js';
import { renderAnnotation } from '../../render/terminal.js';
import type { Answer, Answerers, Job } from '../answer.js';
import { NDJSON, sendBatch } from '../batch.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';
import { conceptsIn } from '../work.js';

const contextQuery = {
  prose: z.string().max(100_000).optional().describe('text around the formula'),
  domain: z.string().max(100).optional().describe('field whose conventions hold'),
  preceding: z
    .union([LatexSchema, z.array(LatexSchema).max(200)])
    .optional()
    .describe('a formula that stands before this one; may be repeated'),
};

const Includable = z.enum(INCLUDABLE);
const includeQuery = {
  include: z
    .union([Includable, z.array(Includable).max(INCLUDABLE.length)])
    .optional()
    .describe('more to put into the answer; may be repeated'),
};

const EXAMPLE = { latex: '\\frac{e^{z_i}}{\\sum_j e^{z_j}}' };
const EMA = 'v_t = \\beta v_{t-1} + (1-\\beta) g_t';

const QUERY_EXAMPLES = [
  { name: 'softmax', summary: 'a softmax', query: EXAMPLE },
  {
    name: 'prose',
    summary: 'with the text around it',
    query: { latex: EMA, prose: 'where $g_t$ is the gradient and $\\beta$ the decay' },
  },
  {
    name: 'text',
    summary: 'for a terminal',
    query: { latex: '\\frac{e^{z_i}}{\\sum_j z_j}', format: 'text' },
  },
] as const;

const BODY_EXAMPLES = [
  { name: 'softmax', summary: 'a softmax', body: EXAMPLE },
  {
    name: 'context',
    summary: 'with what is known of its symbols',
    body: { latex: EMA, context: { symbols: { g_t: { meaning: 'the gradient', kind: 'vector' } } } },
  },
  {
    name: 'macros',
    summary: 'with macros, and the expression as it was read',
    body: { latex: '\\sq{x} + \\sq{y}', macros: { '\\sq': '#1^2' }, include: ['ast'] },
  },
  { name: 'bare', summary: 'a bare formula', type: 'text/plain', body: EXAMPLE.latex },
  {
    name: 'form',
    summary: 'a form, as curl --data-urlencode sends it',
    type: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ latex: EMA, domain: 'machine-learning' }).toString(),
  },
  {
    name: 'batch',
    summary: 'a batch; what is wrong with one line is said in its own answer',
    type: NDJSON,
    body: `${JSON.stringify({ id: 1, ...EXAMPLE })}\n${JSON.stringify({ id: 2, latex: '' })}\n`,
  },
] as const;

const annotateRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/v1/annotate',
    {
      schema: {
        operationId: 'annotateByQuery',
        tags: ['formulas'],
        summary: 'Read one formula',
        description: `curl -G host/v1/annotate --data-urlencode 'latex=${EXAMPLE.latex}'`,
        querystring: z.strictObject({ latex: LatexSchema, ...contextQuery, ...includeQuery, ...formatQuery }),
        response: { 200: AnnotationSchema, ...problemResponses },
      },
      config: { examples: QUERY_EXAMPLES },
    },
    async (request, reply) => {
      const { latex, prose, domain, preceding, include } = request.query;
      const context = {
        ...(prose === undefined ? {} : { prose }),
        ...(domain === undefined ? {} : { domain }),
        ...(preceding === undefined ? {} : { preceding: [preceding].flat() }),
      };
      const options: AnnotateOptions = {
        ...(Object.keys(context).length === 0 ? {} : { context }),
        ...(include === undefined ? {} : { include: [include].flat() }),
      };
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
      config: { examples: BODY_EXAMPLES },
    },
    async (request, reply) => {
      const body: unknown = request.body;
      if (body instanceof Readable) return sendBatch(body, reply, services);
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      return sendAnswer(request, reply, services, toJob({ latex, options }));
    },
  );
  refuseOtherMethods(app, '/v1/annotate', ['GET', 'HEAD', 'POST']);
};

type Input = { readonly latex: string; readonly options: AnnotateOptions };

/** Up to here it takes longer to hand a formula over to a thread than to read it; see docs/decisions/0004-threads.md. */
const SHORT = 20;

/** Sums and integrals are checked by computing them, however short they are written. */
function isShort({ latex, options }: Input): boolean {
  return latex.length <= SHORT && Object.keys(options).length === 0 && !/\\(i+nt|oint|sum|prod)/.test(latex);
}

function toJob(input: Input): Job<Input> {
  const job = { name: 'annotate', input, answer };
  return isShort(input) ? job : { ...job, module: import.meta.url };
}

function answer(engine: Engine, { latex, options }: Input): Answer {
  const annotation = engine.annotate(latex, options);
  const { errors } = annotation;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? annotation : formulaProblem(errors, { annotation })),
    text: (options) => renderAnnotation(annotation, options),
    html: () => annotationPage(annotation, PLAIN_FILES),
    concepts: conceptsIn(annotation),
  };
}

export const answerers: Answerers = { annotate: answer };

export default annotateRoutes;
