import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { PictureAnswerSchema, type PictureOptions, PictureOptionsSchema } from '../../explain/picture-schema.js';
import { toRequestFaults } from '../../explain/request-fault.js';
import { LatexSchema } from '../../explain/schema.js';
import { page } from '../../render/html.js';
import type { Answer, Answerers } from '../answer.js';
import { RequestRefused } from '../errors.js';
import { noteFormula } from '../logging.js';
import { formatQuery } from '../negotiate.js';
import { faultsToProblem, formulaProblem, toProblem } from '../problem.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';

const PATH = '/v1/picture.svg';

const pictureRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    PATH,
    {
      schema: {
        operationId: 'drawFormula',
        tags: ['formulas'],
        summary: 'A picture of a formula, as SVG',
        description: `<img src="host${PATH}?latex=\\frac{1}{1%2Be^{-x}}"> shows a sigmoid.`,
        querystring: z.strictObject({
          latex: LatexSchema,
          values: z.string().max(10_000).optional().describe('values of letters, as JSON: {"x": 2}'),
          ...formatQuery,
        }),
        response: { 200: PictureAnswerSchema, ...problemResponses },
      },
      config: {
        formats: ['svg', 'json', 'html'],
        examples: [
          {
            name: 'sigmoid',
            summary: 'the graph of a sigmoid',
            query: { latex: '\\frac{1}{1+e^{-x}}', format: 'json' },
          },
        ],
      },
    },
    async (request, reply) => {
      const { latex, values } = request.query;
      noteFormula(request, latex);
      const options = values === undefined ? {} : { values: toValues(values) };
      const job = { name: 'picture', input: { latex, options }, answer, module: import.meta.url };
      return sendAnswer(request, reply, services, job, 'svg');
    },
  );
  refuseOtherMethods(app, PATH, ['GET', 'HEAD']);
};

function toValues(text: string): NonNullable<PictureOptions['values']> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    throw new RequestRefused(toProblem('request/invalid', 'values is not JSON', 'write values={"x": 2}'));
  }
  const request = { values };
  const checked = PictureOptionsSchema.safeParse(request);
  if (!checked.success) throw new RequestRefused(faultsToProblem(toRequestFaults(checked.error, request)));
  return checked.data.values ?? {};
}

type Input = { readonly latex: string; readonly options: PictureOptions };

function answer(engine: Engine, { latex, options }: Input): Answer {
  const drawn = engine.picture(latex, options);
  const { picture, errors } = drawn;
  if (errors.length > 0) return { problem: formulaProblem(errors) };
  if (picture === undefined) {
    const hint = 'give values for its letters: values={"a": 2}';
    return { problem: toProblem('picture/none', 'no picture suits this formula', hint) };
  }
  return {
    json: () => drawn,
    text: () => picture,
    html: () => page('formulens', picture, PLAIN_FILES),
    svg: () => picture,
  };
}

export const answerers: Answerers = { picture: answer };

export default pictureRoutes;
