import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { ParseAnswerSchema, type ParseOptionsInput, ParseRequestSchema } from '../../explain/schema.js';
import { escapeHtml } from '../../render/escape.js';
import { page } from '../../render/html.js';
import { renderParse } from '../../render/terminal-catalogue.js';
import type { Answer, Answerers } from '../answer.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const parseRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.post(
    '/v1/parse',
    {
      schema: {
        operationId: 'parse',
        tags: ['formulas'],
        summary: 'How a formula is read, without its concepts',
        consumes: ['application/json', 'text/plain', 'application/x-www-form-urlencoded'],
        body: ParseRequestSchema,
        querystring: z.strictObject(formatQuery),
        response: { 200: ParseAnswerSchema, ...problemResponses },
      },
      config: {
        examples: [
          { name: 'reading', summary: 'is f a function?', body: { latex: 'f(x) + 1' } },
          {
            name: 'forced',
            summary: 'with the reading taken from the caller',
            body: { latex: 'f(x) + 1', context: { readings: { 'f(x)': 'product' } } },
          },
          { name: 'bare', summary: 'a bare formula', type: 'text/plain', body: '\\frac{a}{b}' },
        ],
      },
    },
    async (request, reply) => {
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      return sendAnswer(request, reply, services, {
        name: 'parse',
        input: { latex, options },
        answer,
        module: import.meta.url,
      });
    },
  );
  refuseOtherMethods(app, '/v1/parse', ['POST']);
};

type Input = { readonly latex: string; readonly options: ParseOptionsInput };

function answer(engine: Engine, { latex, options }: Input): Answer {
  const parsed = engine.parse(latex, options);
  const { errors } = parsed;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? parsed : formulaProblem(errors, { answer: parsed })),
    text: (options) => renderParse(parsed, options),
    html: () => page('formulens', `<pre>${escapeHtml(renderParse(parsed))}</pre>`, PLAIN_FILES),
  };
}

export const answerers: Answerers = { parse: answer };

export default parseRoutes;
