import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Engine } from '../../engine.js';
import { VersionsSchema } from '../../explain/schema.js';
import type { Answer } from '../answer.js';
import { formatQuery } from '../negotiate.js';
import { toProblem } from '../problem.js';
import { PROBLEM_KINDS, renderKindPage, renderKindsPage, renderKindsText, renderKindText } from '../problem-pages.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';

const KindSchema = z
  .object({
    type: z.string(),
    code: z.string(),
    status: z.int(),
    title: z.string(),
    says: z.string().describe('what it means, and what to do about it'),
    example: z.string().optional().describe('LaTeX that has this problem'),
  })
  .meta({ id: 'ProblemKind', description: 'one kind of problem' });

/** What the addresses in `type` lead to, on any server. */
const problemRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  app.get(
    '/problems',
    {
      schema: {
        operationId: 'listProblems',
        tags: ['operation'],
        summary: 'All kinds of problems',
        querystring: z.strictObject(formatQuery),
        response: { 200: z.object({ problems: z.array(KindSchema), versions: VersionsSchema }), ...problemResponses },
      },
      config: { examples: [{ name: 'all', summary: 'all of them' }] },
    },
    async (request, reply) => sendAnswer(request, reply, services, { name: 'problems', input: {}, answer: listing }),
  );

  app.get(
    '/problems/:area/:name',
    {
      schema: {
        operationId: 'getProblem',
        tags: ['operation'],
        summary: 'One kind of problem',
        params: z.strictObject({ area: z.string().max(100), name: z.string().max(100) }),
        querystring: z.strictObject(formatQuery),
        response: { 200: KindSchema, ...problemResponses },
      },
      config: {
        examples: [{ name: 'open', summary: 'a brace is missing', params: { area: 'latex', name: 'open-group' } }],
      },
    },
    async (request, reply) => {
      const code = `${request.params.area}/${request.params.name}`;
      return sendAnswer(request, reply, services, { name: 'problem', input: { code }, answer: detail });
    },
  );
  refuseOtherMethods(app, '/problems', ['GET', 'HEAD']);
  refuseOtherMethods(app, '/problems/:area/:name', ['GET', 'HEAD']);
};

function listing({ versions }: Engine): Answer {
  return { json: () => ({ problems: PROBLEM_KINDS, versions }), text: renderKindsText, html: renderKindsPage };
}

function detail(_engine: Engine, { code }: { readonly code: string }): Answer {
  const kind = PROBLEM_KINDS.find((kind) => kind.code === code);
  if (kind === undefined) {
    return { problem: toProblem('problem/unknown', 'no problem has this code', 'GET /problems lists all of them') };
  }
  return { json: () => kind, text: () => renderKindText(kind), html: () => renderKindPage(kind) };
}

export default problemRoutes;
