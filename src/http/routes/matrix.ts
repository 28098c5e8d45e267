import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { MatrixAnswerSchema, type MatrixRequest, MatrixRequestSchema } from '../../explain/matrix-request-schema.js';
import { renderMatrix } from '../../render/matrix.js';
import { matrixPage } from '../../render/matrix-html.js';
import type { Answer, Answerers } from '../answer.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { formulaProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const matrixRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.post(
    '/v1/matrix',
    {
      schema: {
        operationId: 'matrix',
        tags: ['formulas'],
        summary: 'What a matrix does, and its factors',
        description:
          'A matrix by its rows, or LaTeX with values: a matrix, a product, an equation, a decomposition of which only A is known.',
        consumes: ['application/json', 'text/plain', 'application/x-www-form-urlencoded'],
        body: MatrixRequestSchema,
        querystring: z.strictObject(formatQuery),
        response: { 200: MatrixAnswerSchema, ...problemResponses },
      },
      config: {
        examples: [
          {
            name: 'rows',
            summary: 'what do these numbers do?',
            body: {
              matrix: [
                [0, -1],
                [1, 0],
              ],
            },
          },
          {
            name: 'factors',
            summary: 'taken apart: only A is known',
            body: {
              latex: 'A = U \\Sigma V^\\top',
              values: {
                A: [
                  [3, 0],
                  [4, 5],
                ],
              },
            },
          },
          {
            name: 'bare',
            summary: 'a bare formula',
            type: 'text/plain',
            body: '\\begin{bmatrix} 0 & 1 \\\\ 1 & 0 \\end{bmatrix}',
          },
        ],
      },
    },
    async (request, reply) => {
      const input = request.body;
      if (input.latex !== undefined) noteFormula(request, input.latex);
      return sendAnswer(request, reply, services, { name: 'matrix', input, answer, module: import.meta.url });
    },
  );
  refuseOtherMethods(app, '/v1/matrix', ['POST']);
};

function answer(engine: Engine, input: MatrixRequest): Answer {
  const described = engine.describeMatrix(input);
  const { errors } = described;
  return {
    status: errors.length === 0 ? 200 : 422,
    json: () => (errors.length === 0 ? described : formulaProblem(errors)),
    text: (options) => renderMatrix(described, options),
    html: () => matrixPage(described, PLAIN_FILES),
  };
}

export const answerers: Answerers = { matrix: answer };

export default matrixRoutes;
