import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { type ParseAnswer, ParseAnswerSchema, ParseRequestSchema } from '../../explain/schema.js';
import { escapeHtml, page } from '../../render/page.js';
import { renderParse } from '../../render/terminal-catalogue.js';
import type { AnswerCache } from '../cache.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { type Answer, sendAnswer } from '../send.js';
import { problemResponses, refuseOtherMethods } from './shared.js';

export const parseRoutes: FastifyPluginAsyncZod<{ engine: Engine; cache: AnswerCache }> = async (
  app,
  { engine, cache },
) => {
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
    },
    async (request, reply) => {
      const { latex, ...options } = request.body;
      noteFormula(request, latex);
      const subject = JSON.stringify(['parse', latex, options]);
      return sendAnswer(request, reply, cache, subject, () => toAnswer(engine.parse(latex, options)));
    },
  );
  refuseOtherMethods(app, '/v1/parse', ['POST']);
};

function toAnswer(answer: ParseAnswer): Answer {
  const { errors } = answer;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? answer : formulaProblem(errors, { answer })),
    text: (options) => renderParse(answer, options),
    html: () => page('formulens', `<pre>${escapeHtml(renderParse(answer))}</pre>`),
  };
}
