import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import {
  EvaluateAnswerSchema,
  type EvaluateOptions,
  EvaluateRequestSchema,
  GivenValuesSchema,
} from '../../explain/evaluate-schema.js';
import { LatexSchema } from '../../explain/schema.js';
import { escapeHtml } from '../../render/escape.js';
import { page } from '../../render/html.js';
import { renderEvaluation } from '../../render/terminal-evaluate.js';
import type { Answer, Answerers, Job } from '../answer.js';
import { RequestRefused } from '../errors.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem, toProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const SOFTMAX = '\\frac{e^{z_i}}{\\sum_j e^{z_j}}';

/** Values in a query are JSON, or the word `example`. */
function readValues(text: string): EvaluateOptions['values'] {
  if (text === 'example') return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal('values is not JSON');
  }
  const read = GivenValuesSchema.safeParse(value);
  if (read.success) return read.data;
  throw refusal('values must be an object');
}

function refusal(detail: string): RequestRefused {
  return new RequestRefused(toProblem('request/invalid', detail, 'send values={"z":[2,1,0.1]}, or values=example'));
}

const evaluateRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/v1/evaluate',
    {
      schema: {
        operationId: 'evaluateByQuery',
        tags: ['formulas'],
        summary: 'Put values into one formula',
        description: `curl -G host/v1/evaluate --data-urlencode 'latex=${SOFTMAX}' --data-urlencode 'values={"z":[2,1,0.1]}'`,
        querystring: z.strictObject({
          latex: LatexSchema,
          values: z
            .string()
            .max(100_000)
            .optional()
            .describe('values as JSON, by the LaTeX of the symbol, or "example" to take them from the concepts'),
          ...formatQuery,
        }),
        response: { 200: EvaluateAnswerSchema, ...problemResponses },
      },
      config: {
        examples: [
          {
            name: 'softmax',
            summary: 'a softmax of three scores',
            query: { latex: SOFTMAX, values: '{"z":[2,1,0.1]}' },
          },
          { name: 'example', summary: 'with values from the catalogue', query: { latex: SOFTMAX, values: 'example' } },
        ],
      },
    },
    async (request, reply) => {
      const { latex, values } = request.query;
      noteFormula(request, latex);
      return sendAnswer(
        request,
        reply,
        services,
        toJob({ latex, options: values === undefined ? {} : { values: readValues(values) } }),
      );
    },
  );

  app.post(
    '/v1/evaluate',
    {
      schema: {
        operationId: 'evaluate',
        tags: ['formulas'],
        summary: 'Put values into a formula',
        description:
          'Values go by the LaTeX of the symbol, in any spelling; a family is an array under its base and counts from 1. ' +
          'The answer has the value of the whole, of each line and of each chunk.',
        consumes: ['application/json', 'text/plain', 'application/x-www-form-urlencoded'],
        body: EvaluateRequestSchema,
        querystring: z.strictObject(formatQuery),
        response: { 200: EvaluateAnswerSchema, ...problemResponses },
      },
      config: {
        examples: [
          {
            name: 'softmax',
            summary: 'a softmax of three scores',
            body: { latex: SOFTMAX, values: { z: [2, 1, 0.1] } },
          },
          {
            name: 'block',
            summary: 'several lines, each with a value',
            body: {
              latex: 'p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}} \\\\ L = -\\sum_i y_i \\log p_i',
              values: { z: [2, 1, 0.1], y: [1, 0, 0] },
            },
          },
          { name: 'bare', summary: 'a formula without letters', type: 'text/plain', body: '\\int_0^1 x^2 \\, dx' },
        ],
      },
    },
    async (request, reply) => {
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      return sendAnswer(request, reply, services, toJob({ latex, options }));
    },
  );
  refuseOtherMethods(app, '/v1/evaluate', ['GET', 'HEAD', 'POST']);
};

type Input = { readonly latex: string; readonly options: EvaluateOptions };

function toJob(input: Input): Job<Input> {
  return { name: 'evaluate', input, answer, module: import.meta.url };
}

function answer(engine: Engine, { latex, options }: Input): Answer {
  const evaluated = engine.evaluate(latex, options);
  const { errors } = evaluated;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? evaluated : formulaProblem(errors)),
    text: (options) => renderEvaluation(evaluated, options),
    html: () => page('formulens', `<pre>${escapeHtml(renderEvaluation(evaluated))}</pre>`, PLAIN_FILES),
    concepts: evaluated.chunks.map(({ concept }) => concept),
  };
}

export const answerers: Answerers = { evaluate: answer };

export default evaluateRoutes;
