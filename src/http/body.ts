import { Readable } from 'node:stream';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { toRequestFaults } from '../explain/request-fault.js';
import { RequestRefused } from './errors.js';
import { faultsToProblem, toProblem } from './problem.js';
import { toSentBody } from './repeats.js';

/** Validates with zod; a batch arrives as a stream and is validated line by line. */
export const validateWithZod: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    if (data instanceof Readable) return { value: data };
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    return { error: new RequestRefused(faultsToProblem(toRequestFaults(result.error, data))) };
  };

/** The bodies that are read: JSON, a bare formula as text, and a form as `curl --data-urlencode` sends it. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  addBodyParser(app, 'application/json', parseJson);
  // Files end with a line end, formulas do not.
  addBodyParser(app, 'text/plain', (text) => ({ latex: text.replace(/\r?\n$/, '') }));
  addBodyParser(app, 'application/x-www-form-urlencoded', formToRequest);
}

/** Reads bodies of a content type, which must be UTF-8. */
export function addBodyParser(app: FastifyInstance, type: string, read: (text: string) => unknown): void {
  app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      request.sentBody = toSentBody(body as Buffer);
      done(null, read(toText(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
}

function toText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new RequestRefused(toProblem('request/not-utf8', 'the body is not UTF-8', 'send it as UTF-8'));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const detail = text.trim() === '' ? 'the body is empty' : 'the body is not JSON';
    throw new RequestRefused(
      toProblem('request/invalid-json', detail, 'send {"latex": "…"}; in JSON each backslash is written twice'),
    );
  }
}

/** `curl -d` announces whatever it sends as a form. */
function formToRequest(text: string): Record<string, unknown> {
  if (!/^\s*\{\s*"/.test(text)) return fieldsToRequest(new URLSearchParams(text));
  throw new RequestRefused(
    toProblem(
      'request/unsupported-media-type',
      'the body is JSON, but its content type says that it is a form',
      "add -H 'content-type: application/json'",
    ),
  );
}

/** The fields that a query or a form may have, as the request that they stand for. */
export function fieldsToRequest(fields: URLSearchParams): Record<string, unknown> {
  const preceding = fields.getAll('preceding');
  const context = {
    ...(fields.has('prose') ? { prose: fields.get('prose') } : {}),
    ...(fields.has('domain') ? { domain: fields.get('domain') } : {}),
    ...(preceding.length === 0 ? {} : { preceding }),
  };
  const known = new Set(['prose', 'domain', 'preceding']);
  const rest = [...fields].filter(([name]) => !known.has(name));
  return { ...Object.fromEntries(rest), ...(Object.keys(context).length === 0 ? {} : { context }) };
}
