import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readDocument } from '../../document/index.js';
import type { Engine } from '../../engine.js';
import {
  DocumentAnswerSchema,
  type DocumentFormat,
  type DocumentRequest,
  DocumentRequestSchema,
} from '../../explain/document-schema.js';
import { escapeHtml } from '../../render/escape.js';
import { page } from '../../render/html.js';
import { renderDocument } from '../../render/terminal-document.js';
import type { Answer, Answerers } from '../answer.js';
import { addBodyParser } from '../body.js';
import { formatQuery } from '../negotiate.js';
import { sendAnswer } from '../send.js';
import type { Services } from '../services.js';
import { problemResponses, refuseOtherMethods } from '../shared.js';
import { PLAIN_FILES } from '../site.js';
import { conceptsIn } from '../work.js';

/** Bodies that are a document as it is, and what they are written in; plain text shows by itself what it is. */
const TEXTS: Readonly<Record<string, DocumentFormat | undefined>> = {
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'text/mdx': 'mdx',
  'text/x-latex': 'latex',
  'text/x-tex': 'latex',
  'application/x-latex': 'latex',
  'application/x-tex': 'latex',
  'text/plain': undefined,
};

const MARKDOWN = [
  'The attention weights are a softmax over the source positions:',
  '',
  "$$\\alpha_{ts} = \\frac{e^{z_{ts}}}{\\sum_{s'} e^{z_{ts'}}}$$",
  '',
  'The context vector blends the encoder states $h_s$:',
  '',
  '$$c_t = \\sum_s \\alpha_{ts} h_s$$',
].join('\n');

const EXAMPLES = [
  { name: 'markdown', summary: 'a page in Markdown', type: 'text/markdown', body: MARKDOWN },
  {
    name: 'latex',
    summary: 'LaTeX, with a macro of its own',
    type: 'application/x-tex',
    body: '\\newcommand{\\lr}{\\eta}\nThe learning rate $\\lr$ scales each step: \\[ \\theta_{t+1} = \\theta_t - \\lr \\nabla J(\\theta_t) \\]',
  },
  {
    name: 'json',
    summary: 'with options',
    body: { text: 'Let $x$ be the input.', format: 'markdown', domain: 'attention' },
  },
] as const;

const documentRoutes: FastifyPluginAsyncZod<{ services: Services }> = async (app, { services }) => {
  // Here plain text is a document, not a formula.
  app.removeContentTypeParser('text/plain');
  for (const [type, format] of Object.entries(TEXTS)) {
    addBodyParser(app, type, (text) => ({ text, format: format ?? formatOf(text) }));
  }
  app.post(
    '/v1/documents',
    {
      schema: {
        operationId: 'documents',
        tags: ['formulas'],
        summary: 'Read the formulas of a document',
        description:
          'Markdown, MDX or LaTeX as it is, or as JSON with options. What one formula defines, and what the text says of its ' +
          'symbols, is known to those after it.',
        consumes: ['application/json', ...Object.keys(TEXTS)],
        body: DocumentRequestSchema,
        querystring: z.strictObject({
          domain: z.string().max(100).optional().describe('field whose conventions hold'),
          ...formatQuery,
        }),
        response: { 200: DocumentAnswerSchema, ...problemResponses },
      },
      config: { examples: EXAMPLES },
    },
    async (request, reply) => {
      const { domain } = request.query;
      const input = { ...request.body, ...(domain === undefined ? {} : { domain }) };
      return sendAnswer(request, reply, services, { name: 'documents', input, answer, module: import.meta.url });
    },
  );
  refuseOtherMethods(app, '/v1/documents', ['POST']);
};

function formatOf(text: string): DocumentFormat {
  return /\\(?:documentclass|begin\{document\}|(?:sub)*section\*?\{)/.test(text) ? 'latex' : 'markdown';
}

function answer(engine: Engine, { text, ...options }: DocumentRequest): Answer {
  const read = readDocument(engine, text, options);
  return {
    json: () => read,
    text: (look) => renderDocument(read, look),
    html: () => page('formulens', `<pre>${escapeHtml(renderDocument(read))}</pre>`, PLAIN_FILES),
    concepts: read.formulas.flatMap(({ annotation }) => conceptsIn(annotation)),
  };
}

export const answerers: Answerers = { documents: answer };

export default documentRoutes;
