import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { SimulateAnswerSchema, type SimulateRequest, SimulateRequestSchema } from '../../explain/simulate-schema.js';
import { escapeHtml } from '../../render/escape.js';
import { page } from '../../render/html.js';
import { renderSimulation } from '../../render/terminal-simulate.js';
import type { Answer, Answerers } from '../answer.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const DESCENT = {
  blocks: [
    { name: 'gradient descent', latex: '\\theta = \\theta - \\eta \\nabla_\\theta J(\\theta)' },
    { name: 'momentum', latex: 'v = \\gamma v + \\eta \\nabla_\\theta J(\\theta) \\\\ \\theta = \\theta - v' },
  ],
  loss: 'J(\\theta) = \\frac12(\\theta_1^2 + 25\\theta_2^2)',
  values: { '\\theta': [-8, 2], '\\eta': 0.03, '\\gamma': 0.9 },
  steps: 40,
};

const simulateRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.post(
    '/v1/simulate',
    {
      schema: {
        operationId: 'simulate',
        tags: ['formulas'],
        summary: 'Run formulas as programs',
        description:
          'Lines that assign are run step by step. Gradients are those of the loss, by whatever name the lines call ' +
          'them. As image/svg+xml the answer is the picture alone.',
        consumes: ['application/json'],
        body: SimulateRequestSchema,
        querystring: z.strictObject(formatQuery),
        response: { 200: SimulateAnswerSchema, ...problemResponses },
      },
      config: {
        formats: ['json', 'text', 'html', 'svg'],
        examples: [
          { name: 'optimizers', summary: 'two optimizers on one loss', body: { ...DESCENT, steps: 3, picture: false } },
          {
            name: 'recurrence',
            summary: 'a recurrence',
            body: {
              blocks: [{ latex: 'x_{n+1} = r x_n (1 - x_n)' }],
              values: { x_0: 0.2, r: 3.2 },
              steps: 5,
              picture: false,
            },
          },
        ],
      },
    },
    async (request, reply) => {
      noteFormula(request, request.body.blocks[0]?.latex ?? '');
      return sendAnswer(request, reply, services, {
        name: 'simulate',
        input: request.body,
        answer,
        module: import.meta.url,
      });
    },
  );
  refuseOtherMethods(app, '/v1/simulate', ['POST']);
};

function answer(engine: Engine, input: SimulateRequest): Answer {
  const simulated = engine.simulate(input);
  const { errors, picture } = simulated;
  const ok = errors.length === 0;
  return {
    status: ok ? 200 : 422,
    json: () => (ok ? simulated : formulaProblem(errors)),
    text: (options) => renderSimulation(simulated, options),
    html: () => page('formulens', `<pre>${escapeHtml(renderSimulation(simulated))}</pre>${picture ?? ''}`, PLAIN_FILES),
    ...(ok && picture !== undefined && { svg: () => picture }),
  };
}

export const answerers: Answerers = { simulate: answer };

export default simulateRoutes;
